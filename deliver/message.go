package deliver

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	netmail "net/mail"
	"net/url"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"github.com/wardround/wardround/news"
)

// Message is one mail to one recipient, in parts. Two builds of an equal
// Message give equal bytes.
type Message struct {
	From    string // RFC 5322 mailbox: `Name <a@b>` or `a@b`
	ReplyTo string // "" sends replies to From
	To      string
	ToList  bool // To is a distribution list, whose server writes list headers of its own

	Subject string
	HTML    string // "" makes it plain text alone
	Text    string

	MessageID string    // with or without angle brackets; its domain should be that of From
	ListID    string    // such as weekly.digest.example; constant for ever. "" leaves it out
	Date      time.Time // written in its own zone

	Unsubscribe []string // https address first, mailto second (RFC 2369)
	OneClick    bool     // the https address takes a POST (RFC 8058); without one it is not said

	DKIM *DKIM // nil leaves signing to the relay
}

// ErrField is wrapped by every error that a field of a [Message] causes.
var ErrField = errors.New("message field")

// BuildMessage makes the bytes of a mail, signed if m.DKIM is set. Everything is
// rendered here, in memory: what fails inside SMTP's DATA would leave a cut-off
// mail that the server keeps.
func BuildMessage(m Message) ([]byte, error) {
	msg, err := compose(m)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if _, err := msg.WriteTo(&out); err != nil {
		return nil, fmt.Errorf("build message %s: %w", m.MessageID, err)
	}
	if m.DKIM == nil {
		return out.Bytes(), nil
	}
	signed, err := m.DKIM.sign(out.Bytes(), m.Date, m.ToList)
	if err != nil {
		return nil, fmt.Errorf("build message %s: %w", m.MessageID, err)
	}
	return signed, nil
}

func compose(m Message) (*mail.Msg, error) {
	id, err := messageID(m.MessageID)
	if err != nil {
		return nil, err
	}
	if m.Date.IsZero() {
		return nil, fmt.Errorf("%w: date is not set", ErrField)
	}
	msg := mail.NewMsg(mail.WithNoDefaultUserAgent(), mail.WithBoundary(boundary(id)),
		mail.WithCharset(mail.CharsetUTF8), mail.WithEncoding(mail.EncodingQP))
	if err := addresses(msg, m); err != nil {
		return nil, err
	}
	msg.SetMessageIDWithValue(id)
	msg.SetDateWithValue(m.Date)
	msg.Subject(oneLine(m.Subject))
	// Auto-responders stay silent for one of these three.
	msg.SetBulk()
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	if err := listHeaders(msg, m); err != nil {
		return nil, err
	}
	msg.SetBodyString(mail.TypeTextPlain, m.Text)
	if m.HTML != "" {
		msg.AddAlternativeString(mail.TypeTextHTML, m.HTML)
	}
	return msg, nil
}

// boundary is fixed by the Message-ID, so that a second build is the same
// bytes, and hashed, so that no body can hold it by chance or design.
func boundary(id string) string {
	sum := sha256.Sum256([]byte(id))
	return "part-" + hex.EncodeToString(sum[:16])
}

// messageID checks an id and takes its angle brackets off.
func messageID(id string) (string, error) {
	bare := strings.TrimSuffix(strings.TrimPrefix(id, "<"), ">")
	left, right, ok := strings.Cut(bare, "@")
	if !ok || left == "" || right == "" || strings.Contains(right, "@") || !printable(bare) || strings.ContainsAny(bare, "<>") {
		return "", fmt.Errorf("%w: message id %q is not LEFT@RIGHT", ErrField, id)
	}
	return bare, nil
}

// addresses sets From, To and Reply-To, one mailbox each.
func addresses(msg *mail.Msg, m Message) error {
	from, err := mailbox("from", m.From)
	if err != nil {
		return err
	}
	to, err := mailbox("to", m.To)
	if err != nil {
		return err
	}
	msg.FromMailAddress(from)
	msg.ToMailAddress(to)
	if m.ReplyTo == "" {
		return nil
	}
	reply, err := mailbox("reply-to", m.ReplyTo)
	if err != nil {
		return err
	}
	msg.ReplyToMailAddress(reply)
	return nil
}

// mailbox parses one mailbox and refuses what SMTP without extensions cannot carry.
func mailbox(field, s string) (*netmail.Address, error) {
	if strings.ContainsAny(s, "\r\n\x00") {
		return nil, fmt.Errorf("%w: %s holds a line break", ErrField, field)
	}
	a, err := netmail.ParseAddress(s)
	if err != nil {
		return nil, fmt.Errorf("%w: %s %q: %w", ErrField, field, s, err)
	}
	if !news.PlainAddress(a.Address) {
		return nil, fmt.Errorf("%w: %s %q: an address needs plain letters", ErrField, field, s)
	}
	a.Name = oneLine(a.Name)
	return a, nil
}

// listHeaders sets what lets mail programs treat the digest as a list.
func listHeaders(msg *mail.Msg, m Message) error {
	if m.ListID != "" {
		id := strings.TrimSuffix(strings.TrimPrefix(m.ListID, "<"), ">")
		if !printable(id) || strings.ContainsAny(id, "<> ") || !strings.Contains(id, ".") {
			return fmt.Errorf("%w: list id %q is not a dotted name", ErrField, m.ListID)
		}
		msg.SetGenHeader("List-ID", "<"+id+">")
	}
	var ways []string
	oneClick := false
	for _, raw := range m.Unsubscribe {
		u, err := url.Parse(raw)
		if err != nil || !printable(raw) || strings.ContainsAny(raw, "<>, ") || u.Scheme != "https" && u.Scheme != "mailto" {
			return fmt.Errorf("%w: unsubscribe %q is neither an https nor a mailto address", ErrField, raw)
		}
		oneClick = oneClick || u.Scheme == "https"
		ways = append(ways, "<"+raw+">")
	}
	if len(ways) > 0 {
		// go-mail's own setter writes one long line; values set this way are folded.
		msg.SetGenHeader("List-Unsubscribe", ways...)
	}
	if oneClick && m.OneClick {
		msg.SetGenHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
	}
	return nil
}

// oneLine makes any blank or control character a space.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == '\u0085' || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	return strings.Join(strings.Fields(s), " ")
}

// printable reports whether s is ASCII without blanks or controls.
func printable(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' })
}
