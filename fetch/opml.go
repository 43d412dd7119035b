package fetch

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/wardround/wardround/news"
)

// Caps of a list of subscriptions: far above what a person reads, far below what
// would hurt.
const (
	maxOPMLBytes    = 4 << 20
	maxOPMLDepth    = 64
	maxOPMLOutlines = 5000
)

// ErrNotOPML says that a document is no list of subscriptions.
var ErrNotOPML = errors.New("no OPML list of feeds")

// OPML is a list of subscriptions.
type OPML struct {
	Sources []news.Source // each address once, whatever folder it stood in
	Left    []string      // what was left out, and why
}

// ParseOPML reads a list of subscriptions (OPML 1.0 and 2.0), nested as deep as
// folders go. It is lenient about encoding and mark-up, as feeds are read; entities
// that the document defines are not expanded. An error means that nothing of it
// can be used.
func ParseOPML(in io.Reader) (OPML, error) {
	body, err := io.ReadAll(io.LimitReader(in, maxOPMLBytes+1))
	if err != nil {
		return OPML{}, fmt.Errorf("read OPML: %w", err)
	}
	if len(body) > maxOPMLBytes {
		return OPML{}, fmt.Errorf("%w: larger than %d MiB", ErrNotOPML, maxOPMLBytes>>20)
	}
	decoder := xml.NewDecoder(strings.NewReader(decodeDocument(body, "")))
	decoder.Strict = false
	decoder.Entity = xml.HTMLEntity
	decoder.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // decoded already
	list := opmlList{seen: map[string]bool{}}
	if err := list.read(decoder); err != nil {
		return OPML{}, err
	}
	if !list.isOPML {
		return OPML{}, ErrNotOPML
	}
	return list.OPML, nil
}

// opmlList is an OPML document being read.
type opmlList struct {
	OPML
	seen     map[string]bool
	isOPML   bool
	outlines int
}

func (l *opmlList) read(decoder *xml.Decoder) error {
	depth := 0
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil && len(l.Sources) > 0 {
			l.Left = append(l.Left, "all after a fault in the document")
			return nil
		}
		if err != nil {
			return fmt.Errorf("%w: %w", ErrNotOPML, err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if depth++; depth > maxOPMLDepth {
				return fmt.Errorf("%w: nested deeper than %d", ErrNotOPML, maxOPMLDepth)
			}
			l.isOPML = l.isOPML || strings.EqualFold(t.Name.Local, "opml")
			if strings.EqualFold(t.Name.Local, "outline") {
				if l.outlines++; l.outlines > maxOPMLOutlines {
					return fmt.Errorf("%w: more than %d outlines", ErrNotOPML, maxOPMLOutlines)
				}
				l.outline(t.Attr)
			}
		case xml.EndElement:
			depth--
		}
	}
}

// outline takes a subscription in; a folder has no address and is passed over.
func (l *opmlList) outline(attrs []xml.Attr) {
	value := map[string]string{}
	for _, a := range attrs {
		value[strings.ToLower(a.Name.Local)] = strings.TrimSpace(a.Value)
	}
	address := value["xmlurl"]
	if address == "" {
		return
	}
	src := news.Source{
		URL: address, Name: cleanLine(firstOf(value["text"], value["title"])), Origin: news.FromStore, Excerpt: news.ExcerptShort,
		Kind: news.SourceKind(firstOf(value["wardroundkind"], string(news.KindFeed))), List: value["wardroundlist"], Link: value["wardroundlink"],
	}
	if !slices.Contains(sourceKinds, string(src.Kind)) {
		src.Kind = news.KindFeed
	}
	canonical, err := CanonicalURL(address)
	if err == nil {
		err = CheckSource(src)
	}
	switch {
	case err != nil:
		l.Left = append(l.Left, fmt.Sprintf("%s: no address that can be read", cleanLine(firstOf(src.Name, address))))
	case !l.seen[canonical]:
		l.seen[canonical] = true
		if src.Name == "" {
			src.Name = address
		}
		l.Sources = append(l.Sources, src)
	}
}

type opmlDocument struct {
	XMLName  xml.Name      `xml:"opml"`
	Version  string        `xml:"version,attr"`
	Title    string        `xml:"head>title"`
	Outlines []opmlOutline `xml:"body>outline"`
}

type opmlOutline struct {
	Text   string `xml:"text,attr"`
	Title  string `xml:"title,attr"`
	Type   string `xml:"type,attr"`
	XMLURL string `xml:"xmlUrl,attr"`
	Kind   string `xml:"wardroundKind,attr,omitempty"` // other readers pass it over
	List   string `xml:"wardroundList,attr,omitempty"`
	Link   string `xml:"wardroundLink,attr,omitempty"`
}

// WriteOPML writes sources as OPML 2.0, for this and for other readers.
func WriteOPML(out io.Writer, title string, sources []news.Source) error {
	doc := opmlDocument{Version: "2.0", Title: title}
	for _, s := range sources {
		o := opmlOutline{Text: s.Name, Title: s.Name, Type: "rss", XMLURL: s.URL, List: s.List, Link: s.Link}
		if s.Kind != news.KindFeed {
			o.Kind = string(s.Kind)
		}
		doc.Outlines = append(doc.Outlines, o)
	}
	text, err := xml.MarshalIndent(doc, "", "  ")
	if err == nil {
		_, err = io.WriteString(out, xml.Header+string(text)+"\n")
	}
	if err != nil {
		return fmt.Errorf("write OPML: %w", err)
	}
	return nil
}
