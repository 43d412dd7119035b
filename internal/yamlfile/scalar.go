package yamlfile

import (
	"encoding"
	"fmt"
	"math"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// scalar sets target from a single value. It reports false when target takes
// none, so that the caller can say what it wants instead.
func (d *decoder) scalar(n *node, target reflect.Value) bool {
	if target.CanAddr() && target.Addr().Type().Implements(textUnmarshaler) {
		err := target.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(n.text))
		if err != nil {
			d.file.addAt(n, "%s", err)
		}
		return true
	}
	if target.Type() == durationType {
		return d.duration(n, target)
	}
	switch k := target.Kind(); {
	case k == reflect.String && n.kind == text:
		target.SetString(n.text)
	case k == reflect.Bool && n.kind == boolean:
		target.SetBool(strings.EqualFold(n.text, "true"))
	case k >= reflect.Int && k <= reflect.Int64 && n.kind == number:
		d.integer(n, target)
	case k == reflect.Float64 && n.kind == number:
		v, err := strconv.ParseFloat(strings.ReplaceAll(n.text, "_", ""), 64)
		if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
			d.file.addAt(n, "not a usable number")
			return true
		}
		target.SetFloat(v)
	default:
		return false
	}
	return true
}

// integer refuses a leading zero: some readers of YAML take 025 for 21.
func (d *decoder) integer(n *node, target reflect.Value) {
	digits := strings.TrimLeft(n.text, "+-")
	if len(digits) > 1 && digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9' {
		d.file.addAt(n, "a number must not start with 0")
		return
	}
	v, err := strconv.ParseInt(n.text, 0, 64)
	switch {
	case err != nil && strings.ContainsAny(n.text, ".eE"):
		d.file.addAt(n, "want a whole number")
	case err != nil || target.OverflowInt(v):
		d.file.addAt(n, "a number out of range")
	default:
		target.SetInt(v)
	}
}

func (d *decoder) duration(n *node, target reflect.Value) bool {
	if n.kind != text && n.text != "0" {
		d.file.addAt(n, "want a duration such as 90s, 20m, 2h or 7d, got %s", n.kind)
		return true
	}
	v, err := ParseDuration(n.text)
	if err != nil {
		d.file.addAt(n, "%s", err)
		return true
	}
	target.SetInt(int64(v))
	return true
}

var daysPart = regexp.MustCompile(`^(\d{1,5})([wd])`)

// ParseDuration reads what [time.ParseDuration] reads, and before it weeks and
// days of 24 hours: "7d", "1d12h", "2w".
func ParseDuration(s string) (time.Duration, error) {
	rest, total := s, time.Duration(0)
	for {
		m := daysPart.FindStringSubmatch(rest)
		if m == nil {
			break
		}
		n, err := strconv.Atoi(m[1])
		if err != nil {
			return 0, fmt.Errorf("duration %q: %w", s, err)
		}
		unit := 24 * time.Hour
		if m[2] == "w" {
			unit *= 7
		}
		total += time.Duration(n) * unit
		rest = rest[len(m[0]):]
	}
	if rest == "" && s != "" {
		return total, nil
	}
	tail, err := time.ParseDuration(rest)
	if err != nil || (total > 0 && tail < 0) || tail > math.MaxInt64-total {
		return 0, fmt.Errorf("%q is not a duration; write 90s, 20m, 2h or 7d", s)
	}
	return total + tail, nil
}

// want names what a type takes, for messages.
func want(t reflect.Type) string {
	switch {
	case t == durationType:
		return "a duration"
	case reflect.PointerTo(t).Implements(textUnmarshaler) && t.Kind() == reflect.Struct:
		return "text or a mapping"
	case reflect.PointerTo(t).Implements(textUnmarshaler):
		return "text"
	}
	switch t.Kind() {
	case reflect.Pointer:
		return want(t.Elem())
	case reflect.String:
		return "text"
	case reflect.Bool:
		return "true or false"
	case reflect.Slice:
		return "a list"
	case reflect.Struct, reflect.Map:
		return "a mapping"
	case reflect.Float64:
		return "a number"
	}
	return "a whole number"
}

// advice tells how to repair the commonest mix-ups.
func advice(n *node, t reflect.Type) string {
	switch {
	case t.Kind() == reflect.String && (n.kind == number || n.kind == boolean):
		return "; put it in quotes"
	case t.Kind() == reflect.Slice && n.kind == text && !n.secret:
		return "; write [ … ] around it, or one `- ` line for each"
	}
	return ""
}
