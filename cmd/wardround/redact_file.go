package main

import (
	"context"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

// noteRedaction writes down, beside the store, that something was removed.
func (a *app) noteRedaction(r news.Redaction) error {
	file, err := a.beside("redactions")
	if err != nil {
		return err
	}
	return appendLine(file, r)
}

// redactAgain removes from a restored store what was removed from the one before,
// and returns how many things that were.
func (a *app) redactAgain(ctx context.Context, kept *store.Store) (n int, err error) {
	file, err := a.beside("redactions")
	if err != nil {
		return 0, err
	}
	err = eachNoted(file, func(r news.Redaction) error {
		n++
		_, err := kept.Redact(ctx, r)
		return err
	})
	return n, err
}
