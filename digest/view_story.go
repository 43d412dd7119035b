package digest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/wardround/wardround/news"
)

// addStories fills sections, More and the line of counts, or the note of a quiet week.
func (v *view) addStories(issue news.Issue, names linkNames, year int) {
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
	v.Tally = tally(stories, issue)
	if shares := topicShares(issue); shares != "" {
		v.Tally += ": " + shares
	}
	v.Tally = sentence(v.Tally)
	if len(stories) == 0 {
		v.Quiet = quietNote(issue)
	}
}

// quietNote tells an empty week, and does not call it quiet when sources were
// not read.
func quietNote(issue news.Issue) []string {
	if c := issue.Coverage; c.Sources == 0 || incomplete(c) {
		return []string{"We found nothing on this subject, but we did not read everything we watch. This may not be a quiet week: see below what is missing."}
	}
	return []string{"No stories on this subject came from the sources we watch. The next issue comes as usual."}
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
	v.Update, v.Note = updateLine(s), noteLine(s.Note)
	if v.Brief {
		v.Meta += alsoBy(s.Also)
		return v
	}
	v.Intro, v.Quote = quotation(s)
	v.Why = whyLine(s.Why, v.Title)
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
