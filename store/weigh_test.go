package store

import (
	"strings"
	"testing"
)

func TestTheTextThatSaysItMoreIsWorthMore(t *testing.T) {
	long := strings.Repeat("all about something else ", 100)
	tests := map[string]struct {
		query           string
		best, next      [2]string // title, body
		bestLen, nexLen float64
	}{
		"in the headline":             {`"rota"`, [2]string{"The rota", "x"}, [2]string{"Staff", "a rota for nurses"}, 1, 1},
		"more often":                  {`"rota"`, [2]string{"", "a rota, and a rota"}, [2]string{"", "a rota, and a list"}, 1, 1},
		"as often in a shorter text":  {`"rota"`, [2]string{"", "a rota"}, [2]string{"", "a rota " + long}, 0.2, 1.8},
		"each of two words":           {`"rota" "nurse"`, [2]string{"", "a rota for a nurse"}, [2]string{"", "a rota, a rota"}, 1, 1},
		"another ending":              {`"rotas"`, [2]string{"A rota", ""}, [2]string{"Nurses", "a rota"}, 1, 1},
		"a phrase":                    {`"night rota"`, [2]string{"", "the night rota"}, [2]string{"", "a rota for the night"}, 1, 1},
		"capitals in what was typed":  {`"ROTA"`, [2]string{"a rota", ""}, [2]string{"", "a rota"}, 1, 1},
		"once in the headline, twice": {`"rota"`, [2]string{"a rota", ""}, [2]string{"", "rota, rota, rota, rota, rota"}, 1, 1},
	}
	for name, tt := range tests {
		words := roots(tt.query)
		best, next := worth(words, tt.best[0], tt.best[1], tt.bestLen), worth(words, tt.next[0], tt.next[1], tt.nexLen)
		if best <= next {
			t.Errorf("%s: %q is worth %.2f, want more than %.2f of %q", name, tt.best, best, next, tt.next)
		}
	}
}

func TestRootsAreWhatTheFormsOfAWordShare(t *testing.T) {
	for query, want := range map[string]string{
		`"nurses"`: "nurs", `"Staffing"`: "staff", `"planned"`: "plann", `"was"`: "was", `"bed"`: "bed", `"digital posts" "pay"`: "digital post pay", "": "",
	} {
		if got := strings.Join(roots(query), " "); got != want {
			t.Errorf("roots(%s) = %q, want %q", query, got, want)
		}
	}
}
