package digest

import (
	"strings"

	"github.com/wardround/wardround/internal/yamlfile"
)

//go:generate go test . -run TestSchema -write-schema

// Wording is what a beat calls its issues. The configuration of an edition wins
// over it.
type Wording struct {
	// Title stands before the name of an edition that has no title of its own:
	// "Wardround" makes "Wardround weekly". One line of at most 60 bytes.
	Title string `yaml:"title" jsonschema:"required,minLength=1,maxLength=60"`
	// Introduction is a line or two under the title of every issue of an edition
	// that has none of its own, at most 400 bytes.
	Introduction string `yaml:"introduction" jsonschema:"maxLength=400"`
}

// Lengths that leave room for an edition's name, and two lines on a wide screen.
const (
	beatTitleBytes        = 60
	beatIntroductionBytes = 400
)

// ParseWording reads issue.yaml of a beat. All mistakes are reported together.
func ParseWording(name string, data []byte) (Wording, error) {
	var w Wording
	file := yamlfile.Parse(name, data)
	file.Decode(&w)
	w.Title, w.Introduction = strings.TrimSpace(w.Title), strings.TrimSpace(w.Introduction)
	if w.Title == "" {
		file.Add("$.title", "an issue needs a title; without issue.yaml it is the program's")
	}
	for _, line := range []struct {
		key, text string
		most      int
	}{{"title", w.Title, beatTitleBytes}, {"introduction", w.Introduction, beatIntroductionBytes}} {
		if strings.ContainsAny(line.text, "\r\n") || len(line.text) > line.most {
			file.Add("$."+line.key, "want one line of at most %d bytes", line.most)
		}
	}
	return w, file.Err()
}
