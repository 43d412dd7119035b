package news

import (
	"strings"
	"testing"
)

func TestOnlyAddressesThatAnyRelayTakesArePlain(t *testing.T) {
	for address, want := range map[string]bool{
		"ann@trust.example":                            true,
		"Ann.Quill+wards@sub.trust.example":            true,
		"o'neil@trust.example":                         true,
		"ann@xn--mnchen-3ya.example":                   true,
		strings.Repeat("a", 64) + "@trust.example":     true,
		strings.Repeat("a", 65) + "@trust.example":     false,
		"a@" + strings.Repeat("a.", 126) + "example":   false,
		"ann@münchen.example":                          false,
		"jürgen@trust.example":                         false,
		"ann quill@trust.example":                      false, // as parsed from "ann quill"@trust.example
		"a>b@trust.example":                            false,
		"a@b@trust.example":                            false,
		".ann@trust.example":                           false,
		"ann.@trust.example":                           false,
		"ann..quill@trust.example":                     false,
		"ann@trust..example":                           false,
		"ann@[192.0.2.1]":                              false,
		"ann@trust.example\r\nRCPT TO:<b@evil.example": false,
		"ann":    false,
		"@trust": false,
		"ann@":   false,
		"":       false,
	} {
		if got := PlainAddress(address); got != want {
			t.Errorf("PlainAddress(%q) = %v, want %v", address, got, want)
		}
	}
}
