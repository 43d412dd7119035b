package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestQuestionsTakeWhatStandsInBrackets(t *testing.T) {
	var out bytes.Buffer
	a := &app{in: strings.NewReader("Desk\ndesk@trust.example\n\n\n16:05\n\n"), out: &out}
	got := answers{Day: "monday", At: "07:30"}
	if err := a.ask(&got); err != nil {
		t.Fatal(err)
	}
	want := answers{Name: "Desk", Contact: "desk@trust.example", To: []string{"desk@trust.example"}, Day: "monday", At: "16:05"}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(answers{})); diff != "" {
		t.Error(diff)
	}
	if strings.Contains(out.String(), "Log-in name") {
		t.Error("asked for a log-in at no relay")
	}
}

func TestQuestionsLeftOpenWriteNothing(t *testing.T) {
	a := &app{in: strings.NewReader("Desk\n"), out: &bytes.Buffer{}}
	if err := a.ask(&answers{}); err == nil {
		t.Error("took half of the answers")
	}
}

func TestAPasswordGoesToAFileOfItsOwnerAlone(t *testing.T) {
	g := answers{PasswordFile: "smtp-password", password: "correct horse"}
	dir := t.TempDir()
	path, err := g.keepPassword(dir)
	if err != nil || path != filepath.Join(dir, "smtp-password") {
		t.Fatal(path, err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Error(info.Mode(), err)
	}
	if _, err := g.keepPassword(dir); err == nil {
		t.Error("wrote over a password that was there")
	}
}
