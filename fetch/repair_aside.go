package fetch

import (
	"strconv"
	"strings"
)

// aside keeps the long texts of a document while it is parsed; a number goes
// through the parser in the place of each. The parser would write a text out of its
// escapes four times over, which was half of all parsing, and change nothing in it.
type aside []string

// longLeaves are the elements that hold an item's text, by local name.
var longLeaves = map[string]bool{
	"description": true, "summary": true, "abstract": true, "content": true, "encoded": true,
	"body": true, "fullitem": true, "div": true,
}

// asideMark begins the number of a text. It is of Unicode's private use: a text that
// begins with it by itself is put aside however short it is.
const asideMark = "\ue000"

// longText is from how many bytes a text is put aside: a shorter one costs less than
// the keeping.
const longText = 64

// put returns what stands for a text.
func (a *aside) put(text string) string {
	if len(text) < longText && !strings.HasPrefix(text, asideMark) {
		return text
	}
	*a = append(*a, text)
	return asideMark + strconv.Itoa(len(*a)-1)
}

// get returns the text that put was given.
func (a aside) get(standing string) string {
	number, marked := strings.CutPrefix(standing, asideMark)
	if !marked {
		return standing
	}
	i, err := strconv.Atoi(number)
	if err != nil || i < 0 || i >= len(a) {
		return "" // nothing that put returned
	}
	return a[i]
}

// whole is an item with its texts in the place of their numbers.
func (a aside) whole(item FeedItem) FeedItem {
	item.RawContent, item.RawSummary = a.get(item.RawContent), a.get(item.RawSummary)
	return item
}
