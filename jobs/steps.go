package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/wardround/wardround/classify"
	"github.com/wardround/wardround/cluster"
	"github.com/wardround/wardround/deliver"
	"github.com/wardround/wardround/digest"
	"github.com/wardround/wardround/fetch"
	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
	"github.com/wardround/wardround/track"
)

// ErrBusy says that another process is doing this step on the same store.
var ErrBusy = errors.New("another wardround is at it")

// fetchLock is held by a process that reads all servers, alone, and shared by those
// that read one.
const fetchLock = "fetch"

// Steps are the stages, wired: each method does what is outstanding and may be
// called again at any time, by several processes.
type Steps struct {
	Log     *slog.Logger
	Store   *store.Store
	Fetcher *fetch.Fetcher
	Lexicon *classify.Lexicon
	Words   *cluster.Words // nil: every article is a story of its own
	Rules   *track.Rules   // nil follows no promises
	Names   bool           // promises are told with the names of who spoke
	Sources []news.Source
	// SourcesNow reads the sources as they are declared at this moment, so that a daemon
	// takes up what a command added. nil: Sources.
	SourcesNow func(context.Context) ([]news.Source, error)
	Editions   []news.Edition
	Topics     []digest.Topic
	Operator   news.Operator
	Sender     *deliver.Sender // nil when no relay is configured
	// Decisions reads what the operator joined and parted; nil when there is no such file.
	Decisions func() (cluster.Decisions, error)
	Notice    string   // first line of every issue, such as "made-up news"
	AlarmTo   string   // who hears what is wrong, and gets proofs; "" leaves it to the log
	Searches  []string // web searches that proofs link to, with {query}
	Retention Retention
	Readers   *Readers // nil: those of Editions
	Now       func() time.Time
}

// Round is what one poll of all sources came to.
type Round struct {
	Poll   fetch.PollReport
	Scrape fetch.ScrapeReport
	Judged int
	Placed int // among the stories
}

// Facts are the figures of a round for a log line.
func (r Round) Facts() []any {
	read := 0
	for _, result := range r.Poll.Results {
		if result.Outcome.OK() {
			read++
		}
	}
	return []any{"sources", len(r.Poll.Results), "read", read, "failed", r.Poll.Failed(), "new", r.Poll.New(),
		"pages", len(r.Scrape.Results), "judged", r.Judged}
}

// Err returns what went wrong on our side: a store that did not take what was read.
func (r Round) Err() error {
	failed := []error{r.Scrape.Err}
	for _, result := range r.Scrape.Results {
		failed = append(failed, result.Err)
	}
	for _, result := range r.Poll.Results {
		if result.Outcome.OK() { // read well, so the error is the store's
			failed = append(failed, result.Err)
		}
	}
	return errors.Join(failed...)
}

// RoundRequest says how a round differs from the usual one.
type RoundRequest struct {
	Sources      []news.Source // in place of Steps.Sources
	Poll         fetch.PollRequest
	NoScrape     bool
	PageProgress func(done, total int, waitingFor string)
}

// Round polls the sources that are due, scrapes the pages of new articles and
// judges them. It is [ErrBusy] while another process does the same.
func (s *Steps) Round(ctx context.Context, req RoundRequest) (Round, error) {
	ctx, unlock, held, err := s.Store.Hold(ctx, fetchLock)
	if err != nil {
		return Round{}, err
	}
	if !held {
		return Round{}, ErrBusy
	}
	defer unlock()
	sources := req.Sources
	if sources == nil {
		if sources, err = s.polled(ctx); err != nil {
			return Round{}, err
		}
	}
	var round Round
	if req.NoScrape {
		req.Poll.Judge = func(a news.Article) news.Verdict { return s.Lexicon.Judge(AsJudged(a)) }
	}
	round.Poll = s.Fetcher.Poll(ctx, sources, req.Poll)
	if req.Poll.DryRun {
		return round, ctx.Err()
	}
	if err := s.widen(ctx, sources, req.Poll); err != nil {
		return round, err
	}
	if !req.NoScrape {
		round.Scrape = s.Fetcher.Scrape(ctx, fetch.ScrapeRequest{Progress: req.PageProgress})
	}
	if err := errors.Join(ctx.Err(), round.Err()); err != nil {
		return round, err
	}
	round.Judged, round.Placed, err = s.understand(ctx)
	for _, result := range round.Poll.Results {
		round.Judged += result.Saved.Judged // as it was written
	}
	return round, err
}

// understand judges what was read, places it among the stories, and follows what it
// promises. It returns how many articles it judged, and how many it placed.
func (s *Steps) understand(ctx context.Context) (judged, placed int, err error) {
	if judged, err = s.Judge(ctx); err != nil {
		return judged, 0, err
	}
	if placed, err = s.Group(ctx); err != nil {
		return judged, placed, err
	}
	_, err = s.Track(ctx)
	return judged, placed, err
}

// widen takes in what an earlier first read passed over, when a wider window is
// asked for now.
func (s *Steps) widen(ctx context.Context, sources []news.Source, req fetch.PollRequest) error {
	if !req.All && req.Since <= 0 {
		return nil
	}
	var from time.Time
	if !req.All {
		from = s.Now().Add(-req.Since)
	}
	for _, source := range sources {
		if _, err := s.Store.Widen(ctx, source.URL, from); err != nil {
			return err
		}
	}
	return nil
}

// Judge gives a verdict to every article whose text has none, and returns how
// many it judged.
func (s *Steps) Judge(ctx context.Context) (int, error) {
	const batch = 200 // one transaction
	judged := 0
	for {
		articles, err := s.Store.ToJudge(ctx, batch)
		if err != nil || len(articles) == 0 {
			return judged, err
		}
		verdicts := make([]news.Verdict, len(articles))
		hashes := make(map[int64]string, len(articles))
		for i, a := range articles {
			verdicts[i] = s.Lexicon.Judge(AsJudged(a))
			verdicts[i].Article = a.ID
			hashes[a.ID] = a.Hash
		}
		if err := s.Store.SaveVerdicts(ctx, s.Now(), verdicts, hashes); err != nil {
			return judged, fmt.Errorf("judge: %w", err)
		}
		judged += len(articles)
	}
}

// AsJudged is a stored article as it is judged: one without a body is judged by
// the words of its source.
func AsJudged(a news.Article) news.Article {
	if len(a.Body) == 0 && a.Summary != "" {
		a.Body, a.Quality = []news.Block{{Kind: news.Paragraph, Text: a.Summary}}, news.QualityFeed
	}
	return a
}

// ErrHeld says that the store was brought back from a backup, or copied elsewhere,
// and that nobody has said yet what is to become of the mail outstanding in it.
var ErrHeld = errors.New("this store's mail is held (wardround restore --release lets it go)")

func (s *Steps) mayMail(ctx context.Context) error {
	chore, held, err := s.Store.MailHeld(ctx)
	if err == nil && held {
		return fmt.Errorf("%w: %s", ErrHeld, chore.Words)
	}
	return err
}
