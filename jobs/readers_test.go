package jobs

import (
	"errors"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/wardround/wardround/deliver"
	"github.com/wardround/wardround/internal/testkit"
	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

// withReaders gives the desk readers with personal links, and returns them and
// what was noted beside the store.
func (d *desk) withReaders() (*Readers, *[]store.OptOut) {
	noted := &[]store.OptOut{}
	d.Readers = &Readers{
		Store: d.Store, Key: deliver.Key("0123456789abcdef0123456789abcdef"), Editions: d.Editions, Now: d.Now,
		BaseURL: "https://news.example/desk/", Note: func(o store.OptOut) error { *noted = append(*noted, o); return nil },
	}
	return d.Readers, noted
}

// tokenIn finds the personal link of a purpose in a mail, and returns its token.
func tokenIn(t *testing.T, mail string, purpose deliver.Purpose) string {
	t.Helper()
	mail = strings.ReplaceAll(strings.ReplaceAll(mail, "=\r\n", ""), "=\n", "")
	found := regexp.MustCompile(`https://news\.example/desk/u/weekly/(` + string(purpose) + `[\w-]+)`).FindStringSubmatch(mail)
	if found == nil {
		t.Fatalf("no personal link in:\n%s", mail)
	}
	return found[1]
}

func TestReaderLeavesByTheLinkOfAMailAndComesBackByTheLetter(t *testing.T) {
	sink := testkit.NewSMTP(t, testkit.SMTPOptions{})
	d := newDesk(t, monday.Add(-day), edition(t, "weekly", 2)).known(t)
	readers, noted := d.withReaders()
	d.sendTo(sink, deliver.Options{})
	d.Sender = deliver.New(d.Log, d.Store, deliver.Relay{Host: "127.0.0.1", Port: sink.Port(), TLS: deliver.TLSNone},
		(&Mailer{Store: d.Store, Editions: d.Editions, BaseURL: readers.BaseURL, Readers: readers}).Build, deliver.Options{Now: d.Now})
	send := func() {
		t.Helper()
		if _, err := d.Send(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	d.publish(t, monday.Add(-time.Hour), "Plan")
	d.clock.Set(monday)
	d.due(t)
	send()
	mails := sink.Messages()
	if len(mails) != 2 {
		t.Fatalf("%d mails, want 2", len(mails))
	}
	mail := string(mails[0].Data)
	if !strings.Contains(mail, "List-Unsubscribe-Post: List-Unsubscribe=One-Click") {
		t.Error("the mail offers no one-click")
	}
	token := tokenIn(t, mail, deliver.ToLeave)
	m, err := readers.Read(t.Context(), "weekly", token)
	if err != nil || m.Left || m.Undo || m.Address == "" {
		t.Fatalf("Read = %+v, %v; want the reader of the mail", m, err)
	}
	if _, err := url.Parse(readers.Link("weekly", news.Recipient{Address: m.Address})); err != nil || strings.Contains(token, "readers.example") {
		t.Errorf("link %s, %v", token, err)
	}
	for range 2 { // repeated, it changes nothing
		if err := readers.Leave(t.Context(), m, false, "link"); err != nil {
			t.Fatal(err)
		}
		if m, err = readers.Read(t.Context(), "weekly", token); err != nil || !m.Left {
			t.Fatalf("after leaving: %+v, %v", m, err)
		}
	}
	send()
	letter := string(sink.Messages()[2].Data)
	if len(sink.Messages()) != 3 || !strings.Contains(letter, "You_have_left") || strings.Contains(letter, "List-Unsubscribe") {
		t.Fatalf("%d mails; the letter:\n%s", len(sink.Messages()), letter)
	}
	d.publish(t, monday.Add(day), "Band")
	d.clock.Set(monday.Add(7 * day))
	d.due(t)
	send()
	if got := len(sink.Messages()); got != 4 {
		t.Fatalf("%d mails after the next issue, want 4: one reader has left", got)
	}
	back, err := readers.Read(t.Context(), "weekly", tokenIn(t, letter, deliver.ToUndo))
	if err != nil || !back.Undo {
		t.Fatalf("Read of the letter's link = %+v, %v", back, err)
	}
	d.clock.Set(monday.Add(29 * day))
	if ok, err := readers.Undo(t.Context(), back); ok || err != nil {
		t.Errorf("undo after four weeks: %v, %v; want too late", ok, err)
	}
	d.clock.Set(monday.Add(27 * day))
	if ok, err := readers.Undo(t.Context(), back); !ok || err != nil {
		t.Errorf("undo within four weeks: %v, %v", ok, err)
	}
	if gets, err := readers.Gets(t.Context(), d.Editions[0], m.Address); !gets || err != nil {
		t.Errorf("after the undo: gets it %v, %v", gets, err)
	}
	for _, o := range *noted {
		if o.Reader == "" || o.Address != "" && o.Undone {
			t.Errorf("noted %+v", o)
		}
	}
}

func TestForeignLinkIsRefusedAndAListGetsNone(t *testing.T) {
	d := newDesk(t, monday, edition(t, "weekly", 1)).known(t)
	readers, _ := d.withReaders()
	if _, err := readers.Read(t.Context(), "weekly", "lAAAA"); !errors.Is(err, ErrLink) {
		t.Errorf("a made-up link: %v, want ErrLink", err)
	}
	if link := readers.Link("weekly", news.Recipient{Address: "all@readers.example", List: true}); link != "" {
		t.Errorf("a distribution list gets the link %s: it would be everybody's", link)
	}
	readers.BaseURL = ""
	if link := readers.Link("weekly", news.Recipient{Address: "r0@readers.example"}); link != "" {
		t.Errorf("without an address of the archive the link is %s", link)
	}
}

func TestListBesideTheStoreOutranksAnOlderCopy(t *testing.T) {
	at := func(hours int) time.Time { return monday.Add(time.Duration(hours) * time.Hour) }
	left := func(h int) store.OptOut {
		return store.OptOut{Reader: "h", Edition: "weekly", At: at(h), Means: "link"}
	}
	undone := func(h int) store.OptOut {
		return store.OptOut{Reader: "h", At: at(h), Means: "undone", Undone: true}
	}
	for name, c := range map[string]struct {
		kept []store.OptOut // by the store
		list []store.OptOut
		want bool // has left
		note int  // lines added to the list
	}{
		"the list alone knows":                  {nil, []store.OptOut{left(1)}, true, 0},
		"the store alone knows":                 {[]store.OptOut{left(1)}, nil, true, 1},
		"both know":                             {[]store.OptOut{left(1)}, []store.OptOut{left(1)}, true, 0},
		"undone after the copy was made":        {[]store.OptOut{left(1)}, []store.OptOut{left(1), undone(2)}, false, 0},
		"left again after an undoing":           {nil, []store.OptOut{left(1), undone(2), left(3)}, true, 0},
		"the store knows of a later leaving":    {[]store.OptOut{left(3)}, []store.OptOut{left(1), undone(2)}, true, 1},
		"neither knows":                         {nil, nil, false, 0},
		"an undoing of what nobody knows of":    {nil, []store.OptOut{undone(2)}, false, 0},
		"the same line twice, as after a crash": {nil, []store.OptOut{left(1), left(1)}, true, 0},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, monday, edition(t, "weekly", 1)).known(t)
			readers, noted := d.withReaders()
			for _, o := range c.kept {
				if _, err := d.Store.Leave(t.Context(), o, nil); err != nil {
					t.Fatal(err)
				}
			}
			if err := readers.Merge(t.Context(), c.list); err != nil {
				t.Fatal(err)
			}
			_, got, err := d.Store.HasLeft(t.Context(), "h", "weekly")
			if err != nil || got != c.want || len(*noted) != c.note {
				t.Errorf("left %v, %v, %d lines noted; want %v and %d", got, err, len(*noted), c.want, c.note)
			}
		})
	}
}

func TestAnArchiveWithoutHTTPSIsLinkedInTheTextAlone(t *testing.T) {
	d := newDesk(t, monday, edition(t, "weekly", 1))
	readers, _ := d.withReaders()
	readers.BaseURL = "http://news.example/desk/"
	built, err := (&Mailer{Store: d.Store, Editions: d.Editions, BaseURL: readers.BaseURL, Readers: readers}).Message(
		store.KeptIssue{Frozen: monday, Issue: news.Issue{Edition: "weekly", Number: 1}}, d.Editions[0], d.Editions[0].Recipients[0])
	if err != nil {
		t.Fatal(err)
	}
	head, text, _ := strings.Cut(string(built.Bytes), "\r\n\r\n")
	if strings.Contains(head, "http://") || strings.Contains(head, "List-Unsubscribe-Post") || !strings.Contains(head, "List-Unsubscribe:") {
		t.Errorf("the header offers what mail programs refuse:\n%s", head)
	}
	if !strings.Contains(text, "http://news.example/desk/u/weekly/l") {
		t.Errorf("no personal link in the text:\n%s", text)
	}
}

func TestWhoIsOnNoListGetsNoLetterForLeaving(t *testing.T) {
	d := newDesk(t, monday, edition(t, "weekly", 1)).known(t)
	readers, noted := d.withReaders()
	for address, letters := range map[string]int{"stranger@readers.example": 0, d.Editions[0].Recipients[0].Address: 1} {
		m := Membership{Edition: d.Editions[0], Address: address, Reader: readers.Key.Reader(address)}
		if known, err := readers.Knows(t.Context(), address); err != nil || known != (letters == 1) {
			t.Errorf("Knows(%s) = %v, %v", address, known, err)
		}
		if err := readers.Leave(t.Context(), m, true, "operator"); err != nil {
			t.Fatal(err)
		}
		got, err := d.Store.FindDeliveries(t.Context(), store.DeliveryQuery{Edition: store.LetterEdition, Address: address})
		if err != nil || len(got) != letters {
			t.Errorf("%d letters to %s, %v; want %d", len(got), address, err, letters)
		}
	}
	if len(*noted) != 2 {
		t.Errorf("%d wishes noted, want both", len(*noted))
	}
}
