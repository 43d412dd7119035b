package web

import (
	"context"
	"html/template"
	"net/http"
	"slices"
	"strconv"

	"github.com/wardround/wardround/news"
)

// issuesShown is half a year of a weekly edition.
const issuesShown = 26

// issueLine is one issue in a list.
type issueLine struct {
	news.IssueLine
	Title string   `json:"title"` // of the edition
	Day   news.Day `json:"day"`
	Path  string   `json:"path"`
}

type issuesData struct {
	Issues   []issueLine `json:"issues"`
	Older    int         `json:"older_page,omitempty"`
	Newer    int         `json:"newer_page,omitempty"`
	Editions int         `json:"-"`
}

func (s *Site) issues(r *http.Request) (page, error) {
	n := pageNumber(r)
	lines, err := s.issueLines(r, issuesShown+1, (n-1)*issuesShown)
	if err != nil {
		return page{}, err
	}
	d := issuesData{Issues: lines, Newer: n - 1, Editions: len(s.opts.Editions)}
	if len(lines) > issuesShown {
		d.Issues, d.Older = lines[:issuesShown], n+1
	}
	return page{Name: "issues", Title: "Issues", Menu: "/issues", Data: d}, nil
}

func (s *Site) issueLines(r *http.Request, limit, offset int) ([]issueLine, error) {
	kept, err := s.archive.IssueLines(r.Context(), s.now(), limit, offset)
	if err != nil {
		return nil, err
	}
	lines := make([]issueLine, len(kept))
	for i, k := range kept {
		lines[i] = issueLine{k, s.editionTitle(k.Edition), news.DayOf(k.Slot, s.zone), issuePath(k.Edition, k.Number)}
	}
	return lines, nil
}

func (s *Site) editionTitle(name string) string {
	for _, e := range s.opts.Editions {
		if e.Name == name {
			return e.Title
		}
	}
	return name
}

func issuePath(edition string, number int) string {
	return "/i/" + edition + "/" + strconv.Itoa(number)
}

// issue shows an issue as it was sent. A number alone, as mails carry it, is
// enough while one edition has an issue of that number; else it lists them.
func (s *Site) issue(r *http.Request) (page, error) {
	number, err := strconv.Atoi(r.PathValue("number") + r.PathValue("issue"))
	if err != nil || number < 1 {
		return page{}, errNoPage
	}
	issues, err := s.archive.IssuesNumbered(r.Context(), number, s.now())
	if err != nil {
		return page{}, err
	}
	if edition := r.PathValue("edition"); edition != "" {
		issues = ofEdition(issues, edition)
	}
	switch len(issues) {
	case 0:
		return page{}, errNoPage
	case 1:
		return s.oneIssue(r.Context(), issues[0])
	}
	d := issuesData{Editions: len(issues)}
	for _, i := range issues {
		line := news.IssueLine{Edition: i.Edition, Number: i.Number, Slot: i.Slot.At, From: i.From, To: i.To, Stories: i.Stories() + len(i.More)}
		d.Issues = append(d.Issues, issueLine{line, i.Title, news.DayOf(i.Slot.At, s.zone), issuePath(i.Edition, i.Number)})
	}
	return page{Name: "issues", Title: "Issues with number " + strconv.Itoa(number), Menu: "/issues", Data: d}, nil
}

func ofEdition(issues []news.Issue, edition string) []news.Issue {
	for _, i := range issues {
		if i.Edition == edition {
			return []news.Issue{i}
		}
	}
	return nil
}

// issueData is the frozen issue; its HTML is written from it alone.
type issueData struct {
	news.Issue
	PutRight []news.Correction `json:"put_right,omitempty"` // of this issue, since it was sent
	HTML     template.HTML     `json:"-"`
}

func (s *Site) oneIssue(ctx context.Context, issue news.Issue) (page, error) {
	html, err := s.opts.Issue(issue, s.at("/"))
	if err != nil {
		return page{}, err
	}
	all, err := s.archive.PutRight(ctx, issue.Edition)
	if err != nil {
		return page{}, err
	}
	wrongHere := slices.DeleteFunc(slices.Clone(all), func(c news.Correction) bool { return c.At.Before(issue.Slot.At) || !issue.Says(c.Ref) })
	title := clean(issue.Title, titleRunes) + ": issue " + strconv.Itoa(issue.Number)
	return page{Name: "issue", Title: title, Menu: "/issues", Data: issueData{issue, wrongHere, html}, ownNotice: issue.Notice != ""}, nil
}

// maxPages bounds how far back a reader can leaf; the search goes further.
const maxPages = 200

// pageNumber reads ?page=N; anything odd is the first.
func pageNumber(r *http.Request) int {
	n, err := strconv.Atoi(r.URL.Query().Get("page"))
	if err != nil || n < 1 || n > maxPages {
		return 1
	}
	return n
}
