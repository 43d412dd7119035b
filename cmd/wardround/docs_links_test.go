package main

import (
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// pagesOfTheProject are all Markdown pages but the changelog, which names what was.
func pagesOfTheProject(t *testing.T) (root string, pages []string) {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, pattern := range []string{"*.md", "docs/*.md"} {
		found, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, found...)
	}
	pages = slices.DeleteFunc(pages, func(page string) bool { return filepath.Base(page) == "CHANGELOG.md" })
	if len(pages) < 10 {
		t.Fatalf("only %d pages found in %s", len(pages), root)
	}
	return root, pages
}

var (
	pageLink    = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	pageHeading = regexp.MustCompile(`(?m)^#+ (.+)$`)
	notInAnchor = regexp.MustCompile(`[^\p{L}\p{N}_ -]`)
)

// anchor is the name that a forge gives a heading.
func anchor(heading string) string {
	return strings.ReplaceAll(strings.ToLower(notInAnchor.ReplaceAllString(heading, "")), " ", "-")
}

func TestLinksBetweenPagesLeadSomewhere(t *testing.T) {
	_, pages := pagesOfTheProject(t)
	links := 0
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range pageLink.FindAllStringSubmatch(string(text), -1) {
			if strings.Contains(m[1], ":") {
				continue // another site, or an address
			}
			links++
			file, section, _ := strings.Cut(m[1], "#")
			target := page
			if file != "" {
				target = filepath.Join(filepath.Dir(page), file)
			}
			found, err := os.ReadFile(target)
			if err != nil {
				if info, statErr := os.Stat(target); statErr != nil || !info.IsDir() {
					t.Errorf("%s: %s leads nowhere: %v", filepath.Base(page), m[1], err)
				}
				continue
			}
			headings := pageHeading.FindAllStringSubmatch(string(found), -1)
			if section != "" && !slices.ContainsFunc(headings, func(h []string) bool { return anchor(h[1]) == section }) {
				t.Errorf("%s: %s has no such heading", filepath.Base(page), m[1])
			}
		}
	}
	if links < 30 {
		t.Errorf("%d links found, want those of README alone to be more", links)
	}
}

var namedCommand = regexp.MustCompile("`wardround ([a-z][^`\n]*)`")

// TestPagesNameCommandsThatExist looks up each `wardround ...` of the pages, and its flags.
func TestPagesNameCommandsThatExist(t *testing.T) {
	_, pages := pagesOfTheProject(t)
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range namedCommand.FindAllStringSubmatch(string(text), -1) {
			root := newRoot(&app{in: strings.NewReader(""), out: io.Discard, err: io.Discard})
			cmd, rest, err := root.Find(commandWords(m[1]))
			if err != nil || cmd == root {
				t.Errorf("%s names `wardround %s`, and there is no such command", filepath.Base(page), m[1])
				continue
			}
			if cmd.HasSubCommands() && !cmd.Runnable() && len(rest) > 0 {
				t.Errorf("%s names `wardround %s`: %s has no %q", filepath.Base(page), m[1], cmd.CommandPath(), rest[0])
			}
			for _, word := range strings.Fields(m[1]) {
				name, isFlag := strings.CutPrefix(word, "--")
				name, _, _ = strings.Cut(name, "=")
				if isFlag && cmd.Flag(name) == nil && name != "help" {
					t.Errorf("%s names `wardround %s`: %s has no flag --%s", filepath.Base(page), m[1], cmd.CommandPath(), name)
				}
			}
		}
	}
}

// commandWords are the words before the first flag; of "drop|note" the first.
func commandWords(line string) (words []string) {
	for _, word := range strings.Fields(line) {
		if strings.HasPrefix(word, "-") {
			break
		}
		word, _, _ = strings.Cut(word, "|")
		words = append(words, word)
	}
	return words
}
