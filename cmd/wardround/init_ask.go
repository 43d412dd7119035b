package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"golang.org/x/term"
)

// answers are what a configuration is written from; "" is not answered.
type answers struct {
	Name, Contact, From string
	To                  []string
	Day, At, Zone       string
	Relay               string // host, or host:port
	User, PasswordFile  string
	Starter             bool
	password            string // typed on a terminal; goes to PasswordFile
}

// filled are answers with what follows from them.
type filled struct {
	answers
	Cron, Host, TLS string
	Port            int
	Today           time.Time
}

// weekdays are the days of a cron line by their names.
var weekdays = []string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}

func (g answers) fill(now time.Time) (filled, error) {
	f := filled{answers: g, Today: now, TLS: "starttls", Port: 587}
	if f.From == "" && strings.Contains(f.Contact, "@") {
		f.From = f.Contact
	}
	at, err := time.Parse("15:04", g.At)
	if err != nil {
		return f, fmt.Errorf("time %q: write it as 07:30", g.At)
	}
	day := -1
	for i, name := range weekdays {
		if len(g.Day) >= 3 && strings.HasPrefix(name, strings.ToLower(g.Day)) {
			day = i
		}
	}
	if day < 0 {
		return f, fmt.Errorf("day %q: write a day of the week, such as monday", g.Day)
	}
	f.Cron = fmt.Sprintf("%d %d * * %d", at.Minute(), at.Hour(), day)
	if g.Relay == "" {
		return f, nil
	}
	f.Host = g.Relay
	if host, port, err := net.SplitHostPort(g.Relay); err == nil {
		if f.Port, err = strconv.Atoi(port); err != nil {
			return f, fmt.Errorf("relay %q: the port is no number", g.Relay)
		}
		f.Host = host
	}
	switch ip := net.ParseIP(f.Host); {
	case f.Port == 465: // RFC 8314, section 3.3: encrypted from the first byte
		f.TLS = "implicit"
	case f.User == "" && ip != nil && ip.IsLoopback():
		f.TLS = "none"
	}
	return f, nil
}

// Date is the day on which the file is written.
func (f filled) Date() string { return f.Today.Format("2 January 2006") }

// keepPassword writes a password that was typed; the file's path, or "" without one.
func (g answers) keepPassword(dir string) (string, error) {
	if g.password == "" {
		return "", nil
	}
	path := g.PasswordFile
	if !filepath.IsAbs(path) {
		path = filepath.Join(dir, path)
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return "", usageError("take it away, or name another with --password-file", "%s exists", path)
	}
	if err != nil {
		return "", unreachableError("name another file with --password-file", err)
	}
	_, err = fmt.Fprintln(file, g.password)
	return path, errors.Join(err, file.Close())
}

// ask asks on a terminal for what flags did not answer. An empty line takes what
// stands in brackets.
func (a *app) ask(g *answers) error {
	lines := bufio.NewReader(a.in)
	fmt.Fprintln(a.out, "A few questions; Enter takes what stands in brackets, and everything can be changed later.")
	to := strings.Join(g.To, ", ")
	for _, q := range []struct {
		into           *string
		question       string
		fallback, skip func() string
	}{
		{&g.Name, "Who runs this, as readers see it?", nil, nil},
		{&g.Contact, "Where do publishers and readers reach you (mail address)?", nil, nil},
		{&to, "Who gets the digest (addresses, with commas)?", func() string { return g.Contact }, nil},
		{&g.Day, "On which day of the week?", func() string { return g.Day }, nil},
		{&g.At, "At what time?", func() string { return g.At }, nil},
		{&g.Relay, "Which mail relay sends it (host or host:port; empty: none yet)?", nil, nil},
		{&g.User, "Log-in name there (empty: none)?", nil, func() string { return g.Relay }},
	} {
		if q.skip != nil && q.skip() == "" {
			continue
		}
		fallback := *q.into
		if q.fallback != nil && fallback == "" {
			fallback = q.fallback()
		}
		answer, err := a.askLine(lines, q.question, fallback)
		if err != nil {
			return err
		}
		*q.into = answer
	}
	g.To = nil
	for address := range strings.SplitSeq(to, ",") {
		if address = strings.TrimSpace(address); address != "" {
			g.To = append(g.To, address)
		}
	}
	return a.askPassword(g)
}

func (a *app) askLine(lines *bufio.Reader, question, fallback string) (string, error) {
	fmt.Fprint(a.out, question)
	if fallback != "" {
		fmt.Fprintf(a.out, " [%s]", fallback)
	}
	fmt.Fprint(a.out, " ")
	line, err := lines.ReadString('\n')
	if err != nil && !(errors.Is(err, io.EOF) && line != "") {
		return "", usageError("nothing was written; answer by flags with --yes", "input ended: %w", err)
	}
	if line = strings.TrimSpace(line); line == "" {
		return fallback, nil
	}
	return line, nil
}

// askPassword reads a password without showing it.
func (a *app) askPassword(g *answers) error {
	in, ok := a.in.(*os.File)
	if g.User == "" || !ok {
		return nil
	}
	fmt.Fprintf(a.out, "Password of %s (not shown; empty: it is in %s already)? ", g.User, g.PasswordFile)
	typed, err := term.ReadPassword(int(in.Fd()))
	fmt.Fprintln(a.out)
	if err != nil {
		return fmt.Errorf("read password: %w", err)
	}
	g.password = string(typed)
	return nil
}
