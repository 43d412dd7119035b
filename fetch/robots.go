package fetch

import (
	"strconv"
	"strings"
	"time"
)

// robotsRules are the rules of one robots.txt for one product token, read as RFC
// 9309 says.
type robotsRules struct {
	rules    []robotsRule
	delay    time.Duration // crawl-delay, outside the RFC but honoured
	disallow bool          // the file could not be had: nothing is allowed
}

type robotsRule struct {
	pattern string // normalised
	allow   bool
}

const (
	maxRobots     = 512 << 10 // the RFC asks for 500 KiB at least
	maxCrawlDelay = 30 * time.Second
	maxRules      = 5000
)

// parseRobots returns the rules for the product token: those of all groups that
// name it, or else of all groups for "*".
func parseRobots(text, token string) robotsRules {
	own, all := robotsRules{}, robotsRules{}
	found := false
	var inOwn, inAll, started bool // of the current group; started: it has a rule
	for line := range strings.Lines(clip(strings.TrimPrefix(text, "\ufeff"), maxRobots)) {
		line, _, _ = strings.Cut(line, "#")
		key, value, ok := strings.Cut(line, ":")
		if !ok {
			continue
		}
		key, value = strings.ToLower(strings.TrimSpace(key)), strings.TrimSpace(value)
		if key == "user-agent" {
			if started {
				inOwn, inAll, started = false, false, false
			}
			inAll = inAll || value == "*"
			if strings.EqualFold(productToken(value), token) {
				inOwn, found = true, true
			}
			continue
		}
		if key != "allow" && key != "disallow" && key != "crawl-delay" {
			continue // such as sitemap: belongs to no group
		}
		started = true
		if inOwn {
			own.add(key, value)
		}
		if inAll {
			all.add(key, value)
		}
	}
	if found {
		return own
	}
	return all
}

// productToken returns the leading letters, '-' and '_' of a user agent.
func productToken(agent string) string {
	for i := 0; i < len(agent); i++ {
		c := agent[i]
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-' || c == '_') {
			return agent[:i]
		}
	}
	return agent
}

func (r *robotsRules) add(key, value string) {
	if key == "crawl-delay" {
		if seconds, err := strconv.ParseFloat(value, 64); err == nil && seconds > 0 {
			r.delay = min(time.Duration(min(seconds, 3600)*float64(time.Second)), maxCrawlDelay)
		}
		return
	}
	if value != "" && len(r.rules) < maxRules {
		r.rules = append(r.rules, robotsRule{pattern: normalisePath(value), allow: key == "allow"})
	}
}

// allows reports whether the path, with its query, may be asked for. The
// longest matching rule decides; of two equally long ones, the one that allows.
func (r robotsRules) allows(path string) bool {
	if path == "/robots.txt" {
		return true
	}
	if r.disallow {
		return false
	}
	path = normalisePath(path)
	longest, allow := -1, true
	for _, rule := range r.rules {
		n := len(rule.pattern)
		if (n > longest || n == longest && rule.allow) && matchPattern(rule.pattern, path) {
			longest, allow = n, rule.allow
		}
	}
	return allow
}

// matchPattern matches path from its beginning: '*' stands for any characters, a
// final '$' for the end. It goes back to the last '*' only, so its cost is at
// most the product of the two lengths.
func matchPattern(pattern, path string) bool {
	anchored := strings.HasSuffix(pattern, "$")
	if anchored {
		pattern = pattern[:len(pattern)-1]
	}
	p, star, mark := 0, -1, 0
	for i := 0; ; {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, i
			p++
		case p == len(pattern) && (!anchored || i == len(path)):
			return true
		case i < len(path) && p < len(pattern) && pattern[p] == path[i]:
			p++
			i++
		case star >= 0 && mark < len(path):
			mark++
			p, i = star+1, mark
		default:
			return false
		}
	}
}

// normalisePath writes a path or pattern so that equal ones are equal bytes:
// escapes of plain characters are resolved, all else outside ASCII is escaped.
func normalisePath(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '%' && i+2 < len(s) {
			if n, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				if plain := byte(n); isUnreserved(plain) {
					b.WriteByte(plain)
				} else {
					b.WriteString(strings.ToUpper(s[i : i+3]))
				}
				i += 2
				continue
			}
		}
		if c >= 0x80 || c <= ' ' {
			b.WriteByte('%')
			b.WriteByte(upperHex[c>>4])
			b.WriteByte(upperHex[c&15])
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

const upperHex = "0123456789ABCDEF"

func isUnreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '.' || c == '_' || c == '~'
}
