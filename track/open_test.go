package track

import (
	"slices"
	"testing"

	"github.com/wardround/wardround/news"
)

func TestWhatIsPlainlyLeftOpenStandsWithThePromise(t *testing.T) {
	r := rules(t)
	const promise = "The digital workforce plan will be published this autumn, the minister said."
	for text, want := range map[string][]string{
		"Asked about money, she said that it was part of a wider conversation across government.":        {"money"},
		"The plan stays separate for the moment; discussions go on about bringing the two together.":     {"a merger with something else"},
		"She declined to say whether the plan would be merged with another, or how much funding it had.": {"a merger with something else", "money"},
		"The plan comes with funding of £20m.":                                                           nil, // nothing is deflected
		"The wider conversation about staff continues.":                                                  nil, // nothing is named
	} {
		a := news.Article{Title: "Digital workforce plan due in autumn", MaxSnippet: -1, Body: []news.Block{{Text: promise}, {Text: text}}}
		got := r.Statements(a, "2025-03-10")
		if len(got) == 0 || !slices.Equal(got[0].LeftOpen, want) {
			t.Errorf("left open by %q = %+v, want %q", text, got, want)
		}
		a.Title = "Hospitals in the north"
		if got := r.Statements(a, "2025-03-10"); len(got) == 0 || got[0].LeftOpen != nil {
			t.Errorf("with another headline %+v, want nothing left open", got)
		}
	}
}
