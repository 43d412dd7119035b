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
	Readers   *Readers      // nil: those of the editions, and no personal links
	Operator  news.Operator // named below letters
}

// Build makes the message of a delivery; it is a [deliver.Build].
func (m *Mailer) Build(ctx context.Context, d news.Delivery) (deliver.Built, error) {
	switch d.Edition {
	case store.AlarmEdition, store.ProofEdition:
		return m.alarm(ctx, d)
	case store.LetterEdition:
		return m.letter(ctx, d)
	case store.CorrectionEdition:
		return m.correction(ctx, d)
	}
	edition, err := m.edition(d.Edition)
	if err != nil {
		return deliver.Built{}, err
	}
	if err := m.stillGets(ctx, edition, d.Recipient.Address); err != nil {
		return deliver.Built{}, err
	}
	kept, err := m.Store.IssueByID(ctx, d.Issue)
	if err != nil {
		return deliver.Built{}, err
	}
	return m.Message(kept, edition, d.Recipient)
}

// stillGets returns [deliver.ErrLeft] for a reader who gets the edition no more: they may
// have left since the issue was written.
func (m *Mailer) stillGets(ctx context.Context, edition news.Edition, address string) error {
	gets := slices.ContainsFunc(edition.Recipients, func(r news.Recipient) bool { return strings.EqualFold(r.Address, address) })
	if m.Readers != nil {
		var err error
		if gets, err = m.Readers.Gets(ctx, edition, address); err != nil {
			return err
		}
	}
	if !gets {
		return deliver.ErrLeft
	}
	return nil
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
	leave, oneClick := m.leaving(edition, to, &options)
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
		From: sender.String(), ReplyTo: edition.ReplyTo, To: (&netmail.Address{Name: to.Name, Address: to.Address}).String(), ToList: to.List,
		Subject: mail.Subject, HTML: mail.HTML, Text: mail.Text,
		MessageID: id, ListID: edition.Name + "." + domain, Date: kept.Frozen.In(edition.Location),
		Unsubscribe: leave, OneClick: oneClick, DKIM: m.DKIM,
	})
	return deliver.Built{From: from.Address, MessageID: id, Bytes: bytes}, err
}

// leaving puts the reader's own link into options, and returns the ways to leave for the
// header, and whether one click does it.
func (m *Mailer) leaving(edition news.Edition, to news.Recipient, options *digest.RenderOptions) (ways []string, oneClick bool) {
	ways = []string{"mailto:" + options.UnsubscribeMail + "?subject=" + url.PathEscape("unsubscribe "+edition.Name)}
	if m.Readers != nil {
		options.UnsubscribeURL = m.Readers.Link(edition.Name, to)
	}
	if !strings.HasPrefix(options.UnsubscribeURL, "https://") { // RFC 8058, 3.1; any other stands in the text alone
		return ways, false
	}
	return append([]string{options.UnsubscribeURL}, ways...), true
}

// alarm makes a mail to the operator, from the operator: plain text, no list. It is an
// alarm or a proof.
func (m *Mailer) alarm(ctx context.Context, d news.Delivery) (deliver.Built, error) {
	kept, err := m.Store.IssueByID(ctx, d.Issue)
	if err != nil {
		return deliver.Built{}, err
	}
	_, domain, _ := strings.Cut(d.Recipient.Address, "@")
	id := messageID(kept.Issue, d.Recipient, domain)
	id = strings.NewReplacer("(", "", ")", "").Replace(id)
	text := kept.Issue.Notice
	if d.Edition == store.AlarmEdition {
		text = digest.Letter(text+"\n\nTo look further:\n  wardround status\n  wardround sources health\n  wardround deliveries list\n", digest.LetterFoot{})
	}
	bytes, err := deliver.BuildMessage(deliver.Message{
		From: (&netmail.Address{Name: "wardround", Address: d.Recipient.Address}).String(), To: d.Recipient.Address,
		Subject: kept.Issue.Title, Text: text, MessageID: id, Date: kept.Frozen, DKIM: m.DKIM,
	})
	return deliver.Built{From: d.Recipient.Address, MessageID: id, Bytes: bytes}, err
}

// letter makes a mail of plain text about a reader's own affairs, from the sender of
// the edition it names.
func (m *Mailer) letter(ctx context.Context, d news.Delivery) (deliver.Built, error) {
	kept, err := m.Store.IssueByID(ctx, d.Issue)
	if err != nil {
		return deliver.Built{}, err
	}
	edition, err := m.edition(kept.Issue.Introduction)
	if err != nil {
		return deliver.Built{}, err
	}
	from, err := netmail.ParseAddress(edition.From)
	if err != nil {
		return deliver.Built{}, fmt.Errorf("sender of edition %s: %w", edition.Name, err)
	}
	if from.Name == "" {
		from.Name = edition.Title
	}
	_, domain, _ := strings.Cut(from.Address, "@")
	message := deliver.Message{
		From: from.String(), ReplyTo: edition.ReplyTo, To: (&netmail.Address{Name: d.Recipient.Name, Address: d.Recipient.Address}).String(),
		ToList: d.Recipient.List, Subject: kept.Issue.Title, Date: kept.Frozen.In(edition.Location), DKIM: m.DKIM,
		MessageID: strings.NewReplacer("(", "", ")", "").Replace(messageID(kept.Issue, d.Recipient, domain)),
	}
	foot := digest.LetterFoot{Operator: m.Operator}
	if d.Edition == store.CorrectionEdition { // it goes to as many as the issue, who may leave by it as by an issue
		options := m.RenderOptions(edition)
		message.ListID = edition.Name + "." + domain
		message.Unsubscribe, message.OneClick = m.leaving(edition, d.Recipient, &options)
		foot.Edition, foot.LeaveURL, foot.Mail = edition.Title, options.UnsubscribeURL, options.UnsubscribeMail
	}
	message.Text = digest.Letter(kept.Issue.Notice, foot)
	bytes, err := deliver.BuildMessage(message)
	return deliver.Built{From: from.Address, MessageID: message.MessageID, Bytes: bytes}, err
}

// correction makes a letter that puts an issue right, for who still gets its edition.
func (m *Mailer) correction(ctx context.Context, d news.Delivery) (deliver.Built, error) {
	kept, err := m.Store.IssueByID(ctx, d.Issue)
	if err != nil {
		return deliver.Built{}, err
	}
	edition, err := m.edition(kept.Issue.Introduction)
	if err != nil {
		return deliver.Built{}, err
	}
	if err := m.stillGets(ctx, edition, d.Recipient.Address); err != nil {
		return deliver.Built{}, err
	}
	return m.letter(ctx, d)
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
