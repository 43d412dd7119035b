package store

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wardround/wardround/news"
)

func TestAVerdictKeptBeforeMatchesStoodApartIsStillRead(t *testing.T) {
	want := news.Verdict{Article: 3, Why: "pay", Matches: []news.Match{{Term: "pay", Text: "Pay", Zone: news.ZoneTitle, End: 3, Weight: 1.5}}}
	var got news.Verdict
	kept := keptVerdict{data: asJSON(want)}
	if err := kept.read(&got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("read (-want +got):\n%s", diff)
	}
}

func TestASentenceIsKeptOnce(t *testing.T) {
	m := news.Match{Term: "pay", Text: "pay", Sentence: "Pay and pay and pay again in every one of the hospitals of the town."}
	one, three := packMatches([]news.Match{m}), packMatches([]news.Match{m, m, m})
	if grown := len(three) - len(one); grown > len(m.Sentence) {
		t.Errorf("two more matches in one sentence take %d bytes more, want fewer than the sentence's %d", grown, len(m.Sentence))
	}
}

func TestDamagedMatchesAreAnError(t *testing.T) {
	for name, text := range map[string]string{
		"no JSON":           `{`,
		"numbers missing":   `{"words":["a"],"spans":[0,0,0],"weights":[1]}`,
		"a text is missing": `{"words":["a"],"spans":[0,0,0,0,0,0,1,0,0,0],"weights":[1]}`,
		"a negative text":   `{"words":["a"],"spans":[-1,0,0,0,0,0,0,0,0,0],"weights":[1]}`,
	} {
		if got, err := unpackMatches(text); err == nil {
			t.Errorf("%s: unpackMatches(%s) = %v, want an error", name, text, got)
		}
	}
}
