package demo

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/wardround/wardround/news"
)

const sample = `title: The Sample
about: A sample
feed: atom
markup: plain
delay: 20ms
broken: cut
writer: Ann Oth | Ann writes.

=== first-story
ago: 2d 08:30
title: A story of {{month}}
by: Ann Oth
section: News
summary: In short.
tags: One, Two
story: shared
page: members
fate: in ddat-profession

A paragraph over
two lines.

## A subhead

> A quotation.

* one
* two
  and a half

++ Reader One | 3h
What a
story.

++ Reader Two | 1d
Indeed.

=== second-story
ago: 5h
title: Another
by: Ann Oth
section: News
summary: Shorter.
fate: out unrelated

Text.
`

var sampleNow = time.Date(2026, 11, 21, 9, 0, 30, 0, time.UTC)

func TestParseSheet(t *testing.T) {
	s, err := parseSheet("sample", []byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	wantPublisher := Publisher{Name: "sample", Title: "The Sample", About: "A sample", Feed: Atom, Markup: Plain,
		Delay: 20 * time.Millisecond, Broken: Cut, Writers: []Writer{{"Ann Oth", "Ann writes."}}}
	if diff := cmp.Diff(wantPublisher, s.publisher); diff != "" {
		t.Errorf("publisher (-want +got):\n%s", diff)
	}
	if len(s.drafts) != 2 {
		t.Fatalf("parseSheet() has %d drafts, want 2", len(s.drafts))
	}
	got, err := s.articleAt(s.drafts[0], sampleNow)
	if err != nil {
		t.Fatal(err)
	}
	want := Article{
		Publisher: "sample", Slug: "first-story", URL: "https://sample.example/members/first-story",
		Title: "A story of November", Author: "Ann Oth", Section: "News", Summary: "In short.", Tags: []string{"One", "Two"},
		Published: time.Date(2026, 11, 19, 8, 30, 0, 0, time.UTC), Story: "shared", Page: Members,
		Fate: Fate{Relevant: true, Topic: "ddat-profession"},
		Body: []news.Block{
			{Kind: news.Paragraph, Text: "A paragraph over two lines."},
			{Kind: news.Subhead, Text: "A subhead"},
			{Kind: news.Quotation, Text: "A quotation."},
			{Kind: news.ListItem, Text: "one"},
			{Kind: news.ListItem, Text: "two and a half"},
		},
		Comments: []Comment{
			{Name: "Reader One", At: time.Date(2026, 11, 21, 6, 0, 0, 0, time.UTC), Text: "What a story."},
			{Name: "Reader Two", At: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC), Text: "Indeed."},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("article (-want +got):\n%s", diff)
	}
	second, err := s.articleAt(s.drafts[1], sampleNow)
	if err != nil || second.URL != "https://sample.example/news/second-story" || second.Fate.Trap() {
		t.Errorf("articleAt(second) = %+v, %v", second, err)
	}
}

func TestMistakesNameFileAndLine(t *testing.T) {
	tests := []struct{ name, old, new, want string }{
		{"key not known", "feed: atom", "feeed: atom", `sample.txt:3: "feeed" is not one of title`},
		{"no value", "about: A sample", "about:", "sample.txt:2: want \"key: value\""},
		{"feed not known", "feed: atom", "feed: gopher", "feed \"gopher\""},
		{"markup not known", "markup: plain", "markup: fancy", "markup \"fancy\""},
		{"breakage not known", "broken: cut", "broken: bent", "broken \"bent\""},
		{"delay is no duration", "delay: 20ms", "delay: long", "sample.txt:5: delay: "},
		{"writer without a line", " | Ann writes.", "", "sample.txt:7: writer: want"},
		{"title missing", "title: The Sample\n", "", "no title"},
		{"slug with capitals", "=== first-story", "=== First", "sample.txt:9: want \"=== slug"},
		{"key twice", "section: News\nsummary: In", "title: Again\nsummary: In", "sample.txt:13: title is given twice"},
		{"need missing", "section: News\nsummary: In short.\n", "summary: In short.\n", "article has no section"},
		{"comment without an age", "++ Reader Two | 1d", "++ Reader Two", "want \"++ name | age\""},
		{"article without text", "Text.\n", "", "article second-story has no text"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			text := strings.Replace(sample, test.old, test.new, 1)
			if text == sample {
				t.Fatalf("%q does not stand in the sample", test.old)
			}
			_, err := parseSheet("sample", []byte(text))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("parseSheet() = %v, want error with %q", err, test.want)
			}
		})
	}
}

func TestMistakesOfAnArticleNameItsLine(t *testing.T) {
	tests := []struct{ name, old, new, want string }{
		{"age", "ago: 2d 08:30", "ago: last week", `age "last week"`},
		{"age of no days", "ago: 2d 08:30", "ago: 0d 08:30", "at least one day"},
		{"clock", "ago: 2d 08:30", "ago: 2d 25:30", "and a clock"},
		{"writer", "by: Ann Oth", "by: Bob", `"Bob" is not a writer`},
		{"page", "page: members", "page: gone", `page: "gone"`},
		{"fate", "fate: in ddat-profession", "fate: perhaps", `fate "perhaps"`},
		{"fate without a topic", "fate: in ddat-profession", "fate: in", `fate "in"`},
		{"placeholder in the title", "{{month}}", "{{mnth}}", "{{mnth}} not known"},
		{"placeholder in the summary", "In short.", "{{x}}", "{{x}} not known"},
		{"placeholder in the body", "A quotation.", "{{x}}", "{{x}} not known"},
		{"placeholder in a comment", "Indeed.", "{{x}}", "{{x}} not known"},
		{"age of a comment", "Two | 1d", "Two | now", "comment of Reader Two"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s, err := parseSheet("sample", []byte(strings.Replace(sample, test.old, test.new, 1)))
			if err != nil {
				t.Fatal(err)
			}
			_, err = s.articleAt(s.drafts[0], sampleNow)
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.HasPrefix(err.Error(), "sample.txt:9: article first-story: ") {
				t.Errorf("articleAt() = %v, want error with %q", err, test.want)
			}
		})
	}
}

func FuzzParseSheet(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte("title: x\n\n=== a\n"))
	f.Add([]byte("++ | \n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := parseSheet("sample", data)
		if err != nil {
			return
		}
		for _, d := range s.drafts {
			a, err := s.articleAt(d, sampleNow)
			if err == nil && (a.Published.After(sampleNow) || len(a.Body) == 0) {
				t.Errorf("article %q is of %v with %d blocks", a.Slug, a.Published, len(a.Body))
			}
		}
	})
}
