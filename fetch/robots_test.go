package fetch

import (
	"strings"
	"testing"
	"time"
)

// The cases follow the examples and rules of RFC 9309.
func Test20RobotsRules(t *testing.T) {
	for name, c := range map[string]struct {
		file  string
		allow string // paths, by blanks
		deny  string
	}{
		"empty file":                 {"", "/ /a", ""},
		"own group only":             {"User-agent: wardround\nDisallow: /a\n\nUser-agent: *\nDisallow: /", "/ /b", "/a /a/b /ab"},
		"star group":                 {"User-agent: other\nDisallow: /\n\nUser-agent: *\nDisallow: /p", "/", "/p /pq"},
		"token in any case":          {"USER-AGENT: WardRound\ndisallow: /x", "/", "/x"},
		"token with version":         {"User-agent: wardround/1.0\nDisallow: /x", "/", "/x"},
		"a longer name is another":   {"User-agent: wardrounder\nDisallow: /x", "/x", ""},
		"groups of one name merge":   {"User-agent: wardround\nDisallow: /a\n\nUser-agent: x\nDisallow: /\n\nUser-agent: wardround\nDisallow: /b", "/c", "/a /b"},
		"names share a group":        {"User-agent: x\nUser-agent: wardround\nDisallow: /a", "/b", "/a"},
		"longest match wins":         {"User-agent: *\nAllow: /example/page/\nDisallow: /example/page/disallowed.gif", "/example/page/ /example/page/x", "/example/page/disallowed.gif"},
		"allow wins a tie":           {"User-agent: *\nDisallow: /page\nAllow: /page", "/page", ""},
		"order does not matter":      {"User-agent: *\nDisallow: /\nAllow: /a", "/a /ab", "/ /b"},
		"star inside":                {"User-agent: *\nDisallow: /this/*/exactly", "/this/exactly", "/this/is/exactly /this/is/exactly/so"},
		"dollar at the end":          {"User-agent: *\nDisallow: /*.gif$", "/a.gifs /a.gif?x", "/a.gif /b/c.gif"},
		"dollar inside is a dollar":  {"User-agent: *\nDisallow: /a$b", "/a", "/a$b /a$bc"},
		"many stars":                 {"User-agent: *\nDisallow: /a*b*c", "/ab /acb", "/abc /axbxc/d"},
		"query counts":               {"User-agent: *\nDisallow: /*?print=", "/a /a?x=1", "/a?print=1"},
		"empty disallow":             {"User-agent: *\nDisallow:", "/ /a", ""},
		"comment":                    {"User-agent: * # all\nDisallow: /a # no", "/b", "/a"},
		"unknown lines":              {"Sitemap: https://x.example/s\nUser-agent: *\nFoo: bar\nDisallow: /a\nnonsense", "/b", "/a"},
		"sitemap does not end group": {"User-agent: *\nDisallow: /a\nSitemap: https://x.example/\nDisallow: /b", "/c", "/a /b"},
		"percent escapes are equal":  {"User-agent: *\nDisallow: /foo/bar/%62%61%7A", "/foo/bar/ba", "/foo/bar/baz"},
		"letters outside ascii":      {"User-agent: *\nDisallow: /foo/ツ", "/foo/a", "/foo/%E3%83%84 /foo/ツ"},
		"escaped slash is another":   {"User-agent: *\nDisallow: /a%2fb", "/a/b", "/a%2Fb"},
		"robots.txt itself":          {"User-agent: *\nDisallow: /", "/robots.txt", "/a"},
		"byte order mark, CRLF":      {"\ufeffUser-agent: *\r\nDisallow: /a\r\n", "/b", "/a"},
	} {
		t.Run(name, func(t *testing.T) {
			rules := parseRobots(c.file, "wardround")
			for _, path := range strings.Fields(c.allow) {
				if !rules.allows(path) {
					t.Errorf("%s is refused", path)
				}
			}
			for _, path := range strings.Fields(c.deny) {
				if rules.allows(path) {
					t.Errorf("%s is allowed", path)
				}
			}
		})
	}
}

func Test21CrawlDelayUpToHalfAMinute(t *testing.T) {
	for value, want := range map[string]time.Duration{"1": time.Second, "0.5": 500 * time.Millisecond, "900": 30 * time.Second, "-1": 0, "x": 0} {
		if got := parseRobots("User-agent: *\nCrawl-delay: "+value, "wardround").delay; got != want {
			t.Errorf("crawl-delay %s = %v, want %v", value, got, want)
		}
	}
}

func FuzzRobots(f *testing.F) {
	f.Add("User-agent: *\nDisallow: /a*b$\nAllow: /%41", "/ab")
	f.Fuzz(func(t *testing.T, file, path string) {
		parseRobots(file, "wardround").allows(path)
	})
}

func TestMatchingIsNotExponential(t *testing.T) {
	rules := parseRobots("User-agent: *\nDisallow: /"+strings.Repeat("*a", 2000)+"b", "wardround")
	began := time.Now()
	rules.allows("/" + strings.Repeat("a", 8000))
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("took %v", took)
	}
}
