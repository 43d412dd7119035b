package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets scripts run this test binary as the program itself.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"wardround": func() {
			os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, discreet{os.Stderr}))
		},
	})
}

// discreet is where logs and errors of every script go: a reader's address in one
// of them ends the script. What the operator asked for goes to standard output.
type discreet struct{ io.Writer }

var readersAddress = regexp.MustCompile(`(?i)[^\s"]+@readers\.example`)

func (d discreet) Write(p []byte) (int, error) {
	if found := readersAddress.Find(p); found != nil {
		fmt.Fprintf(d.Writer, "%s\na reader's address stands in a log line or an error: %s\n", p, found)
		os.Exit(97)
	}
	return d.Writer.Write(p)
}

// TestScripts runs one script for each behaviour of the command line. A script
// has its own home, and a store inside it.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("NO_COLOR", "1")
			env.Setenv("WARDROUND_STORE", env.WorkDir+"/store/wardround.db")
			return nil
		},
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"status": exitStatus, "sink": sink, "world": world, "beat": copyBeat},
		RequireExplicitExec: true,
		UpdateScripts:       os.Getenv("UPDATE_SCRIPTS") != "",
	})
}

// exitStatus runs a command and holds its exit status: status N COMMAND ARG...
func exitStatus(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N COMMAND ARG...")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if err != nil {
		got = strings.TrimPrefix(err.Error(), "exit status ")
	}
	if got != args[0] {
		ts.Fatalf("%s: exit status %s, want %s", strings.Join(args[1:], " "), got, args[0])
	}
}
