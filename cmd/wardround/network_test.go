package main

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// said runs a command with this configuration and returns its status and words.
func said(t *testing.T, config string, args ...string) (int, string) {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "config.yaml")
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	status := run(t.Context(), append([]string{"--config", file, "--store", filepath.Join(dir, "s.db")}, args...), strings.NewReader(""), &out, &out)
	return status, out.String()
}

func TestAProxyOfTheEnvironmentIsToldAndNotUsed(t *testing.T) {
	proxy := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the proxy of the environment was asked") }))
	defer proxy.Close()
	feed := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(out, "<rss><channel><title>Wardline</title><item><title>Six trusts hire data staff</title></item></channel></rss>")
	}))
	defer feed.Close()
	t.Setenv("WARDROUND_TEST_ALLOW_NETS", "127.0.0.0/8")
	for _, name := range []string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"} {
		t.Setenv(name, "")
	}
	const config = "starter: false\nsources: [{name: Wardline, url: %q}]\n"
	if _, out := said(t, fmt.Sprintf(config, feed.URL), "check"); strings.Contains(out, "proxy:") {
		t.Errorf("without a proxy, check says:\n%s", out)
	}
	for _, name := range []string{"HTTPS_PROXY", "http_proxy", "ALL_PROXY"} {
		t.Run(name, func(t *testing.T) {
			t.Setenv(name, strings.Replace(proxy.URL, "://", "://desk:secret@", 1))
			_, out := said(t, fmt.Sprintf(config, feed.URL), "check")
			if !strings.Contains(out, name+" is set here but not used") || !strings.Contains(out, "http.proxy") || strings.Contains(out, "secret") {
				t.Errorf("check says:\n%s", out)
			}
			if status, out := said(t, fmt.Sprintf(config, feed.URL), "fetch", "--no-scrape"); status != exitDone || !strings.Contains(out, "1 new") {
				t.Errorf("fetch: exit status %d:\n%s", status, out)
			}
		})
	}
}

func TestEveryRequestNamesTheProgramItsVersionAndWhomToAsk(t *testing.T) {
	t.Setenv("WARDROUND_TEST_ALLOW_NETS", "127.0.0.0/8")
	for name, c := range map[string]struct{ config, want string }{
		"a contact":           {"operator: {name: Desk, contact: desk@wardround.example}\n", `^wardround/\S+ \(desk@wardround\.example\)$`},
		"an e-mail only":      {"operator: {name: Desk, email: digest@wardround.example}\n", `^wardround/\S+ \(digest@wardround\.example\)$`},
		"neither":             {"", `^wardround/\S+ \(\+https://github\.com/wardround/wardround\)$`},
		"a name of one's own": {"http: {user_agent: \"wardround/9 (Ward Library; library@ward.example)\"}\n", `^wardround/9 \(Ward Library; library@ward\.example\)$`},
	} {
		t.Run(name, func(t *testing.T) {
			var agents []string
			server := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, in *http.Request) {
				agents = append(agents, in.UserAgent())
				if in.URL.Path == "/feed" {
					fmt.Fprintf(out, "<rss><channel><title>Wardline</title><item><title>Six trusts hire data staff</title><link>http://%s/a</link></item></channel></rss>", in.Host)
				}
			}))
			defer server.Close()
			said(t, fmt.Sprintf("starter: false\nsources: [{name: Wardline, url: %q}]\n%s", server.URL+"/feed", c.config), "fetch")
			if len(agents) != 3 {
				t.Fatalf("%d requests, want feed, robots.txt and page", len(agents))
			}
			for _, agent := range agents {
				if !regexp.MustCompile(c.want).MatchString(agent) {
					t.Errorf("User-Agent: %s", agent)
				}
			}
		})
	}
}
