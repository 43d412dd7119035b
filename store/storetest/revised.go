package storetest

import (
	"testing"
	"time"

	"github.com/wardround/wardround/store"
)

// testRevised: told articles come back when their text has changed, and only then.
func testRevised(t *testing.T, open opener) {
	k := open(t)
	since := monday.Add(-28 * day)
	revised := func(edition string, since time.Time) []store.Revised {
		found, err := k.Revised(t.Context(), edition, since)
		k.must(err)
		return found
	}
	one, two := k.take(monday.Add(-day), item(1, noPage)), k.take(monday.Add(-day), item(2, noPage))
	k.judge(one.ID)
	k.judge(two.ID)
	k.freeze(issueOf(1, monday, one.ID, two.ID))
	same(t, "unchanged", len(revised("weekly", since)), 0)

	k.poll(pollOf(source("gazette"), monday.Add(day), item(2, noPage, title("Edited"))))
	same(t, "changed, not judged anew", len(revised("weekly", since)), 0)
	k.judge(two.ID)
	found := revised("weekly", since)
	if len(found) != 1 {
		t.Fatalf("%d revised articles, want 1", len(found))
	}
	same(t, "title now", found[0].Article.Title, "Edited")
	same(t, "as it was told", found[0].Earlier.Ref, "1.2")
	same(t, "source", found[0].SourceURL, source("gazette").URL)
	same(t, "another edition", len(revised("daily", since)), 0)
	same(t, "told before that", len(revised("weekly", monday.Add(time.Millisecond))), 0)

	update := issueOf(2, monday.Add(7*day), two.ID)
	update.Issue.Sections[0].Stories[0].Revision = found[0].Article.Revision
	k.freeze(update)
	same(t, "told as an update", len(revised("weekly", since)), 0)
	k.poll(pollOf(source("gazette"), monday.Add(8*day), item(2, noPage, title("Edited again"))))
	k.judge(two.ID, irrelevant)
	same(t, "no longer relevant", len(revised("weekly", since)), 0)
	k.judge(two.ID)
	same(t, "as it was told last", revised("weekly", since)[0].Earlier.Ref, "2.1")

	counts, err := k.StoryCounts(t.Context(), "weekly", 5)
	k.must(err)
	same(t, "stories of the issues, newest first", counts, []int{1, 2})
	counts, err = k.StoryCounts(t.Context(), "weekly", 1)
	k.must(err)
	same(t, "the last issue only", counts, []int{1})
}
