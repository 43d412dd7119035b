package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/wardround/wardround/news"
)

func TestANarrowTerminalDropsSpareColumnsOnly(t *testing.T) {
	l := listing{header: []string{"id", "title", "source", "topics"}, wide: 1, spare: []string{"topics", "source"},
		rows: [][]string{{"1", strings.Repeat("t", 60), "Ward and Wire", strings.Repeat("x", 30)}}}
	for width, want := range map[int][]string{
		140: {"id", "title", "source", "topics"},
		80:  {"id", "title", "source"},
		50:  {"id", "title"},
		20:  {"id", "title"},
	} {
		got := l.fit(width)
		if diff := cmp.Diff(want, got.header); diff != "" {
			t.Errorf("at %d columns (-want +got):\n%s", width, diff)
		}
		if len(got.rows[0]) != len(want) {
			t.Errorf("at %d columns: row of %d cells", width, len(got.rows[0]))
		}
	}
	if len(l.header) != 4 || len(l.rows[0]) != 4 {
		t.Error("fit changed the listing it was asked about")
	}
}

func TestForeignTextCannotSteerTheTerminal(t *testing.T) {
	var out bytes.Buffer
	l := listing{header: []string{"title"}, rows: [][]string{{"a\x1b[31mred\u202e\nb\x07\u009b"}}}
	if err := l.print(&app{out: &out}, "table"); err != nil {
		t.Fatal(err)
	}
	if got, want := out.String(), "TITLE\na[31mred b\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWrapKeepsToTheWidthAndIndents(t *testing.T) {
	got := wrap("one two three four five six", 9, "  ")
	if want := "one two\n  three\n  four five\n  six"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestHealthTellsOfARuleThatMissedSeveralPages(t *testing.T) {
	for _, tt := range []struct {
		state  news.HealthState
		misses int
		told   bool
	}{{news.HealthOK, ruleMissesTold - 1, false}, {news.HealthOK, ruleMissesTold, true}, {news.HealthFailing, 9, false}} {
		got := withRuleMisses(news.Health{State: tt.state, Words: "words"}, tt.misses)
		if told := strings.HasPrefix(got.Words, "site rule no longer matches"); told != tt.told || got.State != tt.state || !told && got.Words != "words" {
			t.Errorf("withRuleMisses(%q, %d) = %+v", tt.state, tt.misses, got)
		}
	}
}

func TestSinceTakesLengthsAndDays(t *testing.T) {
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	for s, want := range map[string]time.Time{
		"7d":         now.AddDate(0, 0, -7),
		"2w":         now.AddDate(0, 0, -14),
		"36h":        now.Add(-36 * time.Hour),
		"2026-11-16": time.Date(2026, 11, 16, 0, 0, 0, 0, time.UTC),
	} {
		got, err := since(s, now)
		if err != nil || !got.Equal(want) {
			t.Errorf("since(%q) = %v, %v; want %v", s, got, err, want)
		}
	}
	for _, s := range []string{"", "d", "-7d", "7 days", "2026-02-30", "99999999d", "-5h"} {
		if got, err := since(s, now); err == nil {
			t.Errorf("since(%q) = %v, want an error", s, got)
		}
	}
}
