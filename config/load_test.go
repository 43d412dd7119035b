package config_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/wardround/wardround/config"
	"github.com/wardround/wardround/internal/yamlfile"
	"github.com/wardround/wardround/news"
)

var update = flag.Bool("update", false, "write the golden files anew")

// checks stand in for the rules of the stages.
var checks = config.Checks{
	Cron: func(line string) error {
		if len(strings.Fields(line)) != 5 {
			return fmt.Errorf("cron line %q: want five fields", line)
		}
		return nil
	},
	Selector: func(s string) error {
		if strings.Contains(s, "..") {
			return errors.New("two dots in a row")
		}
		return nil
	},
	Accent: func(colour string) error {
		if colour != "#0b5394" {
			return errors.New("too pale")
		}
		return nil
	},
	Templates: func(dir string) error { return errors.New("email/issue.txt:3: missing value for if") },
	Beat: func(config.Settings) (config.Beat, error) {
		return config.Beat{Topics: []string{"workforce", "pay", "records"}}, nil
	},
}

// clean gives a test its own home, without settings in the environment.
func clean(t *testing.T) (home string) {
	t.Helper()
	home = t.TempDir()
	t.Setenv("HOME", home)
	for _, name := range []string{
		"XDG_CONFIG_HOME", "XDG_STATE_HOME", "WARDROUND_CONFIG", "WARDROUND_STORE", "WARDROUND_TEST_ALLOW_NETS",
		"WARDROUND_TEST_NOW", "HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy",
	} {
		t.Setenv(name, "")
	}
	return home
}

func write(t *testing.T, path, text string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestMistakesAreReportedTogetherAtTheirPlaces(t *testing.T) {
	clean(t)
	t.Chdir("testdata/mistakes")
	files, err := filepath.Glob("*.yaml")
	if err != nil || len(files) < 20 {
		t.Fatalf("Glob = %d files, %v", len(files), err)
	}
	for _, name := range files {
		t.Run(name, func(t *testing.T) {
			_, err := config.Load(name, config.Options{Checks: checks})
			if err == nil {
				t.Fatalf("Load(%s) succeeded, want mistakes", name)
			}
			got, golden := err.Error()+"\n", strings.TrimSuffix(name, ".yaml")+".txt"
			if *update {
				write(t, golden, got)
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("Load(%s) (-want +got):\n%s", name, diff)
			}
			for _, secret := range []string{"hunter2", "secretpw"} {
				if strings.Contains(got, secret) {
					t.Errorf("Load(%s) prints the secret %s", name, secret)
				}
			}
		})
	}
}

func TestWithoutAnyFileTheDefaultsHold(t *testing.T) {
	home := clean(t)
	t.Chdir(t.TempDir())
	c, err := config.Load("", config.Options{Checks: checks})
	if err != nil {
		t.Fatal(err)
	}
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	want := []news.Edition{{
		Name: "weekly", Title: "Wardround weekly", Schedule: "30 7 * * 1", Location: london,
		Recipients: []news.Recipient{}, MaxStories: 30, Excerpts: 3, Sentences: 9, WhenEmpty: news.EmptySkip,
		Accent: "#0b5394",
	}}
	sameZone := cmp.Comparer(func(a, b *time.Location) bool { return a.String() == b.String() })
	if diff := cmp.Diff(want, c.EditionList(), sameZone); diff != "" {
		t.Errorf("EditionList (-want +got):\n%s", diff)
	}
	if c.SMTP.Port != 587 || !c.Starter || len(c.Sources()) != 0 {
		t.Errorf("port %d, starter %v, %d sources; want 587, true, 0", c.SMTP.Port, c.Starter, len(c.Sources()))
	}
	store := filepath.Join(home, ".local/state/wardround/wardround.db")
	if got, err := c.StoreDSN(); got != store || err != nil {
		t.Errorf("StoreDSN = %s, %v; want %s", got, err, store)
	}
}

const full = `
sources:
  - {name: A, url: "https://a.example/feed", every: 7d, topics: [pay]}
  - {name: B, url: "https://b.example/", kind: page, list: "li a", link: a, excerpt: none}
starter: false
editions:
  - name: board
    timezone: Europe/Dublin
    topics: [workforce]
    recipients:
      - ann@a.example
      - Bea Example <bea@b.example>
      - {address: all@c.example, name: All, list: true}
    review: 2h
    when_empty: note
operator: {name: The desk, email: desk@d.example}
smtp: {host: 127.0.0.1, tls: none}
`

func TestAFullFileBecomesNewsValues(t *testing.T) {
	clean(t)
	c, err := config.Load(write(t, filepath.Join(t.TempDir(), "c.yaml"), full), config.Options{Checks: checks})
	if err != nil {
		t.Fatal(err)
	}
	wantSources := []news.Source{
		{Name: "A", URL: "https://a.example/feed", Kind: news.KindFeed, Origin: news.FromConfig, Every: 7 * 24 * time.Hour, Topics: []string{"pay"}, Excerpt: news.ExcerptShort},
		{Name: "B", URL: "https://b.example/", Kind: news.KindPage, Origin: news.FromConfig, List: "li a", Link: "a", Excerpt: news.ExcerptNone},
	}
	if diff := cmp.Diff(wantSources, c.Sources()); diff != "" {
		t.Errorf("Sources (-want +got):\n%s", diff)
	}
	e := c.EditionList()[0]
	wantRecipients := []news.Recipient{{Address: "ann@a.example"}, {Address: "bea@b.example", Name: "Bea Example"}, {Address: "all@c.example", Name: "All", List: true}}
	if diff := cmp.Diff(wantRecipients, e.Recipients); diff != "" {
		t.Errorf("Recipients (-want +got):\n%s", diff)
	}
	got := fmt.Sprint(e.Title, "; ", e.Location, "; ", e.From, "; ", e.Review, "; ", e.WhenEmpty, "; ", c.SMTP.Port, "; ", c.Operator())
	if want := "Wardround board; Europe/Dublin; desk@d.example; 2h0m0s; note; 25; {The desk desk@d.example}"; got != want {
		t.Errorf("edition = %s, want %s", got, want)
	}
}

func TestMistakesOfTheBeatAreReportedWithTheOthers(t *testing.T) {
	clean(t)
	beat := errors.New("topics.yaml:3:1: unknown key `tems`")
	_, err := config.Load(write(t, filepath.Join(t.TempDir(), "c.yaml"), "smpt: {}\n"), config.Options{Checks: config.Checks{
		Beat: func(config.Settings) (config.Beat, error) { return config.Beat{}, beat },
	}})
	var mistakes *yamlfile.Mistakes
	if !errors.Is(err, beat) || !errors.As(err, &mistakes) || len(mistakes.List) != 1 {
		t.Errorf("Load = %v, want the beat's mistake and one of the file", err)
	}
}

func TestTheBeatNamesEditionsThatDoNotNameThemselves(t *testing.T) {
	clean(t)
	file := write(t, filepath.Join(t.TempDir(), "c.yaml"), `
editions:
  - {name: weekly}
  - {name: board, title: For the board, introduction: Ours.}
`)
	c, err := config.Load(file, config.Options{Checks: config.Checks{Beat: func(config.Settings) (config.Beat, error) {
		return config.Beat{Title: "Planning Round", Introduction: "What was decided."}, nil
	}}})
	if err != nil {
		t.Fatal(err)
	}
	got := []string{c.Editions[0].Title, c.Editions[0].Introduction, c.Editions[1].Title, c.Editions[1].Introduction}
	if diff := cmp.Diff([]string{"Planning Round weekly", "What was decided.", "For the board", "Ours."}, got); diff != "" {
		t.Errorf("titles and introductions (-want +got):\n%s", diff)
	}
}

func TestPathsAreRelativeToTheFile(t *testing.T) {
	home := clean(t)
	dir := t.TempDir()
	write(t, filepath.Join(dir, "extra.yaml"), "")
	write(t, filepath.Join(home, "ca.pem"), "")
	c, err := config.Load(write(t, filepath.Join(dir, "c.yaml"), `
topics: {files: [extra.yaml]}
http: {ca_file: ~/ca.pem}
smtp: {password: {command: [./pass, x]}, username: u}
store: data/w.db
`), config.Options{})
	if err != nil {
		t.Fatal(err)
	}
	got := []string{c.Topics.Files[0], c.HTTP.CAFile, c.SMTP.Password.Command[0], c.Store}
	want := []string{filepath.Join(dir, "extra.yaml"), filepath.Join(home, "ca.pem"), filepath.Join(dir, "pass"), filepath.Join(dir, "data/w.db")}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("paths (-want +got):\n%s", diff)
	}
}

func FuzzLoad(f *testing.F) {
	f.Add([]byte(full))
	f.Add([]byte("web: {listen: \":1\", auth: {username: a}}\nhttp: {proxy: x}\ndkim: {mode: own}"))
	f.Add([]byte("editions: [{name: a, timezone: ../x, from: \"<>\"}]"))
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(dir, "fuzz.yaml")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := config.Load(path, config.Options{Checks: checks})
		if (c == nil) == (err == nil) {
			t.Fatalf("Load = %v, %v; want one of them", c, err)
		}
		if c != nil {
			c.EditionList() // must not panic on what Load let pass
			c.Sources()
		}
	})
}
