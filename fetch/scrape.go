package fetch

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/wardround/wardround/news"
)

// ScrapeRequest says which pages are to be read.
type ScrapeRequest struct {
	Limit  int       // pages in this run; 0 reads all that are wanted
	Server string    // as [Fetcher.Server] names it; "" means all
	Until  time.Time // by the machine: no page is begun later; the zero instant sets no end

	// Progress is called, one call at a time, as pages are done. waitingFor is
	// the host that is being asked.
	Progress func(done, total int, waitingFor string)
}

// ScrapeResult is what one page came to.
type ScrapeResult struct {
	Article int64
	URL     string
	Title   string
	State   news.PageState // wanted: it will be asked for again
	Quality news.Quality
	Reason  string // why it is not whole
	Err     error  // what could not be saved
}

// ScrapeReport is the result of a run.
type ScrapeReport struct {
	Results []ScrapeResult
	Left    int // wanted, and not looked at in this run
	Took    time.Duration
	Err     error // the store could not say what is wanted
}

// Count returns how many pages came to this quality.
func (r ScrapeReport) Count(q news.Quality) int {
	n := 0
	for _, result := range r.Results {
		if result.Quality == q {
			n++
		}
	}
	return n
}

// maxTries is how often a page is asked for that fails for now; after that the
// feed's own text stands in for it.
const maxTries = 3

// Scrape reads the pages of articles that are wanted: hosts side by side, one
// request a host at a time, PageGap or the host's crawl delay between two. What
// robots.txt does not allow is not asked for. When ctx ends, the rest stays
// wanted.
func (f *Fetcher) Scrape(ctx context.Context, req ScrapeRequest) ScrapeReport {
	began := time.Now()
	if err := f.loadBlocked(ctx); err != nil {
		return ScrapeReport{Err: err}
	}
	wanted, err := f.store.WantedPages(ctx, PagesWanted{Now: f.now(), At: req.Server, Limit: req.Limit})
	if err != nil {
		return ScrapeReport{Err: fmt.Errorf("wanted pages: %w", err)}
	}
	if req.Server != "" {
		wanted = slices.DeleteFunc(wanted, func(page WantedPage) bool { return f.Server(page.Article.URL) != req.Server })
	}
	run := &scrapeRun{f: f, req: req, total: len(wanted)}
	var wg sync.WaitGroup
	for _, group := range f.pagesByHost(wanted) {
		wg.Go(func() { run.scrapeHost(ctx, group) })
	}
	wg.Wait()
	slices.SortFunc(run.results, func(a, b ScrapeResult) int { return cmp.Compare(a.Article, b.Article) })
	return ScrapeReport{Results: run.results, Left: len(wanted) - len(run.results), Took: time.Since(began)}
}

func (f *Fetcher) pagesByHost(wanted []WantedPage) [][]WantedPage {
	byHost := map[string][]WantedPage{}
	for _, page := range wanted {
		server := f.Server(page.Article.URL)
		byHost[server] = append(byHost[server], page)
	}
	groups := make([][]WantedPage, 0, len(byHost))
	for _, g := range byHost {
		groups = append(groups, g)
	}
	slices.SortFunc(groups, func(a, b []WantedPage) int {
		return cmp.Or(len(b)-len(a), cmp.Compare(a[0].Article.URL, b[0].Article.URL))
	})
	return groups
}

// scrapeRun is one call of Scrape.
type scrapeRun struct {
	f     *Fetcher
	req   ScrapeRequest
	total int

	mu      sync.Mutex
	results []ScrapeResult
}

// scrapeHost reads the pages of one host in turn.
func (run *scrapeRun) scrapeHost(ctx context.Context, pages []WantedPage) {
	turn := &slot{slots: run.f.slots}
	defer turn.release()
	for _, page := range pages {
		if until := run.req.Until; !until.IsZero() && time.Now().After(until) {
			return
		}
		var result ScrapeResult
		if turn.during(ctx, func() { result = run.f.scrapeOne(ctx, page) }) != nil {
			return
		}
		if ctx.Err() != nil && result.State == news.PageWanted {
			return
		}
		run.record(result)
	}
}

func (run *scrapeRun) record(result ScrapeResult) {
	run.mu.Lock()
	defer run.mu.Unlock()
	run.results = append(run.results, result)
	if run.req.Progress != nil {
		host := result.URL
		if u, err := url.Parse(result.URL); err == nil {
			host = u.Hostname()
		}
		run.req.Progress(len(run.results), run.total, host)
	}
	log := run.f.log.With("article", result.Article, "url", result.URL, "quality", string(result.Quality))
	if result.Err != nil {
		log.Error("page not saved", "err", result.Err)
		return
	}
	log.Debug("page read", "state", string(result.State), "reason", result.Reason)
}

// withTopics gives comments the topics they touch.
func (f *Fetcher) withTopics(comments []news.Comment) []news.Comment {
	if f.opts.CommentTopics == nil {
		return comments
	}
	out := make([]news.Comment, len(comments))
	for i, c := range comments {
		c.Topics = f.opts.CommentTopics(c.Text)
		out[i] = c
	}
	return out
}

// look is what asking for a page once gave.
type look struct {
	page      news.Page // Quality is empty when there is none
	unchanged bool      // since it was read last
	reason    string    // why there is none
	ours      error     // our own store failed: the page stays as wanted as it was
	later     bool      // worth asking again
	tried     bool      // the host was really asked
	notBefore time.Time // the host's own wish
	gone      bool      // the server said 404 or 410
	received  received
}

// until returns when to ask again: an hour later, then four.
func (l look) until(now time.Time, wanted WantedPage) time.Time {
	if !l.notBefore.IsZero() {
		return l.notBefore
	}
	return now.Add(time.Hour << (2 * min(wanted.Tries, 2)))
}

// look asks for a wanted page, if its host allows, and takes the text out.
func (f *Fetcher) look(ctx context.Context, wanted WantedPage) look {
	u, err := url.Parse(wanted.Article.URL)
	if err != nil {
		return look{reason: "its address cannot be read"}
	}
	gap := f.opts.PageGap
	admit := func(ctx context.Context, u *url.URL) error {
		delay, err := f.admitPage(ctx, u)
		gap = max(f.opts.PageGap, delay) // the host's own wish, if that is longer
		return err
	}
	if err = admit(ctx, u); err != nil {
		return lookFailed(err)
	}
	a, err := f.client.get(ctx, request{
		url: u, accept: acceptPage, limit: maxPageBytes, admit: admit,
		pace: func(ctx context.Context, host string) error { return f.pace(gap)(ctx, host) },
		gap:  func() time.Duration { return gap },
		etag: wanted.ETag, lastModified: wanted.LastModified,
	})
	if err != nil {
		return lookFailed(err)
	}
	defer a.done()
	return f.understandPage(ctx, a)
}

// understandPage takes the text out of an answer, or says why there is none.
func (f *Fetcher) understandPage(ctx context.Context, a *answer) look {
	if why := refusedByNetwork(a); why != "" {
		return look{reason: why, later: true, tried: true}
	}
	switch {
	case a.status == http.StatusOK:
	case a.status == http.StatusNotModified:
		return look{unchanged: true, tried: true, reason: "the server says unchanged"}
	case a.status == http.StatusTooManyRequests || a.status >= 500:
		l := look{reason: fmt.Sprintf("the server answers %d %s", a.status, http.StatusText(a.status)), later: true, tried: true}
		if l.notBefore = retryAfter(a.header, f.now()); !l.notBefore.IsZero() {
			if err := f.askedToWait(ctx, f.client.servers.of(a.url), l.notBefore, false); err != nil {
				f.log.Error("host wait not saved", "host", hostOf(a.url), "err", err)
			}
		}
		return l
	default:
		reason := fmt.Sprintf("the server answers %d %s", a.status, http.StatusText(a.status))
		if outcome, why := nameDocument(a); outcome == news.OutcomeChallenged {
			reason = why
		}
		return look{reason: reason, tried: true, gone: a.status == http.StatusNotFound || a.status == http.StatusGone}
	}
	got := receive(a)
	page := f.extract(got)
	page.URL = canonicalPage(page.URL, a.url)
	page.Publisher = publisherAt(page.Publisher, page.URL)
	return look{page: page, reason: page.Reason, tried: true, received: got}
}

func joinHeader(h http.Header, name string) string {
	joined := ""
	for _, v := range h.Values(name) {
		if joined != "" {
			joined += ", "
		}
		joined += v
	}
	return joined
}

// canonicalPage returns the address a page is known by. The one it names itself
// counts only within its host: a page must not pass for another publisher's.
func canonicalPage(named string, at *url.URL) string {
	own, err := CanonicalURL(at.String())
	if err != nil {
		return at.String()
	}
	other, err := CanonicalURL(named)
	if err != nil {
		return own
	}
	u, err := url.Parse(other)
	if err != nil || !sameSite(hostOf(u), hostOf(at)) {
		return own
	}
	return other
}

// standIn returns the page, or the feed's own text in its place, marked so.
func standIn(article news.Article, l look) news.Page {
	page := l.page
	if page.Quality != "" && len(page.Body) > 0 {
		return page
	}
	if page.Quality == "" {
		page = news.Page{URL: article.URL, Quality: news.QualityFailed, MaxSnippet: article.MaxSnippet}
	}
	page.Reason = firstOf(l.reason, page.Reason, "the page has no text")
	body := article.Body
	if len(body) == 0 && article.Summary != "" {
		body = []news.Block{{Kind: news.Paragraph, Text: article.Summary}}
	}
	if len(body) > 0 {
		page.Body, page.Quality = body, news.QualityFeed
		page.Title, page.Standfirst = "", "" // of a wall or an error page
	}
	return page
}
