package cluster

import (
	"regexp"
	"slices"
	"strings"
)

// Citation is an outlet that an article says it has its news from.
type Citation struct {
	Name   string // as it is usually written
	Phrase string // the words that say so
	Outlet bool   // known for an outlet, or cited as only outlets are
}

// The ways to cite: a cue, then the name. Only the first says by itself that an
// outlet is meant; with the others a name counts when it is listed, or when the
// story has its article.
var (
	firstCues = cues("first|originally", "published|reported|revealed|appeared", "by|in|on|at")
	citeCues  = slices.Concat(cues("reported|revealed|seen|obtained", "by|in"), cues("story|report", "in"),
		[]string{"according to ", "leaked to ", "citing "})
	ownCues = []string{"told ", "seen by ", "obtained by ", "shared with ", "leaked to ", "learned by "}
)

// And the ways that have the name first: "Ward and Wire has reported".
var (
	citeVerbs = []string{"reported", "revealed", "reports", "understands", "disclosed", "learned", "learnt", "saw"}
	ownVerbs  = []string{"can reveal", "can disclose", "can exclusively", "understands", "has learned", "has learnt", "has seen"}
)

const outletName = `(?:[Tt]he )?\p{Lu}[\p{L}\d&'’.-]*(?: (?:and |of |in )?\p{Lu}[\p{L}\d&]*){0,4}`

var (
	nameAhead  = regexp.MustCompile(`^` + outletName)
	nameBehind = regexp.MustCompile(`(` + outletName + `),? (?:has |had |have |first |exclusively |which (?:first |has )?(?:saw|seen) )*$`)
)

// nameReach is how far before its verb the name of an outlet begins.
const nameReach = 90

// cues spells out every way to say one word of each list after another.
func cues(lists ...string) []string {
	all := []string{""}
	for _, list := range lists {
		var longer []string
		for _, cue := range all {
			for _, word := range strings.Split(list, "|") {
				longer = append(longer, cue+word+" ")
			}
		}
		all = longer
	}
	return all
}

// citedText is how far into a text citations are looked for; further down come
// background and the credits of pictures.
const citedText = 3000

// citing is a text in which outlets are looked for. Patterns run only beside the
// cues: over a whole text they took most of the time of a signature.
type citing struct{ text, lower string }

// cited finds the outlets an article has its news from, other than its own
// publisher, and whether it says that the news is its own.
func (w *Words) cited(text, publisher string) (cites []Citation, own bool) {
	text = text[:cutAt(text, citedText)]
	c := citing{text, lowerASCII(text)}
	own = slices.ContainsFunc(append(c.after(ownCues), c.before(ownVerbs)...), func(found Citation) bool {
		name, _ := w.listed(found.Name)
		return named(found.Name, publisher) || named(name, publisher)
	})
	seen := map[string]bool{}
	for way, found := range [][]Citation{c.after(firstCues), c.after(citeCues), c.before(citeVerbs)} {
		for _, f := range found {
			name, listed := w.listed(f.Name)
			if named(f.Name, publisher) || named(name, publisher) || seen[name] {
				continue
			}
			seen[name] = true
			cites = append(cites, Citation{Name: name, Phrase: f.Phrase, Outlet: listed || way == 0})
		}
	}
	return cites, own
}

// after finds the names that follow a cue.
func (c citing) after(cues []string) (found []Citation) {
	for _, cue := range cues {
		for _, at := range c.places(cue) {
			end := at + len(cue)
			if name := nameAhead.FindString(c.text[end:]); name != "" {
				found = append(found, Citation{Name: name, Phrase: c.text[at:end] + name})
			}
		}
	}
	return found
}

// before finds the names that a verb follows.
func (c citing) before(verbs []string) (found []Citation) {
	for _, verb := range verbs {
		for _, at := range c.places(verb) {
			from := max(0, at-nameReach)
			if m := nameBehind.FindStringSubmatch(c.text[from:at]); m != nil {
				found = append(found, Citation{Name: m[1], Phrase: m[0] + verb})
			}
		}
	}
	return found
}

// places lists where whole words stand in the text; a cue that ends with a space
// may go on with any word.
func (c citing) places(words string) (at []int) {
	for i := 0; ; {
		n := strings.Index(c.lower[i:], words)
		if n < 0 {
			return at
		}
		start, end := i+n, i+n+len(words)
		whole := end == len(c.lower) || strings.HasSuffix(words, " ") || !letter(c.lower[end])
		if whole && (start == 0 || !letter(c.lower[start-1])) {
			at = append(at, start)
		}
		i = end
	}
}

func letter(b byte) bool { return b >= 'a' && b <= 'z' || b >= 0x80 }

// lowerASCII keeps every byte where it is.
func lowerASCII(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
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
