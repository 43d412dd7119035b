package track

import (
	"strings"

	"github.com/wardround/wardround/news"
)

// sense rejects sentences whose cue is sound but that promise nothing: forecasts and
// needs, answers to surveys, dates by which others may answer, hearsay. It names the
// filter, or "".
func (x *reading) sense(owner bool) string {
	switch {
	case x.cue.rule == "":
		return ""
	case x.needs():
		return "filter.need"
	case x.subjectHas("nobody", "none"):
		return "filter.negated"
	case x.guessed():
		return "filter.guess"
	case x.word(0) == "without", x.word(0) == "until" && (len(x.windows) == 0 || x.windows[0].start > 0):
		return "filter.conditional"
	case x.counted():
		return "filter.survey"
	case x.invited() && !owner:
		return "filter.reply-by"
	case x.asksItself():
		return "filter.question"
	case x.advert():
		return "filter.advert"
	case x.purpose():
		return "filter.standing"
	case x.privately():
		return "filter.personnel"
	case x.hearsay() && !owner:
		return "filter.hearsay"
	case x.wish() && !owner:
		return "filter.call"
	}
	return ""
}

// needs says whether the cue says what will be wanted: "will need 32,000 more", "how
// many would be needed". "Will need to keep" is a duty, and stays.
func (x *reading) needs() bool {
	i := x.afterAdverbs(x.cue.end)
	switch x.word(i) {
	case "need", "require", "lack":
		if x.word(i) == "require" {
			return false
		}
		return x.word(i+1) != "to"
	case "be", "have":
		next := x.word(x.afterAdverbs(i + 1))
		return wanting[next] && x.word(i+2) != "to"
	}
	return false
}

var wanting = set("needed short lacking missing vacant empty unfilled worth wanted over under aged")

func (x *reading) afterAdverbs(i int) int {
	for smallAdverbs[x.word(i)] || strings.HasSuffix(x.word(i), "ly") && len(x.word(i)) > 4 {
		i++
	}
	return i
}

var smallAdverbs = set("soon also now then still again already all both even")

// guessed says whether the writer only guesses, or tells what befalls somebody.
func (x *reading) guessed() bool {
	for i := max(0, x.cue.start-1); i < min(len(x.s), x.cue.end+2); i++ {
		if guesses[x.s[i].low] {
			return true
		}
	}
	verb := x.afterAdverbs(x.cue.end)
	if x.cue.rule == "cue.expected" || x.cue.rule == "cue.aim" && strings.HasPrefix(x.word(x.cue.start), "hop") {
		if x.word(x.cue.end-1) == "to" && x.word(verb) == "see" {
			return true
		}
		return x.word(verb) == "see" || x.word(verb) == "to" && x.word(verb+1) == "see" // "expects to see 90,000 patients"
	}
	return x.cue.kind == "strong" && (befalls[x.word(verb)] || x.lasting(verb) || gathers[x.word(verb)] && arriving[x.word(verb+1)])
}

// lasting says whether something only goes on as it is: "will go on losing staff".
func (x *reading) lasting(verb int) bool {
	switch x.word(verb) {
	case "go":
		return x.word(verb+1) == "on" && strings.HasSuffix(x.word(verb+2), "ing") && !x.ofMoney()
	case "keep", "carry":
		return strings.HasSuffix(x.word(verb+1), "ing") || strings.HasSuffix(x.word(verb+2), "ing")
	}
	return false
}

// ofMoney says whether a sum is the subject: "£2 billion will go on replacing old IT".
func (x *reading) ofMoney() bool {
	start, end := x.subject()
	for _, t := range x.s[start:end] {
		if strings.HasPrefix(t.low, "£") {
			return true
		}
	}
	return false
}

var (
	guesses  = set("probably presumably doubtless surely")
	befalls  = set("underspend overspend notice retire quit vote miss stagnate overrun dwindle vanish outgrow suffer rise fall grow shrink")
	gathers  = set("meet gather sit convene speak")
	arriving = set("on in at to again with next this")
)

// counted says whether the sentence tells what people answered: "two in five plan to
// retire", "a third say that they will leave".
func (x *reading) counted() bool {
	if len(x.hits["survey"]) > 0 {
		return true
	}
	if len(x.hits["share"]) == 0 || x.hits["share"][0].start > x.cue.start {
		return false
	}
	switch x.cue.rule {
	case "cue.planned", "cue.aim", "cue.expected", "cue.intended":
		return !x.cueIsPassive()
	}
	for _, t := range x.s[x.hits["share"][0].end:max(x.cue.start, x.hits["share"][0].end)] {
		if reportWords[t.low] || t.low == "think" {
			return true
		}
	}
	return false
}

func (x *reading) cueIsPassive() bool {
	first := x.word(x.cue.start)
	return first == "is" || first == "are" || first == "be" || first == "being"
}

// shareWords name a part of a crowd; surveyWords say that a crowd was asked.
var (
	shareWords = []named{{"share", []string{
		"(a|one|two|three|four|five|six|seven|eight|nine) in (two|three|four|five|six|seven|eight|nine|ten|10|20|twenty|100)", "(a|one|two|three) (third|quarter|fifth|tenth)", "(a|one|two|three) (thirds|quarters|fifths|tenths)", "half (of|the|all)", "most (of|staff|people|workers|managers|analysts|nurses|doctors|members)", "(majority|minority|proportion|share) of", "per cent", "percent",
	}}}
	surveyWords = []named{{"survey", []string{
		"respondents", "according to (a|the|its) _2 (survey|poll)", "(survey|poll|polling|questionnaire) _3 (found|finds|suggests|suggested|shows|showed|says|revealed)", "of those (asked|surveyed|polled|questioned)", "(surveyed|polled)",
	}}}
)

// invited says whether a date is the last on which others may answer, join or object.
// A day by which bodies must hand something in is a duty, and stays.
func (x *reading) invited() bool {
	if x.cue.rule != "cue.must" {
		return false
	}
	if x.subjectHas("comments", "responses", "replies", "submissions", "nominations", "entries", "views") {
		return true // "comments must reach us by 13 April"
	}
	if x.cue.end-x.cue.start > 2 && x.word(x.cue.end-1) == "to" { // "have thirty days to"
		return answers[x.word(x.cue.end)]
	}
	if x.word(x.cue.end-1) != "until" {
		return false
	}
	for i := x.cue.end; i+1 < len(x.s); i++ {
		if x.s[i].low == "to" && answers[x.s[i+1].low] {
			return true
		}
	}
	return false
}

var answers = set("answer respond reply comment apply sign register object appeal vote opt claim accept join book enter nominate have give say")

// asksItself says whether the cue stands in a question: "what staff will be doing".
// "How" alone also tells of a way: "describes how trusts will train staff".
func (x *reading) asksItself() bool {
	for i := x.clauseStart(x.cue.start); i < x.cue.start; i++ {
		switch w := x.s[i].low; {
		case asking[x.word(i-1)] && asked[w]:
			return true
		case w == "whether", w == "what" && i > 0, w == "how" && (x.word(i+1) == "many" || x.word(i+1) == "much"):
			return true
		}
	}
	return false
}

var (
	asking = set("ask asked asks asking question questioned wonder wondered know knows")
	asked  = set("when how if which who where why what")
)

// advert says whether a seller speaks to the reader without a day: "will transform the
// way your team works".
func (x *reading) advert() bool {
	if x.window != nil && x.window.dated() || x.class == news.ActorOwner {
		return false
	}
	for _, t := range x.s {
		if t.low == "your" && !t.quoted {
			return true
		}
	}
	return false
}

func (x *reading) reported() bool {
	for _, t := range x.s {
		if reportWords[t.low] {
			return true
		}
	}
	return false
}

// purpose says whether the cue only tells what a thing is for: "is meant to help
// identify". A deadline makes an aim of it.
func (x *reading) purpose() bool {
	return x.cue.rule == "cue.intended" && purposes[x.word(x.afterAdverbs(x.cue.end))] && !x.deadline()
}

var purposes = set("help support allow enable let make identify encourage bring give ensure improve")

func (x *reading) deadline() bool {
	return x.window != nil && (x.window.prep == "by" || x.window.prep == "before")
}

// hearsay says whether nobody in particular speaks: "another said", "one director
// expected".
func (x *reading) hearsay() bool {
	if !nobody[x.word(0)] {
		return false
	}
	for i := 1; i < min(4, x.cue.start); i++ {
		if reportWords[x.s[i].low] {
			return true
		}
	}
	return false
}

var nobody = set("another one some others many several few most everyone nobody")

// privately says whether a person speaks of themselves: "Ms Okafor, 34, hopes to".
func (x *reading) privately() bool {
	for i := 1; i+1 < x.cue.start+1 && i+1 < len(x.s); i++ {
		age, ok := digits(x.s[i].low)
		if ok && len(x.s[i].low) == 2 && age >= 16 && x.s[i].brk && x.s[i+1].brk && x.s[i-1].capital {
			return true
		}
	}
	return false
}

// wish says whether somebody without a name wants something of others: "the society
// wants every analyst to be registered".
func (x *reading) wish() bool {
	if x.cue.rule != "cue.aim" || !strings.HasPrefix(x.word(x.cue.start), "want") {
		return false
	}
	start, end := x.subject()
	if last := x.word(x.cue.end - 1); last == "it" || last == "them" || x.word(x.cue.end) == "it" {
		return true // whoever does a thing does not want "it backdated"
	}
	for i := max(start, 1); i < end; i++ {
		if x.s[i].capital {
			return false
		}
	}
	return end-start > 0 && !(x.s[start].capital && end-start <= 2 && x.word(start) != "the")
}
