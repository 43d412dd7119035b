package pgqueue

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/wardround/wardround/news"
)

// press is a world of publishers, each with a feed and pages, that notes how it is
// asked. Each feed also lists one page of the next publisher, and every fifth
// publisher's feed lies with the next one, where it leads by a redirect.
type press struct {
	publishers, pages int
	slow              time.Duration // what an answer takes
	server            *httptest.Server

	mu       sync.Mutex
	inFlight map[string]int
	most     int // requests in flight at one publisher
	asked    map[string]int
	page     map[string]time.Time // when a publisher was asked for a page last
	least    time.Duration        // between two pages of a publisher
	unruly   []string             // pages that were asked for before robots.txt was
	last     time.Time
}

func newPress(t *testing.T, publishers, pages int, slow time.Duration) *press {
	t.Helper()
	p := &press{publishers: publishers, pages: pages, slow: slow, inFlight: map[string]int{}, asked: map[string]int{}, page: map[string]time.Time{}, least: time.Hour}
	p.server = httptest.NewServer(http.HandlerFunc(p.serve))
	t.Cleanup(p.server.Close)
	return p
}

func publisher(n int) string { return fmt.Sprintf("p%d.example", n) }

func (p *press) sources() []news.Source {
	all := make([]news.Source, p.publishers)
	for n := range all {
		all[n] = news.Source{Name: fmt.Sprint("Press ", n), URL: "http://" + publisher(n) + "/feed", Kind: news.KindFeed}
	}
	return all
}

// articles is how many there are in all.
func (p *press) articles() int { return p.publishers * (p.pages + 1) }

func (p *press) serve(w http.ResponseWriter, r *http.Request) {
	p.enter(r)
	time.Sleep(p.slow)
	var n int
	_, err := fmt.Sscanf(r.Host, "p%d.example", &n)
	switch next := publisher((n + 1) % p.publishers); {
	case err != nil, r.URL.Path == "/robots.txt":
		http.NotFound(w, r)
	case r.URL.Path == "/feed" && n%5 == 0:
		http.Redirect(w, r, "http://"+next+"/of/"+r.Host, http.StatusFound)
	case r.URL.Path == "/feed":
		p.feed(w, r.Host, next)
	case strings.HasPrefix(r.URL.Path, "/of/"):
		p.feed(w, strings.TrimPrefix(r.URL.Path, "/of/"), r.Host)
	default:
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, "<html><head><title>Page</title></head><body><article><h1>NHS digital posts %s</h1><p>%s</p></article></body></html>",
			r.URL.Path, strings.Repeat("The trust has advertised posts for analysts and developers again this week. ", 20))
	}
	p.mu.Lock()
	p.inFlight[r.Host]--
	p.mu.Unlock()
}

func (p *press) enter(r *http.Request) {
	now := time.Now()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.last = now
	p.inFlight[r.Host]++
	p.most = max(p.most, p.inFlight[r.Host])
	p.asked[r.Host+r.URL.Path]++
	if !strings.HasPrefix(r.URL.Path, "/page/") {
		return
	}
	if last, ok := p.page[r.Host]; ok {
		p.least = min(p.least, now.Sub(last))
	}
	p.page[r.Host] = now
	if p.asked[r.Host+"/robots.txt"] == 0 {
		p.unruly = append(p.unruly, r.Host+r.URL.Path)
	}
}

func (p *press) feed(w http.ResponseWriter, of, next string) {
	w.Header().Set("Content-Type", "application/rss+xml")
	fmt.Fprintf(w, `<rss version="2.0"><channel><title>%s</title>`, of)
	item := func(link string) {
		fmt.Fprintf(w, `<item><title>NHS digital posts at %s</title><link>%s</link><guid>%s</guid><pubDate>%s</pubDate></item>`,
			link, link, link, monday.Add(-time.Hour).Format(time.RFC1123Z))
	}
	for n := range p.pages {
		item(fmt.Sprintf("http://%s/page/%d", of, n))
	}
	item("http://" + next + "/page/of-" + of)
	fmt.Fprint(w, `</channel></rss>`)
}

// calm reports whether nothing was asked for so long.
func (p *press) calm(d time.Duration) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return !p.last.IsZero() && time.Since(p.last) > d
}

// requests is how often the press was asked.
func (p *press) requests() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := 0
	for _, times := range p.asked {
		n += times
	}
	return n
}

// mannered fails the test unless the press was asked as it is to be; repeats are the
// requests that may have been broken off and made again.
func (p *press) mannered(t *testing.T, repeats int) {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.most != 1 {
		t.Errorf("%d requests at once in flight at one publisher, want 1", p.most)
	}
	if p.least < gap/2 { // half: what a loaded machine does to two arrivals is not ours
		t.Errorf("%v between two pages of a publisher, want %v", p.least, gap)
	}
	if len(p.unruly) > 0 {
		t.Errorf("asked for before robots.txt: %q", p.unruly)
	}
	for url, n := range p.asked {
		repeats -= n - 1
		if repeats < 0 {
			t.Errorf("asked %d times for %s", n, url)
		}
	}
}
