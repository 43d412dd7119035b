package main

import (
	"io"
	"sync"
	"sync/atomic"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
)

// progress shows bars on a terminal for work that takes over a second, and
// nothing elsewhere.
type progress struct {
	out   io.Writer
	on    bool
	began time.Time

	mu     sync.Mutex
	screen *mpb.Progress // nil until there is something to show
	bars   []*mpb.Bar
}

const progressAfter = time.Second

func newProgress(a *app) *progress {
	return &progress{out: a.err, on: isTerminal(a.err) && !a.quiet && !a.verbose, began: time.Now()}
}

// stage returns the callback of one bar.
func (p *progress) stage(name string) func(done, total int, waitingFor string) {
	var bar *mpb.Bar
	var waiting atomic.Value // read by the screen at any time
	waiting.Store("")
	return func(done, total int, waitingFor string) {
		waiting.Store(printable(waitingFor))
		if !p.on || time.Since(p.began) < progressAfter {
			return
		}
		if bar == nil {
			bar = p.add(name, total, func() string { return waiting.Load().(string) })
		}
		bar.SetTotal(int64(total), false)
		bar.SetCurrent(int64(done))
	}
}

func (p *progress) add(name string, total int, waiting func() string) *mpb.Bar {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.screen == nil {
		p.screen = mpb.New(mpb.WithOutput(p.out), mpb.WithWidth(30))
	}
	bar := p.screen.AddBar(int64(total),
		mpb.PrependDecorators(decor.Name(name, decor.WC{C: decor.DindentRight, W: 8}), decor.CountersNoUnit("%d/%d")),
		mpb.AppendDecorators(decor.Any(func(decor.Statistics) string { return waiting() })))
	p.bars = append(p.bars, bar)
	return bar
}

// stop takes the bars away.
func (p *progress) stop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, bar := range p.bars {
		bar.Abort(true)
	}
	if p.screen != nil {
		p.screen.Wait()
	}
}
