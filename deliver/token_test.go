package deliver

import (
	"strings"
	"testing"
)

var testKey = Key("0123456789abcdef0123456789abcdef")

func TestTokenIsGoodForItsReaderEditionAndPurposeAlone(t *testing.T) {
	reader := testKey.Reader("Ann@Trust.example ")
	if reader != testKey.Reader("ann@trust.example") {
		t.Error("case or blanks make another reader")
	}
	token := testKey.Token(ToLeave, "weekly", reader)
	if purpose, got, ok := testKey.Read("weekly", token); !ok || purpose != ToLeave || got != reader {
		t.Errorf("Read = %c, %q, %v; want what it was made for", purpose, got, ok)
	}
	other := testKey.Reader("bea@trust.example")
	for name, bad := range map[string]struct{ edition, token string }{
		"another edition": {"board", token},
		"another reader":  {"weekly", "l" + other + token[1+len(other):]},
		"another purpose": {"weekly", "u" + token[1:]},
		"another key":     {"weekly", Key(strings.Repeat("k", 32)).Token(ToLeave, "weekly", reader)},
		"cut":             {"weekly", token[:len(token)-1]},
		"longer":          {"weekly", token + "A"},
		"empty":           {"weekly", ""},
		"no letters":      {"weekly", strings.Repeat("%", len(token))},
	} {
		if _, _, ok := testKey.Read(bad.edition, bad.token); ok {
			t.Errorf("%s: the token is taken", name)
		}
	}
	if strings.Contains(strings.ToLower(token), "ann") || strings.Contains(token, "@") {
		t.Errorf("the token shows its reader: %s", token)
	}
}

func FuzzToken(f *testing.F) {
	reader := testKey.Reader("ann@trust.example")
	f.Add("weekly", testKey.Token(ToLeave, "weekly", reader))
	f.Add("weekly", testKey.Token(ToUndo, "weekly", reader))
	f.Add("", "l")
	f.Fuzz(func(t *testing.T, edition, token string) {
		purpose, got, ok := testKey.Read(edition, token)
		if ok && testKey.Token(purpose, edition, got) != token {
			t.Errorf("Read(%q, %q) takes what Token does not make", edition, token)
		}
	})
}
