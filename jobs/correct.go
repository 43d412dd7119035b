package jobs

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

// ErrNotTold says that no issue told what is to be put right.
var ErrNotTold = errors.New("no issue that was sent tells this")

// ErrWhichEdition says that issues of several editions have a story of this reference.
var ErrWhichEdition = errors.New("stories of several editions have this reference")

// Correct is what the operator puts right.
type Correct struct {
	Ref     string // of a story or a promise
	Text    string // what was wrong and what is right
	Edition string // "": of every edition that told a promise, or of the only one that told the story
	Status  news.PromiseStatus
	Now     bool // by a letter of its own; else the next issue tells it
}

// Correct puts right what issues have told. Those who got them are told by the
// next issue of their edition, or at once. It returns what is kept, one for each
// edition, and to how many readers a letter goes.
func (s *Steps) Correct(ctx context.Context, c Correct) ([]store.Correction, int, error) {
	said, err := s.Store.IssuesSaying(ctx, c.Ref)
	if err != nil {
		return nil, 0, err
	}
	byEdition := map[string][]store.KeptIssue{}
	for _, k := range said {
		if c.Edition == "" || k.Issue.Edition == c.Edition {
			byEdition[k.Issue.Edition] = append(byEdition[k.Issue.Edition], k)
		}
	}
	promise := strings.HasPrefix(c.Ref, "P")
	switch {
	case len(byEdition) == 0:
		return nil, 0, fmt.Errorf("%w: %s", ErrNotTold, c.Ref)
	case len(byEdition) > 1 && !promise:
		return nil, 0, fmt.Errorf("%w: %s", ErrWhichEdition, c.Ref)
	}
	now := s.Now()
	var all []store.Correction
	var letters []store.Letter
	written := map[string]bool{}
	for _, edition := range s.Editions {
		issues := byEdition[edition.Name]
		if len(issues) == 0 {
			continue
		}
		last := issues[len(issues)-1].Issue
		one := store.Correction{Edition: edition.Name, Status: c.Status,
			Correction: news.Correction{Issue: last.Number, Ref: c.Ref, Text: c.Text, Promise: promise, At: now}}
		one.About, one.URL, _ = last.Told(c.Ref)
		if c.Status != "" {
			one.Day = news.DayOf(now, s.zone())
		}
		if c.Now {
			more, err := s.lettersOf(ctx, edition, one, issues, written)
			if err != nil {
				return nil, 0, err
			}
			if letters = append(letters, more...); len(more) > 0 {
				one.Told = now
			}
		}
		all = append(all, one)
	}
	if len(all) == 0 {
		return nil, 0, fmt.Errorf("%w: %s, of an edition that is no longer configured", ErrNotTold, c.Ref)
	}
	return all, len(letters), s.Store.AddCorrections(ctx, all, letters)
}

// lettersOf writes to everybody who got one of the issues and still gets the
// edition, each address once over all editions.
func (s *Steps) lettersOf(ctx context.Context, edition news.Edition, c store.Correction, issues []store.KeptIssue, written map[string]bool) ([]store.Letter, error) {
	gets, err := s.recipients(ctx, edition)
	if err != nil {
		return nil, err
	}
	got := map[string]bool{}
	for _, k := range issues {
		addresses, err := s.Store.Got(ctx, k.ID)
		if err != nil {
			return nil, err
		}
		for _, address := range addresses {
			got[strings.ToLower(address)] = true
		}
	}
	var letters []store.Letter
	for _, to := range gets {
		address := strings.ToLower(to.Address)
		if !got[address] || written[address] {
			continue
		}
		written[address] = true
		letters = append(letters, store.Letter{Edition: store.CorrectionEdition, From: edition.Name, To: to,
			Subject: fmt.Sprintf("%s: put right in issue %d", edition.Title, c.Issue),
			Text:    s.correctionWords(edition, c), Now: c.At, Expires: c.At.Add(lifetime)})
	}
	return letters, nil
}

// correctionWords names what was wrong as the issue called it: a reference alone says
// nothing to who has put the issue away.
func (s *Steps) correctionWords(edition news.Edition, c store.Correction) string {
	about := "[" + c.Ref + "]"
	if c.About != "" {
		about = "“" + c.About + "” " + about
	}
	words := fmt.Sprintf("Issue %d of %s was wrong about %s.\n\nPut right: %s\n\nThe issue stays in the archive as it was sent, with this beside it.\n",
		c.Issue, edition.Title, about, c.Text)
	if s.Readers != nil && s.Readers.BaseURL != "" {
		words += fmt.Sprintf("%s/i/%s/%d\n", strings.TrimRight(s.Readers.BaseURL, "/"), edition.Name, c.Issue)
	}
	return words
}

// untold is what an edition has to put right and has not.
func (s *Steps) untold(ctx context.Context, edition string) ([]news.Correction, error) {
	all, err := s.Store.Corrections(ctx, edition)
	if err != nil {
		return nil, err
	}
	var open []news.Correction
	for _, c := range all {
		if !c.Told.IsZero() {
			continue
		}
		issues, err := s.Store.IssuesSaying(ctx, c.Ref)
		if err != nil {
			return nil, err
		}
		for _, k := range issues {
			if k.Issue.Edition == edition && k.Issue.Number == c.Issue {
				c.About, c.URL, _ = k.Issue.Told(c.Ref)
			}
		}
		open = append(open, c.Correction)
	}
	return open, nil
}

// putRight sets the status of promises that the operator has put right, from that
// day on until a newer statement that counts.
func (s *Steps) putRight(ctx context.Context, list []news.Promise, asOf news.Day) error {
	all, err := s.Store.Corrections(ctx, "")
	if err != nil {
		return err
	}
	for _, c := range all { // the oldest first: the last word stands
		if c.Status == "" || c.Day > asOf {
			continue
		}
		for i := range list {
			if p := &list[i]; p.Ref == c.Ref && !spokenSince(*p, c.Day) {
				p.Status, p.Since, p.Label = c.Status, c.Day, string(c.Status)
				step := news.PromiseStep{Day: c.Day, Status: c.Status, Why: "put right by the operator: " + c.Text}
				if n := len(p.Steps); n == 0 || p.Steps[n-1] != step { // one for all editions
					p.Steps = append(p.Steps[:n:n], step)
				}
			}
		}
	}
	return nil
}

// spokenSince reports whether a statement that counts is newer than the day.
func spokenSince(p news.Promise, day news.Day) bool {
	for _, s := range p.Statements {
		if s.Reported > day && !s.Secondary {
			return true
		}
	}
	return false
}
