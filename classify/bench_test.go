package classify

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wardround/wardround/news"
)

// benchText is the corpus in one text: real words in real frequency.
func benchText(b *testing.B) string {
	var text strings.Builder
	for _, it := range corpus(b, "corpus.jsonl") {
		text.WriteString(it.Text)
		text.WriteByte('\n')
	}
	return text.String()
}

// BenchmarkPass compares one pass over the same text: words only, words and
// phrases of the whole beat, and what 400 terms cost as a regular expression.
func BenchmarkPass(b *testing.B) {
	text := benchText(b)
	lex := load(b, os.DirFS("../seeds"))
	b.Run("plain tokeniser", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		b.ReportAllocs()
		var tokens []token
		for b.Loop() {
			tokens = plainTokens(tokens[:0], text)
		}
	})
	// Both passes in turn, page by page as articles come, the best round of each:
	// a machine that is busy with other things slows both.
	speed := func(bytes int, d time.Duration) float64 { return float64(bytes) / d.Seconds() / 1e6 }
	pass := time.Hour
	b.Run("share of plain", func(b *testing.B) {
		pages := strings.SplitAfter(text, "\n")
		var tokens []token
		var hits []hit
		plain := time.Hour
		for b.Loop() {
			start := time.Now()
			for _, page := range pages {
				tokens = plainTokens(tokens[:0], page)
			}
			middle := time.Now()
			for _, page := range pages {
				tokens = tokenise(tokens[:0], page)
				hits = lex.phrases.match(hits[:0], page, tokens)
			}
			plain, pass = min(plain, middle.Sub(start)), min(pass, time.Since(middle))
		}
		b.ReportMetric(float64(plain)/float64(pass), "of-plain")
		b.ReportMetric(speed(len(text), pass), "best-MB/s")
	})
	b.Run("tokens", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		b.ReportAllocs()
		var tokens []token
		for b.Loop() {
			tokens = tokenise(tokens[:0], text)
		}
	})
	b.Run("tokens and phrases", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		b.ReportAllocs()
		var tokens []token
		var hits []hit
		for b.Loop() {
			tokens = tokenise(tokens[:0], text)
			hits = lex.phrases.match(hits[:0], text, tokens)
		}
		b.ReportMetric(float64(len(hits)), "hits")
	})
	b.Run("regexp alternation", func(b *testing.B) {
		re := alternation(lex, 400)
		sample := text[:1<<14] // 16 KB: it is that slow
		b.SetBytes(int64(len(sample)))
		best := time.Hour
		for b.Loop() {
			start := time.Now()
			re.FindAllStringIndex(sample, -1)
			best = min(best, time.Since(start))
		}
		if pass < time.Hour { // it ran as well
			b.ReportMetric(speed(len(text), pass)/speed(len(sample), best), "times-slower")
		}
	})
}

// alternation is the first n plain terms of a lexicon as one expression.
func alternation(lex *Lexicon, n int) *regexp.Regexp {
	var terms []string
	for _, r := range lex.rules {
		if !strings.Contains(r.term, "(") && !slices.Contains(terms, r.term) && len(terms) < n {
			terms = append(terms, regexp.QuoteMeta(r.term))
		}
	}
	return regexp.MustCompile(`(?i)\b(` + strings.Join(terms, "|") + `)\b`)
}

func BenchmarkJudge(b *testing.B) {
	lex := load(b, os.DirFS("../seeds"))
	var articles []news.Article
	size := 0
	for _, it := range corpus(b, "corpus.jsonl") {
		articles = append(articles, it.article())
		size += len(it.Title) + len(it.Text)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, a := range articles {
			lex.Judge(a)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		load(b, os.DirFS("../seeds"))
	}
}

// labelled is one page of the corpus.
type labelled struct {
	ID, URL, Title, Text, Relevant, Slice, Family string
	Topics                                        []string
}

func (l labelled) article() news.Article {
	a := article(l.Title, strings.Split(l.Text, "\n")...)
	a.URL = l.URL
	return a
}

func corpus(tb testing.TB, name string) []labelled {
	tb.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		tb.Fatal(err)
	}
	var out []labelled
	for line := range strings.Lines(string(data)) {
		var it labelled
		if err := json.Unmarshal([]byte(line), &it); err != nil {
			tb.Fatal(err)
		}
		out = append(out, it)
	}
	return out
}
