package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"github.com/wardround/wardround/classify"
)

func newEval(a *app) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:     "eval LABELLED.jsonl|-",
		GroupID: groupScript,
		Short:   "Measure the topics against articles that people have labelled",
		Long: `Judge labelled articles and compare. Each line is one article: {"id", "url",
"title", "text", "relevant", "topics", "slice"}. relevant is core, peripheral or
no (or true or false); topics and slice may be left out. Rates come with the
interval in which they lie with 95 % confidence: few articles say little.

` + exitHelp,
		Example: "  wardround eval labelled.jsonl",
		Args:    cobra.ExactArgs(1),
		RunE:    func(_ *cobra.Command, args []string) error { return runEval(a, args[0], format) },
	}
	cmd.Flags().StringVar(&format, "format", "text", "how to print: text, json")
	return cmd
}

func runEval(a *app, path, format string) error {
	if err := checkFormat(format, []string{"text", "json"}); err != nil {
		return err
	}
	b, err := a.chosenBeat()
	if err != nil {
		return err
	}
	all, err := readLabelled(a.in, path)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return usageError("one JSON object a line", "no labelled article in %s", path)
	}
	e := b.lexicon.Evaluate(all)
	if format == "json" {
		return printJSON(a.out, e)
	}
	return printEvaluation(a.out, e)
}

// readLabelled reads the articles of a file, or of standard input for "-".
func readLabelled(in io.Reader, path string) (all []classify.Labelled, err error) {
	if path != "-" {
		file, err := os.Open(path)
		if err != nil {
			return nil, usageError("", "%w", err)
		}
		defer file.Close() // only read
		in = file
	}
	err = eachLine(in, func(line []byte) error {
		one, err := labelled(line)
		if err == nil {
			all = append(all, one)
		}
		return err
	})
	var status *statusError
	if errors.As(err, &status) {
		return nil, usageError("nothing was judged", "%s: %w", path, status.err)
	}
	return all, err
}

func labelled(line []byte) (out classify.Labelled, err error) {
	var label struct {
		Relevant any
		Topics   []string
		Slice    string
	}
	if err := json.Unmarshal(line, &label); err != nil {
		return out, err
	}
	article, id, err := pipedArticle(line)
	if err != nil {
		return out, err
	}
	out = classify.Labelled{ID: id, Article: article, Slice: label.Slice, Topics: label.Topics}
	switch label.Relevant {
	case "core":
		out.Core, out.Relevant = true, true
	case "peripheral", "yes", true:
		out.Relevant = true
	case "no", false:
	default:
		return out, fmt.Errorf("relevant is %v: want core, peripheral or no", label.Relevant)
	}
	return out, nil
}

// printEvaluation writes the figures for people.
func printEvaluation(w io.Writer, e classify.Evaluation) error {
	p := &printer{w: w}
	p.line("%s", count(e.Articles, "article", "articles"))
	p.line("  precision    %s", rateText(e.Relevant.Precision))
	p.line("  recall       %s", rateText(e.Relevant.Recall))
	p.line("  F1           %.3f", e.Relevant.F1)
	p.line("  core recall  %s", rateText(e.CoreRecall))
	p.line("\nTopics (macro-F1 %.3f)            precision               recall                  F1", e.MacroF1)
	for _, t := range e.Topics {
		p.line("  %-30s  %-22s  %-22s  %.2f", t.Topic, rateText(t.Precision), rateText(t.Recall), t.F1)
	}
	if len(e.Slices) > 1 || len(e.Slices) == 1 && e.Slices[0].Slice != "" {
		p.line("\nSlices                            let in                  labelled in  wrong")
		for _, s := range e.Slices {
			p.line("  %-30s  %-22s  %11d  %5d", s.Slice, rateText(s.In), s.Relevant, s.Wrong)
		}
	}
	for _, c := range e.Confusions {
		switch {
		case c.Got == c.Want:
			continue
		case c.Got:
			p.line("\nin, should be out: %s %s", c.ID, printable(c.Title))
		default:
			p.line("\nout, should be in: %s %s", c.ID, printable(c.Title))
		}
		p.line("  score %.1f, %s", c.Score, printable(c.Why))
	}
	p.topics(e.Confusions)
	return p.err
}

// topics lists the relevant articles whose topics differ.
func (p *printer) topics(all []classify.Confusion) {
	first := true
	for _, c := range all {
		if !c.Got || !c.Want {
			continue
		}
		if first {
			p.line("\nOther topics than labelled")
			first = false
		}
		p.line("  %s %s", c.ID, printable(c.Title))
		if len(c.Lacking) > 0 {
			p.line("    lacks %s", join(slices.Clone(c.Lacking)))
		}
		if len(c.Extra) > 0 {
			p.line("    given %s", join(slices.Clone(c.Extra)))
		}
	}
}

// printer writes lines and keeps the first error.
type printer struct {
	w   io.Writer
	err error
}

func (p *printer) line(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format+"\n", args...)
	}
}

// rateText is a rate with its interval: "0.91 (0.85-0.95) 120".
func rateText(r classify.Rate) string {
	if r.Of == 0 {
		return "none"
	}
	return fmt.Sprintf("%.2f (%.2f-%.2f) %d", r.Value, r.Low, r.High, r.Of)
}
