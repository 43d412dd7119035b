package classify

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/wardround/wardround/news"
)

func TestAllEvidenceIsRequired(t *testing.T) {
	lex := load(t, gardens())
	for name, c := range map[string]struct {
		a       news.Article
		want    bool
		missing []string
	}{
		"all of it":           {article("Millbrook allotment rent to rise", "The rent of a garden doubles."), true, nil},
		"no town":             {article("Allotment rent to rise", "The rent of a garden doubles."), false, []string{"town"}},
		"the address is town": {news.Article{Title: "Allotment rent to rise", URL: "https://www.Millbrook.example/x", Body: article("", "The rent of a garden doubles.").Body}, true, nil},
		"no money":            {article("Millbrook gardens", "The allotment is green."), false, []string{"money"}},
		"never together":      {article("Millbrook garden", "A rent."), false, []string{"garden and money together"}},
		"nothing at all":      {news.Article{}, false, []string{"town", "garden", "money"}},
	} {
		t.Run(name, func(t *testing.T) {
			v := lex.Judge(c.a)
			checkVerdict(t, v)
			if v.Relevant != c.want {
				t.Errorf("relevant %v at %v, want %v; parts %v", v.Relevant, v.Score, c.want, v.Parts)
			}
			if diff := cmp.Diff(c.missing, v.Missing); diff != "" {
				t.Errorf("missing (-want +got):\n%s", diff)
			}
		})
	}
}

func TestLookalikesAreAMargin(t *testing.T) {
	lex := load(t, gardens())
	plain := lex.Judge(article("Millbrook allotment rent to rise", "The rent of a garden doubles."))
	once := lex.Judge(article("Millbrook allotment rent to rise", "The rent of a garden doubles. The pub is open."))
	much := lex.Judge(article("Millbrook pub raises fee for its beer garden", "The beer garden costs rent. The pub and its beer garden stay."))
	if once.Score >= plain.Score || !once.Relevant {
		t.Errorf("one mention: %v after %v, relevant %v; want lower and still in", once.Score, plain.Score, once.Relevant)
	}
	if much.Relevant || much.Why != "reads like a beer garden" {
		t.Errorf("a look-alike is in with %v, why %q", much.Score, much.Why)
	}
	for _, m := range much.Matches {
		if m.Group == "garden" {
			t.Errorf("%q counts as a garden", m.Text)
		}
	}
}

func TestLevels(t *testing.T) {
	lex := load(t, gardens())
	filler := strings.Repeat("Nothing of interest was said about anything. ", 8)
	for name, c := range map[string]struct {
		a    news.Article
		want news.Level
	}{
		"in the headline":     {article("Millbrook allotment rent to rise", "The plot rent doubles in every garden of the town hall."), news.Core},
		"only far down":       {article("Millbrook news", filler, "The plot rent of each garden rises. A fee for the allotment. Millbrook pays the cost of a garden."), news.Peripheral},
		"who got a post":      {article("Millbrook appoints allotment rent chief", "The plot rent doubles in every garden of the town hall."), news.Peripheral},
		"nothing of the sort": {article("Weather", filler), news.NotOurs},
	} {
		t.Run(name, func(t *testing.T) {
			v := lex.Judge(c.a)
			checkVerdict(t, v)
			if v.Level != c.want {
				t.Errorf("level %s at %v, want %s; parts %v", v.Level, v.Score, c.want, v.Parts)
			}
		})
	}
}

func TestTopics(t *testing.T) {
	lex := load(t, gardens())
	v := lex.Judge(article("Millbrook plot rent", "The allotment rent rises. The allotment TR lists each garden and its rent. A TR for every allotment."))
	if diff := cmp.Diff([]string{"rents", "clubs"}, v.Topics); diff != "" {
		t.Errorf("topics, strongest first (-want +got):\n%s", diff)
	}
	weak := lex.Judge(article("Millbrook garden rent", "A garden rent, a garden charge. Millbrook garden fees."))
	if diff := cmp.Diff([]string{"rents"}, weak.Topics); diff != "" || !weak.Relevant {
		t.Errorf("below every minimum the nearest topic stands (-want +got):\n%s", diff)
	}
}

func TestFurnitureAndCommentsNeverSelect(t *testing.T) {
	lex := load(t, gardens())
	const ours = "Millbrook allotment rent doubles. Plot rent for each garden."
	for name, text := range map[string][]string{
		"a closed run at the end":         {"The weather is fine. It will rain.", "3 Comments. " + ours + " Comments are closed."},
		"an open run at the end":          {"The weather is fine. It will rain. It was dry last year and the year before that.", "Related news", ours},
		"a closed run at the start":       {"Related news. " + ours + " Sign up. The weather is fine. It will rain, they say, and it was dry last year."},
		"tags":                            {"The weather is fine. It will rain. It was dry last year.", "Tags: allotment rent, Millbrook, plot rent"},
		"one line after another":          {"The weather is fine and it will rain they say, it was dry. There was no rain to speak of.", "Comment", "1 comment", ours},
		"the closer in a block by itself": {"The weather is fine. It will rain.", "Related news: " + ours, "Sign up"},
	} {
		t.Run(name, func(t *testing.T) {
			v := lex.Judge(article("Weather", text...))
			checkVerdict(t, v)
			if v.Relevant || v.Score > 0 {
				t.Errorf("selected at %v by furniture: %v", v.Score, v.Matches)
			}
			if len(v.Matches) == 0 || v.Matches[0].Zone != news.ZoneFurniture {
				t.Errorf("furniture is not reported: %v", v.Matches)
			}
		})
	}
	a := article("Weather", "It rains.")
	a.Comments = []news.Comment{{Text: ours}}
	v := lex.Judge(a)
	if v.Relevant || len(v.Matches) == 0 || v.Matches[0].Zone != news.ZoneComment {
		t.Errorf("comment: relevant %v, matches %v", v.Relevant, v.Matches)
	}
	if diff := cmp.Diff([]string{"rents"}, lex.CommentTopics(ours)); diff != "" {
		t.Errorf("CommentTopics (-want +got):\n%s", diff)
	}
}

func TestFalseOpenersCostOneSentence(t *testing.T) {
	lex := load(t, gardens())
	for name, text := range map[string]string{
		"a sentence that begins like an opener": "Comment on the plan was wanted. Millbrook allotment rent doubles. Plot rent for each garden.",
		"an opener early without a closer":      "Related news. Millbrook allotment rent doubles. Plot rent for each garden. " + strings.Repeat("More rent for a garden. ", 5),
	} {
		if v := lex.Judge(article("Rent", text)); !v.Relevant {
			t.Errorf("%s: lost at %v", name, v.Score)
		}
	}
}

func TestStructuredBodyIsNotSearchedForFurniture(t *testing.T) {
	a := article("Millbrook", "It is so.", "Related news", "Millbrook allotment rent doubles. Plot rent for each garden.")
	a.Quality = news.QualityFull
	if v := load(t, gardens()).Judge(a); !v.Relevant {
		t.Errorf("a block of a scraped page was taken for furniture: %v", v.Matches)
	}
}

// A megabyte on one line must not cost more than its length: no step may look at
// all hits for each hit.
func TestLongTextIsJudgedInTime(t *testing.T) {
	lex := load(t, gardens())
	for name, unit := range map[string]string{
		"all hits":         "Millbrook allotment TR rent charge beer garden fee ",
		"sentences":        "Millbrook allotment rent. ",
		"full stops":       ".a",
		"marks":            "...?!",
		"openers":          "Related news. ",
		"one endless word": "a",
		"blanks":           " \u00a0",
		"combining marks":  "e\u0301",
	} {
		t.Run(name, func(t *testing.T) {
			began := time.Now()
			v := lex.Judge(article(unit, strings.Repeat(unit, 1<<20/len(unit))))
			checkVerdict(t, v)
			// 1 MB takes well under a second; ten allow for a busy machine and -race.
			if took := time.Since(began); took > 10*time.Second {
				t.Errorf("1 MB took %v", took)
			}
			if len(v.Matches) > maxMatches {
				t.Errorf("%d matches kept, at most %d", len(v.Matches), maxMatches)
			}
		})
	}
}

// A round-up leads with the subject and goes on with five stories of another kind.
func TestOpeningIsNotSunkByWhatFollows(t *testing.T) {
	lex := load(t, os.DirFS("../seeds"))
	lead := []string{
		"NHS England has published its digital workforce plan, which asks every trust to train and retain digital staff.",
		"Trusts must recruit clinical coders and data analysts, and the plan sets out digital skills for all NHS staff.",
	}
	var rest []string
	for _, name := range []string{"Alder", "Birch", "Cedar", "Damson", "Elder"} {
		rest = append(rest, name+" NHS trust has awarded a contract to a supplier for an electronic patient record. "+
			"The supplier will deploy its platform and virtual wards under a framework, and the procurement cost 20 million pounds.")
	}
	alone := lex.Judge(article("NHS digital workforce plan is out", lead...))
	both := lex.Judge(article("NHS digital workforce plan is out", append(lead, rest...)...))
	if alone.Level != news.Core || !both.Relevant {
		t.Errorf("alone %v at %v, with five other stories %v at %v", alone.Level, alone.Score, both.Level, both.Score)
	}
	if none := lex.Judge(article("Trusts buy records", rest...)); none.Relevant {
		t.Errorf("the other stories alone are in at %v", none.Score)
	}
}
