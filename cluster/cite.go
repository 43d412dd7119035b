package cluster

import (
	"regexp"
	"slices"
	"strings"
)

// Citation is an outlet that an article says it has its news from.
type Citation struct {
	Name   string `json:"name"`
	Phrase string `json:"phrase"`           // the words that say so
	Outlet bool   `json:"outlet,omitempty"` // known for an outlet, or cited as only outlets are
}

const outletName = `((?:[Tt]he )?\p{Lu}[\p{L}\d&'’.-]*(?: (?:and |of |in )?\p{Lu}[\p{L}\d&]*){0,4})`

// The ways to cite. Only the first says by itself that an outlet is meant; with
// the others a name counts when it is listed, or when the story has its article.
var (
	firstBy    = regexp.MustCompile(`(?i:(?:first|originally) (?:published|reported|revealed|appeared) (?:by|in|on|at)) ` + outletName)
	citedAfter = regexp.MustCompile(`(?i:(?:as )?(?:reported|revealed|seen|obtained) (?:by|in)|according to|leaked to|citing|story in|report in) ` + outletName)
	citedFirst = regexp.MustCompile(outletName + `,? (?:has |had |have |first |exclusively |which (?:first |has )?(?:saw|seen) )*(?:reported|revealed|reports|understands|disclosed|learned|learnt|saw)\b`)
	ownWords   = regexp.MustCompile(`(?i:told|seen by|obtained by|shared with|leaked to|learned by) ` + outletName)
	ownFirst   = regexp.MustCompile(outletName + ` (?:can reveal|can disclose|understands|has learned|has learnt|has seen|can exclusively)`)
)

// citedText is how far into a text citations are looked for; further down come
// background and the credits of pictures.
const citedText = 3000

// cited finds the outlets an article has its news from, other than its own
// publisher, and whether it says that the news is its own.
func (w *Words) cited(text, publisher string) (cites []Citation, own bool) {
	text = text[:cutAt(text, citedText)]
	own = w.names(ownWords, text, publisher) || w.names(ownFirst, text, publisher)
	seen := map[string]bool{}
	for _, way := range []*regexp.Regexp{firstBy, citedAfter, citedFirst} {
		for _, m := range way.FindAllStringSubmatch(text, -1) {
			name, listed := w.listed(m[1])
			if named(m[1], publisher) || named(name, publisher) || seen[name] {
				continue
			}
			seen[name] = true
			cites = append(cites, Citation{Name: name, Phrase: m[0], Outlet: listed || way == firstBy})
		}
	}
	return cites, own
}

// cutAt is n, or less so that no character is cut.
func cutAt(text string, n int) int {
	if len(text) <= n {
		return len(text)
	}
	for n > 0 && text[n]&0xC0 == 0x80 {
		n--
	}
	return n
}

func (w *Words) names(way *regexp.Regexp, text, publisher string) bool {
	return slices.ContainsFunc(way.FindAllStringSubmatch(text, -1), func(m []string) bool {
		name, _ := w.listed(m[1])
		return named(m[1], publisher) || named(name, publisher)
	})
}

// listed finds a listed outlet in a name that may hold a word too many
// ("Yesterday HSJ"), and returns its usual name.
func (w *Words) listed(name string) (string, bool) {
	words := strings.Fields(strings.TrimRight(name, ".'’-"))
	for n := len(words); n > 0; n-- { // the longest run that is listed
		for i := 0; i+n <= len(words); i++ {
			if known, ok := w.outlets[outletKey(strings.Join(words[i:i+n], " "))]; ok {
				return known, true
			}
		}
	}
	return strings.Join(words, " "), false
}

// named reports whether name is, or holds as whole words, the publisher's name.
func named(name, publisher string) bool {
	publisher = outletKey(publisher)
	return publisher != "" && strings.Contains(" "+outletKey(name)+" ", " "+publisher+" ")
}
