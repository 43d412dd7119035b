package yamlfile

import (
	"encoding"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

// maxValues bounds how many values one Decode may visit, aliases counted each
// time they are used: a file of a few lines can otherwise stand for billions.
const maxValues = 500_000

// Decode fills v, a pointer, from the file. Fields are named by `yaml:"name"`
// tags, else by their lower-case name; `yaml:"-"` leaves one out; fields of an
// embedded struct belong to the outer one. Keys and items that are not in the file
// keep the value v came with, as does a key with nothing behind it.
//
// Durations read "90s", "2h", "7d" or "2w". A type with UnmarshalText is given
// the text of a scalar; when it is a struct, a mapping fills its fields instead.
// Entries of lists and maps whose type is a [Defaulter] start from its defaults.
// Unknown keys and values of the wrong type are gathered as mistakes, and a `version`
// that is not [Version].
func (f *File) Decode(v any) {
	target := reflect.ValueOf(v)
	if target.Kind() != reflect.Pointer || target.IsNil() {
		panic(fmt.Sprintf("yamlfile: decode into %T; want a pointer", v))
	}
	if f.root == nil {
		return
	}
	d := &decoder{file: f}
	d.value(f.withoutVersion(), target.Elem())
}

// Version is that of all formats of files: a file may say `version: 1`. What it means
// stays; a program that knows a later one will still read this.
const Version = 1

// withoutVersion is the file's root without its version, which must be [Version].
func (f *File) withoutVersion() *node {
	i := slices.IndexFunc(f.root.fields, func(fd field) bool { return fd.key == "version" })
	if i < 0 {
		return f.root
	}
	if v := f.root.fields[i].value; v.kind != number || v.text != strconv.Itoa(Version) {
		f.addAt(v, "this program reads files of version %d; for a later one, install a later program", Version)
	}
	root := *f.root
	root.fields = slices.Delete(slices.Clone(root.fields), i, i+1)
	return &root
}

// Defaulter is a type that knows the values an entry has when the file leaves them out.
type Defaulter interface{ SetDefaults() }

type decoder struct {
	file    *File
	visited int
}

var (
	durationType    = reflect.TypeFor[time.Duration]()
	textUnmarshaler = reflect.TypeFor[encoding.TextUnmarshaler]()
)

func (d *decoder) value(n *node, target reflect.Value) {
	if d.visited++; d.visited > maxValues {
		if d.visited == maxValues+1 {
			d.file.addAt(n, "the file stands for more than %d values", maxValues)
		}
		return
	}
	if n.kind == null {
		return
	}
	if target.Kind() == reflect.Pointer {
		fresh := reflect.New(target.Type().Elem())
		if !target.IsNil() {
			fresh.Elem().Set(target.Elem())
		}
		d.value(n, fresh.Elem())
		target.Set(fresh)
		return
	}
	scalar := n.kind != sequence && n.kind != mapping
	if scalar && d.scalar(n, target) {
		return
	}
	switch {
	case target.Kind() == reflect.Interface && target.NumMethod() == 0:
		target.Set(reflect.ValueOf(d.plain(n)))
	case target.Kind() == reflect.Struct && n.kind == mapping:
		d.structure(n, target)
	case target.Kind() == reflect.Map && n.kind == mapping:
		d.mapping(n, target)
	case target.Kind() == reflect.Slice && n.kind == sequence:
		d.slice(n, target)
	default:
		d.file.addAt(n, "want %s, got %s%s", want(target.Type()), n.kind, advice(n, target.Type()))
	}
}

func (d *decoder) structure(n *node, target reflect.Value) {
	known := map[string]reflect.Value{}
	names := collect(target, known, nil)
	for _, fd := range n.fields {
		if into, ok := known[fd.key]; ok {
			d.value(fd.value, into)
			continue
		}
		m := d.file.mistake(fd.pos, fmt.Sprintf("unknown key `%s`%s", fd.key, Hint(fd.key, names)))
		if n.secret || secretKey.MatchString(Suggest(fd.key, names)) {
			m.excerpt = keepLeft(m.excerpt, fd.pos.Column+len([]rune(fd.key)))
		}
		d.file.record(m)
	}
}

// collect gathers the fields of a struct by name, in order.
func collect(target reflect.Value, known map[string]reflect.Value, names []string) []string {
	for i := range target.NumField() {
		sf := target.Type().Field(i)
		name, _, _ := strings.Cut(sf.Tag.Get("yaml"), ",")
		switch {
		case name == "-" || !sf.IsExported():
			continue
		case sf.Anonymous && name == "" && sf.Type.Kind() == reflect.Struct:
			names = collect(target.Field(i), known, names)
			continue
		case name == "":
			name = strings.ToLower(sf.Name)
		}
		known[name] = target.Field(i)
		names = append(names, name)
	}
	return names
}

func (d *decoder) mapping(n *node, target reflect.Value) {
	t := target.Type()
	if t.Key().Kind() != reflect.String {
		panic(fmt.Sprintf("yamlfile: decode into %s; keys must be strings", t))
	}
	out := reflect.MakeMapWithSize(t, len(n.fields))
	for _, fd := range n.fields {
		value := reflect.New(t.Elem()).Elem()
		setDefaults(value)
		d.value(fd.value, value)
		out.SetMapIndex(reflect.ValueOf(fd.key).Convert(t.Key()), value)
	}
	target.Set(out)
}

func (d *decoder) slice(n *node, target reflect.Value) {
	out := reflect.MakeSlice(target.Type(), len(n.items), len(n.items))
	for i, item := range n.items {
		if item.kind == null {
			d.file.addAt(item, "an empty entry; want %s", want(target.Type().Elem()))
			continue
		}
		setDefaults(out.Index(i))
		d.value(item, out.Index(i))
	}
	target.Set(out)
}

func setDefaults(v reflect.Value) {
	if d, ok := v.Addr().Interface().(Defaulter); ok {
		d.SetDefaults()
	}
}

// plain turns n into maps, slices, strings, numbers and booleans.
func (d *decoder) plain(n *node) any {
	switch n.kind {
	case sequence:
		out := make([]any, len(n.items))
		d.value(n, reflect.ValueOf(&out).Elem())
		return out
	case mapping:
		out := map[string]any{}
		d.value(n, reflect.ValueOf(&out).Elem())
		return out
	case number:
		if v, err := strconv.ParseInt(n.text, 0, 64); err == nil {
			return v
		}
		var v float64
		d.value(n, reflect.ValueOf(&v).Elem())
		return v
	case boolean:
		return strings.EqualFold(n.text, "true")
	}
	return n.text
}
