package fetch

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wardround/wardround/news"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// plainText returns HTML, or text that may contain some, as text on one line.
func plainText(s string) string {
	if !strings.ContainsAny(s, "<&") {
		return cleanLine(s)
	}
	var b strings.Builder
	for _, block := range htmlBlocks(s) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(block.Text)
	}
	return b.String()
}

// htmlBlocks returns HTML as blocks of text. It reads the tokens only, with no
// tree, so that depth costs nothing. Tags that HTML does not know are text: a
// headline may say "<500 beds".
func htmlBlocks(s string) []news.Block {
	w := blockWriter{kind: news.Paragraph}
	if !strings.ContainsAny(s, "<&") {
		w.text = append(w.text, s...)
		w.flush()
		return w.blocks
	}
	z := html.NewTokenizer(strings.NewReader(literalOpening(s)))
	z.SetMaxBuf(maxLeaf)
	for {
		switch z.Next() {
		case html.ErrorToken:
			w.flush()
			return w.blocks
		case html.TextToken:
			if w.hidden == 0 {
				w.text = append(w.text, z.Text()...)
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			raw := string(z.Raw())
			name, _ := z.TagName()
			w.start(atom.Lookup(name), raw)
		case html.EndTagToken:
			name, _ := z.TagName()
			w.end(atom.Lookup(name))
		}
	}
}

// literalOpening escapes a "<!" that nothing closes: it is text, but HTML would
// take all that follows for a comment. A real comment's beginning is dropped.
func literalOpening(s string) string {
	i := strings.LastIndex(s, "<!")
	if i < 0 || strings.Contains(s[i:], ">") {
		return s
	}
	if strings.HasPrefix(s[i:], "<!--") {
		return s[:i]
	}
	return s[:i] + "&lt;" + s[i+1:]
}

type blockWriter struct {
	blocks []news.Block
	text   []byte
	kind   news.BlockKind
	hidden atom.Atom // inside this element nothing is text
}

func (w *blockWriter) start(a atom.Atom, raw string) {
	if w.hidden != 0 {
		return
	}
	switch a {
	case 0:
		if !strings.HasPrefix(raw, "</") && !strings.ContainsAny(raw, ":=") {
			w.text = append(w.text, raw...)
		}
	case atom.Script, atom.Style, atom.Iframe, atom.Noscript, atom.Noembed, atom.Noframes, atom.Template, atom.Svg:
		w.hidden = a
	case atom.Li:
		w.flush()
		w.kind = news.ListItem
	case atom.Blockquote:
		w.flush()
		w.kind = news.Quotation
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		w.flush()
		w.kind = news.Subhead
	case atom.P:
		kind := w.kind
		w.flush()
		if kind == news.Quotation || kind == news.ListItem {
			w.kind = kind
		}
	case atom.Div, atom.Ul, atom.Ol, atom.Table, atom.Tr, atom.Section, atom.Article, atom.Figure, atom.Figcaption, atom.Hr, atom.Dl, atom.Dt, atom.Dd, atom.Pre:
		w.flush()
	case atom.Br, atom.Td, atom.Th:
		w.text = append(w.text, ' ')
	}
}

func (w *blockWriter) end(a atom.Atom) {
	if w.hidden != 0 {
		if a == w.hidden {
			w.hidden = 0
		}
		return
	}
	switch a {
	case atom.P:
		kind := w.kind
		w.flush()
		if kind == news.Quotation {
			w.kind = kind
		}
	case atom.Li, atom.Blockquote, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6,
		atom.Div, atom.Ul, atom.Ol, atom.Table, atom.Tr, atom.Section, atom.Article, atom.Figure, atom.Figcaption, atom.Dl, atom.Pre:
		w.flush()
	}
}

// flush ends the block that is being written.
func (w *blockWriter) flush() {
	text := cleanLine(string(w.text))
	if text != "" {
		w.blocks = append(w.blocks, news.Block{Kind: w.kind, Text: text})
	}
	w.text = w.text[:0]
	w.kind = news.Paragraph
}

// cleanLine returns s on one line: blanks collapsed, and nothing in it that
// could change a header, a log line or the direction of the text around it.
func cleanLine(s string) string {
	clean := true
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' || c >= 0x7f || c == ' ' && i+1 < len(s) && s[i+1] == ' ' {
			clean = false
			break
		}
	}
	if clean {
		return strings.TrimSpace(s)
	}
	b, blank := make([]byte, 0, len(s)), false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			blank = true
			continue
		case r < ' ', r >= 0x7f && r <= 0x9f, r == utf8.RuneError:
			continue
		case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, // bidi controls
			r == 0x200e, r == 0x200f, r == 0x061c, r == 0x00ad, r == 0x200b, r == 0x2060, r == 0xfeff:
			continue
		}
		if blank && len(b) > 0 {
			b = append(b, ' ')
		}
		b, blank = utf8.AppendRune(b, r), false
	}
	return string(b)
}

// maxSummary is how much of a feed's own summary is kept, in bytes: several
// times what the longest teaser has. A feed that puts whole articles into its
// summaries has them read as bodies instead.
const maxSummary = 4000

// longSummary is the length from which a summary of several paragraphs is the
// article itself.
const longSummary = 1500

// appeared is the line some blog software puts under each item.
var appeared = regexp.MustCompile(`(?i)^the post .{1,300} (first appeared|appeared first) on .{1,200}$`)

// feedBlocks returns the feed's own text of an item as blocks, without the line
// that says where it appeared.
func feedBlocks(content string) []news.Block {
	blocks := htmlBlocks(content)
	for len(blocks) > 0 && appeared.MatchString(blocks[len(blocks)-1].Text) {
		blocks = blocks[:len(blocks)-1]
	}
	return blocks
}

// joinBlocks returns the blocks' text on one line, at most limit bytes of it.
func joinBlocks(blocks []news.Block, limit int) string {
	var b strings.Builder
	for _, block := range blocks {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(block.Text)
		if b.Len() > limit {
			break
		}
	}
	return cutWords(b.String(), limit)
}

// cutWords cuts s to at most limit bytes at a blank, and marks the cut.
func cutWords(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	s = clip(s, limit-len("…"))
	if i := strings.LastIndexByte(s, ' '); i > limit/2 {
		s = s[:i]
	}
	return strings.TrimRight(s, " ,;:") + "…"
}
