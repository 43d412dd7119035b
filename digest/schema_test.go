package digest

import (
	"testing"

	"github.com/wardround/wardround/internal/schema"
)

func TestSchemaOfWording(t *testing.T) {
	schema.Hold(t, schema.Case{
		Type: Wording{}, Dir: ".", File: "../docs/issue.schema.json", Title: "wardround: what issues of a beat are called",
		Takes:   []string{"../seeds/issue.yaml", "../docs/examples/*/issue.yaml"},
		Refuses: map[string]string{"no title": "introduction: a", "an empty title": `title: ""`},
	})
}
