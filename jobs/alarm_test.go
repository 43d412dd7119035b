package jobs

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/wardround/wardround/deliver"
	"github.com/wardround/wardround/internal/testkit"
	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

// alarms runs Alarm and returns the mails to the operator so far, by delivery.
func (d *desk) alarms(t *testing.T, relay string) []news.Delivery {
	t.Helper()
	d.AlarmTo = "operator@wardround.example"
	if err := d.Store.SetMark(t.Context(), restMark, Rest{Why: relay}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Alarm(t.Context(), Trouble{}); err != nil {
		t.Fatalf("Alarm() = %v", err)
	}
	found, err := d.Store.FindDeliveries(t.Context(), store.DeliveryQuery{Edition: store.AlarmEdition})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// failing records that a source has failed since.
func (d *desk) failing(t *testing.T, source news.Source, since time.Time, outcome news.Outcome) {
	t.Helper()
	state := news.SourceState{URL: source.URL, Failures: 3, FailingSince: since, LastTry: d.clock.Now(), Outcome: outcome, Reason: "no answer"}
	if outcome == news.OutcomeNew {
		state = news.SourceState{URL: source.URL, LastRead: d.clock.Now(), Outcome: outcome}
	}
	if _, err := d.Store.SavePoll(t.Context(), news.Poll{Source: source, At: d.clock.Now(), Outcome: outcome, State: state}); err != nil {
		t.Fatal(err)
	}
}

func TestBrokenSourceIsToldOncePerFailureAndAgainAfterRecovery(t *testing.T) {
	d := newDesk(t, monday, edition(t, "weekly", 1)).known(t)
	source := news.Source{Name: "Ward and Wire", URL: "https://ward.example/feed", Kind: news.KindFeed}
	d.Sources = []news.Source{source}
	steps := []struct {
		name    string
		after   time.Duration // on the clock
		outcome news.Outcome
		since   time.Time
		want    int // mails in all
	}{
		{"an hour of failure is nobody's business", time.Hour, "timeout", monday, 0},
		{"a day is", 24 * time.Hour, "timeout", monday, 1},
		{"told once", 24 * time.Hour, "timeout", monday, 1},
		{"another failure is told", time.Hour, "gone", monday, 2},
		{"recovery is not", time.Hour, news.OutcomeNew, time.Time{}, 2},
		{"the next failure is told again", 48 * time.Hour, "timeout", monday.Add(60 * time.Hour), 3},
	}
	for _, step := range steps {
		d.clock.Advance(step.after)
		d.failing(t, source, step.since, step.outcome)
		if got := d.alarms(t, ""); len(got) != step.want {
			t.Errorf("%s: %d mails, want %d", step.name, len(got), step.want)
		}
	}
}

func TestQuietWeeksMissedSlotsAndTheRelayAreTold(t *testing.T) {
	d := newDesk(t, monday.Add(-7*day), edition(t, "weekly", 1)).known(t)
	for week := range 3 {
		d.clock.Set(monday.Add(time.Duration(week) * 7 * day))
		d.due(t)
		if got, want := len(d.alarms(t, "")), map[int]int{2: 1}[week]; got != want {
			t.Errorf("after %d quiet weeks %d mails, want %d", week+1, got, want)
		}
	}
	d.clock.Set(monday.Add(21*day + 4*day))
	d.due(t)
	if got := d.alarms(t, ""); len(got) != 2 {
		t.Errorf("after a missed slot %d mails, want 2", len(got))
	}
	for range 2 {
		if got := d.alarms(t, "connect: 535 wrong password"); len(got) != 3 {
			t.Errorf("after a refused log-in %d mails, want 3", len(got))
		}
	}
}

func TestAlarmReachesTheOperatorThroughTheLedger(t *testing.T) {
	d := newDesk(t, monday, edition(t, "weekly", 1)).known(t)
	d.alarms(t, "451 try later")
	sink := testkit.NewSMTP(t, testkit.SMTPOptions{})
	counts, err := d.sendTo(sink, deliver.Options{}).Send(t.Context())
	if err != nil || counts.Sent != 1 {
		t.Fatalf("Send() = %v, %v; want one sent", counts, err)
	}
	m := sink.Messages()[0]
	for line := range strings.Lines(string(m.Data)) {
		if strings.HasSuffix(line, "=\r\n") {
			t.Errorf("a line of the mail is too long: %s", line)
		}
	}
	for _, want := range []string{"To: <operator@wardround.example>", "\r\n  wardround deliveries list\r\n", "Subject: wardround: one thing needs you", "451 try later"} {
		if !strings.Contains(string(m.Data), want) {
			t.Errorf("the mail lacks %q:\n%s", want, m.Data)
		}
	}
}

func TestReaderTakenOutOfTheListAfterTheFreezeGetsNothing(t *testing.T) {
	d, kept := issued(t, 3)
	d.Editions[0].Recipients = d.Editions[0].Recipients[1:]
	sink := testkit.NewSMTP(t, testkit.SMTPOptions{})
	counts, err := d.sendTo(sink, deliver.Options{}).Send(t.Context())
	if err != nil || counts.Sent != 2 {
		t.Errorf("Send() = %v, %v; want two sent", counts, err)
	}
	if states, err := d.Store.CountDeliveries(t.Context(), kept.ID); err != nil || states[news.Suppressed] != 1 {
		t.Errorf("deliveries %v (%v), want one suppressed", states, err)
	}
}

func TestAFloodOfOldItemsIsToldOnce(t *testing.T) {
	d := newDesk(t, monday, edition(t, "weekly", 1)).known(t)
	source := news.Source{Name: "Ward and Wire", URL: "https://ward.example/feed", Kind: news.KindFeed}
	d.Sources = []news.Source{source}
	var items []news.Item
	for i := range 6 {
		address := fmt.Sprintf("https://ward.example/old/%d", i)
		items = append(items, news.Item{GUID: address, URL: address, Link: address, Title: address, Published: monday.AddDate(0, -2, 0)})
	}
	for _, listed := range [][]news.Item{nil, items} { // well, then flooded
		state := news.SourceState{URL: source.URL, FirstRead: monday.Add(-time.Hour), LastRead: d.clock.Now(), LastTry: d.clock.Now(), Outcome: news.OutcomeNew}
		if _, err := d.Store.SavePoll(t.Context(), news.Poll{Source: source, At: d.clock.Now(), Outcome: news.OutcomeNew, State: state, Items: listed}); err != nil {
			t.Fatal(err)
		}
		d.clock.Advance(time.Hour)
	}
	for range 2 {
		told := d.alarms(t, "")
		if len(told) != 1 {
			t.Fatalf("%d mails, want one", len(told))
		}
	}
	d.clock.Advance(8 * 24 * time.Hour)
	if told := d.alarms(t, ""); len(told) != 1 {
		t.Errorf("a week later %d mails, want no other", len(told))
	}
}

func TestASlotIsTalkedOfAsPeopleDo(t *testing.T) {
	for key, want := range map[string]string{
		"2026-11-23T07:30": "Monday 23 November 2026, 07:30",
		"first":            "first",
	} {
		if got := slotWords(key); got != want {
			t.Errorf("slotWords(%q) = %q, want %q", key, got, want)
		}
	}
}
