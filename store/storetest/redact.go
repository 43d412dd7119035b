package storetest

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

func redaction(kind news.RedactionKind, what string) news.Redaction {
	return news.Redaction{Kind: kind, What: what, Reason: "on request", At: monday.Add(day)}
}

// testRedact: what was removed on request is nowhere and stays away.
func testRedact(t *testing.T, open opener) {
	for name, r := range map[string]news.Redaction{
		"an article by its address":         redaction(news.RedactURL, "https://gazette.example/1"),
		"an article by an earlier address":  redaction(news.RedactURL, "https://gazette.example/old"),
		"all of a host, hosts below it too": redaction(news.RedactHost, "gazette.example"),
	} {
		t.Run(name, func(t *testing.T) { articleGoes(t, open(t), r) })
	}
	t.Run("a person's name goes, the news around it stays", func(t *testing.T) { nameGoes(t, open(t)) })
	t.Run("another page with the same address goes when it is read", func(t *testing.T) {
		k := open(t)
		_, err := k.Redact(t.Context(), redaction(news.RedactURL, "https://gazette.example/1"))
		k.must(err)
		twin := k.take(monday, item(2, address("https://gazette.example/short")))
		k.page(twin.ID, monday, "The same.", canonical("https://gazette.example/1"))
		if _, err := k.Article(t.Context(), twin.ID); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("the twin is still there: %v", err)
		}
	})
	t.Run("names in pieces of words stay", func(t *testing.T) {
		k := open(t)
		a := k.take(monday, item(1, title("Ann Leeds the trust")))
		_, err := k.Redact(t.Context(), redaction(news.RedactPerson, "Ann Lee"))
		k.must(err)
		same(t, "title", k.article(a.ID).Title, "Ann Leeds the trust")
	})
}

func articleGoes(t *testing.T, k *kit, r news.Redaction) {
	a := k.take(monday, item(1, address("https://gazette.example/old")))
	k.page(a.ID, monday, "Promised by spring.", canonical("https://gazette.example/1"))
	keep(k, a.ID, monday, "as received")
	k.judge(a.ID)
	other := k.take(monday, item(9, address("https://other.example/9")))
	k.judge(other.ID)
	k.must(k.SaveStatements(t.Context(), monday, store.Unread{Article: k.article(a.ID)}, []news.Statement{{ID: "x", Article: a.ID, URL: "https://gazette.example/1", Reported: "2026-11-16"}}))
	issue := issueOf(1, monday)
	issue.Issue.Sections = []news.Section{{Topic: "plans", Stories: []news.Story{
		{Ref: "1.1", Article: a.ID, Revision: 1, Title: "Headline 1", URL: "https://gazette.example/1"},
		{Ref: "1.2", Article: other.ID, Revision: 1, Title: "Headline 9", URL: "https://other.example/9",
			Also: []news.Also{{URL: "https://gazette.example/1", Title: "Headline 1"}}},
	}}}
	issue.Issue.Promises = []news.PromiseLine{{Ref: "P1", Now: news.PromiseWords{URL: "https://gazette.example/1"}}}
	issue.Issue.Dates = []news.DateAhead{{Ref: "1.1"}, {Ref: "1.2"}, {Ref: "0.7", What: "comments close: Headline 1", URL: "https://gazette.example/1"}}
	issue.Issue.Corrections = []news.Correction{{Ref: "0.7", About: "Headline 1", URL: "https://gazette.example/1", Text: "It was 9."}, {Ref: "0.8", Text: "It was 8."}}
	k.freeze(issue, people(2)...)
	d := k.claim(monday)
	d.MessageID, d.Message = "<1@ward.example>", []byte("Headline 1")
	k.must(k.KeepMessage(t.Context(), d))
	k.settle(d, news.Sent)

	done, err := k.Redact(t.Context(), r)
	k.must(err)
	same(t, "reached", done, store.Redacted{Articles: 1, Statements: 0, Issues: 1, Messages: 1})
	if _, err := k.Article(t.Context(), a.ID); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the article is still there: %v", err)
	}
	same(t, "found", len(k.find(store.Query{Text: "spring"})), 0)
	pages, err := k.KeptPages(t.Context(), time.Time{}, 0, 10)
	k.must(err)
	same(t, "pages", len(pages), 0)
	statements, err := k.Statements(t.Context())
	k.must(err)
	same(t, "statements", len(statements), 0)
	last, err := k.LastIssue(t.Context(), issue.Issue.Edition)
	k.must(err)
	if text := strings.ReplaceAll(asText(last.Issue), "other.example", ""); strings.Contains(text, "gazette") || strings.Contains(text, "Headline 1") {
		t.Errorf("the issue still tells it: %s", text)
	}
	same(t, "dates", last.Issue.Dates, []news.DateAhead{{Ref: "1.2"}})
	same(t, "corrections", last.Issue.Corrections, []news.Correction{{Ref: "0.8", Text: "It was 8."}})
	same(t, "left word", last.Issue.Removed[0], news.Removed{Ref: "1.1", Reason: "on request", Day: "2026-11-17"})
	same(t, "the other story", last.Issue.Sections[0].Stories[0].Title, "Headline 9")

	k.poll(pollOf(source("gazette"), monday.Add(2*day), item(1), item(3, address("https://elsewhere.example/3"))))
	if _, err := k.ArticleByURL(t.Context(), "https://gazette.example/1"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a later poll brought it back: %v", err)
	}
	k.at("https://elsewhere.example/3")
	again, err := k.Redact(t.Context(), r)
	k.must(err)
	same(t, "reached again", again, store.Redacted{})
}

func nameGoes(t *testing.T, k *kit) {
	named := func(i *news.Item) {
		i.Title, i.Summary, i.Authors = "Zoë Quill-Marsh leaves", "ZOË  QUILL-MARSH's post is open.", []string{"Zoë Quill-Marsh", "Ada Penn"}
	}
	a := k.take(monday, item(1, named))
	k.page(a.ID, monday, "“We go on,” said Zoë Quill-Marsh.", func(p *news.ScrapedPage) { p.Raw, p.RawURL = []byte("<p>Zoë Quill-Marsh"), "x" })
	k.judge(a.ID, func(v *news.Verdict) {
		v.Matches = []news.Match{{Text: "Zoë Quill-Marsh's post", Zone: news.ZoneBody, Weight: 1}}
	})
	k.must(k.SaveStatements(t.Context(), monday, store.Unread{Article: k.article(a.ID)}, []news.Statement{{ID: "x", Article: a.ID, URL: a.URL, Speaker: "Zoë Quill-Marsh"}}))
	issue := issueOf(1, monday)
	issue.Issue.Sections = []news.Section{{Topic: "plans", Stories: []news.Story{{Ref: "1.1", Article: a.ID, Revision: 1, Title: "Zoë Quill-Marsh leaves", URL: a.URL}}}}
	words := func() *news.PromiseWords {
		return &news.PromiseWords{Quote: "Zoë Quill-Marsh leaves it.", OurWords: "Zoë Quill-Marsh left.", Phrase: "when Zoë Quill-Marsh goes",
			Office: "Zoë Quill-Marsh’s deputy", LeftOpen: []string{"Zoë Quill-Marsh"}}
	}
	issue.Issue.Promises = []news.PromiseLine{{Ref: "P1", Title: "Zoë Quill-Marsh to go", Now: *words(), Before: words(), First: words(), Disputed: words()}}
	k.freeze(issue, people(1)...)
	done, err := k.Redact(t.Context(), redaction(news.RedactPerson, "Zoë Quill-Marsh"))
	k.must(err)
	same(t, "reached", done, store.Redacted{Articles: 1, Statements: 1, Issues: 1})
	got := k.article(a.ID)
	same(t, "title", got.Title, "[name removed] leaves")
	same(t, "summary", got.Summary, "[name removed]'s post is open.")
	same(t, "authors", got.Authors, []string{"Ada Penn"})
	same(t, "body", got.Body[0].Text, "“We go on,” said [name removed].")
	same(t, "revision", got.Revision, 1)
	same(t, "to be judged", len(k.toJudge()), 0)
	same(t, "found", len(k.find(store.Query{Text: "marsh"})), 0)
	pages, err := k.KeptPages(t.Context(), time.Time{}, 0, 10)
	k.must(err)
	same(t, "pages", len(pages), 0)
	k.poll(pollOf(source("gazette"), monday.Add(day), item(1, named, summary("Zoë Quill-Marsh again."))))
	if text := asText(k.article(a.ID)); strings.Contains(text, "Quill") {
		t.Errorf("a later poll brought the name back: %s", text)
	}
	last, err := k.LastIssue(t.Context(), issue.Issue.Edition)
	k.must(err)
	same(t, "first words of a promise", last.Issue.Promises[0].First.Quote, "[name removed] leaves it.")
	statements, err := k.Statements(t.Context())
	k.must(err)
	verdict, err := k.Verdict(t.Context(), a.ID)
	k.must(err)
	same(t, "words of the verdict", verdict.Matches[0].Text, "[name removed]'s post")
	if text := asText(last.Issue) + asText(statements); strings.Contains(text, "Quill") {
		t.Errorf("the name is still kept: %s", text)
	}
}

func asText(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}
