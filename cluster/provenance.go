package cluster

import (
	"cmp"
	"regexp"
	"slices"

	"github.com/wardround/wardround/news"
)

// Role says how an article came by its story.
type Role string

// The roles. Copies and press releases are told by their text and kind, the others
// by whom they name.
const (
	RoleOriginal Role = "original"      // others cite or copy it, or it says that the news is its own
	RoleReport   Role = "report"        // in its own words
	RoleReReport Role = "re-report"     // names the outlet that it has the news from
	RoleCopy     Role = "copy"          // the same text, or the same text with words replaced
	RolePress    Role = "press release" // a body's or supplier's own words
)

// Member is one article of a story.
type Member struct {
	*Signature
	Role Role   `json:"role"`
	Of   string `json:"of,omitempty"` // copies and re-reports: of whom
	Why  string `json:"why,omitempty"`
	Lead bool   `json:"lead,omitempty"`
}

// Told says who told a story, and how each came by it: the article to lead with
// first, then the others in the order they came. Every article is there.
func Told(story []*Signature) []Member {
	members := make([]Member, 0, len(story))
	for _, s := range slices.SortedFunc(slices.Values(story), order) {
		m := Member{Signature: s, Role: RoleReport}
		if s.Kind == news.KindPress {
			m.Role = RolePress
		}
		members = append(members, m)
	}
	sources := make(map[int]string, len(members)) // article others have it from, and why
	findCopies(members, sources)
	findCitations(members, sources)
	for i := range members {
		m := &members[i]
		switch why, ok := sources[i]; {
		case m.Role != RoleReport:
		case ok:
			m.Role, m.Why = RoleOriginal, why
		case m.Own && m.Kind != news.KindOpinion && len(members) > 1:
			m.Role, m.Why = RoleOriginal, "says that the news is its own"
		}
	}
	lead := slices.MinFunc(members, betterLead)
	at := slices.IndexFunc(members, func(m Member) bool { return m.Signature == lead.Signature })
	members = slices.Insert(slices.Delete(members, at, at+1), 0, lead)
	members[0].Lead = true
	return members
}

// findCopies marks articles whose text is another's. The one that came later is
// the copy, unless the other names it as its source.
func findCopies(members []Member, sources map[int]string) {
	for i := range members {
		for j := range members[:i] {
			if members[j].Role == RoleCopy { // its model was compared already
				continue
			}
			how := copied(members[i].Signature, members[j].Signature)
			if how == "" {
				continue
			}
			model, copy := j, i
			if cites(members[j], members[i]) != nil && cites(members[i], members[j]) == nil {
				model, copy = i, j
			}
			c := &members[copy]
			c.Role, c.Of, c.Why = RoleCopy, members[model].Publisher, how
			sources[model] = "copied by " + c.Publisher
			if copy == i {
				break
			}
		}
	}
}

// findCitations marks articles that name whom they have the news from.
func findCitations(members []Member, sources map[int]string) {
	for i := range members {
		m := &members[i]
		if m.Role != RoleReport || m.Own {
			continue
		}
		for j := range members {
			if c := cites(*m, members[j]); c != nil && j != i && cites(members[j], *m) == nil {
				m.Role, m.Of, m.Why = RoleReReport, members[j].Publisher, c.Phrase
				sources[j] = "cited by " + m.Publisher
				break
			}
		}
		outside := slices.IndexFunc(m.Cites, func(c Citation) bool { return c.Outlet })
		if m.Role == RoleReport && outside >= 0 {
			m.Role, m.Of, m.Why = RoleReReport, m.Cites[outside].Name, m.Cites[outside].Phrase
		}
	}
}

// cites returns how m names the publisher of other as its source, or nil.
func cites(m, other Member) *Citation {
	for i, c := range m.Cites {
		if named(c.Name, other.Publisher) {
			return &m.Cites[i]
		}
	}
	return nil
}

// betterLead orders by what a reader is best sent to: the original, then reporting
// before the words of those concerned, then what can be read, then what tells most,
// then what came first.
func betterLead(a, b Member) int {
	return cmp.Or(
		cmp.Compare(a.rank(), b.rank()),
		cmp.Compare(closed(a), closed(b)),
		cmp.Compare(b.Length, a.Length),
		order(a.Signature, b.Signature),
	)
}

// rank is the place of an article among those of its story. A comment or a release
// is often longer than the report it is on, and takes the news for known.
func (m Member) rank() int {
	switch m.Role {
	case RoleOriginal:
		return 0
	case RoleCopy:
		return len(kindRank) + 1
	}
	return 1 + slices.Index(kindRank, m.Kind)
}

// kindRank are the kinds of article, the best lead first. What is not known is most
// often a report, and comes before all of them.
var kindRank = []news.ArticleKind{news.KindReport, news.KindOfficial, news.KindOpinion, news.KindPress, news.KindSponsored}

// voice is the kind of an article by its headline, where the page says no more than
// report: news is not told in the first person, nor headed by the name of a column.
func voice(kind news.ArticleKind, title string) news.ArticleKind {
	if (kind == "" || kind == news.KindReport) && (column.MatchString(title) || firstPerson.MatchString(quoted.ReplaceAllString(title, ""))) {
		return news.KindOpinion
	}
	return kind
}

var (
	column      = regexp.MustCompile(`(?i)^(?:opinion|comment|letter|editorial|column|viewpoint|blog)s?\b ?[:|–—-]`)
	firstPerson = regexp.MustCompile(`\b(?:[Ww]e|[Oo]urs?|[Mm]y|I)\b`)
	quoted      = regexp.MustCompile(`“[^”]*”|"[^"]*"|‘[^’]*’|(?:^|\s)'[^']*'`)
)

func closed(m Member) int { return 1 - one(m.Open) }
