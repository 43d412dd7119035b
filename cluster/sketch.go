package cluster

import (
	"hash/fnv"
	"slices"
)

const (
	shingle    = 4   // words; three are shared by chance, five break at every edit
	sketchSize = 64  // smallest hashes kept: the share of common ones errs by about 0.06
	sketchText = 300 // words: past it come furniture and related stories

	// copyShare is the resemblance from which two texts are one with edits. Reports
	// of one event in own words stay below 0.1, also when they quote the same lines.
	copyShare = 0.5

	// twinShare is the resemblance from which one text stands for both: nothing but
	// furniture at the end differs, or a word or two.
	twinShare = 0.9
	// twinDays is how far apart two such texts are. A copy that comes later is an
	// article of its own: what follows may be near to it alone.
	twinDays = 2

	leastAnchors = 8   // fewer names and numbers are shared in order by chance
	spunOrder    = 0.8 // share of anchors that a spun copy keeps, in order
)

// sketch keeps the smallest hashes of all runs of four words: the share that two
// sketches have in common is about the resemblance of the texts (Broder 1997).
func sketch(text string) []uint32 {
	words := plainWords(text)
	each := make([]uint32, len(words))
	for i, w := range words {
		each[i] = hash32(w)
	}
	var hashes []uint32
	for i := 0; i+shingle <= len(each); i++ {
		var run uint32
		for _, h := range each[i : i+shingle] {
			run = mix(run*31 + h) // differs with the order of the words
		}
		hashes = append(hashes, run)
	}
	slices.Sort(hashes)
	hashes = slices.Compact(hashes)
	return slices.Clone(hashes[:min(len(hashes), sketchSize)])
}

func hash32(s string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(s)) // never fails
	return h.Sum32()
}

// How one text may come from another.
const (
	sameText = "same text"
	spunText = "spun text"
)

// spunScore is the least score of a spun copy: sure, but for what an editor may
// have added.
const spunScore = 0.9

// copied returns how one of two texts comes from the other, or "".
func copied(a, b *Signature) string {
	switch {
	case resemblance(a.Sketch, b.Sketch) >= copyShare:
		return sameText
	case spun(a.Anchors, b.Anchors):
		return spunText
	}
	return ""
}

// Twins reports whether two articles are so much alike that one of them can stand
// for both when others are compared with them.
func Twins(a, b *Signature) bool {
	days := a.Day.Sub(b.Day)
	return a.Stage == b.Stage && max(days, -days) <= twinDays && resemblance(a.Sketch, b.Sketch) >= twinShare
}

// mix spreads the bits of h: the low hashes of FNV are not evenly spread.
func mix(h uint32) uint32 {
	h ^= h >> 16
	h *= 0x85ebca6b
	h ^= h >> 13
	h *= 0xc2b2ae35
	return h ^ h>>16
}

// resemblance is the share of common shingles of two texts, about.
func resemblance(a, b []uint32) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	both, seen := 0, 0
	for i, j := 0, 0; seen < sketchSize && (i < len(a) || j < len(b)); seen++ {
		switch {
		case j == len(b) || i < len(a) && a[i] < b[j]:
			i++
		case i == len(a) || b[j] < a[i]:
			j++
		default:
			both++
			i, j = i+1, j+1
		}
	}
	return float64(both) / float64(seen)
}

// maxAnchors bounds the comparison of two texts, which takes their product.
const maxAnchors = 60

// anchors are the names and numbers of a text in their order: what a spun copy,
// whose other words are replaced one by one, still shares with its model.
func anchors(tokens []token) []uint32 {
	var out []uint32
	for _, t := range tokens {
		if t.kind != wordToken && t.kind != yearToken && len(out) < maxAnchors {
			out = append(out, hash32(t.String()))
		}
	}
	return out
}

// spun reports whether two texts keep the same names and numbers in the same order.
func spun(a, b []uint32) bool {
	if float64(min(len(a), len(b))) < max(leastAnchors, spunOrder*float64(max(len(a), len(b)))) {
		return false
	}
	var row [maxAnchors + 1]int // longest common subsequence, one row at a time
	for _, x := range a {
		diagonal := 0
		for j, y := range b {
			above := row[j+1]
			if x == y {
				row[j+1] = diagonal + 1
			} else {
				row[j+1] = max(above, row[j])
			}
			diagonal = above
		}
	}
	return float64(row[len(b)]) >= spunOrder*float64(max(len(a), len(b)))
}
