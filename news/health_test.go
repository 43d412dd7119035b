package news

import (
	"strings"
	"testing"
	"time"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

const aDay = 24 * time.Hour

func TestHealthOfASourceInAWordAndInPlainWords(t *testing.T) {
	well := SourceState{LastTry: noon, LastRead: noon, LastNew: noon, Outcome: OutcomeNew}
	with := func(change func(*SourceState)) SourceState { s := well; change(&s); return s }
	bad := func(outcome Outcome, failures int) SourceState {
		return with(func(s *SourceState) {
			s.Outcome, s.Failures, s.FailingSince, s.Reason, s.LastRead = outcome, failures, noon.Add(-3*time.Hour), "the reason", noon.Add(-4*time.Hour)
		})
	}
	for name, c := range map[string]struct {
		source  Source
		state   SourceState
		want    HealthState
		words   string
		missing bool
	}{
		"well":             {state: well, want: HealthOK},
		"off":              {source: Source{Off: true}, state: bad(OutcomeFailed, 9), want: HealthOff, words: "switched off"},
		"never asked":      {want: HealthUnread, words: "not read yet", missing: true},
		"one bad read":     {state: bad(OutcomeFailed, 1), want: HealthOK, words: "not read the last time: the reason"},
		"two bad reads":    {state: bad(OutcomeFailed, 2), want: HealthFailing, words: "could not be read since 20 November 2026 (2 in a row): the reason", missing: true},
		"no feed":          {state: bad(OutcomeNotAFeed, 2), want: HealthFailing, words: "the reason", missing: true},
		"refused":          {state: bad(OutcomeRefused, 2), want: HealthRefused, words: "refuses us since 20 November 2026", missing: true},
		"challenged":       {state: bad(OutcomeChallenged, 2), want: HealthChallenged, words: "check for robots", missing: true},
		"gone":             {state: with(func(s *SourceState) { s.Gone = true }), want: HealthGone, words: "410", missing: true},
		"first read bad":   {state: with(func(s *SourceState) { s.Failures, s.LastRead = 1, time.Time{} }), want: HealthFailing, words: "could not be read", missing: true},
		"bad for a day":    {state: with(func(s *SourceState) { s.Failures, s.LastRead = 1, noon.Add(-25*time.Hour) }), want: HealthFailing, words: "could not be read", missing: true},
		"read again once":  {state: with(func(s *SourceState) { s.Shaken, s.Trouble = 1, OutcomeRefused }), want: HealthRefused, words: "read again on 20 November 2026"},
		"a usual pause":    {state: with(func(s *SourceState) { s.Habit, s.LastNew = 10*aDay, noon.Add(-59*aDay) }), want: HealthOK},
		"a long silence":   {state: with(func(s *SourceState) { s.Habit, s.LastNew = 10*aDay, noon.Add(-61*aDay) }), want: HealthSilent, words: "nothing new since 20 September 2026, where something comes every 10 days"},
		"a holiday":        {state: with(func(s *SourceState) { s.Habit, s.LastNew = time.Hour, noon.Add(-13*aDay) }), want: HealthOK},
		"news elsewhere":   {state: with(func(s *SourceState) { s.Habit, s.LastNew, s.Newest = aDay, noon.Add(-30*aDay), noon }), want: HealthOK},
		"an emptied list":  {state: with(func(s *SourceState) { s.EmptyReads, s.Reason = 3, "it has listed nothing" }), want: HealthSilent, words: "it has listed nothing"},
		"too much at once": {state: with(func(s *SourceState) { s.Left = 210 }), want: HealthOK, words: "210 items wait for the next"},
		"slow":             {state: with(func(s *SourceState) { s.Slow = true }), want: HealthSlow, words: "slowly"},
		"moved":            {state: with(func(s *SourceState) { s.Moved, s.CurrentURL = true, "https://new.example/" }), want: HealthMoved, words: "https://new.example/"},
		"cut, yet read":    {state: with(func(s *SourceState) { s.Outcome, s.Reason = OutcomePartial, "the document is cut" }), want: HealthOK, words: "the document is cut"},
	} {
		t.Run(name, func(t *testing.T) {
			got := HealthOf(c.source, c.state, noon)
			if got.State != c.want || !strings.Contains(got.Words, c.words) || got.Missing != c.missing {
				t.Errorf("%+v; want %s, %q, missing %t", got, c.want, c.words, c.missing)
			}
		})
	}
}

func TestHealthDoesNotFlickerWithASourceThatWavers(t *testing.T) {
	for name, c := range map[string]struct{ reads, want string }{ // g good, b bad; o ok, f failing
		"now and then":      {"gbgbgbg", "ooooooo"},
		"twice, then well":  {"gbbggg", "ooffoo"},
		"twice, wavering":   {"gbbgbggg", "ooffffoo"},
		"down, then steady": {"gbbbbgg", "ooffffo"},
	} {
		t.Run(name, func(t *testing.T) {
			var s SourceState
			got := ""
			for i, read := range c.reads {
				at := noon.Add(time.Duration(i) * time.Hour)
				s.LastTry, s.LastNew = at, at
				if read == 'g' {
					s.LastRead, s.Failures, s.Outcome = at, 0, OutcomeNew
				} else {
					s.Failures, s.Outcome = s.Failures+1, OutcomeFailed
				}
				s.Settled(false)
				got += string(HealthOf(Source{}, s, at).State[0])
			}
			if got != c.want {
				t.Errorf("reads %s: health %s, want %s", c.reads, got, c.want)
			}
		})
	}
}

func TestSlownessTakesThreeSlowReadsAndThreeQuickOnesToGo(t *testing.T) {
	var s SourceState
	got := ""
	for _, slow := range "sssqsqqqs" {
		s.Settled(slow == 's')
		got += map[bool]string{true: "s", false: "q"}[s.Slow]
	}
	if want := "qqsssssqq"; got != want {
		t.Errorf("slow: %s, want %s", got, want)
	}
}
