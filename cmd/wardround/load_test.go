package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	loadRate    = 300 // requests a second
	loadFor     = time.Minute
	loadWarmUp  = 5 * time.Second
	loadSlowest = 100 * time.Millisecond // for all but one of a hundred
	loadIssues  = 3                      // weeks with an issue
)

// TestTheArchiveUnderLoad serves a store of 100,000 articles as `wardround run` does
// and asks for 300 pages a second, one in twenty a search, while a digest is
// composed. A request is timed from when it was due, so that a stall counts for all
// that wait behind it. WARDROUND_LOAD names the folder of the store, which is filled
// when it is not there; that and the minute are why it does not run with all tests.
func TestTheArchiveUnderLoad(t *testing.T) {
	folder := os.Getenv("WARDROUND_LOAD")
	if folder == "" {
		t.Skip("WARDROUND_LOAD names no folder: the archive was not put under load")
	}
	daemon := startForLoad(t, folder)
	base := daemon.base
	drive(t, base, loadWarmUp)
	before, busy := residentMB(t, base), figure(t, base, "process_cpu_seconds_total")
	composed := make(chan error, 1)
	go func() {
		out, err := daemon.command(t.Context(), "digest", "--format", "json").CombinedOutput()
		if err != nil {
			err = fmt.Errorf("%w: %s", err, out)
		}
		composed <- err
	}()
	times, failed := drive(t, base, loadFor)
	if err := <-composed; err != nil {
		t.Errorf("compose a digest meanwhile: %v", err)
	}
	after := residentMB(t, base)
	busy = figure(t, base, "process_cpu_seconds_total") - busy
	slices.Sort(times)
	at := func(percent int) time.Duration { return times[len(times)*percent/100].Round(100 * time.Microsecond) }
	t.Logf("%d requests in %s: median %s, 95 %% under %s, 99 %% under %s, slowest %s; %d failed; %.1f ms of processor each; memory %d MB, then %d MB; load %s",
		len(times), loadFor, at(50), at(95), at(99), times[len(times)-1], failed, busy*1000/float64(len(times)), before, after, machineLoad())
	if failed > 0 || at(99) > loadSlowest {
		t.Errorf("%d failed, 99 %% under %s; want none, under %s", failed, at(99), loadSlowest)
	}
	if after > before+before/4+16 {
		t.Errorf("memory grew from %d to %d MB within a minute", before, after)
	}
}

// loaded is a daemon with the filled store.
type loaded struct{ program, config, base string }

func (l loaded) command(ctx context.Context, args ...string) *exec.Cmd {
	return exec.CommandContext(ctx, l.program, append(args, "--config", l.config)...)
}

// once does what is outstanding as of an instant: it groups and follows the articles,
// and freezes the issue of a slot since the last time. Its sources are on a port that
// nobody listens on; that they fail is no matter.
func (l loaded) once(t *testing.T, now time.Time) {
	t.Helper()
	cmd := l.command(t.Context(), "run", "--once", "-q", "--trust-clock")
	cmd.Env = append(os.Environ(), "WARDROUND_TEST_NOW="+now.Format(time.RFC3339))
	if out, err := cmd.CombinedOutput(); err != nil && !strings.Contains(string(out), "some of it failed") {
		t.Fatalf("run --once: %v: %s", err, out)
	}
}

// startForLoad fills the store if it is not there, builds the program, lets it do what
// was outstanding in the last weeks, and starts it as a daemon that asks no source.
func startForLoad(t *testing.T, folder string) loaded {
	t.Helper()
	path, weeks := filepath.Join(folder, "wardround.db"), 0
	if _, err := os.Stat(path); err != nil {
		fillForLoad(t, path, time.Now())
		weeks = loadIssues
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	_ = listener.Close() // freed for the daemon
	l := loaded{filepath.Join(t.TempDir(), "wardround"), filepath.Join(folder, "config.yaml"), "http://" + address}
	var b strings.Builder
	fmt.Fprintf(&b, "starter: false\nstore: %s\nfetch: {schedule: \"0 3 1 1 *\"}\noperator: {name: Desk, contact: desk@desk.example}\nweb: {listen: %q, base_url: %q}\n"+
		"editions: [{name: weekly, title: Weekly, schedule: \"0 0 * * %d\"}]\nsources:\n", path, address, l.base, time.Now().Weekday())
	for n := range loadSources {
		source := loadSource(n)
		fmt.Fprintf(&b, "  - {name: %s, url: %q, every: 30d}\n", source.Name, source.URL)
	}
	if err := os.WriteFile(l.config, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", l.program, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v: %s", err, out)
	}
	for ; weeks >= 0; weeks-- {
		l.once(t, time.Now().AddDate(0, 0, -7*weeks))
	}
	cmd := l.command(t.Context(), "run", "-q")
	cmd.Stderr = t.Output()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait() // however it ends, the test is over
	})
	for begun := time.Now(); ; time.Sleep(50 * time.Millisecond) {
		if resp, err := http.Get(l.base + "/readyz"); err == nil {
			resp.Body.Close()
			return l
		} else if time.Since(begun) > patience {
			t.Fatal(err)
		}
	}
}

// drive asks for pages at the rate, and returns how long each took from when it was
// due, and how many failed.
func drive(t *testing.T, base string, length time.Duration) (times []time.Duration, failed int) {
	t.Helper()
	pages := loadPages(t, base)
	client := &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 200}}
	var asked sync.WaitGroup
	var mu sync.Mutex
	begun := time.Now()
	for n := range int(length.Seconds() * loadRate) {
		due := begun.Add(time.Duration(n) * time.Second / loadRate)
		time.Sleep(time.Until(due))
		address := base + pages[n%len(pages)]
		asked.Go(func() {
			err := fetchWhole(client, address)
			took := time.Since(due)
			mu.Lock()
			defer mu.Unlock()
			times = append(times, took)
			if err != nil {
				if failed++; failed <= 5 {
					t.Log(err)
				}
			}
		})
	}
	asked.Wait()
	return times, failed
}

func fetchWhole(client *http.Client, address string) error {
	resp, err := client.Get(address)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("GET %s: %s", address, resp.Status)
	}
	return nil
}

// loadPages is a mix of all pages, with a search in every twenty. Promises,
// stories and issues are those that the lists link to.
func loadPages(t *testing.T, base string) []string {
	t.Helper()
	random := rand.New(rand.NewPCG(11, 11))
	pages := []string{"/", "/issues", "/topics", "/promises", "/stories", "/sources", "/about", "/privacy", "/accessibility", "/feed.atom", "/feed.json",
		"/promises/feed.atom", "/promises/feed.json", "/promises.ics", "/promises?status=overdue", "/search/feed.atom?q=workforce",
		"/index.json", "/issues.json", "/topics.json", "/promises.json", "/stories.json", "/sources.json"}
	for _, topic := range loadTopics {
		pages = append(pages, "/topics/"+topic, "/topics/"+topic+"/feed.json")
	}
	for list, below := range map[string]string{"/promises": `/p/\d+`, "/stories": `/s/\d+`, "/issues": `/i/weekly/\d+`} {
		body, err := textOf(base + list)
		if err != nil {
			t.Fatal(err)
		}
		links := regexp.MustCompile(`href="(`+below+`)"`).FindAllStringSubmatch(body, 20)
		if len(links) == 0 {
			t.Errorf("%s links to nothing below %s", list, below)
		}
		for _, link := range links {
			pages = append(pages, link[1], link[1]+".json")
		}
	}
	var mixed []string
	for n := range 4000 {
		switch {
		case n%20 == 0:
			q := url.Values{"q": {loadWords[random.IntN(len(loadWords))]}}
			if random.IntN(2) == 0 {
				q.Set("q", q.Get("q")+" "+loadWords[random.IntN(len(loadWords))])
			}
			if random.IntN(3) == 0 {
				q.Set("sort", []string{"best", "score"}[random.IntN(2)])
			}
			if random.IntN(4) == 0 {
				q.Set("topic", loadTopics[random.IntN(len(loadTopics))])
			}
			mixed = append(mixed, "/search?"+q.Encode())
		case n%3 == 0:
			mixed = append(mixed, "/a/"+strconv.Itoa(1+random.IntN(loadArticles)))
		default:
			mixed = append(mixed, pages[random.IntN(len(pages))])
		}
	}
	return mixed
}

func textOf(address string) (string, error) {
	resp, err := http.Get(address)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return string(body), err
}

// figure is what /metrics tells of the daemon's process.
func figure(t *testing.T, base, name string) float64 {
	t.Helper()
	body, err := textOf(base + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(body, "\n"+name+" ")
	line, _, _ := strings.Cut(rest, "\n")
	value, err := strconv.ParseFloat(line, 64)
	if !found || err != nil {
		t.Fatalf("/metrics tells no %s", name)
	}
	return value
}

func residentMB(t *testing.T, base string) int {
	t.Helper()
	return int(figure(t, base, "process_resident_memory_bytes") / (1 << 20))
}

// machineLoad is what else the machine had to do.
func machineLoad() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	return strings.TrimSpace(string(text))
}
