package main

import (
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/wardround/wardround/config"
)

// What the page says of how long things are kept must be what the program does.
func TestThePrivacyPageNamesEveryRetentionWithItsDefault(t *testing.T) {
	doc := pageOf(t, "PRIVACY.md")
	settings := config.Defaults()
	kept := map[string]time.Duration{"fetch.keep_pages": settings.Fetch.KeepPages}
	retention := reflect.ValueOf(settings.Retention)
	for i := range retention.NumField() {
		kept["retention."+retention.Type().Field(i).Tag.Get("yaml")] = retention.Field(i).Interface().(time.Duration)
	}
	if len(kept) < 5 {
		t.Fatalf("only %d kinds of what is kept", len(kept))
	}
	for key, long := range kept {
		if want := fmt.Sprintf("`%s`: %dd", key, int(long.Hours()/24)); !strings.Contains(doc, want) {
			t.Errorf("docs/PRIVACY.md lacks %q", want)
		}
		if operating := pageOf(t, "OPERATING.md"); !strings.Contains(operating, "`"+key+"`") {
			t.Errorf("docs/OPERATING.md does not name %s", key)
		}
	}
}

// Commands that the page offers for people's rights are commands that there are.
func TestThePrivacyPageNamesCommandsThatThereAre(t *testing.T) {
	doc := pageOf(t, "PRIVACY.md")
	for _, command := range []string{"recipients export ADDRESS", "recipients erase ADDRESS", "recipients show ADDRESS", "redact NAME", "correct"} {
		if !strings.Contains(doc, command) {
			t.Errorf("docs/PRIVACY.md does not name %q", command)
		}
		words := strings.Fields(command)
		cmd, rest, err := newRoot(&app{}).Find(words)
		if err != nil || cmd.Name() == "wardround" || len(rest) > 1 {
			t.Errorf("%q is no command: %v", command, err)
		}
	}
}

func pageOf(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile("../../docs/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
