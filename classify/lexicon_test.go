package classify

import (
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/wardround/wardround/internal/yamlfile"
	"github.com/wardround/wardround/news"
)

var update = flag.Bool("update", false, "write the golden files")

// golden compares got with testdata/name, or writes it there.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

// gardens is a small beat of another world: allotments of a town.
const gardensEvidence = `
groups:
  - {name: town, title: the town, minimum: 1, points: 20, full: 2}
  - {name: garden, title: gardens, minimum: 1, points: 20, full: 2}
  - {name: money, title: money, minimum: 1, points: 20, full: 2}
together: {groups: [garden, money], within: 6, minimum: 0.5, points: 30, full: 2, opening: 10, open_for: 2}
scoring:
  threshold: 40
  core: 60
  lacking: 20
  lead: 200
  deep: 1000
  zones: {title: 2, standfirst: 1.7, lead: 1.4}
evidence:
  - group: town
    terms:
      - {any: [Millbrook, town hall], weight: 2, why: the town}
  - group: garden
    terms:
      - {any: [allotment, garden, TR], weight: 1, why: gardens}
  - group: money
    terms:
      - {any: [rent, fee, cost~, subsidise~], weight: 1, why: money}
hosts:
  - {group: town, any: [millbrook.example], weight: 1, why: its own paper}
modest:
  - {any: [appoint~], why: who got a post}
furniture:
  tail: 0.5
  longest: 6
  open:
    - {any: [related news, comment, tag], why: foot of pages}
  close:
    - {any: [comments are closed, sign up], why: foot of pages}
`

const gardensTopics = `
topics:
  - name: rents
    title: Rents
    terms:
      - {any: [plot rent, allotment (rent|fee)], weight: 2, gives: {garden: 2, money: 2}, why: rents}
      - {any: [charge], weight: 1, needs: ["@garden"], within: 4, why: near gardens}
  - name: clubs
    title: Clubs
    terms:
      - {any: [TR, tenants' register], weight: 2, needs: [allotment, plot], not: [football], within: 5, why: a register}
`

const gardensLookalikes = `
lookalikes:
  - name: beer
    title: a beer garden
    points: 40
    full: 1
    terms:
      - {any: [beer garden, pub], why: another garden}
`

func gardens() fstest.MapFS {
	return fstest.MapFS{
		"evidence.yaml":   {Data: []byte(gardensEvidence)},
		"topics.yaml":     {Data: []byte(gardensTopics)},
		"lookalikes.yaml": {Data: []byte(gardensLookalikes)},
	}
}

func load(t testing.TB, fsys fs.FS, extra ...File) *Lexicon {
	t.Helper()
	lex, err := Load(fsys, extra...)
	if err != nil {
		t.Fatalf("Load: %v", err)
	}
	return lex
}

func article(title string, lines ...string) news.Article {
	a := news.Article{Title: title}
	for _, l := range lines {
		a.Body = append(a.Body, news.Block{Kind: news.Paragraph, Text: l})
	}
	return a
}

func TestLoadNeedsTheFirstTwoFiles(t *testing.T) {
	for _, name := range beatFiles[:2] {
		fsys := gardens()
		delete(fsys, name)
		if _, err := Load(fsys); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), name) {
			t.Errorf("Load without %s: %v, want it missed by name", name, err)
		}
	}
	load(t, gardens()) // no places.yaml: the evidence is enough
}

func TestMistakes(t *testing.T) {
	const bad = `
topics:
  - name: sheds
    terms:
      - {any: [shed], why: sheds, wieght: 2}
      - {any: [shed]}
      - {any: [(hut|cabin], weight: -1, why: huts}
      - {any: [""], gives: {gardn: 1}, why: empty}
      - {any: [lean-to], needs: ["@mony"], within: -3, gives: {money: 0}, why: wrong names}
      - {why: nothing}
  - title: nameless
lookalikes:
  - {name: shop, title: a shop}
evidence:
  - {group: tool, terms: [{any: [spade], why: tools}]}
`
	_, err := Load(gardens(), File{Name: "mine.yaml", Data: []byte(bad)})
	var mistakes *yamlfile.Mistakes
	if !errors.As(err, &mistakes) {
		t.Fatalf("Load = %v, want *yamlfile.Mistakes", err)
	}
	golden(t, "mistakes.txt", err.Error()+"\n")
}

func TestMistakesOfTheWhole(t *testing.T) {
	for name, c := range map[string]struct{ evidence, topics, want string }{
		"nothing at all":         {"", "", "no evidence groups"},
		"no topics":              {gardensEvidence, "topics: []", "no topics"},
		"a topic without terms":  {gardensEvidence, gardensTopics + "  - {name: bare}\n", "topic `bare` has no terms"},
		"a group nothing gives":  {strings.Replace(gardensEvidence, "group: town\n    terms", "group: money\n    terms", 1), gardensTopics, ""},
		"threshold above 100":    {strings.Replace(gardensEvidence, "threshold: 40", "threshold: 140", 1), gardensTopics, "threshold must be"},
		"core below threshold":   {strings.Replace(gardensEvidence, "core: 60", "core: 6", 1), gardensTopics, "core must not"},
		"lacking above":          {strings.Replace(gardensEvidence, "lacking: 20", "lacking: 50", 1), gardensTopics, "lacking must be"},
		"no zones":               {strings.Replace(gardensEvidence, "title: 2, ", "", 1), gardensTopics, "need weights"},
		"a lead of nothing":      {strings.Replace(gardensEvidence, "lead: 200", "lead: 0", 1), gardensTopics, "lead must be"},
		"one group to meet":      {strings.Replace(gardensEvidence, "[garden, money]", "[garden]", 1), gardensTopics, "two groups"},
		"a group without points": {strings.Replace(gardensEvidence, "points: 20", "points: 0", 1), gardensTopics, "needs points"},
		"a group twice":          {strings.Replace(gardensEvidence, "name: garden, title", "name: town, title", 1), gardensTopics, "is there twice"},
	} {
		t.Run(name, func(t *testing.T) {
			fsys := fstest.MapFS{"evidence.yaml": {Data: []byte(c.evidence)}, "topics.yaml": {Data: []byte(c.topics)}}
			_, err := Load(fsys)
			switch {
			case c.want == "" && err != nil && !strings.Contains(err.Error(), "is already written"):
				t.Logf("Load: %v", err)
			case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
				t.Errorf("Load = %v, want %q", err, c.want)
			}
		})
	}
}

func TestOperatorFileExtends(t *testing.T) {
	mine := File{Name: "mine.yaml", Data: []byte(`
topics:
  - name: rents
    terms:
      - {any: [ground rent], weight: 2, gives: {garden: 1, money: 1}, why: our word}
      - {any: [charge], weight: 0, why: takes ours out}
  - name: bees
    title: Bees
    terms:
      - {any: [beehive], weight: 2, why: a topic of our own}
lookalikes:
  - name: beer
    terms:
      - {any: [brewery], why: one more}
`)}
	lex := load(t, gardens(), mine)
	want := []Topic{{"rents", "Rents"}, {"clubs", "Clubs"}, {"bees", "Bees"}}
	if diff := cmp.Diff(want, lex.Topics()); diff != "" {
		t.Errorf("Topics (-want +got):\n%s", diff)
	}
	v := lex.Judge(article("Millbrook ground rent and a garden charge", "The beehive stays."))
	var terms []string
	for _, m := range v.Matches {
		if m.Topic != "" && m.Group == m.Topic {
			terms = append(terms, m.Term+" "+m.Rule)
		}
	}
	if diff := cmp.Diff([]string{"ground rent mine.yaml:5", "beehive mine.yaml:10"}, terms); diff != "" {
		t.Errorf("topic terms found (-want +got):\n%s", diff)
	}
	if v := lex.Judge(article("Brewery")); len(v.Matches) != 1 || v.Matches[0].Weight >= 0 {
		t.Errorf("added look-alike: %+v, want one match below 0", v.Matches)
	}
}

func TestOperatorFileChangesOneNumber(t *testing.T) {
	mine := File{Name: "mine.yaml", Data: []byte("scoring: {threshold: 55}\ntogether: {within: 2}\nfurniture: {longest: 3}\ngroups:\n  - {name: town, title: our town, minimum: 3, points: 5, full: 1}\n")}
	lex := load(t, gardens(), mine)
	was := load(t, gardens())
	if lex.scoring.Threshold != 55 || lex.scoring.Core != was.scoring.Core || lex.together.Within != 2 || lex.together.a != was.together.a {
		t.Errorf("scoring %+v, together %+v: want one number changed in each", lex.scoring, lex.together)
	}
	if lex.furniture.Longest != 3 || lex.furniture.Tail != was.furniture.Tail || len(lex.rules) != len(was.rules) {
		t.Errorf("furniture %+v with %d rules, was %+v with %d", lex.furniture, len(lex.rules), was.furniture, len(was.rules))
	}
	if len(lex.groups) != 3 || lex.groups[0].Title != "our town" {
		t.Errorf("groups %+v: want the town's changed in its place", lex.groups)
	}
}

func TestOperatorFileReplaces(t *testing.T) {
	mine := File{Name: "mine.yaml", Data: []byte(`
replace: true
topics:
  - name: bees
    terms:
      - {any: [beehive], weight: 2, why: the only topic now}
`)}
	lex := load(t, gardens(), mine)
	if diff := cmp.Diff([]Topic{{"bees", "bees"}}, lex.Topics()); diff != "" {
		t.Errorf("Topics (-want +got):\n%s", diff)
	}
	v := lex.Judge(article("Millbrook garden rent", "The allotment rent rises near the beer garden."))
	if v.Score == 0 || len(v.Matches) == 0 {
		t.Errorf("sections that the file does not hold must stay; got %+v", v)
	}
	for _, m := range v.Matches {
		if m.Topic == "rents" {
			t.Errorf("replaced topic still found: %+v", m)
		}
	}
}

func TestHashFollowsTheFiles(t *testing.T) {
	a, b := load(t, gardens()), load(t, gardens())
	c := load(t, gardens(), File{Name: "mine.yaml", Data: []byte("scoring: {threshold: 41}\n")})
	if a.Hash() != b.Hash() || a.Hash() == c.Hash() || a.Hash() == "" {
		t.Errorf("hashes %q, %q, %q: want the first two the same and the third another", a.Hash(), b.Hash(), c.Hash())
	}
	if got := a.Judge(news.Article{}).Lexicon; got != a.Hash() {
		t.Errorf("verdict names lexicon %q, want %q", got, a.Hash())
	}
}

func TestJudgeIsDeterministicAndConcurrent(t *testing.T) {
	a := article("Millbrook allotment rent", strings.Repeat("The garden rent rises. A charge on each allotment. ", 20))
	want := load(t, gardens()).Judge(a)
	var wg sync.WaitGroup
	for range 4 {
		lex := load(t, gardens()) // maps are filled anew: order must not matter
		for range 4 {
			wg.Go(func() {
				if diff := cmp.Diff(want, lex.Judge(a)); diff != "" {
					t.Errorf("Judge differs between runs (-want +got):\n%s", diff)
				}
			})
		}
	}
	wg.Wait()
}

func FuzzLexiconFile(f *testing.F) {
	f.Add([]byte(gardensTopics))
	f.Add([]byte(gardensLookalikes))
	f.Add([]byte("replace: true\nevidence: [{group: town, terms: [{any: [(a|b) c~], why: x}]}]\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		lex, err := Load(gardens(), File{Name: "mine.yaml", Data: data})
		if (lex == nil) == (err == nil) {
			t.Fatalf("Load(%q) = %v, %v: want one of them", data, lex, err)
		}
		if lex != nil {
			lex.Judge(article("Millbrook garden rent", "The allotment rent rises."))
		}
	})
}
