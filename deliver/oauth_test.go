package deliver

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/wardround/wardround/internal/testkit"
)

// tokenServer hands out token-1, token-2 and so on, each for an hour.
func tokenServer(t *testing.T) (server *httptest.Server, asked *int) {
	t.Helper()
	asked = new(int)
	server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*asked++
		want := map[string]string{"grant_type": "client_credentials", "client_id": "id", "client_secret": "secret", "scope": "mail"}
		for field, value := range want {
			if got := r.PostFormValue(field); got != value {
				t.Errorf("%s = %q, want %q", field, got, value)
			}
		}
		fmt.Fprintf(w, `{"access_token":"token-%d","token_type":"Bearer","expires_in":3600}`, *asked)
	}))
	t.Cleanup(server.Close)
	return server, asked
}

func clientSecret(context.Context) (string, error) { return "secret", nil }

func TestTokenIsKeptUntilItRunsOutOrIsRefused(t *testing.T) {
	server, asked := tokenServer(t)
	clock := testkit.NewClock(noon)
	tokens := &Tokens{URL: server.URL, ClientID: "id", ClientSecret: clientSecret, Scope: "mail", Now: clock.Now}
	for _, step := range []struct {
		after  time.Duration
		forget bool
		want   string
	}{
		{0, false, "token-1"}, {30 * time.Minute, false, "token-1"}, {29 * time.Minute, false, "token-2"},
		{time.Minute, false, "token-2"}, {0, true, "token-3"}, {-48 * time.Hour, false, "token-4"},
	} {
		clock.Advance(step.after)
		if step.forget {
			tokens.Forget()
		}
		if got, err := tokens.Token(t.Context()); err != nil || got != step.want {
			t.Errorf("Token() at %v = %q, %v; want %q", clock.Now(), got, err, step.want)
		}
	}
	if *asked != 4 {
		t.Errorf("asked %d times, want 4", *asked)
	}
}

func TestTokenFaultsNameTheirCauseAndNoSecret(t *testing.T) {
	tests := map[string]struct {
		status int
		body   string
		want   string
	}{
		"refused":      {401, `{"error":"invalid_client","error_description":"the secret has expired"}`, "status 401: invalid_client: the secret has expired"},
		"not JSON":     {200, `<html>hunter2</html>`, "something other than JSON"},
		"server error": {502, `bad gateway`, "status 502"},
		"no token":     {200, `{"token_type":"Bearer"}`, "without a usable token"},
		"other kind":   {200, `{"access_token":"hunter2","token_type":"mac"}`, "no bearer token"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, _, err := readToken(test.status, []byte(test.body))
			if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("readToken() = %v, want %q", err, test.want)
			}
		})
	}
	tokens := &Tokens{ClientSecret: func(context.Context) (string, error) { return "", errors.New("no keyring") }}
	if _, err := tokens.Token(t.Context()); !errors.Is(err, ErrToken) {
		t.Errorf("Token() = %v, want %v", err, ErrToken)
	}
}

func TestWithdrawnTokenIsAskedForAnew(t *testing.T) {
	server, asked := tokenServer(t)
	tokens := &Tokens{URL: server.URL, ClientID: "id", ClientSecret: clientSecret, Scope: "mail"}
	sink := testkit.NewSMTP(t, testkit.SMTPOptions{StartTLS: true, Username: "desk@wardround.example", Password: "token-2"})
	p := newPostTo(sink, 3)
	p.relay.TLS, p.relay.Auth, p.relay.Username = TLSStartTLS, "xoauth2", "desk@wardround.example"
	p.relay.Password, p.relay.Forget = tokens.Token, tokens.Forget
	if counts := p.run(t); counts.Stopped == "" || counts.Sent != 0 {
		t.Errorf("counts with a withdrawn token = %v, want a stop", counts)
	}
	p.run(t)
	p.wantAllOnce(t)
	if *asked != 2 {
		t.Errorf("asked for %d tokens, want 2", *asked)
	}
}

func FuzzReadToken(f *testing.F) {
	f.Add(200, []byte(`{"access_token":"a","token_type":"bearer","expires_in":-1}`))
	f.Add(400, []byte(`{"error":"x","error_description":"\u0000"}`))
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		token, holds, err := readToken(status, body)
		if (err == nil) != (token != "") || holds < 0 || holds > day {
			t.Errorf("readToken(%d, %q) = %q, %v, %v", status, body, token, holds, err)
		}
	})
}
