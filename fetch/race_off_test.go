//go:build !race

package fetch

// hostileSize is what one page of a hostile server may weigh.
const hostileSize = 5 << 20
