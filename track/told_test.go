package track

import (
	"testing"

	"github.com/wardround/wardround/news"
)

func TestOfReportsOfOneDayTheOwnersOwnWordIsToldAsWhatEndedAPromise(t *testing.T) {
	r := rules(t)
	article := func(url, day, text string) []news.Statement {
		list := one(r, day, "", text)
		for i := range list {
			list[i].URL, list[i].Publisher = "https://"+url+".example/a", url
		}
		return list
	}
	promise := article("alder", "2026-01-10", "NHS England will publish the digital workforce plan by May 2026.")
	relayed := article("birch", "2026-03-02", "The digital workforce plan has been dropped, Cedar reports.")
	own := article("cedar", "2026-03-02", "NHS England said that it has dropped the digital workforce plan.")
	later := article("dogwood", "2026-03-03", "NHS England said that it has dropped the digital workforce plan.")
	for name, tt := range map[string]struct {
		outcomes []news.Statement
		want     string
	}{
		"same day":         {append(append([]news.Statement{}, relayed...), own...), "cedar"},
		"a day later":      {append(append([]news.Statement{}, relayed...), later...), "birch"},
		"nobody is quoted": {relayed, "birch"},
	} {
		t.Run(name, func(t *testing.T) {
			list := r.Follow(append(append([]news.Statement{}, promise...), tt.outcomes...), "2026-03-10")
			if len(list) != 1 || list[0].Status != news.Dropped {
				t.Fatalf("Follow = %+v, want one promise, dropped", list)
			}
			for _, s := range list[0].Statements {
				if s.ID == list[0].Evidence && s.Publisher != tt.want {
					t.Errorf("told by %s, want %s", s.Publisher, tt.want)
				}
			}
		})
	}
}
