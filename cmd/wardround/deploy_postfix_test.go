package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// handIn runs a command of deploy/postfix.cf as Postfix does, on this program and a
// store in dir, and returns what it prints and its exit status.
func handIn(t *testing.T, command, dir, mail string) (said string, status int) {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "wardround") // TestMain runs the program under this name
	if err := os.Symlink(program, link); err != nil {
		t.Fatal(err)
	}
	command = strings.NewReplacer("/usr/local/bin/wardround", link, "/etc/wardround", dir, "/var/lib/wardround", dir).Replace(command)
	cmd := exec.CommandContext(t.Context(), "/bin/sh", "-c", command)
	cmd.Stdin = strings.NewReader(mail)
	cmd.Env = append(os.Environ(), "HOME="+dir)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

func TestPostfixKeepsAMailWhileTheStoreCannotBeReachedAndSendsNoneBack(t *testing.T) {
	commands := regexp.MustCompile(`argv=/bin/sh -c \{(.*)\}`).FindAllStringSubmatch(deployFile(t, "postfix.cf"), -1)
	if len(commands) != 2 {
		t.Fatalf("%d commands in postfix.cf, want two", len(commands))
	}
	const config = "starter: false\neditions: [{name: weekly, recipients: [bea@readers.example], from: digest@wardround.example}]\n" +
		"operator: {name: Desk, contact: desk@wardround.example}\n"
	const leave = "From: bea@readers.example\nSubject: unsubscribe weekly\n\n"
	for mail, want := range map[string][2]string{
		leave: {"gets no more of weekly", "1 of unknown kind"},
		"From: bea@readers.example\nAuto-Submitted: auto-replied\nSubject: Away\n\n": {"Nobody was taken off", "1 automatic"},
		"From: bea@readers.example\nSubject: Re: Plan\n\n11.3 is wrong.\n":           {"Nobody was taken off", "1 of unknown kind"},
	} {
		for i, command := range commands {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "config.yaml"), []byte(config), 0o600); err != nil {
				t.Fatal(err)
			}
			if said, status := handIn(t, command[1], dir, mail); status != 75 {
				t.Errorf("%s, before there is a store: status %d, want 75 (EX_TEMPFAIL)\n%s", command[1], status, said)
			}
			handIn(t, "/usr/local/bin/wardround --config /etc/wardround/config.yaml --store /var/lib/wardround/wardround.db migrate", dir, "")
			if said, status := handIn(t, command[1], dir, mail); status != 0 || !strings.Contains(said, want[i]) {
				t.Errorf("%s: status %d, want 0 and %q\n%s", command[1], status, want[i], said)
			}
		}
	}
}
