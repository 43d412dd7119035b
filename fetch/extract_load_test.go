package fetch

import (
	"strings"
	"testing"
)

func TestDecodeFindsTheCharset(t *testing.T) {
	for name, tt := range map[string]struct {
		body, contentType, want string
	}{
		"utf-8 by header":                       {"caf\xc3\xa9", "text/html; charset=utf-8", "café"},
		"windows-1252 by header":                {"\x91caf\xe9\x92", "text/html; charset=windows-1252", "‘café’"},
		"latin-1 by meta element":               {`<meta charset="iso-8859-1">caf` + "\xe9", "text/html", `<meta charset="iso-8859-1">café`},
		"utf-8 although it says latin-1":        {"‘nearly there’", "text/html; charset=iso-8859-1", "‘nearly there’"},
		"utf-8 without any statement":           {"“one”", "", "“one”"},
		"byte order mark is dropped":            {"\xef\xbb\xbfplain", "text/html; charset=utf-8", "plain"},
		"a broken byte becomes the sign for it": {"a\xffb", "text/html; charset=utf-8", "a\uFFFDb"},
		"utf-8 encoded twice":                   {"caf\u00e9 don\u00e2\u0080\u0099t", "text/html; charset=utf-8", "café don’t"},
		"utf-16 by byte order mark":             {"\xff\xfeh\x00i\x00", "text/html", "hi"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := extDecode([]byte(tt.body), tt.contentType)
			if err != nil || strings.TrimPrefix(string(got), "\uFEFF") != tt.want {
				t.Errorf("extDecode(%q, %q) = %q, %v; want %q", tt.body, tt.contentType, got, err, tt.want)
			}
		})
	}
}

func TestGuardCutsTagsAndAttributes(t *testing.T) {
	if got := extGuard([]byte(strings.Repeat("<p>x", extMaxTags+10))); strings.Count(string(got), "<p>") != extMaxTags {
		t.Errorf("extGuard left %d tags, want %d", strings.Count(string(got), "<p>"), extMaxTags)
	}
	many := "<p " + strings.Repeat("a=b ", 5000) + "><b>kept</b>"
	got := string(extGuard([]byte(many)))
	if strings.Count(got, "a=b") > 2*extMaxAttrs+1 || !strings.HasSuffix(got, "><b>kept</b>") {
		t.Errorf("extGuard left %d attributes, end %q", strings.Count(got, "a=b"), got[len(got)-20:])
	}
	plain := `<a href="x" title='a > b'>one</a><!-- c -->`
	if got := string(extGuard([]byte(plain))); got != plain {
		t.Errorf("extGuard changed an ordinary page: %q", got)
	}
}

func TestADeepPageIsReadFlat(t *testing.T) {
	page := "<title>A page that nests too deep</title>" + strings.Repeat("<div>", 600) + "<h1>A page that nests too deep</h1>" +
		"<p>The first paragraph says enough to be a paragraph of an article, with a full stop at its end.</p>" +
		"<p>The second paragraph goes on about the same subject and also ends as a sentence should end.</p>" +
		"<p>The third paragraph is here so that there is some prose to be found in all of this nesting.</p>"
	got := Extract(PageInput{URL: "https://deep.example/a", Body: []byte(page)})
	if got.Title != "A page that nests too deep" || len(got.Body) != 3 {
		t.Errorf("Extract = title %q, %d blocks (%s); want the title and 3 blocks", got.Title, len(got.Body), got.Reason)
	}
}

func FuzzExtract(f *testing.F) {
	for _, seed := range []string{
		"<h1>Title</h1><p>Text.", "<table><tr><td>a<td>b", `<script type="application/ld+json">{"@graph":[{"@id":"a","name":"b"}]}</script>`,
		"<p>3 Comments</p><ul><li>x", "%PDF-1.4", "\xff\xfe<\x00", `<time datetime="2025-06-30T23:00:00Z">`, "<div hidden id=S:1><p>x", "<body><frameset>",
	} {
		f.Add([]byte(seed), "text/html")
	}
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		page := Extract(PageInput{URL: "https://fuzz.example/2025/01/02/a", ContentType: contentType, Body: body})
		if page.Quality == "" {
			t.Errorf("no quality for %q", body)
		}
		if page.Quality != "full" && page.Reason == "" {
			t.Errorf("quality %s without a reason", page.Quality)
		}
		for _, b := range page.Body {
			if strings.TrimSpace(b.Text) == "" || strings.ContainsAny(b.Text, "\n\r") {
				t.Errorf("block %q is empty or more than a line", b.Text)
			}
		}
	})
}
