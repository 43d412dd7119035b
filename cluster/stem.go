package cluster

import "strings"

// endings are cut off words, longest first, so that "delays", "delayed" and
// "delaying" are one. A false join of two rare words is rare itself and costs
// little, so there is no more to it than this.
var endings = []string{"ations", "ation", "ments", "ment", "ings", "ing", "edly", "ies", "ied", "ers", "ed", "es", "er",
	"ly", "s", "e"}

// leastStem is how much of a word must be left: below it words run into each other.
const leastStem = 4

func stem(w string) string {
	for _, end := range endings {
		if strings.HasSuffix(w, end) && len(w)-len(end) >= leastStem {
			return w[:len(w)-len(end)]
		}
	}
	return w
}

// everyday are English words that tell nothing of an event.
var everyday = set(`a an the and or but of to in on at by for with from as is are was were be been being has have had
	do does did not no nor it its this that these those they them their he she his her him we our us you your i my who
	which what when where how why if than then there here so such can could may might must shall should will would
	about after also all any because before between both during each few more most other over own same some through
	under until up very while into out off only just one two three new said says say told according set among against
	per without within last next year years month months week weeks day days today now still first monday tuesday
	wednesday thursday friday saturday sunday mr mrs ms it's that's don't won't`)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}
