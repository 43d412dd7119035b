package fetch

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/wardround/wardround/news"
)

// FirstReadWindow is how old an item of a source's first read may be to be
// taken in, unless [PollRequest] says otherwise.
const FirstReadWindow = 7 * 24 * time.Hour

// PollRequest says how sources are to be read.
type PollRequest struct {
	Force  bool          // read what is not due as well; a server's own wishes still hold
	Since  time.Duration // window of a first read; default FirstReadWindow
	All    bool          // a first read takes in everything
	DryRun bool          // nothing is written; results carry their items
	Afresh bool          // of a dry run: as if the source had never been read, so the items come whole

	Judge func(news.Article) news.Verdict // see [news.Poll]; nil leaves new articles to be judged later

	// Progress is called, one call at a time, as sources are done. waitingFor
	// names a source that is being asked.
	Progress func(done, total int, waitingFor string)
}

// PollResult is what reading one source came to.
type PollResult struct {
	Source  news.Source
	State   news.SourceState // as it is remembered now
	Outcome news.Outcome
	Reason  string // in plain words, unless the read went well
	Saved   news.PollSaved
	Items   []news.Item // of a dry run
	Servers []string    // those of its items' pages, when some are new
	Title   string      // what the document calls itself; "" when nothing was parsed
	Took    time.Duration
	Bytes   int64
	Err     error // why it failed, or why it could not be saved
}

// PollReport is the result of a run, in the order of the sources given.
type PollReport struct {
	Results []PollResult
	Took    time.Duration
}

// Failed returns how many sources could not be read or saved.
func (r PollReport) Failed() int {
	n := 0
	for _, result := range r.Results {
		if result.Err != nil || !result.Outcome.OK() && result.Outcome != news.OutcomeSkipped {
			n++
		}
	}
	return n
}

// New returns how many articles were not known before.
func (r PollReport) New() int {
	n := 0
	for _, result := range r.Results {
		n += result.Saved.New
	}
	return n
}

// pollRun is one call of Poll.
type pollRun struct {
	f   *Fetcher
	req PollRequest

	mu      sync.Mutex
	done    int
	total   int
	waiting []string
}

// Poll reads the sources that are due. Sources of one host are read one after
// the other, hosts side by side. It always returns a result for every source;
// one that fails stops no other. When ctx ends, the rest is skipped.
func (f *Fetcher) Poll(ctx context.Context, sources []news.Source, req PollRequest) PollReport {
	began := time.Now()
	if req.Since <= 0 {
		req.Since = FirstReadWindow
	}
	run := &pollRun{f: f, req: req, total: len(sources)}
	if n := typed(sources); n > 0 {
		f.log.Debug("sources that the operator named are read whatever robots.txt says", "sources", n)
	}
	results := make([]PollResult, len(sources))
	var wg sync.WaitGroup
	for _, group := range run.groups(ctx, sources, results) {
		wg.Go(func() { run.readGroup(ctx, group) })
	}
	wg.Wait()
	return PollReport{Results: results, Took: time.Since(began)}
}

// typed counts the sources whose addresses the operator gave.
func typed(sources []news.Source) (n int) {
	for _, src := range sources {
		if src.Origin != news.FromStarter && !src.Off {
			n++
		}
	}
	return n
}

// groups makes one group of readings for each host, the largest first, because
// it decides how long the run takes.
func (run *pollRun) groups(ctx context.Context, sources []news.Source, results []PollResult) [][]*reading {
	byHost := map[string][]*reading{}
	blockedErr := run.f.loadBlocked(ctx)
	readings := make([]*reading, len(sources))
	for i, src := range sources {
		readings[i] = run.f.newReading(ctx, src, run.req)
		readings[i].result = &results[i]
		if blockedErr != nil {
			readings[i].err, readings[i].unknown = blockedErr, true
		}
	}
	mergeMoved(readings)
	for _, r := range readings {
		server := run.f.Server(r.state.Address())
		byHost[server] = append(byHost[server], r)
	}
	groups := make([][]*reading, 0, len(byHost))
	for _, g := range byHost {
		// A host may stop the run half-way: then the rest comes first the next time.
		slices.SortStableFunc(g, func(a, b *reading) int { return a.state.LastTry.Compare(b.state.LastTry) })
		groups = append(groups, g)
	}
	slices.SortFunc(groups, func(a, b []*reading) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return slices.Compare([]string{a[0].src.URL}, []string{b[0].src.URL})
	})
	return groups
}

// mergeMoved leaves out a source that has moved for good to where another is read
// already. What it listed stays its own; it is read again once the other is gone.
func mergeMoved(readings []*reading) {
	readers := map[string]*reading{}
	for _, movedOnes := range []bool{false, true} {
		for _, r := range readings {
			if r.state.Moved != movedOnes || r.src.Off {
				continue
			}
			address := r.state.Address()
			if canonical, err := CanonicalURL(address); err == nil {
				address = canonical
			}
			if reader := readers[address]; reader == nil {
				readers[address] = r
			} else if movedOnes {
				r.skip("it has moved to where " + reader.src.Name + " is read")
			}
		}
	}
}

// readGroup reads the sources of one host in turn. While one document is parsed
// and saved, the next is already asked for.
func (run *pollRun) readGroup(ctx context.Context, group []*reading) {
	var saving sync.WaitGroup
	defer saving.Wait()
	turn := &slot{slots: run.f.slots}
	defer turn.release()
	left := patience
	for _, r := range group {
		run.progress(r.src.Name, 0)
		left -= r.waitOut(ctx, left, turn)
		if err := turn.during(ctx, func() { r.ask(ctx) }); err != nil {
			r.skip("the run was ended")
		}
		saving.Wait()
		if r.answer == nil || r.answer.status != 200 {
			run.finish(ctx, r) // it may ask to wait, which concerns the next one
			continue
		}
		saving.Go(func() { run.finish(ctx, r) })
	}
}

func (run *pollRun) finish(ctx context.Context, r *reading) {
	r.finish(ctx)
	run.progress(r.src.Name, 1)
}

func (run *pollRun) progress(name string, done int) {
	if run.req.Progress == nil {
		return
	}
	run.mu.Lock()
	defer run.mu.Unlock()
	if done == 0 {
		run.waiting = append(run.waiting, name)
	} else if i := slices.Index(run.waiting, name); i >= 0 {
		run.waiting = slices.Delete(run.waiting, i, i+1)
	}
	run.done += done
	waitingFor := ""
	if len(run.waiting) > 0 {
		waitingFor = run.waiting[0]
	}
	run.req.Progress(run.done, run.total, waitingFor)
}
