package fetch

import (
	"net/netip"
	"net/url"
	"strings"
	"unicode"

	"golang.org/x/net/publicsuffix"
)

// publisherAt returns what a publisher calls itself, with its host if the two have
// nothing to do with each other: anybody can write a ministry into a page, and
// would be quoted under that name.
func publisherAt(name, address string) string {
	u, err := url.Parse(address)
	if name == "" || err != nil || u.Hostname() == "" {
		return name
	}
	host := hostOf(u)
	if nameFits(name, host) {
		return name
	}
	return name + " at " + strings.TrimPrefix(host, "www.")
}

// littleWords have no letter in an abbreviation: the RCN is the Royal College of Nursing.
var littleWords = map[string]bool{"the": true, "of": true, "and": true, "for": true, "a": true, "in": true}

// nameFits reports whether a host is called like its publisher: it holds the whole
// name, or its registered label is some words of the name ("HTN Health Tech News" at
// htn.co.uk) or its initials.
func nameFits(name, host string) bool {
	words := strings.FieldsFunc(strings.NewReplacer("'", "", "’", "", "&", " and ").Replace(strings.ToLower(name)), notInName)
	all := strings.Join(words, "")
	if all = strings.TrimPrefix(all, "the"); all == "" {
		return false
	}
	if len(all) > 2 && strings.Contains(strings.Join(strings.FieldsFunc(host, notInName), ""), all) {
		return true
	}
	label := registeredLabel(host)
	initials := ""
	for i, w := range words {
		if !littleWords[w] {
			initials += w[:1]
		}
		joined := ""
		for _, next := range words[i:] {
			if joined += next; joined == label {
				return true
			}
		}
	}
	return initials == label
}

func notInName(r rune) bool {
	return !unicode.IsDigit(r) && !unicode.IsLetter(r)
}

// registeredLabel is the part of a host's name that its owner chose, without hyphens:
// "moor" of www.moor.co.uk.
func registeredLabel(host string) string {
	if _, err := netip.ParseAddr(host); err == nil {
		return ""
	}
	if own, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		host = own
	}
	label, _, _ := strings.Cut(host, ".")
	return strings.ReplaceAll(label, "-", "")
}
