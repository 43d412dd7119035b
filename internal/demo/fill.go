package demo

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

var placeholder = regexp.MustCompile(`\{\{([^{}]*)\}\}`)

// fill replaces the placeholders in text, counting from day:
//
//	{{day -3}}       9 November        three days before
//	{{weekday +1}}   Tuesday           the day after
//	{{month +2}}     January           two months on
//	{{monthyear +2}} January 2027      two months on, with its year
//	{{year +1}}      2027              the next year
//
// The number may be left out, and is then 0.
func fill(text string, day time.Time) (string, error) {
	var failed error
	filled := placeholder.ReplaceAllStringFunc(text, func(found string) string {
		value, err := fillOne(strings.Trim(found, "{}"), day)
		if err != nil && failed == nil {
			failed = err
		}
		return value
	})
	if failed == nil && strings.Contains(filled, "{{") {
		failed = fmt.Errorf("placeholder is not closed")
	}
	return filled, failed
}

func fillOne(words string, day time.Time) (string, error) {
	name, number, _ := strings.Cut(strings.TrimSpace(words), " ")
	n := 0
	if number != "" {
		var err error
		if n, err = strconv.Atoi(number); err != nil {
			return "", fmt.Errorf("placeholder {{%s}}: %q is not a number", words, number)
		}
	}
	// The first of the month, so that 31 August and one month is September.
	first := time.Date(day.Year(), day.Month(), 1, 12, 0, 0, 0, day.Location())
	switch name {
	case "day":
		return day.AddDate(0, 0, n).Format("2 January"), nil
	case "weekday":
		return day.AddDate(0, 0, n).Format("Monday"), nil
	case "month":
		return first.AddDate(0, n, 0).Format("January"), nil
	case "monthyear":
		return first.AddDate(0, n, 0).Format("January 2006"), nil
	case "year":
		return first.AddDate(n, 0, 0).Format("2006"), nil
	}
	return "", fmt.Errorf("placeholder {{%s}} not known; want day, weekday, month, monthyear or year", words)
}
