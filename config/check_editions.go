package config

import (
	"fmt"
	"net/mail"
	"regexp"
	"strings"
	"time"

	"github.com/wardround/wardround/news"
)

// editionName is what may stand in a URL, a file name and a mail header as it is.
var editionName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,31}$`)

func (l *loader) checkEditions() {
	names := map[string]int{}
	for i, e := range l.Editions {
		at := fmt.Sprintf("$.editions[%d]", i)
		l.checkUnique(names, at, ".name", e.Name)
		if e.Name != "" && !editionName.MatchString(e.Name) {
			l.file.Add(at+".name", "want small letters, digits and hyphens, at most 32")
		}
		if !oneLine(e.Title) || len(e.Title) > 120 {
			l.file.Add(at+".title", "want one line of at most 120 bytes")
		}
		if !oneLine(e.Introduction) || len(e.Introduction) > 400 {
			l.file.Add(at+".introduction", "want one line of at most 400 bytes")
		}
		if l.checks.Accent != nil {
			if err := l.checks.Accent(e.Accent); err != nil {
				l.file.Add(at+".accent", "%s", err)
			}
		}
		l.checkCron(at+".schedule", e.Schedule)
		l.checkZone(at+".timezone", e.Timezone)
		l.checkTopics(at+".topics", e.Topics)
		l.checkRecipients(at, e)
		if e.From != l.Settings.Operator.Email { // else it is checked where it stands
			l.checkMailbox(at+".from", e.From)
		}
		l.checkMailbox(at+".reply_to", e.ReplyTo)
		if e.Review > 0 && l.Settings.Operator.Email == "" {
			l.file.Add(at+".review", "needs `operator.email`: the proof is mailed there")
		}
	}
}

// checkZone refuses "Local" and "": an issue must not change with the machine.
func (l *loader) checkZone(at, zone string) {
	if _, err := time.LoadLocation(zone); err != nil || zone == "" || zone == "Local" {
		l.file.Add(at, "unknown time zone `%s`; want a name such as Europe/London", zone)
	}
}

func (l *loader) checkRecipients(at string, e Edition) {
	seen := map[string]int{}
	for i, r := range e.Recipients {
		here := fmt.Sprintf("%s.recipients[%d]", at, i)
		place := here + ".address"
		if r.Address == "" {
			l.file.Add(here, "a recipient without an address")
			continue
		}
		a, err := mail.ParseAddress(r.Address)
		switch {
		case err != nil || a.Address != r.Address:
			l.file.Add(place, "not an e-mail address; want name@host")
		case !news.PlainAddress(r.Address):
			l.file.Add(place, "relays do not take this address: it needs plain letters; write the host in its xn-- form")
		case !oneLine(r.Name):
			l.file.Add(here+".name", "want one line")
		}
		fold := strings.ToLower(r.Address)
		if first, twice := seen[fold]; twice {
			l.file.Add(place, "%s is listed twice; first in line %d", r.Address, first)
			continue
		}
		seen[fold] = l.file.Pos(place).Line
	}
	if len(e.Recipients) > 0 && e.From == "" {
		l.file.Add(at, "an edition with recipients needs `from` (or `operator.email`)")
	}
}

// checkMailbox wants an address, with or without a name before it.
func (l *loader) checkMailbox(at, value string) {
	if value == "" {
		return
	}
	a, err := mail.ParseAddress(value)
	switch {
	case err != nil && strings.Contains(value, "<"): // `The desk, Ward <a@b>`, mostly
		l.file.Add(at, "not an e-mail address; want name@host, or a name and <name@host>; a name with , : ; or . in it needs \"quotes\"")
	case err != nil || !news.PlainAddress(a.Address):
		l.file.Add(at, "not an e-mail address; want name@host, or a name and <name@host>")
	}
}
