package deliver

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"time"

	"github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"

	"github.com/wardround/wardround/news"
)

// TLSMode says how the connection to the relay is encrypted.
type TLSMode string

const (
	TLSStartTLS TLSMode = "starttls" // required, never a silent fallback
	TLSImplicit TLSMode = "implicit" // from the first byte, port 465
	TLSNone     TLSMode = "none"     // not at all; for a relay on this machine
)

// Relay is the mail server that issues are handed to.
type Relay struct {
	Host     string
	Port     int
	TLS      TLSMode
	RootCAs  *x509.CertPool                        // nil: those of the system
	Auth     string                                // auto, plain, login, cram-md5, scram-sha-1, scram-sha-256 or xoauth2
	Username string                                // "" logs in nowhere
	Password func(context.Context) (string, error) // asked for at each connection
	// Forget drops a password that the relay refused, such as a token withdrawn
	// before its time; nil when there is nothing to forget.
	Forget func()
	Helo   string // the name we greet with; "" uses "localhost"
}

// Time limits: commands as RFC 5321 section 4.5.3.2 asks; the reply to the
// final dot gets 10 minutes, since giving up earlier is what makes doubles.
const (
	connectTimeout = 30 * time.Second
	commandTimeout = 5 * time.Minute
	dotTimeout     = 10 * time.Minute
)

var authTypes = map[string]mail.SMTPAuthType{
	"auto": mail.SMTPAuthAutoDiscover, "plain": mail.SMTPAuthPlain, "login": mail.SMTPAuthLogin,
	"cram-md5": mail.SMTPAuthCramMD5, "scram-sha-1": mail.SMTPAuthSCRAMSHA1,
	"scram-sha-256": mail.SMTPAuthSCRAMSHA256, "xoauth2": mail.SMTPAuthXOAUTH2,
}

// session is one open connection to the relay.
type session struct {
	client *smtp.Client
	dirty  bool // a message was spoken on it; RSET before the next one
}

// dial connects, encrypts and logs in.
func (r Relay) dial(ctx context.Context) (*session, error) {
	options, err := r.options(ctx)
	if err != nil {
		return nil, &refusal{phase: phaseConnect, class: classConfig, err: err}
	}
	bare := newLine(ctx, r.TLS)
	if r.TLS != TLSImplicit { // with a dialer of ours go-mail would take a connection to be in clear text
		options = append(options, mail.WithDialContextFunc(bare.dial))
	}
	client, err := mail.NewClient(r.Host, options...)
	if err != nil {
		return nil, &refusal{phase: phaseConnect, class: classConfig, err: err}
	}
	conn, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil || !bare.free() {
		bare.close()
		if r.Forget != nil {
			r.Forget()
		}
		return nil, refuse(phaseConnect, cmp.Or(err, context.Cause(ctx)))
	}
	return &session{client: conn}, nil
}

func (r Relay) options(ctx context.Context) ([]mail.Option, error) {
	helo := r.Helo
	if helo == "" {
		helo = "localhost"
	}
	options := []mail.Option{
		mail.WithPort(r.Port), mail.WithTimeout(connectTimeout), mail.WithHELO(helo), mail.WithoutSMTPUTF8(),
		mail.WithTLSConfig(&tls.Config{ServerName: r.Host, RootCAs: r.RootCAs, MinVersion: tls.VersionTLS12}),
	}
	switch r.TLS {
	case TLSImplicit:
		options = append(options, mail.WithSSL())
	case TLSNone:
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	default:
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	}
	if r.Username == "" {
		return options, nil
	}
	method, ok := authTypes[r.Auth]
	if !ok {
		return nil, fmt.Errorf("unknown log-in method %q", r.Auth)
	}
	password, err := r.Password(ctx)
	if err != nil {
		return nil, fmt.Errorf("password: %w", err)
	}
	return append(options, mail.WithSMTPAuth(method), mail.WithUsername(r.Username), mail.WithPassword(password)), nil
}

// send speaks one message up to the final dot, asks commit, and only then ends
// it. The error is a *refusal, or commit's own error: then the connection was
// cut, so that the relay drops the unfinished message.
func (s *session) send(from string, d news.Delivery, commit func() error) (reply string, err error) {
	s.dirty = true
	err = s.step(phaseMail, commandTimeout, func() error { return s.client.Mail("<" + from + ">") })
	if err != nil {
		return "", err
	}
	err = s.step(phaseRcpt, commandTimeout, func() error { return s.client.Rcpt("<" + d.Recipient.Address + ">") })
	if err != nil {
		return "", err
	}
	if _, err = s.say(phaseData, 354, "DATA"); err != nil {
		return "", err
	}
	err = s.step(phaseBody, commandTimeout, func() error { return writeBody(s.client.Text.W, d.Message) })
	if err != nil {
		s.cut()
		return "", err
	}
	if err := commit(); err != nil {
		s.cut()
		return "", err
	}
	reply, err = s.say(phaseDot, 2, ".")
	return flatten(reply), err
}

// say sends one line and returns the answer to it. Its code must begin with expect.
func (s *session) say(p phase, expect int, line string) (answer string, err error) {
	limit := commandTimeout
	if p == phaseDot {
		limit = dotTimeout
	}
	err = s.step(p, limit, func() error {
		if err := s.client.Text.PrintfLine("%s", line); err != nil {
			return err
		}
		_, answer, err = s.client.Text.ReadResponse(expect)
		return err
	})
	return answer, err
}

// fresh makes the connection ready for a message, and reports whether it is.
// What the relay says to RSET concerns no message: a connection that cannot be
// reset is cut, and another one takes its place.
func (s *session) fresh() bool {
	if s.dirty && s.step(phaseMail, commandTimeout, s.client.Reset) != nil {
		s.cut()
		return false
	}
	s.dirty = false
	return true
}

// step runs one phase under its time limit.
func (s *session) step(p phase, limit time.Duration, do func() error) error {
	if err := s.client.UpdateDeadline(limit); err != nil {
		return refuse(p, err)
	}
	if err := do(); err != nil {
		return refuse(p, err)
	}
	return nil
}

// cut drops the connection without another word. QUIT would end an unfinished
// message with a dot, and the relay would keep half a mail.
func (s *session) cut() { _ = s.client.Close() }

// quit ends the dialogue. What it says no longer matters: all replies are recorded.
func (s *session) quit() {
	if err := s.client.UpdateDeadline(connectTimeout); err == nil {
		if s.client.Quit() == nil {
			return
		}
	}
	s.cut()
}

// usable reports whether the connection may carry another message after err.
func usable(err error) bool {
	var r *refusal
	if err == nil {
		return true
	}
	// After anything else the next answer may be to something said before.
	return errors.As(err, &r) && (r.class == classTemporary || r.class == classAddress || r.class == classPolicy)
}

// Try connects, encrypts and logs in, says NOOP, and leaves: what a check of
// the settings can do without sending mail.
func (r Relay) Try(ctx context.Context) error {
	s, err := r.dial(ctx)
	if err != nil {
		return err
	}
	defer s.quit()
	return s.step(phaseConnect, connectTimeout, s.client.Noop)
}

// SendCopy hands one message to the relay outside any ledger: a preview for
// somebody who asked for it, and for nobody else.
func (r Relay) SendCopy(ctx context.Context, from, to string, message []byte) (reply string, err error) {
	s, err := r.dial(ctx)
	if err != nil {
		return "", err
	}
	d := news.Delivery{Recipient: news.Recipient{Address: to}, Message: message}
	reply, err = s.send(from, d, func() error { return nil })
	if err != nil && !usable(err) {
		s.cut()
		return reply, err
	}
	s.quit()
	return reply, err
}
