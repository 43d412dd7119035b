package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

// none is a list of nothing.
var none []string

// testLooks: what is kept of robots.txt, and when a page is read again.
func testLooks(t *testing.T, open opener) {
	t.Run("robots.txt", func(t *testing.T) { keptRobots(t, open(t)) })
	t.Run("an edit within seven days has the page read again", func(t *testing.T) { editedSoon(t, open(t)) })
	t.Run("an edit after seven days has not", func(t *testing.T) {
		k := open(t)
		a := k.take(monday, item(1))
		k.looked(a, monday)
		k.edit(monday.Add(7 * day))
		same(t, "revisits", k.revisits(monday.Add(8*day)), none)
	})
	t.Run("a page is looked at three times at most", func(t *testing.T) {
		k := open(t)
		a := k.take(monday, item(1))
		k.looked(a, monday)
		for look := 2; look <= 3; look++ {
			at := monday.Add(time.Duration(look) * hour)
			k.edit(at)
			same(t, "revisits", len(k.revisits(at)), 1)
			k.looked(a, at)
		}
		k.edit(monday.Add(5 * hour))
		same(t, "then", k.revisits(monday.Add(6*hour)), none)
	})
	t.Run("a reprint is of the day its page says", func(t *testing.T) { reprinted(t, open(t)) })
	t.Run("a told page is read again after three days, and found gone", func(t *testing.T) { toldThenGone(t, open(t)) })
	t.Run("reading a kept page anew is no look", func(t *testing.T) {
		k := open(t)
		a := k.take(monday, item(1))
		k.must(k.SavePage(t.Context(), news.ScrapedPage{Article: a.ID, At: monday, State: news.PageDone, Again: true}))
		k.edit(monday.Add(hour))
		same(t, "revisits", k.revisits(monday.Add(hour)), none)
	})
}

func keptRobots(t *testing.T, k *kit) {
	t.Helper()
	read := func(origin string) news.RobotsFile {
		file, err := k.Robots(t.Context(), origin)
		k.must(err)
		return file
	}
	same(t, "unknown", read("https://one.example"), news.RobotsFile{Origin: "https://one.example"})
	for _, file := range []news.RobotsFile{
		{Origin: "https://one.example", Refused: true, Until: monday.Add(hour)},
		{Origin: "https://one.example", Text: "User-agent: *\nDisallow: /a", Until: monday.Add(day)},
	} {
		kept := file
		kept.Asked = monday
		k.must(k.SetRobots(t.Context(), kept))
		same(t, "kept", read(file.Origin), file)
	}
	k.must(k.SetRobots(t.Context(), news.RobotsFile{Origin: "https://two.example", Asked: monday.Add(day), Until: monday.Add(2 * day)}))
	same(t, "believed no more", read("https://one.example"), news.RobotsFile{Origin: "https://one.example"})
}

func editedSoon(t *testing.T, k *kit) {
	a := k.take(monday, item(1))
	k.edit(monday.Add(hour))
	same(t, "before the first look", k.revisits(monday.Add(hour)), none)
	k.looked(a, monday.Add(2*hour))
	same(t, "before an edit", k.revisits(monday.Add(3*hour)), none)
	at := monday.Add(7 * day)
	k.edit(at)
	want := []string{`W/"1" Mon`}
	same(t, "edited", k.revisits(at), want)
	k.must(k.PostponePage(t.Context(), news.PostponedPage{Article: a.ID, Until: at.Add(hour), Tried: true, Revisit: true}))
	same(t, "put off", k.revisits(at), none)
	same(t, "until then", k.revisits(at.Add(hour)), want)
	same(t, "state all the while", k.article(a.ID).State, news.PageDone)
	k.must(k.PostponePage(t.Context(), news.PostponedPage{Article: a.ID, Revisit: true}))
	same(t, "ended", k.revisits(at.Add(day)), none)

	elsewhere := news.ScrapedPage{Article: a.ID, At: at, State: news.PageDone, RawURL: a.URL + "?print", ETag: "x",
		Page: news.Page{Body: []news.Block{{Kind: news.Paragraph, Text: "Text."}}, Quality: news.QualityFull}}
	b := k.take(at, item(2, guid("b")))
	elsewhere.Article = b.ID
	k.must(k.SavePage(t.Context(), elsewhere))
	k.poll(pollOf(source("gazette"), at.Add(hour), item(2, guid("b"), title("Corrected"))))
	same(t, "validators of another address are not sent", k.revisits(at.Add(hour)), []string{" "})
}

// reprinted: an article whose page says that it is old is of that day, whatever its feed
// gives, and stays so when the feed lists it again.
func reprinted(t *testing.T, k *kit) {
	a := k.take(monday, item(1, published(monday)))
	k.must(k.SavePage(t.Context(), news.ScrapedPage{Article: a.ID, At: monday, State: news.PageDone,
		Page: news.Page{Published: "2019-06-12", Reprint: true, Body: []news.Block{{Kind: news.Paragraph, Text: "Text."}}, Quality: news.QualityFull}}))
	same(t, "day", k.article(a.ID).Day(time.UTC), news.Day("2019-06-12"))
	k.poll(pollOf(source("gazette"), monday.Add(hour), item(1, published(monday))))
	same(t, "day after another poll", k.article(a.ID).Day(time.UTC), news.Day("2019-06-12"))
}

func toldThenGone(t *testing.T, k *kit) {
	a, untold := k.take(monday, item(1)), k.take(monday, item(2))
	for _, article := range []news.Article{a, untold} {
		k.looked(article, monday)
		k.judge(article.ID)
	}
	issue := news.Issue{Version: 1, Edition: "weekly", Number: 1, Slot: news.Slot{Edition: "weekly", Key: "2026-11-16T07:30", At: monday},
		Sections: []news.Section{{Stories: []news.Story{{Ref: "1.1", Article: a.ID, Revision: a.Revision, Title: a.Title}}}}}
	_, err := k.Freeze(t.Context(), store.KeptIssue{State: news.IssueSent, Frozen: monday, Expires: monday, Issue: issue}, nil)
	k.must(err)
	altered := func() []store.Altered {
		t.Helper()
		all, err := k.Altered(t.Context(), monday.Add(-day))
		k.must(err)
		return all
	}
	same(t, "before three days", k.revisits(monday.Add(3*day-hour)), none)
	same(t, "after", len(k.revisits(monday.Add(3*day))), 1)
	same(t, "altered", len(altered()), 0)
	k.must(k.PostponePage(t.Context(), news.PostponedPage{Article: a.ID, Tried: true, Revisit: true, Gone: true}))
	same(t, "asked no more", k.revisits(monday.Add(9*day)), none)
	if all := altered(); len(all) != 1 || !all[0].Gone || all[0].Told.Ref != "1.1" {
		t.Errorf("Altered = %+v, want the told story, gone", all)
	}
	k.looked(a, monday.Add(4*day))
	same(t, "altered after it came back", len(altered()), 0)
}

// looked saves a page with validators of the article's own address.
func (k *kit) looked(a news.Article, at time.Time) {
	k.Helper()
	k.must(k.SavePage(k.Context(), news.ScrapedPage{Article: a.ID, At: at, State: news.PageDone, RawURL: a.URL, ETag: `W/"1"`, Modified: "Mon",
		Page: news.Page{Body: []news.Block{{Kind: news.Paragraph, Text: "Text."}}, Quality: news.QualityFull}}))
}

// edit lets the source change its first item.
func (k *kit) edit(at time.Time) {
	k.Helper()
	k.poll(pollOf(source("gazette"), at, item(1, title("Corrected "+at.String()))))
}

// revisits lists the validators of the pages to be read again.
func (k *kit) revisits(at time.Time) []string {
	k.Helper()
	pages, err := k.WantedPages(k.Context(), news.PagesWanted{Now: at})
	k.must(err)
	var all []string
	for _, p := range pages {
		if p.Revisit {
			all = append(all, fmt.Sprint(p.ETag, " ", p.LastModified))
		}
	}
	return all
}
