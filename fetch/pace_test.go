package fetch

import "testing"

func TestAPageMayNameAnAddressOfItsOwnSiteOnly(t *testing.T) {
	for pair, want := range map[[2]string]bool{
		{"gazette.example", "gazette.example"}:           true,
		{"gazette.example", "www.gazette.example"}:       true,
		{"m.gazette.co.uk", "www.gazette.co.uk"}:         true,
		{"news.gazette.example", "gazette.example"}:      true,
		{"gazette.co.uk", "herald.co.uk"}:                false,
		{"gazette.example", "notgazette.example"}:        false,
		{"news.gazette.example", "jobs.gazette.example"}: false,
		{"ada.github.io", "github.io"}:                   false, // each name below is another's
		{"ada.github.io", "quill.github.io"}:             false,
		{"www.com", "gazette.com"}:                       false, // it is no "com" with a leading www.
		{"m.com", "www.com"}:                             false,
		{"co.uk", "gazette.co.uk"}:                       false,
		{"127.0.0.2", "127.0.0.2"}:                       true,
		{"0.2", "127.0.0.2"}:                             false,
		{"localhost", "localhost"}:                       true,
		{"localhost", "gazette.localhost"}:               false,
	} {
		if got := sameSite(pair[0], pair[1]); got != want {
			t.Errorf("sameSite(%q, %q) = %t, want %t", pair[0], pair[1], got, want)
		}
		if got := sameSite(pair[1], pair[0]); got != want {
			t.Errorf("sameSite(%q, %q) = %t, want %t", pair[1], pair[0], got, want)
		}
	}
}
