package digest

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	texttemplate "text/template"
	"time"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/templates"
)

// ProofInput is what the operator is shown of an issue before it goes.
type ProofInput struct {
	Issue    news.Issue
	Promises []news.Promise // those behind the issue's lines among them
	Goes     time.Time      // when it goes if nobody holds it
	Until    time.Time      // when it expires if it is held
	Readers  int
	Sends    bool     // it goes as it is; else it holds nothing to send
	Searches []string // web searches in which {query} stands for the words
}

// proofView is what the template of a proof sees.
type proofView struct {
	view
	Goes, Readers, Empty string
	Sample, Edition      string
	Failing, Promises    []proofPromise
	Corrections          []string
}

// proofPromise is a promise with what its lines rest on.
type proofPromise struct {
	promiseView
	Evidence []proofEvidence
	Searches []string
}

type proofEvidence struct{ Words, URL string }

// evidenceShown is how many statements a proof gives for one promise: the one that
// decided, and the latest others.
const evidenceShown = 4

var proofTemplate = sync.OnceValues(func() (*texttemplate.Template, error) {
	return texttemplate.New("proof.txt").Funcs(texttemplate.FuncMap{"wrap": wrap}).ParseFS(templates.FS, templates.EmailProof)
})

// Proof writes the letter that shows an issue to the operator before its freeze:
// promises that are said to have failed first, each with its evidence and with
// searches to look for oneself, then the rest, and how to change it.
func Proof(in ProofInput) (subject, text string, err error) {
	t, err := proofTemplate()
	if err != nil {
		return "", "", fmt.Errorf("parse template: %w", err)
	}
	loc := zone(in.Issue)
	v := proofView{view: newView(in.Issue, RenderOptions{}), Edition: in.Issue.Edition, Sample: sampleRef(in.Issue)}
	v.Corrections = v.PutRight
	v.Goes = fmt.Sprintf("%s of %s goes on %s unless you hold it; held, it expires on %s.", dateline(in.Issue, ""), v.Title,
		in.Goes.In(loc).Format("Monday 2 January, 15:04"), in.Until.In(loc).Format("Monday 2 January, 15:04"))
	v.Readers = "It is for " + count(in.Readers, "reader", "readers") + ". " + v.Tally
	if !in.Sends {
		v.Empty = "It holds nothing so far, and would not be sent."
	}
	year := issueDay(in.Issue, loc).Start(time.UTC).Year()
	for i, p := range in.Issue.Promises {
		shown := proofPromise{promiseView: v.view.Promises[i]}
		if at := slices.IndexFunc(in.Promises, func(all news.Promise) bool { return all.Ref == p.Ref }); at >= 0 {
			shown.Evidence = evidence(in.Promises[at], year)
		}
		if failed(p.Status) {
			shown.Searches = searches(p, in.Searches)
			v.Failing = append(v.Failing, shown)
			continue
		}
		v.Promises = append(v.Promises, shown)
	}
	var b strings.Builder
	if err := t.Execute(&b, v); err != nil {
		return "", "", fmt.Errorf("render the proof of issue %d: %w", in.Issue.Number, err)
	}
	return gist("Proof: "+v.Subject, subjectRunes), tidy(b.String()), nil
}

// failed reports whether a status says that somebody did not do what they promised.
func failed(status news.PromiseStatus) bool {
	return status == news.Overdue || status == news.Slipped || status == news.Dropped
}

// evidence is what a promise rests on: the statement that decided its status, then
// the latest others.
func evidence(p news.Promise, year int) []proofEvidence {
	statements := slices.Clone(p.Statements)
	slices.SortStableFunc(statements, func(a, b news.Statement) int {
		if (a.ID == p.Evidence) != (b.ID == p.Evidence) {
			if a.ID == p.Evidence {
				return -1
			}
			return 1
		}
		return cmp.Compare(b.Reported, a.Reported)
	})
	var out []proofEvidence
	for i, s := range statements[:min(evidenceShown, len(statements))] {
		words := "(not to be quoted: read it there)"
		if quote := clip(plain(s.Quote), headlineRunes); quote != "" && !s.NoQuote {
			words = "“" + innerQuotes(quote) + "”"
		}
		head := "Also: "
		if i == 0 {
			head = "Rests on: "
		}
		out = append(out, proofEvidence{head + words + " (" + reportedIn(wordsOf(s), year) + ")", safeURL(s.URL)})
	}
	return out
}

// searches are addresses of web searches for what a promise is about: anywhere, and
// at the publisher whose report it stands on.
func searches(p news.PromiseLine, bases []string) []string {
	title := strings.TrimSuffix(plain(p.Title), " …") // a mark that it was cut is nothing to look for
	queries := []string{title}
	if at, err := url.Parse(p.Now.URL); err == nil && at.Hostname() != "" {
		queries = append(queries, title+" site:"+at.Hostname())
	}
	var out []string
	for _, base := range bases {
		for _, query := range queries {
			out = append(out, strings.ReplaceAll(base, "{query}", url.QueryEscape(query)))
		}
	}
	return out
}
