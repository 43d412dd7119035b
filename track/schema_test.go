package track

import (
	"testing"

	"github.com/wardround/wardround/internal/schema"
)

func TestSchemaOfPromises(t *testing.T) {
	schema.Hold(t, schema.Case{
		Type: document{}, Dir: ".", File: "../docs/promises.schema.json", Title: "wardround: promises of a beat, or what extends them",
		Takes: []string{"../seeds/promises.yaml", "../docs/examples/*/promises.yaml"},
		Refuses: map[string]string{
			"an unknown key":         "owner: [council]",
			"a name without words":   "names: [{name: a}]",
			"a status of its own":    "promises: [{id: a, status: late}]",
			"dates without a phrase": "dates: [{name: a, spans: [2026-01-01]}]",
		},
	})
}

func TestSchemaOfHistory(t *testing.T) {
	schema.Hold(t, schema.Case{
		Type: historyFile{}, Dir: ".", File: "../docs/history.schema.json", Title: "wardround: what was promised before watching began",
		Takes: []string{"../seeds/history.yaml", "../docs/examples/*/history.yaml"},
		Refuses: map[string]string{
			"an unknown signal":   "statements: [{about: a, day: 2026-01-01, publisher: b, link: c, words: d, signal: late}]",
			"a day of words":      "statements: [{about: a, day: Monday, publisher: b, link: c, words: d, signal: kept}]",
			"a line without link": "statements: [{about: a, day: 2026-01-01, publisher: b, words: d, signal: kept}]",
		},
	})
}
