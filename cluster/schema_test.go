package cluster

import (
	"testing"

	"github.com/wardround/wardround/internal/schema"
)

func TestSchemaOfStories(t *testing.T) {
	schema.Hold(t, schema.Case{
		Type: wordsFile{}, Dir: ".", File: "../docs/stories.schema.json", Title: "wardround: how stories of a beat are recognised",
		Takes: []string{"../seeds/stories.yaml", "../docs/examples/*/stories.yaml"},
		Refuses: map[string]string{
			"an unknown stage":       "stages: {rumoured: [is said to]}",
			"an outlet that is text": "outlets: [Planning Courier]",
		},
	})
}
