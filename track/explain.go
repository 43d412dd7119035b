package track

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/wardround/wardround/news"
)

// Explain writes a promise as a timeline: what was said, how each date was read, and
// how the status came about; with rules also why each is a statement and why the
// statements belong together.
func Explain(w io.Writer, p news.Promise, rules bool) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s\n%s", p.Ref, p.Title, strings.ToUpper(p.Label))
	if p.Due != "" {
		fmt.Fprintf(&b, " · %s %s (%s)", p.Status.DueWords(), p.Due.Long(), basisWords(p.DueBasis))
	}
	b.WriteString("\n")
	if p.Note != "" {
		fmt.Fprintf(&b, "Note: %s %s\n", p.Note, p.Link)
	}
	for _, s := range p.Statements {
		explainStatement(&b, p, s)
		if rules {
			wrapped(&b, "rules: "+strings.Join(s.Rules, "; "))
			wrapped(&b, "linked by: "+strings.Join(linkWords(s.Keys), ", "))
		}
	}
	if len(p.Steps) > 0 {
		b.WriteString("\nHow the status came about:\n")
		for _, s := range p.Steps {
			fmt.Fprintf(&b, "  %s  %-9s %s", s.Day, s.Status, s.Why)
			if s.Due != "" {
				fmt.Fprintf(&b, ", %s %s", s.Status.DueWords(), s.Due)
			}
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "  %s  %-9s as seen on this day\n", p.AsOf, p.Status)
	}
	if words := Watching(p); words != "" {
		b.WriteString("\n" + words + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Watching says what "not seen" rests on, or "" where nothing is known of it.
func Watching(p news.Promise) string {
	if p.WatchedFrom == "" {
		return ""
	}
	words := fmt.Sprintf("Sources read: %d, since %s.", p.Sources, p.WatchedFrom.Long())
	for _, g := range p.Gaps {
		words += fmt.Sprintf("\n%s was not read from %s to %s.", g.Source, g.From, g.To)
	}
	return words
}

// lineWidth is how wide a timeline is: it fits a terminal of 80 columns.
const lineWidth = 78

// wrapped writes text as lines indented by two.
func wrapped(b *strings.Builder, text string) {
	line := " "
	for _, word := range strings.Fields(text) {
		if len(line) > 1 && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > lineWidth {
			b.WriteString(line + "\n")
			line = " "
		}
		line += " " + word
	}
	b.WriteString(line + "\n")
}

func explainStatement(b *strings.Builder, p news.Promise, s news.Statement) {
	fmt.Fprintf(b, "\n%s  %s", s.Reported, signalWords[s.Signal])
	for _, id := range p.Disputed {
		if id == s.ID {
			b.WriteString(", second-hand: disputes the promise, changes no status")
		}
	}
	b.WriteString("\n")
	if s.NoQuote {
		b.WriteString("  its words may not be quoted: see the report\n")
	} else {
		wrapped(b, s.Sentence)
	}
	if s.ByHand {
		b.WriteString("  entered by hand, in our words\n")
	}
	if s.Changed {
		b.WriteString("  page changed since\n")
	}
	if who := s.Who(); who != "" {
		role := "said by"
		if who == s.Actor {
			role = "who acts"
		}
		fmt.Fprintf(b, "  %s: %s (%s)\n", role, who, classWords[s.Class])
	}
	if s.Phrase != "" {
		phrase := "a phrase that may not be quoted"
		if !s.NoQuote {
			phrase = strconv.Quote(s.Phrase)
		}
		b.WriteString("  date: " + phrase)
		if s.To != "" {
			fmt.Fprintf(b, " is %s to %s, %s", s.From, s.To, basisWords(s.Basis))
		} else {
			b.WriteString(" names no day")
		}
		b.WriteString("\n")
	}
	if s.Said != "" && s.Said != s.Reported {
		about := ""
		if s.About {
			about = "about "
		}
		fmt.Fprintf(b, "  said: %s%s\n", about, s.Said)
	}
	fmt.Fprintf(b, "  %s\n  %s\n", s.Publisher, s.URL)
}

// signalWords and classWords are what readers are told of a statement and of who made it.
var (
	signalWords = map[news.Signal]string{
		news.SignalPromise: "promised", news.SignalRepeat: "promised again", news.SignalSlip: "moved", news.SignalDrop: "dropped", news.SignalKept: "reported done",
	}
	classWords = map[news.ActorClass]string{
		news.ActorOwner: "has power over it", news.ActorOutsider: "has no power over it", news.ActorUnknown: "we cannot tell whether they have power over it",
	}
)

func basisWords(b news.Basis) string {
	if b == news.BasisRead {
		return "our reading, not their words"
	}
	return "as they stated it"
}

// linkWords are the keys that weigh, as words.
func linkWords(keys []string) []string {
	var out []string
	for _, k := range keys {
		if k[0] != '~' && k[0] != '!' && k[0] != '?' && !strings.Contains(k, "_") {
			out = append(out, strings.TrimLeft(k, "@=+^#"))
		}
	}
	return out
}
