package classify

import (
	"testing"

	"github.com/wardround/wardround/internal/schema"
)

func TestSchemaOfTopicsFiles(t *testing.T) {
	schema.Hold(t, schema.Case{
		Type: document{}, Dir: ".", File: "../docs/topics.schema.json",
		Title: "wardround: topics, evidence, places and look-alikes of a beat, or what extends them",
		Takes: []string{
			"../seeds/topics.yaml", "../seeds/evidence.yaml", "../seeds/places.yaml", "../seeds/lookalikes.yaml",
			"../docs/examples/*/topics.yaml", "../docs/examples/*/evidence.yaml", "../docs/examples/*/places.yaml", "../docs/examples/*/lookalikes.yaml",
		},
		Refuses: map[string]string{
			"an unknown key":             "topcis: []",
			"a term without words":       "topics: [{name: a, terms: [{why: b}]}]",
			"a weight below 0":           "topics: [{name: a, terms: [{any: [b], weight: -1}]}]",
			"a topic without a name":     "topics: [{title: A}]",
			"a topic's name with spaces": "topics: [{name: two words}]",
			"a group without points":     "groups: [{name: a, title: A, full: 1}]",
			"three groups that meet":     "together: {groups: [a, b, c]}",
			"a threshold above 100":      "scoring: {threshold: 101}",
			"a weight in words":          "evidence: [{group: a, terms: [{any: [b], gives: {a: much}}]}]",
		},
	})
}
