package web

import (
	"context"
	"net/http"
	"strconv"

	"github.com/wardround/wardround/news"
)

const (
	storiesShown = 40
	storiesSince = 28 // days
)

// Stories looks up what several publishers tell.
type Stories interface {
	// Since lists the stories with an article of this day or a later one that several
	// articles tell, the latest first.
	Since(ctx context.Context, from news.Day, limit int) ([]Story, error)
	// Story returns the story of a number; found is false when there is none.
	Story(ctx context.Context, number int64) (story Story, found bool, err error)
}

// Story is articles on one event.
type Story struct {
	Number  int64    `json:"story"`
	Reports []Report `json:"articles"` // the lead first
	Earlier []Report `json:"earlier,omitempty"`
	Stage   string   `json:"earlier_stage,omitempty"` // what the affair was then
}

// Report is one article of a story, and how it came by it.
type Report struct {
	Article   int64    `json:"id"`
	Title     string   `json:"title"`
	URL       string   `json:"url,omitempty"`
	Publisher string   `json:"publisher"`
	Day       news.Day `json:"day,omitempty"`
	Role      string   `json:"role"`         // original, report, re-report, copy, press release
	Of        string   `json:"of,omitempty"` // copies and re-reports: of whom
	Why       string   `json:"why,omitempty"`
}

// Provenance says in words how a report came by the story.
func (r Report) Provenance() string {
	switch {
	case r.Role == "report":
		return "in its own words"
	case r.Role == "original":
		return "had it first"
	case r.Of != "" && r.Role == "copy":
		return "the same text as " + clean(r.Of, wordRunes)
	case r.Of != "" && r.Role == "re-report":
		return "has it from " + clean(r.Of, wordRunes)
	}
	return r.Role
}

type storiesData struct {
	Since   news.Day    `json:"since"`
	Stories []storyLine `json:"stories"`
}

type storyLine struct {
	Story
	Path  string   `json:"path"`
	Title string   `json:"title"`
	Day   news.Day `json:"day"` // of its latest article
}

func (s *Site) stories(r *http.Request) (page, error) {
	d := storiesData{Since: s.today().Add(-storiesSince), Stories: []storyLine{}}
	found, err := s.opts.Stories.Since(r.Context(), d.Since, storiesShown)
	if err != nil {
		return page{}, err
	}
	for _, story := range found {
		d.Stories = append(d.Stories, storyLineOf(story))
	}
	return page{Name: "stories", Title: "Stories", Menu: "/stories", Data: d}, nil
}

func (s *Site) story(r *http.Request) (page, error) {
	number, err := strconv.ParseInt(r.PathValue("number"), 10, 64)
	if err != nil {
		return page{}, errNoPage
	}
	story, found, err := s.opts.Stories.Story(r.Context(), number)
	if err != nil {
		return page{}, err
	}
	if !found || len(story.Reports) == 0 {
		return page{}, errNoPage
	}
	d := storyLineOf(story)
	return page{Name: "story", Title: d.Title, Menu: "/stories", Data: d}, nil
}

func storyLineOf(story Story) storyLine {
	line := storyLine{Story: story, Path: "/s/" + strconv.FormatInt(story.Number, 10)}
	line.Reports, line.Earlier = shownReports(story.Reports), shownReports(story.Earlier)
	if len(line.Reports) > 0 {
		line.Title = line.Reports[0].Title
	}
	for _, r := range line.Reports {
		line.Day = max(line.Day, r.Day)
	}
	return line
}

// shownReports are reports fit for a page.
func shownReports(reports []Report) []Report {
	shown := make([]Report, len(reports))
	for i, r := range reports {
		r.Title, r.URL, r.Publisher, r.Why = clean(r.Title, titleRunes), safeLink(r.URL), clean(r.Publisher, wordRunes), clean(r.Why, titleRunes)
		if r.Title == "" {
			r.Title = "Untitled report"
		}
		shown[i] = r
	}
	return shown
}
