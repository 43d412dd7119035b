package fetch

import "strings"

// repairJSON makes what feed writers get wrong readable for a JSON parser:
// control characters in a text become blanks, and a document that was cut is
// closed behind its last whole item. It reports whether it was cut.
func repairJSON(text string) (fixed string, partial bool) {
	var open []byte // what is not closed yet: '{' or '['
	whole := 0      // where the last whole item ends
	inText, escaped := false, false
	var out []byte // a copy, once something was changed
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case inText && c < ' ':
			if out == nil {
				out = []byte(text)
			}
			out[i], escaped = ' ', false
		case escaped:
			escaped = false
		case inText && c == '\\':
			escaped = true
		case c == '"':
			inText = !inText
		case inText:
		case c == '{' || c == '[':
			open = append(open, c)
		case (c == '}' || c == ']') && len(open) > 0:
			open = open[:len(open)-1]
			if len(open) == 2 && open[0] == '{' && open[1] == '[' {
				whole = i + 1
			}
			if len(open) == 0 {
				return pick(text, out), false
			}
		}
	}
	if whole == 0 {
		return pick(text, out), false // nothing to save; the parser says what is wrong
	}
	return strings.TrimSpace(pick(text, out)[:whole]) + "]}", true
}

func pick(text string, changed []byte) string {
	if changed == nil {
		return text
	}
	return string(changed)
}
