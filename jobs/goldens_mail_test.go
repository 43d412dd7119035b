package jobs

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/emersion/go-msgauth/dkim"
	"golang.org/x/net/html"

	"github.com/wardround/wardround/deliver"
	"github.com/wardround/wardround/digest"
	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

// Every kind of week that package digest keeps as a golden goes through the mailer
// here and is judged as a message: what a checker of mail needs no download for.

// Sizes of a message with up to thirty stories. Gmail clips HTML near 102,400 bytes.
const (
	htmlBytes    = 60_000
	messageBytes = 120_000
)

// goldenIssues are the frozen issues of all kinds of weeks.
func goldenIssues(t *testing.T) map[string]news.Issue {
	t.Helper()
	files, err := filepath.Glob("../digest/testdata/*.json")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d frozen issues in ../digest/testdata (%v), want at least 10", len(files), err)
	}
	issues := make(map[string]news.Issue)
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var issue news.Issue
		if err := json.Unmarshal(data, &issue); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		issues[strings.TrimSuffix(filepath.Base(file), ".json")] = issue
	}
	return issues
}

func TestEveryKindOfWeekMakesASoundSignedMessage(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	public, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	record := "v=DKIM1; k=rsa; p=" + base64.StdEncoding.EncodeToString(public)
	e := edition(t, "weekly", 1)
	m := &Mailer{Editions: []news.Edition{e}, DKIM: &deliver.DKIM{Domain: "wardround.example", Selector: "d", Key: key}, BaseURL: "https://digest.wardround.example"}
	for name, issue := range goldenIssues(t) {
		t.Run(name, func(t *testing.T) {
			built, err := m.Message(store.KeptIssue{Issue: issue, Frozen: issue.To}, e, e.Recipients[0])
			if err != nil {
				t.Fatal(err)
			}
			want, err := digest.Render(issue, m.RenderOptions(e))
			if err != nil {
				t.Fatal(err)
			}
			checkWire(t, built.Bytes)
			checkHeaders(t, built.Bytes, want.Subject)
			text, page := parts(t, built.Bytes)
			if text != want.Text || page != want.HTML {
				t.Error("the parts of the message are not what was rendered")
			}
			if len(issue.More) == 0 && (len(page) > htmlBytes || len(built.Bytes) > messageBytes) {
				t.Errorf("HTML of %d bytes in a message of %d; want at most %d in %d", len(page), len(built.Bytes), htmlBytes, messageBytes)
			}
			checkNothingRemote(t, page)
			checkSameLinks(t, text, page)
			checkSigned(t, built.Bytes, record)
		})
	}
}

// checkWire looks at the bytes as a relay does.
func checkWire(t *testing.T, raw []byte) {
	t.Helper()
	if bytes.Contains(bytes.ReplaceAll(raw, []byte("\r\n"), nil), []byte("\n")) || bytes.Contains(bytes.ReplaceAll(raw, []byte("\r\n"), nil), []byte("\r")) {
		t.Error("a line does not end in CR LF")
	}
	for line := range strings.SplitSeq(string(raw), "\r\n") {
		if len(line) > 78 && !strings.HasPrefix(line, "List-Unsubscribe") {
			t.Errorf("line of %d bytes: %.90s", len(line), line)
		}
		if strings.ContainsFunc(line, func(r rune) bool { return r > '~' }) {
			t.Errorf("line is not ASCII: %q", line)
		}
	}
}

func checkHeaders(t *testing.T, raw []byte, subject string) {
	t.Helper()
	m, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"From", "To", "Reply-To", "Date", "Message-Id", "Subject", "Mime-Version", "Content-Type", "List-Id", "List-Unsubscribe", "Auto-Submitted", "Precedence", "Dkim-Signature"} {
		if got := m.Header[name]; len(got) != 1 || got[0] == "" {
			t.Errorf("header %s = %q, want it once", name, got)
		}
	}
	for name := range m.Header {
		if name == "Bcc" || name == "Cc" || name == "X-Mailer" || name == "User-Agent" {
			t.Errorf("header %s has no business here", name)
		}
	}
	got, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil || got != subject || utf8.RuneCountInString(got) >= 78 {
		t.Errorf("subject = %q (%v), want %q, under 78 characters", got, err, subject)
	}
}

// parts returns the text and the HTML of a message, in this order or not at all.
func parts(t *testing.T, raw []byte) (text, page string) {
	t.Helper()
	m, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("content type %q (%v)", kind, err)
	}
	var kinds, bodies []string
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
		kinds, bodies = append(kinds, p.Header.Get("Content-Type")), append(bodies, strings.ReplaceAll(string(body), "\r\n", "\n"))
	}
	if len(kinds) != 2 || !strings.HasPrefix(kinds[0], "text/plain") || !strings.HasPrefix(kinds[1], "text/html") {
		t.Fatalf("parts %q, want plain text, then HTML", kinds)
	}
	return bodies[0], bodies[1]
}

var loads = regexp.MustCompile(`(?i)\b(?:src|srcset|background|poster|data|action)\s*=|url\(|@import|<(?:img|link|script|iframe|object|embed|video|audio|form|base)\b`)

// checkNothingRemote makes sure that a mail program asks nobody for anything.
func checkNothingRemote(t *testing.T, page string) {
	t.Helper()
	for z := html.NewTokenizer(strings.NewReader(page)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return
		case html.StartTagToken, html.SelfClosingTagToken:
			if tag := string(z.Raw()); loads.MatchString(tag) {
				t.Errorf("a tag loads something: %s", tag)
			}
		}
	}
}

var hrefs = regexp.MustCompile(`href="([^"]+)"`)

func checkSameLinks(t *testing.T, text, page string) {
	t.Helper()
	for _, m := range hrefs.FindAllStringSubmatch(page, -1) {
		link := html.UnescapeString(m[1])
		if !strings.HasPrefix(link, "mailto:") && !strings.Contains(text, "\n"+link+"\n") {
			t.Errorf("%s is not in the text", link)
		}
	}
}

func checkSigned(t *testing.T, raw []byte, record string) {
	t.Helper()
	lookup := func(name string) ([]string, error) {
		if name != "d._domainkey.wardround.example" {
			return nil, errors.New("no such record: " + name)
		}
		return []string{record}, nil
	}
	got, err := dkim.VerifyWithOptions(bytes.NewReader(raw), &dkim.VerifyOptions{LookupTXT: lookup})
	if err != nil || len(got) != 1 || got[0].Err != nil {
		t.Fatalf("signature: %+v, %v", got, err)
	}
	covers := strings.ToLower(strings.Join(got[0].HeaderKeys, " "))
	for _, name := range []string{"from", "subject", "date", "message-id", "list-unsubscribe", "list-id"} {
		if !strings.Contains(covers, name) {
			t.Errorf("the signature does not cover %s", name)
		}
	}
	if got[0].Domain != "wardround.example" {
		t.Errorf("signed for %s, want the sender's domain", got[0].Domain)
	}
}
