package fetch

import (
	"hash/fnv"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/wardround/wardround/news"
)

// How often a source is read. Publishers ask for at most one request an hour
// with validators and one a day without; nobody gains from more than 24 h of
// silence.
const (
	minInterval   = time.Hour
	maxInterval   = 24 * time.Hour
	refusedPause  = 4 * time.Hour      // after 403 and 429 that name no time
	uncondEvery   = 7 * 24 * time.Hour // one whole read, should a server be stuck
	stuckGaps     = 6                  // usual gaps of a source without anything new: is its server stuck?
	stuckLeast    = 3 * 24 * time.Hour // a weekend is no sign of it
	maxRetryAfter = 7 * 24 * time.Hour // a server that asks for more is not believed
	dueGrace      = time.Minute        // so that an hourly schedule does not miss by seconds
)

// nextDue returns when a source that was read at now is to be read again.
func nextDue(now time.Time, src news.Source, state news.SourceState, wish wishes) time.Time {
	interval, least := wish.rhythm, max(wish.least, minInterval)
	if interval == 0 {
		interval = maxInterval / 4
	}
	if state.ETag == "" && state.LastModified == "" {
		least = maxInterval
	}
	interval = min(max(interval, least), maxInterval)
	interval = max(interval-jitter(src.URL, interval/20), least)
	return skipTimes(now.Add(max(interval, src.Every)), wish.hints)
}

// wholeAgain reports whether a source is to be read without validators: after a
// week, or when it has said "unchanged" for far longer than is its habit. Such a
// silence is looked behind each time it has doubled, and not twice a day.
func wholeAgain(now time.Time, s news.SourceState) bool {
	if s.LastUncond.IsZero() {
		return false
	}
	since, last := now.Sub(s.LastUncond), s.LastNew
	if s.Newest.After(last) {
		last = s.Newest
	}
	silence := now.Sub(last)
	stuck := s.Habit > 0 && !last.IsZero() && silence > max(stuckGaps*s.Habit, stuckLeast)
	return since >= uncondEvery || stuck && since >= max(silence/2, maxInterval)
}

// wishes are what decides about the next read.
type wishes struct {
	rhythm time.Duration // half the usual gap between items; zero when unknown
	least  time.Duration // longest of what server and feed ask for
	hints  Hints
}

// wishesOf gathers what an answer and its feed say.
func wishesOf(header http.Header, now time.Time, feed Feed) wishes {
	return wishes{
		rhythm: rhythm(feed.Items),
		least:  min(max(freshFor(header, now), feed.Hints.TTL), maxInterval),
		hints:  feed.Hints,
	}
}

// rhythmItems is how many of a feed's newest items its rhythm is taken from.
const rhythmItems = 20

// rhythm returns half the median gap between a feed's newest items.
func rhythm(items []FeedItem) time.Duration {
	var times []time.Time
	for _, item := range items {
		if !item.Published.IsZero() {
			times = append(times, item.Published)
		}
	}
	if len(times) < 3 {
		return 0
	}
	slices.SortFunc(times, func(a, b time.Time) int { return b.Compare(a) })
	times = times[:min(len(times), rhythmItems)]
	gaps := make([]time.Duration, len(times)-1)
	for i := range gaps {
		gaps[i] = times[i].Sub(times[i+1])
	}
	slices.Sort(gaps)
	return max(gaps[len(gaps)/2]/2, 1)
}

// freshFor returns how long an answer says it stays fresh.
func freshFor(header http.Header, now time.Time) time.Duration {
	var fresh time.Duration
	for _, directive := range strings.Split(strings.Join(header.Values("Cache-Control"), ","), ",") {
		name, value, _ := strings.Cut(strings.ToLower(strings.TrimSpace(directive)), "=")
		if seconds, err := strconv.Atoi(strings.Trim(value, `"`)); name == "max-age" && err == nil && seconds > 0 {
			fresh = max(fresh, time.Duration(min(seconds, 1<<30))*time.Second)
		}
	}
	if expires, err := http.ParseTime(header.Get("Expires")); err == nil {
		from := now
		if date, err := http.ParseTime(header.Get("Date")); err == nil {
			from = date // their clock may be wrong, but it is wrong for both
		}
		fresh = max(fresh, expires.Sub(from))
	}
	return fresh
}

// skipTimes moves a due time out of the hours and days a feed wants left alone,
// by a day at most.
func skipTimes(due time.Time, h Hints) time.Time {
	for range 24 {
		at := due.UTC()
		if !slices.Contains(h.SkipHours, at.Hour()) && !slices.Contains(h.SkipDays, at.Weekday()) {
			return due
		}
		due = at.Truncate(time.Hour).Add(time.Hour)
	}
	return due
}

// jitter spreads sources over time, each always by the same share of span.
func jitter(key string, span time.Duration) time.Duration {
	h := fnv.New32a()
	h.Write([]byte(key))
	return span * time.Duration(h.Sum32()%1000) / 1000
}

// backoff returns how long a source rests after so many failures in a row: an
// hour, doubled each time, never more than a day. It is asked for ever.
func backoff(key string, failures int) time.Duration {
	wait := maxInterval
	if failures < 6 {
		wait = min(minInterval<<max(failures-1, 0), maxInterval)
	}
	return wait - jitter(key, wait/10)
}

// retryAfter returns the instant a server asks to be left alone until, from
// seconds or a date; zero when it asks for nothing.
func retryAfter(header http.Header, now time.Time) time.Time {
	value := strings.TrimSpace(header.Get("Retry-After"))
	if value == "" {
		return time.Time{}
	}
	if seconds, err := strconv.ParseInt(value, 10, 64); err == nil {
		if seconds <= 0 {
			return time.Time{}
		}
		return now.Add(min(time.Duration(min(seconds, 1<<30))*time.Second, maxRetryAfter))
	}
	at, err := http.ParseTime(value)
	if err != nil || !at.After(now) {
		return time.Time{}
	}
	if date, err := http.ParseTime(header.Get("Date")); err == nil {
		at = now.Add(at.Sub(date)) // measured on their clock
	}
	if at.After(now.Add(maxRetryAfter)) {
		return now.Add(maxRetryAfter)
	}
	return at
}
