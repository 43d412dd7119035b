package deliver

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/wardround/wardround/internal/testkit"
	"github.com/wardround/wardround/news"
)

// end is what one run leaves of the first of two recipients, and of the run.
type end struct {
	State    news.DeliveryState
	Attempts int
	Wait     time.Duration // until it is offered again
	Second   news.DeliveryState
	Stopped  bool
	InSink   int // messages the relay took for the first recipient
}

var (
	// nobody is to blame: both wait, no attempt counted, the run is over.
	waits = end{State: news.Pending, Second: news.Pending, Stopped: true}
	sent  = end{State: news.Sent, Attempts: 1, Second: news.Sent, InSink: 1}
	later = end{State: news.Retry, Attempts: 1, Wait: 15 * time.Minute, Second: news.Sent}
	gone  = end{State: news.Failed, Attempts: 1, Second: news.Sent}
	// the dot may have arrived: only this one waits, but the line is dead.
	unknown = end{State: news.Unknown, Wait: 15 * time.Minute, Second: news.Sent}
)

func (e end) inSink(n int) end { e.InSink = n; return e }

func TestEachFaultLeavesWhatTheTableSays(t *testing.T) {
	const refuse, drop, replyDrop = testkit.Refuse, testkit.Drop, testkit.ReplyThenDrop
	tests := []struct {
		step testkit.Step
		do   testkit.Action
		code int
		want end
	}{
		{testkit.StepConnect, refuse, 421, waits},
		{testkit.StepConnect, refuse, 554, waits},
		{testkit.StepConnect, drop, 0, waits},
		{testkit.StepConnect, replyDrop, 0, waits},
		{testkit.StepHelo, refuse, 451, waits},
		{testkit.StepHelo, refuse, 550, waits},
		{testkit.StepHelo, drop, 0, waits},
		{testkit.StepHelo, replyDrop, 0, waits},
		{testkit.StepMail, refuse, 451, later},
		{testkit.StepMail, refuse, 421, waits},
		{testkit.StepMail, refuse, 530, waits},
		{testkit.StepMail, refuse, 550, gone},
		{testkit.StepMail, drop, 0, waits},
		{testkit.StepMail, replyDrop, 0, waits},
		{testkit.StepRcpt, refuse, 450, later},
		{testkit.StepRcpt, refuse, 452, later},
		{testkit.StepRcpt, refuse, 550, gone},
		{testkit.StepRcpt, refuse, 553, gone},
		{testkit.StepRcpt, drop, 0, waits},
		{testkit.StepRcpt, replyDrop, 0, waits},
		{testkit.StepData, refuse, 421, waits},
		{testkit.StepData, refuse, 451, later},
		{testkit.StepData, refuse, 554, gone},
		{testkit.StepData, refuse, 250, waits}, // the two sides are out of step
		{testkit.StepMail, refuse, 334, waits},
		{testkit.StepRcpt, refuse, 421, waits},
		{testkit.StepRcpt, refuse, 552, gone},
		{testkit.StepData, drop, 0, waits},
		{testkit.StepDot, refuse, 251, sent}, // every 2xx is a yes
		{testkit.StepDot, refuse, 354, unknown.inSink(1)},
		{testkit.StepDot, refuse, 421, waits.inSink(1)},
		{testkit.StepDot, refuse, 452, later.inSink(1)},
		{testkit.StepDot, refuse, 554, gone.inSink(1)},
		{testkit.StepDot, drop, 0, unknown.inSink(1)},
		{testkit.StepDot, replyDrop, 0, sent},
		{testkit.StepRset, refuse, 451, sent},
		{testkit.StepRset, refuse, 502, sent},
		{testkit.StepRset, drop, 0, sent},
		{testkit.StepRset, replyDrop, 0, end{State: news.Sent, Attempts: 1, Second: news.Pending, Stopped: true, InSink: 1}},
		{testkit.StepQuit, refuse, 451, sent},
		{testkit.StepQuit, refuse, 554, sent},
		{testkit.StepQuit, drop, 0, sent},
		{testkit.StepQuit, replyDrop, 0, sent},
	}
	for _, test := range tests {
		t.Run(fmt.Sprintf("%s at %s %d", test.do, test.step, test.code), func(t *testing.T) {
			p := newPost(t, 2)
			p.sink.Fault(testkit.Fault{Step: test.step, Do: test.do, Code: test.code, Nth: 1})
			if test.step == testkit.StepHelo { // go-mail greets with HELO when EHLO fails
				p.sink.Fault(testkit.Fault{Step: test.step, Do: test.do, Code: test.code, Nth: 2})
			}
			counts := p.run(t)
			if diff := cmp.Diff(test.want, p.end(counts)); diff != "" {
				t.Errorf("after the run (-want +got):\n%s\ncounts %v\nlog %s", diff, counts, p.logged)
			}
			if p.rows[0].State != news.Sent && p.rows[0].Reply == "" {
				t.Error("nothing says why it was not sent")
			}
		})
	}
}

// end reads what a run has left.
func (p *post) end(counts Counts) end {
	first := p.rows[0]
	e := end{State: first.State, Attempts: first.Attempts, Second: p.rows[1].State, Stopped: counts.Stopped != ""}
	if first.NextAt.After(noon) {
		e.Wait = first.NextAt.Sub(noon)
	}
	for _, m := range p.sink.Messages() {
		if m.To[0] == address(0) {
			e.InSink++
		}
	}
	return e
}

// A body that is cut may look, from here, like a lost reply to the dot. Either
// way the relay holds no part of it, and every reader gets it once.
func TestCutBodyLeavesNothingBehindAndArrivesOnceLater(t *testing.T) {
	for _, do := range []testkit.Action{testkit.Drop, testkit.Refuse} {
		t.Run(string(do), func(t *testing.T) {
			p := newPost(t, 3)
			p.sink.Fault(testkit.Fault{Step: testkit.StepBody, Do: do, Nth: 2})
			p.run(t)
			if state := p.rows[1].State; state == news.Sent || state == news.Failed {
				t.Errorf("state after a cut body = %s", state)
			}
			p.clock.Advance(time.Hour)
			p.run(t)
			p.wantAllOnce(t)
		})
	}
}

func (p *post) wantAllOnce(t *testing.T) {
	t.Helper()
	got := p.arrived(t)
	for i, r := range p.rows {
		if got[address(i)] != 1 || r.State != news.Sent {
			t.Errorf("%s has %d messages and state %s, want 1 and sent", address(i), got[address(i)], r.State)
		}
	}
}

func TestAnswerOfSeveralLinesIsReadWhole(t *testing.T) {
	for _, step := range []testkit.Step{testkit.StepMail, testkit.StepRcpt, testkit.StepData, testkit.StepDot} {
		p := newPost(t, 2)
		p.sink.Fault(testkit.Fault{Step: step, Do: testkit.Refuse, Code: 451, Text: "4.3.0 not now\n4.3.0 the disk\n4.3.0 is full", Nth: 1})
		counts := p.run(t)
		if d := p.rows[0]; counts.Sent != 1 || d.State != news.Retry || !strings.Contains(d.Reply, "is full") || strings.Contains(d.Reply, "\n") {
			t.Errorf("%s: counts %v, delivery %s, reply %q", step, counts, d.State, d.Reply)
		}
	}
}

func TestSlowRelayGetsEachMessageOnce(t *testing.T) {
	for _, step := range []testkit.Step{testkit.StepConnect, testkit.StepMail, testkit.StepRcpt, testkit.StepData, testkit.StepBody, testkit.StepDot, testkit.StepRset} {
		p := newPost(t, 2)
		p.sink.Fault(testkit.Fault{Step: step, Do: testkit.Stall, Wait: 100 * time.Millisecond})
		p.run(t)
		p.wantAllOnce(t)
	}
}
