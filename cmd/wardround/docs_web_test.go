package main

import (
	"strings"
	"testing"
)

// TestTheArchiveAnswersAsItsPageSays runs each command of docs/WEB.md against the
// archive of the demo.
func TestTheArchiveAnswersAsItsPageSays(t *testing.T) {
	const shown = "http://127.0.0.1:8080"
	doc := pageOf(t, "WEB.md")
	base := strings.TrimSuffix(serveDemo(t), "/")
	t.Chdir(t.TempDir())
	sessions := 0
	for _, block := range docBlock.FindAllStringSubmatch(doc, -1) {
		if block[2] == "console" {
			sessions++
			runSession(t, strings.ReplaceAll(block[3], shown, base))
		}
	}
	if sessions < 5 {
		t.Errorf("%d sessions in docs/WEB.md, want all of them", sessions)
	}
}
