package news

import (
	"fmt"
	"time"
)

// HealthState says in a word how reading a source goes.
type HealthState string

const (
	HealthOK         HealthState = "ok"           //
	HealthSlow       HealthState = "slow"         // read, but it takes long
	HealthFailing    HealthState = "failing"      // network, server, or no feed at its address
	HealthRefused    HealthState = "refused"      // the server does not want us
	HealthChallenged HealthState = "challenged"   // a bot wall or log-in page in place of the feed
	HealthSilent     HealthState = "silent"       // read well, and nothing new for longer than is its habit
	HealthGone       HealthState = "gone"         // 410: never asked again
	HealthMoved      HealthState = "moved"        // read well at another address than the declared one
	HealthUnread     HealthState = "not read yet" //
	HealthOff        HealthState = "off"          //
)

// HealthStates lists all of them, the best first.
var HealthStates = []HealthState{HealthOK, HealthMoved, HealthSlow, HealthSilent, HealthUnread, HealthFailing,
	HealthRefused, HealthChallenged, HealthGone, HealthOff}

// Trouble reports whether the source is in a state in which its news is missed.
func (h HealthState) Trouble() bool {
	return h == HealthFailing || h == HealthRefused || h == HealthChallenged || h == HealthGone
}

// Health is how reading a source goes, with the reason in plain words.
type Health struct {
	State HealthState `json:"state"`
	Words string      `json:"words"`
	Since time.Time   `json:"since,omitzero"` // when trouble or silence began
	// Missing tells that news may be missing at this moment: the source is in
	// trouble and was not read well last, or was never read.
	Missing bool `json:"missing,omitempty"`
}

// A single bad answer is no trouble, a single good one no recovery: a source that
// wavers would change its health, and be told of, every hour.
const (
	troubleAfter = 2                   // bad reads in a row
	recoverAfter = 2                   // good reads in a row
	unreadTooOld = 24 * time.Hour      // unless it is read rarely: then one bad read is a day's news
	slowAfter    = 3                   // slow reads more than quick ones
	silentLeast  = 14 * 24 * time.Hour // no silence is told of before: people go on holiday
	silentUsual  = 45 * 24 * time.Hour // when the habit is not known
	silentHabits = 6                   // usual gaps
)

// Settled notes the outcome of a read for later readings of the health: whether it
// went well, and whether it was slow. It is called once a read, after Failures was
// brought up to date.
func (s *SourceState) Settled(slow bool) {
	switch {
	case s.Failures >= troubleAfter, s.Failures > 0 && s.Shaken > 0:
		s.Shaken, s.Trouble = recoverAfter, s.Outcome
	case s.Failures == 0 && s.Shaken > 0:
		s.Shaken--
	}
	if s.Failures > 0 {
		return // how long a failure takes says nothing
	}
	if slow {
		s.SlowReads = min(s.SlowReads+1, slowAfter)
	} else {
		s.SlowReads = max(s.SlowReads-1, 0)
	}
	s.Slow = s.SlowReads == slowAfter || s.Slow && s.SlowReads > 0
}

// HealthOf says how reading source goes at now. Days in its words are those of
// now's zone.
func HealthOf(source Source, s SourceState, now time.Time) Health {
	day := func(t time.Time) string { return t.In(now.Location()).Format("2 January 2006") }
	quiet := s.quietSince(now)
	switch {
	case source.Off:
		return Health{State: HealthOff, Words: "switched off"}
	case s.Gone:
		return Health{State: HealthGone, Words: "the publisher ended it (410); wardround sources remove, or add once it is back", Since: s.FailingSince, Missing: true}
	case s.LastTry.IsZero() && s.LastRead.IsZero():
		return Health{State: HealthUnread, Words: string(HealthUnread), Missing: true}
	case s.troubled(now):
		return s.trouble(now, day)
	case s.EmptyReads > 0 && s.Reason != "":
		return Health{State: HealthSilent, Words: s.Reason, Since: s.LastNew}
	case !quiet.IsZero():
		return Health{State: HealthSilent, Words: "nothing new since " + day(quiet) + usually(s.Habit), Since: quiet}
	case s.Slow:
		return Health{State: HealthSlow, Words: "it answers slowly; its news comes all the same"}
	case s.Moved:
		return Health{State: HealthMoved, Words: "moved for good to " + s.CurrentURL + "; put that into its place"}
	case s.Failures > 0:
		return Health{State: HealthOK, Words: fmt.Sprintf("not read the last time: %s; read well on %s", s.Reason, day(s.LastRead))}
	}
	if s.RecentFlood(now) {
		return Health{State: HealthOK, Words: FloodWords(source, s)}
	}
	if s.Left > 0 {
		return Health{State: HealthOK, Words: fmt.Sprintf("lists more that is new than one read takes in; %d items wait for the next", s.Left)}
	}
	return Health{State: HealthOK, Words: s.Reason}
}

// floodTold is how long a flood is worth a word after the day it came.
const floodTold = 7 * 24 * time.Hour

// FloodWords tells of a source that listed its past as if it were new, and how to let
// that in.
func FloodWords(source Source, s SourceState) string {
	return fmt.Sprintf("listed %d old items as if they were new; they are kept out of issues (to let them in: wardround fetch --source %q --since 30d)", s.FloodItems, source.Name)
}

// RecentFlood reports whether a flood is still worth a word at now.
func (s SourceState) RecentFlood(now time.Time) bool {
	return !s.Flooded.IsZero() && now.Sub(s.Flooded) < floodTold
}

// troubled reports whether bad reads have become trouble, or have not ceased to be.
func (s SourceState) troubled(now time.Time) bool {
	return s.Failures >= troubleAfter || s.Shaken > 0 ||
		s.Failures > 0 && (s.LastRead.IsZero() || now.Sub(s.LastRead) > unreadTooOld)
}

// trouble is the health of a source that is in trouble.
func (s SourceState) trouble(now time.Time, day func(time.Time) string) Health {
	if s.Failures == 0 {
		return Health{State: troubleState(s.Trouble), Words: "read again on " + day(s.LastRead) + "; it stays watched until it is read well once more"}
	}
	h := Health{State: troubleState(s.Outcome), Since: s.FailingSince, Missing: true}
	h.Words = map[HealthState]string{
		HealthRefused: "refuses us", HealthChallenged: "shows a check for robots or a log-in instead of its news",
		HealthGone: "the publisher ended it",
	}[h.State]
	if h.Words == "" {
		h.Words = "could not be read"
	}
	if !s.FailingSince.IsZero() {
		h.Words += " since " + day(s.FailingSince)
	}
	if s.Failures > 1 {
		h.Words += fmt.Sprintf(" (%d in a row)", s.Failures)
	}
	if s.Reason != "" {
		h.Words += ": " + s.Reason
	}
	return h
}

func troubleState(o Outcome) HealthState {
	switch o {
	case OutcomeRefused:
		return HealthRefused
	case OutcomeChallenged:
		return HealthChallenged
	case OutcomeGone:
		return HealthGone
	}
	return HealthFailing
}

// quietSince returns since when a source has had nothing new, if that is beyond its
// habit, else the zero instant.
func (s SourceState) quietSince(now time.Time) time.Time {
	last := s.LastNew
	if s.Newest.After(last) { // others may have listed all of it before
		last = s.Newest
	}
	patience := silentUsual
	if s.Habit > 0 {
		patience = max(silentHabits*s.Habit, silentLeast)
	}
	if last.IsZero() || now.Sub(last) <= patience {
		return time.Time{}
	}
	return last
}

// usually says what a source's habit is.
func usually(habit time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case habit <= 0:
		return ""
	case habit < 2*day:
		return ", where something comes every day or two otherwise"
	}
	return fmt.Sprintf(", where something comes every %d days otherwise", habit/day)
}
