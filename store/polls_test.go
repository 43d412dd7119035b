package store

import (
	"context"
	"database/sql"
	"errors"
	"testing"

	"github.com/wardround/wardround/news"
)

func TestAPollThatGivesUpItsPlaceIsNotWrittenLater(t *testing.T) {
	s := &Store{db: newHandle(new(sql.DB), Dialect{}, 1)}
	s.db.turn <- struct{}{} // another transaction is under way
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	saved, err := s.SavePoll(ctx, news.Poll{Source: news.Source{URL: "https://gazette.example/feed"}, Items: []news.Item{{}}})
	if !errors.Is(err, context.Canceled) || saved != (news.PollSaved{}) {
		t.Errorf("SavePoll = %+v, %v; want nothing and the context's error", saved, err)
	}
	if left := s.polls.all(); len(left) != 0 {
		t.Errorf("%d polls still wait to be written", len(left))
	}
	if len(s.db.turn) != 1 {
		t.Error("it gave up a turn it did not have")
	}
}

func TestAPollUnderWayIsWaitedFor(t *testing.T) {
	s := &Store{db: newHandle(new(sql.DB), Dialect{}, 1)}
	s.db.turn <- struct{}{} // who has the turn
	ctx, cancel := context.WithCancel(t.Context())
	saved := make(chan news.PollSaved)
	go func() {
		got, _ := s.SavePoll(ctx, news.Poll{})
		saved <- got
	}()
	var taken []*pollWrite
	for len(taken) == 0 {
		taken = s.polls.all() // takes it along
	}
	cancel() // too late: it is being written
	taken[0].saved.New = 3
	finish(taken)
	if got := <-saved; got.New != 3 {
		t.Errorf("SavePoll = %+v, want what was written", got)
	}
}

func TestTextsAreFoldedOnlyWhereTheyMust(t *testing.T) {
	for text, want := range map[string]string{
		"plain":             "plain",
		"café":              "cafe",
		"cafe\u0301":        "cafe",
		"the board’s £9m –": "the board’s £9m –",
		"Zoë’s “plan”":      "Zoe’s “plan”",
	} {
		if got := fold(text); got != want {
			t.Errorf("fold(%q) = %q, want %q", text, got, want)
		}
	}
}
