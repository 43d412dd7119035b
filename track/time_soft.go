package track

import (
	"github.com/wardround/wardround/news"
)

// softWindows is what loose words stand for in days, counted from the report;
// 0 names no window. Promises that were kept came 1, 7 and 12 days after
// "imminent", 15 and 33 after "coming weeks", 33 and 57 after "soon": a window is
// about twice the longest.
var softWindows = []struct {
	days  int
	words []string
}{
	{14, []string{"(within|in) (a|) (matter|question) of days", "within (the|) (next|coming|) (few|) days", "(in|over) (the|) (coming|next few|next couple) days", "in (the|) (next|coming) (few|couple) (of|) days", "in (a few|a couple of) days", "any day (now|)", "days away", "within days", "in (the|) next few days", "in a few days"}},
	{28, []string{"imminent", "imminently", "very imminently", "any moment", "momentarily"}},
	{56, []string{"(in|over|within|during) (the|) (coming|next) (few|couple|) (of|) weeks", "(in|within|over) (a|the) (few|couple|matter) (of|) weeks", "(in|over|within) (a|the) (next|coming|) (few|) weeks", "within weeks", "weeks away", "in weeks", "(in|over) (the|) weeks ahead", "next few weeks"}},
	{92, []string{"(very|) (soon|shortly)", "before (too|) long", "before very long", "in the near future", "in short order", "at the earliest opportunity soon", "just around the corner"}},
	{183, []string{"(in|over|within|during) (the|) (coming|next|following) (few|several|couple|) (of|) months", "(in|over|within) (the|a) (few|couple|next|coming) (of|) months", "within months", "in the months ahead", "over the months (ahead|to come)"}},
	{0, []string{"in due course", "as (soon|quickly|early) as (possible|practicable|practical|feasible)", "as soon as (it|they) (is|are) (available|ready)", "(in|over) (the|) (coming|next few|next|following) years", "in the years (ahead|to come)", "until further notice", "when parliamentary time allows", "when (time|circumstances|conditions|resources) (allow|allows|permit|permits)", "at the earliest (possible|) opportunity", "(in|over) the (long|longer|medium) term", "at (a|some) later (date|stage|point)", "in the (fullness of time|foreseeable future)", "in time", "one day", "eventually", "at an appropriate (time|moment)", "when ready"}},
}

var softBook = mustBook(func(b book) error {
	for _, s := range softWindows {
		for _, w := range s.words {
			if err := b.add("soft", itoa(s.days), w); err != nil {
				return err
			}
		}
	}
	return nil
})

// soft reads loose words at token i; of several readings the longest. "Coming
// months and years" keeps the nearer bound.
func (r *reader) soft(i int) (window, bool) {
	best := hit{end: i}
	for _, p := range softBook[r.word(i)] {
		if end := fits(p.seq, r.s, i); end > best.end {
			best = hit{rule: p.rule, start: i, end: end}
		}
	}
	if best.end == i || best.end == i+1 && r.word(i) == "soon" && r.word(i+1) == "after" {
		return window{}, false
	}
	if next := r.word(best.end); r.word(i) == "one" && (next == "a" || next == "per" || next == "each" || next == "in") {
		return window{}, false // "one day a week"
	}
	if r.word(i) == "soon" && r.word(i-1) == "as" {
		return window{}, false
	}
	days, _ := digits(best.rule)
	w := window{grain: news.GrainVague, unit: "loose", prep: "soft", rule: "loose words, no window", end: best.end, read: true, vague: r.phrase(i, best.end)}
	if days > 0 {
		w.grain, w.from, w.to = news.GrainSoft, r.day, r.day.AddDate(0, 0, days)
		w.a, w.b = w.from, w.to
		w.rule = "loose words, " + best.rule + " days"
	}
	return w, true
}
