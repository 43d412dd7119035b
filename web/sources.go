package web

import (
	"context"
	"net/http"
	"time"

	"github.com/wardround/wardround/news"
)

// sourceLine is one source and how reading it goes. Its address may hold a key
// and is not shown.
type sourceLine struct {
	Name     string    `json:"name"`
	Health   string    `json:"health"` // ok, trouble, waiting, off
	Words    string    `json:"words"`
	LastRead time.Time `json:"last_read,omitzero"`
	LastNew  time.Time `json:"last_new,omitzero"`
	news.SourceCount
	Read string `json:"-"`
}

// Trouble tells that news of the source may be missing.
func (l sourceLine) Trouble() bool { return l.Health == healthTrouble }

const (
	healthOK      = "ok"
	healthTrouble = "trouble"
	healthWaiting = "waiting"
	healthOff     = "off"
)

type sourcesData struct {
	Since   news.Day     `json:"since"` // what is counted was first seen from this day on
	Summary string       `json:"summary"`
	Sources []sourceLine `json:"sources"`
}

func (s *Site) sources(r *http.Request) (page, error) {
	since := s.now().Add(-4 * week)
	states, err := s.archive.SourceStates(r.Context())
	if err != nil {
		return page{}, err
	}
	counts, err := s.archive.SourceCounts(r.Context(), since)
	if err != nil {
		return page{}, err
	}
	d := sourcesData{Since: news.DayOf(since, s.zone), Sources: []sourceLine{}}
	well, trouble := 0, 0
	for _, source := range s.sourcesNow(r.Context()) {
		line := s.sourceLine(source, states[source.URL])
		line.SourceCount = counts[source.URL]
		switch line.Health {
		case healthOK:
			well++
		case healthTrouble:
			trouble++
		}
		d.Sources = append(d.Sources, line)
	}
	d.Summary = coverage(len(d.Sources), well, trouble)
	return page{Name: "sources", Title: "Sources", Menu: "/sources", Data: d}, nil
}

// sourcesNow are the sources as they are declared, or were at the start when they
// cannot be read.
func (s *Site) sourcesNow(ctx context.Context) []news.Source {
	if s.opts.SourcesNow == nil {
		return s.opts.Sources
	}
	sources, err := s.opts.SourcesNow(ctx)
	if err != nil {
		s.log.Error("the declared sources cannot be read; those of the start are shown", "err", err)
		return s.opts.Sources
	}
	return sources
}

// excerptOf says what may be quoted of the source with this identity: of one that is
// declared no more, what was allowed when it was last read.
func (s *Site) excerptOf(ctx context.Context, identity string) (news.Excerpt, error) {
	for _, source := range s.sourcesNow(ctx) {
		if source.URL == identity {
			return source.Excerpt, nil
		}
	}
	states, err := s.archive.SourceStates(ctx)
	return states[identity].Quotable(), err
}

// coverage says in a sentence how complete the archive is.
func coverage(all, well, trouble int) string {
	switch {
	case all == 0:
		return "No source is read."
	case well == all:
		return "We read " + count(all, "source", "sources") + ", all without trouble."
	case trouble == 0:
		return "We read " + count(well, "source", "sources") + " of " + count(all, "source", "sources") + " without trouble; the others are off or not read yet."
	}
	return "We watch " + count(all, "source", "sources") + ". " + count(trouble, "source has", "sources have") +
		" trouble: news may be missing."
}

func (s *Site) sourceLine(source news.Source, state news.SourceState) sourceLine {
	line := sourceLine{Name: clean(source.Name, wordRunes), Health: healthOK, LastRead: state.LastRead, LastNew: state.LastNew, Read: "never"}
	if !state.LastRead.IsZero() {
		line.Read = s.dayWords(news.DayOf(state.LastRead, s.zone)) + state.LastRead.In(s.zone).Format(", 15:04")
	}
	health := news.HealthOf(source, state, s.now())
	switch {
	case health.State == news.HealthOff:
		line.Health, line.Words = healthOff, "Switched off"
	case health.State == news.HealthGone:
		line.Health, line.Words = healthTrouble, "Its feed is closed for good"
	case health.State == news.HealthUnread:
		line.Health, line.Words = healthWaiting, "Not read yet"
	case health.Missing:
		line.Health, line.Words = healthTrouble, troubleWords(state.Outcome)
		if since := news.DayOf(health.Since, s.zone); since != "" {
			line.Words += " since " + s.dayWords(since)
		}
	case health.State == news.HealthSilent && !health.Since.IsZero():
		line.Words = "Read without trouble; nothing new since " + s.dayWords(news.DayOf(health.Since, s.zone))
	default:
		line.Words = "Read without trouble"
	}
	return line
}

func troubleWords(o news.Outcome) string {
	switch o {
	case news.OutcomeRefused:
		return "Refuses us"
	case news.OutcomeChallenged:
		return "Shows a check for robots instead of its news"
	case news.OutcomeNotAFeed:
		return "No news feed at its address"
	case news.OutcomePartial:
		return "Could be read only in part"
	}
	return "Could not be read"
}
