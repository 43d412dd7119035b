package jobs

import (
	"testing"
	"time"
)

func london(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestScheduleComesOnceWhereClocksChange(t *testing.T) {
	tests := map[string]struct {
		line, after string
		want        []string
	}{
		"a weekly time in the spring gap is not a week late": {
			"30 1 * * 0", "2027-03-27T12:00:00Z", []string{"2027-03-28T01:00:00Z", "2027-04-04T00:30:00Z"}},
		"a time that comes twice in autumn counts the first time": {
			"30 1 * * 0", "2027-10-30T12:00:00Z", []string{"2027-10-31T00:30:00Z", "2027-11-07T01:30:00Z"}},
		"Monday half past seven on both sides of the spring change": {
			"30 7 * * 1", "2027-03-20T00:00:00Z", []string{"2027-03-22T07:30:00Z", "2027-03-29T06:30:00Z"}},
		"the gap's own first minute": {
			"0 1 28 3 *", "2027-03-27T12:00:00Z", []string{"2027-03-28T01:00:00Z"}},
		"every half hour through the gap": {
			"*/30 * * * *", "2027-03-28T00:15:00Z", []string{"2027-03-28T00:30:00Z", "2027-03-28T01:00:00Z", "2027-03-28T01:30:00Z"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s, err := ParseSchedule(test.line, london(t))
			if err != nil {
				t.Fatal(err)
			}
			at, err := time.Parse(time.RFC3339, test.after)
			if err != nil {
				t.Fatal(err)
			}
			for i, want := range test.want {
				at = s.Next(at)
				if got := at.UTC().Format(time.RFC3339); got != want {
					t.Fatalf("instant %d after %s: got %s, want %s", i+1, test.after, got, want)
				}
			}
		})
	}
}

func TestMondaysOfTenYearsEachOnce(t *testing.T) {
	zone := london(t)
	s, err := ParseSchedule("30 7 * * 1", zone)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for at = s.Next(at); at.Year() < 2036; at = s.Next(at) {
		local := at.In(zone)
		if local.Weekday() != time.Monday || local.Hour() != 7 || local.Minute() != 30 {
			t.Fatalf("got %s, want a Monday at 07:30", local)
		}
		key := s.Slot("weekly", at).Key
		if seen[key] {
			t.Fatalf("slot %s comes twice", key)
		}
		seen[key] = true
	}
	if want := 522; len(seen) != want { // Mondays from 5 January 2026 to 31 December 2035
		t.Errorf("got %d slots, want %d", len(seen), want)
	}
}

func TestLatestIsTheLastAtOrBefore(t *testing.T) {
	zone := london(t)
	for line, want := range map[string]string{
		"30 7 * * 1":   "2026-11-16T07:30",
		"*/5 * * * *":  "2026-11-21T09:10",
		"0 0 1 1 *":    "2026-01-01T00:00",
		"0 0 29 2 *":   "2024-02-29T00:00",
		"12 9 * * *":   "2026-11-21T09:12",
		"13 9 * * *":   "2026-11-20T09:13",
		"0 12 15 * *":  "2026-11-15T12:00",
		"30 7 * 6-8 1": "2026-08-31T07:30",
	} {
		s, err := ParseSchedule(line, zone)
		if err != nil {
			t.Fatal(err)
		}
		now := time.Date(2026, 11, 21, 9, 12, 0, 0, time.UTC)
		if got := s.Slot("x", s.Latest(now)).Key; got != want {
			t.Errorf("Latest of %q = %s, want %s", line, got, want)
		}
	}
}

func TestParseScheduleRefuses(t *testing.T) {
	for line, why := range map[string]string{
		"":                                "empty",
		"TZ=":                             "a zone without a line, on which the library panics",
		"CRON_TZ=Europe/London 0 7 * * 1": "a zone of its own",
		"0 0 31 2 *":                      "a day that never comes",
		"0 7 * * 7":                       "day 7",
		"@every 1h":                       "no wall clock",
		"0 7 * *":                         "four fields",
		"0 0 7 * * 1":                     "six fields",
		"61 7 * * 1":                      "minute 61",
	} {
		if _, err := ParseSchedule(line, london(t)); err == nil {
			t.Errorf("ParseSchedule(%q) took %s", line, why)
		}
	}
}

func FuzzParseSchedule(f *testing.F) {
	for _, line := range []string{"30 7 * * 1", "TZ=", "@weekly", "0 0 31 2 *", "*/7 1-5,9 * JAN MON#1"} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		s, err := ParseSchedule(line, time.UTC)
		if err != nil {
			return
		}
		now := time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)
		if next := s.Next(now); next.IsZero() || !next.After(now) {
			t.Errorf("Next of %q = %v", line, next)
		}
	})
}

func TestUnsafeNamesTimesThatTheClocksSkipOrShowTwice(t *testing.T) {
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]string{
		"30 7 * * 1": "", "30 1 * * 0": "2027-03-28", "0 1 * * *": "2027-03-28", "59 1 * * *": "2027-03-28", "0 2 * * *": "",
		"59 0 * * *": "", "*/30 * * * *": "", "0 * * * *": "", "30 1 * * 1": "", "30 1 28 3 *": "2027-03-28", "15 1 * 10 0": "2027-10-31",
	}
	for line, want := range tests {
		s, err := ParseSchedule(line, london)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if at, found := s.Unsafe(monday); found {
			got = at.Format("2006-01-02")
		}
		if got != want {
			t.Errorf("Unsafe(%q) = %q, want %q", line, got, want)
		}
	}
}
