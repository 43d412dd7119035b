package config

import (
	"cmp"
	"time"
)

const (
	// DefaultZone is where the readers are.
	DefaultZone = "Europe/London"
	// DefaultSchedule puts an issue on desks before the week's first meeting.
	DefaultSchedule = "30 7 * * 1"
	defaultName     = "weekly"
	defaultTitle    = "Wardround"
	day             = 24 * time.Hour
)

// Defaults returns the settings of an empty configuration, but for Store, which
// depends on the environment.
func Defaults() Settings {
	s := start()
	s.fill(Beat{})
	return s
}

// start returns what a file is read on top of.
func start() Settings {
	return Settings{
		Starter:   true,
		Fetch:     Fetch{Schedule: "*/30 * * * *", PageGap: time.Second, Parallel: 8, KeepPages: 180 * day},
		DKIM:      DKIM{Mode: "relay"},
		Retention: Retention{Messages: 7 * day, Addresses: 90 * day, Leavers: 28 * day, Texts: 730 * day},
		Operator:  Operator{Search: []string{"https://duckduckgo.com/?q={query}"}}, // no account, no profile
		SMTP: SMTP{
			TLS: "starttls", Auth: "auto", Rate: 30, Connections: 1,
			Lease: 2 * time.Minute, UnknownAfter: 15 * time.Minute, OnUnknown: "resend",
		},
	}
}

// SetDefaults sets what an entry of `sources` has when the file does not say.
func (s *Source) SetDefaults() { s.Kind, s.Excerpt = "feed", "short" }

// SetDefaults sets what an entry of `editions` has when the file does not say.
func (e *Edition) SetDefaults() {
	e.Schedule, e.Timezone = DefaultSchedule, DefaultZone
	e.MaxStories, e.Excerpts, e.Sentences = 30, 3, 9
	e.Accent, e.WhenEmpty = "#0b5394", "skip"
}

// fill sets the defaults that depend on other keys and on the beat.
func (s *Settings) fill(beat Beat) {
	if len(s.Editions) == 0 {
		weekly := Edition{Name: defaultName}
		weekly.SetDefaults()
		s.Editions = []Edition{weekly}
	}
	for i := range s.Editions {
		e := &s.Editions[i]
		if e.Title == "" {
			e.Title = cmp.Or(beat.Title, defaultTitle) + " " + e.Name
		}
		e.Introduction = cmp.Or(e.Introduction, beat.Introduction)
		if e.From == "" {
			e.From = s.Operator.Email
		}
	}
	if s.SMTP.Port == 0 {
		s.SMTP.Port = map[string]int{"starttls": 587, "implicit": 465, "none": 25}[s.SMTP.TLS]
	}
}
