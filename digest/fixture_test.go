package digest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/wardround/wardround/news"
)

// Everyone and every publisher here is invented.

func london(t testing.TB) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

var fixtureTopics = []Topic{
	{"workforce-plan", "Workforce plan"}, {"pay", "Pay and grading"}, {"skills", "Skills and training"},
	{"jobs", "Posts and vacancies"}, {"leadership", "Digital leadership"},
}

// deed is what a body did; place by place it gives as many stories as wanted.
type deed struct{ topic, title, first, second, why string }

var deeds = []deed{
	{"pay", "%s to grade data jobs from one guide", "From May an analyst who joins %s will be graded by one guide for all data jobs.", "Unions have asked for written pay protection, which the board will discuss in June.", "Agenda for Change and data analysts, headline and first paragraph"},
	{"skills", "%s doubles its evening informatics course", "%s will pay for ninety places on an evening informatics course open to bands 4 to 6.", "Applications close on the second Friday of the month.", "informatics and bands 4 to 6, first paragraph"},
	{"jobs", "%s counts forty unfilled technology posts", "Forty technology posts stand empty at %s, a quarter more than a year ago.", "The board blames pay that trails the city by £12,000.", "digital vacancies, headline"},
	{"leadership", "%s looks for its first chief information officer", "%s has never had a chief information officer on its board.", "The advertisement names a salary but no start date.", "chief information officer, headline"},
	{"workforce-plan", "Digital workforce plan is close, %s hears", "A plan for digital, data and technology staff is close, a director told the board of %s.", "No day was named, and no money was promised.", "digital workforce plan and a director, headline and first paragraph"},
	{"jobs", "%s merges two digital teams", "%s will merge the digital teams of its two largest hospitals before the summer.", "Eleven posts are at risk, most of them in service desks.", "digital teams and posts at risk, headline"},
	{"skills", "%s asks every ward for a digital skills lead", "Each ward of %s is to name a digital skills lead by the end of the year.", "The lead keeps one shift a month for teaching.", "digital skills, headline and body"},
}

var (
	places     = []string{"Fenside Hospitals", "Moorland Community Trust", "Saltmarsh Mental Health", "Copperdale Hospitals", "Larkrise Ambulance", "Thistledown Care Board", "Brackenbury Hospitals", "Eddleford Trust", "Windle Valley Hospitals"}
	publishers = []string{"Wardline", "Care Systems News", "Fenside Record", "The Informatics Post", "Moor Gazette", "Bedside Weekly", "Trust & Board"}
)

// candidate is the i-th invented article. Later ones score less.
func candidate(i int, loc *time.Location) Candidate {
	d, place := deeds[i%len(deeds)], places[i/len(deeds)%len(places)]
	if round := i / (len(deeds) * len(places)); round > 0 {
		place += fmt.Sprintf(" (site %d)", round+1)
	}
	title, first := fmt.Sprintf(d.title, place), fmt.Sprintf(d.first, place)
	slug := strings.ToLower(strings.NewReplacer(" ", "-", "(", "", ")", "").Replace(title))
	publisher := publishers[i*3%len(publishers)]
	host := strings.ToLower(strings.NewReplacer(" ", "", "&", "and").Replace(publisher))
	filler := strings.TrimSpace(strings.Repeat("The report goes on at length about rooms, rotas and the reasons for both. ", 45))
	a := news.Article{
		ID: int64(i + 1), URL: fmt.Sprintf("https://%s.example/2026/11/%s", host, slug), Source: publisher, Publisher: publisher,
		Title: title, Body: []news.Block{{Kind: news.Paragraph, Text: first + " " + d.second}, {Kind: news.Paragraph, Text: filler}},
		Published: time.Date(2026, 11, 9+i%7, 6+i%12, 0, 0, 0, loc), Quality: news.QualityFull, Kind: news.KindReport, MaxSnippet: -1, Revision: 1,
	}
	m := news.Match{Term: "digital", Zone: news.ZoneLead, Block: 0, Start: 0, End: 10, Weight: 2}
	return Candidate{Article: a, Verdict: news.Verdict{
		Article: a.ID, Relevant: true, Level: news.Core, Score: 95 - float64(i)/5, Topics: []string{d.topic}, Matches: []news.Match{m}, Why: d.why,
	}}
}

// input is a week with n relevant articles.
func input(t testing.TB, n int) Input {
	loc := london(t)
	at := time.Date(2026, 11, 16, 7, 30, 0, 0, loc)
	in := Input{
		Edition: news.Edition{Name: "weekly", Title: "Digital Workforce Week", Location: loc, MaxStories: 30},
		Number:  11, Slot: news.Slot{Edition: "weekly", Key: "2026-11-16T07:30", At: at}, From: at.AddDate(0, 0, -7), To: at,
		Topics: fixtureTopics,
		Coverage: news.Coverage{
			WatchedFrom: at.AddDate(0, -3, 0), Sources: 21, Read: 21, Considered: n + 198, Relevant: n,
		},
		Operator: news.Operator{Name: "Workforce Insight, Example Trust", Contact: "desk@trust.example"},
	}
	for i := range n {
		in.Candidates = append(in.Candidates, candidate(i, loc))
	}
	return in
}

// samples are the weeks whose mails are kept as goldens.
func samples(t testing.TB) map[string]news.Issue {
	out := make(map[string]news.Issue)
	for _, n := range []int{1, 2, 10, 30, 300} {
		in := input(t, n)
		if n == 1 {
			in.First, in.Coverage.WatchedFrom = true, in.To.AddDate(0, 0, -3)
		}
		if n == 10 {
			dress(&in)
		}
		out[fmt.Sprintf("stories-%03d", n)] = Compose(in)
	}
	out["quiet"] = Compose(input(t, 0)) // what an edition with when_empty: note sends
	out["promises"] = Compose(promising(t, 0))
	out["promises-stories"] = Compose(promising(t, 4))
	broken := input(t, 0)
	broken.Coverage.Read, broken.Coverage.Considered = 18, 40
	broken.Coverage.Troubled = []news.SourceTrouble{
		{Name: "Moor Gazette", What: news.OutcomeRefused, Since: "2026-11-12"},
		{Name: "Bedside Weekly", What: news.OutcomeFailed, Since: "2026-11-10"},
		{Name: "Fenside Record", What: news.OutcomeGone},
	}
	out["quiet-broken"] = Compose(broken)
	out["nasty"] = Compose(nasty(t))
	wrong := input(t, 0)
	wrong.Corrections = []news.Correction{{Issue: 10, Ref: "10.6", Text: "We said that the Fenside consultation closes on 15 November; it is 22 November."}}
	out["put-right"] = Compose(wrong)
	onlyReleases := input(t, 2)
	for i := range onlyReleases.Candidates {
		onlyReleases.Candidates[i].Article.Kind = news.KindPress
	}
	out["releases"] = Compose(onlyReleases)
	return out
}

// promising is a week in which promises moved, fell due, passed and were kept.
func promising(t testing.TB, stories int) Input {
	in := input(t, stories)
	said := func(phrase, office, publisher string, day, due news.Day, basis news.Basis) news.PromiseWords {
		slug := strings.ToLower(strings.ReplaceAll(publisher, " ", ""))
		return news.PromiseWords{Phrase: phrase, Office: office, Publisher: publisher, URL: "https://" + slug + ".example/" + string(day), Day: day, Due: due, Basis: basis}
	}
	before := said("later this year", "the Care Board", "Fenside Record", "2025-08-23", "2025-12-31", news.BasisStated)
	leaked := said("", "", "Moor Gazette", "2025-08-23", "", "")
	leaked.Secondary = true
	in.Promises = []news.PromiseLine{
		{Ref: "P1", Title: "Regional digital workforce plan", Status: news.Slipped, Label: "promised again", Due: "2026-12-11", DueBasis: news.BasisRead, Moves: 1,
			Now: said("imminent", "the board's interim director of data", "Wardline", "2026-11-13", "2026-12-11", news.BasisRead), Before: &before, Disputed: &leaked},
		{Ref: "P2", Title: "Digital skills assessment tool for staff of all six trusts", Status: news.Due, Label: "due in 14 days", Due: "2026-11-30", DueBasis: news.BasisStated,
			Now: said("by the end of November", "the Skills Office", "Care Systems News", "2026-02-03", "2026-11-30", news.BasisStated)},
		{Ref: "P4", Title: "Register of data analysts", Status: news.Overdue, Label: "date passed", Due: "2026-11-12", DueBasis: news.BasisStated,
			Now: said("by 12 November", "the Register's chair", "Wardline", "2026-06-01", "2026-11-12", news.BasisStated)},
		{Ref: "P7", Title: "Evening informatics course", Status: news.Kept, Label: "kept", Now: said("", "Fenside Hospitals", "Fenside Record", "2026-11-14", "", "")},
	}
	in.Unshown = 1
	in.Dates = []news.DateAhead{
		{Day: "2026-11-30", What: "promised by then: Digital skills assessment tool for staff of all six trusts", Ref: "P2", Promise: true},
		{Day: "2026-11-22", What: "consultation closes: Fenside asks about digital roles", Ref: "10.6"},
	}
	return in
}

// dress gives a week of ten one of everything.
func dress(in *Input) {
	in.Notice = "Made-up news: none of this happened"
	c := in.Candidates
	c[1].Article.Quality = news.QualityWall
	c[2].Article.Kind = news.KindOpinion
	c[3].Article.Kind, c[3].Verdict.Score = news.KindPress, 99
	c[4].Also = []news.Also{
		{Publisher: "Bedside Weekly", Title: c[4].Article.Title, URL: "https://bedsideweekly.example/plan", Day: "2026-11-14"},
		{Publisher: "Wardline", Title: "Plan for digital staff is near, but nobody says when", URL: "https://wardline.example/plan", Day: "2026-11-15"},
	}
	c[5].Article.Quality, c[5].Article.Summary, c[5].Article.Body = news.QualityFeed, "Two digital teams of one trust become one before the summer.", nil
	c[6].Article.Published, c[6].Article.PublishedDay = time.Time{}, "2025-12-30"
	c[7].Verdict.Level = news.Peripheral
	c[8].Earlier = &news.Story{Ref: "10.4", Title: "Trust weighs a bigger evening course"}
	in.Edition.Introduction, in.Edition.Accent = "For the heads of digital of all six trusts.", "#7a1f5c"
	in.Corrections = []news.Correction{
		{Issue: 10, Ref: "10.6", Text: "We said that the Fenside consultation closes on 15 November; it is 22 November."},
		{Issue: 9, Text: "The first graph counted posts twice"},
	}
	in.Dates = []news.DateAhead{{Day: "2026-11-22", What: "consultation closes: Fenside asks about digital roles", Ref: "10.6"}}
	in.Stories = []int{4, 5, 5, 6, 4, 5, 3, 5, 4}
	a := &c[0].Article
	a.Body = append(a.Body, news.Block{Kind: news.Paragraph, Text: "Comments on the guide can be sent in until 4 December."})
	in.Coverage.Read, in.Coverage.Relevant, in.Coverage.Unread = 20, 9, 1 // an update is no news of the window
	in.Coverage.Troubled = []news.SourceTrouble{{Name: "Moor Gazette", What: news.OutcomeChallenged, Since: "2026-11-12"}}
}

// nastyTitles are what feeds have really been seen to carry, and worse.
var nastyTitles = []string{
	`<b>Plan</b> & "pay": trusts' <em>view</em>`,
	"Bands &amp;amp; grades &amp;lt;b&amp;gt;explained&amp;lt;/b&amp;gt; for digital staff",
	"{{.}} {{range .Sections}}x{{end}} ${jndi:ldap} <%= 1 %> [[NAME]] ((name)) %!s(MISSING)",
	strings.Repeat("A very long headline about digital posts in one trust ", 8),
	strings.Repeat("Donaudampfschifffahrt", 20),
	"\u202eevil txt.exe\u202c digital \u200bteam\u00ad merger \u2066named\u2069",
	"🩺 Nurses 👩‍💻 ask for better laptops 🎉🎉 in every digital ward",
	"قوة العمل الرقمية في المستشفيات الكبرى",
	"Subject: x\r\nBcc: everyone@evil.example\r\n\r\nhello digital staff",
	"https://bank.example/login",
	"", "Read more", "undefined",
	"THE DIGITAL PLAN IS FREE!!! AND UNBELIEVABLYGOOD",
	"â€œNot fitâ€\u009d: pay bands for digital roles cost Â£12,000",
	"<script>alert(1)</script>Digital team<style>p{x:y}</style> hires ten analysts",
	"Same headline about digital staff", "Same headline about digital staff",
	"View it in your browser",
}

// nastyLinks go with the first titles.
var nastyLinks = []string{
	"javascript:alert(1)", "data:text/html,x", "https://user:pw@bank.example/", "//wardline.example/x", "https://wardline.example/a b\"c'd(e)<f>|g%zz",
	"https://wardline.example/?q=%5Bdigital%5D&a=1&b=2", "ftp://wardline.example/x", "",
}

func nasty(t testing.TB) Input {
	in := input(t, len(nastyTitles))
	for i := range in.Candidates {
		c := &in.Candidates[i]
		c.Article.Title = nastyTitles[i]
		c.Article.URL = fmt.Sprintf("https://wardline.example/n/%d", i)
		if i < len(nastyLinks) {
			c.Article.URL = nastyLinks[i]
		}
		c.Verdict.Why = "<i>pay</i>\r\nX-Evil: 1 {{.}}"
	}
	in.Candidates[5].Article.Publisher = "Ward\u202eline\r\n<b>News</b>"
	in.Edition.Title = "Digital <b>Workforce</b>\r\nWeek"
	in.Operator = news.Operator{Name: "<script>x</script>Insight {{.}}", Contact: "javascript:alert(1)"}
	in.Coverage.Troubled = []news.SourceTrouble{{Name: "{{.}}\r\n<img src=x onerror=y>Gazette", What: "boom"}}
	in.Coverage.Read--
	return in
}
