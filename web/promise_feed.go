package web

import (
	"cmp"
	"net/http"
	"slices"
)

// feedOfPromises has an entry for the last change of each promise, latest first.
// An entry that changes again is a new one: its address holds the day.
func (s *Site) feedOfPromises(r *http.Request) (feedContent, error) {
	list, err := s.followed(r.Context(), s.today())
	if err != nil {
		return feedContent{}, err
	}
	lines := make([]promiseLine, len(list))
	for i := range list {
		lines[i] = s.promiseLine(&list[i], false)
	}
	slices.SortStableFunc(lines, func(a, b promiseLine) int { return cmp.Compare(b.Changed, a.Changed) })
	f := feedContent{Title: s.opts.Title + ": promises", Page: "/promises"}
	for _, line := range lines[:min(len(lines), feedItems)] {
		words := line.Ref + ": " + line.Label + "."
		if line.Due != "" {
			words += " " + capital(line.DueWords()) + " " + line.Due.Long()
			if line.OurDate {
				words += ", which is our reading"
			}
			words += "."
		}
		f.Items = append(f.Items, item{Title: line.Title, Publisher: s.opts.Title, words: words,
			path: line.Path + "?as-of=" + string(line.Changed)})
		f.Seen = append(f.Seen, line.Changed.Start(s.zone))
	}
	return f, nil
}
