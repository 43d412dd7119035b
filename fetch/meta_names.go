package fetch

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
)

var (
	extBy = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^[|•·–—-]?\s*(?i:written by|article by|posted by|submitted by|by|words by|story by|reported by|authors?)(?::|\s)\s*\p{Lu}[\p{L}.'’-]+ (?:(?:de|da|del|la|le|van|von|der|den|al|bin) )*\p{Lu}`)
	})
	extByPrefix = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)^[|•·–—-]*\s*(?:article |story |posted (?:on [\p{L}\d ,./]{4,24} )?|written |authored |submitted |words |text |reported |published |reporting |opinion |analysis |edited |interview |report )*(?:by|author|authors|from)\b[:\s]+`)
	})
	extBySplit = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)\s*(?:;|\||\n|,| and | & | with | und |•|·|●|\s[–—-]\s)\s*(?:and |by )?`)
	})
	extByEnd = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)\s*(?:\bpublished\b|\bposted\b|\bupdated\b|\blast (?:updated|modified)\b|\bon (?:` + extMonths + `|mon|tue|wed|thu|fri|sat|sun|\d)|\bat \d|\bin [A-Z]|@|\b(?:[0-3]?\d )?` + extMonths + ` (?:[0-3]?\d,? )?(?:19|20)\d\d|\b\d{1,2}[:/.]\d\d|\bview all\b|\bread more\b|\bfollow\b|\bfor (?:the )?[A-Z]|\p{Ll}\p{Ll}(\. ))`)
	})
	// extTeaserClass and extWriterClass tell a story's card from an author's.
	extTeaserClass = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)card|related|teaser|recommend|most-?(?:read|popular)|carousel|(?:^|[\s_-])(?:menu|nav(?:[\s_-]|$))`)
	})
	extWriterClass = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)author|byline|writer|profile|contributor|vcard`)
	})
	extReviewed = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)^(?:peer |medically |fact[- ]|expert )?(?:reviewed|checked|edited|approved|photographs?|photos?|illustrations?)\b(?: by)?`)
	})
	extRole = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)\b(reporter|editor|learn|winemaker|reading|time|team|correspondent|writer|journalist|columnist|contributor|producer|staff|news desk|newsroom|associate|chief|director|head of|professor|freelance|political|business|technology|science|senior|deputy|published|updated|specialist|university|press|agency|agencies|manager|officer|founder|ceo|marketing|developer|coordinator|expert|reviewer|president|consultant|engineer|analyst|lecturer|strategy|media|photographs?|photographer|illustrat\w+|designer|posts?|articles?|read|share|connect|linkedin|profile|contents|edition|company|minutes?|min)\b`)
	})
	// extOrganisation ends the name of an employer that follows an author's after a comma.
	extOrganisation = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)\b(?:times|post|news|media|group|lines?|institute|foundation|trust|council|college|society|association|network|collective|services?|limited|ltd|inc|llc|plc|bureau|tribune|herald|gazette|journal|reuters|bloomberg|associated|international|partners|solutions|systems|health(?:care)?)$`)
	})
	extEmployer = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)\b(?:institutes?|university|department|ministry|office|cent(?:re|er)|school|college|association|society|council|federation|agency) (?:of|for)\b`)
	})
	extLogin      = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?i)[\d_]|admin`) })
	extCredential = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?:[ ,]+(?:PhD|Ph\.D\.?|MD|M\.D\.?|MS|MSc|BSc|MA|MBA|MPH|RD|RDN|LD|RN|MRCGP|FAND|M\.?P\.?H\.?|R\.D\.?|JD|Esq\.?|CFP®?|CPA|DDS|DO|DVM|OBE|MBE|CBE))+$`)
	})
	extNotAuthor = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)^(admin|administrator|editor|author|authors|no author|by|staff|guest|unknown|anonymous|contributors?|wordpress|webmaster|none|null|undefined|user|share|follow|home|about|contact|people|human|profile|read more|view (all|more|profile|bio).*|see (all|more).*|more (by|from|posts).*|all posts.*|about the author.*|posts by.*|comments?|\d+ comments?|published|updated|facebook|twitter|afficher.*|connect on.*|table of contents|and)$|^https?:|www\.|\.(com|co\.uk|org)$|[{}<>]|^@|^\w+: `)
	})
)

// cleanAuthors turns what a page gives as authors into names. Visible text is
// held to the shape of a name; metadata may also name a group.
func (m *extMeta) cleanAuthors(raw []string, visible bool) []string {
	var out []string
	seen := map[string]bool{}
	for _, r := range raw {
		for _, name := range extSplitByline(r, visible) {
			if k := extKey(name); k != "" && !seen[k] {
				seen[k] = true
				out = append(out, name)
			}
		}
	}
	return out
}

// extSplitByline splits a byline into names: "By Jo Doe and Al Roe, Health
// Editor" gives Jo Doe and Al Roe.
func extSplitByline(s string, visible bool) []string {
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "http") {
		return nil
	}
	s = extByPrefix().ReplaceAllString(s, "")
	if end, sentence := extNamesEnd(s); end > 4 && (visible || !sentence) {
		s = s[:end]
	}
	var out []string
	for i, part := range extBySplit().Split(s, -1) {
		part = extSquash(extByPrefix().ReplaceAllString(part, ""))
		if extReviewed().MatchString(part) || i > 0 && extEmployer().MatchString(part) {
			break // who checked the text did not write it; a body's own name may hold "and"
		}
		if j := strings.IndexByte(part, '('); j > 3 && strings.Contains(strings.TrimSpace(part[:j]), " ") {
			part = part[:j]
		}
		part = extCredential().ReplaceAllString(strings.Trim(part, " .,:;-–—|\"“”"), "")
		if !extMayBeName(part) || visible && !extNameShape(part) || i > 0 && (extRole().MatchString(part) || extOrganisation().MatchString(part) || !extNameShape(part)) {
			continue
		}
		out = append(out, part)
	}
	return out
}

// extNamesEnd is where the names of a byline end and a day, a place or a
// sentence begins; -1 if they fill it. The full stop of an initial ends none.
func extNamesEnd(s string) (end int, sentence bool) {
	loc := extByEnd().FindStringSubmatchIndex(s)
	switch {
	case loc == nil:
		return -1, false
	case loc[2] >= 0:
		return loc[2], true
	}
	return loc[0], false
}

func extMayBeName(s string) bool {
	if len(s) < 2 || len(s) > 60 || extWords(s) > 6 || extNotAuthor().MatchString(s) || extCredential().MatchString(" "+s) {
		return false
	}
	r := []rune(s)[0]
	return unicode.IsLetter(r)
}

var extParticles = strings.Fields("de da di du dos del la le van von der den bin al el y e")

// extNameShape accepts two to five words that begin with capitals, particles
// such as "de" and "van" apart, and no role among them.
func extNameShape(s string) bool {
	words := strings.Fields(s)
	if len(words) < 2 || len(words) > 5 || extRole().MatchString(s) {
		return false
	}
	for _, w := range words {
		r := []rune(w)[0]
		if unicode.IsUpper(r) || slices.Contains(extParticles, w) {
			continue
		}
		return false
	}
	return true
}
