package testkit

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"sync"
)

// Inspector is a proxy as organisations have them: it opens TLS with certificates
// of its own authority and answers in the name of every host.
type Inspector struct {
	URL     string
	CA      *CA
	Connect int // status it answers CONNECT with; default 200

	tb     TB
	answer http.HandlerFunc
	mu     sync.Mutex
	opened []string
}

// NewInspector starts a proxy that gives every request to answer, until the test ends.
func NewInspector(tb TB, answer http.HandlerFunc) *Inspector {
	tb.Helper()
	ca, err := NewCA()
	if err != nil {
		tb.Fatalf("inspector: %v", err)
	}
	var config net.ListenConfig
	listener, err := config.Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatalf("inspector: %v", err)
	}
	p := &Inspector{URL: "http://" + listener.Addr().String(), CA: ca, Connect: http.StatusOK, tb: tb, answer: answer}
	server := &http.Server{Handler: http.HandlerFunc(p.serve)}
	go func() { _ = server.Serve(listener) }() // ends with the listener
	tb.Cleanup(func() { _ = server.Close() })
	return p
}

// Opened returns the hosts, with their ports, that CONNECT was asked for.
func (p *Inspector) Opened() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.opened)
}

func (p *Inspector) serve(out http.ResponseWriter, in *http.Request) {
	if in.Method != http.MethodConnect {
		p.answer(out, in)
		return
	}
	p.mu.Lock()
	p.opened = append(p.opened, in.Host)
	p.mu.Unlock()
	if p.Connect != http.StatusOK {
		http.Error(out, "no", p.Connect)
		return
	}
	if err := p.open(out, in.Host); err != nil {
		p.tb.Errorf("inspector: %s: %v", in.Host, err)
	}
}

// open answers CONNECT, and one request inside it in the host's name.
func (p *Inspector) open(out http.ResponseWriter, address string) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return err
	}
	own, err := p.CA.Issue(host)
	if err != nil {
		return err
	}
	conn, _, err := http.NewResponseController(out).Hijack()
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, "HTTP/1.1 200 Connection established\r\n\r\n"); err != nil {
		return err
	}
	inside := tls.Server(conn, &tls.Config{Certificates: []tls.Certificate{own}, MinVersion: tls.VersionTLS12})
	in, err := http.ReadRequest(bufio.NewReader(inside))
	if err != nil {
		return nil //nolint:nilerr // the client does not trust the certificate, which a test may want to see
	}
	w := &plainWriter{header: http.Header{}, status: http.StatusOK}
	p.answer(w, in)
	_ = w.send(inside) // the client may have hung up
	return nil
}

// plainWriter gathers one answer and sends it whole.
type plainWriter struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (w *plainWriter) Header() http.Header         { return w.header }
func (w *plainWriter) WriteHeader(status int)      { w.status = status }
func (w *plainWriter) Write(p []byte) (int, error) { return w.body.Write(p) }

func (w *plainWriter) send(to *tls.Conn) error {
	fmt.Fprintf(to, "HTTP/1.1 %d %s\r\nConnection: close\r\n", w.status, http.StatusText(w.status))
	if w.status != http.StatusNotModified {
		w.header.Set("Content-Length", fmt.Sprint(w.body.Len()))
	}
	if err := w.header.Write(to); err != nil {
		return err
	}
	fmt.Fprint(to, "\r\n")
	if _, err := to.Write(w.body.Bytes()); err != nil {
		return err
	}
	return to.Close()
}
