package classify

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/wardround/wardround/internal/yamlfile"
)

// compiler gathers the sections of all files into one lexicon.
type compiler struct {
	lex     *Lexicon
	written map[string]entry // by section and term
	order   []string         // keys of written, in order
	cues    map[string]int32
	words   speller
	trie    *trieBuilder
	places  []place // of the topics, by index: where each was written first
	refused map[place]bool
}

// entry is one written term and where it stands.
type entry struct {
	def   termDef
	term  string
	into  rule // topic, look, role of its section; group weights of the section
	doc   *document
	path  string // of the term definition
	place string // of the term itself
}

func compile(files []File) (*Lexicon, error) {
	docs, hash := read(files)
	c := &compiler{
		lex:     &Lexicon{hash: hash, together: togetherRule{a: -1, b: -1}},
		written: map[string]entry{}, cues: map[string]int32{}, words: speller{}, trie: newTrieBuilder(), refused: map[place]bool{},
	}
	// Groups first: terms of any file may name them.
	for i, doc := range docs {
		if i > 1 || !doc.empty() { // that the first two are empty is said by what is missing
			checkSections(doc)
		}
		c.settings(doc)
	}
	for _, doc := range docs {
		if doc.rejoined {
			c.meeting(doc)
		}
		c.sections(doc)
	}
	c.rules()
	c.whole(docs)
	var all []error
	for _, doc := range docs {
		all = append(all, doc.file.Err())
	}
	if err := errors.Join(all...); err != nil {
		return nil, err
	}
	c.lex.phrases = c.trie.freeze()
	return c.lex, nil
}

// settings takes groups and numbers; a later file overrides an earlier one.
func (c *compiler) settings(doc *document) {
	checkGroups(doc)
	for _, g := range doc.Groups {
		i := slices.IndexFunc(c.lex.groups, func(k groupDef) bool { return k.Name == g.Name })
		if i < 0 {
			c.lex.groups = append(c.lex.groups, g)
		} else {
			c.lex.groups[i] = g
		}
	}
	if doc.rescored {
		checkScoring(doc)
	}
	c.lex.scoring = doc.Scoring
	if f := doc.Furniture; f != nil {
		c.lex.furniture.Tail = cmp.Or(f.Tail, c.lex.furniture.Tail)
		c.lex.furniture.Longest = cmp.Or(f.Longest, c.lex.furniture.Longest)
	}
}

// meeting resolves the two groups that must meet.
func (c *compiler) meeting(doc *document) {
	t := doc.Together
	if t.Groups == nil {
		return
	}
	if len(t.Groups) != 2 {
		doc.file.Add("$.together.groups", "want the names of two groups, got %d", len(t.Groups))
		return
	}
	if t.Full <= 0 || t.OpenFor <= 0 || t.Within <= 0 {
		doc.file.Add("$.together", "full, open_for and within must be above 0")
	}
	if t.Points < 0 || t.Opening < 0 || t.Minimum < 0 {
		doc.file.Add("$.together", "points, opening and minimum must not be negative")
	}
	if t.Groups[0] == t.Groups[1] {
		doc.file.Add("$.together.groups[1]", "a group cannot meet itself")
	}
	c.lex.together = togetherRule{t, c.group(doc, "$.together.groups[0]", t.Groups[0]), c.group(doc, "$.together.groups[1]", t.Groups[1])}
}

// sections takes the terms of one file.
func (c *compiler) sections(doc *document) {
	if doc.Replace {
		c.drop(doc)
	}
	for i, e := range doc.Evidence {
		path := fmt.Sprintf("$.evidence[%d]", i)
		g := c.group(doc, path+".group", e.Group)
		into := rule{topic: -1, look: -1}
		if g >= 0 {
			into.gives = make([]float64, len(c.lex.groups))
			into.gives[g] = 1 // scaled by the term's weight
		}
		c.terms(doc, path+".terms", e.Terms, "evidence "+e.Group, into)
	}
	for i, t := range doc.Topics {
		c.topic(doc, fmt.Sprintf("$.topics[%d]", i), t)
	}
	for i, l := range doc.Lookalikes {
		c.lookalike(doc, fmt.Sprintf("$.lookalikes[%d]", i), l)
	}
	c.terms(doc, "$.modest", doc.Modest, "modest", rule{topic: -1, look: -1, role: roleModest})
	if f := doc.Furniture; f != nil {
		c.terms(doc, "$.furniture.open", f.Open, "open", rule{topic: -1, look: -1, role: roleOpen})
		c.terms(doc, "$.furniture.close", f.Close, "close", rule{topic: -1, look: -1, role: roleClose})
	}
	for i, h := range doc.Hosts {
		path := fmt.Sprintf("$.hosts[%d]", i)
		g := c.group(doc, path+".group", h.Group)
		for j, host := range h.Any {
			at := line(doc.file.Pos(fmt.Sprintf("%s.any[%d]", path, j)))
			c.lex.hosts = append(c.lex.hosts, hostRule{strings.ToLower(host), g, h.Weight, at})
		}
	}
}

// drop takes out the sections of earlier files that doc replaces.
func (c *compiler) drop(doc *document) {
	gone := map[string]bool{
		"evidence": len(doc.Evidence) > 0, "topic": len(doc.Topics) > 0, "lookalike": len(doc.Lookalikes) > 0,
		"modest": len(doc.Modest) > 0, "open": doc.Furniture != nil, "close": doc.Furniture != nil,
	}
	c.order = slices.DeleteFunc(c.order, func(key string) bool {
		kind, _, _ := strings.Cut(key, " ")
		kind, _, _ = strings.Cut(kind, "\x00")
		if gone[kind] {
			delete(c.written, key)
		}
		return gone[kind]
	})
	if gone["topic"] {
		c.lex.topics, c.lex.minimums, c.places = nil, nil, nil
	}
	if gone["lookalike"] {
		c.lex.lookalikes = nil
	}
	if len(doc.Hosts) > 0 {
		c.lex.hosts = nil
	}
}

func (c *compiler) topic(doc *document, path string, t topicDef) {
	if strings.TrimSpace(t.Name) == "" {
		doc.file.Add(path, "a topic needs a name")
		return
	}
	if t.Minimum < 0 {
		doc.file.Add(path+".minimum", "minimum must not be negative")
	}
	i := slices.IndexFunc(c.lex.topics, func(k Topic) bool { return k.Name == t.Name })
	if i < 0 {
		i = len(c.lex.topics)
		c.lex.topics = append(c.lex.topics, Topic{Name: t.Name, Title: t.Name})
		c.lex.minimums = append(c.lex.minimums, defaultMinimum)
		c.places = append(c.places, place{doc, path})
	}
	if t.Title != "" {
		c.lex.topics[i].Title = t.Title
	}
	if t.Minimum > 0 {
		c.lex.minimums[i] = t.Minimum
	}
	c.terms(doc, path+".terms", t.Terms, "topic "+t.Name, rule{topic: i, look: -1})
}

// defaultMinimum is a topic's minimum: one plain term in the headline, or two in the body.
const defaultMinimum = 2

func (c *compiler) lookalike(doc *document, path string, l lookDef) {
	if strings.TrimSpace(l.Name) == "" {
		doc.file.Add(path, "a look-alike needs a name")
		return
	}
	i := slices.IndexFunc(c.lex.lookalikes, func(k lookDef) bool { return k.Name == l.Name })
	if i < 0 {
		i = len(c.lex.lookalikes)
		if l.Points <= 0 || l.Full <= 0 {
			doc.file.Add(path, "look-alike `%s` needs points and full above 0", l.Name)
		}
		c.lex.lookalikes = append(c.lex.lookalikes, l)
	}
	c.terms(doc, path+".terms", l.Terms, "lookalike "+l.Name, rule{topic: -1, look: i})
}

// terms records every term of a list under its section.
func (c *compiler) terms(doc *document, path string, defs []termDef, section string, into rule) {
	for i, def := range defs {
		at := fmt.Sprintf("%s[%d]", path, i)
		checkTerm(doc, at, def)
		for j, term := range def.Any {
			e := entry{def: def, term: strings.Join(strings.Fields(term), " "), into: into, doc: doc, path: at}
			e.place = fmt.Sprintf("%s.any[%d]", at, j)
			if e.term == "" {
				doc.file.Add(e.place, "an empty term")
				continue
			}
			key := section + "\x00" + e.term
			old, twice := c.written[key]
			if twice && old.doc == doc {
				doc.file.Add(e.place, "`%s` is already written in line %d", e.term, doc.file.Pos(old.place).Line)
				continue
			}
			if !twice {
				c.order = append(c.order, key)
			}
			c.written[key] = e
		}
	}
}

// rules compiles the written terms.
func (c *compiler) rules() {
	for _, key := range c.order {
		e := c.written[key]
		if e.def.Weight != nil && *e.def.Weight == 0 {
			continue
		}
		r := e.into
		r.term, r.at, r.weight, r.named = clean(e.term), line(e.doc.file.Pos(e.place)), 1, e.def.Named
		if e.def.Weight != nil {
			r.weight = *e.def.Weight
		}
		r.gives = c.gives(e, r)
		if e.def.Most > 0 {
			r.most = limit{e.doc.file.Pos(e.path), e.def.Most}
		}
		r.within = int32(e.def.Within)
		if r.within == 0 {
			r.within = defaultWithin
		}
		for i, need := range e.def.Needs {
			at := fmt.Sprintf("%s.needs[%d]", e.path, i)
			if name, ok := strings.CutPrefix(need, "@"); ok {
				if g := c.group(e.doc, at, name); g >= 0 {
					r.groups = append(r.groups, g)
				}
				continue
			}
			r.needs = append(r.needs, c.cue(e.doc, at, need))
		}
		for i, not := range e.def.Not {
			r.not = append(r.not, c.cue(e.doc, fmt.Sprintf("%s.not[%d]", e.path, i), not))
		}
		c.insert(e.doc, e.place, e.term, r)
	}
}

// gives returns the weight of a term by group: what its section is for, and what
// the term itself says.
func (c *compiler) gives(e entry, r rule) []float64 {
	if r.gives == nil && len(e.def.Gives) == 0 {
		return nil
	}
	out := make([]float64, len(c.lex.groups))
	for g := range r.gives {
		out[g] = r.gives[g] * r.weight
	}
	for _, name := range slices.Sorted(maps.Keys(e.def.Gives)) {
		if g := c.group(e.doc, e.path+".gives."+name, name); g >= 0 {
			out[g] = e.def.Gives[name]
		}
	}
	return out
}

// cue returns the rule of a neighbour, made when first asked for.
func (c *compiler) cue(doc *document, path, term string) int32 {
	term = strings.Join(strings.Fields(term), " ")
	if id, ok := c.cues[term]; ok {
		return id
	}
	id := c.insert(doc, path, term, rule{term: clean(term), at: line(doc.file.Pos(path)), topic: -1, look: -1, role: roleCue})
	c.cues[term] = id
	return id
}

func (c *compiler) insert(doc *document, path, term string, r rule) int32 {
	id := int32(len(c.lex.rules))
	c.lex.rules = append(c.lex.rules, r)
	phrases, err := c.words.expand(term)
	if err != nil {
		doc.file.Add(path, "term `%s`: %v", term, err)
	}
	for _, p := range phrases {
		c.trie.add(p, id)
	}
	return id
}

func line(p yamlfile.Pos) string { return fmt.Sprintf("%s:%d", p.File, p.Line) }

// clean is a term without the marks of its notation.
func clean(term string) string { return strings.ReplaceAll(term, "~", "") }
