package main

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/track"
)

func TestACitationHasNoWordsThatMayNotBeQuoted(t *testing.T) {
	said := news.Statement{Reported: "2026-03-02", Office: "the Guild", Publisher: "The Gazette", URL: "https://gazette.example/1",
		Quote: "The register opens by June.", Phrase: "by June", To: "2026-06-30"}
	if got := citeStatement(said); !strings.Contains(got, ": “The register opens by June.” (by 30 June 2026)") {
		t.Errorf("citeStatement = %q, want its words", got)
	}
	quiet := said.Unquoted()
	if got, want := citeStatement(quiet), "2 March 2026, the Guild (by 30 June 2026). [The Gazette](https://gazette.example/1)."; got != want {
		t.Errorf("citeStatement = %q, want %q", got, want)
	}
	said.To = ""
	if got, want := citeStatement(said), "2 March 2026, the Guild: “The register opens by June.” [The Gazette](https://gazette.example/1)."; got != want {
		t.Errorf("citeStatement = %q, want %q", got, want)
	}
	for _, row := range citation(news.Promise{Ref: "P7", Statements: []news.Statement{quiet}}).rows {
		if text := strings.Join(row, " "); strings.Contains(text, "June") || !strings.Contains(text, "2026-06-30") {
			t.Errorf("citation row %q, want dates and no words", text)
		}
	}
}

func TestATextNeverSaysThatWhatIsOverIsDue(t *testing.T) {
	p := news.Promise{Ref: "P7", Title: "A register", AsOf: "2026-11-16", Label: "LABEL", Due: "2026-10-31", Statements: []news.Statement{{Reported: "2026-03-02"}}}
	for status, want := range map[news.PromiseStatus]string{news.Due: "due by 31 October 2026", news.Dropped: "it was due by 31 October 2026",
		news.Overdue: "it was due by 31 October 2026", news.Kept: "it was due by 31 October 2026"} {
		p.Status = status
		var cited, told bytes.Buffer
		if err := errors.Join(citeMarkdown(&app{out: &cited}, p), track.Explain(&told, p, false)); err != nil {
			t.Fatal(err)
		}
		if got := cited.String(); !strings.Contains(got, ": LABEL, "+want) {
			t.Errorf("%s cited as %q, want %q", status, got, want)
		}
		if got := told.String(); !strings.Contains(got, "LABEL · "+want) {
			t.Errorf("%s told as %q, want %q", status, got, want)
		}
	}
}
