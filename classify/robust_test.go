package classify

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wardround/wardround/news"
)

// plainPage is a relevant page as it should be written.
const plainPage = `The NHS 'digital workforce plan' is late - again. NHS England's long-term workforce plan has no numbers for data analysts.
Trusts cannot fill digital posts, and pay under Agenda for Change (AfC) is 30 per cent below the market.`

// The same page in the ways in which it may reach us. None may change what it is
// judged to be about; those that change no word may not change the score either.
func TestVerdictDoesNotDependOnTypesetting(t *testing.T) {
	lex := load(t, os.DirFS("../seeds"))
	const title = "Digital workforce plan slips"
	plain := lex.Judge(article(title, strings.Split(plainPage, "\n")...))
	if plain.Level != news.Core {
		t.Fatalf("the plain page is %s at %v", plain.Level, plain.Score)
	}
	replace := func(pairs ...string) func(string) string { return strings.NewReplacer(pairs...).Replace }
	for name, typeset := range map[string]func(string) string{
		"curly quotes":            replace("'d", "‘d", "n' ", "n’ ", "'s", "’s"),
		"double quotes":           replace("'d", "“d", "n' ", "n” ", "'s", "’s"),
		"guillemets":              replace("'d", "«d", "n' ", "n» ", "'s", "’s"),
		"en dashes":               replace(" - ", " – "),
		"em dashes without space": replace(" - ", "—"),
		"no-break hyphens":        replace("long-term", "long\u2011term"),
		"figure dashes":           replace("long-term", "long\u2012term"),
		"no-break spaces":         replace("digital workforce", "digital\u00a0workforce", "digital posts", "digital\u00a0posts", "30 per", "30\u00a0per"),
		"thin spaces":             replace("digital posts", "digital\u2009posts", "data analysts", "data\u202fanalysts"),
		"two spaces":              replace("digital posts", "digital  posts"),
		"soft hyphens":            replace("workforce", "work\u00adforce", "analysts", "ana\u00adlysts"),
		"zero-width spaces":       replace("workforce", "work\u200bforce"),
		"a byte order mark":       func(s string) string { return "\ufeff" + s },
		"entities left over":      replace("digital posts", "digital&nbsp;posts", "'s", "&#8217;s", " - ", " &ndash; "),
		"tags left over":          replace("digital posts", "<strong>digital posts</strong>", "late", "<em>late</em>", "Trusts", "<p>Trusts"),
		"lines ended for Windows": replace("\n", "\r\n"),
	} {
		t.Run(name, func(t *testing.T) {
			text := typeset(plainPage)
			if text == plainPage {
				t.Fatal("nothing was changed")
			}
			v := lex.Judge(article(title, strings.Split(text, "\n")...))
			checkVerdict(t, v)
			if diff := cmp.Diff(plain.Topics, v.Topics); diff != "" || v.Level != plain.Level {
				t.Errorf("level %s at %v, topics (-plain +got):\n%s", v.Level, v.Score, diff)
			}
			if abs(v.Score-plain.Score) > 1 {
				t.Errorf("score %v, plain %v", v.Score, plain.Score)
			}
		})
	}
}

func TestTitleOrTextMayBeMissing(t *testing.T) {
	lex := load(t, os.DirFS("../seeds"))
	lines := strings.Split(plainPage, "\n")
	for name, c := range map[string]struct {
		a    news.Article
		want bool
	}{
		"no text":           {article("NHS digital workforce plan slips as trusts cannot fill digital posts"), true},
		"no title":          {article("", lines...), true},
		"blank title":       {article(" \u00a0\n", lines...), true},
		"blank lines":       {article("Digital workforce plan slips", append([]string{"", " "}, lines...)...), true},
		"nothing":           {article(""), false},
		"nothing but marks": {article("...", "?!", "\u200b"), false},
	} {
		t.Run(name, func(t *testing.T) {
			v := lex.Judge(c.a)
			checkVerdict(t, v)
			if v.Relevant != c.want {
				t.Errorf("relevant %v at %v, want %v", v.Relevant, v.Score, c.want)
			}
		})
	}
}

// Words that other languages share with English are no evidence by themselves.
func TestPagesInOtherLanguagesAreOut(t *testing.T) {
	lex := load(t, os.DirFS("../seeds"))
	for language, text := range map[string]string{
		"German":  "Das Krankenhaus sucht IT-Personal. Die digitale Transformation braucht Fachkräfte, sagt das Management. Ein Team für Digital Health entsteht, mit Training in AI und Data Science.",
		"French":  "L’hôpital recrute des professionnels du digital. La formation à l’intelligence artificielle concerne les infirmiers. Le plan digital du ministère prévoit 300 postes.",
		"Welsh":   "Mae’r bwrdd iechyd yn chwilio am staff digidol. Bydd cynllun y gweithlu yn cael ei gyhoeddi yn y gwanwyn, meddai’r llywodraeth.",
		"Spanish": "El hospital busca personal digital. La estrategia nacional de salud digital incluye formación y talento.",
		"Chinese": "医院正在招聘数字化人才。国家卫生计划包括数字技能培训。AI IT NHS",
		"Arabic":  "يبحث المستشفى عن موظفين رقميين. digital skills",
	} {
		t.Run(language, func(t *testing.T) {
			v := lex.Judge(article("", text))
			checkVerdict(t, v)
			if v.Relevant {
				t.Errorf("in at %v: %v", v.Score, v.Parts)
			}
		})
	}
}

// A megabyte of one relevant page over and over is still what it is about, and no
// more relevant for its length.
func TestAMegabyteIsJudgedAsItsOpening(t *testing.T) {
	lex := load(t, os.DirFS("../seeds"))
	lines := strings.Split(plainPage, "\n")
	once := lex.Judge(article("Digital workforce plan slips", lines...))
	var many []string
	for range 1 << 20 / len(plainPage) {
		many = append(many, lines...)
	}
	v := lex.Judge(article("Digital workforce plan slips", many...))
	checkVerdict(t, v)
	lost := slices.DeleteFunc(slices.Clone(once.Topics), func(topic string) bool { return slices.Contains(v.Topics, topic) })
	if v.Level != once.Level || v.Score < once.Score || len(lost) > 0 || len(v.Matches) > maxMatches {
		t.Errorf("%s at %v about %v with %d matches, once %s at %v about %v",
			v.Level, v.Score, v.Topics, len(v.Matches), once.Level, once.Score, once.Topics)
	}
}
