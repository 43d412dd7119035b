package deliver

import (
	"context"
	"crypto/x509"
	"errors"
	"strings"
	"testing"

	"github.com/wardround/wardround/internal/testkit"
	"github.com/wardround/wardround/news"
)

func secret(password string) func(context.Context) (string, error) {
	return func(context.Context) (string, error) { return password, nil }
}

// relayTo is a relay that fits the sink's options.
func relayTo(sink *testkit.SMTP, mode TLSMode) Relay {
	return Relay{Host: "localhost", Port: sink.Port(), TLS: mode, RootCAs: sink.RootCAs()}
}

func classOf(t *testing.T, err error) class {
	t.Helper()
	var ref *refusal
	if !errors.As(err, &ref) {
		t.Fatalf("error %v is no refusal", err)
	}
	return ref.class
}

func TestLogInWorksWithEachMethodAndEncryption(t *testing.T) {
	for mode, options := range map[TLSMode]testkit.SMTPOptions{TLSStartTLS: {StartTLS: true}, TLSImplicit: {TLS: true}} {
		for _, auth := range []string{"auto", "plain", "login"} {
			t.Run(string(mode)+" "+auth, func(t *testing.T) {
				options.Username, options.Password = "desk", "tulip"
				sink := testkit.NewSMTP(t, options)
				r := relayTo(sink, mode)
				r.Auth, r.Username, r.Password = auth, "desk", secret("tulip")
				if _, err := r.SendCopy(t.Context(), "a@b.example", "c@d.example", []byte("Subject: x\r\n\r\nx\r\n")); err != nil {
					t.Fatalf("SendCopy() = %v", err)
				}
				if m := sink.Messages()[0]; !m.TLS || m.User != "desk" {
					t.Errorf("message came with TLS %v from user %q", m.TLS, m.User)
				}
				if err := r.Try(t.Context()); err != nil {
					t.Errorf("Try() = %v", err)
				}
			})
		}
	}
}

func TestFaultOfSettingsStopsTheRunAsSuch(t *testing.T) {
	tests := map[string]struct {
		sink  testkit.SMTPOptions
		fault testkit.Fault
		mode  TLSMode
		with  func(*Relay)
		want  class
	}{
		"STARTTLS is not offered": {mode: TLSStartTLS, want: classConfig},
		"STARTTLS is refused for good": {sink: testkit.SMTPOptions{StartTLS: true}, mode: TLSStartTLS, want: classConfig,
			fault: testkit.Fault{Step: testkit.StepStartTLS, Do: testkit.Refuse, Code: 502}},
		"STARTTLS is refused for now": {sink: testkit.SMTPOptions{StartTLS: true}, mode: TLSStartTLS, want: classConnection,
			fault: testkit.Fault{Step: testkit.StepStartTLS, Do: testkit.Refuse, Code: 454}},
		"line is lost at STARTTLS": {sink: testkit.SMTPOptions{StartTLS: true}, mode: TLSStartTLS, want: classConnection,
			fault: testkit.Fault{Step: testkit.StepStartTLS, Do: testkit.Drop}},
		"certificate of a stranger": {sink: testkit.SMTPOptions{StartTLS: true}, mode: TLSStartTLS, want: classConfig,
			with: func(r *Relay) { r.RootCAs = x509.NewCertPool() }},
		"wrong password": {sink: testkit.SMTPOptions{StartTLS: true, Username: "desk", Password: "tulip"}, mode: TLSStartTLS, want: classConfig,
			with: func(r *Relay) { r.Auth, r.Username, r.Password = "plain", "desk", secret("rose") }},
		"log-in is down": {sink: testkit.SMTPOptions{StartTLS: true, Username: "desk", Password: "tulip"}, mode: TLSStartTLS, want: classConnection,
			fault: testkit.Fault{Step: testkit.StepAuth, Do: testkit.Refuse, Code: 454},
			with:  func(r *Relay) { r.Auth, r.Username, r.Password = "plain", "desk", secret("tulip") }},
		"line is lost at log-in": {sink: testkit.SMTPOptions{StartTLS: true, Username: "desk", Password: "tulip"}, mode: TLSStartTLS, want: classConnection,
			fault: testkit.Fault{Step: testkit.StepAuth, Do: testkit.Drop},
			with:  func(r *Relay) { r.Auth, r.Username, r.Password = "auto", "desk", secret("tulip") }},
		"log-in is not offered": {sink: testkit.SMTPOptions{StartTLS: true}, mode: TLSStartTLS, want: classConfig,
			with: func(r *Relay) { r.Auth, r.Username, r.Password = "auto", "desk", secret("tulip") }},
		"log-in method is unknown": {mode: TLSNone, want: classConfig,
			with: func(r *Relay) { r.Auth, r.Username = "guess", "desk" }},
		"password cannot be had": {mode: TLSNone, want: classConfig, with: func(r *Relay) {
			r.Auth, r.Username = "plain", "desk"
			r.Password = func(context.Context) (string, error) { return "", errors.New("no such file") }
		}},
		"no TLS to a public address": {mode: TLSNone, want: classConfig, with: func(r *Relay) { r.Host = "192.0.2.7" }},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			p := newPostTo(testkit.NewSMTP(t, test.sink), 1)
			if test.fault.Step != "" {
				p.sink.Fault(test.fault)
			}
			p.relay = relayTo(p.sink, test.mode)
			if test.with != nil {
				test.with(&p.relay)
			}
			err := p.relay.Try(t.Context())
			if err == nil {
				t.Fatal("Try() = nil")
			}
			if got := classOf(t, err); got != test.want {
				t.Errorf("Try() = %v of class %d, want class %d", err, got, test.want)
			}
			counts := p.run(t)
			if d := p.rows[0]; counts.Stopped == "" || d.State != news.Pending || d.Attempts != 0 || len(p.sink.Messages()) != 0 {
				t.Errorf("counts %v, delivery %+v, %d messages; want a stop and a pending delivery", counts, d.Delivery, len(p.sink.Messages()))
			}
		})
	}
}

func TestPasswordIsAskedForAtEachDial(t *testing.T) {
	sink := testkit.NewSMTP(t, testkit.SMTPOptions{TLS: true, Username: "desk", Password: "second"})
	r := relayTo(sink, TLSImplicit)
	passwords := []string{"first", "second"}
	asked := 0
	r.Auth, r.Username = "login", "desk"
	r.Password = func(context.Context) (string, error) { asked++; return passwords[asked-1], nil }
	if err := r.Try(t.Context()); err == nil || strings.Contains(err.Error(), "first") {
		t.Errorf("Try() with the old password = %v, want a refusal that does not show it", err)
	}
	if err := r.Try(t.Context()); err != nil || asked != 2 {
		t.Errorf("Try() after the change = %v, asked %d times", err, asked)
	}
}

func TestOnlyInsideAddressesAreSpokenToInClearText(t *testing.T) {
	for address, inside := range map[string]bool{
		"127.0.0.1:25": true, "[::1]:25": true, "10.1.2.3:25": true, "192.168.0.9:587": true, "172.16.5.4:25": true, "[fd00::5]:25": true,
		"[::ffff:10.0.0.1]:25": true, "[::ffff:192.0.2.7]:25": false, "192.0.2.7:25": false, "8.8.8.8:25": false, "172.32.0.1:25": false,
		"[2001:db8::1]:25": false, "169.254.169.254:25": false, "0.0.0.0:25": false, "relay": false,
	} {
		if err := insideOnly("tcp", address, nil); (err == nil) != inside {
			t.Errorf("insideOnly(%s) = %v, want allowed %v", address, err, inside)
		}
	}
}

func TestSendCopyReportsARefusal(t *testing.T) {
	sink := testkit.NewSMTP(t, testkit.SMTPOptions{})
	r := relayTo(sink, TLSNone)
	for _, do := range []testkit.Action{testkit.Refuse, testkit.Drop} {
		sink.ClearFaults()
		sink.Fault(testkit.Fault{Step: testkit.StepRcpt, Do: do})
		if _, err := r.SendCopy(t.Context(), "a@b.example", "c@d.example", []byte("x\r\n")); err == nil {
			t.Errorf("SendCopy() with %s at RCPT = nil", do)
		}
	}
	if n := len(sink.Messages()); n != 0 {
		t.Errorf("%d messages taken", n)
	}
}
