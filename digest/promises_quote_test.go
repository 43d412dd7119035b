package digest

import (
	"strings"
	"testing"

	"github.com/wardround/wardround/news"
)

func TestAPromiseThatMayNotBeQuotedIsToldByDayOfficeAndLink(t *testing.T) {
	for _, quiet := range []bool{false, true} {
		s := news.Statement{Phrase: "in the autumn", NoQuote: quiet, Office: "chief executive", Publisher: "Wardline",
			URL: "https://wardline.example/1", Reported: "2026-02-01", To: "2026-11-30"}
		got := saidBy(wordsOf(s), 2026)
		if strings.Contains(got, "autumn") == quiet || !strings.Contains(got, "chief executive (Wardline") {
			t.Errorf("with NoQuote %t a promise is told as %q", quiet, got)
		}
	}
}
