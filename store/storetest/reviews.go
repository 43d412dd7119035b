package storetest

import (
	"errors"
	"strings"
	"testing"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

// testReviews: a slot has one draft and one proof, every accepted change is in its
// issue, and what was dropped comes in no later one.
func testReviews(t *testing.T, open opener) {
	draftOf := func(k *kit, stories ...news.Story) store.Review {
		return store.Review{Drafted: monday.Add(-2 * hour), Goes: monday, Draft: news.Issue{Version: 1, Edition: "weekly", Number: 1,
			Slot:     news.Slot{Edition: "weekly", Key: "2026-11-16T07:30", At: monday},
			Sections: []news.Section{{Topic: "plans", Stories: stories}}}}
	}
	proof := func() *store.Letter {
		return &store.Letter{Edition: store.ProofEdition, To: news.Recipient{Address: "desk@wardround.example"}, Subject: "Proof", Text: "x",
			Now: monday.Add(-2 * hour), Expires: monday.Add(day)}
	}
	add := func(k *kit, r store.Review, want bool) {
		k.Helper()
		added, err := k.AddReview(k.Context(), r, proof())
		k.must(err)
		same(k, "added", added, want)
	}
	freeze := func(k *kit, r store.Review) error {
		reviewed := &r
		_, err := k.Freeze(k.Context(), store.KeptIssue{State: news.IssueSent, Frozen: monday, Expires: monday, Issue: r.Draft, Reviewed: reviewed}, nil)
		return err
	}
	proofs := func(k *kit) int {
		k.Helper()
		all, err := k.FindDeliveries(k.Context(), store.DeliveryQuery{Edition: store.ProofEdition})
		k.must(err)
		return len(all)
	}
	t.Run("a second draft of a slot is refused with its proof", func(t *testing.T) {
		k := open(t)
		r := draftOf(k, news.Story{Ref: "1.1", Title: "Plan"})
		add(k, r, true)
		add(k, draftOf(k), false)
		same(t, "proofs", proofs(k), 1)
		got, err := k.ReviewAt(t.Context(), "weekly", "2026-11-16T07:30")
		k.must(err)
		same(t, "review", got, r)
	})
	t.Run("changes add up, and are refused once the slot has its issue", func(t *testing.T) {
		k := open(t)
		add(k, draftOf(k), true)
		change := func(edit func(*store.Review)) (store.Review, error) {
			return k.EditReview(t.Context(), "weekly", "2026-11-16T07:30", edit)
		}
		_, err := change(func(r *store.Review) { r.Edits.Drop("1.1", false) })
		k.must(err)
		stale, err := change(func(r *store.Review) { r.Edits.Note("1.2", "Ann Quill says no.") })
		k.must(err)
		fresh, err := change(func(r *store.Review) { r.Held = monday })
		k.must(err)
		want := news.Edits{Dropped: []string{"1.1"}, Notes: map[string]string{"1.2": "Ann Quill says no."}}
		same(t, "edits", fresh.Edits, want)
		if err := freeze(k, stale); !errors.Is(err, store.ErrReviewChanged) {
			t.Errorf("freeze of a draft that was changed since = %v, want ErrReviewChanged", err)
		}
		k.must(freeze(k, fresh))
		if _, err := change(func(*store.Review) {}); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("change after the freeze = %v, want ErrNotFound", err)
		}
		all, err := k.Reviews(t.Context())
		k.must(err)
		same(t, "open reviews", len(all), 0)
		add(k, draftOf(k), false)
		same(t, "proofs", proofs(k), 1)
		progress, err := k.EditionProgress(t.Context(), "weekly")
		k.must(err)
		same(t, "composed", progress.Composed, monday.Add(-2*hour))
	})
	t.Run("what was dropped is no candidate, also after its article moved into another", func(t *testing.T) {
		k := open(t)
		dropped, told := k.take(monday.Add(-day), item(1)), k.take(monday.Add(-day), item(2))
		also := k.take(monday.Add(-day), item(3))
		for _, a := range []news.Article{dropped, told, also} {
			k.page(a.ID, monday.Add(-day), "text")
			k.judge(a.ID)
		}
		r := draftOf(k, news.Story{Ref: "1.1", Article: dropped.ID, Also: []news.Also{{Article: also.ID, Revision: 1}}}, news.Story{Ref: "1.2", Article: told.ID})
		add(k, r, true)
		r, err := k.EditReview(t.Context(), "weekly", "2026-11-16T07:30", func(r *store.Review) { r.Edits.Drop("1.1", false) })
		k.must(err)
		r.Draft.Sections[0].Stories = r.Draft.Sections[0].Stories[:2]
		frozen := r.Draft
		frozen.Sections = []news.Section{{Topic: "plans", Stories: r.Draft.Sections[0].Stories[1:]}}
		_, err = k.Freeze(t.Context(), store.KeptIssue{State: news.IssueSent, Frozen: monday, Expires: monday, Issue: frozen, Reviewed: &r}, nil)
		k.must(err)
		candidates := func(edition string) int {
			t.Helper()
			all, err := k.Candidates(t.Context(), edition, monday.Add(-2*day), monday.Add(day), monday.Add(-2*day))
			k.must(err)
			return len(all)
		}
		same(t, "candidates", candidates("weekly"), 0)
		same(t, "candidates of another edition", candidates("board"), 3)
		survivor := k.take(monday.Add(-day), item(4))
		k.page(survivor.ID, monday.Add(-day), "text")
		k.judge(survivor.ID)
		same(t, "candidates", candidates("weekly"), 1)
		k.page(dropped.ID, monday, "text", canonical(survivor.URL))
		same(t, "candidates after the merge", candidates("weekly"), 0)
	})
	t.Run("a draft is redacted, and the proof that named it is emptied", func(t *testing.T) {
		k := open(t)
		r := draftOf(k, news.Story{Ref: "1.1", Title: "Ann Quill resigns", URL: "https://gazette.example/1"}, news.Story{Ref: "1.2", Title: "Ann Quill stays", URL: "https://other.example/2"})
		letter := proof()
		letter.Text = "Ann Quill resigns\nhttps://gazette.example/1\n"
		_, err := k.AddReview(t.Context(), r, letter)
		k.must(err)
		for _, what := range []news.Redaction{{Kind: news.RedactURL, What: "https://gazette.example/1", Reason: "asked", At: monday}, {Kind: news.RedactPerson, What: "Ann Quill", Reason: "asked", At: monday}} {
			_, err := k.Redact(t.Context(), what)
			k.must(err)
		}
		got, err := k.ReviewAt(t.Context(), "weekly", "2026-11-16T07:30")
		k.must(err)
		stories := got.Draft.Sections[0].Stories
		if len(stories) != 1 || strings.Contains(stories[0].Title, "Quill") || got.Revision == r.Revision || len(got.Draft.Removed) > 0 {
			t.Errorf("after the redaction %+v, revision %d", got.Draft, got.Revision)
		}
		last, err := k.LastIssue(t.Context(), store.ProofEdition)
		k.must(err)
		if strings.Contains(last.Issue.Notice, "Quill") || strings.Contains(last.Issue.Notice, "gazette") {
			t.Errorf("the proof still says %q", last.Issue.Notice)
		}
	})
}
