package jobs

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

// RetainChore is the name under which the store keeps when [Steps.Retain] last
// did its work.
const RetainChore = "retention"

// retainEvery is how often it does: daily, and a little less, so that a crontab
// that calls at the same minute each day does not miss every other one.
const retainEvery = 23 * time.Hour

// Retention is how long things are kept; 0 is for good.
type Retention struct {
	Messages  time.Duration // bytes of mails, from when they were sent
	Addresses time.Duration // who was sent an issue, from when it expired
	Texts     time.Duration // of articles, from when they were taken in
	Leavers   time.Duration // addresses of those who have left; their keyed hash stays
	Pages     time.Duration // as received; 0 keeps none
}

// Retain forgets what has been kept for its time, once a day however often it is
// called and by however many processes. It reports false when that was not due.
func (s *Steps) Retain(ctx context.Context) (did bool, err error) {
	now := s.Now()
	last, err := s.Store.Chore(ctx, RetainChore)
	if err != nil {
		return false, err
	}
	if since := now.Sub(last.Done); since >= 0 && since < retainEvery {
		return false, nil
	}
	unlock, held, err := s.Store.Lock(ctx, RetainChore)
	if err != nil || !held {
		return false, err
	}
	defer unlock()
	words, err := s.retain(ctx, now)
	if err != nil {
		return false, err
	}
	return true, s.Store.SaveChore(ctx, RetainChore, store.Chore{Done: now, Words: words})
}

// retain forgets all kinds and says in words what that came to.
func (s *Steps) retain(ctx context.Context, now time.Time) (string, error) {
	open, err := s.openPromises(ctx, now)
	if err != nil {
		return "", err
	}
	keep := s.Retention
	kinds := []struct {
		one, many string
		forget    func(before time.Time) (int, error)
		age       time.Duration
		none      bool // 0 keeps none, in place of all
	}{
		{"message", "messages", func(at time.Time) (int, error) { return s.Store.ForgetMessages(ctx, at) }, keep.Messages, false},
		{"address", "addresses", func(at time.Time) (int, error) { return s.Store.ForgetAddresses(ctx, at, now) }, keep.Addresses, false},
		{"reader who left", "readers who left", func(at time.Time) (int, error) { return s.Store.ForgetLeavers(ctx, at) }, keep.Leavers, false},
		{"page", "pages", func(at time.Time) (int, error) { return s.Store.ForgetPages(ctx, at, open) }, keep.Pages, true},
		{"text", "texts", func(at time.Time) (int, error) { return s.Store.ForgetTexts(ctx, at, now) }, keep.Texts, false},
	}
	var words []string
	for _, k := range kinds {
		if k.age <= 0 && !k.none {
			continue
		}
		n, err := k.forget(now.Add(-k.age))
		if err != nil {
			return "", err
		}
		switch {
		case n == 1:
			words = append(words, "1 "+k.one)
		case n > 1:
			words = append(words, fmt.Sprintf("%d %s", n, k.many))
		}
	}
	if len(words) == 0 {
		return "nothing was past its time", nil
	}
	return "forgot " + strings.Join(words, ", "), nil
}

// openPromises are the articles that a promise which is neither kept nor dropped
// was read in: their pages are its evidence.
func (s *Steps) openPromises(ctx context.Context, now time.Time) (map[int64]bool, error) {
	promises, err := s.Promises(ctx, news.DayOf(now, s.zone()))
	if err != nil {
		return nil, err
	}
	open := map[int64]bool{}
	for _, p := range promises {
		if p.Status == news.Kept || p.Status == news.Dropped {
			continue
		}
		for _, st := range p.Statements {
			open[st.Article] = true
		}
	}
	return open, nil
}
