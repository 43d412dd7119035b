package jobs

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/wardround/wardround/deliver"
	"github.com/wardround/wardround/internal/testkit"
	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

func TestAWrongPromiseIsPutRightOnceInAnEmptyWeek(t *testing.T) {
	d := newDesk(t, monday.Add(-day), edition(t, "weekly", 1)).known(t)
	promising(t, d, monday.Add(-day), "NHS England will publish its digital skills register for trusts by 30 November 2026.")
	d.clock.Set(monday)
	first := one(t, d.due(t))
	ref := first.Issue.Promises[0].Ref
	d.clock.Set(monday.Add(day))
	if _, _, err := d.Correct(t.Context(), Correct{Ref: "P999", Text: "x"}); !errors.Is(err, ErrNotTold) {
		t.Errorf("a promise nobody was told of: %v, want ErrNotTold", err)
	}
	all, letters, err := d.Correct(t.Context(), Correct{Ref: ref, Text: "The register is open.", Status: news.Kept})
	if err != nil || len(all) != 1 || letters != 0 || all[0].Issue != 1 {
		t.Fatalf("Correct = %+v, %d letters, %v", all, letters, err)
	}
	list, err := d.Promises(t.Context(), "2026-11-25")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list {
		if p.Ref == ref && (p.Status != news.Kept || p.Steps[len(p.Steps)-1].Why != "put right by the operator: The register is open.") {
			t.Errorf("the promise is %s by %+v", p.Status, p.Steps)
		}
	}
	d.clock.Set(monday.Add(7 * day))
	second := one(t, d.due(t))
	if len(second.Issue.Corrections) != 1 || second.Issue.Stories() != 0 || second.State == news.IssueEmpty {
		t.Fatalf("the next issue %+v is %s, want the correction alone to carry it", second.Issue.Corrections, second.State)
	}
	if c := second.Issue.Corrections[0]; c.About != first.Issue.Promises[0].Title || c.URL != first.Issue.Promises[0].Now.URL {
		t.Errorf("it is about %q at %q, want what the first issue said", c.About, c.URL)
	}
	for _, p := range second.Issue.Promises {
		if p.Ref == ref && p.Status != news.Kept {
			t.Errorf("the issue that puts it right tells it as %s", p.Status)
		}
	}
	d.clock.Set(monday.Add(14 * day))
	if third := one(t, d.due(t)); len(third.Issue.Corrections) != 0 {
		t.Errorf("told again: %+v", third.Issue.Corrections)
	}
}

func TestACorrectedStatusHoldsUntilANewerStatement(t *testing.T) {
	for name, test := range map[string]struct {
		statement news.Statement
		want      news.PromiseStatus
	}{
		"older":       {news.Statement{Reported: "2026-11-20"}, news.Kept},
		"newer":       {news.Statement{Reported: "2026-11-26"}, news.Due},
		"second-hand": {news.Statement{Reported: "2026-11-26", Secondary: true}, news.Kept},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, monday, edition(t, "weekly", 1))
			err := d.Store.AddCorrections(t.Context(), []store.Correction{{Edition: "weekly", Status: news.Kept, Day: "2026-11-24",
				Correction: news.Correction{Ref: "P2", Text: "It is out.", At: monday}}}, nil)
			if err != nil {
				t.Fatal(err)
			}
			for asOf, want := range map[news.Day]news.PromiseStatus{"2026-11-23": news.Due, "2026-11-27": test.want} {
				list := []news.Promise{{Ref: "P2", Status: news.Due, Statements: []news.Statement{test.statement}}}
				if err := d.putRight(t.Context(), list, asOf); err != nil || list[0].Status != want {
					t.Errorf("on %s: %s, %v; want %s", asOf, list[0].Status, err, want)
				}
			}
		})
	}
}

func TestACorrectionGoesAloneToThoseWhoGotTheIssueAndStay(t *testing.T) {
	sink := testkit.NewSMTP(t, testkit.SMTPOptions{})
	d := newDesk(t, monday.Add(-day), edition(t, "weekly", 3)).known(t)
	readers, _ := d.withReaders()
	d.Sender = deliver.New(d.Log, d.Store, deliver.Relay{Host: "127.0.0.1", Port: sink.Port(), TLS: deliver.TLSNone},
		(&Mailer{Store: d.Store, Editions: d.Editions, Readers: readers, Operator: news.Operator{Name: "The desk"}}).Build, deliver.Options{Now: d.Now})
	send := func() {
		t.Helper()
		if _, err := d.Send(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	leave := func(address string) {
		t.Helper()
		m := Membership{Edition: news.Edition{Name: "weekly"}, Address: address, Reader: readers.Key.Reader(address)}
		if err := readers.Leave(t.Context(), m, false, "link"); err != nil {
			t.Fatal(err)
		}
	}
	d.publish(t, monday.Add(-time.Hour), "Plan")
	d.clock.Set(monday)
	d.due(t)
	send()
	late := store.Reader{Edition: "weekly", Recipient: news.Recipient{Address: "late@readers.example"}, Added: monday}
	if err := d.Store.AddReader(t.Context(), late); err != nil {
		t.Fatal(err)
	}
	leave("r0@readers.example")
	_, letters, err := d.Correct(t.Context(), Correct{Ref: "1.1", Text: "The posts were filled.", Now: true})
	if err != nil || letters != 2 {
		t.Fatalf("Correct = %d letters, %v; want one for each who got it and stayed", letters, err)
	}
	leave("r1@readers.example") // before the letter is built
	send()
	var got []string
	var letter string
	for _, m := range sink.Messages()[3:] {
		if strings.Contains(string(m.Data), "The posts were filled.") {
			got = append(got, strings.Join(m.To, " "))
			letter = string(m.Data)
		}
	}
	for _, want := range []string{ // it may be left by as an issue may
		"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n", "List-ID: <weekly.", "\r\n-- \r\nYou get this because", "\r\nRun by The desk",
		"\r\nhttps://news.example/desk/i/weekly/1\r\n", "posts in Plan=E2=80=9D [1.1].", "\r\nhttps://news.example/desk/u/weekly/l",
	} {
		if !strings.Contains(strings.ReplaceAll(letter, "--=20\r\n", "-- \r\n"), want) {
			t.Errorf("the letter lacks %q:\n%s", want, letter)
		}
	}
	if len(got) != 1 || !strings.Contains(got[0], "r2@readers.example") {
		t.Errorf("letters to %v, want r2 alone", got)
	}
	d.clock.Set(monday.Add(7 * day))
	if next := one(t, d.due(t)); len(next.Issue.Corrections) != 0 {
		t.Errorf("told by letter and again by the issue: %+v", next.Issue.Corrections)
	}
}

// A wrong promise, by mail from its first telling to the correction: told by the next
// issue above the promises, in a week without news; and alone to those who got it.
func TestAWrongPromiseIsPutRightInTheMailAboveThePromises(t *testing.T) {
	for name, now := range map[string]bool{"by the next issue": false, "alone, at once": true} {
		t.Run(name, func(t *testing.T) {
			sink := testkit.NewSMTP(t, testkit.SMTPOptions{})
			d := newDesk(t, monday.Add(-day), edition(t, "weekly", 2)).known(t)
			d.withReaders()
			d.Sender = deliver.New(d.Log, d.Store, deliver.Relay{Host: "127.0.0.1", Port: sink.Port(), TLS: deliver.TLSNone},
				(&Mailer{Store: d.Store, Editions: d.Editions, Readers: d.Readers}).Build, deliver.Options{Now: d.Now})
			promising(t, d, monday.Add(-day), "NHS England will publish its digital skills register for trusts by 30 November 2026.")
			send := func(at time.Time) (texts []string) {
				t.Helper()
				d.clock.Set(at)
				before := len(sink.Messages())
				d.due(t)
				if _, err := d.Send(t.Context()); err != nil {
					t.Fatal(err)
				}
				for _, m := range sink.Messages()[before:] {
					texts = append(texts, strings.ReplaceAll(strings.ReplaceAll(string(m.Data), "=\r\n", ""), "=3D", "="))
				}
				return texts
			}
			first := send(monday)
			if len(first) != 2 || strings.Contains(first[0], "Put right") {
				t.Fatalf("%d mails of the first issue, or one with a correction", len(first))
			}
			kept, err := d.Store.LastIssue(t.Context(), "weekly")
			if err != nil {
				t.Fatal(err)
			}
			ref := kept.Issue.Promises[0].Ref
			late := store.Reader{Edition: "weekly", Recipient: news.Recipient{Address: "late@readers.example"}, Added: monday}
			if err := d.Store.AddReader(t.Context(), late); err != nil {
				t.Fatal(err)
			}
			promising(t, d, monday.Add(day), "NHS England will publish its digital pay census for trusts by 3 December 2026.")
			d.clock.Set(monday.Add(2 * day))
			if _, _, err := d.Correct(t.Context(), Correct{Ref: ref, Text: "The register opened on Tuesday.", Status: news.Kept, Now: now}); err != nil {
				t.Fatal(err)
			}
			letters := send(monday.Add(2 * day))
			next := send(monday.Add(7 * day))
			if len(next) != 3 {
				t.Fatalf("%d mails of the next issue, want three", len(next))
			}
			right, promises := strings.Index(next[0], "== Put right =="), strings.Index(next[0], "== Promises:")
			if now {
				if len(letters) != 2 || !strings.Contains(letters[0], "The register opened on Tuesday.") || right >= 0 {
					t.Errorf("%d letters; put right again at %d", len(letters), right)
				}
				return
			}
			if len(letters) != 0 || right < 0 || promises < right || !strings.Contains(next[0][right:promises], "The register opened on Tuesday.") {
				t.Errorf("%d letters; put right at %d, promises at %d of\n%s", len(letters), right, promises, next[0])
			}
		})
	}
}
