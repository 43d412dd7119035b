package digest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/wardround/wardround/news"
)

const padding = "The report goes on at length about rooms and rotas for a while."

// told is an article of about 450 words with some paragraphs at its start.
func told(paragraphs ...string) Candidate {
	c := Candidate{Article: news.Article{Title: "A title of its own", Quality: news.QualityFull, MaxSnippet: -1}}
	for _, p := range append(paragraphs, "But "+strings.Repeat("but "+padding+" It went on. ", 25)) {
		c.Article.Body = append(c.Article.Body, news.Block{Kind: news.Paragraph, Text: p})
	}
	return c
}

// match marks where a term stands in a block of the body.
func match(c Candidate, block int, term string) Candidate {
	start := strings.Index(c.Article.Body[block].Text, term)
	c.Verdict.Matches = append(c.Verdict.Matches, news.Match{Zone: news.ZoneBody, Block: block, Start: start, End: start + len(term), Weight: 1})
	return c
}

func TestExcerptPrefersTheSentenceThatHoldsTheMatches(t *testing.T) {
	c := told("The board met on Tuesday in a cold room.", "Parking was discussed first of all. Forty data analysts will be graded again in May. Lunch was served at one.")
	if diff := cmp.Diff([]string{"The board met on Tuesday in a cold room."}, excerpt(c, 1)); diff != "" {
		t.Errorf("without matches (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"Forty data analysts will be graded again in May."}, excerpt(match(c, 1, "data analysts"), 1)); diff != "" {
		t.Errorf("with a match (-want +got):\n%s", diff)
	}
}

func TestExcerptTakesASecondSentenceOnlyIfItAdjoins(t *testing.T) {
	c := match(told("Forty data analysts will be graded again in May. They have asked for pay protection."), 0, "data analysts")
	want := []string{"Forty data analysts will be graded again in May.", "They have asked for pay protection."}
	if diff := cmp.Diff(want, excerpt(c, 2)); diff != "" {
		t.Errorf("the second sentence's pronoun has its name in the first (-want +got):\n%s", diff)
	}
	c = told("Forty data analysts will be graded again in May.")
	c.Article.Body = append(c.Article.Body[:1], append([]news.Block{{Kind: news.Subhead, Text: "A subhead"}}, news.Block{Kind: news.Paragraph, Text: "Lunch was served at one o'clock. " + strings.Repeat(padding+" ", 30)})...)
	if got := excerpt(match(c, 0, "data analysts"), 2); len(got) != 1 {
		t.Errorf("sentences either side of a subhead are joined: %q", got)
	}
}

func TestExcerptKeepsWithinWhatIsAllowed(t *testing.T) {
	first, second := "Forty data analysts of the six trusts will be graded again in May.", "Unions have asked for pay protection in writing."
	whole := func(change func(*Candidate)) []string {
		c := told(first + " " + second)
		change(&c)
		return excerpt(c, 2)
	}
	long := "Forty " + strings.Repeat("very ", 60) + "long words were said."
	for name, tt := range map[string]struct {
		change func(*Candidate)
		want   []string
	}{
		"two sentences":                  {func(*Candidate) {}, []string{first, second}},
		"source says none":               {func(c *Candidate) { c.Excerpt = news.ExcerptNone }, nil},
		"publisher forbids snippets":     {func(c *Candidate) { c.Article.MaxSnippet = 0 }, nil},
		"snippet holds one sentence":     {func(c *Candidate) { c.Article.MaxSnippet = len(first) }, []string{first}},
		"snippet holds the shorter only": {func(c *Candidate) { c.Article.MaxSnippet = len(first) - 1 }, []string{second}},
		"snippet holds nothing whole":    {func(c *Candidate) { c.Article.MaxSnippet = 20 }, nil},
		"a passage not to be quoted":     {func(c *Candidate) { c.Article.Body[0].NoQuote = true }, nil},
		"behind a wall":                  {func(c *Candidate) { c.Article.Quality = news.QualityWall }, nil},
		"an opening only":                {func(c *Candidate) { c.Article.Quality = news.QualityTeaser }, nil},
		"a tenth of a short body":        {func(c *Candidate) { c.Article.Body = c.Article.Body[:1] }, nil},
		"no sentence over sixty words":   {func(c *Candidate) { c.Article.Body[0].Text = long }, nil},
		"feed's summary, wall or not": {func(c *Candidate) {
			c.Excerpt, c.Article.Quality, c.Article.Summary = news.ExcerptFeed, news.QualityWall, "Six trusts share one guide for grading. Unions want promises."
		}, []string{"Six trusts share one guide for grading.", "Unions want promises."}},
		"page not read, summary's first sentence": {func(c *Candidate) {
			c.Article.Quality, c.Article.Summary = news.QualityFeed, "Six trusts share one guide for grading. Unions want more than that."
		}, []string{"Six trusts share one guide for grading."}},
		"page not read, the feed carries the whole text": {func(c *Candidate) { c.Article.Quality = news.QualityFeed }, []string{first, second}},
		"page not read and nothing in the feed":          {func(c *Candidate) { c.Article.Quality, c.Article.Body = news.QualityFeed, nil }, nil},
		"quotation set apart": {func(c *Candidate) {
			c.Article.Body[0].Kind = news.Quotation
		}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, whole(tt.change)); diff != "" {
				t.Errorf("excerpt (-want +got):\n%s", diff)
			}
		})
	}
}

func TestExcerptOfAStandfirst(t *testing.T) {
	c := told("Parking was discussed first of all.")
	c.Article.Standfirst = "Six trusts will grade data analysts from one guide."
	c.Verdict.Matches = []news.Match{{Zone: news.ZoneStandfirst, Start: 22, End: 35, Weight: 1}}
	if diff := cmp.Diff([]string{c.Article.Standfirst}, excerpt(c, 2)); diff != "" {
		t.Errorf("the standfirst holds the match, and does not adjoin the body (-want +got):\n%s", diff)
	}
	c.Article.Title = c.Article.Standfirst
	if diff := cmp.Diff([]string{"Parking was discussed first of all."}, excerpt(c, 1)); diff != "" {
		t.Errorf("a standfirst that repeats the headline (-want +got):\n%s", diff)
	}
}

func TestExcerptsOfAllSamplesKeepTheRules(t *testing.T) {
	in := input(t, 60)
	for _, c := range in.Candidates {
		for most := 1; most <= 2; most++ {
			got := excerpt(c, most)
			words := len(strings.Fields(strings.Join(got, " ")))
			if len(got) > most || words > quoteWords || words*quoteShare > len(strings.Fields(c.Article.Text())) {
				t.Errorf("%s: %d sentences, %d words: %q", c.Article.Title, len(got), words, got)
			}
			for _, s := range got {
				if !strings.Contains(c.Article.Text(), s) {
					t.Errorf("%s: %q is not the publisher's text", c.Article.Title, s)
				}
			}
		}
	}
}

func TestExcerptPrefersTheSentenceThatCarriesTheNews(t *testing.T) {
	c := told("Parking was discussed first of all by the board.",
		"Analysts like maps. Copperdale hospitals will grade forty data analysts anew. Analysts wear badges in the building.")
	c.Article.Title = "Copperdale to grade data analysts again"
	for _, term := range []string{"Analysts like", "data analysts", "Analysts wear"} {
		c = match(c, 1, term)
	}
	if diff := cmp.Diff([]string{"Copperdale hospitals will grade forty data analysts anew."}, excerpt(c, 1)); diff != "" {
		t.Errorf("who does what (-want +got):\n%s", diff)
	}
}

func TestExcerptPrefersWhatSpeaksForATopicToTheNameOfABody(t *testing.T) {
	c := told("The market town has two bridges.", "The Fenside Office is preparing its guidance. Ninety data analysts lose their band.")
	c.Article.Title = "A week in Copperdale"
	c = match(c, 1, "Fenside Office")
	c = match(c, 1, "data analysts")
	last := len(c.Verdict.Matches) - 1
	c.Verdict.Matches[last-1].Weight, c.Verdict.Matches[last-1].Topic = 2, ""
	c.Verdict.Matches[last].Weight, c.Verdict.Matches[last].Topic = 1.4, "pay"
	if diff := cmp.Diff([]string{"Ninety data analysts lose their band."}, excerpt(c, 1)); diff != "" {
		t.Errorf("excerpt (-want +got):\n%s", diff)
	}
}

func TestNoExcerptRatherThanAnAside(t *testing.T) {
	c := told("He had not been asked, he said on Tuesday.", "Lunch was served to everybody at one.")
	c.Article.Title = "Copperdale to grade data analysts again"
	c.Verdict.Matches = []news.Match{{Zone: news.ZoneBody, Block: 0, Start: 0, End: 2, Weight: 1}}
	if got := excerpt(c, 2); got != nil {
		t.Errorf("excerpt = %q, want none: the sentence that counts cannot stand alone", got)
	}
	c = told("Two hundred data analysts of Copperdale hospitals will be graded anew by a panel that meets in the spring.", "The board will look again.")
	c.Article.Title = "Analysts get a new grade"
	c = match(c, 0, "data analysts")
	c = match(c, 1, "board")
	c.Verdict.Matches[len(c.Verdict.Matches)-1].Weight = c.Verdict.Matches[0].Weight / 5
	c.Article.MaxSnippet = 40
	if got := excerpt(c, 1); got != nil {
		t.Errorf("excerpt = %q, want none: it tells a fifth of what the barred sentence does", got)
	}
}

func TestSentencesThatPointElsewhereDoNotStandAlone(t *testing.T) {
	for _, s := range []string{
		"Most data analysts will enter at the middle one.", "Boards of hospitals chose the latter in May.",
		"Two trusts in the county have refused to do so.",
	} {
		if standsAlone(s) {
			t.Errorf("%q points at something that is not shown", s)
		}
	}
	for _, s := range []string{"One in seven digital posts is empty this year.", "The board did not say when the plan would come.", "Nurses were the first to get laptops on the ward."} {
		if !standsAlone(s) {
			t.Errorf("%q can stand alone", s)
		}
	}
}
