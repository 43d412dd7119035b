package fetch

import (
	"regexp"
	"sync"
	"time"

	"github.com/wardround/wardround/news"
)

// reprintAge is how much older than its page a text is that counts as printed again;
// what moves from one site to another within a month is still news.
const reprintAge = 30

// extReprint finds "this article was first published on 12 June 2019", and the same at
// the beginning of a block without "this article".
var extReprint = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)(?:\bthis (?:article|story|piece|post|interview|feature|column|comment|essay|blog)\b[^.!?]{0,30}?\b|^\W*(?:[^.!?]{0,30}: )?)(?:was |is |has been )?(?:first|originally) (?:published|appeared|posted|printed)\b([^.!?]{0,80})`)
})

// firstPublished is the day that an article's own text says it was first published, where
// that is long before the page's day; "" where it says nothing of the kind. It stands at
// the beginning or the end.
func firstPublished(standfirst string, body []news.Block, published news.Day, loc *time.Location) news.Day {
	texts := []string{standfirst}
	for i, b := range body {
		if i < 2 || i >= len(body)-2 {
			texts = append(texts, b.Text)
		}
	}
	for _, text := range texts {
		g := extReprint().FindStringSubmatch(text)
		if g == nil {
			continue
		}
		if d := extDayOf(g[1], loc, false); d != "" && (published == "" || published.Sub(d) > reprintAge) {
			return d
		}
	}
	return ""
}
