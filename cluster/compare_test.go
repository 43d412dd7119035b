package cluster

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/wardround/wardround/news"
)

func TestTokenise(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"sums in words and letters are one", "£3.4bn, £3.4 billion and 28p", "£ £3.4bn|£ £3.4bn|w billion|£ 28p"},
		{"shares in words and signs are one", "3.6% or 3.6 per cent or 2 percent", "% 3.6|% 3.6|w cent|% 2|w percent"},
		{"days in both orders are one", "1 October, October 1", "d 1/10|w octob|w octob|d 1/10"},
		{"large numbers lose their comma", "112,000 staff, 8.5 million visits", "# 112000|w staff|# 8.5m|w million|w visit"},
		{"a year is a year", "by 2035", "y 2035"},
		{"a name is two capitals side by side", "Dr Amy Orr of Fenside", "w dr|w amy|n dr amy|w orr|n amy orr|w fensid"},
		{"a comma ends a name", "Fenside, Orr", "w fensid|w orr"},
		{"forms of a word are one", "delays delayed delaying", "w delay|w delay|w delay"},
		{"no text", "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, token := range tokenise(test.text) {
				got = append(got, token.String())
			}
			if diff := cmp.Diff(test.want, strings.Join(got, "|")); diff != "" {
				t.Errorf("tokenise(%q) (-want +got):\n%s", test.text, diff)
			}
		})
	}
}

func FuzzSign(f *testing.F) {
	f.Add("Plan delayed", "The £3.4bn plan, first published by Ward and Wire, is late by 3.6%.")
	f.Add("", "\xff£ 1’s")
	words := beat(f)
	f.Fuzz(func(t *testing.T, title, text string) {
		a := words.Sign(news.Article{ID: 1, Title: title, Body: []news.Block{{Text: text}}})
		b := words.Sign(news.Article{ID: 2, Title: title, Body: []news.Block{{Text: text}}})
		if l := Compare(&a, &b); l.Score < 0 || l.Score > 1 {
			t.Errorf("score %v is not between 0 and 1", l.Score)
		}
	})
}

func FuzzParseWords(f *testing.F) {
	f.Add("common: {often: [staff]}\nstages: {dropped: [scrapped]}\noutlets: [[Ward and Wire, WW]]\n")
	f.Fuzz(func(t *testing.T, text string) {
		w, err := ParseWords("stories.yaml", []byte(text))
		if err == nil {
			w.Sign(news.Article{Title: text})
		}
	})
}

func TestParseWordsNamesMistakes(t *testing.T) {
	_, err := ParseWords("stories.yaml", []byte("outlets:\n  - []\nstages:\n  dropped: [\"-\"]\n  fallen: [x]\n"))
	if err == nil {
		t.Fatal("no mistake found")
	}
	for _, want := range []string{"stories.yaml:2", "an outlet needs a name", "stories.yaml:4", "a phrase needs a word", "fallen"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("error does not say %q:\n%v", want, err)
		}
	}
}

func TestStage(t *testing.T) {
	words := beat(t)
	for _, test := range []struct {
		name, title, opening string
		want                 Stage
	}{
		{"headline", "Fenside scraps its booking app", "", Dropped},
		{"first sentence when the headline is silent", "Fenside and its booking app", "The launch has been postponed. It was published.", Delayed},
		{"what is to come is announced", "Booking app to be launched in May", "", Announced},
		{"what is there is published", "Fenside launches booking app", "", Published},
		{"an end outranks what it ends", "App launched in May is abandoned", "", Dropped},
		{"what is retold counts for nothing", "Long-delayed booking app launched", "", Published},
		{"later sentences retell", "Booking app in use", "Staff like it. It had been delayed for years.", NoStage},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got, by := words.stage(test.title, test.opening); got != test.want {
				t.Errorf("stage(%q, %q) = %q by %q, want %q", test.title, test.opening, got, by, test.want)
			}
		})
	}
}

func TestGuarded(t *testing.T) {
	for _, test := range []struct {
		name string
		a, b Stage
		days int
		same bool
	}{
		{"one stage", Dropped, Dropped, 5, true},
		{"a stage and none", Dropped, NoStage, 5, true},
		{"announced and dropped on one day", Announced, Dropped, 0, false},
		{"announced and delayed on one day", Announced, Delayed, 0, false},
		{"published and dropped", Published, Dropped, 0, false},
		{"to be published today, and published", Announced, Published, 0, true},
		{"published a week after the announcement", Announced, Published, 7, false},
		{"delayed and dropped are words for one event", Delayed, Dropped, 1, true},
		{"dropped a week after the delay", Delayed, Dropped, 7, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			if x, y := guarded(test.a, test.b, test.days), guarded(test.b, test.a, test.days); (x == "") != test.same || (y == "") != test.same {
				t.Errorf("guarded(%q, %q, %d) = %q, reversed %q; want one story: %v", test.a, test.b, test.days, x, y, test.same)
			}
		})
	}
}

// report makes a signature of a made-up article.
func report(t *testing.T, id int64, publisher, title, text string) *Signature {
	t.Helper()
	s := beat(t).Sign(news.Article{ID: id, URL: "https://" + strings.ToLower(strings.ReplaceAll(publisher, " ", "-")) + ".example/a",
		Publisher: publisher, Title: title, PublishedDay: "2026-03-02", Quality: news.QualityFull,
		FirstSeen: time.Date(2026, 3, 2, int(id), 0, 0, 0, time.UTC), Body: []news.Block{{Text: text}}})
	return &s
}

const original = `Fenside hospitals will buy a £4.2m rostering system from Quillmark, papers seen by Ward and Wire show.
Delia Marsh, who leads staffing at Fenside, told the board on 26 February that the 12-year-old system fails on 17% of
shifts. Quillmark beat Ostrava Systems and Bellwether to the contract, which runs for 7 years from 1 April. The union
at Fenside has asked for proof that the 38 clerks who now fill rosters by hand will keep their jobs.`

func TestCompare(t *testing.T) {
	a := report(t, 1, "Ward and Wire", "Fenside picks Quillmark for rosters", original)
	for _, test := range []struct {
		name, title, text string
		same              bool
		copied            string
	}{
		{"the same text under another headline is a copy", "A new system for rosters", original, true, "same text"},
		{"edits at the end leave a copy", "Rosters", original + " Read more in our weekly letter.", true, "same text"},
		{"the same names and numbers among other words are a spun copy", "Fenside selects Quillmark",
			`Fenside infirmaries are going to purchase a £4.2m scheduling product by Quillmark, documents viewed by Ward and Wire reveal.
			Delia Marsh, head for staffing in Fenside, informed directors at 26 February how their 12-year-old product breaks in 17% among
			shifts. Quillmark defeated Ostrava Systems and Bellwether for a deal, lasting over 7 years since 1 April. Unions
			in Fenside want evidence how 38 clerks filling schedules manually can stay employed.`, true, "spun text"},
		{"own words on the same event are one story", "Jobs fear as trust changes its rosters",
			"Clerks fear for their jobs since Fenside chose Quillmark over Bellwether for a £4.2m rostering deal. Delia Marsh promised talks.", true, ""},
		{"the same subject elsewhere is another story", "Harbour trust buys rosters",
			`Harbour trust has signed for a roster tool made by Ashlar at £1.1m.
			Chief nurse Orla Kemp said it replaces paper on 40 wards by the summer, after a trial on the children's ward in which
			shifts were filled in half the time. A second phase brings in bank staff and the ambulance crews of Tidewater.`, false, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			l := Compare(a, report(t, 2, "Other", test.title, test.text))
			if l.Same() != test.same || l.Copy != test.copied {
				t.Errorf("same %v, copy %q, want %v, %q: %v", l.Same(), l.Copy, test.same, test.copied, l)
			}
		})
	}
	t.Run("reasons name what is shared", func(t *testing.T) {
		got := Compare(a, report(t, 2, "Other", "Deal", "Fenside and Quillmark agreed on £4.2m, says Delia Marsh.")).String()
		for _, want := range []string{"£4.2m", "quillmark", `"delia marsh"`} {
			if !strings.Contains(got, want) {
				t.Errorf("%q does not name %s", got, want)
			}
		}
	})
	t.Run("a dropped plan is not the plan", func(t *testing.T) {
		l := Compare(report(t, 1, "A", "Fenside launches Quillmark app", original), report(t, 2, "B", "Fenside scraps Quillmark app",
			"Fenside gave up the £4.2m Quillmark system, Delia Marsh said. Bellwether may bid again."))
		if l.Same() || l.Guard == "" {
			t.Errorf("one story, or no guard: %v", l)
		}
	})
}

func TestASignatureIsReadAsWritten(t *testing.T) {
	want := report(t, 7, "Ward and Wire", "Fenside scraps rosters", original+" First published by Salt Marsh Letter.")
	want.Kind, want.Own = news.KindOpinion, true
	got, err := Decode(want.Encode())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(Signature{})); diff != "" {
		t.Errorf("signature (-written +read):\n%s", diff)
	}
}

func FuzzDecode(f *testing.F) {
	s := Signature{Title: "Plan", Tokens: []Token{{"w plan", rare, "ned"}}, Sketch: []uint32{1}, Anchors: []uint32{2}, Cites: []Citation{{Name: "A"}}}
	f.Add(s.Encode())
	f.Add([]byte("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := Decode(data)
		if err != nil {
			return
		}
		if again, err := Decode(s.Encode()); err != nil || len(again.Tokens) != len(s.Tokens) {
			t.Errorf("%v, or tokens lost", err)
		}
	})
}

func BenchmarkSign(b *testing.B) {
	words := beat(b)
	a := news.Article{ID: 1, Publisher: "Ward and Wire", Title: "Fenside picks Quillmark", PublishedDay: "2026-03-02",
		Body: []news.Block{{Text: strings.Repeat(original+"\n", 6)}}} // 400 words
	for b.Loop() {
		words.Sign(a)
	}
}

func BenchmarkCandidate(b *testing.B) {
	words := beat(b)
	sign := func(id int64) Signature {
		return words.Sign(news.Article{ID: id, Title: "Fenside picks Quillmark", PublishedDay: "2026-03-02", Body: []news.Block{{Text: original}}})
	}
	s, other := sign(1), sign(2)
	data := other.Encode()
	for b.Loop() {
		other, err := Decode(data)
		if err != nil {
			b.Fatal(err)
		}
		Compare(&s, other)
	}
}

func TestPlainWords(t *testing.T) {
	got := strings.Join(plainWords("A U-turn: it’s NOT—2026's “plan” ’ - \xff -end"), "|")
	if want := "a|u-turn|it's|not|2026's|plan|end"; got != want {
		t.Errorf("plainWords = %s, want %s", got, want)
	}
}

func TestTwinsAreNearlyTheSameTextOfAboutTheSameDay(t *testing.T) {
	long := strings.Repeat(original+" Papers of the board are public. ", 3)
	a := report(t, 1, "Ward and Wire", "Rosters", long)
	later := report(t, 3, "Mirror", "Rosters", long)
	later.Day = a.Day.Add(3)
	for _, test := range []struct {
		name string
		b    *Signature
		want bool
	}{
		{"with a line more", report(t, 2, "Mirror", "Rosters at Fenside", long+" Copied."), true},
		{"three days later", later, false},
		{"with a headline that says it is off", report(t, 4, "Mirror", "Fenside scraps rosters", long), false},
		{"in other words", report(t, 5, "Mirror", "Rosters", "Quillmark sells rosters to Fenside for £4.2m."), false},
	} {
		if got := Twins(a, test.b); got != test.want {
			t.Errorf("%s: Twins = %v", test.name, got)
		}
	}
}

func TestRoundSumsAloneMakeNoStory(t *testing.T) {
	a := report(t, 1, "A", "£15m for 1,200 apprentices", "Ministers gave £15m for 1,200 apprenticeships at 45 firms, Oriel Haddow said.")
	b := report(t, 2, "B", "Skell cuts 1,200 posts", "Skell is to lose 1,200 posts and save £15m within 45 days, Renata Opie said.")
	if l := Compare(a, b); l.Score > 0 {
		t.Errorf("%v", l)
	}
	b = report(t, 2, "B", "1,200 apprentices", "The £15m for 1,200 places came from Oriel Haddow.")
	if l := Compare(a, b); !l.Same() {
		t.Errorf("with a name: %v", l)
	}
}

func TestManyCopiesAreOneStoryAndCompareLittle(t *testing.T) {
	long := strings.Repeat(original+" Papers of the board are public. ", 3)
	var all []*Signature
	for id := range int64(2000) {
		all = append(all, report(t, id+1, "Outlet "+itoa(int(id)%50), "Rosters", long+" Outlet "+itoa(int(id))))
	}
	for i := range all { // the words of the beat are read once, the days are one
		all[i].Seen = all[i].Seen.Add(time.Duration(i) * time.Minute)
	}
	stories := Batch(all, Ties{})
	if len(stories) != 1 || len(stories[0]) != len(all) {
		t.Errorf("%d stories, the first of %d articles", len(stories), len(stories[0]))
	}
	alone, copies := fold(all, &Ties{})
	if len(alone) != 1 || len(copies[alone[0].Article]) != len(all)-1 {
		t.Errorf("%d stand by themselves", len(alone))
	}
}
