package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/wardround/wardround/news"
)

// accessibilityTested is when the pages were last tested, by tool and by hand;
// whoever changes a template tests again and sets it.
const accessibilityTested news.Day = "2026-11-21"

type aboutData struct {
	Version  string        `json:"version"`
	Operator news.Operator `json:"operator"`
	Sources  int           `json:"sources"`
	Topics   int           `json:"topics"`
	Editions []editionLine `json:"editions"`
}

type editionLine struct {
	Title string `json:"title"`
	Zone  string `json:"zone"`
}

func (s *Site) about(r *http.Request) (page, error) {
	d := aboutData{Version: s.opts.Version, Operator: s.opts.Operator, Sources: len(s.sourcesNow(r.Context())), Topics: len(s.opts.Topics),
		Editions: []editionLine{}}
	for _, e := range s.opts.Editions {
		d.Editions = append(d.Editions, editionLine{Title: e.Title, Zone: e.Location.String()})
	}
	return page{Name: "about", Title: "About this site", Menu: "/about", Data: d}, nil
}

// privacyData is what the privacy page says of this installation.
type privacyData struct {
	Operator  news.Operator `json:"operator"`
	Purpose   string        `json:"purpose"`
	Basis     string        `json:"basis"`
	Messages  string        `json:"kept_messages"`
	Addresses string        `json:"kept_addresses"`
	Texts     string        `json:"kept_texts"`
	Leavers   string        `json:"kept_leavers"`
	Pages     string        `json:"kept_pages"`
	LogIn     bool          `json:"log_in"`
	Proxy     bool          `json:"log_in_by_proxy"`
}

func (s *Site) privacy(*http.Request) (page, error) {
	keep, said := s.opts.Retention, s.opts.Stated
	d := privacyData{Operator: s.opts.Operator, Messages: kept(keep.Messages), Addresses: kept(keep.Addresses),
		Texts: kept(keep.Texts), Leavers: kept(keep.Leavers), LogIn: s.opts.Username != "", Proxy: s.opts.UserHeader != "",
		Purpose: cmp.Or(phrase(said.Purpose), "to send you what you were signed up for"),
		Basis:   cmp.Or(phrase(said.Basis), "legitimate interest (UK GDPR, article 6(1)(f))")}
	if keep.Pages > 0 {
		d.Pages = kept(keep.Pages)
	}
	return page{Name: "privacy", Title: "Privacy", Menu: "/about", Data: d}, nil
}

// phrase is a line of the operator's as a part of a sentence.
func phrase(text string) string { return strings.TrimRight(clean(text, titleRunes), ".") }

// kept says how long something is kept.
func kept(d time.Duration) string {
	days := int(d / (24 * time.Hour))
	switch {
	case d <= 0:
		return "for as long as this service runs"
	case days < 1:
		return "for less than a day"
	}
	return "for " + count(days, "day", "days")
}

type accessibilityData struct {
	Operator news.Operator `json:"operator"`
	Standard string        `json:"standard"`
	Tested   news.Day      `json:"tested"`
	Faults   []string      `json:"known_faults"`
	Here     bool          `json:"tested_by_operator"` // the program's own day is of its pages, wherever they are
}

func (s *Site) accessibility(*http.Request) (page, error) {
	said := s.opts.Stated
	d := accessibilityData{Operator: s.opts.Operator, Standard: "WCAG 2.2 AA", Tested: cmp.Or(said.Tested, accessibilityTested), Here: said.Tested != ""}
	d.Faults = slices.Clone(ourFaults)
	for _, fault := range said.Faults {
		d.Faults = append(d.Faults, sentence(clean(fault, queryRunes)))
	}
	return page{Name: "accessibility", Title: "Accessibility", Menu: "/about", Data: d}, nil
}

// ourFaults are those of the program itself.
var ourFaults = []string{
	"Wide tables scroll sideways within their own frame on a narrow screen.",
	"Headlines are the publishers' own words and may not make sense alone.",
	"Pages we link to are not ours.",
}
