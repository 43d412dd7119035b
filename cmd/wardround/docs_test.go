package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// docBlock is a fenced block of a page; a comment before it may name the file it is.
var docBlock = regexp.MustCompile("(?ms)^(?:<!-- file: (\\S+) -->\n)?```(\\w+)\n(.*?)^```$")

// TestPagesRunWordForWord writes the files of a page, then runs its commands in order,
// and compares what they print; "..." stands for anything.
func TestPagesRunWordForWord(t *testing.T) {
	for _, page := range []string{"TOPICS.md", "BEATS.md", "JSON.md"} {
		t.Run(page, func(t *testing.T) {
			root, err := filepath.Abs("../..")
			if err != nil {
				t.Fatal(err)
			}
			doc, err := os.ReadFile(filepath.Join(root, "docs", page))
			if err != nil {
				t.Fatal(err)
			}
			home := t.TempDir()
			t.Chdir(home)
			t.Setenv("HOME", home)
			t.Setenv("WARDROUND_STORE", filepath.Join(home, "wardround.db"))
			if err := os.CopyFS("docs/examples", os.DirFS(filepath.Join(root, "docs", "examples"))); err != nil {
				t.Fatal(err)
			}
			blocks := docBlock.FindAllStringSubmatch(string(doc), -1)
			sessions := 0
			for i, b := range blocks {
				if b[2] == "console" {
					sessions++
					writeNext(t, blocks[i+1:])
					runSession(t, b[3])
				} else if b[1] != "" {
					writeBlock(t, b)
				}
			}
			if sessions < 4 {
				t.Errorf("%d sessions in %s, want all of them", sessions, page)
			}
		})
	}
}

func writeBlock(t *testing.T, block []string) {
	t.Helper()
	if err := os.WriteFile(block[1], []byte(block[3]), 0o600); err != nil {
		t.Fatal(err)
	}
}

// writeNext writes the text that a page shows right after the command that reads it.
func writeNext(t *testing.T, rest [][]string) {
	t.Helper()
	if len(rest) > 0 && rest[0][2] == "text" && rest[0][1] != "" {
		writeBlock(t, rest[0])
	}
}

// runSession runs the commands of one block. Those of the program run in this process.
func runSession(t *testing.T, session string) {
	t.Helper()
	for _, step := range strings.Split("\n"+session, "\n$ ")[1:] {
		line, want, _ := strings.Cut(step, "\n")
		var out bytes.Buffer
		if args, ours := strings.CutPrefix(line, "wardround "); ours {
			run(t.Context(), strings.Fields(args), strings.NewReader(""), &out, &out)
		} else {
			cmd := exec.CommandContext(t.Context(), "sh", "-ec", line)
			cmd.Stdout, cmd.Stderr = &out, &out
			if err := cmd.Run(); err != nil {
				t.Errorf("%s: %v", line, err)
			}
		}
		if got := out.String(); !printed(want).MatchString(got) {
			t.Errorf("$ %s\nprints\n%s\nthe page says\n%s", line, got, want)
		}
	}
}

// printed matches what a page says a command prints.
func printed(want string) *regexp.Regexp {
	pattern := regexp.QuoteMeta(strings.TrimSpace(want))
	pattern = strings.ReplaceAll(pattern, "\n"+regexp.QuoteMeta("...")+"\n", "\n(?:.*\n)*?")
	pattern = strings.TrimSuffix(pattern, "\n"+regexp.QuoteMeta("..."))
	open := !strings.HasSuffix(strings.TrimSpace(want), "\n...")
	pattern = strings.TrimPrefix(pattern, regexp.QuoteMeta("...")+"\n")
	pattern = strings.ReplaceAll(pattern, regexp.QuoteMeta("..."), ".*")
	if strings.HasPrefix(want, "...") {
		pattern = "(?:.*\n)*?" + pattern
	}
	if open {
		pattern += `\s*$`
	}
	return regexp.MustCompile("^" + pattern)
}
