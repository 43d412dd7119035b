package testkit

import (
	"bufio"
	"crypto/tls"
	"encoding/base64"
	"strings"
)

func (c *conversation) startTLS() error {
	if !c.server.opts.StartTLS || c.tls {
		return c.say(502, "no TLS here")
	}
	if err := c.say(220, "go ahead"); err != nil {
		return err
	}
	c.encrypt()
	c.reset()
	c.greet = false
	return nil
}

// encrypt changes the conversation over to TLS. What the client had sent ahead
// in clear text is dropped with the old reader, as it must be (RFC 3207).
func (c *conversation) encrypt() {
	c.conn = tls.Server(c.conn, c.server.tls)
	c.in = bufio.NewReader(c.conn)
	c.tls = true
}

func (c *conversation) auth(arg string) error {
	if !c.offersAuth() {
		return c.say(503, "no log-in here")
	}
	mechanism, initial, _ := strings.Cut(arg, " ")
	var user, password string
	var err error
	switch strings.ToUpper(mechanism) {
	case "PLAIN":
		user, password, err = c.authPlain(initial)
	case "LOGIN":
		user, password, err = c.authLogin(initial)
	case "XOAUTH2":
		user, password, err = c.authToken(initial)
	default:
		return c.say(504, "mechanism not known")
	}
	if err != nil {
		return err
	}
	if user != c.server.opts.Username || password != c.server.opts.Password {
		if strings.EqualFold(mechanism, "XOAUTH2") { // says why first, and waits for an empty line
			if _, err := c.ask("", `{"status":"401"}`); err != nil {
				return err
			}
		}
		return c.say(535, "5.7.8 wrong name or password")
	}
	c.user = user
	return c.say(235, "2.7.0 welcome")
}

func (c *conversation) authPlain(initial string) (user, password string, err error) {
	answer, err := c.ask(initial, "")
	if err != nil {
		return "", "", err
	}
	parts := strings.Split(answer, "\x00")
	if len(parts) != 3 {
		return "", "", nil // wrong shape: refused like a wrong password
	}
	return parts[1], parts[2], nil
}

// authToken takes "user=NAME^Aauth=Bearer TOKEN^A^A" apart; the token stands for
// the password.
func (c *conversation) authToken(initial string) (user, token string, err error) {
	answer, err := c.ask(initial, "")
	if err != nil {
		return "", "", err
	}
	name, rest, _ := strings.Cut(answer, "\x01")
	user, _ = strings.CutPrefix(name, "user=")
	token, _ = strings.CutPrefix(strings.TrimRight(rest, "\x01"), "auth=Bearer ")
	return user, token, nil
}

func (c *conversation) authLogin(initial string) (user, password string, err error) {
	if user, err = c.ask(initial, "Username:"); err != nil {
		return "", "", err
	}
	password, err = c.ask("", "Password:")
	return user, password, err
}

// ask returns the client's decoded answer to prompt; given is one sent ahead.
// An answer that is no base64 comes back empty and fails as a wrong one.
func (c *conversation) ask(given, prompt string) (string, error) {
	if given == "" {
		if err := c.say(334, base64.StdEncoding.EncodeToString([]byte(prompt))); err != nil {
			return "", err
		}
		line, err := c.line()
		if err != nil {
			return "", err
		}
		given = line
	}
	answer, err := base64.StdEncoding.DecodeString(given)
	if err != nil {
		return "", nil
	}
	return string(answer), nil
}
