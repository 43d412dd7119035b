package fetch

import (
	"net/url"
	"strings"
)

// Limits of one feed document.
const (
	maxItems     = 5000     // more than any list of news; the newest come first
	maxLeaf      = 1 << 20  // one text of an item
	maxTitle     = 64 << 10 // one title
	rescanFactor = 4        // see repairer.budget
)

// repaired is a feed document made safe for an XML parser.
type repaired struct {
	root    string // local name of the root element, lower case: rss, rdf, feed
	xml     []byte
	partial bool // the document ends before its root does
	items   int
	texts   aside
}

// repairer rewrites a feed into a small, flat, well-formed document that holds
// only what a news reader needs: containers, and leaves of plain text with all
// markup escaped. gofeed then never sees a bare ampersand, an unclosed tag, a
// DOCTYPE, deep nesting or a relative link. What gofeed does not keep by itself
// (rdf:about, an Atom id as written, a body in XHTML) travels in elements with
// the prefix "wr". Long texts do not travel at all, see aside.
type repairer struct {
	in     string
	pos    int
	out    []byte
	stack  []container
	items  int
	texts  aside
	closed bool // the root's end tag was seen
	full   bool // maxItems reached

	// budget is how many bytes may still be looked at in vain for the end of an
	// unclosed element. It keeps a document of open tags linear.
	budget int
}

type container struct {
	name  string // as written
	local string
	base  *url.URL
	out   int // where its start tag begins in the output
}

// repair rewrites the feed in text, whose own address is base. It reports false
// when there is no feed in it.
func repair(text string, base *url.URL) (repaired, bool) {
	start, ok := findRoot(text)
	if !ok {
		return repaired{}, false
	}
	r := &repairer{in: text, pos: start, budget: rescanFactor*len(text) + 1<<10}
	r.out = append(make([]byte, 0, len(text)-start+256), xmlHead...)
	root, ok := r.tag()
	if !ok || root.selfClosing {
		return repaired{root: root.local, xml: []byte(xmlHead + "<" + root.local + "/>")}, ok
	}
	r.open(root, base)
	r.run()
	partial := !r.closed && !r.full
	if partial {
		r.dropCutItem()
	}
	for len(r.stack) > 0 {
		r.close()
	}
	return repaired{root: root.local, xml: r.out, partial: partial, items: r.items, texts: r.texts}, true
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"

// findRoot returns where the feed begins: the first start tag of a feed
// format's root. A web page that comes first means that there is no feed.
func findRoot(text string) (int, bool) {
	for pos := 0; ; {
		i := strings.IndexByte(text[pos:], '<')
		if i < 0 {
			return 0, false
		}
		pos += i
		rest := text[pos:]
		switch {
		case strings.HasPrefix(rest, "<!--"):
			pos = skipPast(text, pos, "-->")
		case strings.HasPrefix(rest, "<?"):
			pos = skipPast(text, pos, ">")
		default:
			switch local(nameAt(text, pos+1)) {
			case "rss", "rdf", "feed":
				return pos, true
			case "html":
				return 0, false
			}
			pos++
		}
	}
}

func (r *repairer) run() {
	for len(r.stack) > 0 && !r.full {
		i := strings.IndexByte(r.in[r.pos:], '<')
		if i < 0 {
			r.pos = len(r.in)
			return
		}
		r.pos += i
		rest := r.in[r.pos:]
		switch {
		case strings.HasPrefix(rest, "<![CDATA["):
			r.pos = skipPast(r.in, r.pos, "]]>")
		case strings.HasPrefix(rest, "<!--"):
			r.pos = skipPast(r.in, r.pos, "-->")
		case strings.HasPrefix(rest, "<?"), strings.HasPrefix(rest, "<!"):
			r.pos = skipPast(r.in, r.pos, ">")
		case strings.HasPrefix(rest, "</"):
			r.endTag()
		default:
			r.startTag()
		}
	}
}

func (r *repairer) endTag() {
	name := nameAt(r.in, r.pos+2)
	end := strings.IndexByte(r.in[r.pos:], '>')
	if end < 0 { // cut inside the tag
		root := r.stack[0].name
		r.closed = len(r.stack) == 1 && strings.HasPrefix(root, name) && name != ""
		r.pos = len(r.in)
		return
	}
	r.pos += end + 1
	at := r.openAt(name)
	if at < 0 {
		return // closes nothing
	}
	for len(r.stack) > at {
		r.close()
	}
	r.closed = at == 0
}

// openAt returns the stack index of the innermost open container called name,
// or -1.
func (r *repairer) openAt(name string) int {
	for i := len(r.stack) - 1; i >= 0; i-- {
		if r.stack[i].name == name {
			return i
		}
	}
	return -1
}

func (r *repairer) startTag() {
	t, ok := r.tag()
	if !ok {
		return
	}
	if isItem(t.local) {
		r.leaveItem()
		if r.items == maxItems {
			r.full = true
			return
		}
		r.items++
	}
	base := r.stack[len(r.stack)-1].base
	switch {
	case isContainer(t.local) || isMaybe(t.local) && r.elementFollows():
		if !t.selfClosing && len(r.stack) < maxDepth {
			r.open(t, base)
		} else if isItem(t.local) {
			r.open(t, base)
			r.close()
		}
	default:
		r.leaf(t, base)
	}
}

// maxDepth is the number of containers that may be open; a feed needs six.
const maxDepth = 16

// leaveItem closes an item that is still open when the next one starts.
func (r *repairer) leaveItem() {
	for i := len(r.stack) - 1; i >= 0; i-- {
		if isItem(r.stack[i].local) {
			for len(r.stack) > i {
				r.close()
			}
			return
		}
	}
}

// dropCutItem takes back the item the document was cut in, unless it is the
// only one: half a text is worse than the whole one at the next read.
func (r *repairer) dropCutItem() {
	for i, c := range r.stack {
		if isItem(c.local) && r.items > 1 {
			r.out = r.out[:c.out]
			r.stack = r.stack[:i]
			r.items--
			return
		}
	}
}

func (r *repairer) open(t tag, base *url.URL) {
	base = resolveBase(base, t.attr("xml:base"))
	r.stack = append(r.stack, container{name: t.name, local: t.local, base: base, out: len(r.out)})
	r.writeStart(t, len(r.stack) == 1)
	if about := t.attr("rdf:about"); about != "" && isItem(t.local) {
		r.writeLeaf("wr:about", nil, about)
	}
}

func (r *repairer) close() {
	c := r.stack[len(r.stack)-1]
	r.stack = r.stack[:len(r.stack)-1]
	r.out = append(r.out, "</"...)
	r.out = append(r.out, outName(c.name)...)
	r.out = append(r.out, '>')
}

func isItem(local string) bool { return local == "item" || local == "entry" }

func isContainer(local string) bool {
	switch local {
	case "channel", "item", "entry", "skiphours", "skipdays":
		return true
	}
	return false
}

// isMaybe names elements that hold elements in one format and text in another.
func isMaybe(local string) bool {
	switch local {
	case "author", "contributor", "source":
		return true
	}
	return false
}

// elementFollows reports whether the next thing that is not blank is an element.
func (r *repairer) elementFollows() bool {
	rest := strings.TrimLeft(r.in[r.pos:min(len(r.in), r.pos+256)], " \t\r\n")
	return len(rest) > 1 && rest[0] == '<' && isNameByte(rest[1])
}

// resolveBase returns ref as seen from base, or base when ref says nothing.
func resolveBase(base *url.URL, ref string) *url.URL {
	ref = strings.TrimSpace(ref)
	if ref == "" {
		return base
	}
	u, err := url.Parse(ref)
	if err != nil {
		return base
	}
	if base == nil {
		return u
	}
	return base.ResolveReference(u)
}
