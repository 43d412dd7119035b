package web

import (
	"net/http"
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
	d := aboutData{Version: s.opts.Version, Operator: s.opts.Operator, Sources: len(s.sourcesNow(r.Context())), Topics: len(s.opts.Topics)}
	for _, e := range s.opts.Editions {
		d.Editions = append(d.Editions, editionLine{Title: e.Title, Zone: e.Location.String()})
	}
	return page{Name: "about", Title: "About this site", Menu: "/about", Data: d}, nil
}

// privacyData is what the privacy page says of this installation.
type privacyData struct {
	Operator  news.Operator `json:"operator"`
	Messages  string        `json:"kept_messages"`
	Addresses string        `json:"kept_addresses"`
	Texts     string        `json:"kept_texts"`
	Leavers   string        `json:"kept_leavers"`
	Pages     string        `json:"kept_pages"`
	LogIn     bool          `json:"log_in"`
}

func (s *Site) privacy(*http.Request) (page, error) {
	keep := s.opts.Retention
	d := privacyData{Operator: s.opts.Operator, Messages: kept(keep.Messages), Addresses: kept(keep.Addresses),
		Texts: kept(keep.Texts), Leavers: kept(keep.Leavers), LogIn: s.opts.Username != ""}
	if keep.Pages > 0 {
		d.Pages = kept(keep.Pages)
	}
	return page{Name: "privacy", Title: "Privacy", Menu: "/about", Data: d}, nil
}

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
	On       string        `json:"-"`
}

func (s *Site) accessibility(*http.Request) (page, error) {
	d := accessibilityData{Operator: s.opts.Operator, Standard: "WCAG 2.2 AA", Tested: accessibilityTested, On: accessibilityTested.Long()}
	return page{Name: "accessibility", Title: "Accessibility", Menu: "/about", Data: d}, nil
}
