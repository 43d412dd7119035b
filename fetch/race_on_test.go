//go:build race

package fetch

import "time"

// hostileSize is small and hostileTime long under the race detector, which makes regular
// expressions forty to a hundred times slower.
const (
	hostileSize = 128 << 10
	hostileTime = 40 * time.Second
)
