package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/wardround/wardround/news"
)

func newPipeTrack(a *app) *cobra.Command {
	var threads bool
	cmd := &cobra.Command{
		Use:   "track",
		Short: "Find statements that promise, or follow them over time",
		Long: `Find statements that promise. Each line on standard input is {"type": "article",
"id", "url", "published", "title", "text"}; for each statement one line is
printed: {"id", "commitment", "due_from", "due_to", "vague", "status_signal"}.

With --threads statements are linked to promises, and each promise is printed
with its status: {"type": "commitment", "id", "title", "statements", "status",
"due_to"}. A first line {"type": "as_of", "date"} names the day; without it, it
is the latest day of publication.

` + exitHelp,
		Example: "  wardround pipe track --threads < articles.jsonl",
		Args:    cobra.NoArgs,
		RunE:    func(*cobra.Command, []string) error { return runPipeTrack(a, threads) },
	}
	cmd.Flags().BoolVar(&threads, "threads", false, "follow the statements and print promises")
	return cmd
}

// pipedStatement and pipedPromise are what `pipe track` prints.
type pipedStatement struct {
	ID         string      `json:"id"`
	Commitment bool        `json:"commitment"`
	DueFrom    *news.Day   `json:"due_from"`
	DueTo      *news.Day   `json:"due_to"`
	Vague      *string     `json:"vague"`
	Signal     news.Signal `json:"status_signal"`
	Sentence   string      `json:"sentence"`
	Rules      []string    `json:"rules"`
}

type pipedPromise struct {
	Type       string             `json:"type"`
	ID         string             `json:"id"`
	Title      string             `json:"title"`
	Statements []string           `json:"statements"`
	Status     news.PromiseStatus `json:"status"`
	Due        *news.Day          `json:"due_to"`
	DueBasis   news.Basis         `json:"due_basis,omitempty"`
	Label      string             `json:"label"`
}

// trackRun is one run of `pipe track`.
type trackRun struct {
	*beat
	asOf   news.Day
	latest news.Day
	found  []news.Statement
	inputs map[string]string // statement to input id
}

func runPipeTrack(a *app, threads bool) error {
	b, err := a.chosenBeat()
	if err != nil {
		return err
	}
	run := &trackRun{beat: b, inputs: map[string]string{}}
	n := 0
	if err := eachLine(a.in, func(line []byte) error {
		n++
		return run.read(line, n)
	}); err != nil {
		return err
	}
	out := bufio.NewWriter(a.out)
	if threads {
		err = printLines(out, run.promises())
	} else {
		err = printLines(out, run.statements())
	}
	return errors.Join(err, out.Flush())
}

// read takes one line. An input is known by its id alone; equal addresses are
// different inputs.
func (run *trackRun) read(line []byte, n int) error {
	var head struct{ Type, Date, Publisher string }
	if err := json.Unmarshal(line, &head); err != nil {
		return err
	}
	if head.Type == "as_of" {
		day, err := news.ParseDay(head.Date)
		run.asOf = day
		return err
	}
	article, id, err := pipedArticle(line)
	if err != nil {
		return err
	}
	article.ID, article.Publisher = int64(n), head.Publisher
	run.latest = max(run.latest, article.PublishedDay)
	for i, s := range run.rules.Statements(article, article.PublishedDay) {
		s.ID = id + "#" + strconv.Itoa(i)
		run.inputs[s.ID] = id
		run.found = append(run.found, s)
	}
	return nil
}

func (run *trackRun) statements() []pipedStatement {
	out := make([]pipedStatement, 0, len(run.found))
	for _, s := range run.found {
		p := pipedStatement{ID: run.inputs[s.ID], Commitment: s.Commits, DueFrom: dayOrNil(s.From), DueTo: dayOrNil(s.To), Signal: s.Signal, Sentence: s.Sentence, Rules: s.Rules}
		if s.Grain == news.GrainSoft || s.Grain == news.GrainVague || s.Grain == news.GrainParliament {
			p.Vague = &s.Phrase
		}
		out = append(out, p)
	}
	return out
}

func (run *trackRun) promises() []pipedPromise {
	if run.asOf == "" {
		run.asOf = run.latest
	}
	promises := run.rules.Follow(run.found, run.asOf)
	out := make([]pipedPromise, 0, len(promises))
	for _, p := range promises {
		line := pipedPromise{Type: "commitment", ID: p.ID, Title: p.Title, Status: p.Status, Due: dayOrNil(p.Due), DueBasis: p.DueBasis, Label: p.Label, Statements: []string{}}
		seen := map[string]bool{}
		for _, s := range p.Statements {
			if id := run.inputs[s.ID]; !seen[id] {
				seen[id] = true
				line.Statements = append(line.Statements, id)
			}
		}
		out = append(out, line)
	}
	return out
}

func dayOrNil(d news.Day) *news.Day {
	if d == "" {
		return nil
	}
	return &d
}
