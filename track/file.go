package track

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"reflect"
	"sort"
	"strings"
	"time"

	"github.com/wardround/wardround/internal/yamlfile"
	"github.com/wardround/wardround/news"
)

// File is a promises file of the operator. It extends the beat's own: more names,
// owners and dates, and what is decided by hand about single promises.
type File struct {
	Name string
	Data []byte
}

//go:generate go test . -run TestSchema -write-schema

// document is what promises.yaml may hold.
type document struct {
	Owners    []string       `yaml:"owners"`    // who has power over things of the beat: what they say they will do is a promise
	Outsiders []string       `yaml:"outsiders"` // who comments on things that others decide, and never promises
	Secondary []string       `yaml:"secondary"` // how leaks and unnamed sources are told
	Artefacts []string       `yaml:"artefacts"` // nouns for what is promised
	Quiet     []string       `yaml:"quiet"`     // words too common in the beat to link by
	Elsewhere []string       `yaml:"elsewhere"` // places with things of the same names, each with all its words: a sentence that tells of one, or stands under a headline that does, means none of the names but programmes, and nothing that is promised of another place
	Home      []string       `yaml:"home"`      // the places of the names: beside one of these, an elsewhere counts for nothing
	Names     []nameDef      `yaml:"names"`     // things that are promised, each with all its names
	Dates     []dateDef      `yaml:"dates"`     // dates that only a table knows
	Decisions []decisionDef  `yaml:"promises"`  // what is decided by hand about single promises
	file      *yamlfile.File `yaml:"-"`
}

// nameDef is one thing with all its names. Its look-alikes have other names.
type nameDef struct {
	Name  string   `yaml:"name" jsonschema:"required"`           // may stand more than once, with other days
	Title string   `yaml:"title"`                                // how readers see it
	Many  bool     `yaml:"programme"`                            // of many promises, told apart by their other words
	Any   []string `yaml:"any" jsonschema:"required,minItems=1"` // patterns of its names
	Not   []string `yaml:"not"`                                  // in a sentence with one of these it is something else
	From  string   `yaml:"from"`                                 // first day the names mean this
	Until string   `yaml:"until"`                                // last day
	Why   string   `yaml:"why"`                                  // reason it was added
}

// dateDef is dates that only a table knows.
type dateDef struct {
	Name  string   `yaml:"name" jsonschema:"required"`           // for explanations
	Any   []string `yaml:"any" jsonschema:"required,minItems=1"` // patterns of the phrases
	Spans []string `yaml:"spans"`                                // 2024-07-09..2029-08-15, or one day. Default: none, the phrase keeps its words and gives no day
	Start bool     `yaml:"start"`                                // "by" it means by its first day
	Why   string   `yaml:"why"`                                  // where the dates come from, and whether they were confirmed
}

// decisionDef is what the operator decided about one promise; it wins over ours.
type decisionDef struct {
	ID     string   `yaml:"id" jsonschema:"required"`                   // that `wardround promises` shows
	Title  string   `yaml:"title"`                                      // how readers see it
	Merge  []string `yaml:"merge"`                                      // ids of promises that are the same
	Split  []string `yaml:"split"`                                      // statements that belong elsewhere
	Mute   bool     `yaml:"mute"`                                       // not shown to readers
	Status string   `yaml:"status" jsonschema:"enum=kept,enum=dropped"` // with its day
	Day    string   `yaml:"day"`                                        // of the status, YYYY-MM-DD
	Link   string   `yaml:"link"`                                       // to what closed it
	Note   string   `yaml:"note"`                                       // for readers
}

// Rules are what statements are found and followed by. They do not change after
// [Load] and may be used from several goroutines.
type Rules struct {
	words     book // everything but names
	names     book
	owners    []string // as written
	titles    map[string]string
	nameDefs  map[string][]nameDef
	calendar  calendar
	artefacts map[string]bool
	quiet     map[string]bool
	decisions []decisionDef
	history   []news.Statement
	hash      string
}

// Hash tells the rules by which statements are found from others, of another program or
// beat. What the operator decided about single promises is no part of it.
func (r *Rules) Hash() string { return r.hash }

// Load reads promises.yaml from the folder of a beat, then the operator's files.
// A beat without the file has no names and no table of dates. All mistakes of all
// files are reported together.
func Load(fsys fs.FS, extra ...File) (*Rules, error) {
	data, err := fs.ReadFile(fsys, "promises.yaml")
	files := extra
	switch {
	case err == nil:
		files = append([]File{{Name: "promises.yaml", Data: data}}, extra...)
	case !errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("read promises.yaml: %w", err)
	}
	r := &Rules{
		words: mustBook(ownWords), names: book{}, titles: map[string]string{}, nameDefs: map[string][]nameDef{},
		calendar: calendar{book: book{}, dates: map[string][]stretch{}, byA: map[string]bool{}},
		quiet:    map[string]bool{}, artefacts: map[string]bool{},
	}
	var mistakes []error
	sum := sha256.New()
	fmt.Fprint(sum, readingVersion, ownLists, actionVerbs, softWindows)
	for _, f := range files {
		var doc document
		y := yamlfile.Parse(f.Name, f.Data)
		y.Decode(&doc)
		y.NeedContent()
		doc.file = y
		if y.Err() == nil {
			r.take(doc)
		}
		doc.Decisions, doc.file = nil, nil
		if !reflect.ValueOf(doc).IsZero() {
			fmt.Fprint(sum, doc)
		}
		mistakes = append(mistakes, y.Err())
	}
	if err := errors.Join(mistakes...); err != nil {
		return nil, err
	}
	if err := r.readHistory(fsys); err != nil {
		return nil, err
	}
	r.hash = hex.EncodeToString(sum.Sum(nil)[:6]) // 48 bits tell versions apart
	return r, nil
}

// readingVersion is raised when code, not a list of words, comes to read sentences
// otherwise: what stores hold is then read again.
const readingVersion = 4

// ownLists are the general words of promising, by kind.
var ownLists = map[string][]named{
	"strong": strongCues, "weak": weakCues, "past": pastCues, "drop": dropSignals, "slip": slipSignals,
	"kept": keptSignals, "number": shareReached, "filter": filterWords, "share": shareWords, "survey": surveyWords,
}

// ownWords fills the book with the general words of promising.
func ownWords(b book) error {
	for kind, lists := range ownLists {
		for _, n := range lists {
			for _, w := range n.words {
				if err := b.add(kind, n.rule, w); err != nil {
					return err
				}
			}
		}
	}
	for action, verbs := range actionVerbs {
		for _, v := range verbs {
			if err := b.add("action", action, v); err != nil {
				return err
			}
		}
	}
	return nil
}

// take adds one file's content; what is wrong in it is recorded in the file.
func (r *Rules) take(doc document) {
	r.takeWords(doc)
	r.takeNames(doc)
	r.takeDates(doc)
	for i, d := range doc.Decisions {
		checkDecision(doc, i)
		r.decisions = append(r.decisions, d)
	}
}

func (r *Rules) takeWords(doc document) {
	for key, list := range map[string][]string{"owners": doc.Owners, "outsiders": doc.Outsiders, "secondary": doc.Secondary} {
		for i, w := range list {
			if err := r.words.add(strings.TrimSuffix(key, "s"), "actor."+key, w); err != nil {
				doc.file.Add(fmt.Sprintf("$.%s[%d]", key, i), "%v", err)
			}
		}
	}
	for key, list := range map[string][]string{"elsewhere": doc.Elsewhere, "home": doc.Home} {
		for i, w := range list {
			if err := r.names.add(key, w, w); err != nil {
				doc.file.Add(fmt.Sprintf("$.%s[%d]", key, i), "%v", err)
			}
		}
	}
	r.owners = append(r.owners, doc.Owners...)
	r.checkSides(doc)
	checkWords(doc.file, "quiet", doc.Quiet)
	checkWords(doc.file, "artefacts", doc.Artefacts)
	for _, w := range doc.Quiet {
		r.quiet[stem(strings.ToLower(w))] = true
	}
	for _, w := range doc.Artefacts {
		r.artefacts[stem(strings.ToLower(w))] = true
	}
}

func (r *Rules) takeNames(doc document) {
	for i, n := range doc.Names {
		at := fmt.Sprintf("$.names[%d]", i)
		r.checkName(doc, at, n)
		if n.Title != "" {
			r.titles[n.Name] = n.Title
		}
		r.nameDefs[n.Name] = append(r.nameDefs[n.Name], n)
		key := fmt.Sprintf("%s#%d", n.Name, len(r.nameDefs[n.Name])-1)
		for k, w := range n.Any {
			if err := r.names.add("name", key, w); err != nil {
				doc.file.Add(fmt.Sprintf("%s.any[%d]", at, k), "%v", err)
			}
		}
		for k, w := range n.Not {
			if err := r.names.add("not", key, w); err != nil {
				doc.file.Add(fmt.Sprintf("%s.not[%d]", at, k), "%v", err)
			}
		}
	}
}

func (r *Rules) takeDates(doc document) {
	for i, d := range doc.Dates {
		at := fmt.Sprintf("$.dates[%d]", i)
		if d.Name == "" || len(d.Any) == 0 {
			doc.file.Add(at, "dates need `name` and `any`")
		}
		for k, w := range d.Any {
			if err := r.calendar.book.add("date", d.Name, w); err != nil {
				doc.file.Add(fmt.Sprintf("%s.any[%d]", at, k), "%v", err)
			}
		}
		r.calendar.byA[d.Name] = r.calendar.byA[d.Name] || d.Start
		for k, s := range d.Spans {
			a, b, ok := strings.Cut(s, "..")
			if !ok {
				b = a
			}
			from, err1 := time.Parse(time.DateOnly, a)
			to, err2 := time.Parse(time.DateOnly, b)
			if err1 != nil || err2 != nil || to.Before(from) {
				doc.file.Add(fmt.Sprintf("%s.spans[%d]", at, k), "%q: want YYYY-MM-DD or YYYY-MM-DD..YYYY-MM-DD", s)
				continue
			}
			r.calendar.dates[d.Name] = append(r.calendar.dates[d.Name], stretch{a: from, b: to})
		}
		list := r.calendar.dates[d.Name]
		sort.Slice(list, func(i, k int) bool { return list[i].a.Before(list[k].a) })
		for k := 1; k < len(list); k++ {
			if !list[k].a.After(list[k-1].b) {
				doc.file.Add(at+".spans", "two spans of `%s` hold %s", d.Name, list[k].a.Format(time.DateOnly))
			}
		}
	}
}
