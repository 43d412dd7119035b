package classify

import (
	"fmt"
)

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
	if d.Within < 0 {
		doc.file.Add(path+".within", "within is a number of words")
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

// whole finds what is missing from all files together; first is where to say so.
func (c *compiler) whole(first *document) {
	if len(c.lex.groups) == 0 {
		first.file.Add("$", "no evidence groups: nothing would ever be relevant")
	}
	if c.lex.scoring.Threshold == 0 {
		first.file.Add("$", "no scoring section")
	}
	if len(c.lex.topics) == 0 {
		first.file.Add("$", "no topics")
	}
	given := make([]bool, len(c.lex.groups))
	topics := make([]bool, len(c.lex.topics))
	for _, r := range c.lex.rules {
		for g, w := range r.gives {
			given[g] = given[g] || w > 0
		}
		if r.topic >= 0 {
			topics[r.topic] = true
		}
	}
	for g, ok := range given {
		if !ok {
			first.file.Add("$", "no term gives evidence of `%s`: nothing would ever be relevant", c.lex.groups[g].Name)
		}
	}
	for t, ok := range topics {
		if !ok {
			first.file.Add("$", "topic `%s` has no terms", c.lex.topics[t].Name)
		}
	}
}
