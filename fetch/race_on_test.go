//go:build race

package fetch

// hostileSize is small under the race detector, which makes regular expressions
// forty times slower.
const hostileSize = 128 << 10
