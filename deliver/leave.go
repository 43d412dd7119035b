package deliver

import (
	"bytes"
	"fmt"
	"mime"
	netmail "net/mail"
	"strings"
)

// LeaveMail is a mail to the address that readers may leave by.
type LeaveMail struct {
	From    string // bare address of who wrote it
	Edition string // the word after "unsubscribe" in the subject; "" when there is none
	Refused string // why it takes nobody off; "" when it asks to leave
}

// ReadLeave reads a mail that may ask to leave. It asks when its subject begins with
// "unsubscribe", as the link in every issue writes it: answers to an issue and notes of
// absence come to the same address, and must take nobody off. An error says that it is no mail.
func ReadLeave(raw []byte) (LeaveMail, error) {
	mail, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return LeaveMail{}, fmt.Errorf("read mail: %w", err)
	}
	from, err := mail.Header.AddressList("From")
	if err != nil || len(from) != 1 {
		return LeaveMail{Refused: "it does not say who wrote it"}, nil
	}
	m := LeaveMail{From: from[0].Address}
	subject, err := new(mime.WordDecoder).DecodeHeader(mail.Header.Get("Subject"))
	if err != nil {
		subject = mail.Header.Get("Subject") // in a character set that is not known: as it stands
	}
	words := strings.Fields(subject)
	switch {
	case byProgram(mail.Header):
		m.Refused = "a program wrote it"
	case len(words) == 0 || !strings.EqualFold(words[0], "unsubscribe"):
		m.Refused = `its subject does not begin with "unsubscribe"`
	case len(words) > 1:
		m.Edition = words[1]
	}
	return m, nil
}

// byProgram tells what programs send by themselves: RFC 3834, and what older ones do.
func byProgram(h netmail.Header) bool {
	auto := strings.ToLower(strings.TrimSpace(h.Get("Auto-Submitted")))
	if auto != "" && auto != "no" || isAutomatic(h) || strings.TrimSpace(h.Get("Return-Path")) == "<>" {
		return true
	}
	kind, _, _ := mime.ParseMediaType(h.Get("Content-Type"))
	if kind == "multipart/report" || h.Get("X-Failed-Recipients") != "" {
		return true
	}
	switch strings.ToLower(strings.TrimSpace(h.Get("Precedence"))) {
	case "bulk", "junk", "list":
		return true
	}
	return false
}
