package digest

import (
	"cmp"
	"slices"
	"strings"

	"github.com/wardround/wardround/news"
)

// maxPromises is how many promises an issue tells; more than this is a report.
const maxPromises = 6

// PromiseInput is what the promises section is chosen from.
type PromiseInput struct {
	Before      []news.Promise // as they stood when the window began
	Now         []news.Promise
	From        news.Day
	WatchedFrom news.Day // since when sources are read; "" when none was
	First       bool     // the first issue tells what moved before there was one
}

// Promises chooses what an issue tells of promises: only what changed or falls due
// within its window, alarms first. It returns how many did not fit.
func Promises(in PromiseInput) (lines []news.PromiseLine, unshown int) {
	before := make(map[string]news.Promise, len(in.Before))
	for _, p := range in.Before {
		before[lasting(p)] = p
	}
	for _, p := range in.Now {
		was, known := before[lasting(p)]
		if in.First {
			was, known = news.Promise{}, false
		}
		if p.Muted || !tellable(in, p, was, known) {
			continue
		}
		lines = append(lines, promiseLine(in, p))
	}
	slices.SortStableFunc(lines, func(a, b news.PromiseLine) int { return rankOf[a.Status] - rankOf[b.Status] })
	if len(lines) > maxPromises {
		return lines[:maxPromises], len(lines) - maxPromises
	}
	return lines, 0
}

// lasting is what a promise is known by on two days: its reference. Its ID is that of
// its first statement, and an older report may come to stand before that.
func lasting(p news.Promise) string { return cmp.Or(p.Ref, p.ID) }

// rankOf puts first what readers wait for least.
var rankOf = map[news.PromiseStatus]int{news.Dropped: 0, news.Slipped: 1, news.Due: 2, news.Overdue: 3, news.Kept: 4}

// tellable says whether the issue has something to say of p.
func tellable(in PromiseInput, p, was news.Promise, known bool) bool {
	if _, alarm := rankOf[p.Status]; !alarm || len(p.Statements) == 0 {
		return false
	}
	if !weighty(p) {
		return false
	}
	if in.First && p.Unwatched && p.Status == news.Overdue && !byHand(p) {
		return false
	}
	if in.First { // what was over before is no news; what hangs or slipped is
		return p.Status != news.Kept && p.Status != news.Dropped || p.Since >= in.From
	}
	if p.Status == news.Overdue && unwatched(in, p) {
		return false // nobody looked: silence says nothing
	}
	changed := !known || was.Status != p.Status || was.Due != p.Due || was.Moves != p.Moves
	if !changed {
		return stillSilent(in, p)
	}
	// A promise that is only now known but was settled long ago is no news.
	return known || p.Since >= in.From
}

// quarter is how often, in days, a named promise that nothing is heard of is told again.
const quarter = 91

// stillSilent says whether another quarter of silence since the date of a named promise
// ended within the window. Others are told once.
func stillSilent(in PromiseInput, p news.Promise) bool {
	if !p.Named || p.Status != news.Overdue || p.Due == "" || in.From <= p.Due {
		return false
	}
	return p.AsOf.Sub(p.Due)/quarter > in.From.Sub(p.Due)/quarter
}

// byHand says whether all of a promise is history from before watching began.
func byHand(p news.Promise) bool {
	return !slices.ContainsFunc(p.Statements, func(s news.Statement) bool { return !s.ByHand })
}

// soonest is how many days ahead a promise must look: what comes next week anyway
// is an appointment.
const soonest = 7

// weighty says whether a promise is worth a reader's line: the beat names it, it was
// said more than once, or an owner said it well ahead. The others are only listed.
func weighty(p news.Promise) bool {
	if p.Named || len(p.Statements) > 1 {
		return true
	}
	s := p.Statements[0]
	return s.Class == news.ActorOwner && p.FirstDue.Sub(s.Reported) >= soonest
}

// unwatched says whether sources were not read for all of the time since the date.
func unwatched(in PromiseInput, p news.Promise) bool {
	return p.Unwatched || in.WatchedFrom == "" || p.Due != "" && in.WatchedFrom > p.Due
}

// promiseLine freezes what is told of one promise.
func promiseLine(in PromiseInput, p news.Promise) news.PromiseLine {
	l := news.PromiseLine{Ref: p.Ref, Title: p.Title, Status: p.Status, Label: p.Label, Due: p.Due, DueBasis: p.DueBasis,
		Moves: p.Moves, Unwatched: unwatched(in, p), ByHand: true}
	var main []news.Statement
	for _, s := range p.Statements {
		l.ByHand = l.ByHand && s.ByHand
		if slices.Contains(p.Disputed, s.ID) {
			w := wordsOf(s)
			l.Disputed = &w
			continue
		}
		main = append(main, s)
	}
	if len(main) == 0 {
		return l
	}
	at := len(main) - 1
	for i, s := range main {
		if s.ID == p.Evidence {
			at = i
		}
	}
	l.Now = wordsOf(main[at])
	l.Now.Alone = alone(main, main[at])
	for i := at - 1; i >= 0; i-- {
		if main[i].To != "" && main[i].To != main[at].To {
			w := wordsOf(main[i])
			l.Before = &w
			break
		}
	}
	l.First = firstWords(main[:at], l)
	return l
}

// alone says whether an outcome rests on the word of one publisher, who names nobody as
// having said so, and is not the body that acts.
func alone(all []news.Statement, outcome news.Statement) bool {
	if outcome.Signal != news.SignalKept && outcome.Signal != news.SignalDrop || outcome.ByHand || outcome.Speaker != "" || outcome.Office != "" || ownReport(outcome) {
		return false
	}
	return !slices.ContainsFunc(all, func(s news.Statement) bool {
		return s.Signal == outcome.Signal && s.Publisher != outcome.Publisher
	})
}

// joined takes back that one publisher alone reports an outcome, where another tells the
// same event in this issue, and not after it: a reader sees both.
func joined(issue news.Issue) {
	for i := range issue.Promises {
		now := &issue.Promises[i].Now
		now.Alone = now.Alone && !slices.ContainsFunc(inOrder(issue), func(s news.Story) bool {
			reports := append([]news.Also{{URL: s.URL, Publisher: s.Publisher, Of: s.Of}}, s.Also...)
			return slices.ContainsFunc(reports, func(r news.Also) bool { return r.URL == now.URL }) &&
				slices.ContainsFunc(reports, func(r news.Also) bool { return r.Publisher != now.Publisher && r.Of != now.Publisher })
		})
	}
}

// ownReport says whether what a body did is told by the body itself.
func ownReport(s news.Statement) bool {
	body := strings.TrimPrefix(strings.ToLower(s.Actor), "the ")
	return body != "" && strings.Contains(strings.ToLower(s.Publisher), body)
}

// firstWords is with what a promise began, where neither its latest words nor those
// before tell it.
func firstWords(earlier []news.Statement, l news.PromiseLine) *news.PromiseWords {
	for _, s := range earlier {
		if s.To == "" {
			continue
		}
		if l.Before == nil || s.To == l.Before.Due || s.To == l.Now.Due {
			return nil
		}
		w := wordsOf(s)
		return &w
	}
	return nil
}

// wordsOf is what is told of one statement: of one that may not be quoted its day,
// office and link.
func wordsOf(s news.Statement) news.PromiseWords {
	w := news.PromiseWords{Phrase: s.ShownPhrase(), Name: s.Speaker, Office: cmp.Or(s.Office, s.Actor), Publisher: s.Publisher, URL: s.URL, Day: s.Reported, Due: s.To, Basis: s.Basis,
		Secondary: s.Secondary, LeftOpen: s.LeftOpen}
	if s.Said != "" && s.Said < s.Reported {
		w.Said, w.About = s.Said, s.About
	}
	switch outcome := s.Signal == news.SignalKept || s.Signal == news.SignalDrop; {
	case outcome && s.ByHand:
		w.OurWords = s.Sentence
	case outcome:
		w.Office = s.Office // who is said to have done it has not said it
		if !s.Commits {
			w.Quote = s.Quote
		}
	}
	return w
}
