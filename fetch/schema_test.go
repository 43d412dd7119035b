package fetch

import (
	"testing"

	"github.com/wardround/wardround/internal/schema"
)

func TestSchemaOfSources(t *testing.T) {
	schema.Hold(t, schema.Case{
		Type: sourcesFile{}, Dir: ".", File: "../docs/sources.schema.json", Title: "wardround: starter sources of a beat",
		Takes: []string{"../seeds/sources.yaml", "../docs/examples/*/sources.yaml"},
		Refuses: map[string]string{
			"an unknown kind":          "sources: [{name: a, url: b, kind: podcast}]",
			"a source without address": "sources: [{name: a}]",
			"a pace of words":          "sources: [{name: a, url: b, every: daily}]",
		},
	})
}

func TestSchemaOfSites(t *testing.T) {
	schema.Hold(t, schema.Case{
		Type: siteFile{}, Dir: ".", File: "../docs/sites.schema.json", Title: "wardround: how pages of known sites are read",
		Takes: []string{"../seeds/sites.yaml", "../docs/examples/*/sites.yaml"},
		Refuses: map[string]string{
			"a rule without host": "sites: [{body: [p]}]",
			"one selector":        "sites: [{host: a.example, body: p}]",
			"an unknown kind":     "sites: [{host: a.example, kind: blog}]",
		},
	})
}
