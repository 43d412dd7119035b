package digest

import (
	"strings"
	"testing"

	"github.com/wardround/wardround/news"
)

func aPromise(id string, status news.PromiseStatus, due news.Day) news.Promise {
	s := news.Statement{ID: id + ".1", Reported: "2026-10-01", Publisher: "Wardline", URL: "https://wardline.example/" + id, Phrase: "by then",
		Office: "director of data", To: due, Basis: news.BasisStated, Commits: true}
	return news.Promise{ID: id, Ref: "P1", Title: "Data plan " + id, Status: status, Label: string(status), Due: due, DueBasis: news.BasisStated,
		Named: true, Since: "2026-11-20", Evidence: s.ID, Statements: []news.Statement{s}}
}

func settled(id string, since news.Day) news.Promise {
	p := aPromise(id, news.Dropped, "2026-11-30")
	p.Since = since
	return p
}

func TestOnlyWhatChangedIsTold(t *testing.T) {
	const due = "2026-11-30"
	muted := aPromise("a", news.Overdue, due)
	muted.Muted = true
	tests := map[string]struct {
		before, now []news.Promise
		watched     news.Day
		first       bool
		want        int
	}{
		"newly due":                        {[]news.Promise{aPromise("a", news.Announced, due)}, []news.Promise{aPromise("a", news.Due, due)}, "2026-01-01", false, 1},
		"still due":                        {[]news.Promise{aPromise("a", news.Due, due)}, []news.Promise{aPromise("a", news.Due, due)}, "2026-01-01", false, 0},
		"only announced":                   {nil, []news.Promise{aPromise("a", news.Announced, due)}, "2026-01-01", false, 0},
		"date passed while we watched":     {[]news.Promise{aPromise("a", news.Due, due)}, []news.Promise{aPromise("a", news.Overdue, due)}, "2026-01-01", false, 1},
		"date passed before we watched":    {[]news.Promise{aPromise("a", news.Due, due)}, []news.Promise{aPromise("a", news.Overdue, due)}, "2028-01-01", false, 0},
		"nobody watches":                   {[]news.Promise{aPromise("a", news.Due, due)}, []news.Promise{aPromise("a", news.Overdue, due)}, "", false, 0},
		"kept is told once":                {[]news.Promise{aPromise("a", news.Due, due)}, []news.Promise{aPromise("a", news.Kept, due)}, "2026-01-01", false, 1},
		"the first issue shows what hangs": {nil, []news.Promise{aPromise("a", news.Overdue, due)}, "2028-01-01", true, 1},
		"the first issue skips old ends":   {nil, []news.Promise{settled("a", "2026-01-01")}, "2028-01-01", true, 0},
		"the first issue tells a new end":  {nil, []news.Promise{settled("a", "2026-11-18")}, "2028-01-01", true, 1},
		"muted by the operator":            {nil, []news.Promise{muted}, "2026-01-01", true, 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, _ := Promises(PromiseInput{Before: tt.before, Now: tt.now, From: "2026-11-16", WatchedFrom: tt.watched, First: tt.first})
			if len(got) != tt.want {
				t.Errorf("Promises = %d lines, want %d", len(got), tt.want)
			}
		})
	}
}

func TestAPromiseThatAnOlderReportCameToIsNoNews(t *testing.T) {
	before, now := aPromise("late", news.Due, "2026-11-30"), aPromise("early", news.Due, "2026-11-30")
	in := PromiseInput{Before: []news.Promise{before}, Now: []news.Promise{now}, From: "2026-11-16", WatchedFrom: "2026-01-01"}
	if got, _ := Promises(in); len(got) != 0 {
		t.Errorf("Promises = %+v for one reference under two IDs, want nothing told", got)
	}
	in.Before[0].Ref = "P2"
	if got, _ := Promises(in); len(got) != 1 {
		t.Errorf("Promises = %+v for another reference, want it told", got)
	}
}

func TestAtMostSixPromises(t *testing.T) {
	var now []news.Promise
	for _, id := range strings.Split("abcdefgh", "") {
		now = append(now, aPromise(id, news.Slipped, "2026-12-31"))
	}
	got, unshown := Promises(PromiseInput{Now: now, From: "2026-11-16", WatchedFrom: "2026-01-01"})
	if len(got) != 6 || unshown != 2 {
		t.Errorf("Promises = %d and %d unshown, want 6 and 2", len(got), unshown)
	}
}

func TestPromiseWordsNeverAccuse(t *testing.T) {
	stated := aPromise("a", news.Overdue, "2026-11-20")
	soft := aPromise("b", news.Overdue, "2026-11-20")
	soft.DueBasis, soft.Statements[0].Phrase = news.BasisRead, "imminent"
	lines, _ := Promises(PromiseInput{Now: []news.Promise{stated, soft}, From: "2026-11-16", WatchedFrom: "2026-01-01"})
	all := strings.Join(append(promiseLines(lines[0], "2026-11-23", 2026), promiseLines(lines[1], "2026-11-23", 2026)...), "\n")
	for _, word := range []string{"broken", "failed", "failure", "missed", "lied"} {
		if strings.Contains(all, word) {
			t.Errorf("the lines say %q:\n%s", word, all)
		}
	}
	if !strings.Contains(all, "Its date, 20 November, has passed. We have seen no report of it.") || !strings.Contains(all, "7 weeks since it was called “imminent”; nothing seen.") {
		t.Errorf("a stated date passes, a soft one does not:\n%s", all)
	}
	if strings.Count(all, "has passed") != 1 {
		t.Errorf("a soft window is said to have passed:\n%s", all)
	}
}

func TestANameIsToldInTheLinesAlone(t *testing.T) {
	for status, want := range map[news.PromiseStatus]string{
		news.Slipped: "Now: “by then”, Ada Moor, director of data (Wardline, 1 October)",
		news.Dropped: "; said by Ada Moor, director of data (Wardline, 1 October)",
	} {
		p := aPromise("a", status, "2026-12-20")
		p.Statements[0].Speaker = "Ada Moor"
		lines, _ := Promises(PromiseInput{Now: []news.Promise{p}, From: "2026-11-16", WatchedFrom: "2026-01-01"})
		issue := led(t, "Six trusts to grade data jobs from one guide", 4)
		issue.Promises = lines
		m, err := Render(issue, RenderOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if text := strings.Join(strings.Fields(m.Text), " "); !strings.Contains(text, want) || !strings.Contains(m.HTML, "Ada Moor") {
			t.Errorf("%s: no %q in:\n%s", status, want, m.Text)
		}
		if head := m.Subject + preheader(issue); strings.Contains(head, "Moor") {
			t.Errorf("%s: subject and preheader %q hold a name", status, head)
		}
	}
}

func TestAnOutcomeOfOnePublisherWhoNamesNobodyIsToldAsSuch(t *testing.T) {
	kept := news.Statement{Signal: news.SignalKept, Publisher: "Wardline"}
	spoken, elsewhere, by, done, own := kept, kept, kept, kept, kept
	spoken.Office, elsewhere.Publisher, by.ByHand = "the board", "Gazette", true
	done.Actor, own.Actor, own.Publisher = "The Board", "The Board", "Board newsroom"
	for name, tt := range map[string]struct {
		all  []news.Statement
		want bool
	}{
		"one publisher":         {[]news.Statement{{Signal: news.SignalPromise, Publisher: "Gazette"}, kept}, true},
		"the same one twice":    {[]news.Statement{kept, kept}, true},
		"two publishers":        {[]news.Statement{elsewhere, kept}, false},
		"somebody who is named": {[]news.Statement{spoken}, false},
		"a body that acted":     {[]news.Statement{done}, true},
		"its own newsroom":      {[]news.Statement{own}, false},
		"entered by hand":       {[]news.Statement{by}, false},
		"no outcome":            {[]news.Statement{{Signal: news.SignalSlip, Publisher: "Wardline"}}, false},
	} {
		if got := alone(tt.all, tt.all[len(tt.all)-1]); got != tt.want {
			t.Errorf("%s: alone = %t, want %t", name, got, tt.want)
		}
	}
}

func TestWhoIsSaidToHaveDoneAThingHasNotSaidSo(t *testing.T) {
	for name, tt := range map[string]struct {
		s    news.Statement
		want string
	}{
		"a promise":        {news.Statement{Signal: news.SignalPromise, Actor: "the board"}, "the board"},
		"an outcome":       {news.Statement{Signal: news.SignalDrop, Actor: "the board"}, ""},
		"a spoken outcome": {news.Statement{Signal: news.SignalKept, Actor: "the board", Office: "the chair"}, "the chair"},
	} {
		if got := wordsOf(tt.s).Office; got != tt.want {
			t.Errorf("%s: said by %q, want %q", name, got, tt.want)
		}
	}
}

func TestPromiseLinesReadAsSentences(t *testing.T) {
	said := news.PromiseWords{Phrase: "soon", Office: "the board", Publisher: "Wardline", Day: "2026-11-13"}
	bare := news.PromiseWords{Publisher: "Wardline", Day: "2025-11-13"}
	for want, p := range map[string]news.PromiseLine{
		"Now: “soon”, the board (Wardline, 13 November). No day named.":                                                                   {Status: news.Slipped, Now: said},
		"Now: in Wardline, 13 November 2025. That is by 30 April 2027.":                                                                   {Status: news.Slipped, Now: bare, Due: "2027-04-30"},
		"Said: “soon”, the board (Wardline, 13 November). That is by 30 November, in 14 days.":                                            {Status: news.Due, Now: said, Due: "2026-11-30"},
		"Said: “soon”, the board (Wardline, 13 November). That is by 17 November, in 1 day.":                                              {Status: news.Due, Now: said, Due: "2026-11-17"},
		"Said: “soon”, the board (Wardline, 13 November). That is by 16 November, today.":                                                 {Status: news.Due, Now: said, Due: "2026-11-16"},
		"Reported given up, or made part of something else; said by the board (Wardline, 13 November).":                                   {Status: news.Dropped, Now: said},
		"Reported done, by one publisher alone so far (Wardline, 13 November 2025).":                                                      {Status: news.Kept, Now: news.PromiseWords{Publisher: "Wardline", Day: "2025-11-13", Alone: true}},
		"Reported done (Wardline, 13 November 2025).":                                                                                     {Status: news.Kept, Now: bare},
		"Reported done (Wardline, 13 November 2025). Disputed: reported otherwise (Wardline, 13 November 2025).":                          {Status: news.Kept, Now: bare, Disputed: &bare},
		"Now: in Wardline, 13 November 2025. No day named. Before: “soon”, the board (Wardline, 13 November).":                            {Status: news.Slipped, Now: bare, Before: &said},
		"Now: “soon”, the board (Wardline, 13 November). Our reading, not theirs: by 11 December. We were not watching all of this time.": {Status: news.Slipped, Now: said, Due: "2026-12-11", DueBasis: news.BasisRead, Unwatched: true},
	} {
		if got := strings.Join(promiseLines(p, "2026-11-16", 2026), " "); got != want {
			t.Errorf("lines = %q, want %q", got, want)
		}
	}
}

func TestPromisesAreCountedByWhatBecameOfThem(t *testing.T) {
	line := func(status news.PromiseStatus, label string, basis news.Basis) news.PromiseLine {
		return news.PromiseLine{Status: status, Label: label, DueBasis: basis}
	}
	slipped, again := line(news.Slipped, "moved", ""), line(news.Slipped, "promised again", "")
	for want, promises := range map[string][]news.PromiseLine{
		"":                                    nil,
		"Promises: 2 moved":                   {slipped, slipped},
		"Promises: 1 moved, 1 promised again": {slipped, again},
		"Promises: 1 due, 1 kept, 1 dropped":  {line(news.Due, "", ""), line(news.Kept, "", ""), line(news.Dropped, "", "")},
		"Promises: 1 past its date, 1 not seen yet": {line(news.Overdue, "", news.BasisStated), line(news.Overdue, "", news.BasisRead)},
		"Promises: 6 changed or fall due":           {slipped, again, line(news.Overdue, "", ""), line(news.Overdue, "", news.BasisRead), line(news.Due, "", ""), line(news.Kept, "", "")},
	} {
		if got := promiseTally(news.Issue{Promises: promises}); got != want {
			t.Errorf("heading = %q, want %q", got, want)
		}
	}
}

func TestNothingInAMailAsksForACommandLine(t *testing.T) {
	for name, issue := range samples(t) {
		m, err := Render(issue, goldenOptions)
		if err != nil {
			t.Fatal(err)
		}
		for _, sign := range []string{"wardround ", " --", "`", "$ "} {
			if strings.Contains(m.Text, sign) {
				t.Errorf("%s holds %q", name, sign)
			}
		}
	}
}

func TestAnOutcomeThatAnotherPublisherTellsInTheIssueIsNotOnePublishersWord(t *testing.T) {
	story := func(also ...news.Also) news.Issue {
		p := news.PromiseLine{Status: news.Kept, Now: news.PromiseWords{Publisher: "Wardline", URL: "https://wardline.example/open", Alone: true}}
		return news.Issue{Promises: []news.PromiseLine{p}, Sections: []news.Section{{Stories: []news.Story{
			{URL: "https://wardline.example/open", Publisher: "Wardline", Also: also},
			{URL: "https://gazette.example/other", Publisher: "Gazette"},
		}}}}
	}
	for name, tt := range map[string]struct {
		issue news.Issue
		alone bool
	}{
		"its own report":        {story(), true},
		"a second of its own":   {story(news.Also{Publisher: "Wardline", URL: "https://wardline.example/b"}), true},
		"told after it":         {story(news.Also{Publisher: "Gazette", URL: "https://gazette.example/b", Of: "Wardline"}), true},
		"another that tells it": {story(news.Also{Publisher: "Gazette", URL: "https://gazette.example/b"}), false},
	} {
		joined(tt.issue)
		if got := tt.issue.Promises[0].Now.Alone; got != tt.alone {
			t.Errorf("%s: alone = %t, want %t", name, got, tt.alone)
		}
	}
}
