package digest

import (
	"strings"
	"testing"
	"time"

	"github.com/wardround/wardround/news"
	"unicode/utf8"
)

func TestCountAgreesInNumber(t *testing.T) {
	for n, want := range map[int]string{0: "0 stories", 1: "1 story", 2: "2 stories", 30: "30 stories", 1234: "1,234 stories", 1234567: "1,234,567 stories"} {
		if got := count(n, "story", "stories"); got != want {
			t.Errorf("count(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestSeries(t *testing.T) {
	for want, in := range map[string][]string{"": nil, "a": {"a"}, "a and b": {"a", "b"}, "a, b and c": {"a", "b", "c"}} {
		if got := series(in); got != want {
			t.Errorf("series(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestWindowInWords(t *testing.T) {
	loc := london(t)
	day := func(s string) time.Time {
		at, err := time.ParseInLocation("2006-01-02 15:04", s, loc)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	for _, tt := range []struct{ from, to, want string }{
		{"2024-03-11 07:30", "2024-03-18 07:30", "from 11 to 18 March"},
		{"2024-02-26 07:30", "2024-03-04 07:30", "from 26 February to 4 March"},
		{"2023-12-25 07:30", "2024-01-01 07:30", "from 25 December 2023 to 1 January"},
		{"2024-03-18 07:30", "2024-03-18 12:30", "on 18 March"},
	} {
		if got := windowWords(day(tt.from), day(tt.to), loc, 2024); got != tt.want {
			t.Errorf("%s to %s: %q, want %q", tt.from, tt.to, got, tt.want)
		}
	}
	if got := windowWords(time.Time{}, day("2024-03-18 07:30"), loc, 2024); got != "up to 18 March" {
		t.Errorf("without a beginning: %q", got)
	}
}

func TestHowOftenAllowsForTheClockChange(t *testing.T) {
	from := time.Date(2026, 3, 23, 7, 30, 0, 0, london(t))
	for want, to := range map[string]time.Time{
		"once a week": from.AddDate(0, 0, 7), "once a day": from.AddDate(0, 0, 1), "every two weeks": from.AddDate(0, 0, 14), "": from.AddDate(0, 0, 21),
	} {
		if got := howOften(news.Issue{From: from, To: to}); got != want {
			t.Errorf("howOften to %s = %q, want %q", to, got, want)
		}
	}
	if got := howOften(news.Issue{To: from}); got != "" {
		t.Errorf("without a beginning: %q", got)
	}
	if got := howOften(news.Issue{From: from, To: from.AddDate(0, 0, 14), EveryHours: 168}); got != "once a week" {
		t.Errorf("a weekly edition after a week without an issue comes %q", got)
	}
}

func TestWrapFillsLines(t *testing.T) {
	long := strings.Repeat("éclair ", 40)
	for _, l := range strings.Split(wrap(long), "\n") {
		if n := utf8.RuneCountInString(l); n > textWidth || n < textWidth-7 && !strings.HasSuffix(wrap(long), l) {
			t.Errorf("line of %d characters: %q", n, l)
		}
	}
	if got := strings.Join(strings.Fields(wrap(long)), " ") + " "; got != long {
		t.Error("wrap changed the words")
	}
	if got := wrap("  a \n b "); got != "a b" {
		t.Errorf("wrap = %q", got)
	}
}

func TestForeignHyphensAreNoSignature(t *testing.T) {
	if got := wrap("--"); got != "–" {
		t.Errorf("wrap of two hyphens = %q, want a dash: the rest of the mail would be taken for a signature", got)
	}
	if got := wrap("-- DATE PASSED"); got != "-- DATE PASSED" {
		t.Errorf("wrap = %q", got)
	}
}

func TestTidyKeepsOneBlankLineAndTheSignatureMark(t *testing.T) {
	if got, want := tidy("\n\na  \n\n\n\nb\r\n--\nc\n\n"), "a\n\nb\n-- \nc\n"; got != want {
		t.Errorf("tidy = %q, want %q", got, want)
	}
}
