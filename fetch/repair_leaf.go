package fetch

import (
	"encoding/base64"
	"html"
	"net/url"
	"strings"
	"unicode/utf8"
)

// leafKind says what an element of a feed is good for.
type leafKind int

const (
	leafUnused leafKind = iota
	leafText            // plain text or HTML
	leafLink            // an address
	leafID
	leafBody // a whole text under an unusual name
)

// leaves are the elements that are read, by local name. Everything else is
// skipped before the parser sees it.
var leaves = map[string]leafKind{
	"title": leafText, "subtitle": leafText, "tagline": leafText,
	"description": leafText, "summary": leafText, "abstract": leafText, "content": leafText, "encoded": leafText,
	"body": leafBody, "fullitem": leafBody, "div": leafBody,
	"pubdate": leafText, "date": leafText, "published": leafText, "updated": leafText, "issued": leafText,
	"modified": leafText, "created": leafText, "lastbuilddate": leafText,
	"creator": leafText, "author": leafText, "contributor": leafText, "name": leafText, "email": leafText,
	"managingeditor": leafText, "webmaster": leafText, "publisher": leafText,
	"ttl": leafText, "updateperiod": leafText, "updatefrequency": leafText, "hour": leafText, "day": leafText,
	"language": leafText, "guid": leafText, "source": leafText, "enclosure": leafText,
	"id": leafID, "link": leafLink, "origlink": leafLink,
}

// leaf reads one element whose inside is text, and writes it flat. An element
// without an end is taken for an empty one; reading goes on behind its start.
func (r *repairer) leaf(t tag, base *url.URL) {
	base = resolveBase(base, t.attr("xml:base"))
	kind := leaves[t.local]
	var value string
	if !t.selfClosing {
		span, ok := r.findEnd(t)
		if !ok {
			kind = leafUnused
			if t.local == "link" { // <link>http://... with no end, as HTML writers do
				kind = leafLink
			}
			value = r.in[r.pos : r.pos+max(0, strings.IndexByte(r.in[r.pos:], '<'))]
		} else {
			value = r.value(span, t)
			r.pos = span.next
		}
	}
	switch kind {
	case leafUnused:
		return
	case leafLink:
		value = absolute(base, value)
	case leafID:
		if base != nil && strings.Contains(value, "/") && !strings.Contains(value, ":") {
			value = absolute(base, value)
		}
		t.name = "wr:id"
	case leafBody:
		t.name = "wr:body"
	}
	if date := r.ownDate(t); date != "" {
		t.name = date
	}
	for i, a := range t.attrs {
		if a.name == "href" || a.name == "src" || a.name == "url" {
			t.attrs[i].value = absolute(base, a.value)
		}
	}
	limit := maxLeaf
	if t.local == "title" {
		limit = maxTitle
	}
	value = clip(value, limit)
	if longLeaves[t.local] {
		value = r.texts.put(value)
	}
	r.writeLeaf(t.name, t.attrs, value)
}

// ownDate returns the name under which a date of the format itself travels, or
// "". gofeed would try some ninety layouts on it, which is a sixth of all work,
// and ParseTime reads the text again anyway.
func (r *repairer) ownDate(t tag) string {
	root := r.stack[0]
	native := root.local == "feed" && len(t.name)-len(t.local) == len(root.name)-len(root.local)
	switch t.local {
	case "pubdate", "lastbuilddate":
		return "wr:" + t.local
	case "published", "issued":
		if native {
			return "wr:published"
		}
	case "updated", "modified":
		if native {
			return "wr:updated"
		}
	case "created":
		if native {
			return "wr:created"
		}
	}
	return ""
}

// clip cuts s to at most limit bytes, at a character.
func clip(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	for limit > 0 && !utf8.RuneStart(s[limit]) {
		limit--
	}
	return s[:limit]
}

// absolute returns ref as an absolute address. A ref that already is one stays
// as written: no spelling is changed that a server may care about.
func absolute(base *url.URL, ref string) string {
	ref = strings.Join(strings.Fields(ref), "%20")
	if ref == "" || base == nil {
		return ref
	}
	u, err := url.Parse(ref)
	if err != nil || u.IsAbs() {
		return ref
	}
	return base.ResolveReference(u).String()
}

// span is the inside of an element.
type span struct {
	start, end int // of the inside
	next       int // behind the end tag
	markup     bool
}

// findEnd looks for the end tag of t from r.pos on. It reports false when an
// ancestor ends first, or the document does.
func (r *repairer) findEnd(t tag) (span, bool) {
	s := span{start: r.pos}
	nested := 0
	for pos := r.pos; r.budget > 0; {
		i := strings.IndexByte(r.in[pos:], '<')
		if i < 0 {
			break
		}
		pos += i
		rest := r.in[pos:]
		switch {
		case strings.HasPrefix(rest, "<![CDATA["):
			pos = skipPast(r.in, pos, "]]>")
		case strings.HasPrefix(rest, "<!--"):
			pos = skipPast(r.in, pos, "-->")
		case strings.HasPrefix(rest, "</"):
			name := nameAt(r.in, pos+2)
			if name == t.name && nested == 0 {
				s.end, s.next = pos, skipPast(r.in, pos, ">")
				return s, true
			}
			if name == t.name {
				nested--
			} else if r.openAt(name) >= 0 {
				r.budget -= pos - r.pos
				return s, false
			}
			s.markup = true
			pos += 2
		default:
			name := nameAt(r.in, pos+1)
			if name == "" {
				pos++
				continue
			}
			if isItem(local(name)) && !isItem(t.local) {
				r.budget -= pos - r.pos
				return s, false
			}
			s.markup = true
			end := tagEnd(r.in, pos)
			if name == t.name && !strings.HasSuffix(r.in[pos:end], "/>") {
				nested++
			}
			pos = end
		}
	}
	r.budget -= len(r.in) - r.pos
	return s, false
}

// value returns the inside of an element as its reader should see it: text with
// its entities resolved, which may itself be HTML, or the markup as it stands.
func (r *repairer) value(s span, t tag) string {
	raw := r.in[s.start:s.end]
	if leaves[t.local] == leafUnused {
		return ""
	}
	var v string
	switch {
	case s.markup:
		v = innerMarkup(raw)
	case strings.Contains(raw, "<!"):
		v = joinCDATA(raw, decodeEntities, func(s string) string { return s })
	default:
		v = decodeEntities(raw)
	}
	v = strings.TrimSpace(v)
	if t.attr("mode") == "base64" || t.attr("type") == "application/octet-stream" {
		if plain, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(v), "")); err == nil && utf8.Valid(plain) {
			return string(plain)
		}
	}
	return v
}

// joinCDATA puts text together that is partly in CDATA sections; comments go.
func joinCDATA(raw string, text, cdata func(string) string) string {
	var b strings.Builder
	for raw != "" {
		i := strings.Index(raw, "<!")
		if i < 0 {
			break
		}
		b.WriteString(text(raw[:i]))
		raw = raw[i:]
		switch {
		case strings.HasPrefix(raw, "<![CDATA["):
			inside, rest, _ := strings.Cut(raw[len("<![CDATA["):], "]]>")
			b.WriteString(cdata(inside))
			raw = rest
		case strings.HasPrefix(raw, "<!--"):
			_, raw, _ = strings.Cut(raw, "-->")
		default:
			b.WriteString(text(raw[:2]))
			raw = raw[2:]
		}
	}
	b.WriteString(text(raw))
	return b.String()
}

// innerMarkup returns markup as HTML: CDATA sections become text, and prefixes
// such as "xhtml:" go.
func innerMarkup(raw string) string {
	raw = joinCDATA(raw, func(s string) string { return s }, html.EscapeString)
	if !strings.Contains(raw, ":") {
		return raw
	}
	var b strings.Builder
	for pos := 0; pos < len(raw); {
		i := strings.IndexByte(raw[pos:], '<')
		if i < 0 {
			b.WriteString(raw[pos:])
			break
		}
		at := pos + i + 1
		if at < len(raw) && raw[at] == '/' {
			at++
		}
		b.WriteString(raw[pos:at])
		name := nameAt(raw, at)
		_, bare, found := strings.Cut(name, ":")
		if !found {
			bare = name
		}
		b.WriteString(bare)
		pos = at + len(name)
	}
	return b.String()
}

// decodeEntities resolves the entities of XML and HTML once. Only those with
// their semicolon count: "&copy=2" is part of an address.
func decodeEntities(s string) string {
	i := strings.IndexByte(s, '&')
	if i < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for ; i >= 0; i = strings.IndexByte(s, '&') {
		b.WriteString(s[:i])
		s = s[i:]
		end := 1
		for end < min(len(s), 34) && (s[end] == '#' || s[end] < 0x80 && isUnreserved(s[end])) { // the longest name has 32 letters
			end++
		}
		if end == len(s) || s[end] != ';' {
			b.WriteByte('&')
			s = s[1:]
			continue
		}
		entity := s[:end+1]
		plain := html.UnescapeString(entity)
		if strings.HasSuffix(plain, ";") && len(plain) > 1 {
			plain, end = "&", 0 // a prefix was resolved, not the whole
		}
		b.WriteString(plain)
		s = s[end+1:]
	}
	b.WriteString(s)
	return b.String()
}
