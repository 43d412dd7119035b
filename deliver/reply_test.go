package deliver

import (
	"errors"
	"fmt"
	"io"
	"net/textproto"
	"strings"
	"testing"
	"time"

	"github.com/wardround/wardround/news"
)

func TestClassOfReply(t *testing.T) {
	tests := []struct {
		phase phase
		code  int
		text  string
		want  class
	}{
		{phaseConnect, 421, "too many", classConnection},
		{phaseConnect, 454, "4.7.0 temporary", classThrottled},
		{phaseConnect, 535, "5.7.8 wrong", classConfig},
		{phaseConnect, 554, "no service", classConfig},
		{phaseMail, 421, "4.3.2 later", classConnection},
		{phaseMail, 432, "a password transition is needed", classThrottled},
		{phaseMail, 450, "4.7.1 slow down", classThrottled},
		{phaseMail, 452, "4.3.1 disk", classTemporary},
		{phaseMail, 530, "5.7.0 log in", classConfig},
		{phaseMail, 550, "5.7.1 sender", classPolicy},
		{phaseRcpt, 450, "4.2.1 busy", classTemporary},
		{phaseRcpt, 550, "no such user", classAddress},
		{phaseRcpt, 551, "moved", classAddress},
		{phaseRcpt, 553, "5.1.3 syntax", classAddress},
		{phaseRcpt, 554, "5.1.1 unknown", classAddress},
		{phaseRcpt, 554, "5.7.1 blocked", classPolicy},
		{phaseData, 451, "", classTemporary},
		{phaseDot, 552, "5.3.4 too big", classPolicy},
		{phaseDot, 550, "5.7.26 not authenticated", classPolicy},
		{phaseDot, 421, "4.7.0 try later", classConnection},
		{phaseData, 250, "as if the message were over", classConnection},
		{phaseMail, 334, "as if it were a log-in", classConnection},
		{phaseRcpt, 999, "no code at all", classConnection},
		{phaseDot, 354, "as if the message were to come", classUnknown},
	}
	for _, test := range tests {
		err := fmt.Errorf("smtp: %w", &textproto.Error{Code: test.code, Msg: test.text})
		if got := refuse(test.phase, err); got.class != test.want || got.code != test.code {
			t.Errorf("refuse(%s, %d %s) = class %d, want %d", test.phase, test.code, test.text, got.class, test.want)
		}
	}
}

func TestLostLineIsUnknownOnlyAfterTheDot(t *testing.T) {
	lost := errors.New("read tcp 127.0.0.1:1->127.0.0.1:2: connection reset by peer")
	for p, want := range map[phase]class{
		phaseConnect: classConnection, phaseMail: classConnection, phaseRcpt: classConnection,
		phaseData: classConnection, phaseBody: classConnection, phaseDot: classUnknown,
	} {
		if got := refuse(p, lost); got.class != want || usable(got) {
			t.Errorf("refuse(%s, lost) = class %d, usable %v; want class %d", p, got.class, usable(got), want)
		}
	}
}

func TestConnectionCarriesOnAfterAPlainRefusalOnly(t *testing.T) {
	for code, want := range map[int]bool{451: true, 550: true, 554: true, 250: false, 354: false, 421: false, 432: false, 530: false} {
		for _, p := range []phase{phaseMail, phaseRcpt, phaseData, phaseDot} {
			if got := usable(refuse(p, &textproto.Error{Code: code})); got != want {
				t.Errorf("usable after %d at %s = %v, want %v", code, p, got, want)
			}
		}
	}
}

func TestTemporaryRefusalsAreSpacedWider(t *testing.T) {
	d := news.Delivery{}
	var waits []time.Duration
	for range 6 {
		refuse(phaseRcpt, &textproto.Error{Code: 450}).settle(&d, noon, time.Minute)
		waits = append(waits, d.NextAt.Sub(noon))
	}
	want := "[15m0s 30m0s 1h0m0s 2h0m0s 4h0m0s 4h0m0s]"
	if got := fmt.Sprint(waits); got != want || d.Attempts != 6 || d.State != news.Retry {
		t.Errorf("waits %s, attempts %d, state %s; want %s", got, d.Attempts, d.State, want)
	}
}

func TestServersWordsAreFitForALog(t *testing.T) {
	for in, want := range map[string]string{
		"5.1.1 <a.b@c.example>: gone":   "5.1.1 (address) gone",
		"a@b c@d":                       "(address) (address)",
		"fine":                          "fine",
		"two\r\nlines\tand\x00controls": "two lines and controls",
		strings.Repeat("é", 200):        strings.Repeat("é", 150) + "...",
		strings.Repeat("x", 299) + "é":  strings.Repeat("x", 299) + "...",
	} {
		if got := anonymous(flatten(in)); got != want {
			t.Errorf("anonymous(flatten(%q)) = %q, want %q", in, got, want)
		}
	}
}

func TestRefusalIsToldInTheRelaysWords(t *testing.T) {
	for want, err := range map[string]error{
		"RCPT TO: 550 5.1.1 “Ann” is unknown":     &textproto.Error{Code: 550, Msg: "5.1.1 “Ann” is unknown"},
		"RCPT TO: the relay cut the connection":   io.EOF,
		"RCPT TO: read: connection reset by peer": errors.New("read: connection reset by peer"),
	} {
		if got := refuse(phaseRcpt, err).Error(); got != want {
			t.Errorf("refuse(%v) = %q, want %q", err, got, want)
		}
	}
	if got := refuse(phaseConnect, fmt.Errorf("greeting: %w", io.EOF)).Error(); got != "connect: greeting: EOF" {
		t.Errorf("while connecting: %q, want the step as well", got)
	}
}

func FuzzFlatten(f *testing.F) {
	f.Add("550 5.1.1\r\nUser <a@b.example> unknown\x7f")
	f.Add(strings.Repeat("é", 200))
	f.Fuzz(func(t *testing.T, s string) {
		got := flatten(s)
		if len(got) > 303 || strings.ContainsAny(got, "\r\n\x00\x7f") {
			t.Errorf("flatten(%q) = %q", s, got)
		}
		if clean := anonymous(got); addressLike.MatchString(clean) {
			t.Errorf("anonymous(%q) = %q", got, clean)
		}
	})
}

func TestCountsSayWhatIsLeft(t *testing.T) {
	c := Counts{Sent: 9, Retry: 1, Failed: 2, Unknown: 3, Stopped: "connect: refused"}
	want := "9 sent, 1 to retry, 2 refused for good, 3 unknown, stopped: connect: refused"
	if got := c.String(); got != want || c.Done() {
		t.Errorf("String() = %q, want %q", got, want)
	}
}
