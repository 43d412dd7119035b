package cluster

import (
	"slices"
	"strings"
	"testing"
)

func TestAnExplainedWordIsAsWritten(t *testing.T) {
	a := report(t, 1, "Ward and Wire", "Fenside rosters", "The Quillmark Institute of Fenside scrapped its palimpsests for £4.2m. David Rivers resigned.")
	b := report(t, 2, "Corridor Post", "Rosters", "Palimpsests cost the Quillmark Institute of Fenside £4.2m, David Rivers said.")
	line := Compare(a, b).String()
	for _, want := range []string{`"quillmark institute"`, `"david rivers"`, "palimpsests"} {
		if !strings.Contains(line, want) {
			t.Errorf("line does not name %s: %s", want, line)
		}
	}
}

func TestASignatureKeptWithoutEndingsIsStillRead(t *testing.T) {
	s := report(t, 1, "Ward and Wire", "Fenside rosters", "The Quillmark Institute of Fenside.")
	var endings wire
	for _, token := range s.Tokens {
		endings.text(token.Ending)
	}
	now := s.Encode()
	before, err := Decode(now[:len(now)-len(endings)])
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(before.Tokens, func(t Token) bool { return t.Text == "w institut" && t.Ending == "" }) {
		t.Errorf("tokens %v", before.Tokens)
	}
	if l := Compare(s, before); len(l.Shared) != len(s.Tokens) {
		t.Errorf("the two forms differ: %+v", l)
	}
}
