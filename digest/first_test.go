package digest

import (
	"strings"
	"testing"

	"github.com/wardround/wardround/news"
)

// newcomer is a first issue of n stories, with two promises from before its week.
func newcomer(t *testing.T, n int) Input {
	in := promising(t, n)
	in.First = true
	hangs, old := in.Promises[2], in.Promises[3]
	hangs.Due, hangs.Label = "2025-03-31", "not watched throughout"
	old.Now.Day = "2026-06-14"
	in.Promises, in.Unshown, in.Dates = []news.PromiseLine{hangs, old}, 0, nil
	return in
}

func TestAFirstIssueTellsOldPromisesBelowItsNews(t *testing.T) {
	issue := Compose(newcomer(t, 2))
	m, err := Render(issue, goldenOptions)
	if err != nil {
		t.Fatal(err)
	}
	page, err := RenderWeb(issue, "/")
	if err != nil {
		t.Fatal(err)
	}
	for part, text := range map[string]string{"text": m.Text, "html": m.HTML, "web": string(page)} {
		story, promises := strings.Index(text, "Fenside Hospitals doubles"), strings.Index(text, "Promised before we began: 1 past its date, 1 kept")
		if story < 0 || promises < story {
			t.Errorf("%s: story at %d, promises at %d; want the news first", part, story, promises)
		}
		if strings.Contains(text, "2 promises") {
			t.Errorf("%s counts background among the week's news", part)
		}
	}
	if strings.Contains(m.Subject, "Register") || strings.Contains(m.Preheader, "promise") {
		t.Errorf("subject %q, preheader %q; want the week's news", m.Subject, m.Preheader)
	}
}

func TestOldPromisesAloneAreNoFirstIssue(t *testing.T) {
	in := newcomer(t, 0)
	if issue := Compose(in); issue.Tells() {
		t.Error("an issue of nothing but background would be sent")
	}
	in.Promises[1].Now.Day = "2026-11-14"
	if issue := Compose(in); !issue.Tells() || background(issue) {
		t.Error("a promise that moved in the first week is no background")
	}
	in.Promises = promising(t, 0).Promises[1:2]
	if issue := Compose(in); !issue.Tells() {
		t.Error("a promise that falls due is no background, whenever it was made")
	}
}

func TestWhereOldPromisesAreAllAQuietFirstWeekSaysThatItIsQuiet(t *testing.T) {
	m, err := Render(Compose(newcomer(t, 0)), RenderOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(m.Subject, "Nothing new") || !strings.HasPrefix(m.Text, "Nothing new") {
		t.Errorf("subject %q, text begins %q; want no old promise as the news", m.Subject, m.Text[:30])
	}
}

func TestWhoSaidItIsNamedAsWithinASentence(t *testing.T) {
	for office, want := range map[string]string{"The Care Board": "said by the Care Board (", "Theatre staff": "said by Theatre staff ("} {
		in := promising(t, 0)
		in.Promises[3].Now.Office = office
		m, err := Render(Compose(in), RenderOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(m.Text, want) {
			t.Errorf("office %q: no %q in the mail", office, want)
		}
	}
}
