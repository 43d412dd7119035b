package fetch

import (
	"encoding/json"
	"html"
	"regexp"
	"strings"
	"sync"
)

// extLD is one object of JSON-LD with the others of its script at hand, so that
// an author given only as {"@id": "#jo"} can be looked up.
type extLD struct {
	fields map[string]any
	byID   map[string]map[string]any
}

// extLDDepth bounds nesting in JSON-LD. Real pages stay under 10.
const extLDDepth = 24

// extReadLD reads one script of JSON-LD. One that is not JSON, even after raw
// control characters in strings are mended, gives nothing.
func extReadLD(raw string) []extLD {
	raw = strings.TrimSpace(raw)
	raw = strings.TrimSuffix(strings.TrimPrefix(raw, "<!--"), "-->")
	raw = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(raw), "<![CDATA["), "]]>")
	raw = strings.TrimSuffix(strings.TrimSpace(raw), ";")
	var v any
	if json.Unmarshal([]byte(raw), &v) != nil && json.Unmarshal([]byte(extMendJSON(raw)), &v) != nil {
		return nil
	}
	var out []extLD
	byID := map[string]map[string]any{}
	extWalkLD(v, 0, func(o map[string]any) {
		if id, _ := o["@id"].(string); id != "" && o["name"] != nil {
			byID[id] = o
		}
		out = append(out, extLD{o, byID})
	})
	return out
}

// extMendJSON escapes raw line breaks and other control characters inside
// strings, which JSON forbids and many publishers write.
func extMendJSON(s string) string {
	var b strings.Builder
	inside, escaped := false, false
	for _, r := range s {
		switch {
		case escaped:
			escaped = false
		case r == '\\':
			escaped = inside
		case r == '"':
			inside = !inside
		case r == '\n' && inside:
			b.WriteString(`\n`)
			continue
		case r < 0x20:
			r = ' '
		}
		b.WriteRune(r)
	}
	return b.String()
}

func extWalkLD(v any, depth int, visit func(map[string]any)) {
	if depth > extLDDepth {
		return
	}
	switch x := v.(type) {
	case map[string]any:
		visit(x)
		for _, k := range []string{"@graph", "mainEntity", "mainEntityOfPage", "hasPart", "author", "publisher", "itemListElement", "item"} {
			if c, ok := x[k]; ok {
				extWalkLD(c, depth+1, visit)
			}
		}
	case []any:
		for _, c := range x {
			extWalkLD(c, depth+1, visit)
		}
	}
}

var extArticleType = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)(article|blogposting|blog post|report|newsitem|review|recipe|socialmediaposting|liveblog)`)
})

// extArticles keeps the objects that describe an article, those with a headline
// first; a bare WebPage counts only where there is no article.
func extArticles(all []extLD) []extLD {
	var with, without, pages []extLD
	for _, o := range all {
		t := o.kind()
		switch {
		case extArticleType().MatchString(t) && o.str("headline") != "":
			with = append(with, o)
		case extArticleType().MatchString(t):
			without = append(without, o)
		case strings.Contains(t, "WebPage"):
			pages = append(pages, o)
		}
	}
	return append(append(with, without...), pages...)
}

func (o extLD) kind() string {
	switch t := o.fields["@type"].(type) {
	case string:
		return t
	case []any:
		var s []string
		for _, x := range t {
			if v, ok := x.(string); ok {
				s = append(s, v)
			}
		}
		return strings.Join(s, " ")
	}
	return ""
}

func (o extLD) str(key string) string {
	s, _ := o.fields[key].(string)
	return extSquash(html.UnescapeString(s))
}

// name is the first name under key.
func (o extLD) name(key string) string {
	if n := o.names(key); len(n) > 0 {
		return n[0]
	}
	return ""
}

// names lists the names under key: strings, objects with a name, or references.
func (o extLD) names(key string) []string { return o.namesIn(o.fields[key], 0) }

func (o extLD) namesIn(v any, depth int) []string {
	if depth > extLDDepth {
		return nil
	}
	switch x := v.(type) {
	case string:
		if s := extSquash(html.UnescapeString(x)); s != "" && !strings.HasPrefix(s, "http") && !strings.HasPrefix(s, "#") {
			return []string{s}
		}
		if r, ok := o.byID[x]; ok {
			return o.namesIn(r["name"], depth+1)
		}
	case map[string]any:
		if n := o.namesIn(x["name"], depth+1); len(n) > 0 {
			return n
		}
		if id, _ := x["@id"].(string); id != "" {
			if r, ok := o.byID[id]; ok {
				return o.namesIn(r["name"], depth+1)
			}
		}
	case []any:
		var out []string
		for _, c := range x {
			out = append(out, o.namesIn(c, depth+1)...)
		}
		return out
	}
	return nil
}
