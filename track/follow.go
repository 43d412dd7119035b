package track

import (
	"cmp"
	"maps"
	"slices"

	"github.com/wardround/wardround/news"
)

// linked is a statement prepared for comparing.
type linked struct {
	news.Statement
	bag   bag
	names []string
	words []weighed // bag, in an order that all share
	norm  float64   // of words
	traits
	copy bool // a repost or retelling of an earlier one: no evidence
}

// thread is statements on one thing while they are being linked.
type thread struct {
	list   []*linked
	closed news.Day // when it was kept
	asked  int      // the last question to the index that it was an answer to
}

// Follow links statements to promises and says where each stands on the day asOf.
// Statements reported after it are left out. The result depends on nothing else, so
// any day can be computed again.
func (r *Rules) Follow(statements []news.Statement, asOf news.Day) []news.Promise {
	return r.FollowDays(statements, asOf)[0]
}

// FollowDays is [Rules.Follow] for several days, the earliest first. Statements are
// linked in the order of their days: so what was reported up to one day is linked once
// for it and all later ones.
func (r *Rules) FollowDays(statements []news.Statement, days ...news.Day) [][]news.Promise {
	list := make([]news.Statement, 0, len(statements))
	read := map[string]bool{}
	for _, s := range statements {
		read[s.URL] = read[s.URL] || !s.ByHand && s.URL != ""
	}
	for _, s := range statements {
		if !s.ByHand || !read[s.URL] { // else the article itself was read since
			list = append(list, s)
		}
	}
	slices.SortStableFunc(list, inTurn)
	ix, stand := newIndex(), make([][]news.Promise, len(days))
	for i, day := range days {
		later := slices.IndexFunc(list, func(s news.Statement) bool { return s.Reported > day })
		if later < 0 {
			later = len(list)
		}
		r.link(ix, list[:later])
		list = list[later:]
		for _, t := range r.rearrange(ix.copies()) {
			stand[i] = append(stand[i], r.promiseOf(t, day))
		}
		stand[i] = r.decide(stand[i], day)
	}
	return stand
}

// inTurn orders statements by day; on one day what became of a thing comes after
// what was promised of it. Articles of a day are told apart by address, not by
// number: numbers depend on which source answered first.
func inTurn(a, b news.Statement) int {
	return cmp.Or(cmp.Compare(a.Reported, b.Reported), cmp.Compare(outcome(a), outcome(b)), cmp.Compare(a.URL, b.URL),
		cmp.Compare(a.Article, b.Article), cmp.Compare(a.Block, b.Block), cmp.Compare(a.Start, b.Start))
}

func outcome(s news.Statement) int {
	if s.Signal == news.SignalDrop || s.Signal == news.SignalKept {
		return 1
	}
	return 0
}

// link gives each statement to the promise it is most like, or opens one. Reports
// of outcomes come after the promises of the same day.
func (r *Rules) link(ix *index, list []news.Statement) {
	for _, s := range list {
		l := &linked{Statement: s, bag: r.bag(s), names: namesOf(s.Keys), traits: traitsOf(s)}
		ix.weigh(l)
		best, at := r.best(ix, l)
		if at == nil {
			ix.open(l)
			continue
		}
		l.copy = best > 0.97 && isCopy(at, l)
		ix.add(at, l)
	}
}

func namesOf(keys []string) []string {
	var out []string
	for _, k := range keys {
		if k[0] == '@' {
			out = append(out, k)
		}
	}
	return out
}

// reopen is how long after a promise was kept a late report still belongs to it.
const reopen = 28

// best returns the thread with the statement most like l, and how like it is.
func (r *Rules) best(ix *index, l *linked) (float64, *thread) {
	top, at := 0.0, (*thread)(nil)
	for _, t := range ix.candidates(l) {
		if t.closed != "" && l.Signal != news.SignalKept && l.Reported.Sub(t.closed) > reopen {
			continue
		}
		sum, max := 0.0, 0.0
		for _, m := range t.list {
			like := r.likeness(l, m)
			sum += like
			if like > max {
				max = like
			}
		}
		score := 0.7*max + 0.3*sum/float64(len(t.list))
		if score > top || at != nil && score == top && t.list[0].ID < at.list[0].ID {
			top, at = score, t
		}
	}
	if top < linkAt {
		return 0, nil
	}
	return top, at
}

// isCopy says whether the thread has a statement in the same words already.
func isCopy(t *thread, l *linked) bool {
	for _, m := range t.list {
		if m.Sentence == l.Sentence && m.ID != l.ID {
			return true
		}
	}
	return false
}

// index finds threads by the keys of their statements, so that a year of articles
// is linked without comparing all with all.
type index struct {
	threads []*thread
	byKey   map[string][]*thread
	numbers map[string]int32 // of keys, in the order they came
	asked   int              // questions so far
}

func newIndex() *index {
	return &index{byKey: map[string][]*thread{}, numbers: map[string]int32{}}
}

// weigh makes a statement's words comparable with those of others.
func (ix *index) weigh(l *linked) {
	for _, key := range slices.Sorted(maps.Keys(l.bag)) { // one order each time: sums of the same come out the same
		number, ok := ix.numbers[key]
		if !ok {
			number = int32(len(ix.numbers))
			ix.numbers[key] = number
		}
		l.words = append(l.words, weighed{number, l.bag[key], key[0] == '='})
	}
	slices.SortFunc(l.words, func(a, b weighed) int { return cmp.Compare(a.key, b.key) })
	for _, word := range l.words {
		l.norm += word.weight * word.weight
	}
}

// copies are the threads as they are now, for the operator's decisions to change.
func (ix *index) copies() []*thread {
	out := make([]*thread, len(ix.threads))
	for i, t := range ix.threads {
		out[i] = &thread{list: slices.Clone(t.list), closed: t.closed}
	}
	return out
}

func (ix *index) open(l *linked) {
	t := &thread{}
	ix.threads = append(ix.threads, t)
	ix.add(t, l)
}

func (ix *index) add(t *thread, l *linked) {
	t.list = append(t.list, l)
	if l.Signal == news.SignalKept && t.closed == "" {
		t.closed = l.Reported
	}
	for k, w := range l.bag {
		if w < weightWord {
			continue
		}
		have := ix.byKey[k]
		if len(have) == 0 || have[len(have)-1] != t {
			ix.byKey[k] = append(have, t)
		}
	}
}

// widest bounds how many threads a key may lead to: what is everywhere tells nothing.
const widest = 400

// candidates are the threads that share a telling key with a statement, in no order.
func (ix *index) candidates(l *linked) []*thread {
	ix.asked++
	var out []*thread
	for k, w := range l.bag {
		if w < weightWord {
			continue
		}
		list := ix.byKey[k]
		if len(list) > widest && w < weightName {
			list = list[len(list)-widest:]
		}
		for _, t := range list {
			if t.asked != ix.asked {
				t.asked = ix.asked
				out = append(out, t)
			}
		}
	}
	return out
}
