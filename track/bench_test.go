package track

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"strings"
	"testing"

	"github.com/wardround/wardround/news"
)

// row is one statement of testdata/commitments/dev.jsonl; its README is at the top
// of the tests: sentences in our own words, gathered from public pages.
type row struct {
	ID, URL, Publisher, Published, Title, Sentence string
	IsCommitment                                   bool      `json:"is_commitment"`
	DueFrom                                        *news.Day `json:"due_from"`
	DueTo                                          *news.Day `json:"due_to"`
	DueGrain                                       string    `json:"due_grain"`
	Signal                                         string    `json:"status_signal"`
	NegKind                                        string    `json:"neg_kind"`
}

func devRows(t testing.TB) []row {
	t.Helper()
	f, err := os.Open("testdata/commitments/dev.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []row
	for sc := bufio.NewScanner(f); sc.Scan(); {
		var r row
		if err := json.Unmarshal(sc.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	sort.SliceStable(out, func(i, k int) bool { return out[i].Published < out[k].Published })
	return out
}

func devStatements(t testing.TB, r *Rules) map[string]news.Statement {
	out := map[string]news.Statement{}
	for i, d := range devRows(t) {
		a := news.Article{ID: int64(i + 1), URL: d.URL, Title: d.Title, MaxSnippet: -1, Body: []news.Block{{Text: d.Sentence}}}
		for _, s := range r.Statements(a, news.Day(d.Published)) {
			if _, ok := out[d.ID]; !ok {
				s.ID = d.ID
				out[d.ID] = s
			}
		}
	}
	return out
}

// TestDetectionFloor keeps what is reached on the development statements: these
// floors only go up.
func TestDetectionFloor(t *testing.T) {
	got := devStatements(t, rules(t))
	tp, fp, fn, hard, due, soft, softOK, undated, invented := 0, 0, 0, 0, 0, 0, 0, 0, 0
	for _, d := range devRows(t) {
		s, ok := got[d.ID]
		found := ok && s.Commits
		switch {
		case d.NegKind == "outcome":
		case d.IsCommitment && !found:
			fn++
		case d.IsCommitment:
			tp++
			switch d.DueGrain {
			case "hard":
				hard++
				if s.From == *d.DueFrom && s.To == *d.DueTo {
					due++
				}
			case "soft":
				soft++
				if n := s.To.Sub(*d.DueTo); s.To != "" && n >= -14 && n <= 14 {
					softOK++
				}
			case "none":
				undated++
				if s.To != "" {
					invented++
				}
			}
		case found:
			fp++
		}
	}
	floor(t, "precision", tp, tp+fp, 0.97)
	floor(t, "recall", tp, tp+fn, 0.95)
	floor(t, "due dates, both ends", due, hard, 0.97)
	floor(t, "soft windows", softOK, soft, 1)
	floor(t, "undated left undated", undated-invented, undated, 1)
}

func floor(t *testing.T, what string, n, of int, want float64) {
	t.Helper()
	if got := float64(n) / float64(max(of, 1)); got < want {
		t.Errorf("%s = %.3f (%d of %d), want at least %.2f", what, got, n, of, want)
	} else {
		t.Logf("%s = %.3f (%d of %d)", what, got, n, of)
	}
}

type goldThread struct {
	Commitment  string
	Statements  []string
	Checkpoints []struct {
		AsOf   news.Day `json:"as_of"`
		Status []string
		DueTo  []news.Day `json:"due_to"`
	}
}

// TestThreadsFloor follows the development statements to every checkpoint.
func TestThreadsFloor(t *testing.T) {
	r := rules(t)
	var list []news.Statement
	for _, s := range devStatements(t, r) {
		list = append(list, s)
	}
	data, err := os.ReadFile("testdata/commitments/threads_dev.json")
	if err != nil {
		t.Fatal(err)
	}
	var gold []goldThread
	if err := json.Unmarshal(data, &gold); err != nil {
		t.Fatal(err)
	}
	n, status, due, showcase := 0, 0, 0, 0
	for _, g := range gold {
		for _, c := range g.Checkpoints {
			n++
			p := holds(r.Follow(list, c.AsOf), g.Statements)
			if p != nil && strings.Contains(fmt.Sprint(c.Status), string(p.Status)) {
				status++
				if g.Commitment == "dwp/plan" {
					showcase++
				}
			}
			if p != nil && (c.DueTo == nil || strings.Contains(fmt.Sprint(c.DueTo), string(p.Due))) {
				due++
			}
		}
	}
	floor(t, "status at checkpoints", status, n, 0.95)
	floor(t, "date due at checkpoints", due, n, 0.95)
	floor(t, "the digital workforce plan", showcase, 6, 1)
}

// holds returns the promise with most of the statements.
func holds(list []news.Promise, ids []string) *news.Promise {
	best, most := (*news.Promise)(nil), 0
	for i := range list {
		n := 0
		for _, s := range list[i].Statements {
			for _, id := range ids {
				if s.ID == id {
					n++
				}
			}
		}
		if n > most {
			best, most = &list[i], n
		}
	}
	return best
}
