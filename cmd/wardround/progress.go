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

	mu      sync.Mutex
	screen  *mpb.Progress // nil until there is something to show
	bars    []*mpb.Bar
	stopped bool
}

const progressAfter = time.Second

func newProgress(a *app) *progress {
	return &progress{out: a.err, on: isTerminal(a.err) && !a.quiet && !a.verbose, began: time.Now()}
}

// stage returns the callback of one bar. The bar comes when the work has lasted a
// second, even if nothing is done by then: the first thing may be what is slow.
func (p *progress) stage(name string) func(done, total int, waitingFor string) {
	if !p.on {
		return func(int, int, string) {}
	}
	var bar *mpb.Bar
	var done, total int
	var waiting atomic.Value // read by the screen at any time
	waiting.Store("")
	show := func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.stopped || total == 0 {
			return
		}
		if bar == nil {
			bar = p.add(name, func() string { return waiting.Load().(string) })
		}
		bar.SetTotal(int64(total), false)
		bar.SetCurrent(int64(done))
	}
	return func(nowDone, nowTotal int, waitingFor string) {
		waiting.Store(printable(waitingFor))
		p.mu.Lock()
		first := total == 0
		done, total = nowDone, nowTotal
		p.mu.Unlock()
		if left := progressAfter - time.Since(p.began); left <= 0 {
			show()
		} else if first {
			time.AfterFunc(left, show)
		}
	}
}

// add makes a bar; the caller holds the lock. The screen is told no total at first: else
// it would take a full bar for complete, and leave it there in the end.
func (p *progress) add(name string, waiting func() string) *mpb.Bar {
	if p.screen == nil {
		p.screen = mpb.New(mpb.WithOutput(p.out), mpb.WithWidth(30))
	}
	bar := p.screen.AddBar(0,
		mpb.PrependDecorators(decor.Name(name, decor.WC{C: decor.DindentRight, W: 8}), decor.CountersNoUnit("%d/%d")),
		mpb.AppendDecorators(decor.Any(func(decor.Statistics) string {
			if at := waiting(); at != "" {
				return "waiting for " + at
			}
			return ""
		})))
	p.bars = append(p.bars, bar)
	return bar
}

// stop takes the bars away.
func (p *progress) stop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stopped = true
	for _, bar := range p.bars {
		bar.Abort(true)
	}
	if p.screen != nil {
		p.screen.Wait()
	}
}
