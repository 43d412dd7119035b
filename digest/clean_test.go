package digest

import (
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"
)

func TestPlainMakesForeignTextHarmless(t *testing.T) {
	for in, want := range map[string]string{
		"  Two\r\n words\t":                                 "Two words",
		"<b>Bold</b> &amp; <em class=x>plain</em>":          "Bold & plain",
		"Bands &amp;amp; grades":                            "Bands & grades",
		"&amp;lt;b&amp;gt;x&amp;lt;/b&amp;gt; y":            "x y",
		"Trusts with <5 staff, and > 3":                     "Trusts with <5 staff, and > 3",
		"<<b>b>nested":                                      "< b>nested",
		"a<script>alert(1)</script>b":                       "a b",
		"a<!-- hidden -->b":                                 "a b",
		"\u202eevil\u202c zero\u200bwidth soft\u00adhyphen": "evil zerowidth softhyphen",
		"nul\x00bell\x07del\x7f":                            "nulbelldel",
		"bad\xffbytes \ufffd":                               "badbytes",
		"👩\u200d💻 at work":                                  "👩\u200d💻 at work",
		"{{.Name}} {{{{x}}}}":                               "{.Name} {x}",
		"${jndi} {% if %} <%= 1 %> [[X]] ((name))":          "{jndi} { if } <= 1 > [X] (name)",
		"100%!d(MISSING) of %!s(<nil>) it (EXTRA x)":        "100 of it",
		"â€œNot fitâ€\u009d, Â£5":                           "“Not fit”, £5",
		"non\u00a0breaking\u2028line":                       "non breaking line",
		"قوة العمل":                                         "قوة العمل",
	} {
		if got := plain(in); got != want {
			t.Errorf("plain(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestPlainIsQuickOnNestedEntities(t *testing.T) {
	start := time.Now()
	plain("&" + strings.Repeat("amp;", 1<<18) + strings.Repeat("<b", 1<<18))
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("a megabyte of nested entities took %s", took)
	}
}

func TestTextThatHidesForEverIsNotShown(t *testing.T) {
	if got := plain("Plan " + strings.Repeat("(MISS", 60) + strings.Repeat("ING)", 60)); got != "" {
		t.Errorf("sixty layers leave %q, want nothing", got)
	}
	if got := plain("Plan " + strings.Repeat("(MISS", 9) + strings.Repeat("ING)", 9)); got != "Plan" {
		t.Errorf("nine layers leave %q, want the plan", got)
	}
	if got, want := plain("&amp;#38;amp;#x26;amp;amp;amp;amp;lt;b&gt;Plan"), "Plan"; got != want {
		t.Errorf("eight layers of ampersands leave %q, want %q", got, want)
	}
}

func TestHeadlineFits(t *testing.T) {
	for in, want := range map[string]string{
		"https://bank.example/login":          "bank.example/login",
		strings.Repeat("word ", 100):          strings.TrimSpace(strings.Repeat("word ", 32)) + "…",
		strings.Repeat("x", 400):              strings.Repeat("x", wordRunes-1) + "…",
		"A plan, " + strings.Repeat("y", 400): "A plan, " + strings.Repeat("y", wordRunes-1) + "…",
	} {
		got := headline(in)
		if got != want {
			t.Errorf("headline(%.40q…) = %q, want %q", in, got, want)
		}
		if utf8.RuneCountInString(got) > headlineRunes {
			t.Errorf("headline(%.40q…) has %d characters", in, utf8.RuneCountInString(got))
		}
	}
}

func TestSafeURL(t *testing.T) {
	for in, want := range map[string]string{
		"https://wardline.example/a?b=1&c=%5Bd%5D":   "https://wardline.example/a?b=1&c=%5Bd%5D",
		" http://wardline.example/ ":                 "http://wardline.example/",
		"HTTPS://wardline.example/":                  "https://wardline.example/",
		"https://wardline.example/o'hara(1)":         "https://wardline.example/o%27hara%281%29",
		"https://wardline.example/a b\"c<d>|é":       "https://wardline.example/a%20b%22c%3Cd%3E%7C%C3%A9",
		"https://wardline.example/?q=a b'é%zz":       "https://wardline.example/?q=a%20b%27%C3%A9%25zz",
		"https://[2001:db8::1]:8443/x":               "https://[2001:db8::1]:8443/x",
		"http://intranet.trust.example:8080/news":    "http://intranet.trust.example:8080/news",
		"javascript:alert(1)":                        "",
		"JaVaScRiPt://x.example/%0aalert(1)":         "",
		"data:text/html,x":                           "",
		"ftp://wardline.example/":                    "",
		"//wardline.example/x":                       "",
		"/relative":                                  "",
		"":                                           "",
		"https://":                                   "",
		"https://user:pw@bank.example/":              "",
		"https://b\u00fccher.example/":               "",
		"https://bank.example\u202e/x\r\nBcc: y":     "",
		"https://wardline.example\"onclick=alert(1)": "",
	} {
		if got := safeURL(in); got != want {
			t.Errorf("safeURL(%q) = %q, want %q", in, got, want)
		}
	}
}

var tagLike = regexp.MustCompile(`</?[A-Za-z!][^<>]*>|\{\{|\}\}|\$\{|%!s\(`)

func FuzzPlain(f *testing.F) {
	for _, s := range nastyTitles {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := plain(s)
		if !utf8.ValidString(got) || tagLike.MatchString(got) || strings.Contains(got, "  ") {
			t.Errorf("plain(%q) = %q", s, got)
		}
		if i := strings.IndexFunc(got, func(r rune) bool { return unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Bidi_Control, r) }); i >= 0 {
			t.Errorf("plain(%q) = %q holds a control character at %d", s, got, i)
		}
		if again := plain(got); again != got {
			t.Errorf("plain of %q is %q", got, again)
		}
		if h := headline(s); utf8.RuneCountInString(h) > headlineRunes {
			t.Errorf("headline(%q) has %d characters", s, utf8.RuneCountInString(h))
		}
	})
}

func FuzzSafeURL(f *testing.F) {
	for _, s := range append([]string{"https://a.example/%", "http://a.example:99/?#%41"}, nastyLinks...) {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := safeURL(s)
		if got == "" {
			return
		}
		if !strings.HasPrefix(got, "https://") && !strings.HasPrefix(got, "http://") {
			t.Errorf("safeURL(%q) = %q", s, got)
		}
		if strings.ContainsFunc(got, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("\"'<>()`", r) }) {
			t.Errorf("safeURL(%q) = %q holds a character that ends a link", s, got)
		}
		if again := safeURL(got); again != got {
			t.Errorf("safeURL of %q is %q", got, again)
		}
	})
}
