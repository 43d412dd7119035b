package deliver

import (
	"crypto/x509"
	"strings"
	"testing"

	"github.com/wardround/wardround/internal/testkit"
)

func TestEachFaultOfTheSettingsComesWithWhatToChange(t *testing.T) {
	login := testkit.SMTPOptions{StartTLS: true, Username: "desk", Password: "tulip"}
	tests := map[string]struct {
		sink testkit.SMTPOptions
		with func(*Relay)
		want string
	}{
		"nobody listens":           {testkit.SMTPOptions{}, func(r *Relay) { r.TLS, r.Port = TLSNone, freePort(t) }, "smtp.port"},
		"STARTTLS is not offered":  {testkit.SMTPOptions{}, func(*Relay) {}, "587"},
		"a stranger's certificate": {login, func(r *Relay) { r.RootCAs = x509.NewCertPool() }, "smtp.ca_file"},
		"another name":             {login, func(r *Relay) { r.Host = "127.0.0.2" }, "smtp.host"},
		"a wrong password":         {login, func(r *Relay) { r.Auth, r.Username, r.Password = "plain", "desk", secret("rose") }, "password"},
		"no log-in offered": {testkit.SMTPOptions{StartTLS: true}, func(r *Relay) { r.Auth, r.Username, r.Password = "plain", "desk", secret("x") },
			"smtp.auth"},
		"clear text to outside": {testkit.SMTPOptions{}, func(r *Relay) { r.TLS, r.Host = TLSNone, "192.0.2.7" }, "starttls"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if name == "another name" {
				test.sink.Addr = "127.0.0.2:0"
			}
			r := relayTo(testkit.NewSMTP(t, test.sink), TLSStartTLS)
			test.with(&r)
			err := r.Try(t.Context())
			if got := Advice(err); err == nil || !strings.Contains(got, test.want) {
				t.Errorf("Advice(%v) = %q, want %q in it", err, got, test.want)
			}
		})
	}
}
