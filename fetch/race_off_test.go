//go:build !race

package fetch

import "time"

// hostileSize is what one page of a hostile server may weigh, and hostileTime what it may
// take of the processor. Alone it takes half a second; the collector adds to that.
const (
	hostileSize = 5 << 20
	hostileTime = 2 * time.Second
)
