package main

import (
	"fmt"
	"strings"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/track"
)

// citation lists the statements of one promise, newest first, for a paper or a letter.
func citation(p news.Promise) listing {
	l := listing{header: []string{"ref", "promise", "reported", "said", "signal", "phrase", "due_from", "due_to", "basis", "office", "publisher", "url", "quote"}}
	for i := len(p.Statements) - 1; i >= 0; i-- {
		s := p.Statements[i]
		l.rows = append(l.rows, []string{p.Ref, p.Title, string(s.Reported), string(s.Said), string(s.Signal), s.ShownPhrase(), string(s.From), string(s.To),
			string(s.Basis), s.Who(), s.Publisher, s.URL, s.Quote})
	}
	return l
}

// citeMarkdown writes one promise as text fit for citing: who said what when, by whose
// reading it was due, and what "not seen" rests on.
func citeMarkdown(a *app, p news.Promise) error {
	var b strings.Builder
	fmt.Fprintf(&b, "**%s** (%s), as of %s: %s", p.Title, p.Ref, p.AsOf.Long(), p.Label)
	if p.Due != "" {
		fmt.Fprintf(&b, ", %s %s", p.Status.DueWords(), p.Due.Long())
		if p.DueBasis == news.BasisRead {
			b.WriteString(" (our reading, not their words)")
		}
	}
	b.WriteString(".\n\n")
	for i := len(p.Statements) - 1; i >= 0; i-- {
		b.WriteString("- " + citeStatement(p.Statements[i]) + "\n")
	}
	if words := track.Watching(p); words != "" {
		b.WriteString("\n" + strings.ReplaceAll(words, "\n", " "))
	}
	b.WriteString("\nNot seen is not the same as not done.\n")
	_, err := fmt.Fprint(a.out, b.String())
	return err
}

func citeStatement(s news.Statement) string {
	words := s.Reported.Long()
	if who := s.Who(); who != "" {
		words += ", " + who
	}
	switch {
	case s.ByHand:
		words += ": " + strings.TrimSuffix(s.Sentence, ".") // in our words
	case s.Quote != "":
		words += ": “" + s.Quote + "”"
	}
	if s.To != "" {
		words += fmt.Sprintf(" (by %s", s.To.Long())
		if s.Basis == news.BasisRead {
			words += ", our reading"
		}
		words += ")"
	}
	if strings.HasPrefix(s.URL, "http") {
		words += fmt.Sprintf(". [%s](%s)", s.Publisher, s.URL)
	} else {
		words += ". " + s.Publisher
	}
	if s.Changed {
		words += ", page changed since"
	}
	return strings.ReplaceAll(words, ".”.", ".”") + "."
}
