package deliver

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestOnlyAWishToLeaveTakesSomebodyOff(t *testing.T) {
	const bea = "From: Bea Quill <Bea@readers.example>\n"
	program := LeaveMail{From: "Bea@readers.example", Refused: "a program wrote it"}
	other := LeaveMail{From: "Bea@readers.example", Refused: `its subject does not begin with "unsubscribe"`}
	nobody := LeaveMail{Refused: "it does not say who wrote it"}
	tests := map[string]struct {
		mail string
		want LeaveMail
	}{
		"the link in a mail":         {bea + "Subject: unsubscribe weekly\n", LeaveMail{From: "Bea@readers.example", Edition: "weekly"}},
		"in capitals, folded":        {bea + "Subject: UNSUBSCRIBE\n Weekly\n", LeaveMail{From: "Bea@readers.example", Edition: "Weekly"}},
		"an encoded subject":         {bea + "Subject: =?utf-8?Q?unsubscribe_weekly?=\n", LeaveMail{From: "Bea@readers.example", Edition: "weekly"}},
		"an unknown character set":   {bea + "Subject: unsubscribe =?x-none?Q?weekly?=\n", LeaveMail{From: "Bea@readers.example", Edition: "=?x-none?Q?weekly?="}},
		"without an edition":         {bea + "Subject: unsubscribe\n", LeaveMail{From: "Bea@readers.example"}},
		"said to be by hand":         {bea + "Auto-Submitted: no\nSubject: unsubscribe\n", LeaveMail{From: "Bea@readers.example"}},
		"an answer to an issue":      {bea + "Subject: Re: Ward weekly, 23 November: trusts may not unsubscribe\n", other},
		"a note of absence, by hand": {bea + "Subject: Away until Monday\n", other},
		"without a subject":          {bea + "To: digest@wardround.example\n", other},
		"RFC 3834":                   {bea + "Auto-Submitted: auto-replied\nSubject: unsubscribe weekly\n", program},
		"Exchange":                   {bea + "X-Auto-Response-Suppress: All\nSubject: unsubscribe weekly\n", program},
		"an old responder":           {bea + "Precedence: junk\nSubject: unsubscribe weekly\n", program},
		"vacation(1)":                {bea + "Precedence: bulk\nSubject: unsubscribe weekly\n", program},
		"with no way back":           {"Return-Path: <>\n" + bea + "Subject: unsubscribe weekly\n", program},
		"a report of a failed mail":  {bea + "Content-Type: multipart/report; boundary=b\nSubject: unsubscribe weekly\n", program},
		"a report in Exim's way":     {bea + "X-Failed-Recipients: ann@trust.example\nSubject: unsubscribe weekly\n", program},
		"from nobody":                {"Subject: unsubscribe weekly\n", nobody},
		"from two":                   {"From: a@readers.example, b@readers.example\nSubject: unsubscribe\n", nobody},
		"from what is no address":    {"From: Bea\nSubject: unsubscribe weekly\n", nobody},
		"a name with a comma":        {"From: \"Quill, Bea\" <bea@readers.example>\nSubject: Unsubscribe  weekly  please\n", LeaveMail{From: "bea@readers.example", Edition: "weekly"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := ReadLeave([]byte(strings.ReplaceAll(tt.mail+"\nunsubscribe\n", "\n", "\r\n")))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("ReadLeave() (-want +got):\n%s", diff)
			}
		})
	}
	if _, err := ReadLeave([]byte("no mail at all")); err == nil {
		t.Error("ReadLeave() of what is no mail = nil")
	}
}
