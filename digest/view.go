package digest

import (
	"fmt"
	htmltemplate "html/template"
	"net/url"
	"strings"
	"time"

	"github.com/wardround/wardround/news"
)

// view is what both templates see of an issue: clean text, safe addresses, and
// every sentence already made. templates/templates.go describes it for
// operators who write their own.
type view struct {
	Title         string // of the edition
	Subject       string
	Preheader     string
	Notice        string // first line, when set
	News          string // repeats the news
	Dateline      string // "Issue 11, Monday 18 March 2024"
	Window        string // "What we first saw from 11 to 18 March."
	Tally         string // the week in one sentence
	Usual         string // the week beside the usual, after eight issues
	First         string // only in an edition's first issue
	Intro         string // the edition's introduction
	PutRight      []string
	Promises      []promiseView
	PromisesTitle string
	PromisesNote  []string
	PromisesLast  bool // they are background, and stand below the stories
	Dates         []dateView
	Quiet         []string
	Sections      []sectionView
	More          []storyView
	MoreTitle     string
	Dropped       string // what did not fit
	Coverage      []string
	Why           string // why the reader gets this
	Reply         string
	Operator      string
	WebURL        string // this issue in the archive
	AboutURL      string // the archive's page on who runs it, privacy and accessibility
	Leave         leaveView

	Accent, AccentDark htmltemplate.CSS // of links and bars
}

type sectionView struct {
	Title   string
	Stories []storyView
}

type storyView struct {
	Ref    string
	ID     int64 // of the article
	Title  string
	URL    string // "" when the story's address cannot be linked
	Meta   string // publisher, day, what sort of text
	Update string // "Updated since 10.3: ..."
	Note   string // "Editor's note: ..."
	Brief  bool   // headline and link only
	Lead   bool
	Intro  string // "Wardline writes:"
	Quote  string // in quotation marks
	Why    string
	Before *alsoView // the affair at an earlier stage
	Also   []alsoView

	Accent htmltemplate.CSS
}

// dateView is one of the days ahead.
type dateView struct{ Day, What string }

type alsoView struct {
	Title, URL, Meta string
}

// leaveView is how a reader leaves: by a personal link, by mail, or by a word to
// whoever runs this.
type leaveView struct {
	URL     string
	Mail    string // address
	MailURL string
	Words   string // when there is neither
}

func newView(issue news.Issue, opts RenderOptions) view {
	loc := zone(issue)
	day := issueDay(issue, loc)
	year := day.Start(time.UTC).Year()
	v := view{
		Title: clip(plain(issue.Title), nameRunes), Notice: sentence(clip(plain(issue.Notice), headlineRunes)),
		Subject: subject(issue, day), Preheader: preheader(issue), News: newsLine(issue),
		Dateline: dateline(issue, day), Coverage: coverageLines(issue),
		Reply: "Wrong or missing? Reply with the reference, such as " + sampleRef(issue) + ". A person reads it.",
		Leave: leave(issue, opts),
	}
	if v.Title == "" {
		v.Title = "News digest"
	}
	if w := windowWords(issue.From, issue.To, loc, year); w != "" {
		v.Window = "What we first saw " + w + "."
		if issue.First && issue.Coverage.WatchedFrom.After(issue.From) {
			v.Window = "What was published " + w + "." // a first read takes in the days before it
		}
		if issue.Tells() {
			v.Window += " " + minutes(issue) + "."
		}
	}
	v.Accent, v.AccentDark = accents(issue.Accent)
	v.Intro, v.Usual = clip(plain(issue.Introduction), introRunes), besideUsual(issue)
	for _, c := range issue.Corrections {
		v.PutRight = append(v.PutRight, putRight(c))
	}
	names := make(linkNames)
	base := strings.TrimRight(safeURL(opts.BaseURL), "/")
	v.Promises, v.PromisesTitle = promiseViews(issue, names, year, base), promiseTally(issue)
	v.PromisesLast = background(issue)
	v.notePromises(issue, year)
	v.addStories(issue, names, year)
	for _, d := range issue.Dates[:min(datesShown, len(issue.Dates))] {
		v.Dates = append(v.Dates, dateLine(d, day, year))
	}
	v.Why = "You get this because your address is on the list of " + v.Title
	if often := howOften(issue); often != "" {
		v.Why += ", which comes " + often
	}
	v.Why += ". It has no images and no tracking."
	v.Operator = operatorLine(issue.Operator)
	if base != "" {
		v.WebURL, v.AboutURL = fmt.Sprintf("%s/i/%s/%d", base, url.PathEscape(issue.Edition), issue.Number), base+"/about"
	}
	if issue.First {
		v.First = firstLine(issue, loc, year)
	}
	return v
}

func (v *view) notePromises(issue news.Issue, year int) {
	if n := issue.Unshown; n > 0 {
		v.PromisesNote = append(v.PromisesNote, count(n, "more promise", "more promises")+" changed; reply to ask which.")
	}
	if note := promiseNote(issue, year); note != "" {
		v.PromisesNote = append(v.PromisesNote, note)
	}
}
