package jobs

import (
	"context"
	"slices"
	"strings"

	"github.com/wardround/wardround/fetch"
	"github.com/wardround/wardround/news"
)

// asQuoted takes the words from statements whose source does not let them be shown.
// The setting counts that stands now, also for what was found before it, and of two
// sources of one name that of the declared one.
func (s *Steps) asQuoted(ctx context.Context, statements []news.Statement) ([]news.Statement, error) {
	sources, err := s.everDeclared(ctx)
	if err != nil {
		return nil, err
	}
	allowed := make(map[string]news.Excerpt, len(sources))
	for _, source := range slices.Backward(sources) {
		allowed[source.Name] = source.Excerpt
	}
	for i, st := range statements {
		if st.ByHand || st.Source == fetch.ByHand || st.Source == "" { // in our own words, or named to fetch
			continue
		}
		excerpt, declared := allowed[st.Source]
		if !declared || excerpt == news.ExcerptNone || excerpt == news.ExcerptFeed && !st.InFeed {
			statements[i] = st.Unquoted()
		}
	}
	return statements, nil
}

// carries reports that the text of a feed holds a sentence, however it breaks lines.
func carries(text, sentence string) bool {
	text, sentence = strings.Join(strings.Fields(text), " "), strings.Join(strings.Fields(sentence), " ")
	return sentence != "" && strings.Contains(text, sentence)
}
