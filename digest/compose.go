package digest

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/wardround/wardround/news"
)

// The shape of an issue: three layers of reading, about 1,000 words.
const (
	maxStories    = 30 // more than this nobody reads; the rest are headlines under More
	leadStories   = 3  // with an excerpt of up to two sentences
	secondStories = 9  // with one sentence

	// More is kept within what a mail can carry: Gmail clips near 102,400 bytes
	// of HTML, and 30 stories take up to 60,000 of them.
	maxMore      = 60
	maxMoreBytes = 20_000
	moreOverhead = 190 // markup of one headline under More
)

// otherTopic heads stories that carry no topic of their own.
const otherTopic = "Also relevant"

// issueVersion is the format of [news.Issue] that Compose writes.
const issueVersion = 1

// Candidate is one article that may enter an issue.
type Candidate struct {
	Article news.Article
	Verdict news.Verdict
	Excerpt news.Excerpt // what its source allows to be quoted; "" is short
	Also    []news.Also  // other reports of the same event
	Earlier *news.Story  // as an earlier issue of the edition told it; nil: not told yet
	Role    string       // how the article came by the story, when others tell it too
	Of      string       // re-reports and copies: of whom
	Since   string       // reference of the story in an earlier issue
	Before  *news.Before // the affair at an earlier stage; nil: not known
}

// Topic names a topic of the beat and the heading its stories stand under.
type Topic struct {
	Name  string
	Title string
}

// Input is everything an issue is made of.
type Input struct {
	Edition    news.Edition
	Number     int
	Slot       news.Slot
	From, To   time.Time // window of first sight, half-open
	Candidates []Candidate
	Topics     []Topic // in the beat's order, which settles ties
	Coverage   news.Coverage
	Operator   news.Operator
	Notice     string // first line of the mail, such as a warning that the news is made up
	First      bool   // the edition's first issue

	Every time.Duration // between two slots; 0: not known

	Promises    []news.PromiseLine // as [Promises] chose them
	Unshown     int                // promises that moved and are not among them
	Corrections []news.Correction  // of what earlier issues said
	Dates       []news.DateAhead   // known already: of earlier issues, of promises
	Stories     []int              // stories of the issues before, newest first
}

// Compose chooses and orders the stories of one issue. Candidates that are not
// relevant, or belong to none of the edition's topics, are left out; each
// article enters once, under the strongest of its topics that the edition has.
//
// The topic that holds the best story opens the issue, so that subject and
// first story agree; the other topics follow by their weight of the week.
func Compose(in Input) news.Issue {
	loc := location(in.Edition.Location)
	entries := choose(in)
	limit := in.Edition.MaxStories
	if limit <= 0 || limit > maxStories {
		limit = maxStories
	}
	limit = min(limit, len(entries))
	issue := news.Issue{
		Version: issueVersion, Number: in.Number, Edition: in.Edition.Name, Title: in.Edition.Title,
		Slot: in.Slot, From: in.From, To: in.To, Zone: loc.String(), Notice: in.Notice,
		Coverage: in.Coverage, Operator: in.Operator, First: in.First,
		Introduction: in.Edition.Introduction, Accent: in.Edition.Accent,
		Corrections: in.Corrections, Earlier: in.Stories,
		Promises: slices.Clone(in.Promises), Unshown: in.Unshown, EveryHours: int(in.Every.Round(time.Hour) / time.Hour),
	}
	issue.Coverage = coverageOf(in, entries)
	shown := make([]entry, 0, limit)
	for i, e := range entries[:limit] {
		e.story = tell(e, layerAt(i, in.Edition), loc)
		shown = append(shown, e)
	}
	issue.Sections = sections(shown, in.Topics)
	issue.More, issue.Dropped = more(entries[limit:], loc)
	number(&issue)
	articles := make(map[int64]news.Article, len(entries))
	for _, e := range entries {
		articles[e.Article.ID] = e.Article
	}
	issue.Dates = ahead(in, issue, articles)
	joined(issue)
	return issue
}

// coverageOf counts which of the window's relevant articles the issue tells: only
// Compose knows how many the edition's topics leave.
func coverageOf(in Input, entries []entry) news.Coverage {
	c, told := in.Coverage, 0
	for _, e := range entries {
		if seen := e.Article.FirstSeen; e.Earlier == nil && (seen.IsZero() || !seen.Before(in.From)) {
			told++
		}
		for _, other := range e.Also {
			if other.Revision > 0 { // a candidate of this window
				told++
			}
		}
	}
	c.Elsewhere = max(0, c.Relevant-told)
	c.Relevant = told
	return c
}

// entry is a candidate on its way into the issue.
type entry struct {
	Candidate
	topic   string
	changed string // since an earlier issue told it
	story   news.Story
}

// choose returns the edition's candidates, each article once, best first.
func choose(in Input) []entry {
	seen := make(map[string]bool, len(in.Candidates))
	entries := make([]entry, 0, len(in.Candidates))
	for _, c := range in.Candidates {
		topic, ours := strongest(c.Verdict.Topics, in.Edition.Topics)
		if !c.Verdict.Relevant || !ours || seen[c.Article.URL] {
			continue
		}
		e := entry{Candidate: c, topic: topic}
		if c.Earlier != nil {
			if e.changed = change(*c.Earlier, c.Article); e.changed == "" {
				continue // told already, and a reader would see nothing new
			}
		}
		seen[c.Article.URL] = true
		entries = append(entries, e)
	}
	loc := location(in.Edition.Location)
	slices.SortStableFunc(entries, func(a, b entry) int { return better(a.Candidate, b.Candidate, loc) })
	openWithNews(entries)
	return entries
}

// strongest returns the first of an article's topics that the edition has, and
// whether the article belongs to the edition at all.
func strongest(topics, edition []string) (string, bool) {
	if len(edition) == 0 {
		if len(topics) == 0 {
			return "", true
		}
		return topics[0], true
	}
	for _, t := range topics {
		if slices.Contains(edition, t) {
			return t, true
		}
	}
	return "", false
}

// layerAt says how much of the story at a rank is told.
func layerAt(rank int, e news.Edition) news.Layer {
	leads, seconds := cmp.Or(e.Excerpts, leadStories), cmp.Or(e.Sentences, secondStories)
	switch {
	case rank < leads:
		return news.LayerLead
	case rank < leads+seconds:
		return news.LayerSecond
	}
	return news.LayerBrief
}

// tell freezes what the issue says of one candidate.
func tell(e entry, layer news.Layer, loc *time.Location) news.Story {
	c, a := e.Candidate, e.Article
	s := news.Story{
		Article: a.ID, Revision: a.Revision, Title: a.Title, URL: a.URL, Publisher: a.Publisher,
		Day: a.Day(loc), Kind: a.Kind, Quality: a.Quality, Level: c.Verdict.Level,
		Score: c.Verdict.Score, Why: c.Verdict.Why, Topics: c.Verdict.Topics, Layer: layer, Also: c.Also,
		Role: c.Role, Of: c.Of, Since: c.Since, Before: c.Before,
	}
	if s.Publisher == "" {
		s.Publisher = a.Source
	}
	if c.Earlier != nil {
		s.Updates, s.Changed = c.Earlier.Ref, e.changed
	}
	switch layer {
	case news.LayerLead:
		s.Excerpt = excerpt(c, 2)
	case news.LayerSecond:
		s.Excerpt = excerpt(c, 1)
	}
	return s
}

// sections groups ranked entries by topic and orders the topics.
func sections(entries []entry, topics []Topic) []news.Section {
	var out []news.Section
	at := make(map[string]int)
	for _, e := range entries {
		i, ok := at[e.topic]
		if !ok {
			i = len(out)
			at[e.topic] = i
			out = append(out, news.Section{Topic: e.topic, Title: topicTitle(e.topic, topics)})
		}
		out[i].Stories = append(out[i].Stories, e.story)
	}
	if len(out) < 3 {
		return out // the best story's topic is first, and there is nothing else to order
	}
	out = gather(out)
	order := make(map[string]int, len(topics))
	for i, t := range topics {
		order[t.Name] = i - len(topics) // unknown topics, at 0, come last
	}
	slices.SortStableFunc(out[1:], func(a, b news.Section) int {
		return cmp.Or(cmp.Compare(rest(a), rest(b)), cmp.Compare(weight(b), weight(a)), cmp.Compare(order[a.Topic], order[b.Topic]))
	})
	return out
}

// gather puts topics of one story each, but the first, under one heading: a
// heading over every line is no help to a reader. A single one keeps its own.
func gather(all []news.Section) []news.Section {
	var out []news.Section
	one := news.Section{Title: otherTopic}
	for i, s := range all {
		if i > 0 && (len(s.Stories) == 1 || s.Topic == "") {
			one.Stories = append(one.Stories, s.Stories...)
			continue
		}
		out = append(out, s)
	}
	if len(all)-len(out) < 2 {
		return all
	}
	slices.SortStableFunc(one.Stories, func(a, b news.Story) int {
		return cmp.Compare(slices.Index(layers, a.Layer), slices.Index(layers, b.Layer))
	})
	return append(out, one)
}

// layers, from much told to little.
var layers = []news.Layer{news.LayerLead, news.LayerSecond, news.LayerBrief}

// rest is 1 for what has no topic of its own, which comes last.
func rest(s news.Section) int {
	if s.Topic == "" {
		return 1
	}
	return 0
}

func topicTitle(name string, topics []Topic) string {
	for _, t := range topics {
		if t.Name == name && t.Title != "" {
			return t.Title
		}
	}
	if name == "" {
		return otherTopic
	}
	return name
}

// more keeps headlines beyond the limit while they fit, and counts the rest.
func more(entries []entry, loc *time.Location) ([]news.Story, int) {
	var out []news.Story
	size := 0
	for _, e := range entries {
		s := tell(e, news.LayerBrief, loc)
		size += moreOverhead + len(headline(s.Title)) + len(s.URL) + len(s.Publisher)
		if len(out) == maxMore || size > maxMoreBytes {
			break
		}
		out = append(out, s)
	}
	return out, len(entries) - len(out)
}

// number gives every story its reference, in reading order.
func number(issue *news.Issue) {
	k := 0
	ref := func(s *news.Story) {
		k++
		s.Ref = fmt.Sprintf("%d.%d", issue.Number, k)
	}
	for i := range issue.Sections {
		for j := range issue.Sections[i].Stories {
			ref(&issue.Sections[i].Stories[j])
		}
	}
	for i := range issue.More {
		ref(&issue.More[i])
	}
}

func location(loc *time.Location) *time.Location {
	if loc == nil {
		return time.UTC
	}
	return loc
}
