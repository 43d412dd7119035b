//go:build unix

package fetch

import (
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// hostileHeap is what a hostile page may add to the heap. Alone it adds 110 MB at most;
// the limit is wider for the collector's sake.
const hostileHeap = 200 << 20

// TestHostilePages holds the cost of hostileSize of hostile markup in time of the
// processor, which other work on the machine does not change.
func TestHostilePages(t *testing.T) {
	fill := func(s string) string { return strings.Repeat(s, hostileSize/len(s)) }
	for name, page := range map[string]string{
		"nested blocks": fill("<div>"), "nested inline": fill("<b>"), "nested tables": fill("<table>"), "unclosed links": fill("<a><div><p>x"),
		"many paragraphs": fill("<p>Some words that make up a sentence of quite ordinary length, again and again.</p>"),
		"many headings":   fill("<h1>Some long headline here</h1>"), "many labels": fill("<p>3 Comments</p><p>Related news</p>"),
		"many attributes": "<p " + fill("a b=c "), "an endless quote": `<p a="` + fill("x "), "one long text": "<p>" + fill("word. "), "only signs": fill("<"),
		"nested JSON-LD": `<script type="application/ld+json">` + fill(`{"author":`), "comment nodes": fill("<!---->"), "many bylines": fill("<span>By Jo Doe</span>"),
	} {
		t.Run(name, func(t *testing.T) {
			body := []byte(page)
			runtime.GC()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := processorTime(t)
			Extract(PageInput{URL: "https://hostile.example/a", Body: body})
			took := processorTime(t) - start
			runtime.ReadMemStats(&after)
			if took > hostileTime {
				t.Errorf("Extract took %v of the processor, want at most %v", took, hostileTime)
			}
			if grown := int64(after.HeapSys) - int64(before.HeapSys); grown > hostileHeap {
				t.Errorf("the heap grew by %d MB, want at most %d", grown>>20, hostileHeap>>20)
			}
		})
	}
}

// processorTime is what this process has used, user and system.
func processorTime(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
