package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// Limits on a connection. Headers of a browser take under 2 KB.
const (
	maxHeader    = 16 << 10
	headerIn     = 5 * time.Second
	requestIn    = 10 * time.Second
	writtenIn    = 30 * time.Second // a page of 60 KB at 2 KB a second
	idleFor      = time.Minute
	finishWithin = 5 * time.Second
)

// Listen opens the address of the configuration. One without a host is on
// loopback: to be open to others takes a word.
func Listen(ctx context.Context, address string) (net.Listener, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", address, err)
	}
	if host == "" {
		host = "127.0.0.1"
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", net.JoinHostPort(host, port))
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", address, err)
	}
	return listener, nil
}

// Serve answers on listener until ctx ends, and then finishes what was begun.
func (s *Site) Serve(ctx context.Context, listener net.Listener) error {
	server := &http.Server{
		Handler: s.Handler(), MaxHeaderBytes: maxHeader, ReadHeaderTimeout: headerIn, ReadTimeout: requestIn,
		WriteTimeout: writtenIn, IdleTimeout: idleFor, ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return fmt.Errorf("serve the site: %w", err)
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), finishWithin)
	defer cancel()
	if err := server.Shutdown(last); err != nil {
		return fmt.Errorf("stop the site: %w", errors.Join(err, server.Close()))
	}
	return nil
}
