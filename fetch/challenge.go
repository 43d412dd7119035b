package fetch

import (
	"bytes"
	"net/http"
	"strings"

	"github.com/wardround/wardround/news"
)

// nameWindow is how much of a document is looked at to tell what it is.
const nameWindow = 64 << 10

// challenges are words of pages that ask whether a reader is human.
var challenges = []string{
	"just a moment", "checking your browser", "attention required", "cf-chl", "cf-challenge", "challenge-platform",
	"verify you are human", "verifying you are human", "are you a robot", "are you human", "captcha", "_incapsula_",
	"enable javascript and cookies", "ddos-guard", "ddos protection by", "request unsuccessful", "px-captcha", "datadome",
}

var (
	consents = []string{"before you continue", "consent to cookies", "accept cookies to continue", "consent required"}
	logins   = []string{"log in", "login", "log-in", "sign in", "signin", "sign-in"}
)

// nameDocument says what stands in place of a feed. It is told by the first
// words only, so that a news page that writes about captchas is not one.
func nameDocument(a *answer) (news.Outcome, string) {
	if strings.EqualFold(a.header.Get("Cf-Mitigated"), "challenge") {
		return news.OutcomeChallenged, "a bot wall stands before it"
	}
	if len(bytes.TrimSpace(a.body)) == 0 {
		return news.OutcomeFailed, "the answer is empty"
	}
	text := strings.ToLower(decodeDocument(a.body[:min(len(a.body), nameWindow)], a.header.Get("Content-Type")))
	if !looksLikeHTML(text) {
		return news.OutcomeNotAFeed, "the document is no feed of a known format"
	}
	title, small := pageTitle(text), len(text) < nameWindow/2
	switch {
	case containsAny(title, challenges), (small || a.status != http.StatusOK) && containsAny(text, challenges):
		return news.OutcomeChallenged, "a bot wall stands before it"
	case small && containsAny(text, consents), a.url != nil && strings.HasPrefix(hostOf(a.url), "consent."):
		return news.OutcomeChallenged, "a consent page stands before it"
	case isLogin(text):
		return news.OutcomeChallenged, "a log-in page stands before it"
	}
	return news.OutcomeNotAFeed, "it is a web page, not a feed"
}

// isLogin reports whether a page, in lower case, asks to log in.
func isLogin(text string) bool {
	small := len(text) < nameWindow/2
	return containsAny(pageTitle(text), logins) || small && strings.Contains(text, "<input") && strings.Contains(text, "password")
}

// pageTitle returns the title of a page in lower case.
func pageTitle(lower string) string {
	_, rest, found := strings.Cut(lower, "<title")
	if !found {
		return ""
	}
	_, rest, _ = strings.Cut(rest, ">")
	title, _, _ := strings.Cut(rest, "<")
	return title
}

func looksLikeHTML(lower string) bool {
	head := lower[:min(len(lower), 4<<10)]
	return containsAny(head, []string{"<!doctype html", "<html", "<head", "<body", "<title", "<meta"})
}

func containsAny(s string, words []string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}
