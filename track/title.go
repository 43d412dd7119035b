package track

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// title names a promise: by its name in the beat, else by what its first clear
// statement promises (or the sentence before, to which it points), else by the headline it stood under. Words that may not be
// quoted name none.
func (r *Rules) title(t *thread) string {
	for _, l := range t.list {
		for _, n := range l.names {
			if title := r.titles[n[1:]]; title != "" {
				return title
			}
		}
	}
	for _, l := range t.list {
		if l.Thing != "" && !l.NoQuote {
			return l.Thing + under(l)
		}
	}
	if headline := t.list[0].Title; headline != "" {
		return headline
	}
	if first := t.list[0]; !first.NoQuote {
		return short(first.Sentence)
	}
	return "A promise reported by " + t.list[0].Publisher
}

// under adds the headline to what says too little alone: to a word or two ("150 places"),
// and to what the sentence takes as known ("the cap is to take effect").
func under(l *linked) string {
	subject := strings.Fields(l.Subject)
	if len(subject) > 0 && (subject[0] == "and" || subject[0] == "but") {
		subject = subject[1:]
	}
	known := len(subject) > 1 && len(subject) <= 3 && definite[strings.ToLower(subject[0])] && subject[1] == strings.ToLower(subject[1]) && len(l.names) == 0
	brief := strings.Count(l.Thing, " ") < 2 && !isName(l.Thing)
	if !known && !brief || l.Title == "" || strings.Contains(strings.ToLower(l.Title), strings.ToLower(l.Thing)) {
		return ""
	}
	return " (" + l.Title + ")"
}

// isName says whether every word begins with a capital: "Long View".
func isName(text string) bool {
	for word := range strings.FieldsSeq(text) {
		if first, _ := utf8.DecodeRuneInString(word); !unicode.IsUpper(first) {
			return false
		}
	}
	return true
}

var definite = set("the this these that those")

// longestTitle is how many words name a promise.
const longestTitle = 12

func short(sentence string) string {
	words := strings.Fields(sentence)
	if len(words) > longestTitle {
		return strings.Join(words[:longestTitle], " ") + " …"
	}
	return strings.Join(words, " ")
}

// thing says in a few words what a sentence promises: "Guild to open the register",
// "Final framework to be published". It is "" where the sentence only points to it
// ("that is due", "it will be paid").
func (x *reading) thing(sent sentence) string {
	if x.cue.rule == "" || x.signal == "drop" || x.signal == "kept" {
		return ""
	}
	subject, pointing := x.named()
	act := x.act()
	joint := ""
	switch {
	case x.nounCue() && len(subject) == 0 && !pointing && len(act) > 1:
		return capital(x.textOf(sent, act, longestTitle)) // "Expect the regulations in the spring"
	case x.nounCue():
		act = nil // "the review, due in May": the review
	case x.cue.rule == "cue.aim" && strings.HasPrefix(x.word(x.cue.start), "want") && x.word(x.cue.end-1) != "to":
		act = x.s[x.cue.start : x.cue.end+len(act)] // "wants every worker to be trained"
	case x.cue.rule == "cue.present" || x.cue.rule == "cue.progressive":
		act = x.s[x.cue.start:min(x.cue.end, len(x.s))]
		if x.word(x.cue.start) == "is" || x.word(x.cue.start) == "are" {
			act = act[1:]
		}
	default:
		joint = " to "
		if len(act) > 0 && strings.HasSuffix(act[0].low, "ing") && x.word(x.cue.end-1) == "to" && x.cue.end-x.cue.start > 1 {
			joint = " committed to " // "committed to offering": the verb has another form after "to"
		}
	}
	if who, what, ok := committed(act); ok && x.cue.rule == "cue.commitment" { // "commits the government to filling posts"
		return capital(x.textOf(sent, who, longestTitle)) + " committed to " + x.textOf(sent, what, longestTitle-len(who))
	}
	if pointing && joint == " to " && len(act) > 1 && slices.ContainsFunc(subject, func(t token) bool { return strings.HasPrefix(t.low, "£") }) {
		return capital(x.textOf(sent, subject, longestTitle)) + joint + x.textOf(sent, act, longestTitle) // "£6m to run it"
	}
	switch {
	case joint != "" && (bareAct(act, len(subject)) || pointing && len(act) == 1):
		return ""
	case pointing || len(subject) == 0:
		if joint == "" || passive[act[0].low] {
			return ""
		}
		return capital(x.textOf(sent, act, longestTitle))
	}
	room := longestTitle - len(subject)
	title := x.textOf(sent, subject, longestTitle)
	if len(act) > 0 && room > 1 {
		if joint == "" {
			joint = " "
		}
		title += joint + x.textOf(sent, act, room)
	}
	if joint == "" && len(subject) < 2 {
		return ""
	}
	return capital(title)
}

// committed splits "the government to filling posts" into who is bound and to what.
func committed(act []token) (who, what []token, ok bool) {
	for i := 1; i+1 < len(act) && i < 5; i++ {
		if act[i].low == "to" && strings.HasSuffix(act[i+1].low, "ing") {
			return act[:i], act[i+1:], true
		}
	}
	return nil, nil, false
}

// bareAct says whether what is done names nothing: "have 150", "publish new ones",
// "accept it", "not appear".
func bareAct(act []token, subject int) bool {
	if len(act) == 0 || act[0].low == "not" || len(act) == 1 && subject == 0 || pointers[act[len(act)-1].low] {
		return true
	}
	if len(act) == 1 {
		return false
	}
	bare := true
	for i, t := range act[1:] {
		_, number := t.number()
		bare = bare && (number || quantities[t.low] || numeral(t.low) || t.low == "to" && act[i].low == "up")
	}
	return bare || pointers[act[1].low]
}

// nounCue says whether the cue stands after the thing itself and no act follows.
func (x *reading) nounCue() bool {
	switch x.cue.rule {
	case "cue.due", "cue.ready", "cue.target", "cue.must":
		return x.word(x.cue.end-1) != "to" && x.word(x.cue.end) != "to" && !(x.cue.rule == "cue.must" && x.word(x.cue.start) == "must")
	case "cue.expected", "cue.planned", "cue.intended", "cue.set-to":
		return x.word(x.cue.end-1) != "to" && x.word(x.cue.end) != "to"
	}
	return false
}

// named returns the words of the subject without article, and whether they only
// point to what was said before or are a bare number.
func (x *reading) named() (subject []token, pointing bool) {
	start, end := x.subject()
	for start < end && leading[x.s[start].low] {
		start++
	}
	for end > start && (auxiliary[x.s[end-1].low] || commaAdverbs[x.s[end-1].low]) {
		end--
	}
	if start == end {
		return nil, false
	}
	subject = x.s[start:end]
	if x.word(start-1) == "that" && !x.saidBefore(start-1) {
		return x.withClause(start-1, end) // "the figures that trusts supplied": trusts are not the subject
	}
	if x.cue.start > 0 && (x.word(x.cue.start-1) == "and" || x.word(x.cue.start-1) == "but") {
		return nil, false
	}
	bare := true
	for _, t := range subject {
		if relative[t.low] || participle(t) && len(subject) > 4 {
			return nil, true // a clause, not a name
		}
		_, number := t.number()
		bare = bare && (number || quantities[t.low] || numeral(t.low))
	}
	return subject, bare || pointers[subject[0].low]
}

// withClause returns a subject with the short clause that tells which one it is, "figures
// that trusts supplied"; a longer one names nothing.
func (x *reading) withClause(that, end int) (subject []token, pointing bool) {
	from := x.clauseStart(that)
	if that-from < 2 || end-from > longestThing+1 || !articles[x.word(from)] {
		return nil, true
	}
	return x.s[from+1 : end], false
}

// saidBefore says whether somebody speaks in the few words before token i.
func (x *reading) saidBefore(i int) bool {
	for k := i - 1; k >= 0 && k >= i-8; k-- {
		if reportWords[x.s[k].low] || x.s[k].low == "confident" {
			return true
		}
	}
	return i < 0
}

func numeral(w string) bool { return w[0] >= '0' && w[0] <= '9' || strings.HasPrefix(w, "£") }

var (
	leading      = set("and but that so while as because the a an its their our his her this these those when where if from by in")
	commaAdverbs = set("also then still already however therefore")
	pointers     = set("it they he she we you i them this that these those which who there one ones all both another each others so his her us me")
	relative     = set("which who whose that when where is are was were has have had said says we i he she they")
	quantities   = set("third thirds half quarter thousand million billion hundred dozen most some many several few all both about around nearly more than least at of only up")
)

// act returns the words of what will be done, up to its date or the end of its clause.
func (x *reading) act() []token {
	start := x.cue.end
	if x.cue.rule == "cue.infinitive" { // its verb is part of the cue: "to have", "to be"
		start--
	}
	for start < len(x.s) && (smallAdverbs[x.s[start].low] || x.s[start].low == "to") {
		start++
	}
	end := start
	for end < len(x.s) && (!x.s[end].brk || end == start || x.listed(end)) && !x.inWindow(end) {
		end++
	}
	for end > start && dangling[x.s[end-1].low] {
		end--
	}
	return x.s[start:end]
}

// listed says whether the comma before token i stands in a list, as in "digital, data
// and analytics posts".
func (x *reading) listed(i int) bool {
	for k := i + 1; k <= i+2 && k < len(x.s) && !x.s[k].brk; k++ {
		if x.s[k].low == "and" || x.s[k].low == "or" {
			return x.s[i].low != "and"
		}
	}
	return false
}

func (x *reading) inWindow(i int) bool {
	for _, w := range x.windows {
		if w.start <= i && i < w.end {
			return true
		}
	}
	return false
}

// dangling words cannot end a title.
var dangling = set("a an the of to in on at by for from with and or but as that which who when where its their our his her before after until than over under between into about said says be is are")

// textOf is the words as written, at most most of them, without a dangling end.
func (x *reading) textOf(sent sentence, words []token, most int) string {
	cut := len(words) > most
	if cut {
		words = words[:most]
	}
	for len(words) > 1 && dangling[words[len(words)-1].low] {
		words = words[:len(words)-1]
	}
	text := strings.TrimSpace(sent.text[words[0].start-sent.start : words[len(words)-1].end-sent.start])
	if cut {
		text += " …"
	}
	return text
}

func capital(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[size:]
}
