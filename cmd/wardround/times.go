package main

import (
	"strconv"
	"strings"
	"time"

	"github.com/wardround/wardround/news"
)

// duration reads what people write: 90m, 36h, 7d, 2w.
func duration(s string) (time.Duration, error) {
	for unit, length := range map[string]time.Duration{"d": 24 * time.Hour, "w": 7 * 24 * time.Hour} {
		if number, ok := strings.CutSuffix(s, unit); ok {
			n, err := strconv.Atoi(number)
			if err == nil && n >= 0 && n <= 36500 {
				return time.Duration(n) * length, nil
			}
		}
	}
	d, err := time.ParseDuration(s)
	if err != nil || d < 0 {
		return 0, usageError("write it like 7d, 2w, 36h or 90m", "%q is no length of time", s)
	}
	return d, nil
}

// since reads a length of time before now, or a day.
func since(s string, now time.Time) (time.Time, error) {
	if day, err := news.ParseDay(s); err == nil {
		return day.Start(time.UTC), nil
	}
	d, err := duration(s)
	if err != nil {
		return time.Time{}, usageError("write it like 7d, 36h or 2026-11-16", "%q is neither a length of time nor a day", s)
	}
	return now.Add(-d), nil
}
