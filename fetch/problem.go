package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
	"syscall"
	"time"

	"code.dny.dev/ssrf"
)

// problemKind classes what can go wrong before a server's answer is understood.
type problemKind int

const (
	problemNetwork    problemKind = iota // may go away by itself
	problemConnect                       // no connection came about: worth one more try
	problemAddress                       // not allowed to be asked
	problemRedirect                      //
	problemSize                          // too large, or in an unknown encoding
	problemOurNetwork                    // the operator's own proxy or filter said no
	problemWait                          // its host asked to be left alone for now
	problemTurn                          // our own store failed: nobody was asked
)

// problem is why a request gave nothing, in words for an operator.
type problem struct {
	kind   problemKind
	reason string
	err    error
	until  time.Time // problemWait: when it may be asked again
}

func (p *problem) Error() string {
	if p.err == nil {
		return p.reason
	}
	return p.reason + ": " + p.err.Error()
}

func (p *problem) Unwrap() error { return p.err }

var (
	errTooLong = errors.New("no whole answer in time")
	errTooSlow = errors.New("answer comes too slowly")
)

// explain says in plain words why asking at failed.
func explain(ctx context.Context, at *url.URL, err error) error {
	var known *problem
	if errors.As(err, &known) {
		return known
	}
	if ctx.Err() != nil && !errors.Is(context.Cause(ctx), errTooLong) {
		return context.Cause(ctx) // the run was ended: nobody's fault
	}
	kind, reason := classify(at.Hostname(), err)
	var asked *url.Error
	if errors.As(err, &asked) {
		err = asked.Err // whoever asked names the address
	}
	return &problem{kind: kind, reason: reason, err: err}
}

func classify(host string, err error) (problemKind, string) {
	var dns *net.DNSError
	var network net.Error
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	switch {
	case errors.Is(err, ssrf.ErrProhibitedIP), errors.Is(err, ssrf.ErrProhibitedPort), errors.Is(err, ssrf.ErrProhibitedNetwork):
		return problemAddress, host + " is not a public address on a web port"
	case errors.Is(err, errTooSlow):
		return problemNetwork, fmt.Sprintf("it sends less than %d bytes a second", speedFloor)
	case errors.Is(err, errTooLong):
		return problemNetwork, fmt.Sprintf("no whole answer within %v", requestTimeout)
	case errors.As(err, &dns) && dns.IsNotFound:
		return problemNetwork, "there is no host " + host
	case errors.As(err, &dns):
		return problemConnect, "the name " + host + " could not be resolved"
	case errors.Is(err, syscall.ECONNREFUSED):
		return problemConnect, host + " refuses connections"
	case errors.As(err, &certificate), isCertificate(err):
		return problemNetwork, "the certificate of " + host + " is not valid"
	case errors.As(err, &record):
		return problemNetwork, host + " does not speak https"
	case errors.As(err, &network) && network.Timeout():
		return problemNetwork, "no answer in time"
	case errors.Is(err, io.ErrUnexpectedEOF):
		return problemNetwork, "the answer was cut off"
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, io.EOF):
		return problemConnect, "the connection was closed without an answer"
	case strings.Contains(err.Error(), "server response headers exceeded"):
		return problemSize, "its headers are larger than 1 MiB"
	}
	return problemNetwork, "the answer could not be read"
}

func isCertificate(err error) bool {
	var name x509.HostnameError
	var authority x509.UnknownAuthorityError
	var invalid x509.CertificateInvalidError
	return errors.As(err, &name) || errors.As(err, &authority) || errors.As(err, &invalid)
}
