package web

import (
	"context"
	"strings"
	"testing"

	"github.com/wardround/wardround/news"
)

// TestWhatIsOverIsNotSaidToBeDue asks every page for a promise in each status.
func TestWhatIsOverIsNotSaidToBeDue(t *testing.T) {
	for status, over := range map[news.PromiseStatus]bool{news.Announced: false, news.Due: false, news.Slipped: false,
		news.Overdue: true, news.Dropped: true, news.Kept: true} {
		t.Run(string(status), func(t *testing.T) {
			site := newSite(t, fixture(), func(o *Options) {
				o.Promises = func(ctx context.Context, day news.Day) ([]news.Promise, error) {
					list, err := promiseOf(ctx, day)
					list[0].Status, list[0].Label = status, "LABEL"
					list[0].Steps = []news.PromiseStep{{Day: "2026-11-01", Status: status, Due: "2026-12-31", Why: "made up"}}
					return list, err
				}
			})
			for address, want := range map[string]map[bool]string{
				"/p/7":                  {false: "LABEL</span>. Due by <time", true: "LABEL</span>. It was due by <time"},
				"/p/7?as-of=2026-11-15": {false: "</b>, due by 31 December 2026", true: "</b>, it was due by 31 December 2026"},
				"/p/7?as-of=2026-11-14": {false: ", now due by 31 December", true: ", last due by 31 December"},
				"/promises/feed.json":   {false: " Due by 31 December", true: " It was due by 31 December"},
			} {
				body := get(t, site, address).Body.String()
				if !strings.Contains(body, want[over]) || strings.Contains(body, want[!over]) {
					t.Errorf("%s: no %q, or %q, in:\n%s", address, want[over], want[!over], body)
				}
			}
		})
	}
}

func TestANameThatIsAllowedStandsOnThePageAndInNoCalendar(t *testing.T) {
	site := newSite(t, fixture(), func(o *Options) {
		o.Promises = func(ctx context.Context, day news.Day) ([]news.Promise, error) {
			list, err := promiseOf(ctx, day)
			list[0].Statements[0].Speaker = "Ada Moor"
			return list, err
		}
	})
	if body := get(t, site, "/p/7").Body.String(); !strings.Contains(body, "<p>Ada Moor, the Guild. By") {
		t.Errorf("the page lacks the name:\n%s", body)
	}
	if body := get(t, site, "/promises.ics").Body.String(); strings.Contains(body, "Moor") {
		t.Errorf("the calendar holds the name:\n%s", body)
	}
}
