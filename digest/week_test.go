package digest

import (
	"slices"
	"strings"
	"testing"

	"github.com/wardround/wardround/news"
)

func TestAnUpdateSaysWhatChanged(t *testing.T) {
	now := news.Article{Title: "Plan for digital staff will not be published", Quality: news.QualityFull,
		Body: []news.Block{{Text: "The plan is dropped. Staff were told on Friday."}}}
	for name, tt := range map[string]struct {
		earlier news.Story
		want    string
	}{
		"another headline":        {news.Story{Title: "Plan for \"digital\" staff is close"}, "its headline was “Plan for ‘digital’ staff is close”"},
		"a mended headline":       {news.Story{Title: "Plan for digital staff will not be publishd"}, ""},
		"other capitals":          {news.Story{Title: "PLAN for digital staff will not be published"}, ""},
		"a wall came down":        {news.Story{Title: now.Title, Quality: news.QualityWall}, "all of it can be read now"},
		"what was quoted is gone": {news.Story{Title: now.Title, Excerpt: []string{"The plan is close."}}, "what we quoted then is no longer in it"},
		"what was quoted is kept": {news.Story{Title: now.Title, Excerpt: []string{"The plan is dropped."}}, ""},
		"nothing was quoted":      {news.Story{Title: now.Title}, ""},
	} {
		if got := change(tt.earlier, now); got != tt.want {
			t.Errorf("%s: change = %q, want %q", name, got, tt.want)
		}
	}
}

func TestATextToldBeforeComesBackAsAnUpdateOnly(t *testing.T) {
	in := input(t, 3)
	in.Candidates[0].Earlier = &news.Story{Ref: "10.2", Title: in.Candidates[0].Article.Title}
	in.Candidates[1].Earlier = &news.Story{Ref: "10.3", Title: "A plan is close"}
	stories := inOrder(Compose(in))
	if len(stories) != 2 {
		t.Fatalf("%d stories, want 2: one that nobody told, one update", len(stories))
	}
	if stories[0].Updates != "" || stories[1].Updates != "10.3" {
		t.Errorf("updates = %q, %q; want an update after what is new", stories[0].Updates, stories[1].Updates)
	}
	m, err := Render(Compose(in), RenderOptions{})
	if err != nil {
		t.Fatal(err)
	}
	const want = "Updated since 10.3: its headline was “A plan is close”."
	if !strings.Contains(m.Text, want) || !strings.Contains(m.HTML, want) {
		t.Errorf("no %q in both parts:\n%s", want, m.Text)
	}
}

func TestTheWeekBesideTheUsual(t *testing.T) {
	eight := []int{8, 9, 10, 9, 9, 8, 11, 9}
	for name, tt := range map[string]struct {
		now     int
		earlier []int
		unread  bool
		want    string
	}{
		"seven issues are too few":  {now: 9, earlier: eight[1:]},
		"the usual":                 {now: 9, earlier: eight, want: "About as many stories as usual."},
		"one more is no news":       {now: 3, earlier: []int{2, 2, 2, 2, 2, 2, 2, 4}, want: "About as many stories as usual."},
		"more than ever":            {now: 12, earlier: eight, want: "More stories than in any of the 8 issues before; 9 are usual."},
		"fewer than ever":           {now: 2, earlier: eight, want: "Fewer stories than in any of the 8 issues before; 9 are usual."},
		"more":                      {now: 20, earlier: append([]int{30}, eight...), want: "More stories than usual, which is 9."},
		"fewer":                     {now: 3, earlier: append([]int{0}, eight...), want: "Fewer stories than usual, which is 9."},
		"fewer, but not all read":   {now: 3, earlier: append([]int{0}, eight...), unread: true, want: "Fewer stories than usual, which is 9, but we did not read everything we watch."},
		"half a year is looked at":  {now: 5, earlier: append(slices.Repeat([]int{4}, UsualSpan), 50, 50), want: "More stories than in any of the 26 issues before; 4 are usual."},
		"one story is usual":        {now: 4, earlier: slices.Repeat([]int{1}, 8), want: "More stories than in any of the 8 issues before; 1 is usual."},
		"more than ever, not alone": {now: 12, earlier: eight, unread: true, want: "More stories than in any of the 8 issues before; 9 are usual."},
	} {
		issue := news.Issue{Earlier: tt.earlier, Dropped: tt.now, Coverage: news.Coverage{Sources: 5, Read: 5}}
		if tt.unread {
			issue.Coverage.Read--
		}
		if got := besideUsual(issue); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

func TestAccentsAreReadableInBothModes(t *testing.T) {
	for colour, ok := range map[string]bool{
		"#0b5394": true, "#7a1f5c": true, "#000000": true, "#005EB8": true, "#767676": true,
		"#777777": false, "#ffcc00": false, "#ffffff": false, "red": false, "#12345": false, "#0b5394;}": false, "": false,
	} {
		if err := CheckAccent(colour); (err == nil) != ok {
			t.Errorf("CheckAccent(%q) = %v", colour, err)
		}
		light, dark := accents(colour)
		if a, b := ratioOf(string(light), lightCard), ratioOf(string(dark), darkCard); a < leastContrast || b < leastContrast {
			t.Errorf("accents(%q) = %s, %s: contrasts %.2f and %.2f", colour, light, dark, a, b)
		}
	}
}

func TestAnAccentColoursEveryLink(t *testing.T) {
	issue := specimen()
	issue.Accent = "#7a1f5c"
	m, err := Render(issue, goldenOptions)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(m.HTML, lightAccent) || strings.Contains(m.HTML, darkAccent) || strings.Contains(m.HTML, "ZgotmplZ") {
		t.Error("our own colour is left in a mail with another accent")
	}
}

func TestAReasonReadsAsASentence(t *testing.T) {
	for _, tt := range []struct{ why, title, want string }{
		{"Digital vacancies and digital posts, headline and body", "Digital vacancies: digital posts in one chart", "Why: its headline says so."},
		{"digital plan, headline", "So farewell, digital plan", "Why: its headline says so."},
		{"Digital vacancies and digital posts, headline and body", "Digital vacancies in one chart", "Why: it names Digital vacancies and digital posts (headline and body)."},
		{"digital, data and technology roles, first paragraph", "A pay review", "Why: it names digital, data and technology roles (first paragraph)."},
		{"several weaker terms", "Several weaker terms", "Why: several weaker terms."},
		{"pay, which the operator added by a rule of theirs.", "x", "Why: pay, which the operator added by a rule of theirs."},
		{"", "x", ""},
	} {
		if got := whyLine(tt.why, tt.title); got != tt.want {
			t.Errorf("whyLine(%q, %q) = %q, want %q", tt.why, tt.title, got, tt.want)
		}
	}
}

func TestWhatASupplierWroteOpensNoIssue(t *testing.T) {
	for want, kinds := range map[string][]news.ArticleKind{
		"No reporting this time: 2 press releases (16 November)":                     {news.KindPress, news.KindPress},
		"No reporting this time: 1 press release and 1 sponsored text (16 November)": {news.KindSponsored, news.KindPress},
	} {
		in := input(t, len(kinds))
		for i, k := range kinds {
			in.Candidates[i].Article.Kind = k
		}
		m, err := Render(Compose(in), RenderOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if m.Subject != want || !strings.HasPrefix(m.Text, "No reporting this time") {
			t.Errorf("subject %q, text %q; want %q", m.Subject, m.Text[:40], want)
		}
	}
}

func TestACorrectionAloneIsTheNews(t *testing.T) {
	in := input(t, 0)
	in.Corrections = []news.Correction{{Issue: 10, Ref: "10.6", Text: "The consultation closes on 22 November, not on 15 November"}}
	issue := Compose(in)
	if !issue.Tells() || Compose(input(t, 0)).Tells() {
		t.Error("Tells does not tell a correction from a quiet week")
	}
	m, err := Render(issue, RenderOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(m.Subject, "Put right: The consultation closes on 22 Nov") || !strings.HasSuffix(m.Subject, "(16 November)") {
		t.Errorf("subject = %q", m.Subject)
	}
	in.Corrections[0].About = "Fenside asks about “digital” roles"
	if named, err := Render(Compose(in), RenderOptions{}); err != nil || !strings.Contains(strings.Join(strings.Fields(named.Text), " "), "Issue 10 [10.6] on “Fenside asks about ‘digital’ roles”: The consultation") {
		t.Errorf("it does not say what it is about (%v)", err)
	}
	const want = "Issue 10 [10.6]: The consultation closes on 22 November, not on 15 November."
	if !strings.Contains(strings.Join(strings.Fields(m.Text), " "), want) || !strings.Contains(strings.ReplaceAll(m.HTML, "\u00a0", " "), want) {
		t.Errorf("no %q in both parts", want)
	}
}
