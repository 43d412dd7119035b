package web

import (
	"strings"
	"testing"

	"github.com/wardround/wardround/news"
)

func TestAnIssueShowsWhatWasPutRightOfItSinceBesideWhatItSaid(t *testing.T) {
	archive := fixture()
	archive.issues[0].More = []news.Story{{Ref: "1.1"}}
	issue := archive.issues[0]
	at := issue.Slot.At
	archive.putRight = map[string][]news.Correction{issue.Edition: {
		{Ref: "1.1", Text: "The <b>band</b> rose in May.", At: at.AddDate(0, 0, 1)},
		{Ref: "7.1", Text: "Of another issue.", At: at.AddDate(0, 0, 1)},
		{Ref: "1.1", Text: "Written before it was sent.", At: at.AddDate(0, 0, -1)},
	}}
	body := get(t, newSite(t, archive), issuePath(issue.Edition, issue.Number)).Body.String()
	for _, want := range []string{"Put right since this issue was sent", "1.1: The &lt;b&gt;band&lt;/b&gt; rose in May."} {
		if !strings.Contains(body, want) {
			t.Errorf("the issue lacks %q:\n%s", want, body)
		}
	}
	for _, not := range []string{"Of another issue", "Written before"} {
		if strings.Contains(body, not) {
			t.Errorf("the issue shows %q", not)
		}
	}
}

func TestAPromiseShowsWhatWasPutRightOfItBesideWhatWasSaid(t *testing.T) {
	archive := fixture()
	at := archive.issues[0].Slot.At
	archive.putRight = map[string][]news.Correction{"": {
		{Ref: "P7", Text: "It <b>opened</b> in May.", Promise: true, At: at},
		{Ref: "P7", Text: "It <b>opened</b> in May.", Promise: true, At: at}, // of another edition
		{Ref: "P8", Text: "Of another promise.", Promise: true, At: at},
	}}
	site := newSite(t, archive, withPromises)
	body := get(t, site, "/p/7").Body.String()
	if n := strings.Count(body, ": It &lt;b&gt;opened&lt;/b&gt; in May."); n != 1 || !strings.Contains(body, "The register opens by June.") || strings.Contains(body, "Of another promise") {
		t.Errorf("put right %d times, want once, beside what was said:\n%s", n, body)
	}
	if before := get(t, site, "/p/7?as-of=2026-04-01").Body.String(); strings.Contains(before, "opened") {
		t.Error("a day before it was put right shows it")
	}
}
