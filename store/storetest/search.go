package storetest

import (
	"strings"
	"testing"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

// testSearch: words, filters, order, and an index that follows the text.
func testSearch(t *testing.T, open opener) {
	t.Run("words and filters", func(t *testing.T) { queries(t, open(t)) })
	t.Run("no typed text is an error", func(t *testing.T) {
		k := open(t)
		a := k.take(monday, item(1, title("C++ and what's new"), summary("Nurse-led care. AfC: pay and more.")))
		for _, text := range Hostile() {
			if _, err := k.Find(t.Context(), store.Query{Text: text, ByRank: true}); err != nil {
				t.Errorf("Find(%.40q): %v", text, err)
			}
		}
		for _, text := range []string{"nurse-led", "AfC: pay", "what's", "C++", `"nurse led`, "pay)", "+pay", "NEW", "AND"} {
			same(t, text, k.find(store.Query{Text: text}), []int64{a.ID})
		}
		for _, text := range []string{"...", `""`, `" - "`, "\x00", "+"} {
			same(t, text, k.find(store.Query{Text: text}), []int64(nil))
		}
		same(t, "only space is no word asked for", k.find(store.Query{Text: " \t\n"}), []int64{a.ID})
	})
	t.Run("the index follows the text", func(t *testing.T) {
		k := open(t)
		a := k.take(monday, item(1, title("Aardvark"), summary("Buffalo.")))
		finds := func(want string) {
			t.Helper()
			for _, word := range strings.Fields("aardvark buffalo camel dolphin") {
				found := len(k.find(store.Query{Text: word})) == 1
				if wanted := strings.Contains(want, word); found != wanted {
					t.Errorf("search for %s: found %v, want %v", word, found, wanted)
				}
			}
		}
		finds("aardvark buffalo")
		k.page(a.ID, monday, "A camel.")
		finds("aardvark camel")
		k.poll(pollOf(source("gazette"), monday, item(1, title("Dolphin"), summary("Buffalo."))))
		finds("dolphin camel")
		k.page(a.ID, monday, "", failed)
		finds("dolphin buffalo")
	})
}

func queries(t *testing.T, k *kit) {
	gazette, courier := source("gazette"), source("courier")
	k.poll(pollOf(gazette, monday, item(1, title("The workforce plan slips"), summary("Nurses wait for training."))))
	k.poll(pollOf(gazette, monday.Add(hour), item(2, title("Nurse numbers"), summary("A plan for the workforce, and a café."))))
	k.poll(pollOf(courier, monday.Add(2*hour), item(3, title("Football"), summary("The workforce of the ground."))))
	k.poll(firstRead(pollOf(courier, monday, item(4, title("Old plan"), published(monday.Add(-30*day)))), monday.Add(-day)))
	k.poll(pollOf(source("echo"), monday, item(1)))
	one, two, three, old := k.at(item(1).URL).ID, k.at(item(2).URL).ID, k.at(item(3).URL).ID, k.at(item(4).URL).ID
	k.judge(one, score(50))
	k.judge(two, score(80), func(v *news.Verdict) { v.Topics = []string{"pay", "plans"} })
	k.judge(three, irrelevant)
	tests := map[string]struct {
		query store.Query
		want  []int64
	}{
		"all, newest first":          {store.Query{}, []int64{three, two, one}},
		"with the known":             {store.Query{Known: true}, []int64{three, two, one, old}},
		"at most so many":            {store.Query{Limit: 1}, []int64{three}},
		"every word must be there":   {store.Query{Text: "workforce plan"}, []int64{two, one}},
		"a word's other forms count": {store.Query{Text: "nurse"}, []int64{two, one}},
		"a phrase":                   {store.Query{Text: `"workforce plan"`}, []int64{one}},
		"a phrase and a word":        {store.Query{Text: `"workforce plan" nurses`}, []int64{one}},
		"accents do not matter":      {store.Query{Text: "cafe"}, []int64{two}},
		"nothing has it":             {store.Query{Text: "zeppelin"}, nil},
		"by rank: the title counts":  {store.Query{Text: "nurse", ByRank: true}, []int64{two, one}},
		"relevant":                   {store.Query{Relevant: true}, []int64{two, one}},
		"by score":                   {store.Query{Relevant: true, ByScore: true}, []int64{two, one}},
		"by topic":                   {store.Query{Topic: "pay"}, []int64{two}},
		"listed by a source":         {store.Query{Listed: gazette.URL}, []int64{two, one}},
		"listed by another as well":  {store.Query{Listed: source("echo").URL}, []int64{one}},
		"by source":                  {store.Query{Source: "courier"}, []int64{three}},
		"since":                      {store.Query{Since: monday.Add(hour)}, []int64{three, two}},
		"until":                      {store.Query{Until: monday.Add(hour)}, []int64{one}},
		"listed since":               {store.Query{TakenSince: monday.Add(hour)}, []int64{three, two}},
		"everything at once":         {store.Query{Text: "plan", Topic: "plans", Source: "gazette", Since: monday, Until: monday.Add(hour), TakenSince: monday, Relevant: true, ByRank: true, ByScore: true, Limit: 5}, []int64{one}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) { same(t, "found", k.find(tt.query), tt.want) })
	}
	found, err := k.Find(t.Context(), store.Query{Text: "football"})
	k.must(err)
	verdict, err := k.Verdict(t.Context(), three)
	k.must(err)
	same(t, "found", found, []store.Found{{Article: k.article(three), Verdict: verdict, Judged: true, Feed: courier.URL}})

	moved := pollOf(courier, monday.Add(day))
	moved.State.CurrentURL, moved.State.Moved = "https://courier.example/new", true
	k.poll(moved)
	found, err = k.Find(t.Context(), store.Query{Text: "football"})
	k.must(err)
	same(t, "feed that moved for good", found[0].Feed, "https://courier.example/new")
}

// Hostile are strings that people and scripts type into a search box and that a
// query language may stumble over.
func Hostile() []string {
	return []string{
		"nurse-led", "AfC: pay", "what's", "C++", "pay AND", "AND", "OR", "NOT", "NEAR", "NEAR(a b, 2)", "a OR", "NOT b",
		`"`, `""`, `"""`, `"open`, `a "b" "c`, "'", "''; DROP TABLE articles; --", "(", ")", "((a)", "*", "pay*", "^pay",
		"title:pay", "title : pay", "-pay", "+pay", "{a b}: c", "a:b:c", "\\", "%", "_", "...", "!?;,", "–—…", "£££",
		"\x00", "a\x00b", "\x00\x00", "\xff\xfe", "a\xc3", "½", "①②", "日本語", "ﬁne", "İstanbul", "🙂", "a🙂b",
		strings.Repeat("word ", 10_000), strings.Repeat("a", 100_000), strings.Repeat(`"a" `, 2_000),
		strings.Repeat("(", 5_000), strings.Repeat(`"`, 5_001), manyWords(10_000),
		`"` + manyWords(10_000) + `"`, strings.Repeat("é", 5_000), "a" + strings.Repeat("é", 5_000),
	}
}

// manyWords are n different words.
func manyWords(n int) string {
	var b strings.Builder
	for i := range n {
		for j := i + 1; j > 0; j /= 26 {
			b.WriteByte(byte('a' + j%26))
		}
		b.WriteByte(' ')
	}
	return b.String()
}
