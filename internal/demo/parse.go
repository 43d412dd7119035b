package demo

import (
	"bufio"
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// draft is an article as its file states it, before there is a now to count from.
type draft struct {
	line     int // of its '===' line
	slug     string
	header   map[string]string
	body     []string // blocks, with their marks
	comments []draftComment
}

type draftComment struct{ name, ago, text string }

// sheet is one parsed file: a publisher and its articles.
type sheet struct {
	publisher Publisher
	drafts    []draft
}

var slugShape = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// What a header may say. Unknown keys are errors, not ornaments.
var (
	publisherKeys = []string{"title", "about", "feed", "markup", "delay", "broken", "writer"}
	articleKeys   = []string{"ago", "title", "by", "section", "summary", "tags", "story", "page", "fate"}
	articleNeeds  = []string{"ago", "title", "by", "section", "summary", "fate"}
)

// parser reads one file line by line and knows where it is.
type parser struct {
	name  string
	lines []string
	n     int // lines read
}

// parseSheet reads the file of publisher name. An error names file and line.
func parseSheet(name string, data []byte) (sheet, error) {
	p := &parser{name: name}
	scanner := bufio.NewScanner(bytes.NewReader(data))
	scanner.Buffer(nil, len(data)+1)
	for scanner.Scan() {
		p.lines = append(p.lines, strings.TrimRight(scanner.Text(), " \t\r"))
	}
	if err := scanner.Err(); err != nil {
		return sheet{}, fmt.Errorf("read %s: %w", name, err)
	}
	s := sheet{publisher: Publisher{Name: name}}
	if err := p.publisher(&s.publisher); err != nil {
		return sheet{}, err
	}
	for p.n < len(p.lines) {
		d, err := p.article()
		if err != nil {
			return sheet{}, err
		}
		s.drafts = append(s.drafts, d)
	}
	return s, nil
}

func (p *parser) errorf(format string, args ...any) error {
	return fmt.Errorf("%s.txt:%d: %s", p.name, p.n, fmt.Sprintf(format, args...))
}

// header reads "key: value" lines up to a blank line and hands each to set.
func (p *parser) header(known []string, set func(key, value string) error) error {
	for p.n < len(p.lines) {
		line := p.lines[p.n]
		p.n++
		if line == "" {
			return nil
		}
		key, value, ok := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		if !ok || value == "" {
			return p.errorf("want \"key: value\", got %q", line)
		}
		if !slices.Contains(known, key) {
			return p.errorf("%q is not one of %s", key, strings.Join(known, ", "))
		}
		if err := set(key, value); err != nil {
			return err
		}
	}
	return nil
}

func (p *parser) publisher(pub *Publisher) error {
	err := p.header(publisherKeys, func(key, value string) error {
		switch key {
		case "title":
			pub.Title = value
		case "about":
			pub.About = value
		case "feed":
			pub.Feed = FeedKind(value)
		case "markup":
			pub.Markup = Markup(value)
		case "broken":
			pub.Broken = Breakage(value)
		case "delay":
			d, err := time.ParseDuration(value)
			if err != nil {
				return p.errorf("delay: %v", err)
			}
			pub.Delay = d
		case "writer":
			name, bio, ok := strings.Cut(value, " | ")
			if !ok {
				return p.errorf("writer: want \"name | one line about them\"")
			}
			pub.Writers = append(pub.Writers, Writer{name, bio})
		}
		return nil
	})
	if err != nil {
		return err
	}
	return p.check(*pub)
}

func (p *parser) check(pub Publisher) error {
	switch {
	case pub.Title == "" || pub.About == "":
		return p.errorf("publisher has no title or no about")
	case !slices.Contains([]FeedKind{RSS, Atom, JSON, RDF}, pub.Feed):
		return p.errorf("feed %q is not rss, atom, json or rdf", pub.Feed)
	case !slices.Contains([]Markup{Semantic, Builder, Opaque, Plain}, pub.Markup):
		return p.errorf("markup %q is not semantic, builder, opaque or plain", pub.Markup)
	case !slices.Contains([]Breakage{Whole, Cut, Missing}, pub.Broken):
		return p.errorf("broken %q is not cut or missing", pub.Broken)
	}
	return nil
}

// article reads one article, from its '===' line to the next.
func (p *parser) article() (draft, error) {
	line := p.lines[p.n]
	p.n++
	d := draft{line: p.n, header: make(map[string]string)}
	slug, ok := strings.CutPrefix(line, "=== ")
	if !ok || !slugShape.MatchString(slug) {
		return d, p.errorf("want \"=== slug-in-lower-case\", got %q", line)
	}
	d.slug = slug
	err := p.header(articleKeys, func(key, value string) error {
		if _, twice := d.header[key]; twice {
			return p.errorf("%s is given twice", key)
		}
		d.header[key] = value
		return nil
	})
	if err != nil {
		return d, err
	}
	for _, key := range articleNeeds {
		if d.header[key] == "" {
			return d, p.errorf("article has no %s", key)
		}
	}
	return d, p.text(&d)
}

// text reads body and comments, joining the lines of each block.
func (p *parser) text(d *draft) error {
	fresh := true // the next line begins a block
	for p.n < len(p.lines) && !strings.HasPrefix(p.lines[p.n], "===") {
		line := p.lines[p.n]
		p.n++
		switch {
		case line == "":
			fresh = true
		case strings.HasPrefix(line, "++ "):
			name, ago, ok := strings.Cut(line[3:], " | ")
			if !ok {
				return p.errorf("want \"++ name | age\", got %q", line)
			}
			d.comments = append(d.comments, draftComment{name: name, ago: ago})
			fresh = false
		case len(d.comments) > 0:
			c := &d.comments[len(d.comments)-1]
			c.text = strings.TrimSpace(c.text + " " + line)
		case fresh || strings.HasPrefix(line, "* "):
			d.body = append(d.body, line)
			fresh = false
		default:
			d.body[len(d.body)-1] += " " + strings.TrimSpace(line)
		}
	}
	if len(d.body) == 0 {
		return p.errorf("article %s has no text", d.slug)
	}
	return nil
}
