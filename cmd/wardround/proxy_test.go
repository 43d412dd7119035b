package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/wardround/wardround/internal/testkit"
)

// An organisation's proxy stands on a private address, opens TLS with its own
// authority and resolves the names: http.proxy and http.ca_file are all it takes.
func TestFetchGoesThroughTheConfiguredProxyAndTrustsItsAuthority(t *testing.T) {
	blocked := false
	proxy := testkit.NewInspector(t, func(out http.ResponseWriter, _ *http.Request) {
		if blocked {
			http.Error(out, "<html><body>Access to this site has been blocked.</body></html>", http.StatusForbidden)
			return
		}
		fmt.Fprint(out, `<rss version="2.0"><channel><title>Wardline</title><item><title>Six trusts hire data staff</title>`+
			`<link>https://wardline.example/a</link><guid>a</guid></item></channel></rss>`)
	})
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	ca := write("ca.pem", string(proxy.CA.PEM()))
	fetch := func(caFile string) (int, string) {
		config := write("config.yaml", fmt.Sprintf("starter: false\nhttp: {proxy: %q, ca_file: %q}\n"+
			"sources: [{name: Wardline, url: \"https://wardline.example/feed\", kind: feed}]\n", proxy.URL, caFile))
		var out bytes.Buffer
		status := run(context.Background(), []string{"--config", config, "--store", filepath.Join(dir, "s.db"), "fetch", "--force", "--no-scrape"},
			strings.NewReader(""), &out, &out)
		return status, out.String()
	}
	if status, said := fetch(""); status != exitUnreachable || !strings.Contains(said, "certificate of wardline.example is not valid") {
		t.Errorf("without its authority: exit status %d:\n%s", status, said)
	}
	if status, said := fetch(ca); status != exitDone || !strings.Contains(said, "1 new") {
		t.Errorf("with its authority: exit status %d:\n%s", status, said)
	}
	if opened := proxy.Opened(); opened[0] != "wardline.example:443" {
		t.Errorf("CONNECT for %v, want the name", opened)
	}
	blocked = true
	if _, said := fetch(ca); !strings.Contains(said, "refused by your network: a block page") {
		t.Errorf("blocked:\n%s", said)
	}
}
