package digest

import (
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"

	"github.com/wardround/wardround/news"
)

// hostile is the specimen with s in every field that holds text.
func hostile(s string) news.Issue {
	issue := specimen()
	fill(reflect.ValueOf(&issue).Elem(), s)
	return issue
}

func fill(v reflect.Value, s string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(s)
	case reflect.Pointer:
		if !v.IsNil() {
			fill(v.Elem(), s)
		}
	case reflect.Slice:
		for i := range v.Len() {
			fill(v.Index(i), s)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				fill(v.Field(i), s)
			}
		}
	}
}

// bidi are the marks that turn the direction of what follows them.
const bidi = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c"

// ourTags are the elements of the template, which is all that may reach a reader.
var ourTags = strings.Fields("html head meta title style body div table tbody tr td h1 h2 h3 p a b br span")

func FuzzRender(f *testing.F) {
	for _, s := range slices.Concat(nastyTitles, nastyLinks) {
		f.Add(s)
	}
	for _, s := range []string{
		"2026-11-16", "x\r\nBcc: a@b.example\r\n\r\n<p>", "</title><script>alert(1)</script>", "\"><a href=javascript:alert(1)>x", "--><b>", "<![endif]-->",
		"https://wardline.example/\r\nX: y", "JaVaScRiPt:alert(1)", "mailto:a@b.example?bcc=c@d.example", "\n-- \n", "#0b5394;}</style>", "\x00\x1b[31m\u2028\u2029", "\xff\xfe",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		m, err := Render(hostile(s), RenderOptions{UnsubscribeURL: s, UnsubscribeMail: s, BaseURL: s})
		if err != nil {
			t.Fatalf("Render of %q: %v", s, err)
		}
		for what, line := range map[string]string{"subject": m.Subject, "preheader": m.Preheader} {
			checkPlain(t, what, line, "")
		}
		checkPlain(t, "text", m.Text, "\n")
		if n := utf8.RuneCountInString(m.Subject); n == 0 || n > subjectRunes {
			t.Errorf("subject of %d characters: %q", n, m.Subject)
		}
		if n := strings.Count(m.Text, "\n-- \n"); n != 1 {
			t.Errorf("%d signature marks for %q, want one", n, s)
		}
		doc, err := html.Parse(strings.NewReader(m.HTML))
		if err != nil {
			t.Fatal(err)
		}
		checkTags(t, doc)
	})
}

// checkPlain looks for characters that a line of a header or of plain text must
// not hold, but for those of allowed.
func checkPlain(t *testing.T, what, s, allowed string) {
	t.Helper()
	if !utf8.ValidString(s) {
		t.Errorf("%s is not UTF-8: %q", what, s)
	}
	for _, r := range s {
		if !strings.ContainsRune(allowed, r) && (unicode.IsControl(r) || strings.ContainsRune(bidi+"\u2028\u2029\u200b\ufeff", r)) {
			t.Errorf("%s holds %U: %q", what, r, s)
		}
	}
}

func checkTags(t *testing.T, doc *html.Node) {
	t.Helper()
	for _, n := range all(doc) {
		if !slices.Contains(ourTags, n.Data) {
			t.Errorf("<%s> is in the mail", n.Data)
		}
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || a.Key == "src" || a.Key == "id" {
				t.Errorf("<%s> has %s=%q", n.Data, a.Key, a.Val)
			}
			if a.Key != "href" {
				continue
			}
			u, err := url.Parse(a.Val)
			if err != nil || u.Scheme != "https" && u.Scheme != "http" && u.Scheme != "mailto" || u.Scheme == "mailto" && !strings.HasPrefix(u.RawQuery, "subject=unsubscribe%20") {
				t.Errorf("a link leads to %q", a.Val)
			}
		}
	}
}

func TestEveryFieldOfAnIssueMayBeHostile(t *testing.T) {
	long := strings.Repeat("ab<i>", 80)
	m, err := Render(hostile(long), RenderOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(m.HTML, "<i>") || strings.Contains(m.Text, "<i>") || len(m.HTML) > 40_000 {
		t.Errorf("400 characters of markup in every field: %d bytes of HTML", len(m.HTML))
	}
	// Nothing in hostile may be left as it was, or the fuzzing would miss it.
	if left := leftAsItWas(reflect.ValueOf(hostile("zz"))); left != "" {
		t.Errorf("the field %s is not filled", left)
	}
}

func leftAsItWas(v reflect.Value) string {
	switch v.Kind() {
	case reflect.String:
		if v.String() != "zz" {
			return v.String()
		}
	case reflect.Pointer:
		if !v.IsNil() {
			return leftAsItWas(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			if left := leftAsItWas(v.Index(i)); left != "" {
				return left
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if left := leftAsItWas(v.Field(i)); v.Type().Field(i).IsExported() && left != "" {
				return v.Type().Field(i).Name + ": " + left
			}
		}
	}
	return ""
}
