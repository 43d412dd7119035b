package testkit

import (
	"bytes"
	"errors"
	"strings"
	"time"
)

// maxMessage bounds what one message may hold: forty times a large issue.
const maxMessage = 16 << 20

// data takes in one message. Its parts are separate steps, so that a fault can
// act before the first byte, in the body, or between the dot and its reply.
func (c *conversation) data() error {
	if c.from == nil || len(c.to) == 0 {
		return c.say(503, "5.5.1 recipients first")
	}
	accepted := false
	err := c.at(StepData, c.to, func() error {
		accepted = true
		return c.say(354, "end with a dot")
	})
	if err != nil || !accepted {
		return err
	}
	if _, err := c.in.Peek(1); err != nil {
		return err
	}
	if err := c.at(StepBody, c.to, func() error { return nil }); err != nil {
		return err
	}
	body, err := c.body()
	if err != nil {
		return err
	}
	return c.dot(body)
}

// body reads up to the final dot and undoes dot-stuffing (RFC 5321 section 4.5.2).
func (c *conversation) body() ([]byte, error) {
	var body bytes.Buffer
	for {
		line, err := c.in.ReadBytes('\n')
		if err != nil {
			return nil, err
		}
		if bytes.Equal(line, []byte(".\r\n")) {
			return body.Bytes(), nil
		}
		if body.Len()+len(line) > maxMessage {
			return nil, errors.Join(c.say(552, "5.3.4 too large"), errHangUp)
		}
		body.Write(bytes.TrimPrefix(line, []byte(".")))
		c.touch()
	}
}

// dot keeps the message with the reply its client got, or with none.
func (c *conversation) dot(body []byte) error {
	m := Message{From: *c.from, To: c.to, Data: body, At: time.Now(), Conn: c.n, TLS: c.tls, User: c.user}
	kept := c.server.keep(m)
	fault, faulty := c.server.meet(StepDot, c.to)
	c.reset()
	if !faulty {
		fault = Fault{}
	}
	switch fault.Do {
	case Drop:
		return errHangUp
	case Refuse:
		c.server.answered(kept, fault.code())
		return c.say(fault.code(), strings.Split(fault.text(), "\n")...)
	case Stall:
		if err := c.stall(fault.Wait); err != nil {
			return err
		}
	case Act:
		fault.Call()
	}
	c.server.answered(kept, 250)
	err := c.say(250, "2.0.0 taken")
	switch fault.Do {
	case ReplyThenDrop:
		return errors.Join(err, errHangUp)
	case ReplyThenAct:
		fault.Call()
	}
	return err
}
