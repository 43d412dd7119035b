package cluster

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/wardround/wardround/internal/yamlfile"
)

// Decisions are what the operator settles against the program: a file that people
// may write by hand, and that commands add to.
type Decisions struct {
	Join []Decision `yaml:"join"`
	Part []Decision `yaml:"part"`
}

// Decision names articles by their addresses. Joined articles are all one story;
// of parted ones the first is never in a story with any of the others.
type Decision struct {
	URLs []string `yaml:"urls"`
	Note string   `yaml:"note"`
}

// ParseDecisions reads the operator's file; name stands in positions of mistakes.
func ParseDecisions(name string, data []byte) (Decisions, error) {
	var d Decisions
	file := yamlfile.Parse(name, data)
	file.Decode(&d)
	for key, list := range map[string][]Decision{"join": d.Join, "part": d.Part} {
		for i, decision := range list {
			if len(decision.URLs) < 2 {
				file.Add(fmt.Sprintf("$.%s[%d]", key, i), "it takes the addresses of at least two articles")
			}
		}
	}
	return d, file.Err()
}

// URLs lists every address the decisions name.
func (d Decisions) URLs() []string {
	var all []string
	for _, decision := range slices.Concat(d.Join, d.Part) {
		all = append(all, decision.URLs...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Tie adds what is decided to ties; id gives the number of the article at an
// address, or 0 when it is not known.
func (d Decisions) Tie(ties *Ties, id func(url string) int64) {
	each := func(list []Decision, tie func(a, b int64)) {
		for _, decision := range list {
			for _, url := range decision.URLs[min(1, len(decision.URLs)):] {
				if a, b := id(decision.URLs[0]), id(url); a != 0 && b != 0 && a != b {
					tie(a, b)
				}
			}
		}
	}
	each(d.Join, ties.Join)
	each(d.Part, ties.Part)
}

// With returns the decisions with one more. What it contradicts goes: articles
// that are parted are no longer joined by an earlier word, and the reverse.
func (d Decisions) With(join bool, urls []string, note string) Decisions {
	add := Decision{URLs: urls, Note: note}
	if join {
		return Decisions{Join: append(slices.Clone(d.Join), add), Part: without(d.Part, urls)}
	}
	return Decisions{Join: without(d.Join, urls), Part: append(slices.Clone(d.Part), add)}
}

// without drops the decisions on two or more of these articles.
func without(list []Decision, urls []string) []Decision {
	var kept []Decision
	for _, decision := range list {
		both := 0
		for _, url := range decision.URLs {
			if slices.Contains(urls, url) {
				both++
			}
		}
		if both < 2 {
			kept = append(kept, decision)
		}
	}
	return kept
}

// Format writes the decisions as the file they are read from.
func (d Decisions) Format() []byte {
	var b strings.Builder
	b.WriteString("# What is one story and what is not, by the operator's word.\n" +
		"# `wardround stories merge` and `wardround stories split` write here; edit at will.\n")
	for _, list := range []struct {
		key string
		all []Decision
	}{{"join", d.Join}, {"part", d.Part}} {
		if len(list.all) == 0 {
			continue
		}
		b.WriteString(list.key + ":\n")
		for _, decision := range list.all {
			b.WriteString("  - urls:\n")
			for _, url := range decision.URLs {
				b.WriteString("      - " + strconv.Quote(url) + "\n")
			}
			if decision.Note != "" {
				b.WriteString("    note: " + strconv.Quote(decision.Note) + "\n")
			}
		}
	}
	return []byte(b.String())
}
