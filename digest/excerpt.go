package digest

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/wardround/wardround/news"
)

// How much of a publisher's text an issue may quote, whatever its source allows.
const (
	quoteWords     = 60 // for one or two whole sentences
	quoteShare     = 10 // at most one word in ten of the body
	feedQuoteWords = 30 // of a feed's summary, where no page was read and the body's length is unknown
)

// What makes one passage better to quote than another. The sentence that made
// an article relevant comes first; then one that tells what the headline names,
// since a headline is the news in short; then the opening of a text, since news
// is written with the point first; then who does what, and how much of it.
const (
	passageMatches  = 1.0
	passageHeadline = 0.8
	passageOpening  = 0.35
	passageDeed     = 0.15
	passageFigure   = 0.1
	// leastTold is what a sentence from within a text has to tell that holds nothing, or
	// less than aside of the best one, of what made the article relevant: no quotation is
	// better than "The board will look at it again".
	leastTold = 0.4
	aside     = 0.25
	// general is what a match counts that speaks for no topic: a body's name stands in
	// sentences about anything.
	general = 0.4

	passageSecond = 0.15 // two sentences rather than one, all else equal
)

// line is one sentence that may be quoted.
type line struct {
	text  string
	words int
	unit  int     // the block it stands in; sentences of neighbouring blocks adjoin
	value float64 // weight of the matches in it
}

// allowance is what may be quoted of one article.
type allowance struct{ sentences, words, chars int }

// excerpt returns up to most adjoining sentences of an article that its
// publisher and its source allow to be quoted, or none.
func excerpt(c Candidate, most int) []string {
	lines, allowed := quotable(c, most)
	if len(lines) == 0 {
		return nil
	}
	title, top := plain(c.Article.Title), 0.0
	for _, l := range lines {
		top = max(top, l.value)
	}
	var best []string
	bestScore := -1.0
	for i := range lines {
		for n := 1; n <= allowed.sentences && i+n <= len(lines); n++ {
			passage := lines[i : i+n]
			tells := tellsOf(passage[0].text, title)
			if !opensText(lines, i) && (top > 0 && passage[0].value < aside*top && tells < leastTold || pointsBack(passage[0].text, title)) {
				continue
			}
			if score := passageScore(passage, i, top) + tells; score > bestScore && allowed.fits(passage) && !repeats(passage[0].text, title) {
				best, bestScore = texts(passage), score
			}
		}
	}
	return best
}

// quotable returns the sentences an excerpt is chosen from.
func quotable(c Candidate, most int) ([]line, allowance) {
	a := c.Article
	allowed := allowance{sentences: most, words: quoteWords, chars: a.MaxSnippet}
	if a.MaxSnippet == 0 || c.Excerpt == news.ExcerptNone {
		return nil, allowed
	}
	if c.Excerpt == news.ExcerptFeed {
		return summaryLines(a), allowed // what a feed carries stands in front of any wall
	}
	switch a.Quality {
	case news.QualityFull, "":
		allowed.words = min(quoteWords, len(strings.Fields(a.Text()))/quoteShare)
		return bodyLines(c), allowed
	case news.QualityFeed:
		if a.Summary == "" {
			allowed.words = min(quoteWords, len(strings.Fields(a.Text()))/quoteShare)
			return bodyLines(c), allowed
		}
		allowed.sentences, allowed.words = 1, feedQuoteWords
		return summaryLines(a), allowed
	}
	return nil, allowed
}

// summaryLines takes the summary a feed carries.
func summaryLines(a news.Article) []line { return linesOf(a.Summary, 0, nil) }

// bodyLines takes standfirst and paragraphs. Subheads and list items are no
// sentences, and a quotation set apart has its speaker elsewhere.
func bodyLines(c Candidate) []line {
	a := c.Article
	lines := linesOf(a.Standfirst, standfirstUnit, within(c.Verdict.Matches, 0, news.ZoneStandfirst))
	for i, b := range a.Body {
		if !b.NoQuote && (b.Kind == news.Paragraph || b.Kind == "") {
			lines = append(lines, linesOf(b.Text, i, within(c.Verdict.Matches, i, news.ZoneLead, news.ZoneBody))...)
		}
	}
	return lines
}

// standfirstUnit keeps the standfirst from adjoining the body, which often
// begins by saying the same again.
const standfirstUnit = -2

// within returns the matches that stand in one block.
func within(matches []news.Match, block int, zones ...news.Zone) []news.Match {
	var in []news.Match
	for _, m := range matches {
		if m.Block == block && slices.Contains(zones, m.Zone) && m.Weight > 0 {
			in = append(in, m)
		}
	}
	return in
}

// linesOf splits a block into sentences and weighs each by the matches in it.
func linesOf(text string, unit int, matches []news.Match) []line {
	var lines []line
	for _, at := range sentences(text) {
		l := line{text: plain(text[at.start:at.end]), unit: unit}
		l.words = len(strings.Fields(l.text))
		for _, m := range matches {
			switch {
			case m.Start < at.start || m.End > at.end:
			case m.Topic == "":
				l.value += m.Weight * general
			default:
				l.value += m.Weight
			}
		}
		lines = append(lines, l)
	}
	return lines
}

// passageScore ranks a passage that begins at sentence i of a text.
func passageScore(passage []line, i int, top float64) float64 {
	score := passageOpening/(1+float64(i)/2) + passageSecond*float64(len(passage)-1)
	value := 0.0
	for _, l := range passage {
		value += l.value
	}
	if top > 0 {
		score += passageMatches * value / top
	}
	return score
}

// opensText reports whether sentence i is the first of a text, or of the body
// under a standfirst.
func opensText(lines []line, i int) bool {
	return i == 0 || lines[i].unit != standfirstUnit && lines[i-1].unit == standfirstUnit
}

// newsVerbs are what people and bodies do in news. States and likenesses, such as "is",
// "has" and "looks", are left out.
var newsVerbs = wordSet(`will agrees agreed announces announced appoints appointed approves approved asks asked backs backed
	begins began bans banned blames blamed calls called closes closed confirms confirmed creates created cuts cut
	decides decided delays delayed drops dropped ends ended finds found funds funded gives gave hires hired joins
	joined launches launched leaves left loses lost merges merged moves moved names named offers offered opens opened
	orders ordered pays paid plans planned promises promised publishes published puts put raises raised recruits
	recruited refuses refused rejects rejected replaces replaced says said scraps scrapped sets set starts started
	takes took tells told trains trained votes voted warns warned wins won withdraws withdrew`)

// tellsOf rates how much of the news a sentence carries: the share of the
// headline's words of weight in it, somebody's deed, and a figure.
func tellsOf(s, title string) float64 {
	said := make(map[string]bool)
	score, acts := 0.0, false
	for _, w := range strings.Fields(s) {
		b := bare(w)
		said[stem(b)] = true
		acts = acts || newsVerbs[b]
	}
	if acts {
		score += passageDeed
	}
	if strings.ContainsAny(s, "0123456789") {
		score += passageFigure
	}
	shared, all := 0, 0
	for _, w := range strings.Fields(title) {
		if b := bare(w); len(b) >= headlineWord {
			all++
			if said[stem(b)] {
				shared++
			}
		}
	}
	if all > 0 {
		score += passageHeadline * float64(shared) / float64(all)
	}
	return score
}

// headlineWord is where words begin that say what a headline is about.
const headlineWord = 4

// stem makes one of "trust", "trusts" and "posted", "posts": close enough to
// compare a headline with a text.
func stem(w string) string {
	for _, ending := range []string{"ing", "ed", "es", "s"} {
		if cut, ok := strings.CutSuffix(w, ending); ok && len(cut) >= headlineWord {
			return cut
		}
	}
	return w
}

// fits reports whether a passage may be quoted: its first sentence stands
// alone, the others adjoin it, and all of it is within the allowance.
func (a allowance) fits(passage []line) bool {
	words, chars := 0, 0
	for i, l := range passage {
		words += l.words
		chars += utf8.RuneCountInString(l.text) + 1
		if i == 0 && !standsAlone(l.text) {
			return false
		}
		if i > 0 && (l.unit-passage[i-1].unit > 1 || !whole(l.text) || wholeQuote.MatchString(l.text)) {
			return false
		}
	}
	return words <= a.words && (a.chars < 0 || chars-1 <= a.chars)
}

func texts(passage []line) []string {
	out := make([]string, len(passage))
	for i, l := range passage {
		out[i] = l.text
	}
	return out
}
