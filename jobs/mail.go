package jobs

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	netmail "net/mail"
	"net/url"
	"slices"
	"strings"

	"github.com/wardround/wardround/deliver"
	"github.com/wardround/wardround/digest"
	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

// Mailer makes the messages of issues.
type Mailer struct {
	Store     *store.Store
	Editions  []news.Edition
	DKIM      *deliver.DKIM // nil: not signed here
	Templates fs.FS         // the operator's own; nil: the embedded ones
	BaseURL   string        // of the archive; "": mails do not link to it
}

// Build makes the message of a delivery; it is a [deliver.Build].
func (m *Mailer) Build(ctx context.Context, d news.Delivery) (deliver.Built, error) {
	if d.Edition == store.AlarmEdition {
		return m.alarm(ctx, d)
	}
	edition, err := m.edition(d.Edition)
	if err != nil {
		return deliver.Built{}, err
	}
	if !slices.ContainsFunc(edition.Recipients, func(r news.Recipient) bool { return strings.EqualFold(r.Address, d.Recipient.Address) }) {
		return deliver.Built{}, deliver.ErrLeft
	}
	kept, err := m.Store.IssueByID(ctx, d.Issue)
	if err != nil {
		return deliver.Built{}, err
	}
	return m.Message(kept, edition, d.Recipient)
}

// Message makes the message of one issue to one recipient. It depends on these
// three alone: made twice, it is the same bytes.
func (m *Mailer) Message(kept store.KeptIssue, edition news.Edition, to news.Recipient) (deliver.Built, error) {
	from, err := netmail.ParseAddress(edition.From)
	if err != nil {
		return deliver.Built{}, fmt.Errorf("sender of edition %s: %w", edition.Name, err)
	}
	_, domain, _ := strings.Cut(from.Address, "@")
	issue, options := kept.Issue, m.RenderOptions(edition)
	mail, err := digest.Render(issue, options)
	if err != nil {
		return deliver.Built{}, err
	}
	id := messageID(issue, to, domain)
	sender := *from
	if sender.Name == "" {
		sender.Name = edition.Title
	}
	bytes, err := deliver.BuildMessage(deliver.Message{
		From: sender.String(), ReplyTo: edition.ReplyTo, To: (&netmail.Address{Name: to.Name, Address: to.Address}).String(),
		Subject: mail.Subject, HTML: mail.HTML, Text: mail.Text,
		MessageID: id, ListID: edition.Name + "." + domain, Date: kept.Frozen.In(edition.Location),
		Unsubscribe: []string{"mailto:" + options.UnsubscribeMail + "?subject=" + url.PathEscape("unsubscribe "+edition.Name)},
		DKIM:        m.DKIM,
	})
	return deliver.Built{From: from.Address, MessageID: id, Bytes: bytes}, err
}

// alarm makes a mail to the operator, from the operator: plain text, no list.
func (m *Mailer) alarm(ctx context.Context, d news.Delivery) (deliver.Built, error) {
	kept, err := m.Store.IssueByID(ctx, d.Issue)
	if err != nil {
		return deliver.Built{}, err
	}
	_, domain, _ := strings.Cut(d.Recipient.Address, "@")
	id := messageID(kept.Issue, d.Recipient, domain)
	id = strings.NewReplacer("(", "", ")", "").Replace(id)
	text := kept.Issue.Notice + "\n\nSee: wardround status; wardround sources list; wardround deliveries list.\n"
	bytes, err := deliver.BuildMessage(deliver.Message{
		From: (&netmail.Address{Name: "wardround", Address: d.Recipient.Address}).String(), To: d.Recipient.Address,
		Subject: kept.Issue.Title, Text: text, MessageID: id, Date: kept.Frozen, DKIM: m.DKIM,
	})
	return deliver.Built{From: d.Recipient.Address, MessageID: id, Bytes: bytes}, err
}

func (m *Mailer) edition(name string) (news.Edition, error) {
	for _, edition := range m.Editions {
		if edition.Name == name {
			return edition, nil
		}
	}
	return news.Edition{}, fmt.Errorf("edition %s is no longer configured; its outstanding mail waits for it", name)
}

// RenderOptions are how the issues of an edition are written. A wish to leave
// goes where replies go, and reaches a person there.
func (m *Mailer) RenderOptions(edition news.Edition) digest.RenderOptions {
	for _, address := range []string{edition.ReplyTo, edition.From} {
		if to, err := netmail.ParseAddress(address); err == nil {
			return digest.RenderOptions{UnsubscribeMail: to.Address, Templates: m.Templates, BaseURL: m.BaseURL}
		}
	}
	return digest.RenderOptions{Templates: m.Templates, BaseURL: m.BaseURL}
}

// messageID is the same for every attempt to hand one issue to one recipient:
// mailboxes that know it already drop a second copy. It does not show the address.
func messageID(issue news.Issue, to news.Recipient, domain string) string {
	sum := sha256.Sum256([]byte(issue.Edition + "\x00" + issue.Slot.Key + "\x00" + strings.ToLower(to.Address)))
	slot := strings.NewReplacer("-", "", ":", "").Replace(issue.Slot.Key)
	return fmt.Sprintf("%s.%s.%s@%s", issue.Edition, slot, hex.EncodeToString(sum[:8]), domain)
}
