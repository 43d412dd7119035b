package main

import (
	"fmt"
	"strings"
)

// count writes a number with its noun: "1 story", "3 stories".
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func join(names []string) string { return strings.Join(names, ", ") }
