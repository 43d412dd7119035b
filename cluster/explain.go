package cluster

import (
	"fmt"
	"strings"
)

// Explain says in plain text why articles are one story: how each came by it, what
// ties it to the others, and which articles nearby were kept apart, and why.
func Explain(story []Member, nearby []*Signature) string {
	var b strings.Builder
	for i, m := range story {
		fmt.Fprintf(&b, "%s  %s\n", m.Day, m.Title)
		fmt.Fprintf(&b, "  %s: %s\n", m.Publisher, m.roleWords())
		if m.Stage != NoStage {
			fmt.Fprintf(&b, "  stage: %s, by %q\n", m.Stage, m.StageBy)
		}
		if l, with := strongest(m.Signature, story, i); with >= 0 {
			fmt.Fprintf(&b, "  most like %s: %s\n", story[with].Publisher, l)
		}
	}
	for _, n := range nearby {
		if l, with := strongest(n, story, -1); with >= 0 && l.Score >= threshold {
			fmt.Fprintf(&b, "not in it: %s (%s), like %s: %s\n", n.Title, n.Publisher, story[with].Publisher, l)
		}
	}
	return b.String()
}

func (m Member) roleWords() string {
	out := string(m.Role)
	if m.Of != "" {
		out += " of " + m.Of
	}
	if m.Why != "" {
		out += " (" + m.Why + ")"
	}
	if m.Lead {
		out += ", leads"
	}
	if !m.Open {
		out += ", not open to read"
	}
	return out
}

// strongest returns the member of the story most like s, other than member self.
func strongest(s *Signature, story []Member, self int) (best Link, with int) {
	with = -1
	for i, m := range story {
		if i == self {
			continue
		}
		if l := Compare(s, m.Signature); with < 0 || l.Score > best.Score {
			best, with = l, i
		}
	}
	return best, with
}
