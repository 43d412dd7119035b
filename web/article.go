package web

import (
	"cmp"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/wardround/wardround/news"
)

// extractWords bounds what is shown of a publisher's text, whatever is allowed.
const extractWords = 60

// matchesShown keeps an article that is full of our words readable.
const matchesShown = 40

// articleData is one article: what may be quoted, and why it is in or out. The
// publisher's text is not among it.
type articleData struct {
	item
	Judged     bool        `json:"judged"`
	Threshold  float64     `json:"threshold"`
	Missing    []string    `json:"missing,omitempty"`
	Extract    string      `json:"extract,omitempty"`
	Matches    []matchLine `json:"matches,omitempty"`
	MoreWords  int         `json:"more_matches,omitempty"`
	Told       []news.Told `json:"told,omitempty"`
	Parts      []news.Part `json:"parts,omitempty"`
	FirstSeen  news.Day    `json:"first_seen"`
	Quoted     []piece     `json:"-"`
	ToldPaths  []toldPath  `json:"-"`
	ScoreWords string      `json:"-"`
}

type toldPath struct{ Ref, Path string }

// matchLine is one term found in one zone.
type matchLine struct {
	Text   string  `json:"text"` // as it stands there
	Where  string  `json:"where"`
	For    string  `json:"for"`
	Weight float64 `json:"weight"`
	Times  int     `json:"times"`
}

// Against tells that the words speak against the article.
func (m matchLine) Against() bool { return m.Weight < 0 }

func (s *Site) article(r *http.Request) (page, error) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return page{}, errNoPage
	}
	hit, source, found, err := s.archive.Hit(r.Context(), id)
	if err != nil {
		return page{}, err
	}
	if !found {
		return page{}, errNoPage
	}
	d := articleData{item: s.item(hit), Judged: hit.Judged, Threshold: hit.Verdict.Threshold, Missing: hit.Verdict.Missing,
		Parts: hit.Verdict.Parts, FirstSeen: news.DayOf(hit.Article.FirstSeen, s.zone)}
	if d.Told, err = s.archive.Told(r.Context(), id); err != nil {
		return page{}, err
	}
	for _, t := range d.Told {
		d.ToldPaths = append(d.ToldPaths, toldPath{t.Ref, issuePath(t.Edition, t.Number)})
	}
	d.Matches, d.MoreWords = s.matchLines(hit.Verdict.Matches)
	phrases := matchedPhrases(hit.Verdict.Matches)
	d.Pieces = markPhrases(d.Title, phrases)
	if hit.Verdict.Relevant { // of the rest a headline and our reason are enough
		allowed, err := s.excerptOf(r.Context(), source)
		if err != nil {
			return page{}, err
		}
		d.Extract = within(s.opts.Extract(hit, allowed), extractWords)
		d.Quoted = markPhrases(d.Extract, phrases)
	}
	d.ScoreWords = scoreWords(hit.Verdict)
	return page{Name: "article", Title: d.Title, Data: d}, nil
}

// within joins whole sentences as long as all of them have at most this many words.
func within(sentences []string, most int) string {
	words := 0
	for i, sentence := range sentences {
		words += len(strings.Fields(sentence))
		if words > most {
			sentences = sentences[:i]
			break
		}
	}
	return strings.Join(sentences, " ")
}

// matchedPhrases are the words that counted for an article.
func matchedPhrases(matches []news.Match) []string {
	var phrases []string
	for _, m := range matches {
		if m.Weight > 0 && m.Zone != news.ZoneComment && m.Zone != news.ZoneFurniture && !slices.Contains(phrases, m.Text) {
			phrases = append(phrases, m.Text)
		}
	}
	return phrases
}

// matchLines gathers what counted, strongest first, and says how many more
// there are than it returns.
func (s *Site) matchLines(matches []news.Match) (lines []matchLine, more int) {
	type key struct{ text, where, group string }
	type place struct{ line, block, start int }
	at, counted := map[key]int{}, map[place]bool{}
	for _, m := range matches {
		if m.Weight == 0 {
			continue
		}
		k := key{strings.ToLower(m.Text), zoneWords[m.Zone], s.countsFor(m)}
		i, known := at[k]
		if !known {
			i = len(lines)
			at[k] = i
			lines = append(lines, matchLine{Text: clean(m.Text, titleRunes), Where: k.where, For: k.group})
		}
		if p := (place{i, m.Block, m.Start}); !counted[p] { // two terms may take the same words
			counted[p] = true
			lines[i].Times++
		}
		lines[i].Weight += m.Weight
	}
	for i := range lines {
		lines[i].Weight = math.Round(lines[i].Weight*10) / 10
	}
	slices.SortStableFunc(lines, func(a, b matchLine) int { return cmp.Compare(math.Abs(b.Weight), math.Abs(a.Weight)) })
	if len(lines) > matchesShown {
		return lines[:matchesShown], len(lines) - matchesShown
	}
	return lines, 0
}

func (s *Site) countsFor(m news.Match) string {
	if t, ok := s.topicNamed(cmp.Or(m.Group, m.Topic)); ok {
		return t.Title
	}
	return strings.ReplaceAll(m.Group, "-", " ")
}

var zoneWords = map[news.Zone]string{
	news.ZoneTitle: "headline", news.ZoneStandfirst: "summary", news.ZoneLead: "opening", news.ZoneBody: "text",
	news.ZoneComment: "reader comment", news.ZoneSource: "publisher", news.ZoneFurniture: "around the text",
}

// scoreWords says what a score means.
func scoreWords(v news.Verdict) string {
	score := strconv.FormatFloat(math.Round(v.Score), 'f', -1, 64)
	need := strconv.FormatFloat(math.Round(v.Threshold), 'f', -1, 64)
	switch {
	case v.Relevant && v.Level == news.Peripheral:
		return "Score " + score + " of 100, where " + need + " is enough: this is one of its themes, not its main subject."
	case v.Relevant:
		return "Score " + score + " of 100, where " + need + " is enough: this is its main subject."
	}
	return "Score " + score + " of 100; " + need + " would be enough."
}
