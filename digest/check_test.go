package digest

import (
	"fmt"
	"math"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// These tests repeat, without a browser or a download, what a careful checker
// of mail asks of both parts.

func TestEveryMailPassesTheChecks(t *testing.T) {
	for name, issue := range samples(t) {
		for way, opts := range map[string]RenderOptions{
			"web": goldenOptions, "mail": {UnsubscribeMail: "leave@trust.example"}, "contact": {},
		} {
			t.Run(name+"/"+way, func(t *testing.T) {
				m, err := Render(issue, opts)
				if err != nil {
					t.Fatal(err)
				}
				doc, err := html.Parse(strings.NewReader(m.HTML))
				if err != nil {
					t.Fatal(err)
				}
				checkLines(t, m)
				checkLeftovers(t, m)
				checkStructure(t, m, doc)
				checkLinks(t, m, doc)
				checkParity(t, m, doc)
				checkContrast(t, doc)
			})
		}
	}
}

func TestSizesStayWithinWhatMailProgramsShow(t *testing.T) {
	for n, most := range map[int]int{1: 7_000, 30: 60_000, 300: 80_000, 2000: 80_000} {
		m, err := Render(Compose(input(t, n)), goldenOptions)
		if err != nil {
			t.Fatal(err)
		}
		if len(m.HTML) > most {
			t.Errorf("%d stories: %d bytes of HTML, want at most %d", n, len(m.HTML), most)
		}
	}
}

func checkLines(t *testing.T, m Mail) {
	t.Helper()
	for what, line := range map[string]string{"subject": m.Subject, "preheader": m.Preheader} {
		if strings.ContainsFunc(line, func(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 }) || !utf8.ValidString(line) {
			t.Errorf("%s holds control characters: %q", what, line)
		}
	}
	if n := utf8.RuneCountInString(m.Subject); n == 0 || n >= 78 {
		t.Errorf("subject of %d characters: %s", n, m.Subject)
	}
	if n := utf8.RuneCountInString(m.Preheader); n < 30 || n > 140 || m.Preheader == m.Subject {
		t.Errorf("preheader of %d characters: %s", n, m.Preheader)
	}
	for _, l := range strings.Split(m.Text, "\n") {
		if utf8.RuneCountInString(l) > textWidth && (!strings.HasPrefix(l, "http") || strings.Contains(l, " ")) {
			t.Errorf("text line of %d characters: %s", utf8.RuneCountInString(l), l)
		}
		if strings.TrimRight(l, " ") != l && l != "-- " {
			t.Errorf("text line ends in a blank: %q", l)
		}
	}
	if strings.Contains(m.Text, "\n\n\n") {
		t.Error("text has two blank lines in a row")
	}
	if !strings.Contains(strings.ToLower(m.Text), "unsubscribe") {
		t.Error("text does not say how to unsubscribe")
	}
}

var leftovers = regexp.MustCompile(`\{\{|\}\}|\{%|<%|\$\{|\[\[|%!|\(MISSING\)|no value|<nil>|ZgotmplZ|0001|&amp;(amp|lt|gt|quot|#)|â€|Ã|Â|\x{fffd}|[\x{200b}\x{200e}\x{200f}\x{202a}-\x{202e}\x{2066}-\x{2069}\x{feff}\x{00ad}]`)

func checkLeftovers(t *testing.T, m Mail) {
	t.Helper()
	for what, s := range map[string]string{"subject": m.Subject, "preheader": m.Preheader, "html": m.HTML, "text": m.Text} {
		if at := leftovers.FindStringIndex(s); at != nil {
			t.Errorf("%s holds %q near %q", what, s[at[0]:at[1]], s[max(0, at[0]-20):min(len(s), at[1]+20)])
		}
	}
}

// all returns the elements of a document, or those of some names.
func all(doc *html.Node, names ...string) []*html.Node {
	var out []*html.Node
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if len(names) == 0 {
			out = append(out, n)
		}
		for _, name := range names {
			if n.Data == name {
				out = append(out, n)
			}
		}
	}
	return out
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func hidden(n *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if strings.Contains(attr(n, "style"), "display:none") || n.Data == "head" {
			return true
		}
	}
	return false
}

func visibleText(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode && !hidden(d.Parent) {
			b.WriteString(d.Data + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func checkStructure(t *testing.T, m Mail, doc *html.Node) {
	t.Helper()
	if bad := all(doc, "script", "iframe", "object", "embed", "form", "input", "button", "img", "svg", "video", "audio", "base", "link", "picture"); len(bad) > 0 {
		t.Errorf("forbidden element %s", bad[0].Data)
	}
	for _, bad := range []string{"url(", "@import", "/*", "expression(", "flex", "position:"} {
		if strings.Contains(m.HTML, bad) {
			t.Errorf("html holds %q", bad)
		}
	}
	if !strings.HasPrefix(m.HTML, "<!doctype html>") || !strings.Contains(m.HTML, "<!--[if mso]><table") {
		t.Error("html lacks its doctype or the table for Outlook")
	}
	if attr(all(doc, "html")[0], "lang") == "" || attr(all(doc, "div")[0], "lang") == "" {
		t.Error("language is not given on html and on the first element inside body")
	}
	for _, table := range all(doc, "table") {
		if attr(table, "role") != "presentation" {
			t.Error("a layout table lacks role=presentation")
		}
	}
	for _, n := range all(doc) {
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") {
				t.Errorf("<%s> has %s", n.Data, a.Key)
			}
		}
	}
	level := 0
	for _, h := range all(doc, "h1", "h2", "h3", "h4") {
		next := int(h.Data[1] - '0')
		if next > level+1 || level > 0 && next == 1 || visibleText(h) == "" {
			t.Errorf("heading %q of level %d after level %d", visibleText(h), next, level)
		}
		level = next
	}
	if style := all(doc, "style"); len(style) != 1 || len(style[0].FirstChild.Data) > 8192 {
		t.Error("want one style element under 8 KB")
	}
	pre := all(doc, "div")[1]
	if pre.FirstChild == nil || pre.FirstChild.Data != m.Preheader || !hidden(pre) {
		t.Error("the preheader is not hidden at the top of the body")
	}
}

func checkLinks(t *testing.T, m Mail, doc *html.Node) {
	t.Helper()
	names := make(map[string]string)
	for _, a := range all(doc, "a") {
		href, name := attr(a, "href"), strings.ToLower(visibleText(a))
		u, err := url.Parse(href)
		if err != nil || u.Scheme != "https" && u.Scheme != "http" && u.Scheme != "mailto" || u.User != nil {
			t.Errorf("link to %q", href)
		}
		if at, ok := names[name]; ok && at != href {
			t.Errorf("link text %q leads to %s and %s", name, at, href)
		}
		if name == "" || len(strings.Fields(name)) < 2 {
			t.Errorf("link text %q says nothing alone", name)
		}
		names[name] = href
		if u.Scheme != "mailto" && !strings.Contains(m.Text, "\n"+href+"\n") {
			t.Errorf("%s does not stand alone on a line of the text", href)
		}
	}
}

var wordRE = regexp.MustCompile(`[\pL\pN][\pL\pN'’-]{2,}`)

var addressRE = regexp.MustCompile(`https?://\S+`)

func checkParity(t *testing.T, m Mail, doc *html.Node) {
	t.Helper()
	bare := addressRE.ReplaceAllString(m.Text, "")
	h, x := wordRE.FindAllString(strings.ToLower(visibleText(doc)), -1), wordRE.FindAllString(strings.ToLower(bare), -1)
	if share := covered(h, x); share < 0.95 {
		t.Errorf("%.0f %% of the HTML's words are in the text, want 95", share*100)
	}
	if share := covered(x, h); share < 0.85 {
		t.Errorf("%.0f %% of the text's words are in the HTML, want 85", share*100)
	}
}

// covered is the share of the words of a that b has, with multiplicity.
func covered(a, b []string) float64 {
	have := make(map[string]int)
	for _, w := range b {
		have[w]++
	}
	hit := 0
	for _, w := range a {
		if have[w] > 0 {
			have[w]--
			hit++
		}
	}
	return float64(hit) / float64(max(1, len(a)))
}

var (
	darkRule = regexp.MustCompile(`\.(\w+) \{([^}]*)\}`)
	colour   = regexp.MustCompile(`(?:^|;| )(color|background-color):? ?(#[0-9a-f]{6})`)
)

// checkContrast computes the contrast of every text in light and dark (WCAG 1.4.3).
func checkContrast(t *testing.T, doc *html.Node) {
	t.Helper()
	dark := make(map[string]map[string]string)
	for _, rule := range darkRule.FindAllStringSubmatch(all(doc, "style")[0].FirstChild.Data, -1) {
		dark[rule[1]] = colours(rule[2])
	}
	for n := range doc.Descendants() {
		if n.Type != html.TextNode || strings.TrimSpace(n.Data) == "" || hidden(n.Parent) {
			continue
		}
		for _, mode := range []string{"light", "dark"} {
			fore, back := effective(n.Parent, "color", mode, dark), effective(n.Parent, "background-color", mode, dark)
			if ratio := ratioOf(fore, back); ratio < 4.5 {
				t.Errorf("%s: %q has %s on %s, contrast %.2f", mode, n.Data, fore, back, ratio)
			}
		}
	}
}

func colours(css string) map[string]string {
	out := make(map[string]string)
	for _, m := range colour.FindAllStringSubmatch(strings.ReplaceAll(css, ": ", ":"), -1) {
		out[m[1]] = m[2]
	}
	return out
}

func effective(n *html.Node, property, mode string, dark map[string]map[string]string) string {
	for ; n != nil; n = n.Parent {
		for _, class := range strings.Fields(attr(n, "class")) {
			if c := dark[class][property]; c != "" && mode == "dark" {
				return c
			}
		}
		if c := colours(attr(n, "style"))[property]; c != "" {
			return c
		}
	}
	return "#000000"
}

func ratioOf(a, b string) float64 {
	x, y := lightOf(a), lightOf(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func lightOf(hex string) float64 {
	var r, g, b int
	if _, err := fmt.Sscanf(hex, "#%02x%02x%02x", &r, &g, &b); err != nil {
		return 0
	}
	part := func(v int) float64 {
		c := float64(v) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*part(r) + 0.7152*part(g) + 0.0722*part(b)
}
