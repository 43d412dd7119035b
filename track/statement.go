package track

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/wardround/wardround/news"
)

// maxQuote is how many words of a statement are shown.
const maxQuote = 25

// Statements returns the statements of an article in reading order. Only title day,
// standfirst and body are read: page furniture and comments never promise. What may
// not be quoted is followed without its words. Without a day of publication nothing relative can be dated, so only
// the words are kept.
func (r *Rules) Statements(a news.Article, day news.Day) []news.Statement {
	var out []news.Statement
	c := &context{rules: r, day: day.Start(time.UTC), title: r.titleKeys(a.Title, day), offices: map[string]string{}, names: map[string]string{}}
	if a.Standfirst != "" {
		out = append(out, c.block(a, news.ZoneStandfirst, 0, a.Standfirst)...)
	}
	for i, b := range a.Body {
		if furniture(b) {
			break
		}
		if b.Kind == news.Subhead {
			c.before = said{}
			continue
		}
		for _, s := range c.block(a, news.ZoneBody, i, b.Text) {
			if b.NoQuote {
				s = s.Unquoted()
			}
			out = append(out, s)
		}
		if b.NoQuote {
			c.before = said{}
		}
	}
	out = once(out)
	c.leaveOpen(out)
	return out
}

// once drops sentences that an article repeats.
func once(list []news.Statement) []news.Statement {
	seen := map[string]bool{}
	return slices.DeleteFunc(list, func(s news.Statement) bool {
		again := seen[s.ID]
		seen[s.ID] = true
		return again
	})
}

// furnitureHeads begin what pages put after an article. Extraction has taken them
// away; text that came without a page may still have them.
var furnitureHeads = []string{"related stories", "related articles", "related news", "read next", "read more", "more on this", "you may also like", "most read", "comments", "leave a comment", "leave a reply", "sign up", "subscribe", "share this", "recommended for you", "latest news"}

func furniture(b news.Block) bool {
	if len(b.Text) > 60 {
		return false
	}
	low := strings.ToLower(strings.TrimRight(strings.TrimSpace(b.Text), ":."))
	for _, head := range furnitureHeads {
		if low == head {
			return true
		}
	}
	return false
}

// context is what carries over from one sentence of an article to the next.
type context struct {
	rules   *Rules
	day     time.Time
	title   titleKeys
	offices map[string]string // by last name
	names   map[string]string // in full, by last name
	last    speaker
	before  said     // the sentence before, "" where it may not be quoted
	open    []string // what the article plainly leaves open
}

func (c *context) block(a news.Article, zone news.Zone, block int, text string) []news.Statement {
	var out []news.Statement
	for _, sent := range sentences(text, block) {
		if strings.HasSuffix(strings.TrimRight(sent.text, "”’\"')"), "?") {
			c.before = said{}
			continue // a question promises nothing
		}
		toks := tokens(sent.text, sent.start)
		before := c.before
		c.before = said{}
		if mayQuote(a, sent.text) {
			c.before = said{sent, toks}
		}
		who := c.speaker(toks, text, sent.open)
		for _, what := range leftOpen(toks) {
			if !slices.Contains(c.open, what) {
				c.open = append(c.open, what)
			}
		}
		x, _ := c.rules.judge(toks, c.day, who.class)
		if x == nil {
			continue
		}
		s := c.statement(x, sent, before)
		if !mayQuote(a, sent.text) {
			s = s.Unquoted()
		}
		s.Article, s.URL, s.Publisher, s.Title, s.Zone = a.ID, a.URL, a.Publisher, a.Title, zone
		s.Hash = a.Hash
		s.Speaker, s.Office, s.Class = who.name, who.office, who.class
		s.ID = idOf(a.ID, s.Sentence)
		if s.Class == "" && (x.subjectIs("owner") || c.classOf(s.Actor) == news.ActorOwner) {
			s.Class = news.ActorOwner
		}
		out = append(out, s)
	}
	return out
}

// statement fills what the sentence itself says.
func (c *context) statement(x *reading, sent sentence, before said) news.Statement {
	s := news.Statement{
		Reported: dayOf(c.day), Sentence: sent.text, Quote: quote(sent.text), Block: sent.block, Start: sent.start, End: sent.end,
		Signal: x.signal, Commits: x.commits, Rules: x.rules, Action: x.action(), Subject: x.subjectText(sent), Thing: cmp.Or(x.thing(sent), x.meant(c.rules, sent, before)), Actor: x.actor(sent),
	}
	if w := x.window; w != nil {
		s.Phrase = sent.text[x.s[w.start].start-sent.start : x.s[w.end-1].end-sent.start]
		if c.day.IsZero() {
			s.Grain = news.GrainVague
		} else {
			setWindow(&s, w)
		}
	}
	s.Beside = x.commits && x.beside(c.rules)
	s.Secondary = x.any("secondary") && x.signal != news.SignalPromise
	s.Keys = c.rules.keys(x, c.title, c.day)
	if s.Signal == news.SignalPromise && c.title.slip && c.headline(s.Keys) {
		s.Signal, s.Rules = news.SignalSlip, append(s.Rules, "slip.headline")
	}
	return s
}

// setWindow writes the days of a time phrase into a statement.
func setWindow(s *news.Statement, w *window) {
	s.Grain = w.grain
	if !w.dated() {
		return
	}
	s.From, s.To, s.NamedFrom, s.NamedTo = dayOf(w.from), dayOf(w.to), dayOf(w.a), dayOf(w.b)
	s.Basis = news.BasisStated
	if w.read {
		s.Basis = news.BasisRead
	}
}

func dayOf(t time.Time) news.Day {
	if t.IsZero() {
		return ""
	}
	return news.DayOf(t, time.UTC)
}

// mayQuote says whether readers may be shown a sentence of an article. Dates, office
// and link of one they may not are told all the same: they are facts, not its words.
func mayQuote(a news.Article, sentence string) bool {
	return a.Quality != news.QualityWall && (a.MaxSnippet < 0 || utf8.RuneCountInString(sentence) <= a.MaxSnippet)
}

// quote returns at most maxQuote words, cut at a word and marked as cut.
func quote(text string) string {
	words := strings.Fields(text)
	if len(words) <= maxQuote {
		return text
	}
	return strings.Join(words[:maxQuote], " ") + " …"
}

// action names the kind of act: the first verb after the cue.
func (x *reading) action() string {
	best, at := "other", len(x.s)
	for _, name := range actionOrder {
		for _, h := range x.hits["action"] {
			if h.rule == name && h.start >= x.cue.start && h.start < at {
				best, at = name, h.start
			}
		}
	}
	if at == len(x.s) && len(x.hits["action"]) > 0 {
		return x.hits["action"][0].rule
	}
	return best
}

// auxiliary words before a cue belong to its verb.
var auxiliary = set("is are be was were now has have been still also being that which and")

func (x *reading) subjectText(sent sentence) string {
	start, end := x.subject()
	for end > start && auxiliary[x.s[end-1].low] {
		end--
	}
	if start >= end {
		return ""
	}
	text := sent.text[x.s[start].start-sent.start : x.s[end-1].end-sent.start]
	return strings.TrimSpace(text)
}

// headline says whether the headline is about the same named thing.
func (c *context) headline(keys []string) bool {
	for _, n := range c.title.names {
		for _, k := range keys {
			if !n.many && k == "@"+n.name {
				return true
			}
		}
	}
	return false
}

func trimPossessive(s string) string { return strings.TrimSuffix(strings.TrimSuffix(s, "’s"), "'s") }
