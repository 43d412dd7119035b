package digest

import "github.com/wardround/wardround/news"

// before makes the line on what was told of an affair at an earlier stage.
func (names linkNames) before(b *news.Before, story storyView, year int) *alsoView {
	if b == nil {
		return nil
	}
	v := alsoView{URL: safeURL(b.URL), Meta: "· " + publisher(b.Publisher) + ", " + dayIn(b.Day, year)}
	v.Title = names.unique(headline(b.Title), v.URL, publisher(b.Publisher), story.Ref+", earlier")
	if ref := plain(b.Ref); ref != "" {
		v.Meta += " [" + ref + "]"
	}
	return &v
}
