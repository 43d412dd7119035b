package deliver

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
)

// DKIM is what a mail is signed with (RFC 6376, RFC 8463). The signing is our
// own: go-mail 0.8.1 folds its signature after signing it, so that every list
// of headers over 75 characters fails to verify, and the list headers that RFC
// 8058 wants signed make it longer than that.
type DKIM struct {
	Domain   string
	Selector string
	Key      crypto.Signer // *rsa.PrivateKey of 2048 bits or ed25519.PrivateKey
}

// ErrDKIM is wrapped by every error of a signature.
var ErrDKIM = errors.New("dkim")

// signedHeaders are covered, whether a mail has them or not.
var signedHeaders = []string{
	"From", "To", "Cc", "Reply-To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type", "Content-Transfer-Encoding",
	"Auto-Submitted", "List-ID", "List-Unsubscribe", "List-Unsubscribe-Post",
}

// foldWidth keeps the lines of a signature below the 78 characters of RFC 5322.
const foldWidth = 72

// sign returns a mail with a signature in front, which leaves the list headers out when
// the mail goes to a distribution list. RSA and Ed25519 sign without chance, so equal
// input gives equal bytes.
func (d *DKIM) sign(raw []byte, at time.Time, toList bool) ([]byte, error) {
	algorithm, err := d.algorithm()
	if err != nil {
		return nil, err
	}
	head, body, ok := bytes.Cut(raw, []byte("\r\n\r\n"))
	if !ok {
		return nil, fmt.Errorf("%w: the mail has no body", ErrDKIM)
	}
	fields := headerFields(string(head))
	names, canonical := covered(fields, toList)
	bodyHash := sha256.Sum256([]byte(relaxBody(string(body))))
	field := "DKIM-Signature: v=1; a=" + algorithm + "; c=relaxed/relaxed;" +
		fmt.Sprintf("\r\n d=%s; s=%s; t=%d;", d.Domain, d.Selector, at.Unix()) +
		"\r\n h=" + foldAfter(strings.Join(names, ":"), ":") + ";" +
		"\r\n bh=" + base64.StdEncoding.EncodeToString(bodyHash[:]) + ";" +
		"\r\n b="
	sum := sha256.Sum256([]byte(canonical + relaxHeader(field)))
	signature, err := d.signature(sum[:])
	if err != nil {
		return nil, fmt.Errorf("%w: sign for %s: %w", ErrDKIM, d.Domain, err)
	}
	field += foldAfter(base64.StdEncoding.EncodeToString(signature), "") + "\r\n"
	return append([]byte(field), raw...), nil
}

// algorithm checks what is signed with and names it.
func (d *DKIM) algorithm() (string, error) {
	for field, value := range map[string]string{"domain": d.Domain, "selector": d.Selector} {
		if !printable(value) || strings.ContainsAny(value, `;:="`) {
			return "", fmt.Errorf("%w: %s %q is not a name", ErrDKIM, field, value)
		}
	}
	switch d.Key.(type) {
	case *rsa.PrivateKey:
		return "rsa-sha256", nil
	case ed25519.PrivateKey:
		return "ed25519-sha256", nil
	}
	return "", fmt.Errorf("%w: key of type %T; want RSA or Ed25519", ErrDKIM, d.Key)
}

func (d *DKIM) signature(sum []byte) ([]byte, error) {
	if key, ok := d.Key.(ed25519.PrivateKey); ok {
		return ed25519.Sign(key, sum), nil // of the hash, as RFC 8463 section 3 says
	}
	return d.Key.Sign(rand.Reader, sum, crypto.SHA256)
}

// headerFields splits a header into its fields, folded lines kept together.
func headerFields(head string) []string {
	var fields []string
	for _, line := range strings.Split(head, "\r\n") {
		if len(fields) > 0 && (strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t")) {
			fields[len(fields)-1] += "\r\n" + line
			continue
		}
		fields = append(fields, line)
	}
	return fields
}

// covered returns the names of h= and the canonical fields they stand for. Each is
// named once more than it occurs (RFC 6376, 5.4.2): mail programs show the first of two
// subjects and answer the first of two Reply-To, so whoever passes the mail on could put
// one of their own in front.
func covered(fields []string, toList bool) (names []string, canonical string) {
	var b strings.Builder
	for _, name := range signedHeaders {
		if strings.HasPrefix(name, "List-") && toList {
			continue // a list server puts its own there, and the members shall find the rest signed
		}
		names = append(names, name)
		for _, f := range fields {
			if have, _, _ := strings.Cut(f, ":"); strings.EqualFold(have, name) {
				names = append(names, name)
				b.WriteString(relaxHeader(f))
				b.WriteString("\r\n")
			}
		}
	}
	return names, b.String()
}

var blanks = regexp.MustCompile(`[ \t]+`)

// relaxHeader is the relaxed form of RFC 6376 section 3.4.2, without line end.
func relaxHeader(field string) string {
	name, value, _ := strings.Cut(field, ":")
	value = blanks.ReplaceAllString(strings.ReplaceAll(value, "\r\n", ""), " ")
	return strings.ToLower(strings.TrimSpace(name)) + ":" + strings.TrimSpace(value)
}

// relaxBody is the relaxed form of RFC 6376 section 3.4.4.
func relaxBody(body string) string {
	lines := strings.Split(body, "\r\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(blanks.ReplaceAllString(l, " "), " ")
	}
	for len(lines) > 0 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	if len(lines) == 0 {
		return ""
	}
	return strings.Join(lines, "\r\n") + "\r\n"
}

// foldAfter folds s into lines, after mark or, when mark is empty, anywhere.
func foldAfter(s, mark string) string {
	var b strings.Builder
	for len(s) > foldWidth {
		cut := foldWidth
		if i := strings.LastIndex(s[:cut], mark); mark != "" && i > 0 {
			cut = i + len(mark)
		}
		b.WriteString(s[:cut] + "\r\n ")
		s = s[cut:]
	}
	return b.String() + s
}
