package fetch

import (
	"strings"
	"testing"
)

// BenchmarkHostilePage reads 5 MB of nested tags: the bar is a second and 128 MB.
// B/op is all that was ever allocated, an upper bound of what is held at once.
func BenchmarkHostilePage(b *testing.B) {
	for name, tag := range map[string]string{"blocks": "<div>", "inline": "<b>", "tables": "<table>"} {
		body := []byte(strings.Repeat(tag, hostileSize/len(tag)))
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Extract(PageInput{URL: "https://hostile.example/a", Body: body})
			}
		})
	}
}
