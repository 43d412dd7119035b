package deliver

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// Resolver asks the DNS. [net.DefaultResolver] is one.
type Resolver interface {
	LookupTXT(ctx context.Context, name string) ([]string, error)
	LookupMX(ctx context.Context, name string) ([]*net.MX, error)
	LookupIPAddr(ctx context.Context, host string) ([]net.IPAddr, error)
}

// Finding is one thing that mailbox providers look at.
type Finding struct {
	OK   bool
	What string // what was found
	Fix  string // what to change; "" when nothing is
}

// SenderCheck asks the DNS whether mail from a domain will be believed.
type SenderCheck struct {
	DNS   Resolver
	From  string // bare address
	Relay string // host that the mail is handed to
	DKIM  *DKIM  // nil when the relay signs
}

// Run looks at SPF, DKIM, DMARC and how they go with the sender.
func (c SenderCheck) Run(ctx context.Context) []Finding {
	_, domain, ok := strings.Cut(c.From, "@")
	if !ok || domain == "" {
		return []Finding{{What: fmt.Sprintf("sender %q has no domain", c.From), Fix: "set `from` of the edition to an address"}}
	}
	domain = strings.ToLower(domain)
	findings := []Finding{c.spf(ctx, domain)}
	if c.DKIM == nil {
		findings = append(findings, Finding{OK: true, What: "DKIM: left to the relay; send a copy to yourself and look for dkim=pass with d=" + domain})
	} else {
		findings = append(findings, c.dkim(ctx), aligned(c.DKIM.Domain, domain))
	}
	return append(findings, c.dmarc(ctx, domain))
}

// texts returns the TXT records of name that begin with mark. A name without any
// is no error.
func (c SenderCheck) texts(ctx context.Context, name, mark string) ([]string, error) {
	all, err := c.DNS.LookupTXT(ctx, name)
	var missing *net.DNSError
	if errors.As(err, &missing) && missing.IsNotFound {
		return nil, nil
	}
	var found []string
	for _, text := range all {
		if len(text) >= len(mark) && strings.EqualFold(text[:len(mark)], mark) {
			found = append(found, text)
		}
	}
	return found, err
}

func (c SenderCheck) dkim(ctx context.Context) Finding {
	name := c.DKIM.Selector + "._domainkey." + c.DKIM.Domain
	want, err := keyRecord(c.DKIM.Key)
	if err != nil {
		return Finding{What: "DKIM: " + err.Error(), Fix: "use an RSA or Ed25519 key"}
	}
	publish := fmt.Sprintf("publish a TXT record at %s: %s", name, want)
	if len(want) > maxTXT {
		publish += fmt.Sprintf(" (in a zone file as \"strings\" \"in quotes\" of at most %d characters each)", maxTXT)
	}
	records, err := c.texts(ctx, name, "")
	switch {
	case err != nil:
		return Finding{What: "DKIM: " + err.Error(), Fix: "try again; the DNS did not answer"}
	case len(records) == 0:
		return Finding{What: "DKIM: nothing is published at " + name, Fix: publish}
	}
	for _, record := range records {
		if have := tags(record)["p"]; have != "" && have == tags(want)["p"] {
			return Finding{OK: true, What: "DKIM: the record at " + name + " fits the key"}
		}
	}
	return Finding{What: "DKIM: the record at " + name + " is of another key, or withdrawn", Fix: publish}
}

// maxTXT is the longest string of a TXT record (RFC 1035, 3.3.14); a record may hold several.
const maxTXT = 255

// keyRecord is what the DNS must say of a key (RFC 6376 section 3.6.1, RFC 8463).
func keyRecord(key crypto.Signer) (string, error) {
	if public, ok := key.Public().(ed25519.PublicKey); ok {
		return "v=DKIM1; k=ed25519; p=" + base64.StdEncoding.EncodeToString(public), nil
	}
	der, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		return "", err
	}
	return "v=DKIM1; k=rsa; p=" + base64.StdEncoding.EncodeToString(der), nil
}

// tags takes "a=b; c=d" apart; blanks inside values are for folding only.
func tags(record string) map[string]string {
	all := map[string]string{}
	for part := range strings.SplitSeq(record, ";") {
		name, value, ok := strings.Cut(part, "=")
		if ok {
			all[strings.ToLower(strings.TrimSpace(name))] = strings.Join(strings.Fields(value), "")
		}
	}
	return all
}

// aligned is the relaxed alignment of RFC 7489 section 3.1.1: one organisation.
func aligned(signing, from string) Finding {
	if organisation(signing) == organisation(from) {
		return Finding{OK: true, What: fmt.Sprintf("alignment: %s signs for %s", signing, from)}
	}
	return Finding{What: fmt.Sprintf("alignment: %s signs, but the sender is at %s", signing, from),
		Fix: fmt.Sprintf("set dkim.domain to %s, or `from` to an address at %s", from, signing)}
}

// organisation is the domain that its owner registered.
func organisation(domain string) string {
	domain = strings.ToLower(strings.TrimSuffix(domain, "."))
	if own, err := publicsuffix.EffectiveTLDPlusOne(domain); err == nil {
		return own
	}
	return domain
}

func (c SenderCheck) dmarc(ctx context.Context, domain string) Finding {
	fix := fmt.Sprintf("publish a TXT record at _dmarc.%s: v=DMARC1; p=none", organisation(domain))
	for _, at := range []string{domain, organisation(domain)} {
		records, err := c.texts(ctx, "_dmarc."+at, "v=DMARC1")
		switch {
		case err != nil:
			return Finding{What: "DMARC: " + err.Error(), Fix: "try again; the DNS did not answer"}
		case len(records) > 1:
			return Finding{What: fmt.Sprintf("DMARC: %d records at _dmarc.%s; with more than one, none counts", len(records), at), Fix: "delete all but one"}
		case len(records) == 1:
			policy := strings.ToLower(tags(records[0])["p"])
			if policy != "none" && policy != "quarantine" && policy != "reject" {
				return Finding{What: "DMARC: the record at _dmarc." + at + " has no policy", Fix: "add p=none, p=quarantine or p=reject to it"}
			}
			return Finding{OK: true, What: fmt.Sprintf("DMARC: _dmarc.%s has p=%s", at, policy)}
		}
	}
	return Finding{What: "DMARC: no record", Fix: fix}
}
