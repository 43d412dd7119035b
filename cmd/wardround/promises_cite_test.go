package main

import (
	"strings"
	"testing"

	"github.com/wardround/wardround/news"
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
	for _, row := range citation(news.Promise{Ref: "P7", Statements: []news.Statement{quiet}}).rows {
		if text := strings.Join(row, " "); strings.Contains(text, "June") || !strings.Contains(text, "2026-06-30") {
			t.Errorf("citation row %q, want dates and no words", text)
		}
	}
}
