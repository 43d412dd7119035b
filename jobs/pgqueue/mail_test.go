package pgqueue

import (
	"os"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/wardround/wardround/internal/testkit"
	"github.com/wardround/wardround/news"
)

// fallen prepares a store in which a slot fell due while no node ran.
func fallen(t *testing.T, dsn string, sink *testkit.SMTP, readers int) task {
	t.Helper()
	todo := task{DSN: dsn, Now: monday.Add(-time.Hour), Port: sink.Port(), Readers: readers}
	steps, shut, err := todo.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := steps.Store.EditionSince(t.Context(), "weekly", todo.Now); err != nil {
		t.Fatal(err)
	}
	source := news.Source{Name: "Ward and Wire", URL: "https://ward.example/feed", Kind: news.KindFeed}
	poll := news.Poll{Source: source, At: todo.Now, Outcome: news.OutcomeNew,
		State: news.SourceState{URL: source.URL, FirstRead: todo.Now.AddDate(-1, 0, 0), LastRead: todo.Now, Outcome: news.OutcomeNew},
		Items: []news.Item{{GUID: "a", URL: "https://ward.example/a", Title: "NHS trusts cannot fill digital posts", Published: todo.Now,
			Summary: "NHS trusts have advertised two hundred posts for data analysts and developers and filled a third of them."}}}
	if _, err := steps.Store.SavePoll(t.Context(), poll); err != nil {
		t.Fatal(err)
	}
	if _, err := steps.Judge(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := shut(); err != nil {
		t.Fatal(err)
	}
	todo.Now = monday.Add(5 * time.Minute)
	return todo
}

// copies counts acknowledged messages by reader.
func copies(sink *testkit.SMTP) map[string]int {
	got := map[string]int{}
	for _, m := range sink.Messages() {
		if m.Acknowledged() {
			for _, to := range m.To {
				got[to]++
			}
		}
	}
	return got
}

func TestIssueThatFellDueWhileAllWereDownGoesOutOnceFromThreeNodes(t *testing.T) {
	runs := 2
	if os.Getenv("WARDROUND_TORTURE") != "" {
		runs = 20
	}
	for range runs {
		sink := testkit.NewSMTP(t, testkit.SMTPOptions{})
		todo := fallen(t, cluster.DSN(newDatabase(t)), sink, 5)
		before := goleak.IgnoreCurrent()
		stop := todo.start(t, 3)
		within(t, 90*time.Second, "an issue for five", func() bool { return len(copies(sink)) == 5 })
		time.Sleep(300 * time.Millisecond) // for a second copy to come
		stop()
		stop = todo.start(t, 3) // and none by starting again
		time.Sleep(300 * time.Millisecond)
		stop()
		if err := goleak.Find(before); err != nil {
			t.Errorf("nodes that stopped left something running: %v", err)
		}
		for to, n := range copies(sink) {
			if n != 1 {
				t.Errorf("%s got %d copies", to, n)
			}
		}
	}
}
