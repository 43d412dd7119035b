package jobs

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/wardround/wardround/news"
)

func TestWhenNoSourceWasReadIsKnownFromWhatEachMissed(t *testing.T) {
	at := func(days int) time.Time { return monday.Add(time.Duration(days) * day) }
	gap := func(from, to int) news.ReadGap { return news.ReadGap{From: at(from), To: at(to)} }
	state := func(first, last int, gaps ...news.ReadGap) news.SourceState {
		return news.SourceState{FirstRead: at(first), LastRead: at(last), Gaps: gaps}
	}
	for name, tt := range map[string]struct {
		states []news.SourceState
		want   []news.ReadGap
	}{
		"read all the time":           {[]news.SourceState{state(-90, 28), state(-90, 28)}, nil},
		"one was read":                {[]news.SourceState{state(-90, 28, gap(2, 20)), state(-90, 28)}, nil},
		"down for eighteen days":      {[]news.SourceState{state(-90, 28, gap(2, 20)), state(-90, 28, gap(1, 19))}, []news.ReadGap{gap(2, 19)}},
		"begun before, not over":      {[]news.SourceState{state(-90, 28, gap(-30, -20), gap(-3, 8))}, []news.ReadGap{gap(0, 8)}},
		"between reads of a round":    {[]news.SourceState{state(-90, 28, news.ReadGap{From: at(2).Add(time.Hour), To: at(20)}, gap(20, 27)), state(-90, 28, gap(2, 20))}, []news.ReadGap{{From: at(2).Add(time.Hour), To: at(20)}}},
		"a moment between two gaps":   {[]news.SourceState{state(-90, 28, gap(2, 9)), state(-90, 28, news.ReadGap{From: at(9).Add(-time.Hour), To: at(20)})}, nil},
		"not read since":              {[]news.SourceState{state(-90, 9)}, []news.ReadGap{gap(9, 28)}},
		"a newcomer was not read yet": {[]news.SourceState{state(-90, 28, gap(2, 20)), state(19, 28)}, []news.ReadGap{gap(2, 19)}},
		"a source never read":         {[]news.SourceState{state(-90, 28, gap(2, 20)), {}}, []news.ReadGap{gap(2, 20)}},
		"first read in the window":    {[]news.SourceState{state(12, 28)}, nil},
		"nothing read ever":           {[]news.SourceState{{}}, nil},
	} {
		states := map[string]news.SourceState{}
		var sources []news.Source
		for i, s := range tt.states {
			url := string(rune('a' + i))
			states[url], sources = s, append(sources, news.Source{URL: url})
		}
		if diff := cmp.Diff(tt.want, away(sources, states, at(0), at(28)), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
