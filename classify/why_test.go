package classify

import (
	"os"
	"strings"
	"testing"

	"github.com/wardround/wardround/news"
)

func TestTheReasonNamesWhoseNewsItIsAndNotOnlyWhatHappens(t *testing.T) {
	lex := load(t, os.DirFS("../seeds"))
	for _, tt := range []struct{ title, text, want string }{
		{"Trusts lose software developers to the shops next door",
			"Three NHS hospital trusts can no longer keep their software developers. Exit interviews name pay.", "software developers and Exit interviews"},
		{"Hundred clerks never shown how to use the e-prescribing system",
			"Clerks at an NHS hospital trust had no induction on the e-prescribing system. Digital skills were not asked for.", "e-prescribing system and Digital skills"},
		{"Digital skills for wards", "NHS trusts want digital skills on every ward. Nurses shall be trained.", "digital skills"},
	} {
		v := lex.Judge(news.Article{Title: tt.title, Body: []news.Block{{Kind: news.Paragraph, Text: tt.text}}})
		if !v.Relevant || !strings.HasPrefix(v.Why, tt.want) {
			t.Errorf("%s: relevant %v, why %q; want it to begin with %q", tt.title, v.Relevant, v.Why, tt.want)
		}
	}
}
