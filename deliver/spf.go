package deliver

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"
)

// maxLookups is how many questions SPF may cost a receiver; then it is an error
// (RFC 7208 section 4.6.4).
const maxLookups = 10

// spf looks for the domain's record and whether it names the relay. The address
// that a relay sends from need not be the one it is reached at, so an absent one
// is worth a look, and said so.
func (c SenderCheck) spf(ctx context.Context, domain string) Finding {
	records, err := c.texts(ctx, domain, "v=spf1")
	switch {
	case err != nil:
		return Finding{What: "SPF: " + err.Error(), Fix: "try again; the DNS did not answer"}
	case len(records) == 0:
		return Finding{What: "SPF: no record at " + domain, Fix: fmt.Sprintf( // with -all, whom it forgets would be refused from the same hour on
			"publish a TXT record at %s that names every server that sends for it, this relay among them: v=spf1 %s ~all", domain, mechanism(c.Relay))}
	case len(records) > 1:
		return Finding{What: fmt.Sprintf("SPF: %d records at %s; with more than one, none counts", len(records), domain), Fix: "make them one"}
	}
	for term := range strings.FieldsSeq(strings.ToLower(records[0])) {
		if term == "all" || term == "+all" {
			return Finding{What: "SPF: the record at " + domain + " lets anybody send", Fix: "end it in -all or ~all"}
		}
	}
	relay, err := c.addresses(ctx, c.Relay)
	if err != nil {
		return Finding{What: "SPF: " + err.Error(), Fix: "is smtp.host right?"}
	}
	w := &spfWalk{check: c, relay: relay}
	names, err := w.names(ctx, domain, records[0])
	switch {
	case err != nil:
		return Finding{What: "SPF: " + err.Error(), Fix: "mend the record at " + domain}
	case !names:
		return Finding{What: fmt.Sprintf("SPF: the record at %s does not name %s", domain, c.Relay),
			Fix: "add what your relay's provider asks for, such as include:spf.provider.example"}
	}
	return Finding{OK: true, What: fmt.Sprintf("SPF: the record at %s names %s", domain, c.Relay)}
}

// mechanism is what a record says to let a relay send. Of one inside the house the
// address that the world sees is not known here.
func mechanism(relay string) string {
	addr, err := netip.ParseAddr(strings.Trim(relay, "[]"))
	switch {
	case err != nil && strings.Contains(relay, "."):
		return "a:" + relay
	case err != nil || addr.IsPrivate() || addr.IsLoopback():
		return "ip4:ADDRESS (the one this relay has on the internet)"
	case addr.Is6():
		return "ip6:" + addr.String()
	}
	return "ip4:" + addr.String()
}

func (c SenderCheck) addresses(ctx context.Context, host string) ([]netip.Addr, error) {
	if addr, err := netip.ParseAddr(strings.Trim(host, "[]")); err == nil {
		return []netip.Addr{addr.Unmap()}, nil
	}
	found, err := c.DNS.LookupIPAddr(ctx, host)
	if err != nil {
		return nil, err
	}
	var all []netip.Addr
	for _, f := range found {
		if addr, ok := netip.AddrFromSlice(f.IP); ok {
			all = append(all, addr.Unmap())
		}
	}
	return all, nil
}

// spfWalk follows the records that a record includes.
type spfWalk struct {
	check   SenderCheck
	relay   []netip.Addr
	lookups int
}

var errLookups = errors.New("it takes more than ten lookups, which counts as an error")

// names reports whether a record names one of the relay's addresses.
func (w *spfWalk) names(ctx context.Context, domain, record string) (bool, error) {
	for _, term := range strings.Fields(record)[1:] {
		term = strings.TrimLeft(strings.ToLower(term), "+?~")
		if strings.HasPrefix(term, "-") || strings.Contains(term, "%") { // macros depend on the mail
			continue
		}
		found, err := w.term(ctx, domain, term)
		if found || err != nil {
			return found, err
		}
	}
	return false, nil
}

func (w *spfWalk) term(ctx context.Context, domain, term string) (bool, error) {
	if target, ok := strings.CutPrefix(term, "redirect="); ok {
		return w.follow(ctx, target)
	}
	name, value, _ := strings.Cut(term, ":")
	name, _, _ = strings.Cut(name, "/")
	host, _, _ := strings.Cut(value, "/")
	if host == "" {
		host = domain
	}
	switch name {
	case "ip4", "ip6":
		return w.inside(value), nil
	case "include":
		return w.follow(ctx, value)
	case "a":
		return w.at(ctx, host)
	case "mx":
		return w.atMX(ctx, host)
	}
	return false, nil
}

func (w *spfWalk) count() error {
	if w.lookups++; w.lookups > maxLookups {
		return errLookups
	}
	return nil
}

func (w *spfWalk) follow(ctx context.Context, domain string) (bool, error) {
	if err := w.count(); err != nil {
		return false, err
	}
	records, err := w.check.texts(ctx, domain, "v=spf1")
	if err != nil {
		return false, err
	}
	if len(records) != 1 {
		return false, fmt.Errorf("%s, which is included, has %d records; want one", domain, len(records))
	}
	return w.names(ctx, domain, records[0])
}

func (w *spfWalk) inside(value string) bool {
	prefix, err := netip.ParsePrefix(value)
	if err != nil {
		addr, err := netip.ParseAddr(value)
		if err != nil {
			return false
		}
		prefix = netip.PrefixFrom(addr, addr.BitLen())
	}
	for _, addr := range w.relay {
		if prefix.Contains(addr) {
			return true
		}
	}
	return false
}

func (w *spfWalk) at(ctx context.Context, host string) (bool, error) {
	if err := w.count(); err != nil {
		return false, err
	}
	return w.same(ctx, host), nil
}

// same reports whether host has one of the relay's addresses. One that has none
// at all just does not.
func (w *spfWalk) same(ctx context.Context, host string) bool {
	found, err := w.check.addresses(ctx, host)
	if err != nil {
		return false
	}
	for _, addr := range found {
		if w.inside(addr.String()) {
			return true
		}
	}
	return false
}

func (w *spfWalk) atMX(ctx context.Context, host string) (bool, error) {
	if err := w.count(); err != nil {
		return false, err
	}
	all, err := w.check.DNS.LookupMX(ctx, host)
	var missing *net.DNSError
	if err != nil && !errors.As(err, &missing) {
		return false, err
	}
	for _, mx := range all {
		if w.same(ctx, strings.TrimSuffix(mx.Host, ".")) {
			return true, nil
		}
	}
	return false, nil
}
