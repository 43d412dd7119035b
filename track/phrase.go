package track

import (
	"fmt"
	"strings"
)

// A pattern is words in a row, written as in
//
//	(has|have) (now|) (committed|pledged) to
//
// (a|b) is one of them, an empty choice makes the element optional, verb~ stands
// for all forms of a regular verb, _3 for up to three words of any kind.
type pattern struct {
	kind string // cue, drop, slip, kept, filter name ...
	rule string // shown in explanations
	seq  []element
}

type element struct {
	words    []string
	optional bool
	gap      int
}

// is says whether w is one of the words. They are few, and most differ in length from
// w: comparing beats a map.
func (e *element) is(w string) bool {
	for _, word := range e.words {
		if word == w {
			return true
		}
	}
	return false
}

// hit is one place where a pattern fits: tokens start to end, end not included.
type hit struct {
	kind, rule string
	start, end int
}

// book is patterns by the words they may begin with.
type book map[string][]*pattern

// add keeps a pattern. A choice of several words, (go live|open), makes a pattern
// of its own.
func (b book) add(kind, rule, text string) error {
	parts, err := split(text)
	if err != nil {
		return err
	}
	for i, part := range parts {
		inner, group := strings.CutPrefix(part, "(")
		if !group || !strings.Contains(part, " ") {
			continue
		}
		var single []string
		for _, choice := range strings.Split(strings.TrimSuffix(inner, ")"), "|") {
			if !strings.Contains(choice, " ") {
				single = append(single, choice)
				continue
			}
			if err := b.add(kind, rule, join(parts, i, choice)); err != nil {
				return err
			}
		}
		switch {
		case len(single) == 0:
			return nil
		case len(single) == 1:
			return b.add(kind, rule, join(parts, i, single[0]))
		}
		return b.add(kind, rule, join(parts, i, "("+strings.Join(single, "|")+")"))
	}
	return b.keep(kind, rule, parts)
}

func join(parts []string, i int, with string) string {
	out := append([]string(nil), parts...)
	out[i] = with
	return strings.Join(out, " ")
}

// split cuts a pattern at spaces outside brackets.
func split(text string) ([]string, error) {
	var parts []string
	depth, start := 0, 0
	text = strings.ToLower(text) + " "
	for i, c := range text {
		switch {
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == ' ' && depth == 0:
			if i > start {
				parts = append(parts, text[start:i])
			}
			start = i + 1
		}
		if depth < 0 || depth > 1 {
			break
		}
	}
	if depth != 0 {
		return nil, fmt.Errorf("pattern %q: brackets do not match", strings.TrimSpace(text))
	}
	return parts, nil
}

// keep compiles the parts of a pattern and files it under its first words.
func (b book) keep(kind, rule string, parts []string) error {
	var seq []element
	for _, part := range parts {
		e, err := parseElement(part)
		if err != nil {
			return err
		}
		seq = append(seq, e)
	}
	if len(seq) == 0 || seq[0].gap > 0 || seq[len(seq)-1].gap > 0 {
		return fmt.Errorf("pattern %q must begin and end with a word", strings.Join(parts, " "))
	}
	p := &pattern{kind: kind, rule: rule, seq: seq}
	for _, e := range seq {
		for _, w := range e.words {
			b[w] = append(b[w], p)
		}
		if !e.optional {
			return nil
		}
	}
	return fmt.Errorf("pattern %q has no word that must be there", strings.Join(parts, " "))
}

func parseElement(part string) (element, error) {
	if n, ok := digits(strings.TrimPrefix(part, "_")); ok && part[0] == '_' {
		return element{gap: n, optional: true}, nil
	}
	inner := strings.TrimSuffix(strings.TrimPrefix(part, "("), ")")
	if strings.ContainsAny(inner, "()") {
		return element{}, fmt.Errorf("pattern: %q is no word", part)
	}
	var e element
	for _, w := range strings.Split(inner, "|") {
		if w == "" {
			e.optional = true
			continue
		}
		for _, form := range forms(w) {
			if !e.is(form) {
				e.words = append(e.words, form)
			}
		}
	}
	if len(e.words) == 0 {
		return element{}, fmt.Errorf("pattern: %q holds no word", part)
	}
	return e, nil
}

// forms expands verb~ into its regular forms; other words stand for themselves.
func forms(word string) []string {
	verb, ok := strings.CutSuffix(word, "~")
	if !ok {
		return []string{word}
	}
	stem := strings.TrimSuffix(verb, "e")
	out := []string{verb, verb + "s", stem + "ed", stem + "ing"}
	switch {
	case strings.HasSuffix(verb, "y") && !strings.HasSuffix(verb, "ay") && !strings.HasSuffix(verb, "oy"):
		i := verb[:len(verb)-1] + "i"
		out = []string{verb, i + "es", i + "ed", verb + "ing"}
	case strings.HasSuffix(verb, "sh"), strings.HasSuffix(verb, "ch"), strings.HasSuffix(verb, "ss"), strings.HasSuffix(verb, "x"):
		out[1] = verb + "es"
	case len(verb) > 2 && (strings.HasSuffix(verb, "p") || strings.HasSuffix(verb, "b") || strings.HasSuffix(verb, "n")):
		out = append(out, verb+verb[len(verb)-1:]+"ed", verb+verb[len(verb)-1:]+"ing")
	}
	return out
}

// find returns every hit in s, in order of their first token; of one pattern at
// one place the longest.
func (b book) find(s []token) []hit {
	out := make([]hit, 0, len(s)/4) // what a sentence of cues comes to
	for i := range s {
		list := b[s[i].low]
		for k, p := range list {
			if k > 0 && list[k-1] == p {
				continue
			}
			if end := fits(p.seq, s, i); end > i {
				out = append(out, hit{kind: p.kind, rule: p.rule, start: i, end: end})
			}
		}
	}
	return out
}

// fits returns the token after the match of seq at i, or -1. Gaps never cross a
// clause break, optional words are tried first.
func fits(seq []element, s []token, i int) int {
	for len(seq) > 0 && !seq[0].optional { // most of a pattern, without going deeper
		if i >= len(s) || !seq[0].is(s[i].low) {
			return -1
		}
		seq, i = seq[1:], i+1
	}
	if len(seq) == 0 {
		return i
	}
	e := &seq[0]
	if e.gap > 0 {
		for skip := 0; skip <= e.gap && i+skip <= len(s); skip++ {
			if end := fits(seq[1:], s, i+skip); end >= 0 {
				return end
			}
			if i+skip < len(s) && s[i+skip].brk {
				return -1
			}
		}
		return -1
	}
	if i < len(s) && e.is(s[i].low) {
		if end := fits(seq[1:], s, i+1); end >= 0 {
			return end
		}
	}
	return fits(seq[1:], s, i)
}
