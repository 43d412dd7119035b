package yamlfile

import (
	"regexp"
	"strconv"
	"strings"
)

// step is one step of a path: into a mapping by key, or into a list by index.
var step = regexp.MustCompile(`^(?:\.([\pL\pN_-]+)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\])`)

// find walks path as far as the file goes and returns the node reached, or nil
// when the file is empty.
func (f *File) find(path string) *node {
	at, rest := f.root, strings.TrimPrefix(path, "$")
	for at != nil && rest != "" {
		m := step.FindStringSubmatch(rest)
		if m == nil {
			return at
		}
		rest = rest[len(m[0]):]
		next := at.step(m)
		if next == nil {
			return at
		}
		at = next
	}
	return at
}

func (n *node) step(m []string) *node {
	if m[2] != "" {
		i, err := strconv.Atoi(m[2])
		if err != nil || n.kind != sequence || i >= len(n.items) {
			return nil
		}
		return n.items[i]
	}
	key := m[1]
	if key == "" {
		unquoted, err := strconv.Unquote(`"` + m[3] + `"`)
		if err != nil {
			return nil
		}
		key = unquoted
	}
	for _, fd := range n.fields {
		if fd.key == key {
			return fd.value
		}
	}
	return nil
}
