package fetch

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// ourNetwork begins the reason of every refusal that is not the publisher's: what
// stands between this program and the web said no.
const ourNetwork = "refused by your network: "

// Web filters name themselves on the pages they put in place of another.
var (
	filters = []string{
		"zscaler", "blue coat", "bluecoat", "forcepoint", "websense", "fortiguard", "netskope", "umbrella.cisco", "opendns",
		"skyhigh", "mcafee web gateway", "smoothwall", "barracuda web", "palo alto networks", "trellix", "iboss", "usercheck", "squidguard",
	}
	filterWords = []string{
		"web page blocked", "web page is blocked", "page has been blocked", "site is blocked", "site has been blocked",
		"access to this site has been", "access to this website has been", "access has been denied", "access is denied", "access denied",
		"blocked by your", "violates your organi", "violates the organi", "blocked category", "category is blocked", "blocked by zscaler",
		"blocked by forcepoint",
	}
)

// blockPage is how large a filter's page may be: one that is larger and holds
// such words is a publisher's, writing about them.
const blockPage = nameWindow / 2

// refusedByNetwork says why an answer comes from the operator's own network and
// not from the server that was asked, or "".
func refusedByNetwork(a *answer) string {
	switch a.status {
	case http.StatusProxyAuthRequired:
		return ourNetwork + "the proxy wants a log-in"
	case http.StatusNetworkAuthenticationRequired:
		return ourNetwork + "it wants a log-in"
	}
	if len(a.body) > blockPage {
		return ""
	}
	server := strings.ToLower(a.header.Get("Server"))
	if containsAny(server, filters) || a.proxied && a.header.Get("X-Squid-Error") != "" {
		return ourNetwork + "its web filter answers"
	}
	text := strings.ToLower(decodeDocument(a.body, a.header.Get("Content-Type")))
	switch {
	case !containsAny(text, []string{"<html", "<body"}):
		return ""
	case containsAny(text, filterWords) && (a.proxied || containsAny(text, filters)):
		return ourNetwork + "a block page stands before it"
	case a.proxied && a.redirects > 0 && isLogin(text):
		return ourNetwork + "a log-in page stands before it"
	}
	return ""
}

// connectRefused explains why the proxy opened no way to an https server.
func connectRefused(_ context.Context, _ *url.URL, _ *http.Request, answer *http.Response) error {
	switch answer.StatusCode {
	case http.StatusOK:
		return nil
	case http.StatusProxyAuthRequired:
		return &problem{kind: problemOurNetwork, reason: ourNetwork + "the proxy wants a log-in"}
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout: // it tried
		return &problem{kind: problemNetwork, reason: fmt.Sprintf("the proxy could not reach it: %s", answer.Status)}
	}
	return &problem{kind: problemOurNetwork, reason: ourNetwork + "the proxy answers " + answer.Status}
}
