package yamlfile_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/wardround/wardround/internal/yamlfile"
)

type level string

func (l *level) UnmarshalText(b []byte) error {
	if s := string(b); s != "high" && s != "low" {
		return errors.New("want high or low")
	}
	*l = level(b)
	return nil
}

type person struct {
	Address string `yaml:"address"`
	Name    string `yaml:"name"`
}

func (p *person) UnmarshalText(b []byte) error {
	p.Address = string(b)
	return nil
}

type sample struct {
	Schedule string         `yaml:"schedule"`
	Port     int            `yaml:"port"`
	Ratio    float64        `yaml:"ratio"`
	On       bool           `yaml:"on"`
	Every    time.Duration  `yaml:"every"`
	Terms    []string       `yaml:"terms"`
	Level    level          `yaml:"level"`
	People   []person       `yaml:"people"`
	Limits   map[string]int `yaml:"limits"`
	Inner    *sample        `yaml:"inner"`
	Password struct {
		Env string `yaml:"env"`
	} `yaml:"password"`
	Free any `yaml:"free"`
}

func TestDecodeFillsEveryKindOfField(t *testing.T) {
	const doc = `# comment
schedule: "30 7 * * 1"
port: 1_000
ratio: 0.5
on: true
every: 1d12h
terms: [one, 'two words', "três"]
level: high
people:
  - a@one.example
  - {address: b@two.example, name: Bea}
limits: {x: 1, "a b": 2}
inner:
  port: 0x1F
  terms:
  - |
    block
    text
free: {n: 1, f: 1.5, b: false, l: [x]}
`
	got := sample{}
	f := yamlfile.Parse("x.yaml", []byte(doc))
	f.Decode(&got)
	if err := f.Err(); err != nil {
		t.Fatal(err)
	}
	want := sample{
		Schedule: "30 7 * * 1", Port: 1000, Ratio: 0.5, On: true, Every: 36 * time.Hour,
		Terms: []string{"one", "two words", "três"}, Level: "high",
		People: []person{{Address: "a@one.example"}, {"b@two.example", "Bea"}},
		Limits: map[string]int{"x": 1, "a b": 2},
		Inner:  &sample{Port: 31, Terms: []string{"block\ntext\n"}},
		Free:   map[string]any{"n": int64(1), "f": 1.5, "b": false, "l": []any{"x"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Decode (-want +got):\n%s", diff)
	}
}

func TestDecodeKeepsWhatTheFileDoesNotSay(t *testing.T) {
	for name, doc := range map[string]string{
		"empty file": "", "only comments": "# port: 1\n", "key without value": "port:\nterms: ~\ninner:\n",
		"byte order mark": "\ufeffon: true\n", "windows line ends": "on: true\r\nlevel: low\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			got := sample{Port: 7, Terms: []string{"kept"}}
			f := yamlfile.Parse("x.yaml", []byte(doc))
			f.Decode(&got)
			if err := f.Err(); err != nil {
				t.Fatal(err)
			}
			if got.Port != 7 || len(got.Terms) != 1 {
				t.Errorf("Decode(%q) = port %d, terms %v; want the values it came with", doc, got.Port, got.Terms)
			}
		})
	}
}

func TestEmbeddedFieldsBelongToTheOuterStruct(t *testing.T) {
	type Base struct {
		Name string `yaml:"name"`
	}
	var got struct {
		Base
		Port int
	}
	f := yamlfile.Parse("x.yaml", []byte("name: n\nport: 3\n"))
	f.Decode(&got)
	if f.Err() != nil || got.Name != "n" || got.Port != 3 {
		t.Errorf("Decode = %+v, %v", got, f.Err())
	}
}

type entry struct {
	Kind string `yaml:"kind"`
	Max  int    `yaml:"max"`
}

func (e *entry) SetDefaults() { *e = entry{Kind: "feed", Max: 30} }

func TestEntriesStartFromTheirDefaults(t *testing.T) {
	var got struct {
		List []entry
		Map  map[string]entry
	}
	f := yamlfile.Parse("x.yaml", []byte("list: [{max: 0}, {kind: page}]\nmap: {a: {max: 1}}\n"))
	f.Decode(&got)
	want := got
	want.List = []entry{{"feed", 0}, {"page", 30}}
	want.Map = map[string]entry{"a": {"feed", 1}}
	if diff := cmp.Diff(want, got); diff != "" || f.Err() != nil {
		t.Errorf("Decode (-want +got):\n%s%v", diff, f.Err())
	}
}

func TestAnchorsAndMergesAreResolved(t *testing.T) {
	var got map[string]map[string]string
	f := yamlfile.Parse("x.yaml", []byte("a: &A {k: 1a, l: 2a}\nb: *A\nc:\n  <<: *A\n  k: own\nd: {<<: [*A], m: !!str 5}\n"))
	f.Decode(&got)
	if err := f.Err(); err != nil {
		t.Fatal(err)
	}
	a := map[string]string{"k": "1a", "l": "2a"}
	want := map[string]map[string]string{"a": a, "b": a, "c": {"k": "own", "l": "2a"}, "d": {"k": "1a", "l": "2a", "m": "5"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Decode (-want +got):\n%s", diff)
	}
}

func TestMistakeReadsLikeThis(t *testing.T) {
	f := yamlfile.Parse("config.yaml", []byte("port: 1\ninner:\n    scheduel: \"30 7 * * 1\"\n"))
	f.Decode(&sample{})
	want := "config.yaml:3:5: unknown key `scheduel`; did you mean `schedule`?\n" +
		"   3 |     scheduel: \"30 7 * * 1\"\n" +
		"     |     ^"
	if diff := cmp.Diff(want, fmt.Sprint(f.Err())); diff != "" {
		t.Errorf("Err (-want +got):\n%s", diff)
	}
}

func TestAllMistakesAreGatheredInOrder(t *testing.T) {
	const doc = `port: seven
ratio: {a: 1}
on: yes
schedule: 5
every: 2 hours
terms: one
level: middling
limits: {x: y}
people: [{adress: x}, ~]
port: 8
inner:
  terms: [a, 1, [b]]
  every: 10
`
	f := yamlfile.Parse("x.yaml", []byte(doc))
	f.Decode(&sample{})
	f.Add("$.inner.terms[0]", "not a term: %s", "a")
	f.Add("$.inner.nothing.here", "missing")
	var all *yamlfile.Mistakes
	if !errors.As(f.Err(), &all) {
		t.Fatalf("Err = %v, want *Mistakes", f.Err())
	}
	var got []string
	for _, m := range all.List {
		got = append(got, fmt.Sprintf("%s: %s", m.Pos, m.Message))
	}
	want := []string{
		"x.yaml:1:7: want a whole number, got text",
		"x.yaml:2:8: want a number, got a mapping",
		"x.yaml:3:5: want true or false, got text",
		"x.yaml:4:11: want text, got a number; put it in quotes",
		`x.yaml:5:8: "2 hours" is not a duration; write 90s, 20m, 2h or 7d`,
		"x.yaml:6:8: want a list, got text; write [ … ] around it, or one `- ` line for each",
		"x.yaml:7:8: want high or low",
		"x.yaml:8:13: want a whole number, got text",
		"x.yaml:9:11: unknown key `adress`; did you mean `address`?",
		"x.yaml:9:23: an empty entry; want text or a mapping",
		"x.yaml:10:1: key `port` is written twice; first in line 1",
		"x.yaml:11:1: missing",
		"x.yaml:12:11: not a term: a",
		"x.yaml:12:14: want text, got a number; put it in quotes",
		"x.yaml:12:17: want text, got a list",
		"x.yaml:13:10: want a duration such as 90s, 20m, 2h or 7d, got a number",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("mistakes (-want +got):\n%s", diff)
	}
}

func TestWhatCannotBeReadIsAMistake(t *testing.T) {
	deep := strings.Repeat("[", 100_000)
	for name, tt := range map[string]struct{ doc, want string }{
		"open bracket":      {"a: [1,\n", "x.yaml:1:4: sequence end token ']' not found"},
		"tab":               {"a:\n\tb: 1\n", "x.yaml:2:1: a tab; YAML is indented with spaces"},
		"two documents":     {"port: 1\n---\nport: 2\n", "x.yaml:3:1: a second document starts here"},
		"not utf-8":         {"a: 1\nb: \xff\n", "x.yaml:2:4: not UTF-8 text"},
		"control character": {"a: x\x00y\n", "x.yaml:1:5: control character U+0000 is not allowed"},
		"deep brackets":     {deep, "x.yaml:1:65: nested too deeply"},
		"deep dashes":       {strings.Repeat("- ", 100_000), "nested too deeply"},
		"many tags":         {strings.Repeat("!a ", 100_000), "nested too deeply"},
		"unknown alias":     {"port: *p\n", "x.yaml:1:7: no anchor `&p` stands before this"},
		"alias of itself":   {"inner: &p [*p]\n", "no anchor `&p` stands before this"},
		"unknown tag":       {"port: !!int 5\n", "x.yaml:1:7: tag `!!int` is not understood"},
		"merge of text":     {"<<: x\n", "`<<` wants a mapping, got text"},
		"list for a key":    {"? [a]\n: b\n", "x.yaml:2:1: found an invalid key for this map"},
		"top is a list":     {"- a\n", "x.yaml:1:1: want a mapping, got a list"},
		"leading zero":      {"port: 025\n", "x.yaml:1:7: a number must not start with 0"},
		"fraction":          {"port: 2.5\n", "want a whole number"},
		"number too large":  {"port: 99999999999999999999\n", "a number out of range"},
		"infinite":          {"ratio: .inf\n", "not a usable number"},
		"too large":         {strings.Repeat("# 34567\n", 1<<18) + "#", "file too large"},
		"no close match":    {"password: {zzz: 1}\n", "unknown key `zzz`; known: env"},
	} {
		t.Run(name, func(t *testing.T) {
			f := yamlfile.Parse("x.yaml", []byte(tt.doc))
			f.Decode(&sample{})
			if got := fmt.Sprint(f.Err()); !strings.Contains(got, tt.want) {
				t.Errorf("Err = %s\nwant it to hold %s", got, tt.want)
			}
		})
	}
}

func TestAliasBombIsRefused(t *testing.T) {
	var b strings.Builder
	b.WriteString("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n")
	for i := range 12 {
		fmt.Fprintf(&b, "a%d: &a%d [%s]\n", i+1, i+1, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i), 10), ", "))
	}
	f := yamlfile.Parse("x.yaml", []byte(b.String()))
	var v map[string]any
	f.Decode(&v)
	if got := fmt.Sprint(f.Err()); !strings.Contains(got, "stands for more than") {
		t.Errorf("Err = %s, want a refusal", got)
	}
}

func TestSecretsAreNeverShown(t *testing.T) {
	for name, doc := range map[string]string{
		"text for a mapping":  "password: hunter2\n",
		"on the next line":    "password:\n  hunter2\n",
		"in a list":           "password: [\n  hunter2]\n",
		"misspelt key":        "pasword: hunter2\n",
		"unknown key":         "api_key: hunter2\n",
		"inside the mapping":  "password: {value: hunter2}\n",
		"syntax error":        "password: \"hunter2\n",
		"in an address":       "port: postgres://u:hunter2@db.example/x\n",
		"another on the line": "{prot: 1, password: hunter2}\n",
	} {
		t.Run(name, func(t *testing.T) {
			f := yamlfile.Parse("x.yaml", []byte(doc))
			f.Decode(&sample{})
			if got := fmt.Sprint(f.Err()); got == "<nil>" || strings.Contains(got, "hunter2") {
				t.Errorf("Err = %s, want a mistake without the secret", got)
			}
		})
	}
}

func TestPos(t *testing.T) {
	f := yamlfile.Parse("x.yaml", []byte("é: 'ü' # x\ntopics:\n  - name: a\n    terms: [öö, b]\n  - name: \"c\"\n\"a b\": {k: v}\n"))
	for path, want := range map[string]string{
		"$": "x.yaml:1:1", "$.é": "x.yaml:1:4", "$.topics": "x.yaml:2:1", "$.topics[0]": "x.yaml:3:5",
		"$.topics[0].terms": "x.yaml:4:12", "$.topics[0].terms[1]": "x.yaml:4:17", "$.topics[1].name": "x.yaml:5:11",
		`$["a b"].k`: "x.yaml:6:12", "$.topics[9]": "x.yaml:2:1", "$.topics[0].none": "x.yaml:3:5", "$.x..": "x.yaml:1:1",
	} {
		if got := f.Pos(path).String(); got != want {
			t.Errorf("Pos(%s) = %s, want %s", path, got, want)
		}
	}
}

func TestLongLinesAreCutAroundTheCaret(t *testing.T) {
	f := yamlfile.Parse("x.yaml", []byte("terms: ["+strings.Repeat("aaaa, ", 100)+"7, "+strings.Repeat("bbbb, ", 100)+"]\n"))
	f.Decode(&sample{})
	lines := strings.Split(fmt.Sprint(f.Err()), "\n")
	if len(lines) != 3 || len([]rune(lines[1])) > 120 {
		t.Fatalf("Err = %q, want three lines, the second cut", lines)
	}
	caret := strings.Index(lines[2], "^")
	if got := []rune(lines[1])[caret]; got != '7' {
		t.Errorf("caret under %q, want it under the 7", got)
	}
}

func TestReportStopsAtAHundred(t *testing.T) {
	f := yamlfile.Parse("x.yaml", []byte("terms: ["+strings.Repeat("1, ", 150)+"]\n"))
	f.Decode(&sample{})
	if got := fmt.Sprint(f.Err()); !strings.HasSuffix(got, "and 50 more") {
		t.Errorf("Err ends %q, want and 50 more", got[len(got)-30:])
	}
}

func TestParseDuration(t *testing.T) {
	for in, want := range map[string]time.Duration{
		"90s": 90 * time.Second, "7d": 168 * time.Hour, "2w1d": 15 * 24 * time.Hour, "1d30m": 24*time.Hour + 30*time.Minute, "0": 0,
	} {
		if got, err := yamlfile.ParseDuration(in); err != nil || got != want {
			t.Errorf("ParseDuration(%q) = %v, %v; want %v", in, got, err, want)
		}
	}
	for _, in := range []string{"", "7", "d", "1h1d", "1d-1h", "99999w9999999h", "x"} {
		if got, err := yamlfile.ParseDuration(in); err == nil {
			t.Errorf("ParseDuration(%q) = %v, want an error", in, got)
		}
	}
}

func TestSuggest(t *testing.T) {
	known := []string{"schedule", "timezone", "to", "when_empty"}
	for word, want := range map[string]string{
		"scheduel": "schedule", "Schedule": "schedule", "time_zone": "timezone", "when-empty": "when_empty", "tо": "to", "weather": "", "x": "",
	} {
		if got := yamlfile.Suggest(word, known); got != want {
			t.Errorf("Suggest(%q) = %q, want %q", word, got, want)
		}
	}
}

func TestAFileMaySayTheVersionThatIsRead(t *testing.T) {
	for src, want := range map[string]string{
		"version: 1\nport: 2\n":   "",
		"port: 2\n":               "",
		"version: 2\nport: 2\n":   "x.yaml:1:10: this program reads files of version 1",
		"version: \"1\"\n":        "x.yaml:1:10: this program reads files of version 1",
		"port: 2\nversion: [1]\n": "x.yaml:2:10: this program reads files of version 1",
	} {
		f := yamlfile.Parse("x.yaml", []byte(src))
		var v struct{ Port int }
		f.Decode(&v)
		err := f.Err()
		if want == "" && (err != nil || strings.Contains(src, "port") && v.Port != 2) || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%q: port %d, %v; want %q", src, v.Port, err, want)
		}
	}
}
