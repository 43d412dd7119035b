package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/wardround/wardround/deliver"
	"github.com/wardround/wardround/jobs"
	"github.com/wardround/wardround/store"
	"github.com/wardround/wardround/web"
)

// readers knows who gets what. The list of those who left, which stands beside
// the store, is merged with it first.
func (a *app) readers(ctx context.Context) (*jobs.Readers, error) {
	if a.people != nil {
		return a.people, nil
	}
	kept, err := a.store(ctx)
	if err != nil {
		return nil, err
	}
	key, err := a.key()
	if err != nil {
		return nil, err
	}
	list, err := a.beside("optouts")
	if err != nil {
		return nil, err
	}
	readers := &jobs.Readers{
		Store: kept, Key: key, Editions: a.cfg.EditionList(), BaseURL: a.cfg.Web.BaseURL, Now: a.now(),
		Note: func(o store.OptOut) error { return appendLine(list, o) },
	}
	var noted []store.OptOut
	if err := eachNoted(list, func(o store.OptOut) error { noted = append(noted, o); return nil }); err != nil {
		return nil, unreachableError("put the line right: nobody who left may be written to again", err)
	}
	if err := readers.Merge(ctx, noted); err != nil {
		return nil, err
	}
	a.people = readers
	return readers, nil
}

// key reads the secret behind personal links, or makes it at first need.
func (a *app) key() (deliver.Key, error) {
	file := a.cfg.Web.KeyFile
	if file == "" {
		var err error
		if file, err = a.beside("key"); err != nil {
			return nil, err
		}
	}
	key, err := readKey(file)
	if errors.Is(err, fs.ErrNotExist) {
		return makeKey(file)
	}
	return key, err
}

func readKey(file string) (deliver.Key, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, usageError("web.key_file must be readable for the user that runs wardround", "%w", err)
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(key) < 32 {
		return nil, usageError("bring the file back from a backup; with another key, links in mails that were sent do nothing",
			"%s holds no key: want 64 digits of hexadecimal", file)
	}
	return key, nil
}

// makeKey makes the file whole or not at all: of several processes that start at
// once the first one's key counts.
func makeKey(file string) (deliver.Key, error) {
	const hint = "the folder must be writable, or set web.key_file"
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return nil, unreachableError(hint, err)
	}
	out, err := os.CreateTemp(filepath.Dir(file), ".key-*") // readable for its owner alone
	if err != nil {
		return nil, unreachableError(hint, err)
	}
	defer func() { _ = os.Remove(out.Name()) }() // its link, the key, stays
	key := make([]byte, 32)
	_, _ = rand.Read(key) // never fails
	_, err = out.WriteString(hex.EncodeToString(key) + "\n")
	if err = errors.Join(err, out.Sync(), out.Close()); err != nil {
		return nil, unreachableError(hint, err)
	}
	if err := os.Link(out.Name(), file); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, unreachableError(hint, err)
	}
	return readKey(file)
}

// leaving lets the site act on personal links.
type leaving struct{ *jobs.Readers }

func (l leaving) Membership(ctx context.Context, edition, token string) (web.Membership, error) {
	m, err := l.Read(ctx, edition, token)
	if errors.Is(err, jobs.ErrLink) {
		return web.Membership{}, web.ErrLink
	}
	return web.Membership{Title: m.Edition.Title, Address: m.Address, Undo: m.Undo, Left: m.Left, LeftAll: m.LeftAll,
		Others: len(l.Editions) > 1}, err
}

func (l leaving) Leave(ctx context.Context, edition, token string, all bool) error {
	m, err := l.Read(ctx, edition, token)
	if err != nil || m.Undo {
		return err
	}
	return l.Readers.Leave(ctx, m, all, "link")
}

func (l leaving) Undo(ctx context.Context, edition, token string) (bool, error) {
	m, err := l.Read(ctx, edition, token)
	if err != nil || !m.Undo {
		return false, err
	}
	return l.Readers.Undo(ctx, m)
}
