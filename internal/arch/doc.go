// Package arch holds the rules of the house as tests: which package may import
// which, through which door an outside library comes in, where the beat may be
// named, and that docs/ARCHITECTURE.md speaks of files that exist. It has no code
// of its own; rules_test.go is the place to read and to change them.
package arch
