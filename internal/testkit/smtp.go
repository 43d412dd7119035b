package testkit

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"
)

// SMTPOptions says how a server is built. The zero value is a server on
// 127.0.0.1 that offers neither TLS nor log-in.
type SMTPOptions struct {
	StartTLS bool          // offer STARTTLS, with a certificate of the server's own CA; default false
	TLS      bool          // speak TLS from the first byte; default false
	Username string        // offer AUTH PLAIN, LOGIN and XOAUTH2 and require it before MAIL; default "", no log-in
	Password string        // the token of XOAUTH2
	Addr     string        // default "127.0.0.1:0"
	Idle     time.Duration // longest silence of a client; default 1 minute
}

// Message is one message whose final dot arrived, whatever the server answered.
type Message struct {
	From string // envelope sender
	To   []string
	Data []byte // as sent, without dot-stuffing and the final dot; lines end in CRLF
	At   time.Time
	Conn int  // which connection it came on, counted from 1
	TLS  bool // whether the connection was encrypted
	User string
	Code int // the reply to the final dot; 0 while there is none, for good when the server closed without one
}

// Acknowledged reports whether the client was told that the message was taken.
func (m Message) Acknowledged() bool { return m.Code/100 == 2 }

// SMTP is a mail server that keeps what it gets and misbehaves on request.
type SMTP struct {
	opts     SMTPOptions
	ca       *CA
	tls      *tls.Config
	listener net.Listener
	stop     chan struct{}
	wg       sync.WaitGroup

	mu       sync.Mutex
	conns    map[net.Conn]struct{}
	opened   int
	messages []Message
	faults   []*armed
	closed   bool
	failed   error // why the listener stopped before Close
}

// NewSMTP starts a server that ends with the test.
func NewSMTP(t TB, opts SMTPOptions) *SMTP {
	t.Helper()
	s, err := StartSMTP(opts)
	if err != nil {
		t.Fatalf("start smtp server: %v", err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close smtp server: %v", err)
		}
	})
	return s
}

// StartSMTP starts a server outside a test. The caller closes it.
func StartSMTP(opts SMTPOptions) (*SMTP, error) {
	if opts.Addr == "" {
		opts.Addr = "127.0.0.1:0"
	}
	if opts.Idle == 0 {
		opts.Idle = time.Minute
	}
	ca, err := NewCA()
	if err != nil {
		return nil, err
	}
	cert, err := ca.Issue("localhost", "127.0.0.1")
	if err != nil {
		return nil, err
	}
	listener, err := new(net.ListenConfig).Listen(context.Background(), "tcp", opts.Addr)
	if err != nil {
		return nil, fmt.Errorf("listen for smtp: %w", err)
	}
	s := &SMTP{
		opts:     opts,
		ca:       ca,
		tls:      &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12},
		listener: listener,
		stop:     make(chan struct{}),
		conns:    make(map[net.Conn]struct{}),
	}
	s.wg.Add(1)
	go s.accept()
	return s, nil
}

// Addr returns HOST:PORT of the server.
func (s *SMTP) Addr() string { return s.listener.Addr().String() }

// Port returns the port the server listens on.
func (s *SMTP) Port() int { return s.listener.Addr().(*net.TCPAddr).Port }

// RootCAs returns a pool that trusts the server's certificate, which is for
// localhost and 127.0.0.1.
func (s *SMTP) RootCAs() *x509.CertPool { return s.ca.Pool() }

// CAPEM returns the authority behind the server's certificate as it stands in
// a ca_file.
func (s *SMTP) CAPEM() []byte { return s.ca.PEM() }

// Messages returns what has been received so far, oldest first.
func (s *SMTP) Messages() []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Message(nil), s.messages...)
}

// Connections returns how many connections were opened so far.
func (s *SMTP) Connections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.opened
}

// Close cuts all conversations and waits for them to end. It reports a listener
// that had already failed by itself.
func (s *SMTP) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	close(s.stop)
	err := s.listener.Close()
	for conn := range s.conns {
		// The conversation's own deferred Close reports nothing more: a
		// connection cut here is cut on purpose.
		_ = conn.Close()
	}
	s.mu.Unlock()
	s.wg.Wait()
	if s.failed != nil {
		return s.failed
	}
	if err != nil {
		return fmt.Errorf("close smtp listener: %w", err)
	}
	return nil
}

func (s *SMTP) accept() {
	defer s.wg.Done()
	for {
		conn, err := s.listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			s.failed = fmt.Errorf("accept smtp connection: %w", err)
			return
		}
		if n, ok := s.track(conn); ok {
			s.wg.Add(1)
			go s.converse(conn, n)
		}
	}
}

// track remembers an open connection; it is false when the server is closing.
func (s *SMTP) track(conn net.Conn) (int, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		_ = conn.Close() // arrived while closing; nothing was said on it
		return 0, false
	}
	s.opened++
	s.conns[conn] = struct{}{}
	return s.opened, true
}

// converse holds one conversation to its end.
func (s *SMTP) converse(conn net.Conn, n int) {
	defer s.wg.Done()
	defer func() {
		s.mu.Lock()
		delete(s.conns, conn)
		s.mu.Unlock()
		_ = conn.Close() // may be closed already; a test's client sees it either way
	}()
	c := newConversation(s, conn, n)
	if s.opts.TLS {
		c.encrypt()
	}
	c.run()
}

// keep remembers a message before it is answered, and returns its place.
func (s *SMTP) keep(m Message) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.messages = append(s.messages, m)
	return len(s.messages) - 1
}

// answered records the reply to the message at place i, just before it is
// written: a client that has read it finds it recorded.
func (s *SMTP) answered(i, code int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.messages[i].Code = code
}
