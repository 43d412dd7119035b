package track

import (
	"os"
	"strings"
	"testing"

	"github.com/wardround/wardround/news"
)

// labelled is one line of a file of labelled sentences.
type labelled struct {
	promise bool
	signal  news.Signal // of a move, a drop or a thing kept; "" for others
	day     news.Day
	text    string
	due     string // first..last, "none", or "" where it is not judged
}

func labelledLines(t *testing.T, file string) []labelled {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out []labelled
	for line := range strings.SplitSeq(strings.TrimSpace(string(data)), "\n") {
		f := strings.Split(line, "|")
		if strings.HasPrefix(line, "#") || len(f) != 4 {
			continue
		}
		signals := map[string]news.Signal{"s": news.SignalSlip, "d": news.SignalDrop, "k": news.SignalKept}
		out = append(out, labelled{promise: f[0] == "+" || f[0] == "s", signal: signals[f[0]], day: news.Day(f[1]), text: f[2], due: f[3]})
	}
	return out
}

// detection counts what is found in labelled sentences.
type detection struct{ hits, misses, alarms, due, dated, signals, turns int }

func detect(t *testing.T, r *Rules, lines []labelled) detection {
	t.Helper()
	var d detection
	for _, l := range lines {
		var found *news.Statement
		turned := false
		for _, s := range one(r, string(l.day), "", l.text) {
			turned = turned || s.Signal == l.signal
			if s.Commits && found == nil {
				found = &s
			}
		}
		if l.signal != "" {
			d.turns++
			if turned {
				d.signals++
			} else {
				t.Logf("not seen as %s: %s", l.signal, l.text)
			}
		}
		switch {
		case found == nil && l.promise:
			d.misses++
			t.Logf("missed: %s", l.text)
		case found != nil && !l.promise && l.signal != "":
		case found != nil && !l.promise:
			d.alarms++
			t.Logf("false alarm by %v: %s", found.Rules, l.text)
		case found != nil:
			d.hits++
			if l.due == "" {
				continue
			}
			d.dated++
			due := "none"
			if found.To != "" {
				due = string(found.From) + ".." + string(found.To)
			}
			if due == l.due {
				d.due++
			} else {
				t.Logf("due %s by %v, want %s: %s", due, found.Rules, l.due, l.text)
			}
		}
	}
	return d
}

// TestFreshStatements keeps what is reached on sentences written apart from the corpus,
// which rules were then repaired on; their file says how they were read before.
func TestFreshStatements(t *testing.T) {
	d := detect(t, rules(t), labelledLines(t, "testdata/fresh.txt"))
	floor(t, "precision", d.hits, d.hits+d.alarms, 0.98)
	floor(t, "recall", d.hits, d.hits+d.misses, 0.88)
	floor(t, "due dates", d.due, d.dated, 0.98)
}

// TestProse measures on sentences of articles, which are longer and less clean than
// statements made for testing.
func TestProse(t *testing.T) {
	d := detect(t, rules(t), labelledLines(t, "testdata/prose.txt"))
	floor(t, "precision", d.hits, d.hits+d.alarms, 0.92)
	floor(t, "recall", d.hits, d.hits+d.misses, 0.90)
	floor(t, "due dates", d.due, d.dated, 0.95)
}

// TestStatementsOfManyPublishers keeps what is reached on wordings of many kinds of
// writers, moves and outcomes included.
func TestStatementsOfManyPublishers(t *testing.T) {
	d := detect(t, rules(t), labelledLines(t, "testdata/publishers.txt"))
	floor(t, "precision", d.hits, d.hits+d.alarms, 0.98)
	floor(t, "recall", d.hits, d.hits+d.misses, 0.95)
	floor(t, "due dates", d.due, d.dated, 0.97)
	floor(t, "moved, dropped or kept", d.signals, d.turns, 0.85)
}

// TestSentencesOfArticles keeps what is reached on made-up articles, where a promise stands
// among denials, tellings of old ones and the words of those without power.
func TestSentencesOfArticles(t *testing.T) {
	d := detect(t, rules(t), labelledLines(t, "testdata/articles.txt"))
	floor(t, "precision", d.hits, d.hits+d.alarms, 0.95)
	floor(t, "recall", d.hits, d.hits+d.misses, 0.90)
	floor(t, "due dates", d.due, d.dated, 0.95)
	floor(t, "moved, dropped or kept", d.signals, d.turns, 0.80)
}
