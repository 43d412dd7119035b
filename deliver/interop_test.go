package deliver

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-msgauth/dkim"

	"github.com/wardround/wardround/internal/testkit"
	"github.com/wardround/wardround/news"
)

// freePort is one that nobody listens on just now.
func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// write writes a file that only its owner may read.
func write(t *testing.T, path string, text []byte) string {
	t.Helper()
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// startOpenSMTPD starts a real relay that hands on to sink. It speaks in clear
// text: version 6.8 cannot sign a TLS handshake with OpenSSL 3.
func startOpenSMTPD(t *testing.T, sink *testkit.SMTP) Relay {
	t.Helper()
	smtpd, err := exec.LookPath("smtpd")
	if err != nil || os.Getuid() != 0 {
		t.Skip("needs OpenSMTPD and root: apt-get install opensmtpd")
	}
	dir, port := t.TempDir(), freePort(t)
	conf := write(t, filepath.Join(dir, "smtpd.conf"), fmt.Appendf(nil, `
listen on lo port %d hostname relay.wardround.example
action "out" relay host smtp://127.0.0.1:%d
match from any for any action "out"
`, port, sink.Port()))
	cmd := exec.Command(smtpd, "-d", "-f", conf)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait() // ended by us
		if t.Failed() {
			t.Logf("smtpd: %s", said.String())
		}
	})
	for range 100 {
		conn, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if err == nil {
			_ = conn.Close()
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	return Relay{Host: "127.0.0.1", Port: port, TLS: TLSNone}
}

func TestSignatureHoldsThroughOpenSMTPD(t *testing.T) {
	sink := testkit.NewSMTP(t, testkit.SMTPOptions{})
	p := newPostTo(sink, 3)
	p.relay = startOpenSMTPD(t, sink)
	signatureHolds(t, p)
}

// signatureHolds sends p's three messages signed, and verifies what the relay hands
// on to the sink.
func signatureHolds(t *testing.T, p *post) {
	t.Helper()
	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	build := func(_ context.Context, d news.Delivery) (Built, error) {
		id := fmt.Sprintf("%d.interop@wardround.example", d.ID)
		raw, err := BuildMessage(Message{
			From: "Desk <digest@wardround.example>", To: d.Recipient.Address, Subject: "Digital posts — filled and not",
			Text: ".a dot leads\n\nFrom the start of a line, with  two blanks and trailing ones   \n", HTML: "<p>naïve — " + strings.Repeat("long ", 300) + "</p>",
			MessageID: id, ListID: "weekly.wardround.example", Date: noon,
			Unsubscribe: []string{"https://desk.example/u/0123456789abcdef", "mailto:desk@wardround.example?subject=unsubscribe"}, OneClick: true,
			DKIM: &DKIM{Domain: "wardround.example", Selector: "s1", Key: key},
		})
		return Built{From: "digest@wardround.example", MessageID: id, Bytes: raw}, err
	}
	counts, err := New(slog.New(slog.DiscardHandler), p.memory, p.relay, build, p.opts).Run(t.Context())
	if err != nil || counts.Sent != 3 {
		t.Fatalf("Run() = %v, %v; want 3 sent", counts, err)
	}
	for deadline := time.Now().Add(20 * time.Second); len(p.sink.Messages()) < 3 && time.Now().Before(deadline); {
		time.Sleep(50 * time.Millisecond)
	}
	messages := p.sink.Messages()
	if len(messages) != 3 {
		t.Fatalf("%d messages came through, want 3", len(messages))
	}
	record, err := keyRecord(key)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range messages {
		found, err := dkim.VerifyWithOptions(bytes.NewReader(m.Data), &dkim.VerifyOptions{
			LookupTXT: func(string) ([]string, error) { return []string{record}, nil }})
		if err != nil || len(found) != 1 || found[0].Err != nil {
			t.Errorf("signature of the mail to %v: %+v, %v", m.To, found, err)
		}
	}
}
