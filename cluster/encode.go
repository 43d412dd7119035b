package cluster

import (
	"encoding/binary"
	"errors"
	"math"
	"time"

	"github.com/wardround/wardround/news"
)

// weightGrain is the step of all weights, which are kept as one byte: the highest,
// of a sum of money, is 117 of them.
const weightGrain = 0.05

func grain(weight float64) byte { return byte(math.Round(weight / weightGrain)) }

// ungrain is exact to the last bit, so that a signature compares the same before
// and after it was kept.
func ungrain(g byte) float64 { return float64(g) / (1 / weightGrain) }

// ErrSignature says that bytes are no signature that this program wrote.
var ErrSignature = errors.New("not a signature")

// Encode writes a signature as an index keeps it. JSON of it is three times as
// long, and reading sixteen candidates of an article in JSON takes longer than all
// the rest of its placing.
func (s *Signature) Encode() []byte {
	b := make(wire, 0, 2048)
	b.number(uint64(s.Article))
	for _, text := range []string{s.URL, s.Title, s.Publisher, string(s.Day), string(s.Stage), s.StageBy, string(s.Kind)} {
		b.text(text)
	}
	b.number(uint64(s.Seen.UnixMilli()))
	b.number(uint64(s.Length))
	b.truth(s.Own)
	b.truth(s.Open)
	b.number(uint64(len(s.Tokens)))
	for _, t := range s.Tokens {
		b.text(t.Text)
		b = append(b, grain(t.Weight))
	}
	b.hashes(s.Sketch)
	b.hashes(s.Anchors)
	b.number(uint64(len(s.Cites)))
	for _, c := range s.Cites {
		b.text(c.Name)
		b.text(c.Phrase)
		b.truth(c.Outlet)
	}
	for _, t := range s.Tokens {
		b.text(t.Ending)
	}
	return b
}

// Decode reads what [Signature.Encode] wrote; it is [ErrSignature] when data is
// something else.
func Decode(data []byte) (*Signature, error) {
	r := &unwire{left: string(data)}
	s := &Signature{Article: int64(r.number())}
	s.URL, s.Title, s.Publisher = r.text(), r.text(), r.text()
	s.Day, s.Stage, s.StageBy, s.Kind = news.Day(r.text()), Stage(r.text()), r.text(), news.ArticleKind(r.text())
	s.Seen = time.UnixMilli(int64(r.number())).UTC()
	s.Length = int(r.number())
	s.Own, s.Open = r.truth(), r.truth()
	s.Tokens = make([]Token, r.count(2))
	for i := range s.Tokens {
		s.Tokens[i] = Token{Text: r.text(), Weight: ungrain(r.byte())}
	}
	s.Sketch, s.Anchors = r.hashes(), r.hashes()
	s.Cites = make([]Citation, r.count(3))
	for i := range s.Cites {
		s.Cites[i] = Citation{r.text(), r.text(), r.truth()}
	}
	if r.left != "" { // what an older program kept ends here
		for i := range s.Tokens {
			s.Tokens[i].Ending = r.text()
		}
	}
	if r.bad || r.left != "" {
		return nil, ErrSignature
	}
	s.norm = norm(s.Tokens)
	return s, nil
}

// wire is what is written so far.
type wire []byte

func (b *wire) number(n uint64) { *b = binary.AppendUvarint(*b, n) }

func (b *wire) text(s string) {
	b.number(uint64(len(s)))
	*b = append(*b, s...)
}

func (b *wire) truth(t bool) {
	if t {
		*b = append(*b, 1)
	} else {
		*b = append(*b, 0)
	}
}

func (b *wire) hashes(all []uint32) {
	b.number(uint64(len(all)))
	for _, h := range all {
		*b = binary.LittleEndian.AppendUint32(*b, h)
	}
}

// unwire is what is still to read. Texts are parts of it: nothing is copied.
type unwire struct {
	left string
	bad  bool
}

// take returns the next n bytes; n zero bytes at the end of the data, and bad.
func (r *unwire) take(n int) string {
	if n < 0 || n > len(r.left) {
		r.bad, r.left = true, ""
		return ""
	}
	out := r.left[:n]
	r.left = r.left[n:]
	return out
}

func (r *unwire) byte() byte {
	if one := r.take(1); one != "" {
		return one[0]
	}
	return 0
}

func (r *unwire) truth() bool { return r.byte() == 1 }

func (r *unwire) number() uint64 {
	var n uint64
	for shift := 0; shift < 64; shift += 7 {
		b := r.byte()
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return n
		}
	}
	r.bad = true
	return 0
}

func (r *unwire) text() string { return r.take(int(r.number())) }

// count reads how many entries follow, of least bytes each: no more than can be.
func (r *unwire) count(least int) int {
	n := r.number()
	if n > uint64(len(r.left)/least) {
		r.bad, r.left = true, ""
		return 0
	}
	return int(n)
}

func (r *unwire) hashes() []uint32 {
	all := make([]uint32, r.count(4))
	for i := range all {
		b := r.take(4)
		if b == "" {
			return nil
		}
		all[i] = uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
	}
	return all
}
