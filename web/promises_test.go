package web

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/wardround/wardround/news"
)

// promiseOf is a made-up promise that moved once; on early days it had not yet.
func promiseOf(_ context.Context, day news.Day) ([]news.Promise, error) {
	first := news.Statement{ID: "a", Article: 1, URL: "https://gazette.example/1", Publisher: "The Gazette", Title: "A register, soon",
		Reported: "2026-03-02", Quote: "The register opens by June.", Sentence: "SECRET whole sentence",
		Office: "the Guild", Phrase: "by June", To: "2026-06-30", Basis: news.BasisStated, Signal: news.SignalPromise}
	second := first
	second.ID, second.Reported, second.To, second.Signal, second.Basis = "b", "2026-07-01", "2026-12-31", news.SignalSlip, news.BasisRead
	p := news.Promise{ID: "a", Ref: "P7", Title: "The register; opens, soon", AsOf: day, Status: news.Announced, Label: "announced",
		Due: "2026-06-30", FirstDue: "2026-06-30", DueBasis: news.BasisStated, Statements: []news.Statement{first}}
	if day >= second.Reported {
		p.Statements, p.Due, p.DueBasis, p.Status, p.Label, p.Moves = append(p.Statements, second), second.To, news.BasisRead, news.Slipped, "promised again", 1
	}
	muted := p
	muted.Ref, muted.Title, muted.Muted = "P8", "MUTED", true
	return []news.Promise{p, muted}, nil
}

func withPromises(o *Options) { o.Promises = promiseOf }

func TestAPromiseIsShownAsItStoodOnItsDay(t *testing.T) {
	site := newSite(t, fixture(), withPromises)
	for address, want := range map[string][]string{
		"/p/7":                     {"Promised again</span>.", "31 December 2026", "our reading", "Its date moved once.", "/p/7?as-of=2026-11-16", "<svg", "2 statements, from", ">Apr 2026<", ">Jul<", ">Oct<", "First due by 30 June 2026, now due by 31 December 2026.", "The Guild. "},
		"/p/7?as-of=2026-04-01":    {"Announced</span>.", "30 June 2026", "1 statement, on 2 March 2026. Due by 30 June 2026.", "how it stood on 1 April 2026"},
		"/p/7?as-of=2031-01-01":    {"is still to come"},
		"/p/7?as-of=%3Cscript%3E":  {"is not a day"},
		"/promises":                {"1 promise,", "/p/7\"", "our reading"},
		"/promises?status=kept":    {"No promise is followed that fits."},
		"/promises?status=nosense": {"There is no status", "/p/7"},
		"/promises?q=REGISTER":     {"/p/7"},
	} {
		w := get(t, site, address)
		if w.Code != http.StatusOK {
			t.Errorf("%s: status %d", address, w.Code)
		}
		for _, text := range want {
			if !strings.Contains(w.Body.String(), text) {
				t.Errorf("%s lacks %q", address, text)
			}
		}
	}
}

func TestAPromisePageHoldsNoWholeSentenceAndNothingMuted(t *testing.T) {
	site := newSite(t, fixture(), withPromises)
	for _, address := range []string{"/p/7", "/p/7.json", "/promises", "/promises.json", "/promises/feed.atom", "/promises/feed.json", "/promises.ics"} {
		body := get(t, site, address).Body.String()
		if strings.Contains(body, "SECRET") || strings.Contains(body, "MUTED") || !strings.Contains(body, "The register") {
			t.Errorf("%s: %s", address, body)
		}
	}
	for _, address := range []string{"/p/8", "/p/9", "/p/x"} {
		if w := get(t, site, address); w.Code != http.StatusNotFound {
			t.Errorf("%s: status %d", address, w.Code)
		}
	}
}

func TestTheCalendarEscapesAndFolds(t *testing.T) {
	body := get(t, newSite(t, fixture(), withPromises), "/promises.ics").Body.String()
	for _, want := range []string{"DTSTART;VALUE=DATE:20261231\r\n", `SUMMARY:Due: The register\; opens\, soon` + "\r\n", "URL:https://news.example/p/7\r\n"} {
		if !strings.Contains(body, want) {
			t.Errorf("calendar lacks %q:\n%s", want, body)
		}
	}
	for line := range strings.SplitSeq(body, "\r\n") {
		if len(line) > foldAt {
			t.Errorf("line of %d bytes: %s", len(line), line)
		}
	}
	unfolded := strings.ReplaceAll(body, "\r\n ", "")
	if !strings.Contains(unfolded, "Our reading of loose words\\, not a stated date.") {
		t.Errorf("description: %s", unfolded)
	}
}

func TestACrowdAsksForADayOnce(t *testing.T) {
	asked := 0
	site := newSite(t, fixture(), func(o *Options) {
		o.Promises = func(ctx context.Context, day news.Day) ([]news.Promise, error) { asked++; return promiseOf(ctx, day) }
	})
	for range 5 {
		get(t, site, "/promises")
	}
	if asked != 1 {
		t.Errorf("promises were followed %d times, want once", asked)
	}
}

func TestPagesThatCannotBeMadeAreNotInTheMenu(t *testing.T) {
	site := newSite(t, fixture())
	body := get(t, site, "/").Body.String()
	if strings.Contains(body, `href="/promises"`) || strings.Contains(body, `href="/stories"`) {
		t.Error("the menu leads to pages that this site does not have")
	}
}

// tale is one made-up story.
type tale struct{}

func (tale) Since(context.Context, news.Day, int) ([]Story, error) {
	s, _, err := tale{}.Story(context.Background(), 5)
	return []Story{s}, err
}

func (tale) Story(_ context.Context, number int64) (Story, bool, error) {
	return Story{Number: 5, Reports: []Report{
		{Article: 1, Title: "Plan dropped", URL: "https://gazette.example/1", Publisher: "The Gazette", Day: "2026-11-12", Role: "original"},
		{Article: 2, Title: "<b>Plan</b> gone", URL: "javascript:alert(1)", Publisher: "The Courier", Day: "2026-11-13", Role: "re-report", Of: "The Gazette", Why: "names it"}},
		Stage: "announced", Earlier: []Report{{Article: 3, Title: "Plan announced", Publisher: "The Echo", Day: "2026-02-01", Role: "report"}}}, number == 5, nil
}

func TestAStoryNamesWhoHadItAndWhatWasEarlier(t *testing.T) {
	site := newSite(t, fixture(), func(o *Options) { o.Stories = tale{} })
	body := get(t, site, "/s/5").Body.String()
	for _, want := range []string{"had it first", "has it from The Gazette", "Names it.", "announced then", "Plan announced", "&lt;b&gt;Plan"} {
		if !strings.Contains(body, want) {
			t.Errorf("story page lacks %q", want)
		}
	}
	if strings.Contains(body, "javascript:") {
		t.Error("the story links a script")
	}
	if list := get(t, site, "/stories").Body.String(); !strings.Contains(list, `href="/s/5"`) || !strings.Contains(list, "2 reports: The Gazette, The Courier") {
		t.Errorf("list of stories: %s", list)
	}
	for _, address := range []string{"/s/6", "/s/x"} {
		if w := get(t, site, address); w.Code != http.StatusNotFound {
			t.Errorf("%s: status %d", address, w.Code)
		}
	}
}

func TestAPromisePageShowsNoWordsThatMayNotBeQuoted(t *testing.T) {
	site := newSite(t, fixture(), func(o *Options) {
		o.Promises = func(ctx context.Context, day news.Day) ([]news.Promise, error) {
			list, err := promiseOf(ctx, day)
			for i := range list {
				for k, st := range list[i].Statements {
					list[i].Statements[k] = st.Unquoted()
				}
			}
			return list, err
		}
	})
	for _, address := range []string{"/p/7", "/p/7.json", "/promises.ics"} {
		body := get(t, site, address).Body.String()
		if strings.Contains(body, "opens by June") || strings.Contains(body, "by June") || strings.Contains(body, "“”") {
			t.Errorf("%s shows words that may not be quoted: %s", address, body)
		}
		if !strings.Contains(body, "The register") {
			t.Errorf("%s does not tell the promise: %s", address, body)
		}
	}
}

func TestPromisesStandInPartsByWhatIsStillToCome(t *testing.T) {
	promise := func(ref string, status news.PromiseStatus, due, reported news.Day) news.Promise {
		return news.Promise{Ref: ref, Title: "Promise " + ref, Status: status, Label: string(status), Due: due, Moves: 2,
			Statements: []news.Statement{{ID: ref, Reported: reported}}}
	}
	list := []news.Promise{
		promise("P1", news.Kept, "2026-03-31", "2026-04-01"), promise("P2", news.Dropped, "2026-02-28", "2026-09-01"),
		promise("P3", news.Announced, "", "2026-01-01"), promise("P4", news.Overdue, "2026-10-31", "2026-01-01"),
		promise("P5", news.Slipped, "2027-01-31", "2026-01-01"), promise("P6", news.Due, "2026-12-01", "2026-01-01"),
	}
	site := newSite(t, fixture(), func(o *Options) {
		o.Promises = func(context.Context, news.Day) ([]news.Promise, error) { return slices.Clone(list), nil }
	})
	body := get(t, site, "/promises").Body.String()
	for _, next := range []string{">To come<", ">P6<", ">P5<", ">Still awaited<", ">P4<", ">No date named<", ">P3<", ">Closed<", ">P2<", ">P1<"} {
		_, rest, found := strings.Cut(body, next)
		if !found {
			t.Fatalf("%s is not there, or not in its place", next)
		}
		body = rest
	}
	filtered := get(t, site, "/promises?status=kept").Body.String()
	if strings.Contains(filtered, "To come") || !strings.Contains(filtered, ">Closed<") || !strings.Contains(filtered, "moved twice") {
		t.Errorf("only what was kept: %s", filtered)
	}
}

func TestFiftyPromisesWithLongNamesStayUnderSixtyKilobytes(t *testing.T) {
	var list []news.Promise
	for n := range 60 {
		list = append(list, news.Promise{Ref: fmt.Sprintf("P%d", n), Title: strings.Repeat("A very long name ", 30), Status: news.Slipped, Label: "promised again",
			Due: "2027-01-31", DueBasis: news.BasisRead, Moves: 3, Statements: []news.Statement{{Reported: "2026-01-01"}}})
	}
	site := newSite(t, fixture(), func(o *Options) {
		o.Promises = func(context.Context, news.Day) ([]news.Promise, error) { return slices.Clone(list), nil }
	})
	if size := get(t, site, "/promises").Body.Len(); size > 60_000 {
		t.Errorf("the page has %d bytes", size)
	}
}
