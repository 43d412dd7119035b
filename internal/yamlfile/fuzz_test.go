package yamlfile_test

import (
	"testing"

	"github.com/wardround/wardround/internal/yamlfile"
)

func FuzzParse(f *testing.F) {
	for _, s := range []string{"", "a: 1", "- [a, {b: c}]", "a: &x [*x]\n<<: *x", "? k\n: |\n  v", "password: \"x", "terms: !!str 5\n---\n", "inner: {inner: {every: 7d}}", "\ta", "a: {<<: [1], b}"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file := yamlfile.Parse("f.yaml", data)
		var v any
		file.Decode(&v)
		file.Decode(&sample{})
		file.Add("$.terms[0]", "added")
		if err := file.Err(); err == nil || err.Error() == "" {
			t.Errorf("Err = %v, want the added mistake", err)
		}
	})
}
