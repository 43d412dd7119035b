package web

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wardround/wardround/news"
)

// promiseStanding is a promise with one statement of a day.
func promiseStanding(ref string, status news.PromiseStatus, due, said news.Day) news.Promise {
	return news.Promise{ID: ref, Ref: ref, Title: "The " + ref, Status: status, Label: string(status), Due: due, AsOf: news.DayOf(monday, monday.Location()),
		Statements: []news.Statement{{ID: ref, Reported: said, Publisher: "The Gazette"}}}
}

func TestTheFirstPageShowsPromisesThatMovedOrFallDue(t *testing.T) {
	list := []news.Promise{
		promiseStanding("P1", news.Due, "2026-11-30", "2026-06-01"),
		promiseStanding("P2", news.Due, "2026-11-20", "2026-06-01"),
		promiseStanding("P3", news.Due, "2027-03-31", "2026-06-01"),       // far ahead
		promiseStanding("P4", news.Overdue, "2026-06-30", "2026-01-01"),   // long ago
		promiseStanding("P5", news.Slipped, "2027-03-31", "2026-11-12"),   // this week
		promiseStanding("P6", news.Announced, "2027-03-31", "2026-11-12"), // nothing moved
		promiseStanding("P7", news.Kept, "2026-11-30", "2026-11-14"),      // this week
		promiseStanding("P8", news.Dropped, "2026-11-30", "2026-11-01"),   // told before
		promiseStanding("P9", news.Overdue, "2026-11-10", "2026-06-01"),   // by a step, below
	}
	list[8].Steps = []news.PromiseStep{{Day: "2026-11-11", Status: news.Overdue}}
	site := newSite(t, fixture(), func(o *Options) {
		o.Promises = func(context.Context, news.Day) ([]news.Promise, error) { return list, nil }
		o.Stories = tale{}
	})
	body := get(t, site, "/").Body.String()
	var got []string
	for _, part := range strings.Split(body, `href="/p/`)[1:] {
		ref, _, _ := strings.Cut(part, `"`)
		got = append(got, "P"+ref)
	}
	if diff := cmp.Diff([]string{"P5", "P9", "P7", "P2", "P1"}, got); diff != "" {
		t.Errorf("promises of the first page (-want +got):\n%s", diff)
	}
	for _, want := range []string{`aria-hidden="true">»</span> Slipped`, `href="/s/5"`, "2 reports: The Gazette, The Courier"} {
		if !strings.Contains(body, want) {
			t.Errorf("the first page lacks %q:\n%s", want, body)
		}
	}
}

func TestTheFirstPageFailsRatherThanLeaveOutWhatItCouldNotRead(t *testing.T) {
	site := newSite(t, fixture(), func(o *Options) {
		o.Promises = func(context.Context, news.Day) ([]news.Promise, error) { return nil, errors.New("disk on fire") }
	})
	if w := get(t, site, "/"); w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "fire") {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
}
