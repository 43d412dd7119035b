package config

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
	"unicode"
)

// Secret says where a secret is found; the secret itself is never written into
// the configuration. Exactly one of its fields is set. It prints as ***.
type Secret struct {
	// Env is the name of an environment variable.
	Env string `yaml:"env"`
	// File is a file that only its owner may read.
	File string `yaml:"file"`
	// Command is a program and its arguments that prints the secret, such as a
	// password manager.
	Command []string `yaml:"command"`

	written bool // refused: the secret itself stood in the file
}

const (
	hidden = "***"
	// secretTimeout leaves time for a password manager that asks a server, not for one that asks a person.
	secretTimeout = 10 * time.Second
	// maxSecret is far above any password or token.
	maxSecret = 64 << 10
)

// String hides where the secret is, as all printing of it does.
func (Secret) String() string { return hidden }

// GoString hides the secret from %#v.
func (Secret) GoString() string { return hidden }

// MarshalText hides the secret from JSON and other encodings.
func (Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// LogValue hides the secret from logs.
func (Secret) LogValue() slog.Value { return slog.StringValue(hidden) }

// UnmarshalText refuses a secret written into the file itself.
func (s *Secret) UnmarshalText([]byte) error {
	s.written = true
	return errors.New("a secret is not written here; say where it is: {env: NAME}, {file: PATH} or {command: [PROGRAM, …]}")
}

// IsZero reports whether no place is named.
func (s Secret) IsZero() bool {
	return s.Env == "" && s.File == "" && len(s.Command) == 0 && !s.written
}

// Value fetches the secret. It is "" without error when no place is named.
func (s Secret) Value(ctx context.Context) (string, error) {
	var (
		raw []byte
		err error
	)
	switch {
	case s.IsZero():
		return "", nil
	case s.Env != "":
		raw, err = fromEnv(s.Env)
	case s.File != "":
		raw, err = fromFile(s.File)
	case len(s.Command) > 0:
		raw, err = s.run(ctx)
	}
	if err != nil {
		return "", err
	}
	value := strings.TrimRight(string(raw), "\r\n")
	switch {
	case value == "":
		return "", fmt.Errorf("secret from %s is empty", s.place())
	case len(raw) > maxSecret:
		return "", fmt.Errorf("secret from %s is longer than %d bytes", s.place(), maxSecret)
	case strings.ContainsFunc(value, unicode.IsControl):
		return "", fmt.Errorf("secret from %s is more than one line of text", s.place())
	}
	return value, nil
}

func (s Secret) place() string {
	switch {
	case s.Env != "":
		return "environment variable " + s.Env
	case s.File != "":
		return "file " + s.File
	}
	return "command " + s.Command[0]
}

// readable checks that the secret can be had, without running a command: a
// password manager would ask its owner every time the program starts.
func (s Secret) readable() error {
	if s.Env == "" && s.File == "" && len(s.Command) > 0 {
		if _, err := exec.LookPath(s.Command[0]); err != nil {
			return fmt.Errorf("secret command: %w", err)
		}
		return nil
	}
	_, err := s.Value(context.Background())
	return err
}

func fromEnv(name string) ([]byte, error) {
	value, ok := os.LookupEnv(name)
	if !ok {
		return nil, fmt.Errorf("environment variable %s is not set", name)
	}
	return []byte(value), nil
}

// fromFile reads a file that belongs to its owner alone. Permissions are looked
// at on the open file, so that it cannot be swapped in between.
func fromFile(path string) ([]byte, error) {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("secret file %s is not a regular file", path) // opening a pipe would wait for ever
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("secret file: %w", err)
	}
	defer f.Close() // read only: nothing can be lost
	info, err := f.Stat()
	switch {
	case err != nil:
		return nil, fmt.Errorf("secret file: %w", err)
	case runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0:
		return nil, fmt.Errorf("secret file %s is open to others (mode %04o); run: chmod 600 %s", path, info.Mode().Perm(), path)
	}
	data, err := io.ReadAll(io.LimitReader(f, maxSecret+1))
	if err != nil {
		return nil, fmt.Errorf("secret file: %w", err)
	}
	return data, nil
}

// run runs the command. What it prints stays out of errors: it may be the secret.
func (s Secret) run(ctx context.Context) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, secretTimeout)
	defer cancel()
	var out capped
	cmd := exec.CommandContext(ctx, s.Command[0], s.Command[1:]...)
	cmd.Stdout = &out
	cmd.WaitDelay = time.Second
	err := cmd.Run()
	switch {
	case ctx.Err() != nil:
		return nil, fmt.Errorf("secret command %s: %w", s.Command[0], ctx.Err())
	case err != nil:
		return nil, fmt.Errorf("secret command %s: %w", s.Command[0], err)
	}
	return out.buf.Bytes(), nil
}

// capped keeps the first bytes of what is written, one more than a secret may
// have, and takes no more.
type capped struct{ buf bytes.Buffer }

func (c *capped) Write(p []byte) (int, error) {
	if c.buf.Len() > maxSecret {
		return 0, errors.New("too much output")
	}
	return c.buf.Write(p[:min(len(p), maxSecret+1)])
}
