package store

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"time"

	"github.com/wardround/wardround/news"
)

// issues takes what is redacted out of the issues as they are kept, and deletes
// the bytes of the mails that told it. One that is still to be sent is made anew
// from the issue.
func (r *redaction) issues(ctx context.Context) error {
	rows, err := r.tx.QueryContext(ctx, `SELECT id FROM issues ORDER BY id`)
	ids, err := collect(rows, err, func(row scanner) (id int64, err error) { return id, row.Scan(&id) })
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := r.issue(ctx, id); err != nil {
			return fmt.Errorf("issue %d: %w", id, err)
		}
	}
	return r.corrections(ctx)
}

func (r *redaction) issue(ctx context.Context, id int64) error {
	var data string
	if err := r.tx.QueryRowContext(ctx, `SELECT data FROM issues WHERE id = $1`, id).Scan(&data); err != nil {
		return err
	}
	data, changed, err := r.cleanJSON(data)
	if err != nil {
		return err
	}
	var issue news.Issue
	if err := fromJSON(data, &issue); err != nil {
		return err
	}
	if removed := r.takeOut(&issue); len(removed) == 0 && !r.letter(&issue) && !changed {
		return nil
	}
	r.done.Issues++
	if _, err := r.tx.ExecContext(ctx, `UPDATE issues SET data = $2 WHERE id = $1`, id, asJSON(issue)); err != nil {
		return err
	}
	n, err := affected(r.tx.ExecContext(ctx, `DELETE FROM messages WHERE delivery IN (
		SELECT id FROM deliveries WHERE issue = $1 AND state NOT IN ('talking', 'committing'))`, id))
	r.done.Messages += n
	return err
}

// letterRemoved is what is kept of a letter to the operator that names something redacted.
const letterRemoved = "The text of this letter was removed: it named something that was redacted since."

var addressInText = regexp.MustCompile(`https?://[^\s()<>"]+`)

// letter takes out the text of a letter to the operator that names a redacted
// address, with what it said of it.
func (r *redactor) letter(issue *news.Issue) (removed bool) {
	if issue.Edition != AlarmEdition && issue.Edition != ProofEdition {
		return false
	}
	for _, address := range addressInText.FindAllString(issue.Notice, -1) {
		if _, banned := r.banned(address); banned {
			issue.Notice = letterRemoved
			return true
		}
	}
	return false
}

// takeOut removes stories, reports and promises that rest on a redacted address,
// and leaves word of it in the issue.
func (r *redactor) takeOut(issue *news.Issue) (removed []news.Removed) {
	out := func(ref string, addresses ...string) bool {
		for _, address := range addresses {
			if by, banned := r.banned(address); banned {
				removed = append(removed, news.Removed{Ref: ref, Reason: by.Reason, Day: news.DayOf(by.At, time.UTC)})
				return true
			}
		}
		return false
	}
	whole := map[string]bool{}
	story := func(s news.Story) bool {
		whole[s.Ref] = out(s.Ref, s.URL)
		return whole[s.Ref]
	}
	for i := range issue.Sections {
		section := &issue.Sections[i]
		section.Stories = slices.DeleteFunc(section.Stories, story)
		for k := range section.Stories {
			told := &section.Stories[k]
			if told.Before != nil && out(told.Ref, told.Before.URL) {
				told.Before = nil
			}
			told.Also = slices.DeleteFunc(told.Also, func(a news.Also) bool { return out(told.Ref, a.URL) })
		}
	}
	issue.Sections = slices.DeleteFunc(issue.Sections, func(s news.Section) bool { return len(s.Stories) == 0 })
	issue.More = slices.DeleteFunc(issue.More, story)
	issue.Promises = slices.DeleteFunc(issue.Promises, func(p news.PromiseLine) bool {
		said := []string{p.Now.URL}
		for _, words := range []*news.PromiseWords{p.Before, p.First, p.Disputed} {
			if words != nil {
				said = append(said, words.URL)
			}
		}
		whole[p.Ref] = out(p.Ref, said...)
		return whole[p.Ref]
	})
	// Days ahead and corrections may also be of a story that an earlier issue told.
	issue.Dates = slices.DeleteFunc(issue.Dates, func(d news.DateAhead) bool { return whole[d.Ref] || out(d.Ref, d.URL) })
	issue.Corrections = slices.DeleteFunc(issue.Corrections, func(c news.Correction) bool { return whole[c.Ref] || out(c.Ref, c.URL) })
	issue.Removed = append(issue.Removed, removed...)
	return removed
}
