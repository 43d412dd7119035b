package fetch

import (
	"bytes"
	"io"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"
)

// Caps on one page. The largest of 533 saved news pages holds 1.7 MB and 6,100
// tags, so these cost no real article anything; a page of 5 MB that is nothing
// but tags stays under 128 MB and a second.
const (
	extMaxBytes  = 5 << 20
	extMaxTags   = 25_000
	extMaxAttrs  = 200       // of one tag
	extMaxText   = 512 << 10 // of all blocks together; the longest saved page has 59 KB
	extMaxBlocks = 3_000     // the longest saved page has 989
)

// extParse decodes a page and parses it. A page nested deeper than the parser
// allows (512) is read flat instead; flat reports that.
func extParse(body []byte, contentType string) (root *html.Node, flat bool, err error) {
	text, err := extDecode(body, contentType)
	if err != nil {
		return nil, false, err
	}
	text = extGuard(text)
	root, err = html.Parse(bytes.NewReader(text))
	if err == nil {
		return root, false, nil
	}
	root, err = html.Parse(bytes.NewReader(extFlatten(text)))
	return root, true, err
}

// extDecode turns the page into UTF-8 by its declared or sniffed charset.
func extDecode(body []byte, contentType string) ([]byte, error) {
	if len(body) > extMaxBytes {
		body = body[:extMaxBytes]
	}
	enc, name, _ := charset.DetermineEncoding(body[:min(len(body), 1024)], contentType)
	if name == "utf-8" || extLooksUTF8(body) {
		text := bytes.ToValidUTF8(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")), []byte("\uFFFD"))
		if hasC1(text) {
			return []byte(mapC1(string(text))), nil
		}
		return text, nil
	}
	return io.ReadAll(enc.NewDecoder().Reader(bytes.NewReader(body)))
}

// extLooksUTF8 reports that a page is UTF-8 whatever it declares: it has
// multi-byte sequences and nearly all of them are valid. Text in another
// charset almost never is.
func extLooksUTF8(body []byte) bool {
	multi, bad := 0, 0
	for i := 0; i < len(body); {
		if body[i] < 0x80 {
			i++
			continue
		}
		n := extSequence(body[i:])
		if n == 0 {
			bad++
			i++
			continue
		}
		multi++
		i += n
	}
	return multi > 0 && bad*20 < multi
}

// extSequence is the length of the valid multi-byte sequence b begins with, or 0.
func extSequence(b []byte) int {
	n := 0
	switch {
	case b[0]&0xe0 == 0xc0:
		n = 2
	case b[0]&0xf0 == 0xe0:
		n = 3
	case b[0]&0xf8 == 0xf0:
		n = 4
	}
	if n == 0 || len(b) < n {
		return 0
	}
	for _, c := range b[1:n] {
		if c&0xc0 != 0x80 {
			return 0
		}
	}
	return n
}

// extGuard cuts a page at its tag cap and blanks the attributes of a tag beyond
// the attribute cap, before a parser spends memory on them.
func extGuard(b []byte) []byte {
	tags := 0
	for i := 0; i+1 < len(b); i++ {
		if b[i] != '<' || !extLetter(b[i+1]) && b[i+1] != '!' {
			continue
		}
		if tags++; tags > extMaxTags { // comments and CDATA count: they become nodes, too
			return b[:i]
		}
		if b[i+1] == '!' {
			continue
		}
		i = extGuardTag(b, i+1)
	}
	return b
}

// extGuardTag runs over one tag from i and returns the index of its end.
func extGuardTag(b []byte, i int) int {
	attrs, quote := 0, byte(0)
	for ; i < len(b); i++ {
		c := b[i]
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
				attrs++ // a quoted value may touch the next name
			}
		case c == '>':
			return i
		case (c == '"' || c == '\'') && b[i-1] == '=':
			quote = c
		case c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '/':
			if next := i + 1; next < len(b) && !extSpace(b[next]) && b[next] != '>' {
				attrs++
			}
		}
		if attrs > 2*extMaxAttrs {
			end := bytes.IndexByte(b[i:], '>')
			if end < 0 {
				end = len(b) - i
			}
			for j := i; j < i+end; j++ {
				b[j] = ' '
			}
			return min(i+end, len(b)-1)
		}
	}
	return i
}

func extLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func extSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '/'
}

// extFlatten keeps what carries text and metadata, without nesting.
func extFlatten(b []byte) []byte {
	var out bytes.Buffer
	z := html.NewTokenizer(bytes.NewReader(b))
	z.SetMaxBuf(extMaxBytes)
	open := "" // the one flat element that is open
	for {
		switch z.Next() {
		case html.ErrorToken:
			return out.Bytes()
		case html.TextToken:
			out.Write(z.Raw())
		case html.StartTagToken, html.SelfClosingTagToken:
			raw := string(z.Raw())
			name, _ := z.TagName()
			switch atom.Lookup(name) {
			case atom.P, atom.Li, atom.H1, atom.H2, atom.H3, atom.H4, atom.Title, atom.Script, atom.Style, atom.Div, atom.Td, atom.Nav, atom.Footer:
				if open != "" {
					out.WriteString("</" + open + ">")
				}
				open = string(name)
				out.WriteString(raw)
			case atom.Meta, atom.Link, atom.Br:
				out.WriteString(raw)
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			if n := string(name); n == open {
				out.WriteString("</" + n + ">")
				open = ""
			}
		}
	}
}

// extSquash folds white space, zero-width and soft-hyphen characters.
func extSquash(s string) string {
	if strings.ContainsAny(s, "\u00ad\u200b\u200c\u2060\ufeff") {
		s = extInvisible.Replace(s)
	}
	return strings.Join(strings.Fields(s), " ")
}

var extInvisible = strings.NewReplacer("\u00ad", "", "\u200b", "", "\u200c", "", "\u2060", "", "\ufeff", "")
