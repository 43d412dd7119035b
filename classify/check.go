package classify

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/wardround/wardround/internal/yamlfile"
)

// topicName is what may stand in a configuration and in an address as it is.
var topicName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)

// checkSections finds sections without content, and names that one file has twice:
// across files a second one extends the first.
func checkSections(doc *document) {
	if doc.empty() {
		doc.file.Add("$", "the file holds no section (topics, evidence, lookalikes ...): fill it, or leave it out")
		return
	}
	if doc.Replace && doc.lists() == 0 {
		doc.file.Add("$.replace", "nothing to replace: the file holds no list")
	}
	var topics, looks []string
	for i, t := range doc.Topics {
		at := fmt.Sprintf("$.topics[%d]", i)
		switch {
		case t.Name != "" && !topicName.MatchString(t.Name):
			doc.file.Add(at+".name", "want small letters, digits and hyphens, such as `%s`", slug(t.Name))
		case slices.Contains(topics, t.Name):
			doc.file.Add(at+".name", "topic `%s` is there twice", t.Name)
		}
		topics = append(topics, t.Name)
	}
	for i, l := range doc.Lookalikes {
		at := fmt.Sprintf("$.lookalikes[%d]", i)
		if slices.Contains(looks, l.Name) {
			doc.file.Add(at+".name", "look-alike `%s` is there twice", l.Name)
		}
		if l.Name != "" && len(l.Terms) == 0 {
			doc.file.Add(at, "look-alike `%s` has no terms", l.Name)
		}
		looks = append(looks, l.Name)
	}
	for i, e := range doc.Evidence {
		if len(e.Terms) == 0 {
			doc.file.Add(fmt.Sprintf("$.evidence[%d]", i), "evidence of `%s` without terms", e.Group)
		}
	}
	checkHosts(doc)
	if f := doc.Furniture; f != nil && (f.Tail < 0 || f.Tail > 1 || f.Longest < 0) {
		doc.file.Add("$.furniture", "tail is a share of the text, 0 to 1; longest a number of sentences")
	}
}

// slug is a name that may stand in an address.
func slug(name string) string {
	return strings.Trim(notSlug.ReplaceAllString(strings.ToLower(name), "-"), "-")
}

var notSlug = regexp.MustCompile(`[^a-z0-9]+`)

// hostName is a bare host: no scheme, no path.
var hostName = regexp.MustCompile(`^[\pL\pN]([\pL\pN-]*[\pL\pN])?(\.[\pL\pN]([\pL\pN-]*[\pL\pN])?)+$`)

func checkHosts(doc *document) {
	seen := map[string]bool{}
	for i, h := range doc.Hosts {
		at := fmt.Sprintf("$.hosts[%d]", i)
		if len(h.Any) == 0 || h.Weight <= 0 || h.Why == "" {
			doc.file.Add(at, "hosts need `any`, a weight above 0, and `why`")
		}
		for j, host := range h.Any {
			place := fmt.Sprintf("%s.any[%d]", at, j)
			key := h.Group + " " + strings.ToLower(host)
			switch {
			case !hostName.MatchString(host):
				doc.file.Add(place, "`%s` is no host name; want one such as news.example", host)
			case seen[key]:
				doc.file.Add(place, "`%s` is there twice", host)
			}
			seen[key] = true
		}
	}
}

// checkTerm finds what is wrong with one term definition by itself.
func checkTerm(doc *document, path string, d termDef) {
	if len(d.Any) == 0 {
		doc.file.Add(path, "a term needs `any`: the words to look for")
	}
	if d.From == "" && d.Why == "" {
		doc.file.Add(path, "a term needs `from` (the founding article and region it comes from) or `why`")
	}
	if d.Weight != nil && *d.Weight < 0 {
		doc.file.Add(path+".weight", "weight must not be negative; evidence against is a look-alike")
	}
	if d.Most < 0 {
		doc.file.Add(path+".most", "most must not be negative; 0 is no limit")
	}
	switch {
	case d.Within < 0:
		doc.file.Add(path+".within", "within is a number of words")
	case d.Within > 0 && len(d.Needs) == 0 && len(d.Not) == 0:
		doc.file.Add(path+".within", "within is the reach of `needs` and `not`; this term has neither")
	}
	for i, not := range d.Not {
		at := fmt.Sprintf("%s.not[%d]", path, i)
		if strings.HasPrefix(not, "@") {
			doc.file.Add(at, "a whole group cannot be forbidden; name the words")
		} else if slices.Contains(d.Needs, not) {
			doc.file.Add(at, "`%s` is both needed and forbidden: the term would never count", not)
		}
	}
	for name, w := range d.Gives {
		if w <= 0 {
			doc.file.Add(path+".gives."+name, "weight must be above 0")
		}
	}
}

func checkGroups(doc *document) {
	seen := map[string]bool{}
	for i, g := range doc.Groups {
		path := fmt.Sprintf("$.groups[%d]", i)
		switch {
		case g.Name == "":
			doc.file.Add(path, "a group needs a name")
		case seen[g.Name]:
			doc.file.Add(path+".name", "group `%s` is there twice", g.Name)
		}
		seen[g.Name] = true
		if g.Points <= 0 || g.Full <= 0 || g.Minimum < 0 {
			doc.file.Add(path, "group `%s` needs points and full above 0, and minimum not below it", g.Name)
		}
		if g.Name != "" && g.Title == "" {
			doc.file.Add(path, "group `%s` needs a title: explanations name it", g.Name)
		}
	}
}

func checkScoring(doc *document) {
	s := doc.Scoring
	if s.Threshold <= 0 || s.Threshold > 100 {
		doc.file.Add("$.scoring.threshold", "threshold must be above 0 and at most 100")
	}
	if s.Core < s.Threshold {
		doc.file.Add("$.scoring.core", "core must not be below threshold")
	}
	if s.Lacking >= s.Threshold {
		doc.file.Add("$.scoring.lacking", "lacking must be below threshold: required evidence is required")
	}
	if s.Lead <= 0 || s.Deep < s.Lead {
		doc.file.Add("$.scoring.lead", "lead must be above 0 and deep not below it")
	}
	if s.Zones.Title <= 0 || s.Zones.Standfirst <= 0 || s.Zones.Lead <= 0 {
		doc.file.Add("$.scoring.zones", "title, standfirst and lead need weights above 0")
	}
}

// whole finds what is missing from all files together; the first file should hold
// groups and scoring, the second the topics.
func (c *compiler) whole(docs []*document) {
	first, topics := docs[0], docs[min(1, len(docs)-1)]
	readable := first.file.Err() == nil // else what is missing may only be unread
	if len(c.lex.groups) == 0 && readable {
		first.file.Add("$", "no evidence groups: nothing would ever be relevant")
	}
	if c.lex.scoring.Threshold == 0 && !first.rescored && readable {
		first.file.Add("$", "no scoring section")
	}
	if len(c.lex.topics) == 0 && topics.file.Err() == nil {
		topics.file.Add("$", "no topics: an article must be about something")
	}
	most := c.lex.together.Points + c.lex.together.Opening
	for _, g := range c.lex.groups {
		most += g.Points
	}
	if threshold := c.lex.scoring.Threshold; threshold > most && most > 0 {
		first.file.Add("$.scoring.threshold", "threshold %v is above %v, all that groups and together can add up to", threshold, most)
	}
	given := make([]bool, len(c.lex.groups))
	told := make([]bool, len(c.lex.topics))
	for _, r := range c.lex.rules {
		for g, w := range r.gives {
			given[g] = given[g] || w > 0
		}
		if r.topic >= 0 {
			told[r.topic] = true
		}
	}
	for g, ok := range given {
		if !ok && c.lex.groups[g].Name != "" {
			first.file.Add("$", "no term gives evidence of `%s`: nothing would ever be relevant", c.lex.groups[g].Name)
		}
	}
	for t, ok := range told {
		if !ok {
			c.places[t].add("topic `%s` has no terms", c.lex.topics[t].Name)
		}
	}
}

// place is a spot of a file.
type place struct {
	doc  *document
	path string
}

func (p place) add(format string, args ...any) { p.doc.file.Add(p.path, format, args...) }

// group returns the index of a group, -1 with a mistake when there is none.
func (c *compiler) group(doc *document, path, name string) int {
	var names []string
	for i, g := range c.lex.groups {
		if g.Name == name {
			return i
		}
		names = append(names, g.Name)
	}
	// One mistake is told once: not for each word of its term, nor where there are no
	// groups at all, which is told of the whole.
	if at := (place{doc, path}); len(names) > 0 && !c.refused[at] {
		c.refused[at] = true
		at.add("unknown evidence group `%s`%s", name, yamlfile.Hint(name, names))
	}
	return -1
}
