package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/wardround/wardround/news"
)

// parse reads a whole document: a feed, or the list of a page source.
func (r *reading) parse(hash string) (news.Outcome, string) {
	a := r.answer
	var feed Feed
	var err error
	if r.src.Kind == news.KindPage {
		feed, err = listPage(r.src, a, r.f.opts.Zone)
	} else {
		feed, err = r.parseFeed()
	}
	if err != nil {
		r.err = err
		if why := refusedByNetwork(a); why != "" {
			return news.OutcomeRefused, why
		}
		if r.src.Kind == news.KindPage {
			return outcomeOf(err)
		}
		if !errors.Is(err, ErrNotFeed) {
			return news.OutcomeFailed, "it could not be parsed"
		}
		outcome, reason := nameDocument(a)
		if outcome == news.OutcomeNotAFeed {
			if found := feedLinks(a); len(found) > 0 {
				reason += "; its feed may be " + found[0]
			}
		}
		return outcome, reason
	}
	r.result.Title = feed.Title
	r.wish = wishesOf(a.header, r.now, feed)
	r.items = r.f.identify(r.src, feed.Items)
	r.state.Items = len(r.items)
	r.learnHabit(feed.Items)
	if feed.Partial {
		return news.OutcomePartial, "the document is cut; the items before the cut were taken"
	}
	r.state.ETag, r.state.LastModified, r.state.BodyHash = "", "", hash
	return news.OutcomeNew, ""
}

func (r *reading) parseFeed() (Feed, error) {
	a := r.answer
	return ParseFeed(FeedInput{
		Body: a.body, URL: a.url.String(), ContentType: a.header.Get("Content-Type"),
		ContentLocation: a.header.Get("Content-Location"), Zone: r.f.opts.Zone, Now: r.now,
	})
}

// succeeded brings the state up to date after a read that went well.
func (r *reading) succeeded(before news.SourceState, outcome news.Outcome) {
	s := &r.state
	if outcome != news.OutcomePartial {
		r.takeValidators()
	}
	if outcome == news.OutcomeUnchanged {
		r.wish.rhythm = unchangedRhythm(before)
	}
	if s.FirstRead.IsZero() {
		s.FirstRead = r.now
	}
	if r.uncond || s.LastUncond.IsZero() {
		s.LastUncond = r.now
	}
	s.LastRead = r.now
	s.EmptyReads = emptyReads(before, s.Items)
	if s.EmptyReads >= emptyTold {
		s.Reason = fmt.Sprintf("it has listed nothing for %d reads; what it listed before is kept", s.EmptyReads)
	}
	s.Failures, s.FailingSince, s.NotBefore = 0, time.Time{}, time.Time{}
	r.follow()
	s.Due = nextDue(r.now, r.src, *s, r.wish)
}

// emptyTold is from how many reads in a row on an empty list is told: a publisher's
// mistake rarely outlives two.
const emptyTold = 3

// emptyReads counts the reads in a row that found nothing where there was something.
func emptyReads(before news.SourceState, items int) int {
	if items > 0 || before.Items == 0 && before.EmptyReads == 0 {
		return 0
	}
	return before.EmptyReads + 1
}

// takeValidators takes over what the answer says. A 304, or the known bytes, may
// leave out one that still holds, if it comes from where that one came from.
func (r *reading) takeValidators() {
	from := ""
	if at := r.answer.url.String(); at != r.state.Address() {
		from = at
	}
	if from != r.state.ValidatorsOf {
		r.state.ETag, r.state.LastModified, r.state.ValidatorsOf = "", "", from
	}
	if etag := r.answer.header.Get("Etag"); etag != "" {
		r.state.ETag = etag
	}
	if modified := r.answer.header.Get("Last-Modified"); modified != "" {
		r.state.LastModified = modified
	}
}

// unchangedRhythm lets a quiet source be read a little less often each time, up
// to every six hours; what is slower already stays as it is.
func unchangedRhythm(before news.SourceState) time.Duration {
	last := before.Due.Sub(before.LastTry)
	if last <= 0 || last > 2*maxInterval {
		return 0
	}
	return min(last*5/4, max(last, maxInterval/4))
}

// follow remembers a permanent move, and believes it once it was seen on two
// good reads: a mistake of an afternoon shall not lose a source.
func (r *reading) follow() {
	s := &r.state
	if r.answer.redirects == 0 || !r.answer.moved {
		s.MovedTo, s.MovedSince = "", time.Time{}
		return
	}
	to := r.answer.url.String()
	if s.MovedTo != to {
		s.MovedTo, s.MovedSince = to, r.now
		return
	}
	s.CurrentURL, s.Moved, s.MovedTo, s.MovedSince, s.ValidatorsOf = to, true, "", time.Time{}, ""
	if to == s.URL {
		s.CurrentURL, s.Moved = "", false
	}
	r.f.log.Info("source moved", "source", r.src.Name, "from", s.URL, "to", to)
}

// failed brings the state up to date after a read that failed. Validators stay:
// they belong to the last document that parsed.
func (r *reading) failed(ctx context.Context, outcome news.Outcome) {
	s := &r.state
	if s.Failures == 0 {
		s.FailingSince = r.now
	}
	s.Failures++
	s.Due = r.now.Add(backoff(r.src.URL, s.Failures))
	s.NotBefore = time.Time{}
	if r.answer == nil {
		s.Status = 0
		return
	}
	status := r.answer.status
	switch {
	case outcome == news.OutcomeGone:
		s.Gone = true
	case status == 403 || status == 429 || outcome == news.OutcomeChallenged:
		s.Due = r.now.Add(max(refusedPause, s.Due.Sub(r.now)))
	}
	if r.src.Kind == news.KindSite && (status == 404 || status == 410 || outcome == news.OutcomeNotAFeed) {
		s.CurrentURL, s.Moved = "", false // discover it again
		s.ETag, s.LastModified, s.ValidatorsOf, s.BodyHash = "", "", "", ""
	}
	// From the answer on: the request itself may have taken half a minute.
	if until := retryAfter(r.answer.header, r.f.now()); !until.IsZero() && (status == 429 || status == 503) {
		s.Due, s.NotBefore = until, until
		servers := r.f.client.servers
		if servers.apart(r.answer.url) {
			return
		}
		if err := r.f.askedToWait(ctx, servers.of(r.answer.url), until, r.req.DryRun); err != nil {
			r.err = errors.Join(r.err, err)
		}
	}
}

// hostWait returns until when host asked to be left alone.
func (f *Fetcher) hostWait(ctx context.Context, host string) (time.Time, error) {
	until, err := f.store.HostWait(ctx, host)
	if err != nil {
		return time.Time{}, fmt.Errorf("host wait: %w", err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if mine := f.waits[host]; mine.After(until) {
		until = mine
	}
	return until, nil
}

// mayAsk returns why u's host may not be asked for anything, its robots.txt included.
func (f *Fetcher) mayAsk(ctx context.Context, u *url.URL) error {
	if err := f.client.allowed(u); err != nil {
		return err
	}
	return f.askedToLeave(ctx, u)
}

// askedToLeave returns a problem when u's host asked to be left alone for now.
func (f *Fetcher) askedToLeave(ctx context.Context, u *url.URL) error {
	until, err := f.hostWait(ctx, f.client.servers.of(u))
	if err != nil {
		return err
	}
	if f.now().Before(until) {
		return &problem{kind: problemWait, until: until, reason: u.Hostname() + " asked to wait until " + f.clock(until)}
	}
	return nil
}

// waits returns the problem that an error is when a host asked to be left alone.
func waits(err error) *problem {
	var p *problem
	if errors.As(err, &p) && p.kind == problemWait {
		return p
	}
	return nil
}

func (f *Fetcher) clock(t time.Time) string { return t.In(f.opts.Zone).Format("2 January 15:04") }

// askedToWait remembers a Retry-After for the whole host.
func (f *Fetcher) askedToWait(ctx context.Context, host string, until time.Time, dryRun bool) error {
	f.mu.Lock()
	f.waits[host] = until
	f.mu.Unlock()
	if dryRun {
		return nil
	}
	if err := f.store.SetHostWait(ctx, host, until); err != nil {
		return fmt.Errorf("set host wait: %w", err)
	}
	return nil
}

// askRobots asks robots.txt about an address that the operator did not type: the
// starter list is a suggestion of ours.
func (r *reading) askRobots(ctx context.Context, u *url.URL) error {
	if r.src.Origin != news.FromStarter {
		return nil
	}
	rules, err := r.f.robots.rules(ctx, u, !r.req.DryRun)
	if err != nil {
		return err
	}
	return rules.admit(u)
}
