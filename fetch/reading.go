package fetch

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/wardround/wardround/news"
)

// reading is one read of one source: begun, asked, understood, saved.
type reading struct {
	f      *Fetcher
	src    news.Source
	req    PollRequest
	state  news.SourceState
	result *PollResult

	began   time.Time // by the machine, for how long it took
	now     time.Time // by the fetcher's clock
	uncond  bool      // asked without validators
	skipped bool
	unknown bool // the state could not be loaded, so none may be saved
	answer  *answer
	err     error
	items   []news.Item
	wish    wishes
}

func (f *Fetcher) newReading(ctx context.Context, src news.Source, req PollRequest) *reading {
	r := &reading{f: f, src: src, req: req, state: news.SourceState{URL: src.URL}}
	state, err := f.store.SourceState(ctx, src.URL)
	if err != nil {
		r.err, r.unknown = fmt.Errorf("source state: %w", err), true
		return r
	}
	r.state = state
	if req.DryRun && req.Afresh {
		r.state = news.SourceState{NotBefore: state.NotBefore} // what a server asked for holds
	}
	r.state.URL = src.URL
	return r
}

// ask makes the requests that are due.
func (r *reading) ask(ctx context.Context) {
	r.began, r.now = time.Now(), r.f.now()
	if r.err != nil || r.skipped {
		return
	}
	at, err := url.Parse(r.state.Address())
	if err != nil {
		r.err = &problem{kind: problemAddress, reason: "its address cannot be read", err: err}
		return
	}
	why, err := r.mayNot(ctx, at)
	switch r.err = err; {
	case err != nil:
	case why != "":
		r.skip(why)
	case r.src.Kind == news.KindSite && r.state.CurrentURL == "":
		r.discover(ctx, at)
	case r.src.Kind == news.KindPage:
		if r.err = r.askRobots(ctx, at); r.err == nil {
			r.answer, r.err = r.get(ctx, at, acceptPage)
		}
	default:
		if r.err = r.askRobots(ctx, at); r.err == nil {
			r.answer, r.err = r.get(ctx, at, acceptFeed)
		}
	}
	if p := waits(r.err); p != nil {
		r.err = nil
		r.skip(p.reason)
	}
	if isOurs(r.err) {
		r.skip(r.err.Error())
	}
}

// mayNot says why the source is not to be asked now, or "". That its host asked to
// be left alone is an error that [waits] knows.
func (r *reading) mayNot(ctx context.Context, at *url.URL) (string, error) {
	switch {
	case r.src.Off:
		return "switched off", nil
	case r.f.client.isBlocked(at):
		return blockedReason(at), nil
	case r.state.Gone:
		return "gone since " + string(news.DayOf(r.state.LastTry, r.f.opts.Zone)), nil
	case !r.req.Force && r.now.Add(dueGrace).Before(r.state.Due):
		return "not due before " + r.clock(r.state.Due), nil
	case r.now.Before(r.state.NotBefore):
		return "asked to wait until " + r.clock(r.state.NotBefore), nil
	}
	return "", r.f.askedToLeave(ctx, at)
}

func (r *reading) clock(t time.Time) string { return r.f.clock(t) }

// get asks for the document at u, with the validators it came with last. A
// connection that does not come about is tried once more.
func (r *reading) get(ctx context.Context, u *url.URL, accept string) (*answer, error) {
	req := request{url: u, accept: accept, limit: maxFeedBytes, admit: r.admit}
	if !wholeAgain(r.now, r.state) && u.String() == r.state.Address() {
		req.etag, req.lastModified = r.state.ETag, r.state.LastModified
		req.validatorsOf = firstOf(r.state.ValidatorsOf, u.String())
	}
	a, err := r.f.client.get(ctx, req)
	var p *problem
	if errors.As(err, &p) && p.kind == problemConnect && ctx.Err() == nil {
		a, err = r.f.client.get(ctx, req)
	}
	r.uncond = a != nil && !a.asked
	return a, err
}

// admit says whether a redirect may be followed to u: its host may have asked to
// be left alone, and its robots.txt may not allow what nobody typed.
func (r *reading) admit(ctx context.Context, u *url.URL) error {
	if err := r.f.mayAsk(ctx, u); err != nil {
		return err
	}
	return r.askRobots(ctx, u)
}

func (r *reading) skip(why string) {
	r.skipped = true
	r.result.Reason = why
}

// finish understands the answer, saves what it says and writes the result.
func (r *reading) finish(ctx context.Context) {
	if r.answer != nil {
		r.result.Bytes = int64(len(r.answer.body))
		defer r.answer.done()
	}
	r.result.Source, r.result.State = r.src, r.state
	if r.skipped || ctx.Err() != nil {
		r.result.Outcome, r.result.Err = news.OutcomeSkipped, r.err
		return
	}
	if r.unknown {
		r.result.Outcome, r.result.Reason, r.result.Err = news.OutcomeFailed, "the store cannot be read", r.err
		return
	}
	before := r.state
	outcome, reason := r.understand(ctx)
	r.state.LastTry, r.state.Outcome, r.state.Reason = r.now, outcome, reason
	if outcome.OK() {
		r.succeeded(before, outcome)
	} else {
		r.failed(ctx, outcome)
	}
	r.state.Settled(time.Since(r.began) > slowRead)
	r.result.State, r.result.Outcome, r.result.Reason, r.result.Took = r.state, outcome, r.state.Reason, time.Since(r.began)
	if !outcome.OK() {
		r.result.Err = r.err
	}
	r.save(ctx, outcome)
	r.tell()
}

// understand reads the answer and says what became of the read.
func (r *reading) understand(ctx context.Context) (news.Outcome, string) {
	if r.err != nil {
		return outcomeOf(r.err)
	}
	a := r.answer
	r.state.Status = a.status
	r.wish = wishesOf(a.header, r.now, Feed{})
	switch {
	case a.status == http.StatusNotModified && r.uncond:
		r.err = errors.New("304 to a request without validators")
		return news.OutcomeFailed, "the server says unchanged to someone who never read it"
	case a.status == http.StatusNotModified:
		return news.OutcomeUnchanged, ""
	case a.status == http.StatusOK:
		sum := sha256.Sum256(a.body)
		hash := hex.EncodeToString(sum[:])
		if hash == r.state.BodyHash {
			return news.OutcomeUnchanged, ""
		}
		return r.parse(hash)
	}
	return r.refusedOrFailed()
}

// refusedOrFailed says what an answer other than 200 and 304 means.
func (r *reading) refusedOrFailed() (news.Outcome, string) {
	a := r.answer
	said := fmt.Sprintf("the server answers %d %s", a.status, http.StatusText(a.status))
	r.err = errors.New(said)
	if why := refusedByNetwork(a); why != "" {
		return news.OutcomeRefused, why
	}
	switch a.status {
	case http.StatusGone:
		if r.src.Kind == news.KindSite {
			return news.OutcomeFailed, said
		}
		return news.OutcomeGone, "the publisher ended it (410)"
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusTooManyRequests, http.StatusServiceUnavailable, http.StatusUnavailableForLegalReasons:
		if outcome, reason := nameDocument(a); outcome == news.OutcomeChallenged {
			return outcome, reason
		}
		if a.status == http.StatusServiceUnavailable {
			return news.OutcomeFailed, said
		}
		return news.OutcomeRefused, said
	}
	return news.OutcomeFailed, said
}

// outcomeOf says what an error of a request means.
func outcomeOf(err error) (news.Outcome, string) {
	var p *problem
	if !errors.As(err, &p) {
		return news.OutcomeFailed, err.Error()
	}
	if p.kind == problemAddress || p.kind == problemOurNetwork {
		return news.OutcomeRefused, p.reason
	}
	return news.OutcomeFailed, p.reason
}

// save writes state and items in one transaction.
func (r *reading) save(ctx context.Context, outcome news.Outcome) {
	if r.req.DryRun {
		r.result.Items = r.items
		return
	}
	poll := news.Poll{Source: r.src, State: r.state, At: r.now, Outcome: outcome, Items: r.items, Took: r.result.Took, Bytes: r.result.Bytes, Error: r.result.Err, Judge: r.req.Judge}
	if r.state.FirstRead.Equal(r.now) && !r.req.All {
		poll.Fresh = r.now.Add(-r.req.Since)
	}
	saved, err := r.f.store.SavePoll(ctx, poll)
	if err != nil {
		r.result.Err = fmt.Errorf("save poll: %w", err)
		return
	}
	r.result.Saved = saved
	if saved.New > 0 {
		for _, item := range r.items {
			r.result.Servers = append(r.result.Servers, r.f.Server(item.URL))
		}
		r.result.Servers = unique(r.result.Servers)
	}
}

func (r *reading) tell() {
	log := r.f.log.With("source", r.src.Name, "url", r.state.Address(), "outcome", string(r.result.Outcome), "took", r.result.Took)
	if r.result.Err != nil {
		log.Debug("source not read", "reason", r.result.Reason, "err", r.result.Err)
		return
	}
	log.Debug("source read", "items", r.result.Saved.Items, "new", r.result.Saved.New, "updated", r.result.Saved.Updated)
}
