package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/wardround/wardround/news"
)

// TestTheDemoTellsAReReportedStoryOnce: the end of the digital plan is told by the
// publisher that had it first, with those that cite it named under it.
func TestTheDemoTellsAReReportedStoryOnce(t *testing.T) {
	out := t.TempDir()
	var stdout, stderr bytes.Buffer
	if status := run(context.Background(), []string{"demo", "--out", out}, strings.NewReader(""), &stdout, &stderr); status != exitDone {
		t.Fatalf("demo: status %d, %s", status, stderr.String())
	}
	found, err := filepath.Glob(filepath.Join(out, "weekly-*.json"))
	if err != nil || len(found) != 1 {
		t.Fatalf("issues as JSON: %v, %v", found, err)
	}
	data, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	var issue news.Issue
	if err := json.Unmarshal(data, &issue); err != nil {
		t.Fatal(err)
	}
	told := 0
	for _, section := range issue.Sections {
		for _, s := range section.Stories {
			reports := append([]news.Also{{URL: s.URL, Publisher: s.Publisher, Role: s.Role}}, s.Also...)
			if !strings.Contains(reports[0].URL, "folded-into-long-view") {
				continue
			}
			told++
			if s.Publisher != "Ward and Wire" || s.Role != "original" || len(s.Also) < 2 {
				t.Errorf("led by %s, %s, with %d other reports", s.Publisher, s.Role, len(s.Also))
			}
			for _, a := range s.Also {
				if a.Role != "re-report" || a.Of != "Ward and Wire" {
					t.Errorf("%s is a %s of %s", a.Publisher, a.Role, a.Of)
				}
			}
		}
		for _, s := range section.Stories {
			if strings.Contains(s.URL, "drops-standalone-digital-plan") {
				t.Errorf("its re-report is told by itself: %s", s.URL)
			}
		}
	}
	if told != 1 {
		t.Errorf("the story is told %d times", told)
	}
}
