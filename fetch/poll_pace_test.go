package fetch

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/wardround/wardround/news"
)

func Test09NotMoreThanOnceAnHourWithValidatorsOnceADayWithout(t *testing.T) {
	for name, c := range map[string]struct {
		validators bool
		gap        time.Duration
		want       news.Outcome
	}{
		"too soon with":     {true, 50 * time.Minute, news.OutcomeSkipped},
		"in time with":      {true, 7 * time.Hour, news.OutcomeUnchanged},
		"too soon without":  {false, 20 * time.Hour, news.OutcomeSkipped},
		"next day without":  {false, 24 * time.Hour, news.OutcomeUnchanged},
		"an hour, sharply":  {true, 59*time.Minute + 30*time.Second, news.OutcomeUnchanged},
		"ten minutes later": {true, 10 * time.Minute, news.OutcomeSkipped},
	} {
		t.Run(name, func(t *testing.T) {
			w := newFarm(t)
			body := rssDoc("one.example", "/a|A|Mon, 16 Nov 2026 06:50:00 GMT", "/b|B|Mon, 16 Nov 2026 06:40:00 GMT", "/c|C|Mon, 16 Nov 2026 06:30:00 GMT")
			w.handle(oneFeed, func(out http.ResponseWriter, _ *http.Request) {
				if c.validators {
					out.Header().Set("ETag", `"1"`)
				}
				fmt.Fprint(out, body)
			})
			w.poll(feedSource(oneFeed), PollRequest{})
			w.later(c.gap)
			if got := w.poll(feedSource(oneFeed), PollRequest{}); got.Outcome != c.want {
				t.Errorf("after %v: %q (%s), want %q", c.gap, got.Outcome, got.Reason, c.want)
			}
		})
	}
}

func Test10TheLongestWishCountsUpToADay(t *testing.T) {
	now := monday
	head := func(kv ...string) http.Header {
		h := http.Header{}
		for i := 0; i < len(kv); i += 2 {
			h.Set(kv[i], kv[i+1])
		}
		return h
	}
	for name, c := range map[string]struct {
		header http.Header
		hints  Hints
		want   time.Duration
	}{
		"max-age":            {head("Cache-Control", "public, max-age=7200"), Hints{}, 2 * time.Hour},
		"expires by date":    {head("Expires", "Mon, 16 Nov 2026 10:00:00 GMT", "Date", "Mon, 16 Nov 2026 05:00:00 GMT"), Hints{}, 5 * time.Hour},
		"ttl beats max-age":  {head("Cache-Control", "max-age=60"), Hints{TTL: 3 * time.Hour}, 3 * time.Hour},
		"capped":             {head("Cache-Control", "max-age=99999999"), Hints{}, 24 * time.Hour},
		"nonsense":           {head("Cache-Control", "max-age=soon", "Expires", "-1"), Hints{}, 0},
		"past expires is no": {head("Expires", "Mon, 16 Nov 2020 10:00:00 GMT"), Hints{}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			if got := wishesOf(c.header, now, Feed{Hints: c.hints}).least; got != c.want {
				t.Errorf("least = %v, want %v", got, c.want)
			}
		})
	}
}

func Test10SkippedHoursAndDaysMoveTheDueTime(t *testing.T) {
	due := time.Date(2026, 11, 21, 22, 30, 0, 0, time.UTC) // a Saturday
	for name, c := range map[string]struct {
		hints Hints
		want  time.Time
	}{
		"none":      {Hints{}, due},
		"hours":     {Hints{SkipHours: []int{22, 23, 0}}, time.Date(2026, 11, 22, 1, 0, 0, 0, time.UTC)},
		"day":       {Hints{SkipDays: []time.Weekday{time.Saturday}}, time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)},
		"all hours": {Hints{SkipHours: []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23}}, time.Date(2026, 11, 22, 22, 0, 0, 0, time.UTC)},
	} {
		t.Run(name, func(t *testing.T) {
			if got := skipTimes(due, c.hints); !got.Equal(c.want) {
				t.Errorf("skipTimes = %v, want %v", got, c.want)
			}
		})
	}
}

func Test12RetryAfterHoldsForTheWholeHostAndAgainstForce(t *testing.T) {
	for _, status := range []int{http.StatusTooManyRequests, http.StatusServiceUnavailable} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			w := newFarm(t)
			w.status(oneFeed, status, "Retry-After", "600")
			w.text("http://one.example/two", rssDoc("one.example", "/b|B"))
			w.force(feedSource(oneFeed))
			w.requests()
			for _, src := range []news.Source{feedSource(oneFeed), feedSource("http://one.example/two")} {
				if got := w.force(src); got.Outcome != news.OutcomeSkipped || !strings.Contains(got.Reason, "asked to wait") {
					t.Errorf("%s: %q (%s), want skipped", src.URL, got.Outcome, got.Reason)
				}
			}
			if asked := w.requests(); len(asked) > 0 {
				t.Errorf("asked %v within the pause", asked)
			}
			w.later(601 * time.Second)
			if got := w.force(feedSource("http://one.example/two")); got.Outcome != news.OutcomeNew {
				t.Errorf("after the pause: %q", got.Outcome)
			}
		})
	}
}

func Test12RetryAfterIsSecondsOrADate(t *testing.T) {
	for value, want := range map[string]time.Duration{
		"120":                           2 * time.Minute,
		"Mon, 16 Nov 2026 08:00:00 GMT": time.Hour,
		"0":                             0,
		"-5":                            0,
		"soon":                          0,
		"99999999999":                   maxRetryAfter,
		"Mon, 16 Nov 2020 08:00:00 GMT": 0,
	} {
		got := retryAfter(http.Header{"Retry-After": {value}}, monday)
		if want == 0 && got.IsZero() {
			continue
		}
		if !got.Equal(monday.Add(want)) {
			t.Errorf("retryAfter(%q) = %v, want %v later", value, got, want)
		}
	}
}

func Test12RefusalsRestFourHoursAndFailuresDoubleUpToADay(t *testing.T) {
	w := newFarm(t)
	w.status(oneFeed, http.StatusForbidden)
	got := w.force(feedSource(oneFeed))
	if rest := got.State.Due.Sub(monday); got.Outcome != news.OutcomeRefused || rest < 4*time.Hour {
		t.Errorf("after 403: %q, rests %v", got.Outcome, rest)
	}
	var last time.Duration
	for n := 1; n < 40; n++ {
		rest := backoff("x", n)
		if rest < last || rest > 24*time.Hour || rest < 50*time.Minute {
			t.Errorf("backoff(%d) = %v after %v", n, rest, last)
		}
		last = rest
	}
}

func Test14OneRequestAHostAndHostsSideBySide(t *testing.T) {
	w := newFarm(t)
	var inFlight, most [2]atomic.Int32
	var sources []news.Source
	for host := range 2 {
		for i := range 6 {
			address := fmt.Sprintf("http://h%d.example/f%d", host, i)
			w.handle(address, func(out http.ResponseWriter, _ *http.Request) {
				n := inFlight[host].Add(1)
				defer inFlight[host].Add(-1)
				if n > most[host].Load() {
					most[host].Store(n)
				}
				time.Sleep(15 * time.Millisecond)
				fmt.Fprint(out, rssDoc("h.example", fmt.Sprintf("/%d|T", i)))
			})
			sources = append(sources, feedSource(address))
		}
	}
	began := time.Now()
	report := w.fetcher.Poll(context.Background(), sources, PollRequest{})
	if report.Failed() != 0 {
		t.Fatalf("%d sources failed", report.Failed())
	}
	if most[0].Load() != 1 || most[1].Load() != 1 {
		t.Errorf("in flight on one host: %d and %d, want 1", most[0].Load(), most[1].Load())
	}
	if took := time.Since(began); took > 12*15*time.Millisecond {
		t.Logf("took %v: the hosts may not have been read side by side", took)
	}
}

func Test15AConnectionErrorIsTriedOnceMoreAndNothingElseIs(t *testing.T) {
	w := newFarm(t)
	w.status("http://one.example/500", http.StatusInternalServerError)
	w.force(feedSource("http://one.example/500"))
	if n := len(w.requests()); n != 1 {
		t.Errorf("a 500 was asked %d times, want 1", n)
	}
	w = newFarm(t) // without an idle connection that the transport would try first
	w.handle(oneFeed, func(out http.ResponseWriter, _ *http.Request) {
		conn, _, err := http.NewResponseController(out).Hijack()
		if err == nil {
			conn.Close()
		}
	})
	if got := w.force(feedSource(oneFeed)); got.Outcome != news.OutcomeFailed {
		t.Errorf("outcome = %q", got.Outcome)
	}
	if n := len(w.requests()); n != 2 {
		t.Errorf("asked %d times, want 2", n)
	}
}

func Test16TheIntervalFollowsTheRhythm(t *testing.T) {
	items := func(gap time.Duration) []FeedItem {
		list := make([]FeedItem, 10)
		for i := range list {
			list[i].Published = monday.Add(-time.Duration(i) * gap)
		}
		return list
	}
	state := news.SourceState{ETag: "x"}
	for gap, want := range map[time.Duration][2]time.Duration{
		10 * time.Minute:    {time.Hour, time.Hour},
		8 * time.Hour:       {3*time.Hour + 45*time.Minute, 4 * time.Hour},
		30 * 24 * time.Hour: {22 * time.Hour, 24 * time.Hour},
	} {
		got := nextDue(monday, feedSource(oneFeed), state, wishes{rhythm: rhythm(items(gap))}).Sub(monday)
		if got < want[0] || got > want[1] {
			t.Errorf("items every %v are read every %v, want %v to %v", gap, got, want[0], want[1])
		}
	}
	slow := feedSource(oneFeed)
	slow.Every = 48 * time.Hour
	if got := nextDue(monday, slow, state, wishes{}).Sub(monday); got != 48*time.Hour {
		t.Errorf("every: 48h is read after %v", got)
	}
}

func Test17And18WhoWeAreAndWhatWeWant(t *testing.T) {
	w := newFarm(t)
	w.text(oneFeed, rssDoc("one.example", "/a|A"))
	w.force(feedSource(oneFeed))
	r := w.lastRequest()
	if got := r.UserAgent(); got != w.fetcher.opts.UserAgent {
		t.Errorf("User-Agent = %q", got)
	}
	if got := r.Header.Get("Accept"); !strings.HasPrefix(got, "application/atom+xml") {
		t.Errorf("Accept = %q, want feed types first", got)
	}
}

func Test47ASilentOrDrippingServerTakesNoSlotFromOthers(t *testing.T) {
	for name, drips := range map[string]bool{"silent": false, "dripping": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // each waits two seconds until its slot is given to others
			w := newFarm(t, func(o *Options) { o.Parallel = 1 })
			answered := make(chan struct{})
			slow := func(out http.ResponseWriter, _ *http.Request) {
				waited := time.After(10 * time.Second)
				for {
					select {
					case <-answered: // only when the other host was asked
						fmt.Fprint(out, rssDoc("slow.example", "/s|S"))
						return
					case <-waited:
						t.Error("the other host had to wait for the slow one")
						return
					case <-time.After(20 * time.Millisecond):
						if drips {
							fmt.Fprint(out, " ") // blanks before a feed are tolerated
							_ = http.NewResponseController(out).Flush()
						}
					}
				}
			}
			w.handle("http://slow.example/1", slow)
			w.handle("http://slow.example/2", slow)
			w.handle(oneFeed, func(out http.ResponseWriter, _ *http.Request) {
				close(answered)
				fmt.Fprint(out, rssDoc("one.example", "/a|A"))
			})
			report := w.fetcher.Poll(context.Background(), []news.Source{feedSource("http://slow.example/1"), feedSource("http://slow.example/2"), feedSource(oneFeed)}, PollRequest{})
			if report.Failed() != 0 {
				t.Errorf("%d sources failed", report.Failed())
			}
		})
	}
}
