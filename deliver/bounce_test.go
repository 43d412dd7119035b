package deliver

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// ourID is the Message-ID of the mail that comes back in most tests.
const ourID = "weekly.20261123T0730.23c9480c67133105@wardround.example"

// original is how our mail comes back.
const original = "From: Ward weekly <digest@wardround.example>\nTo: ann@trust.example\nSubject: Plan moved\nMessage-ID: <" + ourID + ">\n"

// dsn makes a multipart/report as RFC 3464 describes it; servers differ in what
// they put around and into the parts.
func dsn(headers, text, status, returned string) string {
	parts := []string{"Content-Type: text/plain; charset=us-ascii\n\n" + text, "Content-Type: message/delivery-status\n\n" + status}
	if returned != "" {
		parts = append(parts, returned)
	}
	return headers + "MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"b/1\"\n\n--b/1\n" +
		strings.Join(parts, "\n--b/1\n") + "\n--b/1--\n"
}

const (
	wholeMail   = "Content-Type: message/rfc822\n\n" + original + "\nDear reader,\n"
	headersOnly = "Content-Type: text/rfc822-headers\n\n" + original
)

func postfix(action, status, diagnostic string) string {
	return dsn("From: MAILER-DAEMON@relay.example (Mail Delivery System)\nSubject: Undelivered Mail Returned to Sender\nAuto-Submitted: auto-replied\n",
		"This is the mail system at host relay.example.\n",
		"Reporting-MTA: dns; relay.example\nX-Postfix-Queue-ID: 4F1A2\nX-Postfix-Sender: rfc822; digest@wardround.example\nArrival-Date: Mon, 23 Nov 2026 07:30:01 +0000 (GMT)\n\n"+
			"Final-Recipient: rfc822; ann@trust.example\nOriginal-Recipient: rfc822;Ann@trust.example\nAction: "+action+"\nStatus: "+status+
			"\nRemote-MTA: dns; mx.trust.example\nDiagnostic-Code: smtp; "+diagnostic+"\n", wholeMail)
}

func exchange(action, status, diagnostic string) string {
	return dsn("From: <postmaster@trust.example>\nSubject: Undeliverable: Plan moved\nContent-Language: en-GB\nX-MS-Exchange-Message-Is-Ndr:\nAuto-Submitted: auto-replied\n",
		"Delivery has failed to these recipients or groups:\n",
		"Reporting-MTA: dns;AM0PR01.trust.example\nReceived-From-MTA: dns;relay.example\nArrival-Date: Mon, 23 Nov 2026 07:30:05 +0000\n\n"+
			"Final-Recipient: rfc822;ann@trust.example\nAction: "+action+"\nStatus: "+status+"\nDiagnostic-Code: smtp;"+diagnostic+"\nX-Display-Name: Ann Quill\n", wholeMail)
}

func gmail(action, status, diagnostic string) string {
	return dsn("From: Mail Delivery Subsystem <mailer-daemon@mail.example>\nAuto-Submitted: auto-replied\nSubject: Delivery Status Notification ("+action+")\nX-Failed-Recipients: ann@trust.example\n",
		"** Address not found **\n",
		"Reporting-MTA: dns; mail.example\nReceived-From-MTA: dns; digest@wardround.example\nArrival-Date: Mon, 23 Nov 2026 00:30:05 -0800 (PST)\nX-Original-Message-ID: <"+ourID+">\n\n"+
			"Final-Recipient: rfc822; ann@trust.example\nAction: "+action+"\nStatus: "+status+"\nRemote-MTA: dns; mx.trust.example. (192.0.2.1, the server for the domain.)\nDiagnostic-Code: smtp; "+diagnostic+
			"\nLast-Attempt-Date: Mon, 23 Nov 2026 00:30:06 -0800 (PST)\n", wholeMail)
}

func opensmtpd(status, diagnostic string) string {
	return dsn("Subject: Delivery status notification: error\nFrom: Mailer Daemon <MAILER-DAEMON@desk.example>\nTo: digest@wardround.example\n",
		"    Hi!\n\n    This is the MAILER-DAEMON, please DO NOT REPLY to this email.\n",
		"Reporting-MTA: dns; desk.example\n\nFinal-Recipient: rfc822; ann@trust.example\nAction: failed\nStatus: "+status+"\nDiagnostic-Code: smtp; "+diagnostic+"\n", headersOnly)
}

func exim(text string, failed bool) string {
	headers := "From: Mail Delivery System <Mailer-Daemon@exim.example>\nSubject: Mail delivery failed: returning message to sender\nAuto-Submitted: auto-replied\n"
	if failed {
		headers += "X-Failed-Recipients: ann@trust.example\n"
	}
	return headers + "Content-Type: text/plain\n\nThis message was created automatically by mail delivery software.\n\n" + text + "\n"
}

func plain(headers, text string) string { return headers + "\n" + text + "\n" }

func TestReadBounce(t *testing.T) {
	failed := func(status, reason string) []Bounce {
		return []Bounce{{Class: BounceFailed, MessageID: ourID, Recipient: "ann@trust.example", Status: status, Reason: reason}}
	}
	delayed := func(status, reason string) []Bounce {
		b := failed(status, reason)
		b[0].Class = BounceDelayed
		return b
	}
	auto, unknown := []Bounce{{Class: BounceAutomatic}}, []Bounce{{Class: BounceUnknown}}
	tests := map[string]struct {
		mail string
		want []Bounce
	}{
		"postfix, no such mailbox": {postfix("failed", "5.1.1", "550 5.1.1 <ann@trust.example>: Recipient address rejected: User unknown"),
			failed("5.1.1", "550 5.1.1 (address): Recipient address rejected: User unknown")},
		"postfix, mailbox full":   {postfix("failed", "5.2.2", "552 5.2.2 Over quota"), failed("5.2.2", "552 5.2.2 Over quota")},
		"postfix, host not found": {postfix("failed", "5.4.4", "x-unix; Host not found"), failed("5.4.4", "x-unix; Host not found")},
		"postfix, a member of a list": {strings.Replace(postfix("failed", "5.1.1", "550 gone"), "Final-Recipient: rfc822; ann@", "Final-Recipient: rfc822; member@", 1),
			[]Bounce{{Class: BounceFailed, MessageID: ourID, Recipient: "ann@trust.example", Final: "member@trust.example", Status: "5.1.1", Reason: "550 gone"}}},
		"postfix, still trying":      {postfix("delayed", "4.4.1", "connect to mx.trust.example: timed out"), delayed("4.4.1", "connect to mx.trust.example: timed out")},
		"postfix, gave up temporary": {postfix("failed", "4.4.7", "delivery time expired"), delayed("4.4.7", "delivery time expired")},
		"exchange, no such mailbox": {exchange("failed", "5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient ann@trust.example not found by SMTP address lookup"),
			failed("5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient (address) not found by SMTP address lookup")},
		"exchange, refused by policy":  {exchange("failed", "5.7.1", "550 5.7.1 TRANSPORT.RULES.RejectMessage; the message was rejected by organization policy"), failed("5.7.1", "550 5.7.1 TRANSPORT.RULES.RejectMessage; the message was rejected by organization policy")},
		"exchange, mailbox full":       {exchange("failed", "5.2.2", "554 5.2.2 mailbox full"), failed("5.2.2", "554 5.2.2 mailbox full")},
		"exchange, delayed":            {exchange("delayed", "4.4.316", "450 4.4.316 Connection refused"), delayed("4.4.316", "450 4.4.316 Connection refused")},
		"exchange, loop":               {exchange("failed", "5.4.14", "554 5.4.14 Hop count exceeded - possible mail loop"), failed("5.4.14", "554 5.4.14 Hop count exceeded - possible mail loop")},
		"gmail, no such mailbox":       {gmail("failed", "5.1.1", "550-5.1.1 The email account that you tried to reach does not exist."), failed("5.1.1", "550-5.1.1 The email account that you tried to reach does not exist.")},
		"gmail, unauthenticated":       {gmail("failed", "5.7.26", "550-5.7.26 This mail has been blocked because the sender is unauthenticated."), failed("5.7.26", "550-5.7.26 This mail has been blocked because the sender is unauthenticated.")},
		"gmail, delayed":               {gmail("delayed", "4.2.1", "450-4.2.1 receiving mail too quickly"), delayed("4.2.1", "450-4.2.1 receiving mail too quickly")},
		"gmail, inbox full":            {gmail("failed", "5.2.2", "552-5.2.2 The email account is over quota"), failed("5.2.2", "552-5.2.2 The email account is over quota")},
		"opensmtpd, no such mailbox":   {opensmtpd("5.1.1", "550 Invalid recipient"), failed("5.1.1", "550 Invalid recipient")},
		"opensmtpd, relay denied":      {opensmtpd("5.7.1", "550 5.7.1 relay access denied"), failed("5.7.1", "550 5.7.1 relay access denied")},
		"exim, in words and a header":  {exim("  ann@trust.example\n    550 5.1.1 no such user", true), []Bounce{{Class: BounceFailed, Recipient: "ann@trust.example", Status: "5.1.1", Reason: "This message was created automatically by mail delivery software. (address) 550 5.1.1 no such user"}}},
		"exim, without a code":         {exim("  ann@trust.example\n    Unrouteable address", true), []Bounce{{Class: BounceFailed, Recipient: "ann@trust.example", Status: "5.0.0", Reason: "This message was created automatically by mail delivery software. (address) Unrouteable address"}}},
		"exim, without the header":     {exim("A message that you sent has not yet been delivered.", false), auto},
		"exim, as a report":            {strings.Replace(postfix("failed", "5.0.0", "550 Unknown user"), "X-Postfix-Queue-ID: 4F1A2\n", "", 1), failed("5.0.0", "550 Unknown user")},
		"read by a server, passed on":  {postfix("relayed", "2.0.0", "250 2.0.0 Ok"), []Bounce{{Class: BounceDelivered, MessageID: ourID, Recipient: "ann@trust.example", Status: "2.0.0", Reason: "250 2.0.0 Ok"}}},
		"away, Exchange":               {plain("From: ann@trust.example\nSubject: Automatic reply: Plan moved\nX-Auto-Response-Suppress: All\nAuto-Submitted: auto-generated\n", "I am away until Monday."), auto},
		"away, RFC 3834":               {plain("From: ann@trust.example\nAuto-Submitted: auto-replied (vacation)\nSubject: Away\n", "Back on Monday."), auto},
		"away, an old responder":       {plain("From: ann@trust.example\nPrecedence: auto_reply\nSubject: Away\n", "Back on Monday."), auto},
		"a reader's reply":             {plain("From: ann@trust.example\nSubject: Re: Plan moved\nIn-Reply-To: <"+ourID+">\n", "11.3 is wrong."), unknown},
		"junk":                         {plain("From: shop@shop.example\nSubject: Offers\n", "Buy."), unknown},
		"an action nobody knows":       {postfix("pondered", "5.1.1", "550 hm"), []Bounce{{Class: BounceUnknown, MessageID: ourID, Recipient: "ann@trust.example", Status: "5.1.1", Reason: "550 hm"}}},
		"cut off after the status":     {strings.SplitAfter(postfix("failed", "5.1.1", "550 gone"), "550 gone\n")[0], []Bounce{{Class: BounceFailed, Recipient: "ann@trust.example", Status: "5.1.1", Reason: "550 gone"}}},
		"two recipients in one report": {strings.Replace(postfix("failed", "5.1.1", "550 gone"), "Diagnostic-Code: smtp; 550 gone\n", "Diagnostic-Code: smtp; 550 gone\n\nFinal-Recipient: rfc822; bea@trust.example\nAction: delayed\nStatus: 4.2.2\n", 1), []Bounce{{Class: BounceFailed, MessageID: ourID, Recipient: "ann@trust.example", Status: "5.1.1", Reason: "550 gone"}, {Class: BounceDelayed, MessageID: ourID, Recipient: "bea@trust.example", Status: "4.2.2"}}},
		"a report about nothing":       {dsn("Subject: x\n", "x", "Reporting-MTA: dns; x\n", ""), unknown},
		"status part in base64":        {"Content-Type: multipart/report; boundary=c\n\n--c\nContent-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\nUmVwb3J0aW5nLU1UQTogZG5zOyB4CgpGaW5hbC1SZWNpcGllbnQ6IHJmYzgyMjsgYW5uQHRydXN0LmV4YW1wbGUKQWN0aW9uOiBmYWlsZWQKU3RhdHVzOiA1LjEuMQo=\n--c--\n", []Bounce{{Class: BounceFailed, Recipient: "ann@trust.example", Status: "5.1.1"}}},
	}
	if len(tests) < 30 {
		t.Errorf("%d shapes, want at least 30", len(tests))
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			for _, ending := range []string{"\n", "\r\n"} {
				got, err := ReadBounce([]byte(strings.ReplaceAll(tt.mail, "\n", ending)))
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(tt.want, got); diff != "" {
					t.Errorf("lines end in %q (-want +got):\n%s", ending, diff)
				}
			}
		})
	}
}

func TestWhatIsNoMailIsAnError(t *testing.T) {
	for _, raw := range []string{"", "no headers here", "\x00\x01"} {
		if _, err := ReadBounce([]byte(raw)); err == nil {
			t.Errorf("ReadBounce(%q) is no error", raw)
		}
	}
}

func TestReportThatNestsForEverEnds(t *testing.T) {
	var b strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
	}
	got, err := ReadBounce([]byte(b.String()))
	if err != nil || len(got) != 1 || got[0].Class != BounceUnknown {
		t.Errorf("ReadBounce = %v, %v; want unknown", got, err)
	}
}

func FuzzReadBounce(f *testing.F) {
	f.Add([]byte(postfix("failed", "5.1.1", "550 gone")))
	f.Add([]byte(exim("  ann@trust.example\n    550 no such user", true)))
	f.Fuzz(func(t *testing.T, raw []byte) {
		got, err := ReadBounce(raw)
		if err == nil && len(got) == 0 {
			t.Error("neither an error nor an answer")
		}
		for _, b := range got {
			if strings.ContainsAny(b.Reason, "\r\n") || strings.ContainsAny(b.Recipient, " \r\n") {
				t.Errorf("a line break in %+v", b)
			}
		}
	})
}
