package postgres

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/wardround/wardround/store"
)

// pgTool finds a program of PostgreSQL's, on the path or where Debian puts it.
func pgTool(t *testing.T, name string) string {
	t.Helper()
	if path, err := exec.LookPath(name); err == nil {
		return path
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/" + name)
	if err != nil || len(found) == 0 {
		if os.Getenv("CI") != "" {
			t.Fatalf("%s is not installed", name)
		}
		t.Skipf("%s is not installed", name)
	}
	return found[len(found)-1]
}

// The lines that docs/OPERATING.md gives bring a store back whole.
func TestBackupByPostgresOwnTools(t *testing.T) {
	dsn := newDSN(t)
	doc, err := os.ReadFile("../../docs/OPERATING.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"pg_dump --format=custom --file=", "pg_restore --no-owner --exit-on-error --dbname="} {
		if !strings.Contains(string(doc), line) {
			t.Errorf("docs/OPERATING.md does not give %q", line)
		}
	}
	to, err := Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer to.Close()
	if _, err := store.Copy(t.Context(), filled(t), to); err != nil {
		t.Fatal(err)
	}
	dump := filepath.Join(t.TempDir(), "wardround.dump")
	run := func(name string, args ...string) {
		t.Helper()
		if out, err := exec.CommandContext(t.Context(), pgTool(t, name), args...).CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", name, err, out)
		}
	}
	run("pg_dump", "--format=custom", "--file="+dump, dsn)
	if err := cluster.Create(t.Context(), "brought_back", "template0"); err != nil {
		t.Fatal(err)
	}
	back := cluster.DSN("brought_back")
	run("pg_restore", "--no-owner", "--exit-on-error", "--dbname="+back, dump)
	again, err := Open(t.Context(), back)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	found, err := again.Find(t.Context(), store.Query{Text: "framework coders"})
	if err != nil || len(found) != 1 {
		t.Errorf("search in what was brought back: %d articles, %v; want 1", len(found), err)
	}
}
