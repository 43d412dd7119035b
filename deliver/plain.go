package deliver

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"syscall"
)

// errPublic refuses to speak in clear text with the outside world.
var errPublic = errors.New("without TLS a relay must have a private or loopback address")

// insideOnly is a dialer's Control: it sees each address just before it is
// dialled, after names are resolved, so no name can point elsewhere meanwhile.
func insideOnly(_, address string, _ syscall.RawConn) error {
	addr, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("relay address %s: %w", address, err)
	}
	if ip := addr.Addr().Unmap(); !ip.IsPrivate() && !ip.IsLoopback() {
		return fmt.Errorf("%w; %s is public", errPublic, ip)
	}
	return nil
}

// line is the bare connection of a dial. go-mail leaves it open when greeting,
// STARTTLS or log-in fail, so it is closed here.
type line struct {
	dialer net.Dialer
	ending context.Context // its end cuts the connection, until free is called
	conn   net.Conn
	free   func() bool
}

func newLine(ending context.Context, mode TLSMode) *line {
	l := &line{ending: ending, free: func() bool { return true }}
	if mode == TLSNone {
		l.dialer.Control = insideOnly
	}
	return l
}

// dial connects for go-mail, which passes a context that ends with its own call
// and waits for the greeting to the end of the time limit whatever happens.
func (l *line) dial(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := l.dialer.DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	l.conn = conn
	l.free = context.AfterFunc(l.ending, func() { _ = conn.Close() }) // cut on purpose
	return conn, nil
}

// close ends a connection that came to nothing; its own error adds nothing to
// the one that made it so.
func (l *line) close() {
	if l.conn != nil {
		_ = l.conn.Close()
	}
}
