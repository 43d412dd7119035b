// Package storetest is the suite that every store passes, whatever database
// keeps it. It speaks through the exported methods of [store.Store] only.
package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

// Run puts the stores that open returns through the whole suite. Each call of
// open returns a new and empty store, and closes it when its test ends.
func Run(t *testing.T, open func(t *testing.T) *store.Store) {
	themes := []struct {
		name string
		test func(t *testing.T, open opener)
	}{
		{"identity", testIdentity},
		{"edits", testEdits},
		{"home", testHome},
		{"polls", testPolls},
		{"first read", testFirstRead},
		{"source states", testStates},
		{"flood", testFlood},
		{"surplus", testSurplus},
		{"declared sources", testDeclared},
		{"gaps in reading", testGaps},
		{"pages", testPages},
		{"received", testReceived},
		{"looks", testLooks},
		{"searches", testSearches},
		{"moves", testMoves},
		{"verdicts", testVerdicts},
		{"search", testSearch},
		{"phrases", testPhrases},
		{"search among relevant articles", testRelevantSearch},
		{"archive", testArchive},
		{"slots", testSlots},
		{"candidates", testCandidates},
		{"revised", testRevised},
		{"deliveries", testDeliveries},
		{"marks", testMarks},
		{"recovery", testRecovery},
		{"refused addresses", testRefused},
		{"bounces", testBounces},
		{"issue states", testIssueStates},
		{"concurrency", testConcurrency},
		{"errors", testErrors},
		{"totals", testTotals},
		{"stories", testStories},
		{"statements", testStatements},
		{"retention", testRetention},
		{"restored", testRestored},
		{"redact", testRedact},
		{"readers", testReaders},
		{"corrections", testCorrections},
		{"reviews", testReviews},
	}
	for _, theme := range themes {
		t.Run(theme.name, func(t *testing.T) {
			theme.test(t, func(t *testing.T) *kit { return &kit{T: t, Store: open(t)} })
		})
	}
}

type opener func(t *testing.T) *kit

// kit is an empty store with helpers that end the test on an error.
type kit struct {
	*testing.T
	*store.Store
}

// monday is when most tests play: an instant with milliseconds, as stores keep them.
var monday = time.Date(2026, 11, 16, 7, 30, 0, 5e6, time.UTC)

const hour, day = time.Hour, 24 * time.Hour

func source(name string) news.Source {
	return news.Source{Name: name, URL: "https://" + name + ".example/feed", Kind: news.KindFeed}
}

// item is the n-th made-up item; edits change it.
func item(n int, edits ...func(*news.Item)) news.Item {
	url := fmt.Sprintf("https://gazette.example/%d", n)
	it := news.Item{GUID: fmt.Sprintf("guid-%d", n), Link: url, URL: url, Title: fmt.Sprintf("Headline %d", n),
		Summary: fmt.Sprintf("Summary %d.", n), Authors: []string{"Ada Quill"}, Published: monday.Add(-hour)}
	for _, edit := range edits {
		edit(&it)
	}
	return it
}

func guid(s string) func(*news.Item)         { return func(i *news.Item) { i.GUID = s } }
func address(s string) func(*news.Item)      { return func(i *news.Item) { i.Link, i.URL = s, s } }
func title(s string) func(*news.Item)        { return func(i *news.Item) { i.Title = s } }
func summary(s string) func(*news.Item)      { return func(i *news.Item) { i.Summary = s } }
func published(t time.Time) func(*news.Item) { return func(i *news.Item) { i.Published = t } }
func noPage(i *news.Item)                    { i.Link = "" }

// pollOf is a read of a source that was first read long ago.
func pollOf(s news.Source, at time.Time, items ...news.Item) news.Poll {
	return news.Poll{Source: s, At: at, Outcome: news.OutcomeNew, Items: items,
		State: news.SourceState{URL: s.URL, FirstRead: monday.Add(-100 * day), LastRead: at, Outcome: news.OutcomeNew}}
}

// firstRead makes a poll the first of its source; items before fresh are known.
func firstRead(p news.Poll, fresh time.Time) news.Poll {
	p.State.FirstRead, p.Fresh = p.At, fresh
	return p
}

func (k *kit) poll(p news.Poll) news.PollSaved {
	k.Helper()
	saved, err := k.SavePoll(k.Context(), p)
	k.must(err)
	return saved
}

// take polls one new item and returns the article it became.
func (k *kit) take(at time.Time, it news.Item) news.Article {
	k.Helper()
	k.poll(pollOf(source("gazette"), at, it))
	return k.at(it.URL)
}

func (k *kit) at(url string) news.Article {
	k.Helper()
	a, err := k.ArticleByURL(k.Context(), url)
	k.must(err)
	return a
}

func (k *kit) article(id int64) news.Article {
	k.Helper()
	a, err := k.Article(k.Context(), id)
	k.must(err)
	return a
}

// page settles the page of an article with this text.
func (k *kit) page(id int64, at time.Time, text string, edits ...func(*news.ScrapedPage)) {
	k.Helper()
	scraped := news.ScrapedPage{Article: id, At: at, State: news.PageDone, Page: news.Page{
		Quality: news.QualityFull, MaxSnippet: -1, Body: []news.Block{{Kind: news.Paragraph, Text: text}}}}
	for _, edit := range edits {
		edit(&scraped)
	}
	k.must(k.SavePage(k.Context(), scraped))
}

func canonical(url string) func(*news.ScrapedPage) {
	return func(p *news.ScrapedPage) { p.Page.URL = url }
}

// judge gives an article a verdict on its present text.
func (k *kit) judge(id int64, edits ...func(*news.Verdict)) {
	k.Helper()
	v := news.Verdict{Article: id, Relevant: true, Level: news.Core, Score: 60, Topics: []string{"plans"}, Lexicon: "one"}
	for _, edit := range edits {
		edit(&v)
	}
	hashes := map[int64]string{id: k.article(id).Hash}
	k.must(k.SaveVerdicts(k.Context(), monday, []news.Verdict{v}, hashes))
}

func score(s float64) func(*news.Verdict) { return func(v *news.Verdict) { v.Score = s } }
func irrelevant(v *news.Verdict)          { v.Relevant, v.Level, v.Topics = false, news.NotOurs, nil }

// toJudge are the articles that no verdict covers.
func (k *kit) toJudge() []int64 {
	k.Helper()
	articles, err := k.ToJudge(k.Context(), 100)
	k.must(err)
	return ids(articles)
}

func (k *kit) find(q store.Query) []int64 {
	k.Helper()
	found, err := k.Find(k.Context(), q)
	k.must(err)
	var all []int64
	for _, f := range found {
		all = append(all, f.Article.ID)
	}
	return all
}

func ids(articles []news.Article) []int64 {
	var all []int64
	for _, a := range articles {
		all = append(all, a.ID)
	}
	return all
}

func (k *kit) must(err error) {
	k.Helper()
	if err != nil {
		k.Fatal(err)
	}
}

// same reports how got differs from want. Instants are compared as such, and an
// empty list is as good as none.
func same(t testing.TB, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}
