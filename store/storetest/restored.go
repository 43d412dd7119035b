package storetest

import (
	"testing"
	"time"

	"github.com/wardround/wardround/news"
)

// testRestored: a store that came out of a backup.
func testRestored(t *testing.T, open opener) {
	for name, c := range map[string]struct {
		drop  bool
		want  map[news.DeliveryState]int
		state news.IssueState
		since time.Time
	}{
		"what was outstanding is given up": {true, map[news.DeliveryState]int{news.Sent: 1, news.Suppressed: 2}, news.IssueSent, monday.Add(day)},
		"what was outstanding stays":       {false, map[news.DeliveryState]int{news.Sent: 1, news.Talking: 1, news.Pending: 1}, news.IssueFrozen, monday},
	} {
		t.Run(name, func(t *testing.T) {
			k := open(t)
			_, err := k.EditionSince(t.Context(), "weekly", monday)
			k.must(err)
			issue := issueOf(1, monday)
			k.freeze(issue, people(3)...)
			k.settle(k.claim(monday), news.Sent)
			k.claim(monday)
			k.must(k.HoldMail(t.Context(), monday.Add(hour), "from a test"))
			chore, held, err := k.MailHeld(t.Context())
			k.must(err)
			same(t, "held", []any{held, chore.Words}, []any{true, "from a test"})
			n, err := k.ReleaseMail(t.Context(), monday.Add(day), c.drop)
			k.must(err)
			same(t, "outstanding", n, 2)
			_, held, err = k.MailHeld(t.Context())
			k.must(err)
			same(t, "held after the release", held, false)
			k.count(0, c.want)
			last, err := k.LastIssue(t.Context(), "weekly")
			k.must(err)
			same(t, "issue", last.State, c.state)
			since, err := k.EditionSince(t.Context(), "weekly", monday.Add(2*day))
			k.must(err)
			same(t, "slots count from", since, c.since)
		})
	}
}
