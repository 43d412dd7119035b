package config

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

func (l *loader) checkSources() {
	names, urls := map[string]int{}, map[string]int{}
	for i, s := range l.Settings.Sources {
		at := fmt.Sprintf("$.sources[%d]", i)
		l.checkUnique(names, at, ".name", s.Name)
		l.checkUnique(urls, at, ".url", s.URL)
		if s.URL != "" {
			l.checkURL(at+".url", s.URL)
		}
		if s.Name != strings.TrimSpace(s.Name) || !oneLine(s.Name) {
			l.file.Add(at+".name", "a name must not have spaces around it or line breaks")
		}
		l.checkTopics(at+".topics", s.Topics)
		l.checkSelectors(at, s)
	}
	l.checkCron("$.fetch.schedule", l.Fetch.Schedule)
	if !oneLine(l.HTTP.UserAgent) || len(l.HTTP.UserAgent) > 200 {
		l.file.Add("$.http.user_agent", "want one line of at most 200 bytes")
	}
	if _, err := proxyURL(l.HTTP.Proxy); err != nil {
		l.file.Add("$.http.proxy", "%s", err)
	}
}

// checkUnique wants a value that no earlier entry has, small and capital letters
// being the same.
func (l *loader) checkUnique(seen map[string]int, at, key, value string) {
	if strings.TrimSpace(value) == "" {
		l.file.Add(at, "an entry without `%s`", key[1:])
		return
	}
	fold := strings.ToLower(value)
	first, twice := seen[fold]
	if !twice {
		seen[fold] = l.file.Pos(at + key).Line
		return
	}
	l.file.Add(at+key, "%s `%s` is taken by the entry in line %d", key[1:], value, first)
}

func (l *loader) checkSelectors(at string, s Source) {
	switch {
	case s.Kind != "page" && s.List != "":
		l.file.Add(at+".list", "only a source of kind page has selectors")
		return
	case s.Kind != "page" && s.Link != "":
		l.file.Add(at+".link", "only a source of kind page has selectors")
		return
	case s.Kind == "page" && s.List == "":
		l.file.Add(at, "a source of kind page needs `list`, the selector of one entry")
	}
	if l.checks.Selector == nil {
		return
	}
	for key, selector := range map[string]string{".list": s.List, ".link": s.Link} {
		if selector == "" {
			continue
		}
		if err := l.checks.Selector(selector); err != nil {
			l.file.Add(at+key, "not a CSS selector: %s", err)
		}
	}
}

// checkURL wants an absolute web address without a log-in inside.
func (l *loader) checkURL(at, address string) {
	u, err := url.Parse(address)
	switch {
	case err != nil:
		l.file.Add(at, "not an address: %s", parseReason(err))
	case u.Scheme != "http" && u.Scheme != "https":
		l.file.Add(at, "want an address that starts with https:// or http://")
	case u.Hostname() == "":
		l.file.Add(at, "an address without a host")
	case u.User != nil:
		l.file.Add(at, "a name or password does not belong into an address")
	}
}

// parseReason drops the address from an error of url.Parse: it may hold a password.
func parseReason(err error) error {
	if inner := new(url.Error); errors.As(err, &inner) {
		return inner.Err
	}
	return err
}

// noProxy as the value of http.proxy says that there is none.
const noProxy = "none"

func proxyURL(value string) (*url.URL, error) {
	if value == "" || value == noProxy {
		return nil, nil
	}
	u, err := url.Parse(value)
	switch {
	case err != nil:
		return nil, fmt.Errorf("not an address: %w", parseReason(err))
	case u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "socks5", u.Hostname() == "":
		return nil, errors.New("want http://HOST:PORT, https://HOST:PORT, socks5://HOST:PORT or none")
	case u.User != nil:
		return nil, errors.New("a password does not belong here; it is taken from HTTPS_PROXY of the environment")
	}
	return u, nil
}

// parseEnvProxy reads what other programs write into HTTPS_PROXY: the scheme may
// be left out, a log-in may stand in it.
func parseEnvProxy(value string) (*url.URL, error) {
	if !strings.Contains(value, "://") {
		value = "http://" + value
	}
	u, err := url.Parse(value)
	if err != nil || u.Hostname() == "" {
		return nil, errors.New("HTTPS_PROXY (or HTTP_PROXY) of the environment is not an address")
	}
	return u, nil
}
