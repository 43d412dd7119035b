package cluster

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wardround/wardround/news"
)

func TestTold(t *testing.T) {
	first := report(t, 1, "Ward and Wire", "Fenside picks Quillmark", original)
	cite := report(t, 2, "Corridor Post", "Quillmark wins Fenside", "Fenside chose Quillmark for £4.2m, Ward and Wire has reported. Delia Marsh told the board.")
	outside := report(t, 3, "Tidewater", "Quillmark deal", "The £4.2m deal of Quillmark and Fenside was first published by Salt Marsh Letter.")
	copied := report(t, 4, "News Mirror", "Fenside", original)
	press := report(t, 5, "Quillmark", "We are proud", "Quillmark is proud to serve Fenside. Delia Marsh welcomed the £4.2m deal.")
	press.Kind = news.KindPress
	own := report(t, 6, "Bandwise", "Clerks ask for proof", "Clerks at Fenside want proof on Quillmark, £4.2m, Delia Marsh.")

	for _, test := range []struct {
		name  string
		story []*Signature
		want  []string
	}{
		{"who is cited or copied is the original, and leads", []*Signature{press, copied, outside, cite, first},
			[]string{"Ward and Wire original", "Corridor Post re-report of Ward and Wire", "Tidewater re-report of Salt Marsh Letter",
				"News Mirror copy of Ward and Wire", "Quillmark press release"}},
		{"reporting leads before a press release", []*Signature{press, own}, []string{"Bandwise report", "Quillmark press release"}},
		{"a story with one article has no original to tell", []*Signature{own}, []string{"Bandwise report"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for i, m := range Told(test.story) {
				line := m.Publisher + " " + string(m.Role)
				if m.Of != "" {
					line += " of " + m.Of
				}
				got = append(got, line)
				if m.Lead != (i == 0) {
					t.Errorf("%s: lead %v at place %d", line, m.Lead, i)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("Told (-want +got):\n%s", diff)
			}
		})
	}
	t.Run("a report leads before a longer comment, a notice and a release, whatever the page says of the comment", func(t *testing.T) {
		length := func(s *Signature, n int) *Signature { s.Length = n; return s }
		comment := length(report(t, 7, "Ledger and Ward", "Why our rosters need Quillmark", "Fenside was right to pay £4.2m."), 2000)
		official := length(report(t, 8, "Office for Rosters", "Quillmark", "The Office has noted the contract of Fenside."), 3000)
		official.Kind = news.KindOfficial
		paid := length(report(t, 9, "Quillmark", "Rosters that care", "Quillmark looks after the people of Fenside."), 4000)
		paid.Kind = news.KindSponsored
		if lead := Told([]*Signature{paid, official, comment, own})[0]; lead.Publisher != "Bandwise" {
			t.Errorf("%s leads", lead.Publisher)
		}
		if lead := Told([]*Signature{paid, comment, official})[0]; lead.Publisher != "Office for Rosters" {
			t.Errorf("without the report %s leads", lead.Publisher)
		}
	})
	t.Run("of equal reports the one that can be read leads", func(t *testing.T) {
		long := report(t, 7, "Walled", "Clerks", strings.Repeat("Fenside and Quillmark agree. ", 40))
		long.Open = false
		if lead := Told([]*Signature{long, own})[0]; lead.Publisher != "Bandwise" {
			t.Errorf("%s leads", lead.Publisher)
		}
	})
}

func TestVoice(t *testing.T) {
	for title, want := range map[string]news.ArticleKind{
		"Our register is open: what it asks of you": news.KindOpinion,
		"Why I left the analysts' desk":             news.KindOpinion,
		"Opinion: rosters are the record":           news.KindOpinion,
		"Comment - the plan is late":                news.KindOpinion,
		"“We are late”, says minister":              news.KindReport,
		"Minister: 'our plan is late'":              news.KindReport,
		"Trust opinion survey opens":                news.KindReport,
		"Part I of the plan is out":                 news.KindOpinion, // a Roman number; it only ranks lower
	} {
		if got := voice(news.KindReport, title); got != want {
			t.Errorf("voice(%q) = %q, want %q", title, got, want)
		}
	}
	if got := voice(news.KindPress, "Our new rosters"); got != news.KindPress {
		t.Errorf("a press release became %q", got)
	}
}
