package track

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/wardround/wardround/internal/yamlfile"
	"github.com/wardround/wardround/news"
)

// checkDay records what is wrong with a day that may be left out.
func checkDay(f *yamlfile.File, at, day string) {
	if _, err := news.ParseDay(day); day != "" && err != nil {
		f.Add(at, "%v", err)
	}
}

// checkWords finds words without letters, which would never be found.
func checkWords(f *yamlfile.File, key string, words []string) {
	for i, w := range words {
		if strings.TrimSpace(w) == "" {
			f.Add(fmt.Sprintf("$.%s[%d]", key, i), "an empty word")
		}
	}
}

// checkSides finds who is written both as an owner and as an outsider: what they say
// would be a promise and no promise.
func (r *Rules) checkSides(doc document) {
	for i, w := range doc.Outsiders {
		if slices.ContainsFunc(r.owners, func(o string) bool { return strings.EqualFold(o, w) }) {
			doc.file.Add(fmt.Sprintf("$.outsiders[%d]", i), "`%s` is an owner too; who has power over a thing is no outsider", w)
		}
	}
}

// checkName finds what is wrong with one name by itself, and names that mean two
// things on one day.
func (r *Rules) checkName(doc document, at string, n nameDef) {
	if n.Name == "" || len(n.Any) == 0 {
		doc.file.Add(at, "a name needs `name` and `any`")
	}
	checkDay(doc.file, at+".from", n.From)
	checkDay(doc.file, at+".until", n.Until)
	if n.From != "" && n.Until != "" && n.Until < n.From {
		doc.file.Add(at+".until", "until %s is before from %s", n.Until, n.From)
	}
	for k, w := range n.Any {
		place := fmt.Sprintf("%s.any[%d]", at, k)
		if slices.Contains(n.Not, w) {
			doc.file.Add(place, "`%s` stands under `not` too: it would never be this", w)
		}
		for _, name := range slices.Sorted(maps.Keys(r.nameDefs)) {
			for _, o := range r.nameDefs[name] {
				if name != n.Name && slices.Contains(o.Any, w) && meet(o, n) {
					doc.file.Add(place, "`%s` is a name of `%s` already, on the same days", w, name)
				}
			}
		}
	}
}

// meet reports whether two names hold on a common day.
func meet(a, b nameDef) bool {
	return (a.Until == "" || b.From == "" || b.From <= a.Until) && (b.Until == "" || a.From == "" || a.From <= b.Until)
}

// checkDecision finds what is wrong with one decision, and a second one on the same
// promise in the same file.
func checkDecision(doc document, i int) {
	d, at := doc.Decisions[i], fmt.Sprintf("$.promises[%d]", i)
	if d.ID == "" {
		doc.file.Add(at, "a promise needs the id that `promises` shows")
	}
	for _, earlier := range doc.Decisions[:i] {
		if d.ID != "" && earlier.ID == d.ID {
			doc.file.Add(at+".id", "`%s` is decided twice", d.ID)
		}
	}
	if slices.Contains(d.Merge, d.ID) {
		doc.file.Add(at+".merge", "a promise cannot be merged with itself")
	}
	switch news.PromiseStatus(d.Status) {
	case "":
		checkDay(doc.file, at+".day", d.Day)
	case news.Kept, news.Dropped:
		if _, err := news.ParseDay(d.Day); err != nil {
			doc.file.Add(at, "status %s needs its day: %v", d.Status, err)
		}
	default:
		doc.file.Add(at+".status", "status `%s` cannot be decided%s", d.Status, yamlfile.Hint(d.Status, []string{string(news.Kept), string(news.Dropped)}))
	}
}

// checkPast finds what is wrong with one line of the history but its time phrase,
// which is read only when the rest is right.
func (r *Rules) checkPast(f *yamlfile.File, at string, p past) (ok bool) {
	ok = true
	wrong := func(key, format string, args ...any) {
		ok = false
		f.Add(at+key, format, args...)
	}
	day, err := news.ParseDay(p.Day)
	if err != nil {
		wrong(".day", "%v", err)
	}
	if _, saidErr := news.ParseDay(p.Said); p.Said != "" && saidErr != nil {
		wrong(".said", "%v", saidErr)
	} else if err == nil && p.Said > string(day) {
		wrong(".said", "said on %s, after it was published on %s", p.Said, day)
	}
	if _, known := r.nameDefs[p.About]; !known {
		wrong(".about", "`%s` is no name of promises.yaml%s", p.About, yamlfile.Hint(p.About, slices.Sorted(maps.Keys(r.nameDefs))))
	}
	if !slices.Contains(pastSignals, p.Signal) {
		wrong(".signal", "unknown signal `%s`%s", p.Signal, yamlfile.Hint(p.Signal, pastSignals))
	}
	if p.Publisher == "" || p.Words == "" {
		wrong("", "a statement needs the publisher, and what was said in our words")
	}
	if !strings.HasPrefix(p.Link, "https://") && !strings.HasPrefix(p.Link, "http://") {
		wrong(".link", "link %q: want the address of the page", p.Link)
	}
	return ok
}

var pastSignals = []string{
	string(news.SignalPromise), string(news.SignalRepeat), string(news.SignalSlip), string(news.SignalDrop), string(news.SignalKept),
}
