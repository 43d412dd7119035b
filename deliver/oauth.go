package deliver

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// Tokens gets the access tokens of a log-in by XOAUTH2 with a client's own
// credentials (RFC 6749 section 4.4), as Microsoft 365 wants it, and keeps each
// until it runs out. Its methods fit Password and Forget of a [Relay].
type Tokens struct {
	URL          string // token endpoint, https
	ClientID     string
	ClientSecret func(context.Context) (string, error)
	Scope        string
	Client       *http.Client     // nil: one that waits 30 seconds
	Now          func() time.Time // nil: time.Now

	mu      sync.Mutex
	token   string
	expires time.Time
}

// spare is how long a token must still hold to be used: a log-in takes a while.
const spare = 2 * time.Minute

// ErrToken is wrapped by every error of getting a token.
var ErrToken = errors.New("access token")

// Token returns a token that holds for a while, a new one if need be.
func (t *Tokens) Token(ctx context.Context) (string, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := time.Now
	if t.Now != nil {
		now = t.Now
	}
	if left := t.expires.Sub(now()); t.token != "" && left > spare && left <= day {
		return t.token, nil
	}
	token, holds, err := t.ask(ctx)
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrToken, err)
	}
	t.token, t.expires = token, now().Add(holds)
	return token, nil
}

// day is the most a token is kept: a clock set back must not keep one for ever.
const day = 24 * time.Hour

// Forget makes the next call of Token ask for a new one.
func (t *Tokens) Forget() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.token = ""
}

func (t *Tokens) ask(ctx context.Context) (token string, holds time.Duration, err error) {
	secret, err := t.ClientSecret(ctx)
	if err != nil {
		return "", 0, fmt.Errorf("client secret: %w", err)
	}
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {t.ClientID}, "client_secret": {secret}, "scope": {t.Scope}}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, t.URL, strings.NewReader(form.Encode()))
	if err != nil {
		return "", 0, err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	client := t.Client
	if client == nil {
		client = &http.Client{Timeout: connectTimeout}
	}
	response, err := client.Do(request)
	if err != nil {
		return "", 0, err
	}
	defer response.Body.Close() // read only: nothing can be lost
	const most = 64 << 10       // far above any token
	body, err := io.ReadAll(io.LimitReader(response.Body, most))
	if err != nil {
		return "", 0, err
	}
	return readToken(response.StatusCode, body)
}

// readToken reads the answer of a token endpoint. Its errors never show what may
// be a token.
func readToken(status int, body []byte) (string, time.Duration, error) {
	var answer struct {
		Token   string  `json:"access_token"`
		Type    string  `json:"token_type"`
		Seconds float64 `json:"expires_in"`
		Error   string  `json:"error"`
		Words   string  `json:"error_description"`
	}
	err := json.Unmarshal(body, &answer)
	switch {
	case answer.Error != "":
		return "", 0, fmt.Errorf("status %d: %s: %s", status, flatten(answer.Error), flatten(answer.Words))
	case status != http.StatusOK:
		return "", 0, fmt.Errorf("the token endpoint answered with status %d", status)
	case err != nil:
		return "", 0, errors.New("the token endpoint answered something other than JSON")
	case !printable(answer.Token):
		return "", 0, errors.New("the token endpoint answered without a usable token")
	case !strings.EqualFold(answer.Type, "Bearer"):
		return "", 0, errors.New("the token endpoint answered with a token that is no bearer token")
	}
	holds := time.Duration(min(max(answer.Seconds, 0), day.Seconds()) * float64(time.Second))
	if holds == 0 { // it need not say; an hour is what is usual
		holds = time.Hour
	}
	return answer.Token, holds, nil
}
