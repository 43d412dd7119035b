package fetch

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/wardround/wardround/news"
)

// busy makes three feeds of one host, of which the first asks for a pause.
func busy(w *farm, pause string) []news.Source {
	var sources []news.Source
	for i := range 3 {
		address := fmt.Sprintf("http://one.example/%d", i)
		w.text(address, rssDoc("one.example", fmt.Sprintf("/a%d|A", i)))
		sources = append(sources, feedSource(address))
	}
	w.status("http://one.example/0", http.StatusTooManyRequests, "Retry-After", pause)
	return sources
}

func Test12AShortPauseIsWaitedOutAndCostsTheOtherFeedsNothing(t *testing.T) {
	w := newFarm(t, func(o *Options) { o.Now, o.Parallel = time.Now, 1 })
	sources := busy(w, "1")
	w.text("http://two.example/feed", rssDoc("two.example", "/b|B"))
	sources = append(sources, feedSource("http://two.example/feed"))
	report := w.fetcher.Poll(context.Background(), sources, PollRequest{})
	if report.New() != 3 || report.Results[0].Outcome != news.OutcomeRefused {
		t.Errorf("%d new; the first: %q", report.New(), report.Results[0].Outcome)
	}
	asked := w.requests()
	if len(asked) != 4 || !slices.Equal(asked[2:], []string{"one.example/1", "one.example/2"}) {
		t.Fatalf("asked %v, want the other host during the pause, and nobody twice", asked)
	}
	refused := slices.Index(asked, "one.example/0")
	if gap := w.at[2].Sub(w.at[refused]); gap < time.Second {
		t.Errorf("asked again after %v", gap)
	}
}

func Test12ALongPauseIsLeftToTheNextRun(t *testing.T) {
	w := newFarm(t)
	sources := busy(w, "61")
	if report := w.fetcher.Poll(context.Background(), sources, PollRequest{}); report.Results[1].Outcome != news.OutcomeSkipped || len(w.requests()) != 1 {
		t.Errorf("the second feed: %q (%s)", report.Results[1].Outcome, report.Results[1].Reason)
	}
	// What was not tried comes first then, whatever stops the run again.
	w.later(2 * time.Minute)
	if report := w.fetcher.Poll(context.Background(), sources, PollRequest{Force: true}); report.New() != 2 {
		t.Errorf("%d new in the next run, want both that were left", report.New())
	}
	if asked := w.requests(); !slices.Equal(asked, []string{"one.example/1", "one.example/2", "one.example/0"}) {
		t.Errorf("asked %v", asked)
	}
}

func Test12PatienceWithAHostEnds(t *testing.T) {
	w := newFarm(t)
	sources := busy(w, "50")
	w.force(sources[0])
	r := w.fetcher.newReading(t.Context(), sources[1], PollRequest{})
	turn := &slot{slots: make(chan struct{}, 1)}
	if waited := r.waitOut(t.Context(), 49*time.Second, turn); waited != 0 {
		t.Errorf("waited %v with 49 s left", waited)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if waited := r.waitOut(ended, 51*time.Second, turn); waited != 50*time.Second {
		t.Errorf("waits %v with 51 s left", waited)
	}
	off := sources[1]
	off.Off = true
	if waited := w.fetcher.newReading(t.Context(), off, PollRequest{}).waitOut(ended, time.Hour, turn); waited != 0 {
		t.Error("it waits for a source that is switched off")
	}
}

func Test12APauseBeginsWithTheAnswer(t *testing.T) {
	w := newFarm(t)
	w.handle(oneFeed, func(out http.ResponseWriter, _ *http.Request) {
		w.later(20 * time.Second) // a slow server
		out.Header().Set("Retry-After", "60")
		out.WriteHeader(http.StatusServiceUnavailable)
	})
	if got := w.force(feedSource(oneFeed)); !got.State.NotBefore.Equal(monday.Add(80 * time.Second)) {
		t.Errorf("not before %v, want 80 s after the request", got.State.NotBefore)
	}
}
