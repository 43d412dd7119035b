package track

import (
	"cmp"
	"strings"

	"github.com/wardround/wardround/news"
)

// speaker is who says a sentence.
type speaker struct {
	name   string
	office string
	class  news.ActorClass
}

// officeWords show that a phrase beside a name says what the person is.
var officeWords = map[string]bool{
	"director": true, "minister": true, "secretary": true, "chief": true, "lead": true, "officer": true, "head": true, "chair": true,
	"chairman": true, "chairwoman": true, "president": true, "spokesperson": true, "spokesman": true, "spokeswoman": true, "chancellor": true,
	"commissioner": true, "adviser": true, "manager": true, "executive": true, "leader": true, "professor": true, "researcher": true,
}

var pronouns = map[string]bool{"he": true, "she": true, "they": true}

// speaker finds who says the sentence: a name or body beside a verb of saying. A
// quotation that runs on, and "she added", keep the last one.
func (c *context) speaker(s []token, block string, open bool) speaker {
	c.learn(s, block)
	at := -1
	for i, t := range s {
		if i > 0 && hears[t.low] && undergoing[s[i-1].low] || quarrels(s, i) {
			continue // "staff were told" it, "the Office argued with trusts": neither says what stands here
		}
		if reportWords[t.low] || t.low == "according" {
			at = i
			break
		}
	}
	if at < 0 {
		if open || len(s) > 0 && opensQuote(block[:s[0].start]) {
			return c.last
		}
		return speaker{}
	}
	if at > 0 && pronouns[s[at-1].low] {
		return c.last // "she added"
	}
	if at+1 < len(s) && pronouns[s[at+1].low] && (at == 0 || s[at].brk) {
		return c.last // "…, said she", not "two trusts have said they will"
	}
	who := c.beside(s, at, block)
	if who != (speaker{}) {
		c.last = who
	}
	return who
}

// quarrels says whether the word at i tells of an argument with somebody, not of what was
// argued.
func quarrels(s []token, i int) bool {
	return (s[i].low == "argued" || s[i].low == "argues") && i+1 < len(s) && (s[i+1].low == "with" || s[i+1].low == "over")
}

// opensQuote says whether a text ends with an opening quotation mark.
func opensQuote(before string) bool {
	for _, mark := range []string{"‘", "“", "\""} {
		if strings.HasSuffix(before, mark) {
			return true
		}
	}
	return false
}

// reach is how many words from the verb of saying its speaker may stand.
const reach = 10

// beside reads the speaker from the words around the verb of saying: back to the
// last comma, and forward to the next.
func (c *context) beside(s []token, at int, block string) speaker {
	from, to := at, at+1
	for from > 0 && at-from < reach {
		from--
		if s[from].brk {
			break
		}
	}
	for !addressing[s[at].low] && to < len(s) && to-at < reach && !s[to].brk && s[to].low != "that" {
		to++
	}
	if from > 0 || s[0].brk {
		to = min(to, at+3) // "…, she told MPs": the speaker stands before the verb
	}
	var who speaker
	for _, h := range c.rules.words.find(s[from:to]) {
		start, end := wholeName(s, hit{start: from + h.start, end: from + h.end})
		office := trimPossessive(block[s[start].start:s[end-1].end])
		switch h.kind {
		case "owner":
			if who.class == "" {
				who.class, who.office = news.ActorOwner, office
			}
		case "outsider":
			who.class, who.office = news.ActorOutsider, office
		}
		if who.class == news.ActorOutsider {
			break
		}
	}
	for i := max(0, from-3); i < to; i++ {
		if office, ok := c.offices[s[i].low]; ok && s[i].capital {
			who.name, who.office = c.names[s[i].low], office
			if who.class == "" {
				who.class = c.classOf(office)
			}
		}
	}
	return who
}

// addressing verbs are followed by who listens.
var addressing = map[string]bool{"told": true, "tells": true, "asked": true, "urged": true, "warned": true, "wrote": true, "reminded": true}

func (c *context) classOf(office string) news.ActorClass {
	for _, h := range c.rules.words.find(tokens(office, 0)) {
		switch h.kind {
		case "outsider":
			return news.ActorOutsider
		case "owner":
			return news.ActorOwner
		}
	}
	return news.ActorUnknown
}

// learn keeps the offices of people who are introduced: "Ada Moor, the trust's
// chief information officer," and "chief information officer Ada Moor".
func (c *context) learn(s []token, block string) {
	for i := 1; i < len(s); i++ {
		if !s[i].capital || !s[i-1].capital || s[i].brk || officeWords[s[i].low] || officeWords[s[i-1].low] {
			continue
		}
		if i+1 < len(s) && s[i+1].capital && !s[i+1].brk {
			continue // not yet the last name
		}
		if office := cmp.Or(officeAfter(s, i, block), officeBefore(s, i, block)); office != "" {
			c.offices[s[i].low], c.names[s[i].low] = office, ""
			if name := fullName(s, i, block); c.classOf(name) == news.ActorUnknown { // a body is nobody's name
				c.names[s[i].low] = name
			}
		}
	}
}

// longestName is how many words a name is shown with.
const longestName = 3

// fullName is the name that ends at i, as written: "Ada Moor", without the office before
// it and without the mark of a possessive.
func fullName(s []token, i int, block string) string {
	from := i
	for from > 0 && i-from+1 < longestName && !s[from].brk && s[from-1].capital && !s[from-1].possessive && !officeWords[s[from-1].low] {
		from--
	}
	return trimPossessive(block[s[from].start:s[i].end])
}

// longestOffice is how many words an office may have.
const longestOffice = 14

func officeAfter(s []token, i int, block string) string {
	if i+1 >= len(s) || !s[i+1].brk {
		return ""
	}
	is, end := false, i+1
	for end < len(s) && end-i <= longestOffice && (end == i+1 || !s[end].brk) && !reportWords[s[end].low] {
		is = is || officeWords[s[end].low]
		end++
	}
	if !is {
		return ""
	}
	return withoutDeterminer(block[s[i+1].start:s[end-1].end])
}

func officeBefore(s []token, i int, block string) string {
	k := i
	for k > 0 && s[k].capital && !s[k].brk {
		k--
	}
	end := k + 1
	if s[k].brk && k > 0 && s[k].capital {
		end = k
	}
	for start := end - 1; start >= 0 && end-start <= longestOffice; start-- {
		if officeWords[s[start].low] {
			from := start
			for from > 0 && !s[from].brk && end-from < longestOffice && !reportWords[s[from-1].low] && s[from-1].low != "the" && s[from-1].low != "by" {
				from--
			}
			return withoutDeterminer(block[s[from].start:s[end-1].end])
		}
		if s[start].brk {
			break
		}
	}
	return ""
}

// withoutDeterminer is an office without the word that ties it to its sentence: "chief
// executive" of "its chief executive".
func withoutDeterminer(office string) string {
	first, rest, more := strings.Cut(office, " ")
	switch strings.ToLower(first) {
	case "the", "its", "their", "our", "a", "an":
		if more {
			return rest
		}
	}
	return office
}
