package fetch

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wardround/wardround/news"
)

var updatePages = flag.Bool("update-pages", false, "write what Extract answers to testdata/pages/*.json")

// pageGolden is what a saved page is expected to give, comments included.
type pageGolden struct {
	Page     news.Page `json:"page"`
	Comments []string  `json:"comments,omitempty"`
}

// TestPages reads every page of testdata/pages and compares with the answer
// kept beside it. The first line of a page says where it was fetched from.
func TestPages(t *testing.T) {
	files, err := filepath.Glob("testdata/pages/*.html")
	if err != nil || len(files) < 10 {
		t.Fatalf("found %d pages, err %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".html"), func(t *testing.T) {
			got := readPage(t, file)
			golden := strings.TrimSuffix(file, ".html") + ".json"
			if *updatePages {
				writeGolden(t, golden, got)
			}
			var want pageGolden
			data, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(data, &want); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("Extract(%s) differs (-want +got):\n%s", file, diff)
			}
		})
	}
}

func readPage(t *testing.T, file string) pageGolden {
	t.Helper()
	body, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(body), "\n")
	url := strings.TrimSuffix(strings.TrimPrefix(first, "<!-- "), " -->")
	out := pageGolden{Page: Extract(PageInput{URL: url, ContentType: "text/html; charset=utf-8", Body: body, Sites: testSites(t)})}
	for i, c := range out.Page.Comments {
		out.Comments = append(out.Comments, c.Text)
		out.Page.Comments[i].Text = "" // never stored, so not in the JSON either
	}
	return out
}

func writeGolden(t *testing.T, file string, v any) {
	t.Helper()
	data, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, append(data, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}

func testSites(t *testing.T) *Sites {
	t.Helper()
	data, err := os.ReadFile("testdata/sites.yaml")
	if err != nil {
		t.Fatal(err)
	}
	sites, err := ParseSites("sites.yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	return sites
}
