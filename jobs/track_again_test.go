package jobs

import (
	"strconv"
	"testing"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/seeds"
	"github.com/wardround/wardround/track"
)

const registerDue = "NHS England will publish its digital skills register for trusts by 30 November 2026."

func TestOtherRulesReadTheStoreAgain(t *testing.T) {
	d := newDesk(t, monday, edition(t, "weekly", 1))
	promising(t, d, monday.Add(-day), registerDue)
	for i, tt := range []struct {
		file string
		want int
	}{
		{"promises: [{id: x, mute: true}]", 0}, // what is decided of one promise finds no other
		{"owners: [Register Office]", 1},
	} {
		rules, err := track.Load(seeds.FS, track.File{Name: "own.yaml", Data: []byte(tt.file)})
		if err != nil {
			t.Fatal(err)
		}
		d.Rules = rules
		if n, err := d.Track(t.Context()); err != nil || n != tt.want {
			t.Errorf("case %d: Track by rules with %s = %d, %v, want %d", i, tt.file, n, err, tt.want)
		}
	}
	if n, err := d.Track(t.Context()); err != nil || n != 0 {
		t.Errorf("Track by the same rules = %d, %v, want nothing to read", n, err)
	}
}

func TestAPromiseKeepsItsReferenceWhenAnOlderReportComesIn(t *testing.T) {
	d := newDesk(t, monday, edition(t, "weekly", 1))
	promising(t, d, monday.Add(-day), registerDue)
	find := func() news.Promise {
		t.Helper()
		list, err := d.Promises(t.Context(), "2026-11-23")
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range list {
			if i > 0 && numberOf(t, list[i-1]) >= numberOf(t, p) {
				t.Errorf("%s stands after %s", p.Ref, list[i-1].Ref)
			}
			if p.Due == "2026-11-30" {
				return p
			}
		}
		t.Fatal("the register is not followed")
		return news.Promise{}
	}
	was := find()
	promising(t, d, monday.Add(-30*day), "NHS England plans to publish its digital skills register for trusts by 30 November 2026.")
	if is := find(); is.Ref != was.Ref || len(is.Statements) != 2 || is.ID == was.ID {
		t.Errorf("with an older report %s, %d statements, first %s; want %s, 2 and another first than %s", is.Ref, len(is.Statements), is.ID, was.Ref, was.ID)
	}
}

func numberOf(t *testing.T, p news.Promise) int {
	t.Helper()
	n, err := strconv.Atoi(p.Ref[1:])
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestWhatStandsBesideTheBeatIsNotListed(t *testing.T) {
	d := newDesk(t, monday, edition(t, "weekly", 1))
	for _, tt := range []struct {
		text   string
		listed bool
	}{
		{"The trust will open a second café by September 2027.", false},
		{"The trust will open a new digital skills academy for data analysts by September 2027.", true}, // on a topic by its words
		{"The framework will be published by September 2027.", true},
	} {
		promising(t, d, monday.Add(-day), tt.text)
		found := d.Rules.Statements(news.Article{MaxSnippet: -1, Body: []news.Block{{Text: tt.text}}}, "2026-11-22")
		list := d.OnBeat(d.Rules.Follow(found, "2026-11-23"))
		if len(found) != 1 || (len(list) == 1) != tt.listed {
			t.Errorf("%q: %d statements, %d listed, want listed: %v", tt.text, len(found), len(list), tt.listed)
		}
		d = newDesk(t, monday, edition(t, "weekly", 1))
	}
}
