package main

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/wardround/wardround/internal/demo"
	"github.com/wardround/wardround/store/sqlite"
)

// TestTheDemoKeepsEveryArticlesFate runs the demo as its user does and then asks
// the store whether each article of the made-up world, look-alikes above all,
// was judged as its author meant.
func TestTheDemoKeepsEveryArticlesFate(t *testing.T) {
	out := t.TempDir()
	var stdout, stderr bytes.Buffer
	if status := run(context.Background(), []string{"demo", "--out", out}, strings.NewReader(""), &stdout, &stderr); status != exitDone {
		t.Fatalf("demo: status %d, %s", status, stderr.String())
	}
	world, err := demo.Start(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	defer world.Close()
	kept, err := sqlite.Open(context.Background(), filepath.Join(out, "demo.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	for _, a := range world.Articles() {
		if !world.Listed(a) {
			continue
		}
		article, err := kept.ArticleByURL(context.Background(), a.URL)
		if err != nil {
			t.Errorf("%s: %v", a.Slug, err)
			continue
		}
		verdict, err := kept.Verdict(context.Background(), article.ID)
		if err != nil {
			t.Errorf("%s: %v", a.Slug, err)
			continue
		}
		if verdict.Relevant != a.Fate.Relevant {
			t.Errorf("%s: relevant %t (score %.0f, %s), want %t: %s",
				a.Slug, verdict.Relevant, verdict.Score, verdict.Why, a.Fate.Relevant, a.Fate.Why)
		}
	}
}
