package jobs

import (
	"bytes"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/wardround/wardround/deliver"
	"github.com/wardround/wardround/internal/testkit"
	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

// issued is a desk with one frozen issue for n readers.
func issued(t testing.TB, n int) (*desk, store.KeptIssue) {
	t.Helper()
	d := newDesk(t, monday.Add(-7*day), edition(t, "weekly", n)).known(t)
	d.publish(t, monday.Add(-day), "a", "b")
	d.clock.Set(monday)
	taken := d.due(t)
	if len(taken) != 1 || !taken[0].Is {
		t.Fatalf("took %+v, want an issue", taken)
	}
	return d, taken[0].Issue
}

func TestMessageDependsOnIssueEditionAndReaderAlone(t *testing.T) {
	d, kept := issued(t, 2)
	e := d.Editions[0]
	m := &Mailer{Store: d.Store, Editions: d.Editions}
	first, err := m.Message(kept, e, e.Recipients[0])
	if err != nil {
		t.Fatal(err)
	}
	d.clock.Advance(50 * time.Hour)
	deliveries, err := d.Store.Deliveries(t.Context(), kept.ID)
	if err != nil {
		t.Fatal(err)
	}
	again, err := m.Build(t.Context(), deliveries[0])
	if err != nil || !bytes.Equal(first.Bytes, again.Bytes) {
		t.Errorf("a later Build() differs (%v)", err)
	}
	other, err := m.Message(kept, e, e.Recipients[1])
	if err != nil || other.MessageID == first.MessageID {
		t.Errorf("two readers share Message-ID %s (%v)", other.MessageID, err)
	}
	if strings.Contains(first.MessageID, "r0") || first.From != "digest@wardround.example" {
		t.Errorf("message id %s from %s; want no reader's name, the bare sender", first.MessageID, first.From)
	}
	parsed, err := mail.ReadMessage(bytes.NewReader(first.Bytes))
	if err != nil {
		t.Fatal(err)
	}
	for header, want := range map[string]string{
		"To": "<r0@readers.example>", "List-Id": "<weekly.wardround.example>", "Message-Id": "<" + first.MessageID + ">",
		"List-Unsubscribe": "<mailto:desk@wardround.example?subject=unsubscribe%20weekly>", "Date": "Mon, 23 Nov 2026 07:30:00 +0000",
	} {
		if got := parsed.Header.Get(header); got != want {
			t.Errorf("%s: %s, want %s", header, got, want)
		}
	}
}

func TestMailOfAnEditionNoLongerConfiguredWaitsAndStopsNobody(t *testing.T) {
	d := newDesk(t, monday.Add(-7*day), edition(t, "gone", 2), edition(t, "weekly", 2)).known(t)
	d.publish(t, monday.Add(-day), "a")
	d.clock.Set(monday)
	d.due(t)
	d.Editions = d.Editions[1:]
	sink := testkit.NewSMTP(t, testkit.SMTPOptions{})
	counts, err := d.sendTo(sink, deliver.Options{}).Send(t.Context())
	if err == nil || !strings.Contains(err.Error(), "edition gone is no longer configured") || counts.Sent != 2 || len(sink.Messages()) != 2 {
		t.Errorf("Send() = %v, %v; want the other edition's two sent, and the reason", counts, err)
	}
	states, err := d.Store.CountDeliveries(t.Context(), 0)
	if err != nil || states[news.Pending] != 2 {
		t.Errorf("deliveries %v (%v), want 2 pending", states, err)
	}
}

func TestWithoutARelayMailWaits(t *testing.T) {
	d, _ := issued(t, 1)
	if counts, err := d.Send(t.Context()); err != nil || counts != (deliver.Counts{}) {
		t.Errorf("Send() = %v, %v; want nothing done", counts, err)
	}
}

func TestTwoSendersOnOneStoreSendEachMessageOnce(t *testing.T) {
	const readers = 200
	d, kept := issued(t, readers)
	sink := testkit.NewSMTP(t, testkit.SMTPOptions{})
	senders := []*desk{d, openDesk(t, d.path, d.clock, d.Editions...)}
	counts := make([]deliver.Counts, len(senders))
	var wg sync.WaitGroup
	for i, s := range senders {
		s.sendTo(sink, deliver.Options{Connections: 2, Rate: 6_000_000}) // a rate, so that they claim one by one
		wg.Go(func() {
			var err error
			if counts[i], err = s.Send(t.Context()); err != nil {
				t.Errorf("sender %d: %v", i, err)
			}
		})
	}
	wg.Wait()
	got := map[string]int{}
	for _, m := range sink.Messages() {
		got[m.To[0]]++
	}
	for _, r := range d.Editions[0].Recipients {
		if got[r.Address] != 1 {
			t.Errorf("%s got %d messages", r.Address, got[r.Address])
		}
	}
	if counts[0].Sent == 0 || counts[1].Sent == 0 || counts[0].Sent+counts[1].Sent != readers {
		t.Errorf("counts = %v, want both at work and %d in all", counts, readers)
	}
	if k, err := d.Store.IssueByID(t.Context(), kept.ID); err != nil || k.State != news.IssueSent {
		t.Errorf("issue is %s (%v), want sent", k.State, err)
	}
}

func TestUnsentMailExpiresWithItsIssue(t *testing.T) {
	d, kept := issued(t, 1)
	sink := testkit.NewSMTP(t, testkit.SMTPOptions{})
	d.sendTo(sink, deliver.Options{})
	d.clock.Advance(lifetime)
	if counts, err := d.Send(t.Context()); err != nil || counts != (deliver.Counts{}) || len(sink.Messages()) != 0 {
		t.Errorf("Send() = %v, %v with %d messages; want nothing sent", counts, err, len(sink.Messages()))
	}
	if k, err := d.Store.IssueByID(t.Context(), kept.ID); err != nil || k.State != news.IssueExpired {
		t.Errorf("issue is %s (%v), want expired", k.State, err)
	}
}
