package track

import "testing"

func TestWhoSpeaksLinksNothing(t *testing.T) {
	r := rules(t)
	list := append(one(r, "2026-06-24", "", "A first draft is to go to the Office's board in August."),
		one(r, "2026-08-18", "", "Twenty thousand staff will be trained to use artificial intelligence within 12 months, the Delivery Office has said.")...)
	for i := range list {
		list[i].Article = int64(i + 1)
	}
	if got := r.Follow(list, "2026-09-01"); len(got) != 2 {
		t.Errorf("Follow = %d promises, want 2: they share only who speaks", len(got))
	}
}

func TestItThatMovedIsWhatTheHeadlineNames(t *testing.T) {
	r := rules(t)
	list := append(one(r, "2026-06-24", "", "The digital workforce plan will be published by September 2026."),
		one(r, "2026-09-20", "NHS digital workforce plan delayed", "It will now not appear until October 2026, the chief digital officer wrote.")...)
	got := r.Follow(list, "2026-10-02")
	if len(got) != 1 || got[0].Due != "2026-10-31" || got[0].Moves != 1 {
		t.Errorf("Follow = %+v, want one promise moved once, to the end of October", got)
	}
}
