//go:build unix

package main

import (
	"fmt"
	"hash/maphash"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

const (
	benchFeeds     = 200
	benchFeedItems = 25 // the usual length of a feed: 5,000 items
)

// reader is a program that reads feeds, and how it is told to.
type reader struct {
	program       string
	prepare, read string // for sh, in an empty folder with urls, feeds.opml and config.yaml
}

var benchReaders = []reader{
	{"wardround", "", "exec wardround fetch --force --no-scrape --config config.yaml --store s.db"},
	{"newsboat", "echo reload-threads 16 > conf", "HOME=$PWD exec newsboat -u urls -c c.db -C conf -x reload"},
	{"r2e", "r2e -c c -d d new nobody@localhost.invalid && r2e -c c -d d opmlimport feeds.opml", "exec r2e -c c -d d run --no-send"},
}

// BenchmarkReaders reads 200 made-up feeds on loopback, when all is new and when nothing
// is, with this program and with those of the others that are installed. Of them this
// one alone judges what it reads, and makes it searchable.
func BenchmarkReaders(b *testing.B) {
	b.Setenv("WARDROUND_TEST_ALLOW_NETS", "127.0.0.0/8")
	var whole atomic.Int64 // answers other than 304
	server := httptest.NewServer(madeUpFeeds(&whole))
	b.Cleanup(server.Close)
	for _, r := range benchReaders {
		for _, unchanged := range []bool{false, true} {
			name := r.program + "/new"
			if unchanged {
				name = r.program + "/unchanged"
			}
			b.Run(name, func(b *testing.B) {
				if _, err := exec.LookPath(r.program); err != nil {
					b.Skip(err)
				}
				var cpu, peak, full float64
				for b.Loop() {
					b.StopTimer()
					dir := feedFolder(b, server.URL)
					shell(b, dir, r.prepare)
					if unchanged {
						shell(b, dir, r.read)
					}
					whole.Store(0)
					b.StartTimer()
					state := shell(b, dir, r.read)
					cpu += (state.UserTime() + state.SystemTime()).Seconds()
					if use, ok := state.SysUsage().(*syscall.Rusage); ok {
						peak = max(peak, float64(use.Maxrss)/1024) // Linux counts in KiB
					}
					full += float64(whole.Load())
				}
				b.ReportMetric(cpu/float64(b.N), "cpu-s/op")
				b.ReportMetric(peak, "peak-MiB")
				b.ReportMetric(full/float64(b.N), "whole-answers/op")
			})
		}
	}
}

// shell runs a line in a folder; it may say what it likes, but not fail.
func shell(b *testing.B, dir, line string) *os.ProcessState {
	b.Helper()
	cmd := exec.Command("sh", "-c", line)
	cmd.Dir = dir
	if said, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("%s: %v\n%s", line, err, said)
	}
	return cmd.ProcessState
}

// feedFolder makes a folder with the feeds' addresses, as each reader wants them.
func feedFolder(b *testing.B, base string) string {
	b.Helper()
	var urls, opml, sources strings.Builder
	for i := range benchFeeds {
		url := fmt.Sprintf("%s/%d.xml", base, i)
		fmt.Fprintln(&urls, url)
		fmt.Fprintf(&opml, "<outline type=\"rss\" text=\"feed %d\" xmlUrl=\"%s\"/>\n", i, url)
		fmt.Fprintf(&sources, "  - {name: feed %d, url: %q}\n", i, url)
	}
	dir := b.TempDir()
	for name, text := range map[string]string{
		"urls":        urls.String(),
		"feeds.opml":  "<opml version=\"2.0\"><body>\n" + opml.String() + "</body></opml>\n",
		"config.yaml": "starter: false\noperator: {contact: 'mailto:ada@ward.example'}\nsources:\n" + sources.String(),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	return dir
}

// madeUpFeeds answers any path with a feed of its own, which never changes, and counts
// whole answers.
func madeUpFeeds(whole *atomic.Int64) http.HandlerFunc {
	seed := maphash.MakeSeed()
	published := time.Now().Add(-time.Hour).UTC().Format(time.RFC1123Z)
	vocabulary := strings.Fields(`digital workforce plan hospital trust nurse pay skills training record analyst
		agenda change vacancy retention board the of and to in on with for will said ministers budget programme`)
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/rss+xml")
		w.Header().Set("ETag", `"one"`)
		if r.Header.Get("If-None-Match") != "" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		whole.Add(1)
		random := rand.New(rand.NewPCG(1, maphash.String(seed, r.URL.Path)))
		fmt.Fprint(w, `<rss version="2.0"><channel><title>Feed</title>`)
		for i := range benchFeedItems {
			words := make([]string, 200) // of an item that carries its text
			for j := range words {
				words[j] = vocabulary[random.IntN(len(vocabulary))]
			}
			link := fmt.Sprintf("http://%s%s/%d", r.Host, strings.TrimSuffix(r.URL.Path, ".xml"), i)
			fmt.Fprintf(w, "<item><title>%s</title><link>%s</link><guid>%s</guid><pubDate>%s</pubDate><description>%s.</description></item>",
				strings.Join(words[:8], " "), link, link, published, strings.Join(words, " "))
		}
		fmt.Fprint(w, `</channel></rss>`)
	}
}
