package main

import (
	"errors"
	"io/fs"
	"os"
	"regexp"
	"strings"

	"github.com/wardround/wardround/fetch"
)

var (
	reference        = regexp.MustCompile(`^\d+\.\d+$`) // 11.3: a story of an issue
	promiseReference = regexp.MustCompile(`^[Pp]\d+$`)  // P2: a promise
)

// checkTarget says of what is neither an address nor a file that is there what it may
// have been meant for. Standard input is "-".
func checkTarget(target string) error {
	if target == "-" || fetch.IsAddress(target) {
		return nil
	}
	if scheme, _, found := strings.Cut(target, "://"); found {
		return usageError("save it to a file and name that", "%s is no http or https address: nothing here reads %s", target, scheme)
	}
	info, err := os.Stat(target)
	switch {
	case err == nil && info.IsDir():
		return usageError("name a file in it", "%s is a folder", target)
	case !errors.Is(err, fs.ErrNotExist) && target != "":
		return nil // readable or not: reading says it
	case promiseReference.MatchString(target):
		return usageError("its articles are listed by: wardround promises "+target, "%s is a promise, no article", target)
	}
	return usageError("an address begins with https://; `wardround search WORDS` finds an article by its words",
		"there is no file %q", target)
}
