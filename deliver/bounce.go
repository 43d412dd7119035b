package deliver

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"net/textproto"
	"regexp"
	"strings"
)

// BounceClass says what a mail about a mail means.
type BounceClass string

const (
	BounceFailed    BounceClass = "failed"    // it will not arrive
	BounceDelayed   BounceClass = "delayed"   // it may still arrive
	BounceDelivered BounceClass = "delivered" // it did, or was passed on
	BounceAutomatic BounceClass = "automatic" // an absence note and the like
	BounceUnknown   BounceClass = "unknown"   // nobody can tell
)

// Bounce is what a delivery status notification (RFC 3464) says of one recipient.
type Bounce struct {
	Class     BounceClass
	MessageID string // of the mail it is about, without angle brackets; "" when it does not say
	Recipient string // as we wrote to it, where the report says so; "" when it does not say
	Final     string // whom it was passed on to, such as a member of a list; "" for nobody else
	Status    string // enhanced code of RFC 3463, such as "5.1.1"
	Reason    string // diagnostic, without addresses, one line
}

// Limits on a report: mail servers send a few kilobytes, and the returned mail.
const (
	maxParts = 20
	maxPart  = 256 << 10
	maxDepth = 4
)

// ReadBounce reads a report; one entry for each recipient it speaks of. A mail that
// is none is of class automatic or unknown. An error says that it is no mail.
func ReadBounce(raw []byte) ([]Bounce, error) {
	mail, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("read mail: %w", err)
	}
	if isAutomatic(mail.Header) {
		return []Bounce{{Class: BounceAutomatic}}, nil
	}
	r := &reading{}
	r.part(textproto.MIMEHeader(mail.Header), mail.Body, 0)
	if len(r.found) == 0 { // servers without RFC 3464: Exim names whom it failed in a header
		for _, address := range strings.Split(mail.Header.Get("X-Failed-Recipients"), ",") {
			if address = bareAddress(address); address != "" {
				r.found = append(r.found, Bounce{Class: BounceFailed, Recipient: address, Status: statusIn(r.text, "5.0.0"), Reason: reasonIn(r.text)})
			}
		}
	}
	for i := range r.found {
		r.found[i].MessageID = r.messageID
	}
	if len(r.found) == 0 {
		return []Bounce{{Class: BounceUnknown, MessageID: r.messageID}}, nil
	}
	return r.found, nil
}

// isAutomatic tells absence notes from reports (RFC 3834): a report says
// auto-replied too, but is multipart/report or names whom it failed.
func isAutomatic(h netmail.Header) bool {
	kind, _, _ := mime.ParseMediaType(h.Get("Content-Type"))
	if kind == "multipart/report" || h.Get("X-Failed-Recipients") != "" {
		return false
	}
	auto := strings.ToLower(h.Get("Auto-Submitted"))
	for _, name := range []string{"X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress"} {
		if h.Get(name) != "" && h.Get("List-Id") == "" {
			return true
		}
	}
	precedence := strings.ToLower(h.Get("Precedence"))
	return strings.HasPrefix(auto, "auto-replied") || strings.HasPrefix(auto, "auto-notified") || precedence == "auto_reply"
}

// reading gathers what the parts of a report say.
type reading struct {
	found     []Bounce
	messageID string
	text      string // of the first part, for people
	parts     int
}

func (r *reading) part(h textproto.MIMEHeader, body io.Reader, depth int) {
	if r.parts++; r.parts > maxParts || depth > maxDepth {
		return
	}
	kind, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil {
		kind = "text/plain"
	}
	body = io.LimitReader(decoded(h, body), maxPart)
	switch {
	case strings.HasPrefix(kind, "multipart/"):
		parts := multipart.NewReader(body, params["boundary"])
		for {
			part, err := parts.NextRawPart()
			if err != nil { // the end, or cut off: what was read counts
				return
			}
			r.part(part.Header, part, depth+1)
		}
	case kind == "message/delivery-status" || kind == "message/global-delivery-status":
		r.status(body)
	case kind == "message/rfc822" || kind == "text/rfc822-headers" || kind == "message/global" || kind == "message/global-headers":
		r.original(body)
	case strings.HasPrefix(kind, "text/plain") && r.text == "":
		text, _ := io.ReadAll(body) // cut off, it still names a code
		r.text = string(text)
	}
}

func decoded(h textproto.MIMEHeader, body io.Reader) io.Reader {
	switch strings.ToLower(h.Get("Content-Transfer-Encoding")) {
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		return quotedprintable.NewReader(body)
	}
	return body
}

// original reads the Message-ID of the mail that comes back.
func (r *reading) original(body io.Reader) {
	header, err := textproto.NewReader(bufio.NewReader(io.MultiReader(body, strings.NewReader("\r\n\r\n")))).ReadMIMEHeader()
	if err != nil && len(header) == 0 {
		return
	}
	if id := strings.Trim(strings.TrimSpace(header.Get("Message-Id")), "<>"); id != "" && r.messageID == "" {
		r.messageID = id
	}
}

// status reads groups of fields: one about the mail, then one for each recipient.
func (r *reading) status(body io.Reader) {
	text := textproto.NewReader(bufio.NewReader(body))
	for range maxParts {
		fields, err := text.ReadMIMEHeader()
		if len(fields) > 0 {
			r.recipient(fields)
		}
		if err != nil && (errors.Is(err, io.EOF) || len(fields) == 0) {
			return
		}
	}
}

func (r *reading) recipient(fields textproto.MIMEHeader) {
	action := strings.ToLower(strings.TrimSpace(fields.Get("Action")))
	if action == "" {
		if id := fields.Get("Original-Message-Id"); id != "" && r.messageID == "" {
			r.messageID = strings.Trim(strings.TrimSpace(id), "<>")
		}
		return // the group about the mail
	}
	b := Bounce{Status: statusIn(fields.Get("Status"), ""), Reason: reasonIn(fields.Get("Diagnostic-Code"))}
	for _, name := range []string{"Original-Recipient", "X-Actual-Recipient", "Final-Recipient"} {
		_, address, typed := strings.Cut(fields.Get(name), ";")
		if address = bareAddress(address); !typed || address == "" {
			continue
		}
		if b.Recipient == "" {
			b.Recipient = address
		} else if address != b.Recipient {
			b.Final = address
		}
	}
	switch {
	case action == "failed" && !strings.HasPrefix(b.Status, "4."):
		b.Class = BounceFailed
	case action == "failed", action == "delayed":
		b.Class = BounceDelayed
	case action == "delivered", action == "relayed", action == "expanded":
		b.Class = BounceDelivered
	default:
		b.Class = BounceUnknown
	}
	r.found = append(r.found, b)
}

var (
	statusPattern  = regexp.MustCompile(`\b[245]\.\d{1,3}\.\d{1,3}\b`)
	addressPattern = regexp.MustCompile(`<?[^\s<>"';:,]+@[^\s<>"';:,]+>?`)
)

// statusIn finds an enhanced code in a text.
func statusIn(text, otherwise string) string {
	if found := statusPattern.FindString(text); found != "" {
		return found
	}
	return otherwise
}

// reasonIn makes one short line without addresses of a diagnostic.
func reasonIn(text string) string {
	_, after, typed := strings.Cut(text, ";")
	if typed {
		text = after
	}
	text = addressPattern.ReplaceAllString(oneLine(text), "(address)")
	text = strings.Join(strings.Fields(text), " ")
	if len(text) > 200 {
		text = strings.ToValidUTF8(text[:200], "") + "…"
	}
	return text
}

// bareAddress reads an address as reports write it, in small letters.
func bareAddress(text string) string {
	text = strings.Trim(strings.TrimSpace(text), "<>")
	if _, after, found := strings.Cut(text, "@"); !found || after == "" || strings.ContainsAny(text, " \t\r\n") {
		return ""
	}
	return strings.ToLower(text)
}
