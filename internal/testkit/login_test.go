package testkit

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net/smtp"
	"strings"
	"testing"
)

// loginAuth is AUTH LOGIN, which net/smtp lacks.
type loginAuth struct{ user, password string }

func (a loginAuth) Start(*smtp.ServerInfo) (string, []byte, error) { return "LOGIN", nil, nil }

func (a loginAuth) Next(prompt []byte, more bool) ([]byte, error) {
	switch {
	case !more:
		return nil, nil
	case string(prompt) == "Username:":
		return []byte(a.user), nil
	case string(prompt) == "Password:":
		return []byte(a.password), nil
	}
	return nil, fmt.Errorf("prompt %q not known", prompt)
}

func TestLogInOverStartTLS(t *testing.T) {
	tests := []struct {
		name string
		auth smtp.Auth
		want string
	}{
		{"plain", smtp.PlainAuth("", "news", "secret", "localhost"), ""},
		{"login", loginAuth{"news", "secret"}, ""},
		{"wrong password", loginAuth{"news", "guess"}, "535"},
		{"none", nil, "mail: 530"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := NewSMTP(t, SMTPOptions{StartTLS: true, Username: "news", Password: "secret"})
			err := sendSecretly(s, test.auth)
			if test.want != "" {
				if err == nil || !strings.HasPrefix(err.Error(), test.want) {
					t.Fatalf("sendSecretly() = %v, want %s", err, test.want)
				}
				return
			}
			if err != nil {
				t.Fatalf("sendSecretly() = %v", err)
			}
			if m := s.Messages()[0]; !m.TLS || m.User != "news" {
				t.Errorf("message came with TLS %v from %q", m.TLS, m.User)
			}
		})
	}
}

func sendSecretly(s *SMTP, auth smtp.Auth) error {
	c, err := dial(s)
	if err != nil {
		return err
	}
	defer c.Close()
	if ok, _ := c.Extension("AUTH"); ok {
		return errors.New("log-in offered in clear text")
	}
	if err := c.StartTLS(&tls.Config{RootCAs: s.RootCAs(), ServerName: "localhost"}); err != nil {
		return fmt.Errorf("starttls: %w", err)
	}
	if auth != nil {
		if err := c.Auth(auth); err != nil {
			return err
		}
	}
	if err := c.Mail("from@client.example"); err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	if err := c.Rcpt("a@reader.example"); err != nil {
		return err
	}
	w, err := c.Data()
	if err != nil {
		return err
	}
	if _, err := w.Write([]byte(letter)); err != nil {
		return err
	}
	return w.Close()
}

func TestStartTLSFaults(t *testing.T) {
	for _, do := range []Action{Refuse, Drop, ReplyThenDrop} {
		t.Run(string(do), func(t *testing.T) {
			s := NewSMTP(t, SMTPOptions{StartTLS: true})
			s.Fault(Fault{Step: StepStartTLS, Do: do, Code: 454})
			err := sendSecretly(s, nil)
			if err == nil || !strings.HasPrefix(err.Error(), "starttls:") {
				t.Errorf("sendSecretly() = %v, want failure at starttls", err)
			}
		})
	}
}

func TestImplicitTLS(t *testing.T) {
	s := NewSMTP(t, SMTPOptions{TLS: true})
	conn, err := tls.Dial("tcp", s.Addr(), &tls.Config{RootCAs: s.RootCAs(), ServerName: "localhost"})
	if err != nil {
		t.Fatal(err)
	}
	c, err := smtp.NewClient(conn, "localhost")
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := offer(c, "a@reader.example"); err != nil {
		t.Fatalf("offer() = %v", err)
	}
	if !s.Messages()[0].TLS {
		t.Error("message is not marked as encrypted")
	}
}
