package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/wardround/wardround/jobs"
	"github.com/wardround/wardround/store"
)

// Exit statuses, the same for every command and part of every help text.
const (
	exitDone        = 0
	exitPartly      = 1 // some of it failed; said which
	exitUsage       = 2 // wrong usage or configuration; nothing was done
	exitUnreachable = 3 // could not reach what it needs
)

const exitHelp = `Exit status: 0 done; 1 some of it failed (said which); 2 wrong usage or
configuration, nothing done; 3 could not reach what it needs.`

// statusError is an error with the exit status it ends the program with and a
// hint about the next step.
type statusError struct {
	status int
	err    error
	hint   string
}

func (e *statusError) Error() string { return e.err.Error() }
func (e *statusError) Unwrap() error { return e.err }

func usageError(hint, format string, args ...any) error {
	return &statusError{exitUsage, fmt.Errorf(format, args...), hint}
}

func partlyError(hint, format string, args ...any) error {
	return &statusError{exitPartly, fmt.Errorf(format, args...), hint}
}

func unreachableError(hint string, err error) error {
	return &statusError{exitUnreachable, err, hint}
}

// report prints an error with its hint and returns the exit status.
func report(w io.Writer, err error) int {
	if err == nil {
		return exitDone
	}
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(w, "wardround: stopped")
		return exitPartly
	}
	fmt.Fprintf(w, "wardround: %v\n", err)
	var known *statusError
	switch {
	case errors.As(err, &known):
		if known.hint != "" {
			fmt.Fprintf(w, "  %s\n", known.hint)
		}
		return known.status
	case errors.Is(err, store.ErrNotFound), errors.Is(err, jobs.ErrHeld):
		return exitUsage
	}
	return exitPartly
}
