package testkit

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"
)

// errHangUp ends a conversation on purpose.
var errHangUp = errors.New("hang up")

// conversation is one client's connection. Any error ends it: the client is
// the one under test, and sees a closed connection.
type conversation struct {
	server *SMTP
	conn   net.Conn
	in     *bufio.Reader
	n      int
	tls    bool
	user   string
	greet  bool
	from   *string
	to     []string
}

func newConversation(s *SMTP, conn net.Conn, n int) *conversation {
	return &conversation{server: s, conn: conn, in: bufio.NewReader(conn), n: n}
}

// run greets the client and answers its commands until one side hangs up.
func (c *conversation) run() {
	hello := func() error { return c.say(220, "demo ESMTP testkit") }
	if err := c.at(StepConnect, nil, hello); err != nil {
		return
	}
	for {
		line, err := c.line()
		if err != nil {
			return
		}
		verb, arg, _ := strings.Cut(line, " ")
		if err := c.command(strings.ToUpper(verb), strings.TrimSpace(arg)); err != nil {
			return
		}
	}
}

func (c *conversation) command(verb, arg string) error {
	switch verb {
	case "EHLO", "HELO":
		return c.at(StepHelo, nil, func() error { return c.helo(verb) })
	case "STARTTLS":
		return c.at(StepStartTLS, nil, c.startTLS)
	case "AUTH":
		return c.at(StepAuth, nil, func() error { return c.auth(arg) })
	case "MAIL":
		return c.at(StepMail, nil, func() error { return c.mail(arg) })
	case "RCPT":
		rcpt, ok := address(arg, "TO:")
		return c.at(StepRcpt, []string{rcpt}, func() error { return c.rcpt(rcpt, ok) })
	case "DATA":
		return c.data()
	case "RSET":
		return c.at(StepRset, nil, func() error { c.reset(); return c.say(250, "reset") })
	case "NOOP":
		return c.say(250, "ok")
	case "QUIT":
		return c.at(StepQuit, nil, func() error { return errors.Join(c.say(221, "bye"), errHangUp) })
	}
	return c.say(502, "command not known")
}

// at lets a fault act at step, or does what is usual.
func (c *conversation) at(step Step, rcpts []string, usual func() error) error {
	fault, ok := c.server.meet(step, rcpts)
	if !ok {
		return usual()
	}
	switch fault.Do {
	case Refuse:
		err := c.say(fault.code(), strings.Split(fault.text(), "\n")...)
		if step == StepConnect || step == StepBody {
			return errors.Join(err, errHangUp)
		}
		return err
	case Stall:
		if err := c.stall(fault.Wait); err != nil {
			return err
		}
		return usual()
	case Act:
		fault.Call()
		return usual()
	case ReplyThenAct:
		err := usual()
		fault.Call()
		return err
	case ReplyThenDrop:
		return errors.Join(usual(), errHangUp)
	}
	return errHangUp
}

// stall says nothing for wait, or until the server closes when wait is 0.
func (c *conversation) stall(wait time.Duration) error {
	var after <-chan time.Time
	if wait > 0 {
		timer := time.NewTimer(wait)
		defer timer.Stop()
		after = timer.C
	}
	select {
	case <-after:
		return nil
	case <-c.server.stop:
		return errHangUp
	}
}

func (c *conversation) helo(verb string) error {
	c.reset()
	c.greet = true
	if verb == "HELO" {
		return c.say(250, "demo")
	}
	lines := []string{"demo", "8BITMIME", "ENHANCEDSTATUSCODES", fmt.Sprintf("SIZE %d", maxMessage)}
	if c.server.opts.StartTLS && !c.tls {
		lines = append(lines, "STARTTLS")
	}
	if c.offersAuth() {
		lines = append(lines, "AUTH PLAIN LOGIN XOAUTH2")
	}
	return c.say(250, lines...)
}

// offersAuth holds log-in back until the connection is encrypted, where it can be.
func (c *conversation) offersAuth() bool {
	return c.server.opts.Username != "" && (c.tls || !c.server.opts.StartTLS)
}

func (c *conversation) mail(arg string) error {
	from, ok := address(arg, "FROM:")
	switch {
	case !c.greet:
		return c.say(503, "5.5.1 greet first")
	case c.server.opts.Username != "" && c.user == "":
		return c.say(530, "5.7.0 log in first")
	case c.from != nil:
		return c.say(503, "5.5.1 one message at a time")
	case !ok:
		return c.say(501, "5.5.4 sender not understood")
	}
	c.from = &from
	return c.say(250, "2.1.0 ok")
}

func (c *conversation) rcpt(rcpt string, ok bool) error {
	switch {
	case c.from == nil:
		return c.say(503, "5.5.1 sender first")
	case !ok || rcpt == "":
		return c.say(501, "5.5.4 recipient not understood")
	}
	c.to = append(c.to, rcpt)
	return c.say(250, "2.1.5 ok")
}

func (c *conversation) reset() { c.from, c.to = nil, nil }

// touch gives the client another idle period.
func (c *conversation) touch() {
	// A connection that is already closed refuses a deadline; the read that
	// follows reports that.
	_ = c.conn.SetDeadline(time.Now().Add(c.server.opts.Idle))
}

func (c *conversation) line() (string, error) {
	c.touch()
	line, err := c.in.ReadString('\n')
	return strings.TrimRight(line, "\r\n"), err
}

// say writes one reply, of several lines when several are given.
func (c *conversation) say(code int, lines ...string) error {
	var reply strings.Builder
	for i, line := range lines {
		sep := "-"
		if i == len(lines)-1 {
			sep = " "
		}
		fmt.Fprintf(&reply, "%d%s%s\r\n", code, sep, line)
	}
	c.touch()
	_, err := io.WriteString(c.conn, reply.String())
	return err
}

// address takes the mailbox out of "FROM:<a@b.example> SIZE=1".
func address(arg, prefix string) (string, bool) {
	if len(arg) < len(prefix) || !strings.EqualFold(arg[:len(prefix)], prefix) {
		return "", false
	}
	rest := strings.TrimSpace(arg[len(prefix):])
	end := strings.IndexByte(rest, '>')
	if !strings.HasPrefix(rest, "<") || end < 0 {
		return "", false
	}
	return rest[1:end], true
}
