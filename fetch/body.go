package fetch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// smallBody is how much of a body is read before memory is asked for: nearly
// every feed and page is smaller, and only one that is larger is held at a time.
const smallBody = 1 << 20

func (c *client) readBody(ctx context.Context, a *answer, in *speedWatch, limit int64) error {
	decoded, closeDecoder, err := decodeBody(in, a.header.Get("Content-Encoding"))
	if err != nil {
		return err
	}
	defer closeDecoder()
	if a.body, err = io.ReadAll(io.LimitReader(decoded, min(limit, smallBody)+1)); err != nil || int64(len(a.body)) <= min(limit, smallBody) {
		return err
	}
	if limit <= smallBody {
		a.body = a.body[:limit]
		return tooLarge(limit)
	}
	in.pause(true)
	select {
	case c.large <- struct{}{}:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	in.pause(false)
	rest, err := readRest(decoded, int64(len(a.body)), limit)
	if err != nil {
		<-c.large
		return err
	}
	a.body, a.release = slices.Concat(append([][]byte{a.body}, rest...)...), func() { <-c.large }
	return nil
}

// readRest reads what follows the first have bytes of a body, in pieces. A buffer
// that grows would be held twice at each step, and more often until it is collected.
func readRest(in io.Reader, have, limit int64) (pieces [][]byte, err error) {
	for {
		piece := bytes.NewBuffer(make([]byte, 0, smallBody+bytes.MinRead))
		n, err := io.CopyN(piece, in, min(limit-have+1, smallBody))
		have += n
		switch {
		case have > limit:
			return nil, tooLarge(limit)
		case err != nil && !errors.Is(err, io.EOF):
			return nil, err
		}
		pieces = append(pieces, piece.Bytes())
		if err != nil {
			return pieces, nil
		}
	}
}

func tooLarge(limit int64) error {
	return &problem{kind: problemSize, reason: fmt.Sprintf("it is larger than %d MiB", limit>>20)}
}

// decodeBody undoes one layer of content encoding. A second one is nothing a
// feed needs, and a way to hide a bomb.
func decodeBody(in io.Reader, encoding string) (io.Reader, func(), error) {
	nothing := func() {}
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "", "identity":
		return in, nothing, nil
	case "gzip", "x-gzip":
		z, err := gzip.NewReader(in)
		if errors.Is(err, io.EOF) {
			return strings.NewReader(""), nothing, nil
		}
		return z, nothing, err
	case "br":
		return brotli.NewReader(in), nothing, nil
	case "zstd":
		z, err := zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(8<<20))
		if err != nil {
			return nil, nothing, err
		}
		return z, z.Close, nil
	}
	return nil, nothing, &problem{kind: problemSize, reason: fmt.Sprintf("it comes in the unknown encoding %q", clip(encoding, 40))}
}

// speedWatch ends a request that drips: under 1 KiB/s after its first ten
// seconds. The time this program itself made the server wait does not count.
type speedWatch struct {
	in     io.Reader
	bytes  atomic.Int64
	paused atomic.Bool
	ticker *time.Ticker
	over   chan struct{}
}

const (
	speedGrace = 10 * time.Second
	speedFloor = 1 << 10 // bytes a second
)

func watchSpeed(in io.Reader, cancel context.CancelCauseFunc) *speedWatch {
	w := &speedWatch{in: in, ticker: time.NewTicker(time.Second), over: make(chan struct{})}
	go func() {
		var elapsed time.Duration
		for {
			select {
			case <-w.over:
				return
			case <-w.ticker.C:
			}
			if w.paused.Load() {
				continue
			}
			elapsed += time.Second
			if elapsed >= speedGrace && w.bytes.Load() < int64(elapsed/time.Second)*speedFloor {
				cancel(errTooSlow)
				return
			}
		}
	}()
	return w
}

func (w *speedWatch) Read(p []byte) (int, error) {
	n, err := w.in.Read(p)
	w.bytes.Add(int64(n))
	return n, err
}

func (w *speedWatch) pause(on bool) { w.paused.Store(on) }

func (w *speedWatch) stop() {
	w.ticker.Stop()
	close(w.over)
}
