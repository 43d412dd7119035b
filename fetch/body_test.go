package fetch

import (
	"bytes"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
)

func Test42ALargeBodyIsReadInPieces(t *testing.T) {
	const limit = 5 << 20
	for name, c := range map[string]struct {
		size int
		ok   bool
	}{
		"nothing more":      {0, true},
		"less than a piece": {1000, true},
		"exactly a piece":   {smallBody, true},
		"exactly allowed":   {limit - 1000, true},
		"a byte too much":   {limit - 999, false},
		"far too much":      {3 * limit, false},
	} {
		want := bytes.Repeat([]byte("ward"), c.size/4+1)[:c.size]
		pieces, err := readRest(iotest.HalfReader(bytes.NewReader(want)), 1000, limit)
		if (err == nil) != c.ok || err == nil && !bytes.Equal(bytes.Join(pieces, nil), want) {
			t.Errorf("%s: %d pieces, %v", name, len(pieces), err)
		}
	}
	cut := io.MultiReader(strings.NewReader("some"), iotest.ErrReader(io.ErrUnexpectedEOF))
	if _, err := readRest(cut, 1000, limit); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a body that was cut off: %v", err)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

func Test42ABombCostsLittleMoreThanItsCap(t *testing.T) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := readRest(endless{}, smallBody, maxFeedBytes)
	runtime.ReadMemStats(&after)
	if err == nil || !strings.Contains(reasonOf(t, err), "larger than 16 MiB") {
		t.Errorf("error = %v", err)
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > maxFeedBytes*5/4 {
		t.Errorf("allocated %d MiB", used>>20)
	}
}
