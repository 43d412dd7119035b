package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
)

//go:generate go test . -run TestThePageOfCommands -write-commands

var writeCommands = flag.Bool("write-commands", false, "write docs/COMMANDS.md")

// ownCommands are all commands that do something, without those that cobra adds and
// those that only list others.
func ownCommands() (all []*cobra.Command) {
	var walk func(cmd *cobra.Command)
	walk = func(cmd *cobra.Command) {
		for _, sub := range cmd.Commands() {
			if sub.Name() == "help" || sub.Name() == "completion" {
				continue
			}
			if group := sub.HasSubCommands() && sub.Example == ""; !group {
				all = append(all, sub)
			}
			walk(sub)
		}
	}
	walk(newRoot(&app{in: strings.NewReader(""), out: io.Discard, err: io.Discard}))
	return all
}

func TestEveryCommandHasAnExampleAndItsExitStatuses(t *testing.T) {
	for _, cmd := range ownCommands() {
		if !strings.Contains(cmd.Long, exitHelp) {
			t.Errorf("%s does not say its exit statuses", cmd.CommandPath())
		}
		if !strings.Contains(cmd.Example, cmd.CommandPath()) {
			t.Errorf("%s has no example of itself", cmd.CommandPath())
		}
	}
}

func TestHelpFitsATerminal(t *testing.T) {
	all := ownCommands()
	for _, cmd := range append(all, all[0].Root()) {
		for line := range strings.Lines(cmd.Long + "\n" + cmd.UsageString()) {
			if line = strings.TrimRight(line, "\n"); utf8.RuneCountInString(line) > 80 {
				t.Errorf("%s: a line of its help is wider than a terminal: %q", cmd.CommandPath(), line)
			}
		}
	}
}

// TestExamplesAreTaken parses the flags and arguments of every example as the command
// itself would, without running it.
func TestExamplesAreTaken(t *testing.T) {
	for _, cmd := range ownCommands() {
		for line := range strings.Lines(cmd.Example) {
			words, ok := strings.CutPrefix(strings.TrimSpace(line), "wardround ")
			if !ok {
				continue // a line of a pipe, or a remark
			}
			args := shellWords(words)
			found, rest, err := newRoot(&app{}).Find(args)
			if err == nil {
				err = found.ParseFlags(rest)
			}
			if err == nil {
				err = found.ValidateArgs(found.Flags().Args())
			}
			if err != nil {
				t.Errorf("%s: example %q: %v", cmd.CommandPath(), line, err)
			}
		}
	}
}

// shellWords splits a line as a shell does, as far as examples go: quotation marks and
// brackets hold words together, and what comes after a pipe or a redirection is not ours.
func shellWords(line string) (words []string) {
	var word strings.Builder
	var quote rune
	open := false
	flush := func() {
		if open {
			words = append(words, word.String())
		}
		word.Reset()
		open = false
	}
	for _, r := range line {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote == 0 && (r == '\'' || r == '"'):
			quote, open = r, true
		case quote == 0 && r == '(': // $(date +%F)
			quote = ')'
		case quote == 0 && strings.ContainsRune("|<>#", r):
			flush()
			return words
		case quote == 0 && r == ' ':
			flush()
		default:
			open = true
			word.WriteRune(r)
		}
	}
	flush()
	return words
}

func TestThePageOfCommandsIsUpToDate(t *testing.T) {
	var b strings.Builder
	b.WriteString("# Commands\n\nWhat `--help` says of each. Written by `go generate ./...`.\n")
	for _, cmd := range ownCommands() {
		long := strings.TrimSpace(strings.ReplaceAll(cmd.Long, exitHelp, ""))
		if long == "" {
			long = cmd.Short + "."
		}
		fmt.Fprintf(&b, "\n## %s\n\n```text\n%s\n\n%s```\n", cmd.CommandPath(), long, cmd.UsageString())
	}
	const page = "../../docs/COMMANDS.md"
	if *writeCommands {
		if err := os.WriteFile(page, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("docs/COMMANDS.md is out of date; run: go generate ./...\n%s", diff)
	}
}
