package store

import (
	"math"
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

func TestMatchesKeptBeforeTheySaidLessAreStillRead(t *testing.T) {
	want := []news.Match{
		{Term: "pay", Text: "Pay", Group: "people", Zone: news.ZoneTitle, Rule: "evidence.yaml:3", Sentence: "Pay and plans", End: 3, Weight: 1.25},
		{Term: "plan", Text: "plans", Group: "people", Zone: news.ZoneBody, Rule: "evidence.yaml:3", Sentence: "Pay and plans", Block: 2, Start: 8, End: 13, Weight: -0.5},
	}
	got, err := unpackMatches(`{"words":["pay","Pay","people","","title","evidence.yaml:3","Pay and plans","plan","plans","body"],` +
		`"spans":[0,1,2,3,4,5,6,0,0,3,7,8,2,3,9,5,6,2,8,13],"weights":[1.25,-0.5]}`)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("read (-want +got):\n%s", diff)
	}
}

func TestAWordIsKeptOnce(t *testing.T) {
	m := news.Match{Text: "chief clinical information officers of hospitals", Group: "people", Zone: news.ZoneBody, Weight: 1}
	one, three := packMatches([]news.Match{m}), packMatches([]news.Match{m, m, m})
	if grown := len(three) - len(one); grown > len(m.Text) {
		t.Errorf("two more matches of one text take %d bytes more, want fewer than the text's %d", grown, len(m.Text))
	}
}

func TestAWeightIsKeptFinerThanPagesShowIt(t *testing.T) {
	for _, weight := range []float64{0.1, -1.4, 1.1199999999999999, 0.00006, -123.45678} {
		got, err := unpackMatches(packMatches([]news.Match{{Weight: weight}}))
		if err != nil {
			t.Fatal(err)
		}
		if off := math.Abs(got[0].Weight - weight); off > 0.5/weightUnits {
			t.Errorf("%v came back as %v", weight, got[0].Weight)
		}
	}
}

func TestMatchesThatWeighNothingAreNotKept(t *testing.T) {
	pay := news.Match{Text: "pay", Group: "people", Zone: news.ZoneBody, Start: 4, End: 7, Weight: 0.5}
	idle := news.Match{Text: "pay", Group: "people", Zone: news.ZoneFurniture, Start: 90, End: 93}
	got, err := unpackMatches(packMatches([]news.Match{idle, pay, idle}))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]news.Match{pay}, got); diff != "" {
		t.Errorf("read (-want +got):\n%s", diff)
	}
	if kept := packMatches([]news.Match{idle}); kept != "" {
		t.Errorf("kept of nothing but idle matches: %s", kept)
	}
}

func TestDamagedMatchesAreAnError(t *testing.T) {
	for name, text := range map[string]string{
		"no JSON":                   `{`,
		"no numbers":                `{"words":["a"]}`,
		"numbers missing":           `{"words":["a"],"found":[0,0,0]}`,
		"a text is missing":         `{"words":["a"],"found":[0,0,1,0,0,0,0,0]}`,
		"a negative text":           `{"words":["a"],"found":[-1,0,0,0,0,0,0,0]}`,
		"earlier numbers missing":   `{"words":["a"],"spans":[0,0,0],"weights":[1]}`,
		"an earlier text is absent": `{"words":["a"],"spans":[0,0,0,0,0,0,1,0,0,0],"weights":[1]}`,
	} {
		if got, err := unpackMatches(text); err == nil {
			t.Errorf("%s: unpackMatches(%s) = %v, want an error", name, text, got)
		}
	}
}
