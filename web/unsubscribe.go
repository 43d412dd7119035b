package web

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"unicode/utf8"
)

// Leaving is what a personal link can do. The token is all the authority there
// is: no log-in, no cookie, so that a mailbox provider can use it too (RFC 8058).
type Leaving interface {
	// Membership says what the link is about; an error is a link that is not ours.
	Membership(ctx context.Context, edition, token string) (Membership, error)
	// Leave takes the reader off the edition, or off all.
	Leave(ctx context.Context, edition, token string, all bool) error
	// Undo brings the reader back; false is too late.
	Undo(ctx context.Context, edition, token string) (bool, error)
}

// ErrLink is what [Leaving] answers to a link that is not one of ours.
var ErrLink = errors.New("not a link of ours")

// Membership is what a personal link is about.
type Membership struct {
	Title   string `json:"edition"`
	Address string `json:"-"`    // shown masked only; "" when it is on no list
	Undo    bool   `json:"undo"` // the link brings back
	Left    bool   `json:"left"`
	LeftAll bool   `json:"left_all"`
	Others  bool   `json:"-"` // there are other editions
}

// leaveData is what the page shows.
type leaveData struct {
	Membership
	Address string `json:"address"` // masked
	Done    bool   `json:"done"`    // something was just done
	TooLate bool   `json:"too_late"`
}

// maxForm bounds what is posted: a mailbox provider sends 26 bytes.
const maxForm = 4 << 10

// leave shows what a personal link is about, and changes nothing: programs that
// look for malware follow every link in a mail.
func (s *Site) leave(r *http.Request) (page, error) {
	m, err := s.opts.Leaving.Membership(r.Context(), r.PathValue("edition"), r.PathValue("token"))
	if errors.Is(err, ErrLink) {
		return page{}, errNoPage
	}
	return s.leavePage(leaveData{Membership: m}), err
}

// unsubscribe takes a POST: from the button of the page, or in one click from a
// mail program. It answers in place, without a redirect, and may be repeated.
func (s *Site) unsubscribe(r *http.Request) (page, error) {
	edition, token := r.PathValue("edition"), r.PathValue("token")
	m, err := s.opts.Leaving.Membership(r.Context(), edition, token)
	if errors.Is(err, ErrLink) {
		return page{}, errNoPage
	}
	if err != nil {
		return page{}, err
	}
	p := leaveData{Membership: m, Done: true}
	if m.Undo {
		back, err := s.opts.Leaving.Undo(r.Context(), edition, token)
		p.Left, p.TooLate = !back, !back
		return s.leavePage(p), err
	}
	all := r.PostFormValue("from") == "all"
	if err := s.opts.Leaving.Leave(r.Context(), edition, token, all); err != nil {
		return page{}, err
	}
	p.Left, p.LeftAll = true, m.LeftAll || all
	return s.leavePage(p), nil
}

func (s *Site) leavePage(p leaveData) page {
	p.Address = masked(p.Membership.Address)
	title := "Leave " + p.Title
	if p.Undo {
		title = "Come back to " + p.Title
	}
	return page{Name: "leave", Title: title, Data: p, cache: "no-store"}
}

// masked shows as much of an address as its owner needs to know it.
func masked(address string) string {
	name, domain, found := strings.Cut(address, "@")
	if !found {
		return ""
	}
	_, size := utf8.DecodeRuneInString(name)
	return name[:size] + "…@" + domain
}
