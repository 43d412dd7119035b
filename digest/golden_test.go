package digest

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the goldens in testdata anew")

// goldenOptions are those of a recipient with a personal link.
var goldenOptions = RenderOptions{
	UnsubscribeURL: "https://digest.trust.example/u/k7Qm", UnsubscribeMail: "leave@trust.example", BaseURL: "https://digest.trust.example",
}

// The big issues are kept as text only: their HTML shows nothing that ten
// stories do not, at five times the size.
func TestIssuesReadAsTheGoldensDo(t *testing.T) {
	for name, issue := range samples(t) {
		t.Run(name, func(t *testing.T) {
			m, err := Render(issue, goldenOptions)
			if err != nil {
				t.Fatal(err)
			}
			frozen, err := json.MarshalIndent(issue, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			golden(t, name+".json", append(frozen, '\n'))
			golden(t, name+".txt", []byte("Subject: "+m.Subject+"\nPreview: "+m.Preheader+"\n\n"+m.Text))
			if name != "stories-300" && name != "stories-030" {
				golden(t, name+".html", []byte(m.HTML))
			}
		})
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (run go test -update)", err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs (-want +got):\n%s", path, cmp.Diff(string(want), string(got)))
	}
}
