package track

import (
	"slices"
	"sort"
	"strconv"

	"github.com/wardround/wardround/news"
)

// decide puts the operator's decisions on top, and numbers the promises. Nothing
// that is found by rule overwrites them.
func (r *Rules) decide(list []news.Promise, asOf news.Day) []news.Promise {
	for i := range list {
		list[i].Ref = "P" + strconv.Itoa(i+1)
		for _, d := range r.decisions {
			if isAbout(list[i], d.ID) {
				apply(&list[i], d, asOf)
			}
		}
	}
	return list
}

// isAbout says whether a promise is the one that was decided about. It is known by its
// first statement, or by one that was its first until an older report came in.
func isAbout(p news.Promise, id string) bool {
	return slices.ContainsFunc(p.Statements, func(s news.Statement) bool { return s.ID == id })
}

func apply(p *news.Promise, d decisionDef, asOf news.Day) {
	if d.Title != "" {
		p.Title = d.Title
	}
	p.Muted, p.Note, p.Link = d.Mute, d.Note, d.Link
	if d.Status != "" && news.Day(d.Day) <= asOf {
		p.Status, p.Since, p.Label = news.PromiseStatus(d.Status), news.Day(d.Day), d.Status
	}
}

// rearrange does what the operator decided about single statements: split ones
// leave their promise, merged promises become one. The order stays by day.
func (r *Rules) rearrange(threads []*thread) []*thread {
	for _, d := range r.decisions {
		at := find(threads, d.ID)
		if at == nil {
			continue
		}
		for _, id := range d.Split {
			if out := at.remove(id); out != nil {
				threads = append(threads, &thread{list: []*linked{out}})
			}
		}
		for _, id := range d.Merge {
			other := find(threads, id)
			if other == nil || other == at {
				continue
			}
			at.list = append(at.list, other.list...)
			other.list = nil
		}
		sort.SliceStable(at.list, func(i, k int) bool { return at.list[i].Reported < at.list[k].Reported })
	}
	return slices.DeleteFunc(threads, func(t *thread) bool { return len(t.list) == 0 })
}

func find(threads []*thread, id string) *thread {
	for _, t := range threads {
		if slices.ContainsFunc(t.list, func(l *linked) bool { return l.ID == id }) {
			return t
		}
	}
	return nil
}

// remove takes one statement out; the first stays, since the promise is known by it.
func (t *thread) remove(id string) *linked {
	for i, l := range t.list {
		if i > 0 && l.ID == id {
			t.list = slices.Delete(t.list, i, i+1)
			return l
		}
	}
	return nil
}
