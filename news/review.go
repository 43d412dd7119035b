package news

import "slices"

// Edits is what the operator changes of an issue before its freeze.
type Edits struct {
	Dropped []string          `json:"dropped,omitempty"` // references of stories and promises that readers are not told
	Notes   map[string]string `json:"notes,omitempty"`   // the operator's own words, by reference
}

// Drop takes the story or promise ref out of the issue, or brings it back.
func (e *Edits) Drop(ref string, back bool) {
	e.Dropped = slices.DeleteFunc(e.Dropped, func(r string) bool { return r == ref })
	if !back {
		e.Dropped = append(e.Dropped, ref)
	}
}

// Note sets the operator's words beside the story or promise ref; "" removes them.
func (e *Edits) Note(ref, words string) {
	if words == "" {
		delete(e.Notes, ref)
		return
	}
	if e.Notes == nil {
		e.Notes = map[string]string{}
	}
	e.Notes[ref] = words
}
