package jobs

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/wardround/wardround/deliver"
	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

// UndoWithin is how long a reader may come back by the link in the confirmation.
const UndoWithin = 28 * day

// ErrLink says that a personal link was not made by this installation.
var ErrLink = errors.New("this link is not one of ours, or is cut off")

// Readers knows who gets what: the configuration's recipients and those that a
// command added, without those who have left. Leaving always wins.
type Readers struct {
	Store    *store.Store
	Key      deliver.Key
	Editions []news.Edition
	BaseURL  string // of the archive; "": there are no personal links
	Now      func() time.Time

	// Note writes an opt-out, or its undoing, to the list beside the store before
	// it counts; so that an older copy of the store brings nobody back.
	Note func(store.OptOut) error
}

// Of returns who gets an issue of the edition, each address once.
func (r *Readers) Of(ctx context.Context, edition news.Edition) ([]news.Recipient, error) {
	all, err := r.listed(ctx, edition)
	if err != nil {
		return nil, err
	}
	gone, err := r.Store.OptOuts(ctx)
	if err != nil {
		return nil, err
	}
	left := map[string]bool{}
	for _, o := range gone {
		if o.Edition == "" || o.Edition == edition.Name {
			left[o.Reader] = true
		}
	}
	return slices.DeleteFunc(all, func(to news.Recipient) bool { return left[r.Key.Reader(to.Address)] }), nil
}

// listed are all recipients of an edition, those who have left included.
func (r *Readers) listed(ctx context.Context, edition news.Edition) ([]news.Recipient, error) {
	all := slices.Clone(edition.Recipients)
	added, err := r.Store.Readers(ctx, edition.Name)
	if err != nil {
		return nil, err
	}
	for _, one := range added {
		if !slices.ContainsFunc(all, func(to news.Recipient) bool { return strings.EqualFold(to.Address, one.Recipient.Address) }) {
			all = append(all, one.Recipient)
		}
	}
	return all, nil
}

// Gets reports whether the address gets the edition now.
func (r *Readers) Gets(ctx context.Context, edition news.Edition, address string) (bool, error) {
	listed := slices.ContainsFunc(edition.Recipients, func(to news.Recipient) bool { return strings.EqualFold(to.Address, address) })
	if !listed {
		added, err := r.Store.IsReader(ctx, edition.Name, address)
		if err != nil || !added {
			return false, err
		}
	}
	_, left, err := r.Store.HasLeft(ctx, r.Key.Reader(address), edition.Name)
	return !left, err
}

// Knows reports whether the address is on a list of ours, also of one who has left.
func (r *Readers) Knows(ctx context.Context, address string) (bool, error) {
	found, err := r.address(ctx, r.Key.Reader(address))
	return found != "", err
}

// Link is a reader's personal address for leaving an edition; "" without an
// archive on the web, and for a distribution list, where it would be everybody's.
func (r *Readers) Link(edition string, to news.Recipient) string {
	if to.List {
		return ""
	}
	return r.link(deliver.ToLeave, edition, r.Key.Reader(to.Address))
}

func (r *Readers) link(purpose deliver.Purpose, edition, reader string) string {
	if r.BaseURL == "" {
		return ""
	}
	return strings.TrimRight(r.BaseURL, "/") + "/u/" + edition + "/" + r.Key.Token(purpose, edition, reader)
}

// Membership is what a personal link is about.
type Membership struct {
	Edition news.Edition
	Address string // "" when it is on no list any more
	Reader  string
	Undo    bool // the link brings back
	Left    bool
	LeftAll bool
}

// Read says what a personal link is about; [ErrLink] when it is not ours.
func (r *Readers) Read(ctx context.Context, edition, token string) (Membership, error) {
	purpose, reader, ok := r.Key.Read(edition, token)
	if !ok {
		return Membership{}, ErrLink
	}
	m := Membership{Edition: news.Edition{Name: edition, Title: edition}, Reader: reader, Undo: purpose == deliver.ToUndo}
	for _, e := range r.Editions {
		if e.Name == edition {
			m.Edition = e
		}
	}
	var err error
	if m.Address, err = r.address(ctx, reader); err != nil {
		return m, err
	}
	o, left, err := r.Store.HasLeft(ctx, reader, edition)
	m.Left, m.LeftAll = left, left && o.Edition == ""
	if m.Address == "" {
		m.Address = o.Address
	}
	return m, err
}

// address finds the address that a keyed hash stands for, among those that are listed.
func (r *Readers) address(ctx context.Context, reader string) (string, error) {
	for _, e := range r.Editions {
		all, err := r.listed(ctx, e)
		if err != nil {
			return "", err
		}
		for _, to := range all {
			if r.Key.Reader(to.Address) == reader {
				return to.Address, nil
			}
		}
	}
	return "", nil
}

// Leave takes the reader off the edition of m, or off all, and confirms it by
// mail. It may be done again, and then does nothing.
func (r *Readers) Leave(ctx context.Context, m Membership, all bool, means string) error {
	o := store.OptOut{Reader: m.Reader, Edition: m.Edition.Name, At: r.Now(), Means: means, Address: m.Address}
	if all {
		o.Edition = ""
	}
	if m.LeftAll || m.Left && !all {
		return nil
	}
	if err := r.Note(o); err != nil {
		return fmt.Errorf("note opt-out: %w", err)
	}
	known, err := r.address(ctx, m.Reader)
	if err != nil {
		return err
	}
	var letter *store.Letter
	if known != "" { // anybody may write any sender into a mail: strangers get no answer
		letter = r.confirmation(m, all, means)
	}
	_, err = r.Store.Leave(ctx, o, letter)
	return err
}

// Undo brings the reader of m back, within four weeks.
func (r *Readers) Undo(ctx context.Context, m Membership) (bool, error) {
	if !m.Left {
		return true, nil
	}
	back, err := r.Store.Return(ctx, m.Reader, m.Edition.Name, r.Now().Add(-UndoWithin))
	if err != nil || !back {
		return false, err
	}
	return true, r.Note(store.OptOut{Reader: m.Reader, Edition: "", At: r.Now(), Means: "undone", Undone: true})
}

// confirmation is the letter that a reader gets who has left; nil when nobody
// knows where to send it, or the operator asked for none.
func (r *Readers) confirmation(m Membership, all bool, means string) *store.Letter {
	if m.Address == "" || m.Edition.From == "" || means == "erased" {
		return nil
	}
	from, text := "“"+m.Edition.Title+"”", "You will get no more issues of “"+m.Edition.Title+"”."
	if all {
		from, text = "all our digests", "You will get none of our digests any more."
	}
	text += " Nothing else needs to be done.\n"
	if back := r.link(deliver.ToUndo, m.Edition.Name, m.Reader); back != "" {
		text += "\nWas it a mistake? For four weeks this brings you back:\n" + back + "\n"
	} else {
		text += "\nWas it a mistake? Reply to this mail, and a person will bring you back.\n"
	}
	now := r.Now()
	return &store.Letter{Edition: store.LetterEdition, From: m.Edition.Name, To: news.Recipient{Address: m.Address},
		Subject: "You have left " + from, Text: text, Now: now, Expires: now.Add(lifetime)}
}

// Merge makes store and list agree: what either holds of opt-outs counts, unless
// the list says that it was undone later.
func (r *Readers) Merge(ctx context.Context, list []store.OptOut) error {
	type key struct{ reader, edition string }
	last := map[key]store.OptOut{}
	for _, o := range list {
		if !o.Undone {
			last[key{o.Reader, o.Edition}] = o
			continue
		}
		for k, was := range last {
			if k.reader == o.Reader && !was.At.After(o.At) {
				delete(last, k)
			}
		}
	}
	for _, o := range last {
		if _, err := r.Store.Leave(ctx, o, nil); err != nil {
			return err
		}
	}
	kept, err := r.Store.OptOuts(ctx)
	if err != nil {
		return err
	}
	for _, o := range kept {
		if _, noted := last[key{o.Reader, o.Edition}]; noted {
			continue
		}
		if slices.ContainsFunc(list, func(was store.OptOut) bool { return was.Undone && was.Reader == o.Reader && was.At.After(o.At) }) {
			if _, err := r.Store.Return(ctx, o.Reader, o.Edition, time.Time{}); err != nil { // undone after this copy was made
				return err
			}
			continue
		}
		if err := r.Note(o); err != nil {
			return fmt.Errorf("note opt-out: %w", err)
		}
	}
	return nil
}

// recipients are who gets an issue that is frozen now.
func (s *Steps) recipients(ctx context.Context, edition news.Edition) ([]news.Recipient, error) {
	if s.Readers == nil {
		return edition.Recipients, nil
	}
	return s.Readers.Of(ctx, edition)
}

// Restore brings back a reader who asked for it, however long ago they left, and
// reports whether they had.
func (r *Readers) Restore(ctx context.Context, address string) (bool, error) {
	reader := r.Key.Reader(address)
	back, err := r.Store.Return(ctx, reader, "", time.Time{})
	if err != nil || !back {
		return false, err
	}
	return true, r.Note(store.OptOut{Reader: reader, At: r.Now(), Means: "undone", Undone: true})
}

// Erase forgets a reader everywhere but for the keyed hash, which keeps them out
// of every list for good. It returns how many records lost the address.
func (r *Readers) Erase(ctx context.Context, address string) (int, error) {
	o := store.OptOut{Reader: r.Key.Reader(address), At: r.Now(), Means: "erased"}
	if err := r.Note(o); err != nil {
		return 0, fmt.Errorf("note erasure: %w", err)
	}
	return r.Store.EraseReader(ctx, o, address)
}
