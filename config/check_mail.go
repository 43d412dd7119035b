package config

import (
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
)

var hostName = regexp.MustCompile(`^[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*\.?$`)

func (l *loader) checkMail() {
	s := l.SMTP
	if s.Host != "" && !isHost(s.Host) {
		l.file.Add("$.smtp.host", "want a host name or an address, without a port")
	}
	if s.UnknownAfter < s.Lease {
		l.file.Add("$.smtp.unknown_after", "must not be less than smtp.lease (%s)", s.Lease)
	}
	l.checkLogIn()
	l.checkPlain()
	l.checkDKIM()
	l.checkMailbox("$.operator.email", l.Settings.Operator.Email)
	if !oneLine(l.Settings.Operator.Name) {
		l.file.Add("$.operator.name", "want one line")
	}
	for i, search := range l.Settings.Operator.Search {
		at := fmt.Sprintf("$.operator.search[%d]", i)
		if !strings.Contains(search, "{query}") {
			l.file.Add(at, "want {query} where the words go")
		}
		l.checkURL(at, strings.ReplaceAll(search, "{query}", "x"))
	}
}

func (l *loader) checkLogIn() {
	s := l.SMTP
	tokens := s.OAuth.TokenURL != ""
	switch {
	case s.Username == "" && !s.Password.IsZero():
		l.file.Add("$.smtp.password", "a password without `username`")
	case s.Username == "" && s.Auth != "auto":
		l.file.Add("$.smtp.auth", "`%s` needs `username` and `password`", s.Auth)
	case tokens && !s.Password.IsZero():
		l.file.Add("$.smtp.oauth", "a password and `oauth`; want one of them")
	case s.Username != "" && s.Password.IsZero() && !tokens:
		l.file.Add("$.smtp.username", "a log-in without `password`; say where it is: {env: NAME}, {file: PATH} or {command: [PROGRAM, …]}")
	}
	l.checkSecret("$.smtp.password", s.Password, s.Host != "")
	l.checkOAuth()
}

func (l *loader) checkOAuth() {
	o := l.SMTP.OAuth
	if o.TokenURL == "" {
		if o.ClientID != "" || o.Scope != "" || !o.ClientSecret.IsZero() {
			l.file.Add("$.smtp.oauth", "needs `token_url`")
		}
		return
	}
	if l.SMTP.Auth != "xoauth2" {
		l.file.Add("$.smtp.oauth", "needs `auth: xoauth2`")
	}
	if u, err := url.Parse(o.TokenURL); err != nil || u.Scheme != "https" || u.Host == "" {
		l.file.Add("$.smtp.oauth.token_url", "want an https address: the client's secret is sent there")
	}
	if o.ClientID == "" {
		l.file.Add("$.smtp.oauth", "needs `client_id`")
	}
	if o.ClientSecret.IsZero() {
		l.file.Add("$.smtp.oauth", "needs `client_secret`: {env: NAME}, {file: PATH} or {command: [PROGRAM, …]}")
	}
	l.checkSecret("$.smtp.oauth.client_secret", o.ClientSecret, l.SMTP.Host != "")
}

// checkSecret wants one place, and when the secret is needed, that it can be had.
func (l *loader) checkSecret(at string, s Secret, needed bool) {
	places := 0
	for _, set := range []bool{s.Env != "", s.File != "", len(s.Command) > 0} {
		if set {
			places++
		}
	}
	switch {
	case places > 1:
		l.file.Add(at, "want one of env, file and command, got %d of them", places)
	case places == 1 && needed:
		if err := s.readable(); err != nil {
			l.file.Add(at, "%s", err)
		}
	}
}

// checkPlain refuses unprotected connections that could leave the house. A name
// can only be checked when it is resolved, which deliver does when it dials.
func (l *loader) checkPlain() {
	s := l.SMTP
	if s.TLS != "none" {
		return
	}
	if s.Username != "" {
		l.file.Add("$.smtp.tls", "`none` is only for a relay without log-in: the password would be readable on the way")
	}
	if addr, err := netip.ParseAddr(strings.Trim(s.Host, "[]")); err == nil && !isInside(addr) {
		l.file.Add("$.smtp.tls", "`none` is only for a relay on a private or loopback address; %s is public", addr)
	}
}

func isInside(addr netip.Addr) bool {
	addr = addr.Unmap()
	return addr.IsPrivate() || addr.IsLoopback()
}

func (l *loader) checkDKIM() {
	d := l.DKIM
	if d.Domain != "" && (!hostName.MatchString(d.Domain) || !strings.Contains(d.Domain, ".")) {
		l.file.Add("$.dkim.domain", "not a domain")
	}
	if d.Selector != "" && !hostName.MatchString(d.Selector) {
		l.file.Add("$.dkim.selector", "not a selector; want letters, digits and hyphens")
	}
	if d.Mode != "own" {
		return
	}
	for _, need := range [][2]string{{"domain", d.Domain}, {"selector", d.Selector}, {"key_file", d.KeyFile}} {
		if need[1] == "" {
			l.file.Add("$.dkim.mode", "`own` needs `%s`", need[0])
		}
	}
	if d.KeyFile != "" {
		if _, err := fromFile(d.KeyFile); err != nil {
			l.file.Add("$.dkim.key_file", "%s", err)
		}
	}
}

func isHost(s string) bool {
	if _, err := netip.ParseAddr(strings.Trim(s, "[]")); err == nil {
		return true
	}
	return len(s) <= 253 && hostName.MatchString(s)
}
