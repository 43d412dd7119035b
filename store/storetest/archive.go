package storetest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/wardround/wardround/news"
)

// testArchive: what the pages of the archive ask.
func testArchive(t *testing.T, open opener) {
	t.Run("a search gives one page of hits without texts", func(t *testing.T) { pagesOfASearch(t, open(t)) })
	t.Run("no typed text is an error", func(t *testing.T) {
		k := open(t)
		k.judge(k.take(monday, item(1, title("Nurse pay"))).ID)
		for _, text := range Hostile() {
			for _, order := range []news.Order{news.NewestFirst, news.BestMatch, news.HighScore} {
				if _, err := k.Search(t.Context(), news.Search{Text: text, Order: order, Relevant: true}); err != nil {
					t.Errorf("Search(%.40q) by %s: %v", text, order, err)
				}
			}
		}
	})
	t.Run("an article with its source, judged or not", func(t *testing.T) { hitOfTheArchive(t, open(t)) })
	t.Run("issues in order, and not before their slot", func(t *testing.T) { linesOfIssues(t, open(t)) })
	t.Run("counts leave out what is irrelevant, known or older", func(t *testing.T) { countsOfTheArchive(t, open(t)) })
	t.Run("it is ready", func(t *testing.T) { k := open(t); k.must(k.Ready(t.Context())) })
}

func pagesOfASearch(t *testing.T, k *kit) {
	var all []int64
	for n := range 5 {
		a := k.take(monday.Add(time.Duration(n)*hour), item(n, title("The plan"), summary("Nurses wait.")))
		k.judge(a.ID, score(float64(90-n)))
		all = append(all, a.ID)
	}
	apart := k.take(monday.Add(9*hour), item(9, title("Plan for football")))
	k.judge(apart.ID, irrelevant)
	tests := map[string]struct {
		query news.Search
		want  []int64
	}{
		"newest first":          {news.Search{Text: "plan", Relevant: true}, []int64{all[4], all[3], all[2], all[1], all[0]}},
		"a page of two":         {news.Search{Text: "plan", Relevant: true, Limit: 2}, []int64{all[4], all[3]}},
		"the page after":        {news.Search{Text: "plan", Relevant: true, Limit: 2, Offset: 2}, []int64{all[2], all[1]}},
		"the last page":         {news.Search{Text: "plan", Relevant: true, Limit: 2, Offset: 4}, []int64{all[0]}},
		"beyond it":             {news.Search{Text: "plan", Relevant: true, Limit: 2, Offset: 6}, nil},
		"highest score first":   {news.Search{Text: "plan", Order: news.HighScore, Relevant: true, Limit: 2}, all[:2]},
		"best match first":      {news.Search{Text: "football plan", Order: news.BestMatch}, []int64{apart.ID}},
		"also what is not ours": {news.Search{Text: "plan", Limit: 1}, []int64{apart.ID}},
		"without words":         {news.Search{Relevant: true, Limit: 1}, []int64{all[4]}},
		"of a topic":            {news.Search{Text: "plan", Topic: "pay"}, nil},
		"of a source":           {news.Search{Text: "football", Source: source("gazette").URL}, []int64{apart.ID}},
		"in a time":             {news.Search{Text: "plan", Since: monday.Add(hour), Until: monday.Add(2 * hour)}, []int64{all[1]}},
		"only punctuation":      {news.Search{Text: "..."}, nil},
	}
	for name, tt := range tests {
		hits, err := k.Search(t.Context(), tt.query)
		k.must(err)
		var got []int64
		for _, h := range hits {
			got = append(got, h.Article.ID)
		}
		same(t, name, got, tt.want)
	}
	hits, err := k.Search(t.Context(), news.Search{Text: "plan", Relevant: true, Limit: 1})
	k.must(err)
	whole := k.article(all[4])
	a := hits[0].Article
	if a.URL != whole.URL || a.Title != whole.Title || !a.FirstSeen.Equal(whole.FirstSeen) || a.Standfirst != "" || a.Body != nil || !hits[0].Judged || hits[0].Verdict.Score != 86 {
		t.Errorf("hit %+v, want article %d with its verdict and without its text", hits[0], all[4])
	}
}

func hitOfTheArchive(t *testing.T, k *kit) {
	a := k.take(monday, item(1))
	hit, from, found, err := k.Hit(t.Context(), a.ID)
	k.must(err)
	if !found || hit.Judged || from != source("gazette").URL {
		t.Errorf("Hit before a verdict: found %v, judged %v, from %s", found, hit.Judged, from)
	}
	k.judge(a.ID)
	hit, _, _, err = k.Hit(t.Context(), a.ID)
	k.must(err)
	if diff := cmp.Diff(k.article(a.ID), hit.Article); diff != "" || !hit.Judged || hit.Verdict.Score != 60 {
		t.Errorf("Hit after a verdict: judged %v, score %v (-want +got):\n%s", hit.Judged, hit.Verdict.Score, diff)
	}
	if _, _, found, err = k.Hit(t.Context(), a.ID+1); found || err != nil {
		t.Errorf("Hit of no article: found %v, %v", found, err)
	}
}

func linesOfIssues(t *testing.T, k *kit) {
	a, also := k.take(monday, item(1)), k.take(monday, item(2))
	for n := range 3 {
		issue := issueOf(n+1, monday.AddDate(0, 0, 7*n))
		if n == 1 { // one story, told by two
			issue = issueOf(n+1, monday.AddDate(0, 0, 7*n), a.ID)
			issue.Issue.Sections[0].Stories[0].Also = []news.Also{{Article: also.ID}}
		}
		k.freeze(issue)
	}
	empty := issueOf(0, monday.AddDate(0, 0, 1))
	empty.State = news.IssueEmpty
	k.freeze(empty)
	lines := func(now time.Time, limit, offset int) (numbers []int) {
		t.Helper()
		all, err := k.IssueLines(t.Context(), now, limit, offset)
		k.must(err)
		for _, l := range all {
			numbers = append(numbers, l.Number)
			if want := map[int]int{2: 1}[l.Number]; l.Stories != want {
				t.Errorf("issue %d tells %d stories, want %d", l.Number, l.Stories, want)
			}
		}
		return numbers
	}
	later := monday.AddDate(0, 0, 14)
	same(t, "all", lines(later, 10, 0), []int{3, 2, 1})
	same(t, "one page", lines(later, 2, 0), []int{3, 2})
	same(t, "the next page", lines(later, 2, 2), []int{1})
	same(t, "before the last slot", lines(later.Add(-hour), 10, 0), []int{2, 1})
	numbered := func(n int, now time.Time) int {
		t.Helper()
		issues, err := k.IssuesNumbered(t.Context(), n, now)
		k.must(err)
		return len(issues)
	}
	for name, got := range map[string]int{"out": numbered(3, later) - 1, "to come": numbered(3, later.Add(-hour)), "of no number": numbered(0, later), "unknown": numbered(9, later)} {
		if got != 0 {
			t.Errorf("issue that is %s: %d too many", name, got)
		}
	}
	told, err := k.Told(t.Context(), a.ID)
	k.must(err)
	same(t, "told", told, []news.Told{{Edition: "weekly", Number: 2, Ref: "2.1"}})
}

func countsOfTheArchive(t *testing.T, k *kit) {
	topics := func(names ...string) func(*news.Verdict) { return func(v *news.Verdict) { v.Topics = names } }
	at := monday.Add(-2 * day)
	k.judge(k.take(at, item(1)).ID, topics("pay", "plans"))
	k.judge(k.take(monday, item(2)).ID, topics("pay"))
	k.judge(k.take(monday.Add(hour), item(3)).ID, irrelevant)
	k.poll(firstRead(pollOf(source("courier"), monday, item(4, published(monday.Add(-30*day)))), monday.Add(-day))) // known
	k.poll(pollOf(source("echo"), monday, item(5)))                                                                 // not judged
	for since, want := range map[time.Time]map[string]int{at: {"pay": 2, "plans": 1}, monday: {"pay": 1}, monday.Add(day): {}} {
		got, err := k.TopicCounts(t.Context(), since)
		k.must(err)
		same(t, "topics since "+since.String(), got, want)
	}
	times, err := k.TopicTimes(t.Context(), "pay", at)
	k.must(err)
	if len(times) != 2 || !times[0].Before(times[1]) {
		t.Errorf("times of a topic: %v, want two, the earliest first", times)
	}
	got, err := k.SourceCounts(t.Context(), at)
	k.must(err)
	same(t, "sources", got, map[string]news.SourceCount{source("gazette").URL: {Seen: 3, Relevant: 2}, source("echo").URL: {Seen: 1}})
}
