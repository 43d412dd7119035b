package jobs

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"strconv"
	"time"

	"github.com/wardround/wardround/digest"
	"github.com/wardround/wardround/news"
)

// Track reads the statements of every judged article whose text was not read for
// them by the present rules, and returns how many articles it read. So a store profits
// from better rules. An article that is not relevant counts only for promises that the
// beat names.
func (s *Steps) Track(ctx context.Context) (int, error) {
	if s.Rules == nil {
		return 0, nil
	}
	rules := s.Rules.Hash()
	if err := s.Store.ReadBy(ctx, rules); err != nil {
		return 0, err
	}
	const batch = 200 // articles in memory at a time
	read := 0
	for {
		list, err := s.Store.ToTrack(ctx, batch)
		if err != nil || len(list) == 0 {
			return read, err
		}
		for _, u := range list {
			u.Rules = rules
			found := s.statements(u.Article)
			if !u.Relevant {
				found = s.Rules.Named(found)
			}
			if err := s.Store.SaveStatements(ctx, s.Now(), u, found); err != nil {
				return read, fmt.Errorf("track article %d: %w", u.Article.ID, err)
			}
			read++
		}
	}
}

func (s *Steps) statements(a news.Article) []news.Statement {
	zone := s.zone()
	found := s.Rules.Statements(AsJudged(a), a.Day(zone))
	seen := news.DayOf(s.Now(), zone)
	for i := range found {
		found[i].Seen, found[i].Source = seen, a.Source
		found[i].InFeed = carries(a.Summary, found[i].Sentence)
		if found[i].Reported == "" { // nothing relative was dated; it is still followed from here
			found[i].Reported = news.DayOf(a.FirstSeen, zone)
		}
	}
	return found
}

// zone is where days are counted: that of the first edition.
func (s *Steps) zone() *time.Location {
	if len(s.Editions) > 0 && s.Editions[0].Location != nil {
		return s.Editions[0].Location
	}
	return time.UTC
}

// Promises says where every promise stands on a day, those of the beat's history
// included, each with its lasting reference. One that has none yet is given one.
func (s *Steps) Promises(ctx context.Context, asOf news.Day) ([]news.Promise, error) {
	lists, err := s.follow(ctx, s.Store.NumberPromises, asOf)
	return lists[0], err
}

// NumberedPromises is [Steps.Promises] for those who only read: a promise without a
// reference is left out until the next issue, or the daily look at what is kept,
// gives it one.
func (s *Steps) NumberedPromises(ctx context.Context, asOf news.Day) ([]news.Promise, error) {
	lists, err := s.follow(ctx, func(ctx context.Context, _ []string) (map[string]int, error) {
		return s.Store.PromiseNumbers(ctx)
	}, asOf)
	return lists[0], err
}

// numbering gives promises that have none a number, or not, and returns those of all.
type numbering func(ctx context.Context, ids []string) (map[string]int, error)

// follow says where every promise stands on each of the days, the earliest first; there
// is a list for each, also with an error.
func (s *Steps) follow(ctx context.Context, number numbering, days ...news.Day) ([][]news.Promise, error) {
	lists := make([][]news.Promise, len(days))
	if s.Rules == nil {
		return lists, nil
	}
	statements, err := s.Store.Statements(ctx)
	if err != nil {
		return lists, err
	}
	if statements, err = s.asQuoted(ctx, statements); err != nil {
		return lists, err
	}
	if !s.Names {
		for i := range statements {
			statements[i] = statements[i].Unnamed()
		}
	}
	for i, all := range s.Rules.FollowDays(append(s.Rules.History(), statements...), days...) {
		if lists[i], err = s.standing(ctx, all, number, days[i]); err != nil {
			return lists, err
		}
	}
	return lists, nil
}

// standing leaves out what is no promise to be shown, and adds to the others what is
// known of them besides their statements.
func (s *Steps) standing(ctx context.Context, all []news.Promise, number numbering, asOf news.Day) ([]news.Promise, error) {
	var list []news.Promise
	for _, p := range all {
		if p.Due != "" || p.Status == news.Dropped || p.Status == news.Slipped || s.Rules.IsNamed(p) {
			if promised(p) {
				list = append(list, p)
			}
		}
	}
	if err := s.watched(ctx, list, asOf); err != nil {
		return nil, err
	}
	list, err := s.numbered(ctx, list, number)
	if err != nil {
		return nil, err
	}
	return list, s.putRight(ctx, list, asOf)
}

// numbered gives promises their references, in their order, and leaves out those that
// get none. A promise is known by its first statement; where an older report has come
// to stand before that, it keeps the number it had.
func (s *Steps) numbered(ctx context.Context, list []news.Promise, number numbering) ([]news.Promise, error) {
	had, err := s.Store.PromiseNumbers(ctx)
	if err != nil {
		return nil, err
	}
	known := make([]string, len(list))
	for i, p := range list {
		known[i] = p.ID
		if had[p.ID] > 0 {
			continue
		}
		if at := slices.IndexFunc(p.Statements, func(st news.Statement) bool { return had[st.ID] > 0 }); at >= 0 {
			known[i] = p.Statements[at].ID
		}
	}
	refs, err := number(ctx, known)
	if err != nil {
		return nil, err
	}
	var out []news.Promise
	place := map[string]int{} // of a reference among all
	for i, p := range list {
		if n := refs[known[i]]; n > 0 {
			p.Ref = "P" + strconv.Itoa(n)
			place[p.Ref] = n
			out = append(out, p)
		}
	}
	sort.SliceStable(out, func(i, k int) bool { return place[out[i].Ref] < place[out[k].Ref] })
	return out, nil
}

// promiseLines chooses what an issue tells of promises: where they stood when its
// window began against where they stand at its slot, and which fall due soon.
func (s *Steps) promiseLines(ctx context.Context, in *digest.Input) error {
	zone := in.Edition.Location
	choice := digest.PromiseInput{From: news.DayOf(in.From, zone), WatchedFrom: news.DayOf(in.Coverage.WatchedFrom, zone), First: in.First}
	today := news.DayOf(in.Slot.At, zone)
	lists, err := s.follow(ctx, s.Store.NumberPromises, choice.From, today)
	if err != nil {
		return err
	}
	choice.Before, choice.Now = s.onTopic(lists[0]), s.onTopic(lists[1])
	in.Promises, in.Unshown = digest.Promises(choice)
	in.Dates = append(in.Dates, digest.DuePromises(choice.Now, today)...)
	return nil
}

// OnBeat leaves out promises that only stand beside what an article is about: a second
// café of the trust whose staff learn to use computers.
func (s *Steps) OnBeat(promises []news.Promise) []news.Promise {
	return slices.DeleteFunc(promises, func(p news.Promise) bool {
		return !p.Named && !slices.ContainsFunc(p.Statements, func(st news.Statement) bool {
			return !st.Beside || len(s.Lexicon.CommentTopics(st.Sentence)) > 0
		})
	})
}

// onTopic drops promises about something else: a relevant article may well say
// when the café opens. A promise that the beat has a name for is always ours.
func (s *Steps) onTopic(promises []news.Promise) []news.Promise {
	var ours []news.Promise
	for _, p := range promises {
		named := p.Named
		for _, st := range p.Statements {
			named = named || len(s.Lexicon.CommentTopics(st.Sentence)) > 0
		}
		if named {
			ours = append(ours, p)
		}
	}
	return ours
}

// promised says whether something was promised at all: the report of an outcome
// that nobody announced is no promise to follow.
func promised(p news.Promise) bool {
	for _, st := range p.Statements {
		if st.Commits && !st.Secondary {
			return true
		}
	}
	return false
}
