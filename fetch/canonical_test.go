package fetch

import "testing"

func TestCanonicalURL(t *testing.T) {
	for in, want := range map[string]string{
		"HTTPS://News.Example/Path":                                "https://news.example/Path",
		"https://news.example":                                     "https://news.example/",
		"https://news.example:443/a":                               "https://news.example/a",
		"http://news.example:80/a":                                 "http://news.example/a",
		"http://news.example:8080/a":                               "http://news.example:8080/a",
		"https://news.example./a":                                  "https://news.example/a",
		"https://user:secret@news.example/a":                       "https://news.example/a",
		"https://news.example/a#comments":                          "https://news.example/a",
		"https://news.example/a?utm_source=rss&utm_medium=feed":    "https://news.example/a",
		"https://news.example/a?id=7&utm_source=rss":               "https://news.example/a?id=7",
		"https://news.example/a?b=2&a=1":                           "https://news.example/a?b=2&a=1",
		"https://news.example/a?at_medium=RSS&at_campaign=KARANGA": "https://news.example/a",
		"https://news.example/a?fbclid=x&gclid=y&mc_cid=z":         "https://news.example/a",
		"https://news.example/a?ref=rss":                           "https://news.example/a",
		"https://news.example/a?ref=chapter-2":                     "https://news.example/a?ref=chapter-2",
		"https://news.example/a?organisations%5B%5D=health&page=1": "https://news.example/a?organisations%5B%5D=health&page=1",
		"https://news.example/a?organisations[]=health":            "https://news.example/a?organisations[]=health",
		"https://news.example/a?":                                  "https://news.example/a",
		"https://news.example/a/amp/":                              "https://news.example/a/",
		"https://news.example/a/amp":                               "https://news.example/a",
		"https://news.example/amp":                                 "https://news.example/amp",
		"https://news.example/a.amp.html":                          "https://news.example/a.html",
		"https://news.example/a.amp":                               "https://news.example/a",
		"https://news.example/a?amp=1":                             "https://news.example/a",
		"https://m.news.example/a":                                 "https://www.news.example/a",
		"https://mail.example/m.html":                              "https://mail.example/m.html",
		"https://news.example/caf%C3%A9":                           "https://news.example/caf%C3%A9",
		"https://news.example/a%2Fb/amp/":                          "https://news.example/a%2Fb/amp/",
		"https://[2001:db8::1]:8443/a":                             "https://[2001:db8::1]:8443/a",
		" https://news.example/a ":                                 "https://news.example/a",
		"javascript:alert(1)":                                      "",
		"mailto:desk@news.example":                                 "",
		"/relative":                                                "",
		"https:///nohost":                                          "",
		"https://news.example/%zz":                                 "",
	} {
		got, err := CanonicalURL(in)
		if got != want || (err != nil) != (want == "") {
			t.Errorf("CanonicalURL(%q) = %q, %v; want %q", in, got, err, want)
		}
		if want == "" {
			continue
		}
		if again, err := CanonicalURL(got); again != got {
			t.Errorf("CanonicalURL(%q) = %q, %v; want it unchanged", got, again, err)
		}
	}
}

func FuzzCanonicalURL(f *testing.F) {
	f.Add("https://news.example/a/amp/?utm_source=x#y")
	f.Add("http://m.[::1]/")
	f.Fuzz(func(t *testing.T, s string) {
		once, err := CanonicalURL(s)
		if err != nil {
			return
		}
		twice, err := CanonicalURL(once)
		if err != nil {
			t.Fatalf("CanonicalURL(%q) = %q, which it refuses: %v", s, once, err)
		}
		_ = twice
	})
}
