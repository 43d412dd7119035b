package track

import (
	"fmt"
	"io"
	"strings"

	"github.com/wardround/wardround/news"
)

// Explain writes a promise as a timeline: what was said, how each date was read,
// why the statements belong together, and how the status came about.
func Explain(w io.Writer, p news.Promise) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s\n%s", p.Ref, p.Title, strings.ToUpper(p.Label))
	if p.Due != "" {
		fmt.Fprintf(&b, " · due by %s (%s)", p.Due.Long(), basisWords(p.DueBasis))
	}
	b.WriteString("\n")
	if p.Note != "" {
		fmt.Fprintf(&b, "Note: %s %s\n", p.Note, p.Link)
	}
	for _, s := range p.Statements {
		explainStatement(&b, p, s)
	}
	if len(p.Steps) > 0 {
		b.WriteString("\nHow the status came about:\n")
		for _, s := range p.Steps {
			fmt.Fprintf(&b, "  %s  %-9s %s", s.Day, s.Status, s.Why)
			if s.Due != "" {
				fmt.Fprintf(&b, ", due %s", s.Due)
			}
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "  %s  %-9s as seen on this day\n", p.AsOf, p.Status)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func explainStatement(b *strings.Builder, p news.Promise, s news.Statement) {
	fmt.Fprintf(b, "\n%s  %s", s.Reported, s.Signal)
	for _, id := range p.Disputed {
		if id == s.ID {
			b.WriteString(", second-hand: it changes no status, and marks the promise as disputed")
		}
	}
	fmt.Fprintf(b, "\n  %s\n", s.Sentence)
	who := s.Office
	if who == "" {
		who = s.Actor
	}
	if who != "" {
		fmt.Fprintf(b, "  said by: %s (%s)\n", who, orElse(string(s.Class), "of unknown power over it"))
	}
	if s.Phrase != "" {
		fmt.Fprintf(b, "  date: %q", s.Phrase)
		if s.To != "" {
			fmt.Fprintf(b, " is %s to %s, %s", s.From, s.To, basisWords(s.Basis))
		} else {
			b.WriteString(" names no day")
		}
		b.WriteString("\n")
	}
	fmt.Fprintf(b, "  rules: %s\n  linked by: %s\n  %s, %s\n", strings.Join(s.Rules, "; "), strings.Join(linkWords(s.Keys), ", "), s.Publisher, s.URL)
}

func basisWords(b news.Basis) string {
	if b == news.BasisRead {
		return "our reading, not their words"
	}
	return "as they stated it"
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// linkWords are the keys that weigh, as words.
func linkWords(keys []string) []string {
	var out []string
	for _, k := range keys {
		if k[0] != '~' && !strings.Contains(k, "_") {
			out = append(out, strings.TrimLeft(k, "@=+^#"))
		}
	}
	return out
}
