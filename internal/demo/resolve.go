package demo

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/wardround/wardround/news"
)

var (
	agoDays  = regexp.MustCompile(`^(\d+)d (\d\d):(\d\d)$`)
	agoSpan  = regexp.MustCompile(`^(\d+)([hd])$`)
	blockFor = []struct {
		mark string
		kind news.BlockKind
	}{{"## ", news.Subhead}, {"> ", news.Quotation}, {"* ", news.ListItem}}
)

// articleAt makes an article of a draft, counting ages back from now, whose
// location is the one wall clocks are read in.
func (s sheet) articleAt(d draft, now time.Time) (Article, error) {
	a, err := s.resolve(d, now)
	if err != nil {
		return Article{}, fmt.Errorf("%s.txt:%d: article %s: %w", s.publisher.Name, d.line, d.slug, err)
	}
	return a, nil
}

func (s sheet) resolve(d draft, now time.Time) (Article, error) {
	published, err := ago(d.header["ago"], now)
	if err != nil {
		return Article{}, err
	}
	a := Article{
		Publisher: s.publisher.Name,
		Slug:      d.slug,
		Author:    d.header["by"],
		Section:   d.header["section"],
		Story:     d.header["story"],
		Page:      Breakage(d.header["page"]),
		Published: published,
	}
	if !slices.ContainsFunc(s.publisher.Writers, func(w Writer) bool { return w.Name == a.Author }) {
		return Article{}, fmt.Errorf("by: %q is not a writer of this publisher", a.Author)
	}
	if !slices.Contains([]Breakage{Whole, Missing, Members}, a.Page) {
		return Article{}, fmt.Errorf("page: %q is not missing or members", a.Page)
	}
	if tags := d.header["tags"]; tags != "" {
		a.Tags = strings.Split(tags, ", ")
	}
	a.URL = "https://" + s.publisher.Host() + a.Path()
	if a.Fate, err = parseFate(d.header["fate"]); err != nil {
		return Article{}, err
	}
	return a, a.fill(d, now)
}

// fill writes the article's texts, placeholders replaced.
func (a *Article) fill(d draft, now time.Time) error {
	var err error
	if a.Title, err = fill(d.header["title"], a.Published); err != nil {
		return err
	}
	if a.Summary, err = fill(d.header["summary"], a.Published); err != nil {
		return err
	}
	for _, text := range d.body {
		block := news.Block{Kind: news.Paragraph, Text: text}
		for _, b := range blockFor {
			if rest, ok := strings.CutPrefix(text, b.mark); ok {
				block = news.Block{Kind: b.kind, Text: rest}
			}
		}
		if block.Text, err = fill(block.Text, a.Published); err != nil {
			return err
		}
		a.Body = append(a.Body, block)
	}
	for _, c := range d.comments {
		at, err := ago(c.ago, now)
		if err != nil {
			return fmt.Errorf("comment of %s: %w", c.name, err)
		}
		text, err := fill(c.text, a.Published)
		if err != nil {
			return err
		}
		a.Comments = append(a.Comments, Comment{Name: c.name, At: at, Text: text})
	}
	return nil
}

// ago counts back from now: "5d 09:40" is that wall clock five days before,
// "2h" and "3d" are spans.
func ago(s string, now time.Time) (time.Time, error) {
	if m := agoDays.FindStringSubmatch(s); m != nil {
		days, hour, minute := number(m[1]), number(m[2]), number(m[3])
		if days == 0 || hour > 23 || minute > 59 {
			return time.Time{}, fmt.Errorf("age %q: want at least one day, and a clock", s)
		}
		return time.Date(now.Year(), now.Month(), now.Day()-days, hour, minute, 0, 0, now.Location()), nil
	}
	if m := agoSpan.FindStringSubmatch(s); m != nil {
		unit := map[string]time.Duration{"h": time.Hour, "d": 24 * time.Hour}[m[2]]
		return now.Add(-time.Duration(number(m[1])) * unit).Truncate(time.Minute), nil
	}
	return time.Time{}, fmt.Errorf("age %q: want \"5d 09:40\", \"3d\" or \"2h\"", s)
}

// number reads digits that a pattern has already matched. Too many of them
// give the largest number, an age before any article's.
func number(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil || n > 10000 {
		return 10000
	}
	return n
}

func parseFate(s string) (Fate, error) {
	way, what, _ := strings.Cut(s, " ")
	switch {
	case way == "in" && what != "":
		return Fate{Relevant: true, Topic: what}, nil
	case way == "out" && what != "":
		return Fate{Why: what}, nil
	}
	return Fate{}, fmt.Errorf("fate %q: want \"in TOPIC\" or \"out REASON\"", s)
}
