package classify

import (
	_ "embed" // the word list
	"strconv"
	"strings"
	"sync"
)

//go:embed background.txt
var backgroundText string

// background is how often words stand in English news of any kind; see the head
// of background.txt for its source and licence. It serves [Lexicon.Propose] only.
var background = struct {
	count map[string]int
	holds map[string]bool // words that only hold a sentence together
	roles map[string]bool // what people are called at work
	total int
}{}

// loadBackground reads the list when something is proposed for the first time: a
// program that never proposes does not pay for it at start-up.
var loadBackground = sync.OnceFunc(readBackground)

func readBackground() {
	background.count, background.holds, background.roles = map[string]int{}, map[string]bool{}, map[string]bool{}
	for line := range strings.Lines(backgroundText) {
		fields := strings.Fields(line)
		if len(fields) < 2 || fields[0] == "#" {
			continue
		}
		n, err := strconv.Atoi(fields[1])
		if err != nil {
			panic("background.txt: " + line) // embedded, and read by a test
		}
		if fields[0] == "total" && background.total == 0 {
			background.total = n
			continue
		}
		background.count[fields[0]] = n
		background.holds[fields[0]] = len(fields) == 3
	}
	for _, role := range strings.Fields(roleWords) {
		background.roles[role] = true
	}
}

const roleWords = `officer director lead leader manager head chief chair analyst engineer developer
	nurse clinician adviser planner architect specialist practitioner minister secretary apprentice`
