package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wardround/wardround/config"
)

// Each file of testdata/mistakes is KIND.WHAT.yaml: it takes the place of KIND.yaml in
// a copy of the example beat. KIND.WHAT.txt is what the operator is told.
func TestMistakesInABeatAreReportedWithTheirPlaces(t *testing.T) {
	files, err := filepath.Glob("testdata/mistakes/*.yaml")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d files with mistakes, %v", len(files), err)
	}
	for _, name := range files {
		t.Run(filepath.Base(name), func(t *testing.T) {
			beat := t.TempDir()
			if err := os.CopyFS(beat, os.DirFS(planning)); err != nil {
				t.Fatal(err)
			}
			kind, _, _ := strings.Cut(filepath.Base(name), ".")
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(beat, kind+".yaml"), data, 0o600); err != nil {
				t.Fatal(err)
			}
			_, err = (&app{}).loadBeat(config.Settings{Beat: beat})
			if err == nil {
				t.Fatalf("the beat with %s was taken:\n%s", name, data)
			}
			got, golden := err.Error()+"\n", strings.TrimSuffix(name, ".yaml")+".txt"
			if os.Getenv("UPDATE_SCRIPTS") != "" {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", name, diff)
			}
		})
	}
}

func TestABeatMayDoWithoutMostFiles(t *testing.T) {
	beat := t.TempDir()
	for _, name := range []string{"evidence.yaml", "topics.yaml", "places.yaml"} {
		data, err := os.ReadFile(filepath.Join(planning, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(beat, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(beat, "notes.yaml"), []byte("not: ours\n"), 0o600); err != nil {
		t.Fatal(err) // other files in the folder are nobody's business
	}
	b, err := (&app{}).loadBeat(config.Settings{Beat: beat})
	if err != nil {
		t.Fatal(err)
	}
	if len(b.topics) != 5 || b.wording.Title != "" || len(b.starter) != 0 {
		t.Errorf("topics %v, wording %+v, %d sources; want five topics and nothing else", b.topics, b.wording, len(b.starter))
	}
}
