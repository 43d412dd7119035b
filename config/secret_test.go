package config_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/wardround/wardround/config"
)

func TestSecretValueComesFromItsPlace(t *testing.T) {
	t.Setenv("WARDROUND_SOME_SECRET", "from env")
	file := write(t, filepath.Join(t.TempDir(), "secret"), "from file\n")
	for want, s := range map[string]config.Secret{
		"":             {},
		"from env":     {Env: "WARDROUND_SOME_SECRET"},
		"from file":    {File: file},
		"from command": {Command: []string{"echo", "from command"}},
	} {
		if got, err := s.Value(context.Background()); got != want || err != nil {
			t.Errorf("Value = %q, %v; want %q", got, err, want)
		}
	}
}

func TestSecretThatCannotBeHadIsAnError(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("WARDROUND_EMPTY", "")
	open := write(t, filepath.Join(dir, "open"), "hunter2\n")
	if err := os.Chmod(open, 0o644); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		secret config.Secret
		want   string
	}{
		"variable not set":    {config.Secret{Env: "WARDROUND_NO_SUCH"}, "WARDROUND_NO_SUCH is not set"},
		"variable empty":      {config.Secret{Env: "WARDROUND_EMPTY"}, "is empty"},
		"file open to others": {config.Secret{File: open}, "open to others (mode 0644); run: chmod 600"},
		"file missing":        {config.Secret{File: filepath.Join(dir, "none")}, "no such file"},
		"folder":              {config.Secret{File: dir}, "not a regular file"},
		"two lines":           {config.Secret{File: write(t, filepath.Join(dir, "two"), "hunter2\nb\n")}, "more than one line"},
		"too long":            {config.Secret{File: write(t, filepath.Join(dir, "long"), strings.Repeat("hunter2", 10_000))}, "longer than"},
		"command fails":       {config.Secret{Command: []string{"sh", "-c", "echo hunter2; echo hunter2 >&2; exit 3"}}, "exit status 3"},
		"command missing":     {config.Secret{Command: []string{"wardround-no-such-program"}}, "not found"},
		"command endless":     {config.Secret{Command: []string{"yes", "hunter2"}}, "secret command yes"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := tt.secret.Value(context.Background())
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("Value: %v, want an error with %q and without the secret", err, tt.want)
			}
		})
	}
}

func TestSecretCommandStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := (config.Secret{Command: []string{"sleep", "60"}}).Value(ctx); err == nil {
		t.Error("Value with a cancelled context succeeded")
	}
}

func TestSecretIsNeverPrinted(t *testing.T) {
	s := config.SMTP{Username: "desk", Password: config.Secret{Env: "PLACE", File: "PLACE", Command: []string{"PLACE"}}}
	asJSON, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "smtp", s, "password", s.Password)
	for _, out := range []string{
		fmt.Sprint(s), fmt.Sprintf("%+v", s), fmt.Sprintf("%#v", s), fmt.Sprintf("%s %v %q", s.Password, s.Password, s.Password), string(asJSON), log.String(),
	} {
		if strings.Contains(out, "PLACE") || !strings.Contains(out, "***") {
			t.Errorf("printed %s, want ***", out)
		}
	}
}

func TestSecretIsReadAtLoadOnlyWhenMailCanBeSent(t *testing.T) {
	clean(t)
	const logIn = "smtp: {host: %s, username: u, password: {env: WARDROUND_NO_SUCH}}\n"
	for host, wantErr := range map[string]bool{`""`: false, "mail.example": true} {
		_, err := config.Load(write(t, filepath.Join(t.TempDir(), "c.yaml"), fmt.Sprintf(logIn, host)), config.Options{})
		if (err != nil) != wantErr {
			t.Errorf("Load with host %s = %v, want an error: %v", host, err, wantErr)
		}
	}
}

func TestSecretCommandIsNotRunAtLoad(t *testing.T) {
	clean(t)
	dir := t.TempDir()
	doc := fmt.Sprintf("smtp: {host: mail.example, username: u, password: {command: [touch, %s/ran]}}\n", dir)
	if _, err := config.Load(write(t, filepath.Join(dir, "c.yaml"), doc), config.Options{}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "ran")); !os.IsNotExist(err) {
		t.Errorf("Stat = %v, want that the command was not run", err)
	}
}
