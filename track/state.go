package track

import (
	"fmt"
	"time"

	"github.com/wardround/wardround/news"
)

// dueSoon is how many days before its date a promise is called due.
const dueSoon = 28

// state is where a promise stands while its statements are read in order.
type state struct {
	p       *news.Promise
	last    news.Statement // the one that set the date
	slipped bool
	end     news.PromiseStatus // kept or dropped
	ending  news.Statement     // that says so
}

// promiseOf reads the statements of a thread in order and returns the promise as it
// stands on asOf.
func (r *Rules) promiseOf(t *thread, asOf news.Day) news.Promise {
	first := t.list[0].Statement
	p := news.Promise{ID: first.ID, AsOf: asOf, Title: r.title(t)}
	st := &state{p: &p}
	promised := false
	for _, l := range t.list {
		said := l.Statement
		if said.Commits && said.Signal == news.SignalPromise {
			if promised {
				said.Signal = news.SignalRepeat
			}
			promised = true
		}
		p.Statements = append(p.Statements, said)
		if l.copy {
			continue
		}
		if l.Signal == news.SignalDrop && (l.Secondary || ownDated(t, l)) {
			p.Disputed = append(p.Disputed, l.ID)
			continue
		}
		st.take(said)
	}
	st.close(asOf)
	p.Named = r.IsNamed(p)
	return p
}

// ownDated says whether the article of a reported drop also holds an owner's own
// dated statement on the same thing: that outranks it.
func ownDated(t *thread, drop *linked) bool {
	for _, l := range t.list {
		if l.Article != 0 && l.Article == drop.Article && l.Commits && l.To != "" && l.Signal != news.SignalDrop && l.Class != news.ActorOutsider {
			return true
		}
	}
	return false
}

func (st *state) take(s news.Statement) {
	switch s.Signal {
	case news.SignalKept:
		st.finish(news.Kept, s)
	case news.SignalDrop:
		if st.end != news.Kept {
			st.finish(news.Dropped, s)
		}
	default:
		if st.end == news.Kept {
			return // a late repost, or another matter: kept stays kept
		}
		st.promise(s)
	}
}

// finish takes the report of an outcome. Of several on the first day it rests on the one
// with the best word: who says so by an owner, then who names anybody who says so.
func (st *state) finish(status news.PromiseStatus, s news.Statement) {
	switch {
	case st.end != status:
		st.end, st.ending = status, s
		st.p.Evidence = s.ID
		st.step(s, status, "reported "+string(status))
	case s.Reported == st.ending.Reported && word(s) > word(st.ending):
		st.ending, st.p.Evidence = s, s.ID
		st.p.Steps[len(st.p.Steps)-1].Statement = s.ID
	}
}

// word rates on whose word a statement stands.
func word(s news.Statement) int {
	switch {
	case s.Who() == "":
		return 0
	case s.Class == news.ActorOwner:
		return 2
	}
	return 1
}

func (st *state) step(s news.Statement, status news.PromiseStatus, why string) {
	st.p.Steps = append(st.p.Steps, news.PromiseStep{Day: s.Reported, Status: status, Due: st.p.Due, Statement: s.ID, Why: why})
}

// promise takes a statement that promises, says it again or moves it.
func (st *state) promise(s news.Statement) {
	if st.end == news.Dropped {
		if s.To == "" || s.Signal == news.SignalSlip && !s.Commits {
			return
		}
		st.end, st.slipped = "", true
		st.set(s, "promised again after it was dropped")
		return
	}
	p := st.p
	switch {
	case s.To == "":
		st.undated(s)
	case p.Due == "":
		st.slipped = st.slipped || s.Signal == news.SignalSlip
		p.FirstDue = s.To
		st.set(s, "date named")
	case p.Due < s.Reported && s.To > p.Due:
		st.move(s, "promised again after its date")
	case s.To == p.Due:
		st.again(s)
	case st.looser(s):
		st.again(s)
	case s.To > p.Due:
		st.move(s, "moved later")
	default:
		st.slipped = st.slipped || s.Signal == news.SignalSlip
		st.set(s, "date brought forward or made finer")
	}
}

func (st *state) undated(s news.Statement) {
	if s.Signal != news.SignalSlip {
		return
	}
	st.slipped = true
	if s.Phrase == "until further notice" {
		st.p.Due, st.p.DueFrom = "", ""
	}
	st.p.Evidence = s.ID
	st.step(s, news.Slipped, "said to be delayed, no new date")
}

// again takes a statement that names the same date, or a looser one.
func (st *state) again(s news.Statement) {
	if s.Signal == news.SignalSlip {
		st.slipped = true
		st.p.Evidence = s.ID
		st.step(s, news.Slipped, "said to have moved")
	}
}

// looser says whether s only says the date less finely: "by 2024" after "by March
// 2024", loose words or a parliament after a date.
func (st *state) looser(s news.Statement) bool {
	old := st.last
	if s.Signal == news.SignalSlip && s.Grain == news.GrainHard {
		return false
	}
	switch {
	case s.Grain == news.GrainHard && old.Grain == news.GrainParliament:
		return false
	case s.Grain == news.GrainSoft && old.Grain == news.GrainSoft && s.To > old.To:
		return true
	case s.Grain == news.GrainSoft && old.Grain == news.GrainHard:
		return true
	case s.Grain == news.GrainParliament:
		return old.Grain != news.GrainParliament
	}
	wide := s.NamedTo.Sub(s.NamedFrom) > old.NamedTo.Sub(old.NamedFrom)
	return wide && s.NamedFrom <= st.p.Due && st.p.Due <= s.NamedTo
}

func (st *state) move(s news.Statement, why string) {
	if st.last.Grain == news.GrainParliament && s.Grain == news.GrainHard && s.Signal != news.SignalSlip && st.p.Due >= s.Reported {
		st.set(s, "date made finer")
		return
	}
	st.slipped = true
	st.p.Moves++
	st.set(s, why)
}

func (st *state) set(s news.Statement, why string) {
	p := st.p
	p.Due, p.DueFrom, p.DueBasis, p.DuePhrase, p.Evidence = s.To, s.From, s.Basis, s.ShownPhrase(), s.ID
	if p.FirstDue == "" {
		p.FirstDue = s.To
	}
	p.Grace = grace(s)
	st.last = s
	status := news.Announced
	if st.slipped {
		status = news.Slipped
	}
	st.step(s, status, why)
}

// grace is until when a season is not called passed: the civil service says spring
// and means the summer recess, summer for mid-October, autumn for Christmas, winter
// for Easter (Civil Service World, August 2015).
func grace(s news.Statement) news.Day {
	a, b := s.NamedFrom.Start(time.UTC), s.NamedTo.Start(time.UTC)
	if s.Grain != news.GrainHard || a.IsZero() || a.Day() != 1 || days(a, b) < 88 || days(a, b) > 92 || s.To != s.NamedTo {
		return s.To
	}
	switch a.Month() {
	case 3:
		return dayOf(date(a.Year(), 7, 25))
	case 6:
		return dayOf(date(a.Year(), 10, 15))
	case 9:
		return dayOf(date(a.Year(), 12, 25))
	case 12:
		return dayOf(easter(a.Year() + 1))
	}
	return s.To
}

// close works out status and label on the day asOf.
func (st *state) close(asOf news.Day) {
	p := st.p
	switch {
	case st.end != "":
		p.Status, p.Since, p.Label = st.end, st.ending.Reported, string(st.end)
	case p.Due != "" && p.Due < asOf && !st.sure():
		p.Status, p.Label, p.Since = news.Announced, "loosely worded", st.last.Reported
	case p.Due != "" && p.Due < asOf:
		p.Status, p.Since = news.Overdue, p.Due.Add(1)
		p.Label = overdueLabel(*p, asOf)
	case st.slipped:
		p.Status, p.Label = news.Slipped, "moved"
		if n := len(p.Steps); n > 0 {
			p.Since = p.Steps[n-1].Day
			if p.Steps[n-1].Why == "promised again after its date" {
				p.Label = "promised again"
			}
		}
	case p.Due != "" && (p.Due.Sub(asOf) <= dueSoon || st.opened(asOf)):
		p.Status, p.Label = news.Due, dueLabel(p.Due.Sub(asOf))
		p.Since = p.Due.Add(-dueSoon)
	default:
		p.Status, p.Label = news.Announced, "announced"
		if len(p.Statements) > 0 {
			p.Since = p.Statements[0].Reported
		}
	}
}

// dueLabel says in how many days a promise falls due.
func dueLabel(days int) string {
	switch days {
	case 0:
		return "due today"
	case 1:
		return "due tomorrow"
	}
	return fmt.Sprintf("due in %d days", days)
}

func overdueLabel(p news.Promise, asOf news.Day) string {
	switch {
	case p.DueBasis == news.BasisRead && p.Grace != "" && asOf <= p.Grace:
		return "season ended"
	case p.DueBasis == news.BasisRead:
		return "nothing seen since"
	}
	return "date passed"
}

// opened says whether the named window, a season or shorter, has begun.
func (st *state) opened(asOf news.Day) bool {
	s := st.last
	return s.From != "" && s.From > s.Reported && s.From <= asOf && s.NamedTo.Sub(s.NamedFrom) <= 92 ||
		s.From == s.Reported && s.NamedFrom != "" && s.NamedFrom == s.From && s.Grain == news.GrainHard && s.NamedTo.Sub(s.NamedFrom) <= 92 && s.To == s.NamedTo && s.From <= asOf && s.NamedFrom != s.NamedTo
}

// sure says whether a promise may raise an alarm: one statement in loose words by
// nobody in particular is listed and no more.
func (st *state) sure() bool {
	if len(st.p.Statements) > 1 {
		return true
	}
	s := st.p.Statements[0]
	return s.Signal == news.SignalSlip || s.Class == news.ActorOwner || len(s.Rules) == 0 || !loose[s.Rules[0]]
}

// loose cues may also stand in sentences that promise nothing.
var loose = set("cue.present cue.progressive cue.infinitive cue.would cue.commitment cue.ready")
