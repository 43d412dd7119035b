package demo

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// testNow is a Saturday morning; TestWorldHoldsAtAnyInstant tries others.
var testNow = time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)

const day = 24 * time.Hour

func start(t *testing.T, now time.Time) *World {
	t.Helper()
	w, err := Start(now)
	if err != nil {
		t.Fatalf("Start(%v) = %v", now, err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Errorf("Close() = %v", err)
		}
	})
	return w
}

func count(articles []Article, keep func(Article) bool) int {
	n := 0
	for _, a := range articles {
		if keep(a) {
			n++
		}
	}
	return n
}

func TestWorldIsRichEnough(t *testing.T) {
	w := start(t, testNow)
	all := w.Articles()
	week := func(a Article) bool { return testNow.Sub(a.Published) <= 7*day }
	relevant := func(a Article) bool { return a.Fate.Relevant }
	tests := []struct {
		what     string
		got      int
		from, to int
	}{
		{"publishers", len(w.Publishers()), 7, 20},
		{"articles", len(all), 60, 120},
		{"articles of the last week", count(all, week), 25, 40},
		{"relevant articles of the last week", count(all, func(a Article) bool { return week(a) && relevant(a) }), 12, 18},
		{"look-alikes of the last week", count(all, func(a Article) bool { return week(a) && a.Fate.Trap() }), 8, 20},
		{"articles older than five months", count(all, func(a Article) bool { return testNow.Sub(a.Published) > 145*day }), 2, 20},
		{"articles of the slipping plan", count(all, func(a Article) bool { return strings.HasPrefix(a.Story, "plan-") }), 10, 20},
		{"articles with comments", count(all, func(a Article) bool { return len(a.Comments) > 0 }), 8, 40},
		{"missing pages", count(all, func(a Article) bool { return a.Page == Missing }), 1, 2},
		{"forbidden pages", count(all, func(a Article) bool { return a.Page == Members }), 1, 2},
	}
	for _, test := range tests {
		if test.got < test.from || test.got > test.to {
			t.Errorf("%s: %d, want %d to %d", test.what, test.got, test.from, test.to)
		}
	}
}

func TestWorldHasEveryKind(t *testing.T) {
	w := start(t, testNow)
	have := make(map[string]bool)
	stories := make(map[string][]string)
	for _, p := range w.Publishers() {
		have["feed "+string(p.Feed)] = true
		have["markup "+string(p.Markup)] = true
		have["broken "+string(p.Broken)] = true
		have["slow"] = have["slow"] || p.Delay >= time.Second
	}
	for _, a := range w.Articles() {
		have["fate "+a.Fate.Why+a.Fate.Topic] = true
		if !slices.Contains(stories[a.Story], a.Publisher) {
			stories[a.Story] = append(stories[a.Story], a.Publisher)
		}
	}
	for _, want := range []string{
		"feed rss", "feed atom", "feed json", "feed rdf", "markup semantic", "markup builder", "markup opaque", "markup plain",
		"broken cut", "broken missing", "slow",
		"fate digital-workforce-plan", "fate ddat-profession", "fate agenda-for-change-pay", "fate digital-skills-training",
		"fate digital-leadership", "fate recruitment-retention", "fate workforce-cuts-and-agency",
		"fate afc-football", "fate ddat-other-department", "fate rpa-bots", "fate digital-skills-economy",
		"fate agenda-for-change-no-digital", "fate agenda-for-change-other", "fate procurement-no-people", "fate unrelated",
	} {
		if !have[want] {
			t.Errorf("the world has no %s", want)
		}
	}
	for story, publishers := range map[string]int{"plan-folded": 4, "plan-imminent": 3, "vacancies": 3, "register": 2} {
		if got := len(stories[story]); got < publishers {
			t.Errorf("story %s is told by %v, want %d publishers", story, stories[story], publishers)
		}
	}
}

func TestPlanSlipsOverMonthsInOrder(t *testing.T) {
	w := start(t, testNow)
	var order []string
	var first, last time.Time
	for _, a := range slices.Backward(w.Articles()) {
		if !strings.HasPrefix(a.Story, "plan-") {
			continue
		}
		if first.IsZero() {
			first = a.Published
		}
		last = a.Published
		if len(order) == 0 || order[len(order)-1] != a.Story {
			order = append(order, a.Story)
		}
	}
	want := []string{"plan-promised", "plan-slips", "plan-imminent", "plan-folded"}
	if !slices.Equal(order, want) {
		t.Errorf("stages of the plan = %v, want %v", order, want)
	}
	if span := last.Sub(first); span < 120*day {
		t.Errorf("the plan slips over %v, want months", span)
	}
}

func TestArticlesReadAsNews(t *testing.T) {
	w := start(t, testNow)
	for _, a := range w.Articles() {
		words := 0
		for _, b := range a.Body {
			words += len(strings.Fields(b.Text))
		}
		if words < 100 || words > 350 {
			t.Errorf("%s has %d words, want 100 to 350", a.URL, words)
		}
		for _, c := range a.Comments {
			if c.At.Before(a.Published) || c.At.After(testNow) {
				t.Errorf("%s has a comment of %v, published %v", a.URL, c.At, a.Published)
			}
		}
	}
}

// Texts are told anew for every now, so a fixed date would go stale; and no
// real body is given words it did not say.
func TestTextsNameNoDateAndNoRealBody(t *testing.T) {
	banned := []*regexp.Regexp{
		regexp.MustCompile(`\b(January|February|April|June|July|August|September|October|November|December)\b`),
		regexp.MustCompile(`\b20\d\d\b`),
		regexp.MustCompile(`NHS England|NHSX|NHS Digital|NHSE|Department of Health|Treasury|HMRC|HSJ|Nursing Times|Unison|UNISON|Unite |BMA|RCN|King's Fund|King’s Fund|Nuffield`),
	}
	files, err := articleFiles.ReadDir("articles")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		data, err := articleFiles.ReadFile("articles/" + file.Name())
		if err != nil {
			t.Fatal(err)
		}
		for n, line := range strings.Split(string(data), "\n") {
			for _, re := range banned {
				if found := re.FindString(line); found != "" {
					t.Errorf("%s:%d names %q", file.Name(), n+1, found)
				}
			}
		}
	}
}

func TestWorldHoldsAtAnyInstant(t *testing.T) {
	for _, now := range []string{
		"2026-01-01T00:05:00Z", "2028-02-29T12:00:00Z", "2026-03-29T01:30:00Z", "2026-10-25T01:30:00Z", "2026-08-31T23:59:59Z",
	} {
		t.Run(now, func(t *testing.T) {
			at, err := time.Parse(time.RFC3339, now)
			if err != nil {
				t.Fatal(err)
			}
			w := start(t, at)
			relevant := 0
			for _, a := range w.Articles() {
				if a.Published.After(at) {
					t.Errorf("%s is published %v, after now", a.URL, a.Published)
				}
				if a.Fate.Relevant && at.Sub(a.Published) <= 7*day {
					relevant++
				}
			}
			if relevant < 12 {
				t.Errorf("%d relevant articles in the last week, want 12", relevant)
			}
		})
	}
}

func TestCloseMayBeCalledTwice(t *testing.T) {
	w := start(t, testNow)
	for range 2 {
		if err := w.Close(); err != nil {
			t.Errorf("Close() = %v", err)
		}
	}
}

// Reports of one event must agree about when it was, whatever the month.
func TestReportsOfOneEventFallOnNeighbouringDays(t *testing.T) {
	w := start(t, testNow)
	first := make(map[string]Article)
	for _, a := range w.Articles() {
		if a.Story == "" {
			continue
		}
		if f, ok := first[a.Story]; ok && f.Published.Sub(a.Published) > 2*day {
			t.Errorf("%s and %s tell one story more than two days apart", f.URL, a.URL)
		} else if !ok {
			first[a.Story] = a
		}
	}
}

func TestStartIsQuick(t *testing.T) {
	var best time.Duration
	for range 3 {
		began := time.Now()
		w, err := Start(testNow)
		took := time.Since(began)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if best == 0 || took < best {
			best = took
		}
	}
	if best > 500*time.Millisecond {
		t.Errorf("Start() took %v, want under 0.5 s", best)
	}
	t.Logf("Start() took %v", best)
}
