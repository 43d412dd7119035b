package jobs

import (
	"testing"

	"github.com/wardround/wardround/news"
)

func TestAPromiseIsQuotedAsItsSourceAllows(t *testing.T) {
	const promise = "NHS England will publish its digital skills register for trusts by 30 November 2026."
	for name, tt := range map[string]struct {
		sources []news.Source
		shown   bool
	}{
		"by default":            {[]news.Source{{Name: "Ward and Wire", Excerpt: news.ExcerptShort}}, true},
		"what the feed carries": {[]news.Source{{Name: "Ward and Wire", Excerpt: news.ExcerptFeed}}, true},
		"nothing":               {[]news.Source{{Name: "Ward and Wire", Excerpt: news.ExcerptNone}}, false},
		"by default, and gone from the configuration": {nil, true},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, monday, edition(t, "weekly", 1))
			promising(t, d, monday.Add(-day), promise)
			d.Sources = tt.sources
			list, err := d.Promises(t.Context(), "2026-11-23")
			if err != nil {
				t.Fatal(err)
			}
			last := list[len(list)-1]
			st := last.Statements[0]
			if last.Due != "2026-11-30" || (st.Quote != "") != tt.shown || (last.DuePhrase != "") != tt.shown {
				t.Errorf("due %s, %q, quoted %q, want due on 30 November, words shown: %t", last.Due, last.DuePhrase, st.Quote, tt.shown)
			}
			if !st.InFeed {
				t.Error("the feed carries the sentence, and the statement does not know")
			}
			kept, err := d.Store.Statements(t.Context())
			if err != nil || len(kept) == 0 || kept[0].Quote == "" {
				t.Errorf("kept %+v, %v, want the words kept, whatever is shown", kept, err)
			}
		})
	}
}

func TestOfASourceNoLongerDeclaredIsQuotedWhatItAllowedWhenItWasLastRead(t *testing.T) {
	for excerpt, shown := range map[news.Excerpt]bool{news.ExcerptShort: true, news.ExcerptFeed: false, news.ExcerptNone: false} {
		d := newDesk(t, monday, edition(t, "weekly", 1))
		source := news.Source{Name: "Ward and Wire", URL: "https://ward.example/feed", Kind: news.KindFeed, Excerpt: excerpt}
		if _, err := d.Store.SavePoll(t.Context(), news.Poll{Source: source, At: monday, Outcome: news.OutcomeUnchanged,
			State: news.SourceState{URL: source.URL, LastRead: monday}}); err != nil {
			t.Fatal(err)
		}
		d.Sources = nil
		got, err := d.asQuoted(t.Context(), []news.Statement{{Source: source.Name, Sentence: "It will open in May.", Quote: "It will open in May."}})
		if err != nil || (got[0].Quote != "") != shown {
			t.Errorf("%s: quoted %q, %v; want shown %t", excerpt, got[0].Quote, err, shown)
		}
	}
}

func TestOfASourceNeverReadByThisVersionNothingIsQuoted(t *testing.T) {
	d := newDesk(t, monday, edition(t, "weekly", 1))
	got, err := d.asQuoted(t.Context(), []news.Statement{{Source: "Ward and Wire", Quote: "in May"}})
	if err != nil || got[0].Quote != "" {
		t.Errorf("quoted %q, %v; want no words", got[0].Quote, err)
	}
}

func TestOnlyWhatTheFeedCarriesIsQuoted(t *testing.T) {
	s := newDesk(t, monday, edition(t, "weekly", 1))
	s.Sources = []news.Source{{Name: "Ward and Wire", Excerpt: news.ExcerptFeed}}
	said := news.Statement{Source: "Ward and Wire", Sentence: "It will open in May.", Quote: "It will open in May."}
	for name, tt := range map[string]struct {
		feed  string
		shown bool
	}{
		"the feed has the sentence":       {"A register is planned. It will\nopen in May.", true},
		"the page alone has it":           {"A register is planned.", false},
		"the feed carries no words":       {"", false},
		"the feed has only its beginning": {"It will open …", false},
	} {
		st := said
		st.InFeed = carries(tt.feed, st.Sentence)
		got, err := s.asQuoted(t.Context(), []news.Statement{st})
		if err != nil || (got[0].Quote != "") != tt.shown || got[0].NoQuote == tt.shown {
			t.Errorf("%s: quoted %q (NoQuote %t), %v; want shown %t", name, got[0].Quote, got[0].NoQuote, err, tt.shown)
		}
	}
}

func TestWhatIsInOurOwnWordsOrNamedToFetchNeedsNoSource(t *testing.T) {
	list := []news.Statement{{Source: "History", ByHand: true, Quote: "soon"}, {Source: "by hand", Quote: "soon"}, {Quote: "soon"}}
	got, err := newDesk(t, monday, edition(t, "weekly", 1)).asQuoted(t.Context(), list)
	if err != nil {
		t.Fatal(err)
	}
	for _, st := range got {
		if st.NoQuote {
			t.Errorf("%+v is not quoted", st)
		}
	}
}
