package track

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/wardround/wardround/seeds"
)

func rules(t testing.TB) *Rules {
	t.Helper()
	r, err := Load(seeds.FS)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestTimePhrases(t *testing.T) {
	r := rules(t)
	tests := []struct{ day, text, want string }{
		{"2023-08-23", "by the end of 2023/24", "2023-08-23..2024-03-31"},
		{"2023-08-23", "in 2024-25", "2024-04-01..2025-03-31"},
		{"2023-08-23", "by 2036/37", "2023-08-23..2037-03-31"},
		{"2025-05-01", "in 2026 to 2027", "2026-04-01..2027-03-31"},
		{"2024-01-10", "in Q3 2024/25", "2024-10-01..2024-12-31"},
		{"2024-01-10", "in the first half of 2025", "2025-01-01..2025-06-30"},
		{"2024-01-10", "by the end of the financial year", "2024-01-10..2024-03-31"},
		{"2024-01-10", "next financial year", "2024-04-01..2025-03-31"},
		{"2025-02-28", "from 1 October", "2025-10-01..2025-10-01"},
		{"2025-02-28", "on Wednesday 1 October 2025", "2025-10-01..2025-10-01"},
		{"2021-05-10", "on May 21", "2021-05-21..2021-05-21"},
		{"2025-02-28", "from October", "2025-10-01..2025-10-31"},
		{"2025-11-28", "in January", "2026-01-01..2026-01-31"},
		{"2024-01-17", "July of this year", "2024-07-01..2024-07-31"},
		{"2024-01-17", "by the end of May", "2024-01-17..2024-05-31"},
		{"2024-01-17", "mid-March", "2024-03-11..2024-03-20"},
		{"2024-01-17", "mid-2026", "2026-05-01..2026-08-31"},
		{"2024-01-17", "early in the new year", "2025-01-01..2025-03-31"},
		{"2024-12-09", "next summer", "2025-06-01..2025-08-31"},
		{"2026-01-13", "next spring", "2026-03-01..2026-05-31"},
		{"2025-07-15", "this summer", "2025-07-15..2025-08-31"},
		{"2025-07-03", "before winter", "2025-07-03..2025-11-30"},
		{"2024-12-09", "in spring next year", "2025-03-01..2025-05-31"},
		{"2024-01-17", "in winter 2024", "2024-12-01..2025-02-28"},
		{"2023-08-23", "later this year", "2023-08-23..2023-12-31"},
		{"2025-09-26", "next year", "2026-01-01..2026-12-31"},
		{"2025-03-10", "next month", "2025-04-01..2025-04-30"},
		{"2025-03-12", "this week", "2025-03-12..2025-03-16"},
		{"2025-03-24", "by this time next year", "2025-03-24..2026-03-24"},
		{"2024-03-06", "later today", "2024-03-06..2024-03-06"},
		{"2025-01-29", "by 2026", "2025-01-29..2026-12-31"},
		{"2025-01-29", "from the end of this year", "2025-12-01..2025-12-31"},
		{"2020-03-06", "between now and 2024", "2020-03-06..2024-12-31"},
		{"2025-09-26", "between 2025 and 2030", "2025-09-26..2030-12-31"},
		{"2024-03-07", "from 2025-26 to 2029-30", "2025-04-01..2030-03-31"},
		{"2025-03-10", "within 12 weeks", "2025-03-10..2025-06-02"},
		{"2025-03-10", "over the next two years", "2025-03-10..2027-03-10"},
		{"2025-01-31", "in one month's time", "2025-01-31..2025-02-28"},
		{"2025-03-10", "over three years from 2025/26", "2025-04-01..2028-03-31"},
		{"2025-03-10", "in the next 12 to 18 months", "2025-03-10..2026-09-10"},
		{"2025-03-10", "by Easter", "2025-03-10..2025-04-20"},
		{"2025-03-10", "by Christmas", "2025-03-10..2025-12-25"},
		{"2024-03-15", "imminently", "2024-03-15..2024-04-12 read"},
		{"2026-01-14", "shortly", "2026-01-14..2026-04-16 read"},
		{"2025-03-10", "in the coming weeks", "2025-03-10..2025-05-05 read"},
		{"2025-05-22", "over the coming months", "2025-05-22..2025-11-21 read"},
		{"2025-03-10", "within days", "2025-03-10..2025-03-24 read"},
		{"2025-03-10", "in due course", "in due course"},
		{"2025-03-10", "as soon as possible", "as soon as possible"},
		{"2025-03-10", "until further notice", "until further notice"},
		{"2025-03-10", "when parliamentary time allows", "when parliamentary time allows"},
		{"2025-03-10", "before the summer recess", "2025-03-10..2025-07-21 read"},
		{"2025-03-10", "by the end of this parliament", "2025-03-10..2029-07-09 read"},
		{"2025-09-27", "by the end of the current parliament in 2029", "2025-09-27..2029-12-31"},
		{"2025-03-10", "in the next parliament", "the next parliament"},
	}
	for _, tt := range tests {
		t.Run(tt.text+" said "+tt.day, func(t *testing.T) {
			if got := phraseOf(r, tt.day, tt.text); got != tt.want {
				t.Errorf("windows(%q, %s) = %s, want %s", tt.text, tt.day, got, tt.want)
			}
		})
	}
}

// phraseOf resolves the first time phrase of text.
func phraseOf(r *Rules, day, text string) string {
	d, _ := time.Parse(time.DateOnly, day)
	ws := (&reader{s: tokens(text, 0), day: d, cal: &r.calendar}).windows()
	if len(ws) == 0 {
		return "none"
	}
	w := ws[0]
	if !w.dated() {
		return w.vague
	}
	got := w.from.Format(time.DateOnly) + ".." + w.to.Format(time.DateOnly)
	if w.read && w.unit != "season" {
		got += " read"
	}
	return got
}

func TestNumbersAreNotDates(t *testing.T) {
	r := rules(t)
	for _, text := range []string{"£2.4 billion", "2,500 extra staff", "in its first three years", "the 8am rush", "80% of trusts", "band 7 to 8", "next year's award"} {
		if got := phraseOf(r, "2025-03-10", text); got != "none" {
			t.Errorf("windows(%q) = %s, want none", text, got)
		}
	}
}

func FuzzStatements(f *testing.F) {
	r := rules(f)
	data, err := os.ReadFile("testdata/statements.txt")
	if err != nil {
		f.Fatal(err)
	}
	for _, line := range strings.Split(string(data), "\n") {
		f.Add(line)
	}
	f.Add("by the end of the end of Q4 of 31/12/2024 to mid- “Dr. A. of")
	day, _ := time.Parse(time.DateOnly, "2025-03-10")
	f.Fuzz(func(t *testing.T, text string) {
		for _, s := range sentences(text, 0) {
			if s.text != text[s.start:s.end] {
				t.Fatalf("sentence %q is not at its place", s.text)
			}
			toks := tokens(s.text, s.start)
			for _, w := range (&reader{s: toks, day: day, cal: &r.calendar}).windows() {
				if w.end <= w.start || w.end > len(toks) || w.dated() && w.from.After(w.to) && !w.to.Before(day) {
					t.Fatalf("window %+v of %q", w, s.text)
				}
			}
			r.judge(toks, day, "")
		}
	})
}
