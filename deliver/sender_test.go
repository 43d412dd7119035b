package deliver

import (
	"context"
	"crypto/ed25519"
	"net"
	"strings"
	"testing"
)

// zone is a made-up DNS.
type zone struct {
	txt map[string][]string
	ip  map[string]string
	mx  map[string]string
}

func missing(name string) error {
	return &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
}

func (z zone) LookupTXT(_ context.Context, name string) ([]string, error) {
	if name == "broken.example" {
		return nil, &net.DNSError{Err: "server misbehaving", Name: name, IsTemporary: true}
	}
	if found, ok := z.txt[name]; ok {
		return found, nil
	}
	return nil, missing(name)
}

func (z zone) LookupMX(_ context.Context, name string) ([]*net.MX, error) {
	if host, ok := z.mx[name]; ok {
		return []*net.MX{{Host: host + "."}}, nil
	}
	return nil, missing(name)
}

func (z zone) LookupIPAddr(_ context.Context, host string) ([]net.IPAddr, error) {
	if ip, ok := z.ip[host]; ok {
		return []net.IPAddr{{IP: net.ParseIP(ip)}}, nil
	}
	return nil, missing(host)
}

func TestSPFFindsTheRelayOrSaysWhatToChange(t *testing.T) {
	tests := map[string]struct {
		record string
		want   string // part of what is found, or of the fix
		ok     bool
	}{
		"none":             {"", "every server that sends for it, this relay among them: v=spf1 a:relay.example ~all", false},
		"by address":       {"v=spf1 ip4:192.0.2.0/24 -all", "names relay.example", true},
		"by name":          {"v=spf1 a:relay.example ~all", "names relay.example", true},
		"by mx":            {"v=spf1 mx -all", "names relay.example", true},
		"through include":  {"v=spf1 include:_spf.provider.example -all", "names relay.example", true},
		"through redirect": {"v=spf1 redirect=_spf.provider.example", "names relay.example", true},
		"another address":  {"v=spf1 ip4:198.51.100.1 -all", "does not name relay.example", false},
		"taken out":        {"v=spf1 -a:relay.example ~all", "does not name relay.example", false},
		"anybody":          {"v=spf1 +all", "end it in -all or ~all", false},
		"a loop":           {"v=spf1 include:loop.example -all", "more than ten lookups", false},
		"a dead include":   {"v=spf1 include:dead.example -all", "dead.example, which is included, has 0 records", false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			dns := zone{
				txt: map[string][]string{"_spf.provider.example": {"v=spf1 ip4:192.0.2.7 -all"}, "loop.example": {"v=spf1 include:loop.example"}},
				ip:  map[string]string{"relay.example": "192.0.2.7"}, mx: map[string]string{"desk.example": "relay.example"},
			}
			if test.record != "" {
				dns.txt["desk.example"] = []string{"unrelated", test.record}
			}
			got := SenderCheck{DNS: dns, Relay: "relay.example"}.spf(t.Context(), "desk.example")
			if got.OK != test.ok || !strings.Contains(got.What+" "+got.Fix, test.want) || got.OK != (got.Fix == "") {
				t.Errorf("spf() = %+v, want ok %v with %q", got, test.ok, test.want)
			}
		})
	}
}

func TestSPFAdviceFitsTheRelay(t *testing.T) {
	for relay, want := range map[string]string{
		"relay.example": "v=spf1 a:relay.example ~all", "192.0.2.7": "v=spf1 ip4:192.0.2.7 ~all", "[2001:db8::1]": "v=spf1 ip6:2001:db8::1 ~all",
		"127.0.0.1": "ip4:ADDRESS (", "10.1.2.3": "ip4:ADDRESS (", "localhost": "ip4:ADDRESS (",
	} {
		got := SenderCheck{DNS: zone{}, Relay: relay}.spf(t.Context(), "desk.example")
		if !strings.Contains(got.Fix, want) {
			t.Errorf("spf() through %s = %q, want %q in it", relay, got.Fix, want)
		}
	}
}

func TestSenderCheckOfAWholeDomain(t *testing.T) {
	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	record, err := keyRecord(key)
	if err != nil {
		t.Fatal(err)
	}
	other := strings.Replace(record, "p=O", "p=P", 1)
	good := func() zone {
		return zone{ip: map[string]string{"relay.example": "192.0.2.7"}, txt: map[string][]string{
			"news.desk.example": {"v=spf1 a:relay.example -all"}, "s1._domainkey.desk.example": {record},
			"_dmarc.desk.example": {"v=DMARC1; p=none"},
		}}
	}
	tests := map[string]struct {
		spoil func(z zone, c *SenderCheck)
		want  string // of the one finding that is not well; "" when all is
	}{
		"all is well":      {func(zone, *SenderCheck) {}, ""},
		"the relay signs":  {func(_ zone, c *SenderCheck) { c.DKIM = nil }, ""},
		"no key published": {func(z zone, _ *SenderCheck) { delete(z.txt, "s1._domainkey.desk.example") }, "publish a TXT record at s1._domainkey.desk.example: v=DKIM1; k=ed25519; p="},
		"no long key published": {func(z zone, c *SenderCheck) {
			c.DKIM.Key = rsaKey(t)
			delete(z.txt, "s1._domainkey.desk.example")
		}, "of at most 255 characters each"},
		"another key": {func(z zone, _ *SenderCheck) { z.txt["s1._domainkey.desk.example"] = []string{other} }, "is of another key"},
		"withdrawn":   {func(z zone, _ *SenderCheck) { z.txt["s1._domainkey.desk.example"] = []string{"v=DKIM1; p="} }, "withdrawn"},
		"no DMARC":    {func(z zone, _ *SenderCheck) { delete(z.txt, "_dmarc.desk.example") }, "publish a TXT record at _dmarc.desk.example"},
		"two DMARC records": {func(z zone, _ *SenderCheck) {
			z.txt["_dmarc.desk.example"] = []string{"v=DMARC1; p=none", "v=DMARC1; p=reject"}
		}, "delete all but one"},
		"DMARC, no policy": {func(z zone, _ *SenderCheck) { z.txt["_dmarc.desk.example"] = []string{"v=DMARC1"} }, "has no policy"},
		"not aligned": {func(z zone, c *SenderCheck) {
			c.DKIM.Domain = "other.example"
			z.txt["s1._domainkey.other.example"] = []string{record}
		}, "set dkim.domain to news.desk.example"},
		"a DNS out of order": {func(z zone, c *SenderCheck) {
			c.From = "a@broken.example"
			c.DKIM = nil
			z.txt["_dmarc.broken.example"] = []string{"v=DMARC1; p=none"}
		}, "try again"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			dns := good()
			c := SenderCheck{From: "digest@news.desk.example", Relay: "relay.example", DKIM: &DKIM{Domain: "desk.example", Selector: "s1", Key: key}}
			test.spoil(dns, &c)
			c.DNS = dns
			var bad []string
			for _, f := range c.Run(t.Context()) {
				if !f.OK {
					bad = append(bad, f.What+": "+f.Fix)
				}
			}
			if test.want == "" && len(bad) > 0 || test.want != "" && (len(bad) != 1 || !strings.Contains(bad[0], test.want)) {
				t.Errorf("findings %q, want one with %q", bad, test.want)
			}
		})
	}
}

func FuzzSPF(f *testing.F) {
	f.Add("v=spf1 a mx ip4:192.0.2.0/24 include:desk.example ?all")
	f.Add("v=spf1 a:/ redirect= ip6:::/0 mx:%{d}")
	f.Fuzz(func(t *testing.T, record string) {
		dns := zone{txt: map[string][]string{"desk.example": {record}}, ip: map[string]string{"relay.example": "192.0.2.7"}}
		if got := (SenderCheck{DNS: dns, Relay: "relay.example"}).spf(t.Context(), "desk.example"); got.What == "" {
			t.Errorf("spf(%q) = %+v", record, got)
		}
	})
}
