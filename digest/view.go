package digest

import (
	"fmt"
	htmltemplate "html/template"
	"slices"
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
		Leave: leave(issue.Operator, opts),
	}
	if v.Title == "" {
		v.Title = "News digest"
	}
	if w := windowWords(issue.From, issue.To, loc, year); w != "" {
		v.Window = "What we first saw " + w + "."
		if issue.First {
			v.Window = "What was published " + w + "." // a first read takes in the days before it
		}
	}
	v.Accent, v.AccentDark = accents(issue.Accent)
	v.Intro, v.Usual = clip(plain(issue.Introduction), introRunes), besideUsual(issue)
	for _, c := range issue.Corrections {
		v.PutRight = append(v.PutRight, putRight(c))
	}
	v.addPromises(issue, year)
	v.addStories(issue, year)
	for _, d := range issue.Dates[:min(datesShown, len(issue.Dates))] {
		v.Dates = append(v.Dates, dateLine(d, year))
	}
	v.Why = "You get this because your address is on the list of " + v.Title
	if often := howOften(issue.From, issue.To); often != "" {
		v.Why += ", which comes " + often
	}
	v.Why += ". It has no images and no tracking."
	v.Operator = operatorLine(issue.Operator)
	if base := safeURL(opts.BaseURL); base != "" {
		v.WebURL = strings.TrimRight(base, "/") + fmt.Sprintf("/i/%d", issue.Number)
	}
	if issue.First {
		v.First = firstLine(issue.Coverage, loc, year)
	}
	return v
}

func (v *view) addPromises(issue news.Issue, year int) {
	v.Promises, v.PromisesTitle = promiseViews(issue, year), promiseTally(issue)
	if n := issue.Unshown; n > 0 {
		v.PromisesNote = append(v.PromisesNote, count(n, "more promise", "more promises")+" changed: wardround promises.")
	}
	if note := promiseNote(issue, year); note != "" {
		v.PromisesNote = append(v.PromisesNote, note)
	}
}

// addStories fills sections, More and the line of counts, or the note of a quiet week.
func (v *view) addStories(issue news.Issue, year int) {
	names := make(linkNames)
	for _, s := range issue.Sections {
		sv := sectionView{Title: clip(plain(s.Title), nameRunes)}
		for _, story := range s.Stories {
			sv.Stories = append(sv.Stories, v.story(names, story, year))
		}
		if len(sv.Stories) > 0 {
			v.Sections = append(v.Sections, sv)
		}
	}
	for _, story := range issue.More {
		story.Layer = news.LayerBrief
		v.More = append(v.More, v.story(names, story, year))
	}
	if len(v.More) > 0 {
		v.MoreTitle = "In brief: " + count(len(v.More), "more headline", "more headlines")
	}
	if n := issue.Dropped; n > 0 {
		v.Dropped = "A further " + count(n, "story did not fit in this mail.", "stories did not fit in this mail.")
	}
	stories := inOrder(issue)
	if len(stories) == 0 {
		v.Quiet = quietNote(issue)
		return
	}
	v.Tally = tally(stories, issue)
	if shares := topicShares(issue); shares != "" {
		v.Tally += ": " + shares
	}
	v.Tally = sentence(v.Tally)
}

// quietNote tells an empty week, and does not call it quiet when sources were
// not read.
func quietNote(issue news.Issue) []string {
	if c := issue.Coverage; c.Sources == 0 || unreadSources(c) > 0 {
		return []string{"We found nothing on this subject, but we did not read everything we watch. This may not be a quiet week: see below what is missing."}
	}
	return []string{"Nothing new on this subject came from the sources we watch. The next issue comes as usual."}
}

// story makes what the templates show of one story, in the issue's colour.
func (v *view) story(names linkNames, s news.Story, year int) storyView {
	sv := names.story(s, year)
	sv.Accent = v.Accent
	return sv
}

// story makes what the templates show of one story.
func (names linkNames) story(s news.Story, year int) storyView {
	v := storyView{
		Ref: plain(s.Ref), ID: s.Article, URL: safeURL(s.URL), Meta: meta(s, year),
		Brief: s.Layer == news.LayerBrief, Lead: s.Layer == news.LayerLead,
	}
	v.Title = names.unique(headline(s.Title), v.URL, publisher(s.Publisher), v.Ref)
	v.Update = updateLine(s)
	if v.Brief {
		v.Meta += alsoBy(s.Also)
		return v
	}
	v.Intro, v.Quote = quotation(s)
	if why := clip(plain(s.Why), reasonRunes); why != "" {
		v.Why = "Why: " + sentence(notTwice(why, v.Title))
	}
	v.Before = names.before(s.Before, v, year)
	for i, a := range s.Also {
		v.Also = append(v.Also, names.also(a, v, i, year))
	}
	return v
}

// also makes the line of the i-th other report of a story. One under the same
// headline is named by its publisher: the headline is there already.
func (names linkNames) also(a news.Also, story storyView, i, year int) alsoView {
	v := alsoView{URL: safeURL(a.URL), Meta: publisher(a.Publisher)}
	title := headline(a.Title)
	if strings.EqualFold(title, story.Title) {
		title = v.Meta + " under the same headline"
		v.Meta = ""
	}
	if a.Day != "" {
		v.Meta += ", " + dayIn(a.Day, year)
	}
	if role := roleWords(a.Role, a.Of); role != "" {
		v.Meta += ", " + role
	}
	if v.Meta = strings.TrimPrefix(v.Meta, ", "); v.Meta != "" {
		v.Meta = "· " + v.Meta
	}
	v.Title = names.unique(title, v.URL, publisher(a.Publisher), fmt.Sprintf("%s, report %d", story.Ref, i+2))
	return v
}

// alsoBy names the other reports of a story told in one line.
func alsoBy(all []news.Also) string {
	var names []string
	for _, a := range all {
		if name := publisher(a.Publisher); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	switch {
	case len(names) == 0:
		return ""
	case len(names) > 3:
		return fmt.Sprintf(" · also by %s and %d more", strings.Join(names[:2], ", "), len(names)-2)
	}
	return " · also by " + strings.Join(names, ", ")
}

// roleWords says how an article came by its story; "" when in its own words.
func roleWords(role, of string) string {
	switch of = publisher(of); role {
	case "original":
		return "the original report"
	case "re-report":
		return "citing " + of
	case "copy":
		return "copy of " + of
	case "press release":
		return role
	}
	return ""
}
