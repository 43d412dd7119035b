package schema

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/invopop/jsonschema"
)

// Reference writes a schema as a page for people: a part for each key at the top, and
// in it one line for each key below.
func Reference(s *jsonschema.Schema, intro string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s\n", s.Title, intro)
	for p := s.Properties.Oldest(); p != nil; p = p.Next() {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n", p.Key, p.Value.Description)
		var lines strings.Builder
		referenceLines(&lines, "", keysOf(p.Value))
		if lines.Len() == 0 {
			fmt.Fprintf(&b, "\nValue: %s.\n", mayBe(p.Value))
			continue
		}
		if p.Value.Items != nil {
			fmt.Fprint(&b, "\nA list; of each entry:\n")
		}
		fmt.Fprintf(&b, "\n| key | value | meaning |\n| --- | --- | --- |\n%s", lines.String())
	}
	return b.String()
}

// keysOf is what has the keys under a property: itself, an entry of a list, or the full
// form of a value that also has a short one.
func keysOf(s *jsonschema.Schema) *jsonschema.Schema {
	if s.Items != nil {
		return keysOf(s.Items)
	}
	for _, one := range s.OneOf {
		if one.Properties != nil {
			return one
		}
	}
	return s
}

func referenceLines(b *strings.Builder, path string, s *jsonschema.Schema) {
	if s.Properties == nil {
		return
	}
	for p := s.Properties.Oldest(); p != nil; p = p.Next() {
		meaning := strings.ReplaceAll(p.Value.Description, "|", `\|`)
		fmt.Fprintf(b, "| `%s%s` | %s | %s |\n", path, p.Key, mayBe(p.Value), meaning)
		referenceLines(b, path+p.Key+".", keysOf(p.Value))
	}
}

// mayBe says in a few words what may stand for a key.
func mayBe(s *jsonschema.Schema) string {
	switch {
	case len(s.Enum) > 0:
		var all []string
		for _, v := range s.Enum {
			all = append(all, fmt.Sprintf("`%v`", v))
		}
		return strings.Join(all, ", ")
	case len(s.OneOf) > 0:
		var all []string
		for _, one := range s.OneOf {
			all = append(all, mayBe(one))
		}
		return strings.Join(all, ", or ")
	case s.Items != nil:
		return "list of " + plural(mayBe(s.Items))
	case s.Minimum != "" || s.Maximum != "":
		return fmt.Sprintf("%s to %s", number(s.Minimum), number(s.Maximum))
	case s.MinLength != nil && s.Pattern != "":
		return "duration"
	case s.Format == "uri":
		return "address"
	case s.Type == "object":
		return "keys"
	case s.Type == "boolean":
		return "`true`, `false`"
	}
	return "text"
}

func number(n json.Number) string {
	if n == "" {
		return "any"
	}
	return n.String()
}

// plural is what mayBe says of one, for many.
func plural(one string) string {
	switch one {
	case "address":
		return "addresses"
	case "keys":
		return "entries"
	case "text, or keys":
		return "texts or entries"
	}
	return one + "s"
}
