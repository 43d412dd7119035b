package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/wardround/wardround/digest"
)

// readmePage is absolute: tests that read it change the working folder.
var readmePage, readmeError = filepath.Abs("../../README.md")

// readmeBlock is the fenced block of README after the comment with this name.
func readmeBlock(t *testing.T, name string) string {
	t.Helper()
	readme, err := os.ReadFile(readmePage)
	if err := errors.Join(readmeError, err); err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?s)<!-- " + name + " -->\n```\\w*\n(.*?)```").FindSubmatch(readme)
	if block == nil {
		t.Fatalf("README has no block %q", name)
	}
	return string(block[1])
}

var changing = regexp.MustCompile(`[\d\s]+|…`)

// lasting is a line without what another day or place of writing changes.
func lasting(line string) string { return changing.ReplaceAllString(line, "") }

// TestReadmeShowsWhatTheDemoPrints looks for each line of README in what the demo, and a
// search in its store, print. Days and numbers follow the day of the run: they are not
// compared, nor is where a line is broken.
func TestReadmeShowsWhatTheDemoPrints(t *testing.T) {
	t.Chdir(t.TempDir())
	session := readmeBlock(t, "session")
	search, _, _ := strings.Cut(session, "\n\n")
	command, table, _ := strings.Cut(search, "\n")
	args, ours := strings.CutPrefix(command, "$ wardround ")
	if !ours {
		t.Fatalf("the session of README begins with %q", command)
	}
	var out bytes.Buffer
	for _, line := range []string{"demo", args} {
		if status := run(t.Context(), strings.Fields(line), strings.NewReader(""), &out, &out); status != exitDone {
			t.Fatalf("wardround %s: status %d\n%s", line, status, out.String())
		}
	}
	printed := lasting(out.String())
	told := 0
	for line := range strings.Lines(strings.ReplaceAll(readmeBlock(t, "demo"), "-...", "") + table) {
		if line = strings.TrimSpace(line); line == "..." || line == "" {
			continue
		}
		told++
		if !strings.Contains(printed, lasting(line)) {
			t.Errorf("README shows %q, which nothing prints", line)
		}
	}
	if told < 15 {
		t.Errorf("%d lines compared, want the whole block", told)
	}
}

func TestReadmeShowsAMistakeAsItIsTold(t *testing.T) {
	t.Chdir(t.TempDir())
	t.Setenv("HOME", t.TempDir())
	_, want, _ := strings.Cut(readmeBlock(t, "mistake"), "\n")
	shown := regexp.MustCompile(`(?m)^ +(\d+) \| (.*)$`).FindAllStringSubmatch(want, -1)
	if len(shown) != 2 || shown[0][1] != "3" {
		t.Fatalf("README shows %d lines of a configuration, want the third and the fourth", len(shown))
	}
	config := "editions:\n  - name: weekly\n" + shown[0][2] + "\n" + shown[1][2] + "\n"
	if err := os.WriteFile("config.yaml", []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if status := run(t.Context(), []string{"check"}, strings.NewReader(""), &out, &out); status != exitUsage {
		t.Errorf("check: status %d, want %d", status, exitUsage)
	}
	if got := out.String(); got != want {
		t.Errorf("check prints\n%s\nREADME says\n%s", got, want)
	}
}

func TestReadmeShowsFilesThatAreTaken(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	t.Setenv("HOME", dir)
	for file, content := range map[string]string{
		"config.yaml": readmeBlock(t, "config"), "my-topics.yaml": readmeBlock(t, "topics"), "smtp-password": "secret\n",
	} {
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	a := &app{err: t.Output(), storeFlag: filepath.Join(dir, "a.db")}
	cfg, err := a.config()
	if err == nil {
		err = fitToRun(cfg)
	}
	if err != nil {
		t.Errorf("the configuration of README: %v", err)
	}
	cfg.Topics.Files = []string{"my-topics.yaml"}
	b, err := a.loadBeat(cfg.Settings)
	if err != nil {
		t.Fatalf("the topics of README: %v", err)
	}
	if at := slices.IndexFunc(b.topics, func(known digest.Topic) bool { return known.Name == "digital-skills-training" }); at < 0 {
		t.Error("the topic that README extends is not one of the beat's")
	}
}

func TestReadmesUnitGivesTimeForTheLongestReplyOfARelay(t *testing.T) {
	if unit := readmeBlock(t, "unit"); !strings.Contains(unit, "TimeoutStopSec=11min") {
		t.Errorf("a relay may take ten minutes for its reply to a message; README's unit is\n%s", unit)
	}
}
