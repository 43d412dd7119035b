package classify

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/wardround/wardround/news"
)

// Kinds of a [Proposal].
const (
	KindAcronym = "acronym"
	KindName    = "name" // an organisation, a programme, a document
	KindRole    = "role"
	KindPhrase  = "phrase"
)

// Proposal is a term that documents suggest for a lexicon.
type Proposal struct {
	Term      string      `json:"term"`
	Kind      string      `json:"kind"`
	Expansion string      `json:"expansion,omitempty"` // of an acronym, when a document gives it
	Count     int         `json:"count"`               // outside page furniture
	Documents int         `json:"documents"`           // that hold it
	Zones     []news.Zone `json:"zones"`               // where it stands
	Sentence  string      `json:"sentence"`            // the first that holds it
	Known     string      `json:"known,omitempty"`     // rule of this lexicon that finds it already, FILE:LINE
	key       float64     // how much more often its words stand here than in other news
}

// Bounds of a proposed phrase.
const (
	longestRun = 5   // words; longer runs are sentences in disguise
	keyRatio   = 4.0 // times as often as in other news makes a word a key word
	keyCount   = 3   // and at least so often
)

// Propose reads documents and proposes terms: acronyms with what they stand for,
// names, roles and key phrases, those that say most first. Page furniture proposes
// nothing; only an acronym that a reader spells out is taken from a comment.
func (l *Lexicon) Propose(docs []news.Article) []Proposal {
	loadBackground()
	p := proposer{lex: l, words: map[string]int{}, found: map[string]*Proposal{}, lower: map[string]bool{}}
	var readings []*reading
	for _, d := range docs {
		d.Quality = "" // structure is not trusted: furniture is looked for in any document
		r := l.read(d)
		r.cutTail()
		readings = append(readings, r)
		p.learn(r)
	}
	for n, r := range readings {
		p.document(n, r)
	}
	return p.result()
}

type proposer struct {
	lex   *Lexicon
	words map[string]int  // how often, folded, outside furniture
	lower map[string]bool // words that stand in lower case somewhere
	total int
	found map[string]*Proposal
	last  map[string]int // document that a term was counted in last
}

// content reports whether a sentence is of the article itself.
func content(s sentence) bool { return s.zone != news.ZoneFurniture && s.zone != news.ZoneComment }

// cutTail takes all that follows the first furniture for furniture,
// once a third of the text is over. For a verdict that would be rash; here a
// phrase that is missed costs little, and a headline of another story proposed as
// a term costs trust.
func (r *reading) cutTail() {
	length := 0
	for _, s := range r.segments {
		length = max(length, s.offset+len(s.text))
	}
	cut := false
	for i := range r.segments {
		s := &r.segments[i]
		if s.zone != news.ZoneBody {
			continue
		}
		for k := range s.sentences {
			sent := &s.sentences[k]
			cut = cut || sent.zone == news.ZoneFurniture && 3*(s.offset+sent.start) > length
			if cut {
				sent.zone = news.ZoneFurniture
			}
		}
	}
}

// learn counts the words of a document.
func (p *proposer) learn(r *reading) {
	for i := range r.segments {
		s := &r.segments[i]
		for _, sent := range s.sentences {
			if !content(sent) {
				continue
			}
			for _, t := range s.within(sent.span) {
				word := s.text[t.start:t.end]
				folded := strings.ToLower(word)
				p.words[folded]++
				p.total++
				p.lower[folded] = p.lower[folded] || word == folded
			}
		}
	}
}

// within returns the tokens of a span of text.
func (s *segment) within(sp span) []token {
	from, _ := slices.BinarySearchFunc(s.tokens, sp.start, func(t token, at int) int { return cmp.Compare(int(t.start), at) })
	to, _ := slices.BinarySearchFunc(s.tokens, sp.end, func(t token, at int) int { return cmp.Compare(int(t.start), at) })
	return s.tokens[from:to]
}

func (p *proposer) document(n int, r *reading) {
	if p.last == nil {
		p.last = map[string]int{}
	}
	for i := range r.segments {
		s := &r.segments[i]
		for _, sent := range s.sentences {
			tokens := s.within(sent.span)
			p.acronyms(n, s, sent, tokens)
			if content(sent) {
				p.runs(n, s, sent, tokens)
			}
		}
	}
}

// runs cuts a sentence at the words that only hold it together, and proposes what
// stands between: capitals that belong together, and phrases with a key word.
func (p *proposer) runs(n int, s *segment, sent sentence, tokens []token) {
	for from := 0; from < len(tokens); {
		to := from
		for to < len(tokens) && !background.holds[fold(s.text, tokens[to])] &&
			(to == from || sideBySide(s.text, tokens[to-1], tokens[to])) {
			to++
		}
		if to == from {
			from++
			continue
		}
		run := tokens[from:to]
		p.phrase(n, s, sent, run)
		p.names(n, s, sent, run)
		from = to
	}
}

// sideBySide reports whether only a space or hyphen parts two words.
func sideBySide(text string, a, b token) bool {
	gap := text[a.end:b.start]
	return gap == " " || gap == "-" || gap == "\u00a0" || gap == "\u2011"
}

func fold(text string, t token) string { return strings.ToLower(text[t.start:t.end]) }

// phrase proposes a run of two words or more that holds a key word.
func (p *proposer) phrase(n int, s *segment, sent sentence, run []token) {
	if len(run) < 2 || len(run) > longestRun || !slices.ContainsFunc(run, func(t token) bool { return p.isKey(fold(s.text, t)) }) {
		return
	}
	kind := KindPhrase
	if background.roles[strings.TrimSuffix(fold(s.text, run[len(run)-1]), "s")] {
		kind = KindRole
	}
	p.add(n, s, sent, run, kind)
}

// names proposes the capitals inside a run that is longer than they are.
func (p *proposer) names(n int, s *segment, sent sentence, run []token) {
	for from := 0; from < len(run); from++ {
		to := from
		for to < len(run) && capital(s.text[run[to].start:run[to].end]) {
			to++
		}
		if to-from >= 2 && to-from <= longestRun && !p.person(s.text, run[from:to]) {
			p.add(n, s, sent, run[from:to], KindName)
		}
		from = max(from, to-1)
	}
}

// person reports whether capitals read like the name of somebody: no acronym, and
// hardly a word that is also written small.
func (p *proposer) person(text string, name []token) bool {
	known := 0
	for _, t := range name {
		word := fold(text, t)
		if t.acronym {
			return false
		}
		if p.lower[word] || background.count[word] > 0 {
			known++
		}
	}
	return known < len(name)
}

// isKey reports whether a word stands here much more often than in other news.
func (p *proposer) isKey(word string) bool {
	return p.words[word] >= keyCount && p.ratio(word) >= keyRatio
}

func (p *proposer) ratio(word string) float64 {
	here := float64(p.words[word]) / float64(max(p.total, 1))
	return here / (float64(background.count[word]+1) / float64(background.total))
}

// add counts one place of a term.
func (p *proposer) add(n int, s *segment, sent sentence, run []token, kind string) *Proposal {
	text := strings.Join(strings.Fields(s.text[run[0].start:run[len(run)-1].end]), " ")
	key := strings.ToLower(text)
	if kind != KindAcronym {
		key = strings.ReplaceAll(key, "-", " ")
	}
	q, ok := p.found[key]
	if !ok {
		q = &Proposal{Term: text, Kind: kind, Sentence: window(s.text, sent.span, int(run[0].start), int(run[len(run)-1].end)),
			Known: p.known(text)}
		for _, t := range run {
			q.key += math.Log(max(p.ratio(fold(s.text, t)), 1)) / float64(len(run))
		}
		p.found[key] = q
	}
	if kind == KindName && q.Kind == KindPhrase {
		q.Kind, q.Term = kind, text // once written with capitals, it is a name
	}
	q.Count++
	if p.last[key] != n+1 {
		p.last[key] = n + 1
		q.Documents++
	}
	if !slices.Contains(q.Zones, sent.zone) {
		q.Zones = append(q.Zones, sent.zone)
	}
	return q
}

// known returns the rule that finds the whole term already.
func (p *proposer) known(term string) string {
	tokens := tokenise(nil, term)
	for _, h := range p.lex.phrases.match(nil, term, tokens) {
		if h.first != 0 || int(h.last) != len(tokens)-1 {
			continue
		}
		for _, id := range p.lex.phrases.nodes[h.node].ends {
			if r := p.lex.rules[id]; r.role == roleEvidence && (r.topic >= 0 || r.gives != nil) {
				return r.at
			}
		}
	}
	return ""
}

// result lists the proposals, those that say most first. Capitals inside a longer
// name that is found as often add nothing.
func (p *proposer) result() []Proposal {
	var out []Proposal
	spelled := map[string]bool{} // shown with their acronym
	for _, q := range p.found {
		spelled[strings.ToLower(q.Expansion)] = q.Expansion != ""
	}
	for key, q := range p.found {
		if !spelled[key] {
			out = append(out, *q)
		}
	}
	weigh := func(q Proposal) float64 { return q.key * math.Sqrt(float64(q.Count)) * float64(max(q.Documents, 1)) }
	slices.SortFunc(out, func(a, b Proposal) int {
		return cmp.Or(cmp.Compare(weigh(b), weigh(a)), cmp.Compare(a.Term, b.Term))
	})
	return out
}
