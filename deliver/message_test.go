package deliver

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-msgauth/dkim"
	"github.com/google/go-cmp/cmp"
)

func sample() Message {
	return Message{
		From: "Digital Workforce Week <digest@trust.example>", ReplyTo: "Digest desk <desk@trust.example>", To: "reader@trust.example",
		Subject: "Trusts to grade data jobs – “one guide”; 8 more (18 March)",
		HTML:    "<!doctype html>\n<p>Trusts pay £12,000 more.</p>\n", Text: "Trusts pay £12,000 more.\n\n-- \nGoodbye.\n",
		MessageID: "weekly.11.4f2a@trust.example", ListID: "weekly.digest.trust.example",
		Date:        time.Date(2024, 3, 18, 7, 30, 0, 0, time.FixedZone("", 0)),
		Unsubscribe: []string{"https://digest.trust.example/u/k7Qm", "mailto:leave@trust.example?subject=Unsubscribe"}, OneClick: true,
	}
}

func build(t *testing.T, m Message) []byte {
	t.Helper()
	raw, err := BuildMessage(m)
	if err != nil {
		t.Fatalf("BuildMessage: %v", err)
	}
	return raw
}

func headers(t *testing.T, raw []byte) netmail.Header {
	t.Helper()
	m, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatalf("read message: %v", err)
	}
	return m.Header
}

func TestMessageHasTheHeadersOfAList(t *testing.T) {
	h := headers(t, build(t, sample()))
	want := map[string]string{
		"From": `"Digital Workforce Week" <digest@trust.example>`, "To": "<reader@trust.example>", "Reply-To": `"Digest desk" <desk@trust.example>`,
		"Message-Id": "<weekly.11.4f2a@trust.example>", "List-Id": "<weekly.digest.trust.example>",
		"Date": "Mon, 18 Mar 2024 07:30:00 +0000", "Mime-Version": "1.0", "Auto-Submitted": "auto-generated", "Precedence": "bulk",
		"List-Unsubscribe":      "<https://digest.trust.example/u/k7Qm>, <mailto:leave@trust.example?subject=Unsubscribe>",
		"List-Unsubscribe-Post": "List-Unsubscribe=One-Click", "User-Agent": "", "X-Mailer": "",
	}
	got := make(map[string]string)
	for name := range want {
		got[name] = h.Get(name)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("headers (-want +got):\n%s", diff)
	}
	for name, values := range h {
		if len(values) != 1 {
			t.Errorf("header %s stands %d times, want once", name, len(values))
		}
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(h.Get("Subject"))
	if err != nil || subject != sample().Subject {
		t.Errorf("subject = %q, %v; want %q", subject, err, sample().Subject)
	}
}

func TestMessageIsPlainThenHTML(t *testing.T) {
	raw := build(t, sample())
	m, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("content type %q, %v", kind, err)
	}
	var got []string
	for r := multipart.NewReader(m.Body, params["boundary"]); ; {
		p, err := r.NextRawPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(quotedprintable.NewReader(p))
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, p.Header.Get("Content-Type"), p.Header.Get("Content-Transfer-Encoding"), strings.ReplaceAll(string(body), "\r\n", "\n"))
	}
	want := []string{
		"text/plain; charset=UTF-8", "quoted-printable", sample().Text,
		"text/html; charset=UTF-8", "quoted-printable", sample().HTML,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("parts (-want +got):\n%s", diff)
	}
}

func TestMessageLinesAreShortASCII(t *testing.T) {
	m := sample()
	m.HTML = strings.Repeat("é", 5000)
	raw := build(t, m)
	head, _, _ := bytes.Cut(raw, []byte("\r\n\r\n"))
	for _, l := range strings.Split(string(head), "\r\n") {
		if len(l) > 78 {
			t.Errorf("header line of %d characters: %s", len(l), l)
		}
	}
	for _, l := range strings.Split(string(raw), "\r\n") {
		if len(l) > 78 || strings.ContainsAny(l, "\r\n") {
			t.Errorf("line of %d bytes, or a bare line break: %q", len(l), l)
		}
	}
	if i := bytes.IndexFunc(raw, func(r rune) bool { return r > '~' }); i >= 0 {
		t.Errorf("byte %d is not ASCII", i)
	}
}

func TestTwoBuildsAreTheSameBytes(t *testing.T) {
	m := sample()
	m.DKIM = &DKIM{Domain: "trust.example", Selector: "s1", Key: rsaKey(t)}
	if !bytes.Equal(build(t, m), build(t, m)) {
		t.Error("two builds of one message differ")
	}
	other := m
	other.MessageID = "weekly.11.9999@trust.example"
	if bytes.Contains(build(t, other), []byte(boundary(m.MessageID))) {
		t.Error("two messages share a boundary")
	}
}

func TestOneClickIsSaidOnlyOfAnHTTPSAddress(t *testing.T) {
	m := sample()
	m.Unsubscribe = m.Unsubscribe[1:]
	if got := headers(t, build(t, m)).Get("List-Unsubscribe-Post"); got != "" {
		t.Errorf("without an https address: List-Unsubscribe-Post: %s", got)
	}
	m = sample()
	m.OneClick = false
	if got := headers(t, build(t, m)).Get("List-Unsubscribe-Post"); got != "" {
		t.Errorf("without OneClick: List-Unsubscribe-Post: %s", got)
	}
	m.Unsubscribe, m.ListID, m.ReplyTo = nil, "", ""
	h := headers(t, build(t, m))
	for _, name := range []string{"List-Unsubscribe", "List-Id", "Reply-To"} {
		if _, ok := h[name]; ok {
			t.Errorf("%s is written though nothing was given", name)
		}
	}
}

func rsaKey(t *testing.T) crypto.Signer {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func TestSignatureVerifiesAndCoversTheListHeaders(t *testing.T) {
	_, ed, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for name, key := range map[string]crypto.Signer{"rsa": rsaKey(t), "ed25519": ed} {
		t.Run(name, func(t *testing.T) {
			m := sample()
			m.DKIM = &DKIM{Domain: "trust.example", Selector: "s1", Key: key}
			raw := build(t, m)
			v := verify(t, raw, key, name)
			if v.Err != nil {
				t.Fatalf("verify: %v\n%s", v.Err, raw)
			}
			for _, h := range []string{"From", "Reply-To", "List-ID", "List-Unsubscribe", "List-Unsubscribe-Post", "Message-ID", "Subject"} {
				if !slices.Contains(v.HeaderKeys, h) {
					t.Errorf("%s is not signed; signed are %v", h, v.HeaderKeys)
				}
			}
			for _, more := range []string{"From: a@evil.example", "Subject: Pay here", "Reply-To: a@evil.example", "To: all@trust.example", "Cc: all@trust.example",
				"Date: Mon, 1 Jun 2020 07:30:00 +0000", "Content-Type: text/html", "Content-Transfer-Encoding: base64",
				"List-Unsubscribe: <https://evil.example/>", "List-ID: <evil.example>"} {
				if verify(t, append([]byte(more+"\r\n"), raw...), key, name).Err == nil {
					t.Errorf("with %q in front the signature still verifies", more)
				}
			}
		})
	}
}

// A list server puts its own list headers in place of ours and passes the rest on.
func TestSignatureOutlivesTheListHeadersOfADistributionList(t *testing.T) {
	key := rsaKey(t)
	m := sample()
	m.DKIM = &DKIM{Domain: "trust.example", Selector: "s1", Key: key}
	m.Unsubscribe, m.OneClick = m.Unsubscribe[1:], false // as for a list: no personal link
	m.ToList = true
	raw := strings.Replace(string(build(t, m)), "List-ID: <weekly.digest.trust.example>", "List-ID: <leads.lists.trust.example>", 1)
	raw = "List-Unsubscribe: <mailto:leads-leave@lists.trust.example>\r\nList-Post: <mailto:leads@trust.example>\r\n" + raw
	if v := verify(t, []byte(raw), key, "rsa"); v.Err != nil {
		t.Errorf("passed on by a list the signature fails: %v", v.Err)
	}
}

func verify(t *testing.T, raw []byte, key crypto.Signer, kind string) *dkim.Verification {
	t.Helper()
	public, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		t.Fatal(err)
	}
	if ed, ok := key.Public().(ed25519.PublicKey); ok {
		public = ed
	}
	record := "v=DKIM1; k=" + kind + "; p=" + base64.StdEncoding.EncodeToString(public)
	got, err := dkim.VerifyWithOptions(bytes.NewReader(raw), &dkim.VerifyOptions{LookupTXT: func(string) ([]string, error) { return []string{record}, nil }})
	if err != nil || len(got) != 1 {
		t.Fatalf("verify: %d signatures, %v", len(got), err)
	}
	return got[0]
}

func TestHostileFieldsAreRefused(t *testing.T) {
	const evil = "x\r\nBcc: all@evil.example"
	for name, change := range map[string]func(*Message){
		"line break in from":         func(m *Message) { m.From = evil + " <a@trust.example>" },
		"line break in to":           func(m *Message) { m.To = "a@trust.example\r\nBcc: b@trust.example" },
		"two recipients":             func(m *Message) { m.To = "a@trust.example, b@trust.example" },
		"no recipient":               func(m *Message) { m.To = "" },
		"line break in reply-to":     func(m *Message) { m.ReplyTo = "a@trust.example\n" },
		"address beyond ASCII":       func(m *Message) { m.To = "anna@bücher.example" },
		"address that needs quotes":  func(m *Message) { m.To = `"a>b"@trust.example` },
		"line break in message id":   func(m *Message) { m.MessageID = "a@b\r\nBcc: c" },
		"message id without domain":  func(m *Message) { m.MessageID = "weekly" },
		"line break in list id":      func(m *Message) { m.ListID = "a.b\r\nBcc: c" },
		"list id without dot":        func(m *Message) { m.ListID = "weekly" },
		"line break in unsubscribe":  func(m *Message) { m.Unsubscribe = []string{"https://a.example/\r\nBcc: c"} },
		"script as unsubscribe":      func(m *Message) { m.Unsubscribe = []string{"javascript:alert(1)"} },
		"unsubscribe without secret": func(m *Message) { m.Unsubscribe = []string{"http://a.example/u"} },
		"no date":                    func(m *Message) { m.Date = time.Time{} },
		"dkim without key":           func(m *Message) { m.DKIM = &DKIM{Domain: "trust.example", Selector: "s1"} },
	} {
		t.Run(name, func(t *testing.T) {
			m := sample()
			change(&m)
			raw, err := BuildMessage(m)
			if err == nil {
				t.Fatalf("BuildMessage accepted it:\n%s", raw)
			}
			if !strings.HasPrefix(name, "dkim") && !errors.Is(err, ErrField) {
				t.Errorf("error %v does not wrap ErrField", err)
			}
		})
	}
}

func TestLineBreaksInSubjectBecomeSpaces(t *testing.T) {
	m := sample()
	m.Subject = "One\r\nBcc: all@evil.example\r\n\r\nTwo\x00\u2028Three"
	h := headers(t, build(t, m))
	if got, want := h.Get("Subject"), "One Bcc: all@evil.example Two Three"; got != want {
		t.Errorf("subject = %q, want %q", got, want)
	}
	if h.Get("Bcc") != "" {
		t.Error("the subject made a Bcc header")
	}
}

func FuzzBuildMessage(f *testing.F) {
	f.Add("A subject", "weekly.1@trust.example", "a@trust.example", "text")
	f.Add("é\r\nBcc: x", "<a@b>", "Anna <a@b.example>", "--part\r\n.\r\n")
	f.Fuzz(func(t *testing.T, subject, id, to, text string) {
		m := sample()
		m.Subject, m.MessageID, m.To, m.Text = subject, id, to, text
		raw, err := BuildMessage(m)
		if err != nil {
			return
		}
		h := headers(t, raw)
		for name := range h {
			if name == "Bcc" || name == "Cc" || len(h[name]) != 1 {
				t.Errorf("header %s: %q", name, h[name])
			}
		}
		if list, err := h.AddressList("To"); err != nil || len(list) != 1 {
			t.Errorf("To: %q gives %v, %v", to, list, err)
		}
	})
}
