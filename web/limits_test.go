package web

import (
	"bufio"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/wardround/wardround/news"
)

// pipes is a listener whose connections are pipes, so that time can be made up.
type pipes struct{ conns chan net.Conn }

func (p pipes) Accept() (net.Conn, error) {
	c, open := <-p.conns
	if !open {
		return nil, net.ErrClosed
	}
	return c, nil
}
func (p pipes) Close() error   { return nil }
func (p pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)} }

// connected serves one connection while use works at its other end.
func connected(t *testing.T, use func(net.Conn)) {
	t.Helper()
	s, err := New(slog.New(slog.DiscardHandler), fixture(), options())
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ours, theirs := net.Pipe()
	p := pipes{make(chan net.Conn, 1)}
	p.conns <- theirs
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, p) }()
	use(ours)
	_ = ours.Close()
	stop()
	close(p.conns)
	if err := <-ended; err != nil {
		t.Errorf("the site ended with %v", err)
	}
}

func TestASlowConnectionIsNotWaitedFor(t *testing.T) {
	const request = "GET /healthz HTTP/1.1\r\nHost: news.example\r\n"
	for name, tt := range map[string]struct {
		send  string
		after time.Duration
	}{
		"that never asks":           {"", headerIn},
		"whose headers do not end":  {request, headerIn},
		"whose body does not come":  {"POST / HTTP/1.1\r\nHost: news.example\r\nContent-Length: 10\r\n\r\n", requestIn},
		"that stays and asks again": {request + "\r\n", idleFor},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				connected(t, func(c net.Conn) {
					begun := time.Now()
					go func() { _, _ = io.WriteString(c, tt.send) }() // a closed pipe ends it
					_, _ = io.Copy(io.Discard, c)                     // until the site hangs up
					if took := time.Since(begun); took > tt.after+time.Second {
						t.Errorf("hung up after %s, want %s", took, tt.after)
					}
				})
			})
		})
	}
}

func TestLargeHeadersAreRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		connected(t, func(c net.Conn) {
			go func() {
				_, _ = io.WriteString(c, "GET / HTTP/1.1\r\nHost: news.example\r\nCookie: "+strings.Repeat("a", 64<<10)+"\r\n\r\n")
			}()
			resp, err := http.ReadResponse(bufio.NewReader(c), nil)
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
			if resp.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
				t.Errorf("status %d", resp.StatusCode)
			}
		})
	})
}

// stuck is an archive that answers when it is told to.
type stuck struct {
	*shelf
	mu      sync.Mutex
	asked   int
	release chan struct{}
}

func (a *stuck) Search(ctx context.Context, q news.Search) ([]news.Hit, error) {
	a.mu.Lock()
	a.asked++
	a.mu.Unlock()
	select {
	case <-a.release:
		return a.hits, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func TestAPageThatTakesTooLongIsGivenUp(t *testing.T) {
	for _, address := range []string{"/search?q=x", "/search/feed.atom?q=x"} {
		synctest.Test(t, func(t *testing.T) {
			begun := time.Now()
			w := get(t, newSite(t, &stuck{shelf: fixture()}), address)
			if took := time.Since(begun); w.Code != http.StatusServiceUnavailable || took != answerIn {
				t.Errorf("GET %s: %d after %s, want 503 after %s", address, w.Code, took, answerIn)
			}
		})
	}
}

func TestACrowdIsMadeAPageOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		archive := &stuck{shelf: fixture(), release: make(chan struct{})}
		site := newSite(t, archive, func(o *Options) { o.Now = time.Now })
		first, hangUp := context.WithCancel(t.Context())
		var crowd sync.WaitGroup
		for n := range 20 {
			crowd.Go(func() {
				w := get(t, site, "/search?q=x", func(r *http.Request) {
					if n == 0 {
						*r = *r.WithContext(first)
					}
				})
				if n > 0 && w.Code != http.StatusOK {
					t.Errorf("one of the crowd: %d", w.Code)
				}
			})
		}
		synctest.Wait()
		hangUp()
		close(archive.release)
		crowd.Wait()
		get(t, site, "/search?q=x")
		if archive.asked != 1 {
			t.Errorf("the archive was asked %d times for one page", archive.asked)
		}
		get(t, site, "/search.json?q=x")
		get(t, site, "/search?q=y")
		if archive.asked != 3 {
			t.Errorf("the archive was asked %d times for three pages", archive.asked)
		}
		time.Sleep(keptFor)
		get(t, site, "/search?q=x")
		if archive.asked != 4 {
			t.Errorf("after %s the archive was asked %d times in all, want once more", keptFor, archive.asked)
		}
	})
}

func TestReadersBeyondTheMostAreToldToComeBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		site := newSite(t, &stuck{shelf: fixture()})
		for n := range maxAtOnce {
			go get(t, site, "/search?q="+strings.Repeat("x", n+1))
		}
		synctest.Wait()
		begun := time.Now()
		w := get(t, site, "/about")
		if took := time.Since(begun); w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" || took != waitIn {
			t.Errorf("one more reader: %d after %s, want 503 with Retry-After after %s", w.Code, took, waitIn)
		}
		time.Sleep(answerIn)
		if w := get(t, site, "/about"); w.Code != http.StatusOK {
			t.Errorf("when the others are gone: %d", w.Code)
		}
	})
}

func TestWhatIsKeptIsBounded(t *testing.T) {
	var k keptReplies
	body := make([]byte, keptBytes/4)
	for n := range 40 {
		k.put(strings.Repeat("x", n+1), keptReply{reply{status: http.StatusOK, body: body}, monday})
		if k.bytes > keptBytes {
			t.Fatalf("%d bytes are kept", k.bytes)
		}
	}
	for name, p := range map[string]reply{
		"an error": {status: http.StatusNotFound}, "a personal page": {status: http.StatusOK, cache: "no-store"},
		"more than there is room for": {status: http.StatusOK, body: make([]byte, keptBytes+1)},
	} {
		k.put(name, keptReply{p, monday})
		if _, found := k.get(name, monday); found {
			t.Errorf("%s is kept", name)
		}
	}
}
