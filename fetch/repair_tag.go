package fetch

import "strings"

// tag is one start tag, read leniently.
type tag struct {
	name        string // as written
	local       string // lower case, without prefix
	attrs       []attr
	selfClosing bool
}

type attr struct{ name, value string }

// attr returns the value of the attribute, whatever the case of its name.
func (t tag) attr(name string) string {
	for _, a := range t.attrs {
		if strings.EqualFold(a.name, name) {
			return a.value
		}
	}
	return ""
}

// tag reads the start tag at r.pos and moves behind it. It reports false, and
// moves on by one character, when there is none: a bare '<' or a cut tag.
func (r *repairer) tag() (tag, bool) {
	name := nameAt(r.in, r.pos+1)
	end := tagEnd(r.in, r.pos)
	if name == "" || r.in[end-1] != '>' {
		r.pos++
		return tag{}, false
	}
	inside := strings.TrimSuffix(r.in[r.pos+1+len(name):end], ">")
	t := tag{name: name, local: local(name)}
	if strings.HasSuffix(inside, "/") {
		t.selfClosing = true
		inside = inside[:len(inside)-1]
	}
	t.attrs = parseAttrs(inside)
	r.pos = end
	return t, true
}

// maxAttrs is more than any root element declares.
const maxAttrs = 64

func parseAttrs(s string) []attr {
	var attrs []attr
	for s = strings.TrimLeft(s, blanks); s != "" && len(attrs) < maxAttrs; s = strings.TrimLeft(s, blanks) {
		i := strings.IndexAny(s, "="+blanks)
		if i < 0 {
			break
		}
		name := s[:i]
		s = strings.TrimLeft(s[i:], blanks)
		if !strings.HasPrefix(s, "=") {
			continue // an attribute without a value
		}
		s = strings.TrimLeft(s[1:], blanks)
		var value string
		if s != "" && (s[0] == '"' || s[0] == '\'') {
			value, s, _ = strings.Cut(s[1:], s[:1])
		} else {
			value, s, _ = strings.Cut(s, " ")
		}
		attrs = append(attrs, attr{name, decodeEntities(value)})
	}
	return attrs
}

const blanks = " \t\r\n"

// tagEnd returns the offset behind the '>' of the tag at pos, minding quoted
// values; without one, that of the next '<' or the end.
func tagEnd(s string, pos int) int {
	var quote byte
	for i := pos + 1; i < len(s); i++ {
		c := s[i]
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case (c == '"' || c == '\'') && s[i-1] == '=' || (c == '"' || c == '\'') && isBlank(s[i-1]):
			quote = c
		case c == '>':
			return i + 1
		case c == '<':
			return i
		}
	}
	if i := strings.IndexByte(s[pos:], '>'); quote != 0 && i >= 0 {
		return pos + i + 1 // a quotation mark that nothing closes
	}
	return len(s)
}

// nameAt returns the element name that starts at pos, or "".
func nameAt(s string, pos int) string {
	end := pos
	for end < len(s) && isNameByte(s[end]) {
		end++
	}
	if pos >= len(s) || s[pos] == '-' || s[pos] == '.' || s[pos] >= '0' && s[pos] <= '9' {
		return ""
	}
	return s[pos:end]
}

func isNameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' ||
		c == ':' || c == '_' || c == '-' || c == '.' || c >= 0x80
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

// local returns an element name without its prefix, in lower case.
func local(name string) string {
	if i := strings.LastIndexByte(name, ':'); i >= 0 {
		name = name[i+1:]
	}
	return strings.ToLower(name)
}

// outName is a name as it is written out: local part in lower case.
func outName(name string) string {
	if i := strings.LastIndexByte(name, ':'); i > 0 {
		return strings.ReplaceAll(name[:i], ":", "_") + ":" + strings.ToLower(name[i+1:])
	}
	return strings.ToLower(strings.TrimLeft(name, ":"))
}

// skipPast returns the offset behind the next mark, or the end.
func skipPast(s string, pos int, mark string) int {
	i := strings.Index(s[pos:], mark)
	if i < 0 {
		return len(s)
	}
	return pos + i + len(mark)
}

// atomSpaces are the namespaces gofeed knows as Atom.
var atomSpaces = []string{"http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#"}

// writeStart writes the start tag of a container with its namespaces. A root
// <feed> in a namespace of its own invention is taken for Atom.
func (r *repairer) writeStart(t tag, root bool) {
	r.out = append(r.out, '<')
	r.out = append(r.out, outName(t.name)...)
	own := "xmlns"
	if prefix, _, found := strings.Cut(t.name, ":"); found {
		own = "xmlns:" + prefix
	}
	for _, a := range t.attrs {
		value := strings.TrimSpace(a.value)
		if root && t.local == "feed" && a.name == own && value != atomSpaces[1] {
			value = atomSpaces[0]
		}
		if a.name == "xmlns" || strings.HasPrefix(a.name, "xmlns:") && validPrefix(a.name[len("xmlns:"):]) && value != "" {
			r.writeAttr(a.name, value)
		}
	}
	if root {
		r.writeAttr("xmlns:wr", "urn:wardround")
	}
	r.out = append(r.out, '>')
}

func validPrefix(s string) bool {
	return s != "" && s != "wr" && nameAt(s, 0) == s && !strings.Contains(s, ":")
}

// keptAttrs are the attributes of leaves that mean something.
var keptAttrs = []string{"href", "rel", "type", "url", "src"}

func (r *repairer) writeLeaf(name string, attrs []attr, value string) {
	name = outName(name)
	r.out = append(append(r.out, '<'), name...)
	for _, a := range attrs {
		for _, kept := range keptAttrs {
			if strings.EqualFold(a.name, kept) && !(kept == "type" && name != "link") {
				r.writeAttr(kept, a.value)
			}
		}
		if strings.EqualFold(a.name, "isPermaLink") {
			r.writeAttr("isPermaLink", strings.ToLower(a.value))
		}
		if a.name == "xmlns" || strings.HasPrefix(a.name, "xmlns:") && validPrefix(a.name[len("xmlns:"):]) {
			if value := strings.TrimSpace(a.value); value != "" && !strings.HasPrefix(name, "wr:") {
				r.writeAttr(a.name, value)
			}
		}
	}
	r.out = append(r.out, '>')
	r.escape(value)
	r.out = append(r.out, "</"...)
	r.out = append(append(r.out, name...), '>')
}

func (r *repairer) writeAttr(name, value string) {
	r.out = append(append(append(r.out, ' '), name...), `="`...)
	r.escape(value)
	r.out = append(r.out, '"')
}

// escape writes text, leaving out what XML forbids.
func (r *repairer) escape(s string) {
	from := 0
	for i := 0; i < len(s); i++ {
		var as string
		switch c := s[i]; {
		case c == '&':
			as = "&amp;"
		case c == '<':
			as = "&lt;"
		case c == '>':
			as = "&gt;"
		case c == '"':
			as = "&#34;"
		case c < 0x20 && c != '\t' && c != '\n':
		case c == 0xef && (strings.HasPrefix(s[i:], "\uffff") || strings.HasPrefix(s[i:], "\ufffe")):
			r.out = append(r.out, s[from:i]...)
			from = i + 3
			i += 2
			continue
		default:
			continue
		}
		r.out = append(append(r.out, s[from:i]...), as...)
		from = i + 1
	}
	r.out = append(r.out, s[from:]...)
}
