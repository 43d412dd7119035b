package digest

import (
	"slices"

	"github.com/wardround/wardround/news"
)

// NoteRunes is how long an editor's note may be, in characters: two sentences. More
// is an article of its own.
const NoteRunes = 300

// Edit returns a draft as the operator changed it: without what was dropped, with
// notes beside what they are about. References stay as they were in the proof.
func Edit(draft news.Issue, edits news.Edits) news.Issue {
	dropped := func(ref string) bool { return slices.Contains(edits.Dropped, ref) }
	issue := draft
	story := func(stories []news.Story) []news.Story {
		var kept []news.Story
		for _, s := range stories {
			if dropped(s.Ref) {
				leaveOut(&issue.Coverage, s)
				continue
			}
			s.Note = edits.Notes[s.Ref]
			kept = append(kept, s)
		}
		return kept
	}
	issue.Sections = nil
	for _, section := range draft.Sections {
		if section.Stories = story(section.Stories); len(section.Stories) > 0 {
			issue.Sections = append(issue.Sections, section)
		}
	}
	issue.More = story(draft.More)
	issue.Promises = nil
	for _, p := range draft.Promises {
		if !dropped(p.Ref) {
			p.Note = edits.Notes[p.Ref]
			issue.Promises = append(issue.Promises, p)
		}
	}
	issue.Dates = slices.DeleteFunc(slices.Clone(draft.Dates), func(d news.DateAhead) bool { return dropped(d.Ref) })
	return issue
}

// leaveOut counts the articles of a story that the operator took out.
func leaveOut(c *news.Coverage, s news.Story) {
	n := 0
	if s.Updates == "" { // else it is no article of this window
		n = 1
	}
	for _, also := range s.Also {
		if also.Revision > 0 { // as coverageOf counts them
			n++
		}
	}
	n = min(n, c.Relevant)
	c.Relevant -= n
	c.LeftOut += n
}

// Holds reports whether an issue shows something under ref that may be dropped; with
// note, something that a note may stand beside: a day ahead has no place for one.
func Holds(issue news.Issue, ref string, note bool) bool {
	dated := slices.ContainsFunc(issue.Dates, func(d news.DateAhead) bool { return d.Ref == ref })
	issue.Dates = nil
	return issue.Says(ref) || dated && !note
}
