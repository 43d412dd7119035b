package main

import (
	"io/fs"
	"os"
	"slices"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/wardround/wardround/seeds"
)

// copyBeat writes the embedded beat into a folder, without some of its files:
// beat DIR [FILE...].
func copyBeat(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: beat DIR [FILE left out...]")
	}
	dir := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(dir, 0o755))
	files, err := fs.Glob(seeds.FS, "*.yaml")
	ts.Check(err)
	for _, name := range files {
		if slices.Contains(args[1:], name) {
			continue
		}
		data, err := fs.ReadFile(seeds.FS, name)
		ts.Check(err)
		ts.Check(os.WriteFile(dir+"/"+name, data, 0o644))
	}
}
