package main

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"net"
	"net/http"
	netmail "net/mail"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/wardround/wardround/fetch"
	"github.com/wardround/wardround/internal/demo"
	"github.com/wardround/wardround/internal/testkit"
)

// mailedDemo is the demo's world after its issue went out, with the archive open: its
// mails hold personal links that work.
type mailedDemo struct {
	*app
	t    *testing.T
	out  bytes.Buffer
	sink *testkit.SMTP
	path string
}

// mailDemo sends the demo's issue with links that begin with base; "" is where the
// archive listens.
func mailDemo(t *testing.T, base string) *mailedDemo {
	t.Helper()
	now := time.Now()
	world, err := demo.Start(now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = world.Close() })
	d := &mailedDemo{t: t, sink: testkit.NewSMTP(t, testkit.SMTPOptions{}), path: filepath.Join(t.TempDir(), "demo.db")}
	d.app = &app{out: &d.out, err: io.Discard, adjust: func(o *fetch.Options) {
		o.Resolve, o.RootCAs, o.PageGap = world.Resolve, world.RootCAs(), demoPageGap
	}}
	if d.cfg, err = demoConfig(world, d.sink, d.path, now); err != nil {
		t.Fatal(err)
	}
	d.cfg.Web.Listen = freePort(t)
	d.cfg.Web.BaseURL = cmp.Or(base, "http://"+d.cfg.Web.Listen)
	t.Cleanup(func() { _ = d.close() })
	if err := demoPipeline(t.Context(), d.app, d.sink, filepath.Dir(d.path)); err != nil {
		t.Fatal(err)
	}
	d.serve()
	return d
}

// freePort is an address that was free a moment ago: the links in the mails name it
// before the archive opens there.
func freePort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

func (d *mailedDemo) serve() {
	d.t.Helper()
	site, err := d.website(d.t.Context(), madeUpNotice)
	if err != nil {
		d.t.Fatal(err)
	}
	ctx, stop := context.WithCancel(d.t.Context())
	served := make(chan error, 1)
	go func() { served <- site.site.Serve(ctx, site.listener) }()
	d.t.Cleanup(func() {
		stop()
		if err := <-served; err != nil {
			d.t.Errorf("the archive ended: %v", err)
		}
	})
}

// mailTo is the latest mail to an address.
func (d *mailedDemo) mailTo(address string) *netmail.Message {
	d.t.Helper()
	all := d.sink.Messages()
	for i := len(all) - 1; i >= 0; i-- {
		if strings.Join(all[i].To, "") == address {
			mail, err := netmail.ReadMessage(bytes.NewReader(all[i].Data))
			if err != nil {
				d.t.Fatal(err)
			}
			return mail
		}
	}
	d.t.Fatalf("no mail to this reader among %d", len(all))
	return nil
}

var angled = regexp.MustCompile(`<([^<>]+)>`)

// ways are how a mail says that its reader may leave: the link and the address.
func (d *mailedDemo) ways(mail *netmail.Message) (link string, to *url.URL) {
	d.t.Helper()
	found := angled.FindAllStringSubmatch(mail.Header.Get("List-Unsubscribe"), -1)
	if len(found) != 2 || !strings.HasPrefix(found[0][1], d.cfg.Web.BaseURL+"/u/") || mail.Header.Get("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click" {
		d.t.Fatalf("List-Unsubscribe: %s; -Post: %s", mail.Header.Get("List-Unsubscribe"), mail.Header.Get("List-Unsubscribe-Post"))
	}
	to, err := url.Parse(found[1][1])
	if err != nil || to.Scheme != "mailto" {
		d.t.Fatalf("the second way is %s (%v)", found[1][1], err)
	}
	return found[0][1], to
}

// linkIn is the first personal link in the text of a mail.
func (d *mailedDemo) linkIn(mail *netmail.Message) string {
	d.t.Helper()
	text, err := io.ReadAll(mail.Body)
	if err != nil {
		d.t.Fatal(err)
	}
	return regexp.MustCompile(regexp.QuoteMeta(d.cfg.Web.BaseURL) + `/u/[\w/-]+`).FindString(strings.ReplaceAll(string(text), "=\r\n", ""))
}

// shows holds what `recipients show` says of an address.
func (d *mailedDemo) shows(address, want string) {
	d.t.Helper()
	d.out.Reset()
	if err := runRecipientsShow(d.t.Context(), d.app, address); err != nil {
		d.t.Fatal(err)
	}
	if !strings.Contains(d.out.String(), "weekly: "+want) {
		d.t.Errorf("recipients show says\n%swant %q", d.out.String(), want)
	}
}

// answer asks, as the proxy does that speaks TLS before the archive, and holds what
// RFC 8058 wants of the answer: no cookie, no redirect.
func (d *mailedDemo) answer(method, link, form string) string {
	d.t.Helper()
	at, err := url.Parse(link)
	if err != nil {
		d.t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(d.t.Context(), method, "http://"+d.cfg.Web.Listen+at.Path, strings.NewReader(form))
	if err != nil {
		d.t.Fatal(err)
	}
	req.Host = at.Host
	if form != "" {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	answer, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		d.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK || len(answer.Cookies()) > 0 {
		d.t.Errorf("%s answers %d with cookies %v (%v), want 200 and none", method, answer.StatusCode, answer.Cookies(), err)
	}
	return string(body)
}

// sendLetters sends what is outstanding.
func (d *mailedDemo) sendLetters() {
	d.t.Helper()
	steps, err := d.steps(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	if _, err := steps.Send(d.t.Context()); err != nil {
		d.t.Fatal(err)
	}
}

// Readers of the demo; all of them stand in its configuration.
const byLink, byPost, byMail = "cio-office@readers.example", "workforce-lead@readers.example", "union-officer@readers.example"

func TestReadersLeaveByEveryWayAMailOfTheDemoOffers(t *testing.T) {
	d := mailDemo(t, "https://digest.wardround.example")
	older := filepath.Join(t.TempDir(), "older.db")
	if err := d.kept.Backup(t.Context(), older); err != nil {
		t.Fatal(err)
	}
	link, _ := d.ways(d.mailTo(byLink))
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodGet} { // a scanner of mail
		d.answer(method, link, "")
	}
	d.shows(byLink, "gets it (configuration)")
	if page := d.answer(http.MethodPost, link, "x=1"); !strings.Contains(page, "no more of") { // the button of the page
		t.Errorf("the page after its button:\n%s", page)
	}
	d.shows(byLink, "left on ")

	link, _ = d.ways(d.mailTo(byPost))
	for range 2 { // a mail program may try again
		d.answer(http.MethodPost, link, "List-Unsubscribe=One-Click")
	}
	d.shows(byPost, "left on ")

	_, to := d.ways(d.mailTo(byMail))
	d.in = strings.NewReader("From: Union Officer <" + byMail + ">\r\nTo: " + to.Opaque + "\r\nSubject: " + to.Query().Get("subject") + "\r\n\r\n")
	if err := runRecipientsRemove(t.Context(), d.app, "-", ""); err != nil {
		t.Fatal(err)
	}
	d.shows(byMail, "left on ")

	d.sendLetters()
	if n := len(d.sink.Messages()); n != 6 {
		t.Errorf("%d mails, want an issue and one confirmation for each of three", n)
	}
	undo := d.linkIn(d.mailTo(byLink))
	d.answer(http.MethodGet, undo, "")
	d.shows(byLink, "left on ")
	d.answer(http.MethodPost, undo, "")
	d.shows(byLink, "gets it")

	d.comeBack(older)
	d.shows(byLink, "gets it (configuration)")
	d.shows(byPost, "left on ")
	d.shows(byMail, "left on ")
	gets, err := d.people.Of(t.Context(), d.cfg.EditionList()[0])
	if err != nil || len(gets) != 1 || gets[0].Address != byLink {
		t.Errorf("%d readers get the next issue (%v), want the one who came back", len(gets), err)
	}
}

// comeBack is the program started anew on an older copy of its store.
func (d *mailedDemo) comeBack(older string) {
	d.t.Helper()
	if err := d.close(); err != nil {
		d.t.Fatal(err)
	}
	d.kept, d.people, d.fetch = nil, nil, nil
	for _, ending := range []string{"-wal", "-shm"} {
		if err := os.Remove(d.path + ending); err != nil && !os.IsNotExist(err) {
			d.t.Fatal(err)
		}
	}
	if err := os.Rename(older, d.path); err != nil {
		d.t.Fatal(err)
	}
}
