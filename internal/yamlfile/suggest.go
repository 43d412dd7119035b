package yamlfile

import "strings"

// Suggest returns the known word that word was probably meant to be, or "". A
// third of its letters may differ, swaps of neighbours counting once; case and
// the difference between - and _ count nothing.
func Suggest(word string, known []string) string {
	best, bestDistance := "", len(word)/3+1
	for _, k := range known {
		if d := distance(fold(word), fold(k)); d < bestDistance || d == bestDistance && best == "" && d <= 1 {
			best, bestDistance = k, d
		}
	}
	return best
}

func fold(s string) []rune { return []rune(strings.ReplaceAll(strings.ToLower(s), "-", "_")) }

// distance is the edit distance of Damerau and Levenshtein (optimal string
// alignment). Words longer than 64 are far from everything.
func distance(a, b []rune) int {
	if len(a) > 64 || len(b) > 64 {
		return 64
	}
	row := make([][]int, len(a)+1)
	for i := range row {
		row[i] = make([]int, len(b)+1)
		row[i][0] = i
	}
	for j := range row[0] {
		row[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[i][j] = min(row[i-1][j]+1, row[i][j-1]+1, row[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[i][j] = min(row[i][j], row[i-2][j-2]+1)
			}
		}
	}
	return row[len(a)][len(b)]
}

// maxListed is how many known words a hint lists: more no longer fit two lines.
const maxListed = 16

// Hint ends a message about an unknown word: with the known one that was probably
// meant, else with all there are when they are few.
func Hint(word string, known []string) string {
	if s := Suggest(word, known); s != "" {
		return "; did you mean `" + s + "`?"
	}
	if len(known) == 0 || len(known) > maxListed {
		return ""
	}
	return "; known: " + strings.Join(known, ", ")
}
