package yamlfile

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

const (
	// maxBytes is some ten times the largest beat file imaginable (10,000 terms).
	maxBytes = 2 << 20
	// maxDepth bounds nesting: the parser recurses, and the deepest file of ours has 8 levels.
	maxDepth = 64
	// maxColumn bounds how far right a structure mark may stand outside brackets,
	// which bounds nesting by indentation and by "- - - -".
	maxColumn = 1000
)

// syntaxError is a mistake that keeps a file from being read at all.
type syntaxError struct {
	line, column int
	message      string
}

func (e *syntaxError) Error() string { return e.message }

func (f *File) syntax(err error) {
	at := Pos{File: f.name, Line: 1, Column: 1}
	var s *syntaxError
	if errors.As(err, &s) {
		at.Line, at.Column = max(s.line, 1), max(s.column, 1)
	}
	f.record(f.mistake(at, err.Error()))
}

// clean turns data into text with plain line ends, or says why it cannot. The
// YAML library counts lines wrongly in files with other line ends.
func clean(data []byte) (string, error) {
	if len(data) > maxBytes {
		return "", &syntaxError{message: fmt.Sprintf("file too large: %d bytes, the limit is %d", len(data), maxBytes)}
	}
	s := strings.TrimPrefix(string(data), "\ufeff")
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.ReplaceAll(s, "\r", "\n")
	line, column := 1, 1
	for i, r := range s {
		switch {
		case r == '\n':
			line, column = line+1, 0
		case r == utf8.RuneError && !strings.HasPrefix(s[i:], "\ufffd"):
			return "", &syntaxError{line, column, "not UTF-8 text"}
		case r < ' ' && r != '\t', r >= 0x7f && r < 0xa0:
			return "", &syntaxError{line, column, fmt.Sprintf("control character %U is not allowed", r)}
		}
		column++
	}
	return s, nil
}

// parse returns the body of the one document in src, nil when it is empty. The
// library is guarded: what it panics on is a mistake of the file like any other.
func parse(src string) (body ast.Node, err error) {
	defer func() {
		if p := recover(); p != nil {
			body, err = nil, &syntaxError{message: fmt.Sprintf("not readable as YAML: %v", p)}
		}
	}()
	tokens := lexer.Tokenize(src)
	if err := checkDepth(tokens); err != nil {
		return nil, err
	}
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return nil, fromLibrary(err)
	}
	for _, doc := range file.Docs {
		switch {
		case doc.Body == nil:
		case body == nil:
			body = doc.Body
		default:
			at := startOf(doc.Body)
			return nil, &syntaxError{at.Line, at.Column, "a second document starts here; one file holds one document"}
		}
	}
	return body, nil
}

// fromLibrary takes message and position out of an error of the YAML library.
func fromLibrary(err error) error {
	var y interface {
		GetToken() *token.Token
		GetMessage() string
	}
	if !errors.As(err, &y) {
		return &syntaxError{message: firstLine(err.Error())}
	}
	s := &syntaxError{message: firstLine(y.GetMessage())}
	if t := y.GetToken(); t != nil && t.Position != nil {
		s.line, s.column = t.Position.Line, t.Position.Column
	}
	if strings.Contains(s.message, `'	'`) {
		s.message = "a tab; YAML is indented with spaces"
	}
	return s
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return s
}

// checkDepth refuses nesting that would exhaust the parser's stack.
func checkDepth(tokens token.Tokens) error {
	depth, marks := 0, 0
	for _, t := range tokens {
		deep := false
		switch t.Type {
		case token.SequenceStartType, token.MappingStartType:
			depth++
			deep = depth > maxDepth
		case token.SequenceEndType, token.MappingEndType:
			depth = max(depth-1, 0)
		case token.SequenceEntryType, token.MappingKeyType, token.MappingValueType:
			deep = depth == 0 && t.Position.Column > maxColumn
		case token.TagType, token.AnchorType:
			marks++
			deep = marks > maxDepth
		}
		if t.Type != token.TagType && t.Type != token.AnchorType && t.Type != token.StringType {
			marks = 0
		}
		if deep {
			return &syntaxError{t.Position.Line, t.Position.Column, "nested too deeply"}
		}
	}
	return nil
}
