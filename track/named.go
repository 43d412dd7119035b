package track

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/wardround/wardround/news"
)

// Named returns the statements about something the beat has a name for.
func (r *Rules) Named(list []news.Statement) []news.Statement {
	var out []news.Statement
	for _, s := range list {
		for _, k := range s.Keys {
			if k[0] == '@' || k[0] == '=' {
				out = append(out, s)
				break
			}
		}
	}
	return out
}

// IsNamed says whether the beat has a name for what is promised.
func (r *Rules) IsNamed(p news.Promise) bool { return len(r.Named(p.Statements)) > 0 }

// idOf names a statement by its article and its words, so that it stays the same
// when the text around it is edited.
func idOf(article int64, sentence string) string {
	sum := sha256.Sum256([]byte(strings.Join(strings.Fields(sentence), " ")))
	return itoa(int(article)) + ":" + hex.EncodeToString(sum[:6])
}
