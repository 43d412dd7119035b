package digest

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/templates"
)

func TestRenderIsPure(t *testing.T) {
	issue := Compose(input(t, 30))
	want, err := Render(issue, goldenOptions)
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		got, err := Render(issue, goldenOptions)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("a second mail of the same issue differs:\n%s", diff)
		}
	}
}

func TestRenderTellsHowToLeave(t *testing.T) {
	issue := Compose(input(t, 1))
	for name, tt := range map[string]struct {
		opts    RenderOptions
		contact string
		want    []string
		not     []string
	}{
		"personal link and address": {RenderOptions{UnsubscribeURL: "https://digest.example/u/1", UnsubscribeMail: "leave@trust.example"}, "",
			[]string{"https://digest.example/u/1", "remove it before", "leave@trust.example"}, nil},
		"address with parameters": {RenderOptions{UnsubscribeMail: "mailto:leave@trust.example?subject=x"}, "",
			[]string{"Unsubscribe by e-mail: leave@trust.example"}, []string{"remove it before"}},
		"operator's contact":        {RenderOptions{}, "Desk <desk@trust.example>", []string{"Unsubscribe by e-mail: desk@trust.example"}, []string{"remove it before"}},
		"contact is no address":     {RenderOptions{}, "room 12", []string{"To unsubscribe, reply to this e-mail"}, nil},
		"hostile link is not given": {RenderOptions{UnsubscribeURL: "javascript:alert(1)"}, "", []string{"To unsubscribe, reply"}, []string{"javascript"}},
	} {
		t.Run(name, func(t *testing.T) {
			issue.Operator.Contact = tt.contact
			m, err := Render(issue, tt.opts)
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range tt.want {
				if !strings.Contains(strings.Join(strings.Fields(m.Text), " "), want) || !strings.Contains(m.HTML, want) {
					t.Errorf("no %q in both parts", want)
				}
			}
			for _, not := range tt.not {
				if strings.Contains(m.Text, not) || strings.Contains(m.HTML, not) {
					t.Errorf("%q stands in the mail", not)
				}
			}
		})
	}
}

func TestRenderPutsTheNoticeFirst(t *testing.T) {
	m, err := Render(specimen(), RenderOptions{})
	if err != nil {
		t.Fatal(err)
	}
	const notice = "A specimen: nothing here happened."
	if !strings.HasPrefix(m.Text, notice) || !strings.HasPrefix(m.Preheader, notice) {
		t.Errorf("text begins %q, preheader %q; want %q", m.Text[:40], m.Preheader, notice)
	}
	if strings.Index(m.HTML, "font-weight:bold;\">"+notice) > strings.Index(m.HTML, "<h1") {
		t.Error("in HTML the notice stands after the title")
	}
}

func TestFirstIssueSaysSinceWhenItWatches(t *testing.T) {
	in := input(t, 1)
	const published, seen = "What was published from 9 to 16 November. 1 minute to read.", "What we first saw from 9 to 16 November. 1 minute to read."
	for _, tt := range []struct {
		first  bool
		before int // days before the issue since when sources are read
		want   []string
	}{
		{true, 3, []string{published, "This is the first issue. We have watched our sources since 13 November; of the time before we know only what they still listed then."}},
		{true, 92, []string{seen, "This is the first issue. We have watched our sources since 16 August."}},
		{false, 92, []string{seen, ""}},
	} {
		in.First, in.Coverage.WatchedFrom = tt.first, in.To.AddDate(0, 0, -tt.before)
		v := newView(Compose(in), RenderOptions{})
		if diff := cmp.Diff(tt.want, []string{v.Window, v.First}); diff != "" {
			t.Errorf("First %v, watched for %d days (-want +got):\n%s", tt.first, tt.before, diff)
		}
	}
}

func TestRenderSaysWhatSortOfTextItIs(t *testing.T) {
	for want, story := range map[string]news.Story{
		"Wardline, 14 November":                                                      {},
		"Wardline, 14 November · press release, not reporting":                       {Kind: news.KindPress},
		"Wardline, 14 November · sponsored, not reporting":                           {Kind: news.KindSponsored},
		"Wardline, 14 November · opinion":                                            {Kind: news.KindOpinion},
		"Wardline, 14 November · official publication":                               {Kind: news.KindOfficial},
		"Wardline, 14 November (subscribers only)":                                   {Quality: news.QualityWall},
		"Wardline, 14 November (only its opening is free to read)":                   {Quality: news.QualityTeaser},
		"Wardline, 14 November · press release, not reporting (page not read by us)": {Kind: news.KindPress, Quality: news.QualityFeed},
	} {
		story.Publisher, story.Day = "Wardline", "2026-11-14"
		if got := meta(story, 2026); got != want {
			t.Errorf("meta = %q, want %q", got, want)
		}
	}
	if got, want := meta(news.Story{Day: "2025-12-30"}, 2026), "Unnamed publisher, 30 December 2025"; got != want {
		t.Errorf("meta = %q, want %q", got, want)
	}
}

func TestQuotationMarksDoNotNestAlike(t *testing.T) {
	for in, want := range map[string]string{
		`Ada said: "Six are enough."`:      "“Ada said: ‘Six are enough.’”",
		"Ada said: “Six are enough.”":      "“Ada said: ‘Six are enough.’”",
		`"Six" trusts ("not nine") agree.`: "“‘Six’ trusts (‘not nine’) agree.”",
	} {
		if _, got := quotation(news.Story{Excerpt: []string{in}}); got != want {
			t.Errorf("quotation of %q = %q, want %q", in, got, want)
		}
	}
}

func TestLinkTextsStayApart(t *testing.T) {
	names := make(linkNames)
	for _, tt := range []struct{ title, url, want string }{
		{"Plan slips once more", "https://a.example", "Plan slips once more"},
		{"Plan slips once more", "https://a.example", "Plan slips once more"},
		{"plan slips once more", "https://b.example", "plan slips once more (Wardline)"},
		{"Plan slips once more", "https://c.example", "Plan slips once more (11.9)"},
		{"Read more", "https://d.example", "Read more (Wardline)"},
		{"", "https://e.example", "Untitled report (Wardline)"},
		{"undefined", "https://f.example", "Untitled report (11.9)"},
	} {
		if got := names.unique(tt.title, tt.url, "Wardline", "11.9"); got != tt.want {
			t.Errorf("unique(%q, %s) = %q, want %q", tt.title, tt.url, got, tt.want)
		}
	}
}

func TestOwnTemplatesReplaceTheEmbeddedOnes(t *testing.T) {
	own := fstest.MapFS{templates.EmailText: {Data: []byte("Mine: {{wrap .News}}\n{{.Leave.URL}}\n{{.Leave.Mail}}\n")}}
	if err := CheckTemplates(own); err != nil {
		t.Fatal(err)
	}
	m, err := Render(Compose(input(t, 1)), RenderOptions{Templates: own})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(m.Text, "Mine: Fenside") || !strings.Contains(m.HTML, "<h1") {
		t.Errorf("text %q; the HTML should be the embedded one", m.Text)
	}
}

func TestBrokenTemplatesAreRefusedWithFileAndLine(t *testing.T) {
	for name, tt := range map[string]struct{ file, body, want string }{
		"syntax":          {templates.EmailText, "a\nb\n{{if}}\n", "email/issue.txt:3"},
		"unknown field":   {templates.EmailText, "a\n{{.Nonsense}}\n", "email/issue.txt:2"},
		"html field":      {templates.EmailHTML, "<p>\n\n{{range .Sections}}{{.Nope}}{{end}}</p>", "email/issue.html:3"},
		"html function":   {templates.EmailHTML, "<p>{{shout .Title}}</p>", "email/issue.html:1"},
		"no way to leave": {templates.EmailText, "{{.News}}", "email/issue.txt: it does not say how to unsubscribe"},
		"a wrong name":    {"issue.html", "<p>", "neither email/issue.html nor email/issue.txt"},
		"html context":    {templates.EmailHTML, "<p title={{.Title}}\n<", "email/issue.html"},
	} {
		t.Run(name, func(t *testing.T) {
			err := CheckTemplates(fstest.MapFS{tt.file: {Data: []byte(tt.body)}})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("CheckTemplates = %v, want it to name %s", err, tt.want)
			}
		})
	}
}

func TestFrozenIssuesReadAnywhere(t *testing.T) {
	issue := Compose(input(t, 2))
	issue.Zone = "Nowhere/Atlantis"
	if _, err := Render(issue, RenderOptions{}); err != nil {
		t.Errorf("an unknown zone: %v", err)
	}
	if _, err := Render(news.Issue{}, RenderOptions{}); err != nil {
		t.Errorf("the zero issue: %v", err)
	}
}
