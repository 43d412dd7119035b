package fetch

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// pipes is a listener whose connections are made in memory, so that the clock of a
// bubble of synctest moves on while both ends wait.
type pipes struct {
	conns chan net.Conn
	done  chan struct{}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.done:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error   { close(p.done); return nil }
func (p *pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 80} }

func (p *pipes) dial(context.Context, string, string) (net.Conn, error) {
	mine, theirs := net.Pipe()
	p.conns <- theirs
	return mine, nil
}

func Test43HowLongARequestMayTake(t *testing.T) {
	trickle := func(every time.Duration, piece string) http.HandlerFunc {
		return func(out http.ResponseWriter, in *http.Request) {
			for in.Context().Err() == nil {
				fmt.Fprint(out, piece)
				_ = http.NewResponseController(out).Flush()
				time.Sleep(every)
			}
		}
	}
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		scheme string
		reason string
		after  time.Duration
	}{
		"no answer":                   {func(_ http.ResponseWriter, in *http.Request) { <-in.Context().Done() }, "http", "no answer in time", headerTimeout},
		"no TLS":                      {nil, "https", "no answer in time", tlsTimeout},
		"bytes that drip":             {trickle(500*time.Millisecond, "8 bytes."), "http", "bytes a second", speedGrace},
		"nothing after the headers":   {trickle(time.Hour, ""), "http", "bytes a second", speedGrace},
		"just quick enough, for long": {trickle(time.Second, strings.Repeat("x", 3*speedFloor)), "http", "within 45s", requestTimeout},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				line := &pipes{conns: make(chan net.Conn), done: make(chan struct{})}
				server := &http.Server{Handler: c.answer}
				if c.answer != nil {
					go func() { _ = server.Serve(line) }()
				} else {
					go func() { // accepts, and says nothing
						conn, err := line.Accept()
						if err == nil {
							<-line.done
							conn.Close()
						}
					}()
				}
				client := newClient(Options{}.withDefaults())
				client.http.Transport.(*http.Transport).DialContext = line.dial
				began := time.Now()
				_, err := client.get(t.Context(), request{url: &url.URL{Scheme: c.scheme, Host: "slow.example", Path: "/feed"}, limit: maxFeedBytes})
				if err == nil || !strings.Contains(reasonOf(t, err), c.reason) {
					t.Errorf("error = %v, want %q", err, c.reason)
				}
				if took := time.Since(began); took < c.after || took > c.after+2*time.Second {
					t.Errorf("gave up after %v, want %v", took, c.after)
				}
				client.http.CloseIdleConnections()
				if c.answer != nil {
					_ = server.Close()
				} else {
					_ = line.Close()
				}
				time.Sleep(2 * time.Hour) // whoever still sleeps
			})
		})
	}
}
