package yamlfile

import (
	"math"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

type kind int

const (
	null kind = iota
	text
	number
	boolean
	sequence
	mapping
)

// String names the kind as a person would.
func (k kind) String() string {
	return [...]string{"nothing", "text", "a number", "true or false", "a list", "a mapping"}[k]
}

// node is one value of a file, freed from the library's syntax tree.
type node struct {
	kind   kind
	text   string // of a scalar, as written
	pos    Pos
	secret bool // under a key that names a secret: never shown
	items  []*node
	fields []field
}

type field struct {
	key   string
	pos   Pos // of the key
	value *node
}

// secretKey matches keys whose values are never shown, not even in an excerpt.
var secretKey = regexp.MustCompile(`(?i)passw|passphrase|secret|token|api_?key`)

var manyDigits = regexp.MustCompile(`^[-+]?\d{19,}$`)

// maxMerged bounds the keys that "<<" may copy, so that merges of merges cannot
// grow without end.
const maxMerged = 10_000

// builder turns the library's tree into nodes and resolves anchors on the way.
type builder struct {
	file    *File
	anchors map[string]*node
	merged  int
}

func (f *File) build(body ast.Node) *node {
	b := &builder{file: f, anchors: map[string]*node{}}
	return b.node(body, false)
}

func (b *builder) node(n ast.Node, secret bool) *node {
	out := &node{pos: b.pos(n), secret: secret}
	switch n := n.(type) {
	case nil, *ast.NullNode:
	case *ast.StringNode:
		out.kind, out.text = text, n.Value
		if n.Token.Type == token.StringType && manyDigits.MatchString(n.Value) {
			out.kind = number // the library reads what overflows as text
		}
	case *ast.LiteralNode:
		out.kind, out.text = text, n.Value.Value
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		out.kind, out.text = number, n.GetToken().Value
	case *ast.BoolNode:
		out.kind, out.text = boolean, n.Token.Value
	case *ast.SequenceNode:
		out.kind = sequence
		for _, item := range n.Values {
			out.items = append(out.items, b.node(item, secret))
		}
	case *ast.MappingNode:
		out.kind = mapping
		b.fields(out, n.Values)
	case *ast.MappingValueNode:
		out.kind = mapping
		b.fields(out, []*ast.MappingValueNode{n})
	case *ast.AnchorNode:
		return b.anchor(n, secret)
	case *ast.AliasNode:
		return b.alias(n, out)
	case *ast.TagNode:
		return b.tag(n, out)
	default:
		b.file.addAt(out, "%s is not understood here", strings.ToLower(n.Type().String()))
	}
	return out
}

func (b *builder) fields(out *node, values []*ast.MappingValueNode) {
	var merges []*node
	at := map[string]Pos{}
	for _, v := range values {
		if v.Key.IsMergeKey() {
			merges = append(merges, b.node(v.Value, out.secret))
			continue
		}
		key := b.node(keyNode(v.Key), false)
		if key.kind == sequence || key.kind == mapping {
			b.file.addAt(key, "a key must be plain text, got %s", key.kind)
			continue
		}
		secret := out.secret || secretKey.MatchString(key.text)
		fd := field{key: key.text, pos: key.pos, value: b.node(v.Value, secret)}
		if first, twice := at[fd.key]; twice {
			b.file.addAt(&node{pos: fd.pos, kind: text}, "key `%s` is written twice; first in line %d", fd.key, first.Line)
			continue
		}
		at[fd.key] = fd.pos
		if !isFlow(v.Value) && (fd.value.kind == sequence || fd.value.kind == mapping || fd.value.kind == null) {
			here := *fd.value
			here.pos = fd.pos
			fd.value = &here
		}
		out.fields = append(out.fields, fd)
	}
	for _, m := range merges {
		b.merge(out, m)
	}
}

// merge copies what out does not have itself from the mapping (or list of mappings) m.
func (b *builder) merge(out, m *node) {
	switch m.kind {
	case sequence:
		for _, item := range m.items {
			b.merge(out, item)
		}
	case mapping:
		have := map[string]bool{}
		for _, fd := range out.fields {
			have[fd.key] = true
		}
		for _, fd := range m.fields {
			if b.merged++; b.merged > maxMerged {
				b.file.addAt(m, "`<<` copies too much")
				return
			}
			if !have[fd.key] {
				out.fields = append(out.fields, fd)
			}
		}
	default:
		b.file.addAt(m, "`<<` wants a mapping, got %s", m.kind)
	}
}

func (b *builder) anchor(n *ast.AnchorNode, secret bool) *node {
	out := b.node(n.Value, secret)
	if n.Name != nil {
		b.anchors[n.Name.GetToken().Value] = out
	}
	return out
}

func (b *builder) alias(n *ast.AliasNode, out *node) *node {
	name := ""
	if n.Value != nil {
		name = n.Value.GetToken().Value
	}
	target, ok := b.anchors[name]
	if !ok {
		b.file.addAt(out, "no anchor `&%s` stands before this", name)
		return out
	}
	copied := *target
	copied.pos, copied.secret = out.pos, out.secret || target.secret
	return &copied
}

func (b *builder) tag(n *ast.TagNode, out *node) *node {
	value := b.node(n.Value, out.secret)
	if n.Start.Value != string(token.StringTag) || value.kind == sequence || value.kind == mapping {
		b.file.addAt(out, "tag `%s` is not understood; only `!!str` before a plain value is", n.Start.Value)
		return value
	}
	value.kind = text
	return value
}

func keyNode(k ast.MapKeyNode) ast.Node {
	if q, ok := k.(*ast.MappingKeyNode); ok {
		return q.Value
	}
	return k
}

func isFlow(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.SequenceNode:
		return n.IsFlowStyle
	case *ast.MappingNode:
		return n.IsFlowStyle
	case *ast.AliasNode:
		return true
	case *ast.NullNode:
		return n.Token != nil && n.Token.Type == token.NullType
	}
	return false
}

func (b *builder) pos(n ast.Node) Pos {
	at := startOf(n)
	at.File = b.file.name
	return at
}

// startOf returns the first character of n: for a block mapping that of its
// first key, where the library gives the colon.
func startOf(n ast.Node) Pos {
	switch m := n.(type) {
	case nil:
		return Pos{Line: 1, Column: 1}
	case *ast.MappingNode:
		if !m.IsFlowStyle && len(m.Values) > 0 {
			return startOf(m.Values[0].Key)
		}
	case *ast.MappingValueNode:
		return startOf(m.Key)
	}
	t := n.GetToken()
	if t == nil || t.Position == nil {
		return Pos{Line: 1, Column: 1}
	}
	return Pos{Line: max(t.Position.Line, 1), Column: min(max(t.Position.Column, 1), math.MaxInt32)}
}
