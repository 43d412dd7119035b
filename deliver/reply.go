package deliver

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/wardround/wardround/news"
)

// phase names a step of the SMTP dialogue.
type phase string

const (
	phaseConnect phase = "connect" // dial, greeting, STARTTLS, log-in
	phaseMail    phase = "MAIL FROM"
	phaseRcpt    phase = "RCPT TO"
	phaseData    phase = "DATA"
	phaseBody    phase = "message"
	phaseDot     phase = "end of message" // the final dot and its reply
)

// class says what an answer means for the delivery and for the run.
type class int

const (
	classSent       class = iota
	classConnection       // nobody is to blame; the run pauses, no attempt is counted
	classThrottled        // asked to send less; the run pauses, no attempt is counted
	classTemporary        // try this delivery later
	classAddress          // this address is refused for good
	classPolicy           // the message is refused for good
	classConfig           // log-in or encryption is wrong: stop the run, tell the operator
	classUnknown          // the reply to the final dot was lost
)

// refusal is a failed phase with its class.
type refusal struct {
	phase phase
	class class
	code  int
	// enhanced is the code of RFC 3463, such as "5.1.1"; "" when there was none.
	enhanced string
	err      error
}

func (r *refusal) Error() string {
	return fmt.Sprintf("%s: %s", r.phase, flatten(r.words()))
}

// words are the relay's own, or what became of the connection.
func (r *refusal) words() string {
	var reply *textproto.Error
	switch {
	case r.phase == phaseConnect: // go-mail says at which step
		return r.err.Error()
	case errors.As(r.err, &reply):
		return fmt.Sprintf("%d %s", reply.Code, reply.Msg)
	case errors.Is(r.err, io.EOF), errors.Is(r.err, io.ErrUnexpectedEOF):
		return "the relay cut the connection"
	}
	return r.err.Error()
}

func (r *refusal) Unwrap() error { return r.err }

// refuse classes the error that ended a phase. Codes are those of RFC 5321
// section 4.2, enhanced codes those of RFC 3463.
func refuse(p phase, err error) *refusal {
	r := &refusal{phase: p, err: err}
	var reply *textproto.Error
	if !errors.As(err, &reply) {
		r.class = classConnection
		if p == phaseDot {
			r.class = classUnknown
		}
		if p == phaseConnect && isConfigFault(err) {
			r.class = classConfig
		}
		return r
	}
	r.code = reply.Code
	r.enhanced = enhancedCode.FindString(reply.Msg)
	r.class = classOfReply(p, reply.Code, r.enhanced)
	return r
}

var enhancedCode = regexp.MustCompile(`^[245]\.\d{1,3}\.\d{1,3}\b`)

func classOfReply(p phase, code int, enhanced string) class {
	switch {
	case (code < 400 || code > 599) && p == phaseDot: // no answer to what was said: the two sides are out of step
		return classUnknown
	case code == 421, code < 400, code > 599:
		return classConnection
	case code == 432, code >= 400 && code < 500 && strings.HasPrefix(enhanced, "4.7."):
		return classThrottled
	case code == 530, code == 534, code == 535, code == 538:
		return classConfig
	case p == phaseConnect && code >= 500:
		return classConfig
	case p == phaseConnect:
		return classConnection
	case code >= 400 && code < 500:
		return classTemporary
	case p == phaseRcpt && (code == 550 || code == 551 || code == 553 || strings.HasPrefix(enhanced, "5.1.")):
		return classAddress
	default:
		return classPolicy
	}
}

// isConfigFault finds faults of TLS and log-in that no waiting mends. A line
// that is lost meanwhile is none, whatever go-mail was about to do.
func isConfigFault(err error) bool {
	if errors.Is(err, errPublic) {
		return true
	}
	var op *net.OpError
	if errors.Is(err, io.EOF) || errors.As(err, &op) && slices.Contains([]string{"dial", "read", "write"}, op.Op) {
		return false
	}
	text := err.Error()
	for _, sign := range []string{"STARTTLS", "tls:", "x509:", "SMTP AUTH", "auth"} {
		if strings.Contains(text, sign) {
			return true
		}
	}
	return false
}

// retryAfter is the pause after the n-th temporary refusal of a delivery. The
// floor of RFC 5321 section 4.5.4.1, 30 minutes, is meant for direct delivery;
// a relay of one's own may be asked a little sooner.
func retryAfter(n int) time.Duration {
	steps := []time.Duration{15 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour, 4 * time.Hour}
	return steps[min(max(n, 1), len(steps))-1]
}

// settle writes into d what a refusal makes of it.
func (r *refusal) settle(d *news.Delivery, now time.Time, unknownAfter time.Duration) {
	d.Code, d.Reply, d.Enhanced = r.code, flatten(r.Error()), r.enhanced
	switch r.class {
	case classConnection, classConfig:
		d.State, d.NextAt = news.Pending, now
	case classThrottled:
		// Behind all others: one recipient whose mailbox delays strangers holds up nobody.
		d.State, d.NextAt = news.Pending, now.Add(throttlePause)
	case classTemporary:
		d.State, d.Attempts = news.Retry, d.Attempts+1
		d.NextAt = now.Add(retryAfter(d.Attempts))
	case classUnknown:
		d.State, d.NextAt = news.Unknown, now.Add(unknownAfter)
		if d.Resent {
			d.State = news.Failed
		}
	default:
		d.State, d.Attempts, d.NextAt = news.Failed, d.Attempts+1, now
		d.Blamed = r.class == classAddress
	}
}

// throttlePause is the least time before a throttled message is offered again.
const throttlePause = time.Minute

var addressLike = regexp.MustCompile(`\S+@\S+`)

// anonymous is a server's answer fit for a log: without mail addresses.
func anonymous(s string) string { return addressLike.ReplaceAllString(s, "(address)") }

// quiet is an error whose words hold no mail address: errors end up in logs.
type quiet struct{ err error }

func (q quiet) Error() string { return anonymous(q.err.Error()) }
func (q quiet) Unwrap() error { return q.err }

// flatten makes a server's words fit for a log line: one line, 300 bytes.
func flatten(s string) string {
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f }), " ")
	const most = 300
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "..."
	}
	return s
}
