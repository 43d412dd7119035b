package web

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/wardround/wardround/news"
)

const (
	// promisesShown keeps a page of the table under 60 KB.
	promisesShown = 50

	// followedFor is how long an answer of [Options.Promises] stands in for the next
	// one: following a year's statements anew takes seconds, and sources are read
	// every half hour.
	followedFor = 10 * time.Minute

	// daysFollowed bounds the days that are remembered; readers ask for few.
	daysFollowed = 16
)

// promiseLine is one promise in the table.
type promiseLine struct {
	Ref     string        `json:"ref"`
	Path    string        `json:"path"`
	Title   string        `json:"title"`
	Status  string        `json:"status"`
	Label   string        `json:"label"`
	Due     news.Day      `json:"due,omitempty"`
	OurDate bool          `json:"due_is_our_reading,omitempty"`
	Moves   int           `json:"moves,omitempty"`
	Changed news.Day      `json:"changed,omitempty"`
	Reports int           `json:"statements"`
	kept    *news.Promise // what the line was made of
}

// Shape stands beside the word of a status, which never rests on colour alone.
func (l promiseLine) Shape() string { return shapes[news.PromiseStatus(l.Status)] }

// DueWords go before the date: "due by", or "it was due by" what is no more.
func (l promiseLine) DueWords() string { return news.PromiseStatus(l.Status).DueWords() }

var shapes = map[news.PromiseStatus]string{news.Announced: "…", news.Due: "!", news.Slipped: "»", news.Overdue: "–", news.Dropped: "×", news.Kept: "✓"}

type promisesData struct {
	AsOf     news.Day      `json:"as_of"`
	Past     bool          `json:"-"` // AsOf is not today
	Status   string        `json:"status,omitempty"`
	Text     string        `json:"q,omitempty"`
	Notes    []string      `json:"notes,omitempty"`
	Found    string        `json:"-"`
	Promises []promiseLine `json:"promises"`
	Parts    []promisePart `json:"-"`
	Older    string        `json:"next,omitempty"`
	Newer    string        `json:"previous,omitempty"`
	Statuses []statusWords `json:"-"`
}

// statusWords is a status as the filter of the table names it.
type statusWords struct{ Name, Words string }

var statuses = []statusWords{
	{string(news.Due), "Due soon"}, {string(news.Overdue), "Date passed, nothing seen"}, {string(news.Slipped), "Moved or promised again"},
	{string(news.Announced), "Announced"}, {string(news.Dropped), "Dropped"}, {string(news.Kept), "Kept"},
}

// promisePart is the promises of a page that stand alike, as the table heads them.
type promisePart struct {
	Words    string
	Promises []promiseLine
}

// promises lists what is followed, the soonest date first.
func (s *Site) promises(r *http.Request) (page, error) {
	in := r.URL.Query()
	day, notes := s.asOf(r)
	d := promisesData{AsOf: day, Past: day != s.today(), Text: clean(in.Get("q"), queryRunes), Notes: notes, Statuses: statuses}
	if name := clean(in.Get("status"), wordRunes); name != "" {
		if slices.ContainsFunc(statuses, func(w statusWords) bool { return w.Name == name }) {
			d.Status = name
		} else {
			d.Notes = append(d.Notes, fmt.Sprintf("There is no status “%s”; all are shown.", name))
		}
	}
	list, err := s.followed(r.Context(), day)
	if err != nil {
		return page{}, err
	}
	lines := []promiseLine{}
	for i := range list {
		if line := s.promiseLine(&list[i], d.Past); (d.Status == "" || line.Status == d.Status) && holds(line.Title, d.Text) {
			lines = append(lines, line)
		}
	}
	slices.SortStableFunc(lines, bySoonest)
	n := pageNumber(r)
	d.Found = count(len(lines), "promise", "promises")
	lines = lines[min((n-1)*promisesShown, len(lines)):]
	d.Promises = lines[:min(promisesShown, len(lines))]
	d.Parts = inParts(d.Promises)
	if len(lines) > promisesShown {
		d.Older = s.promisesAt(r, n+1)
	}
	if n > 1 {
		d.Newer = s.promisesAt(r, n-1)
	}
	return page{Name: "promises", Title: "Promises", Menu: "/promises", Data: d,
		Feeds: append(feedsOf("/promises", "", "promises"), feedLink{"/promises.ics", "text/calendar", "Calendar of due dates"})}, nil
}

func (s *Site) promisesAt(r *http.Request, n int) string {
	in := r.URL.Query()
	in.Set("page", strconv.Itoa(n))
	return s.at("/promises?" + in.Encode())
}

// parts are how promises stand, in the table's order. That a date is behind us says
// nothing of what was done, so the words for it neither accuse nor claim to have looked.
var parts = []string{"To come", "Still awaited", "No date named", "Closed"}

// part is the index into parts of a promise.
func (l promiseLine) part() int {
	switch news.PromiseStatus(l.Status) {
	case news.Kept, news.Dropped:
		return 3
	case news.Overdue:
		return 1
	}
	if l.Due == "" {
		return 2
	}
	return 0
}

// bySoonest puts open promises first, by their date, and of the closed ones those that
// were closed last.
func bySoonest(a, b promiseLine) int {
	if part := a.part(); part != b.part() || parts[part] != "Closed" {
		return cmp.Or(cmp.Compare(part, b.part()), cmp.Compare(a.Due, b.Due))
	}
	return cmp.Or(cmp.Compare(b.Changed, a.Changed), cmp.Compare(b.Due, a.Due))
}

// inParts takes lines apart where the part changes.
func inParts(lines []promiseLine) (all []promisePart) {
	for _, line := range lines {
		words := parts[line.part()]
		if len(all) == 0 || all[len(all)-1].Words != words {
			all = append(all, promisePart{Words: words})
		}
		last := &all[len(all)-1]
		last.Promises = append(last.Promises, line)
	}
	return all
}

func holds(title, words string) bool {
	title = strings.ToLower(title)
	for _, w := range strings.Fields(strings.ToLower(words)) {
		if !strings.Contains(title, w) {
			return false
		}
	}
	return true
}

func (s *Site) promiseLine(p *news.Promise, past bool) promiseLine {
	line := promiseLine{Ref: p.Ref, Title: clean(p.Title, titleRunes), Status: string(p.Status), Label: p.Label, Due: p.Due,
		OurDate: p.DueBasis == news.BasisRead, Moves: p.Moves, Changed: changed(*p), Reports: len(p.Statements), kept: p}
	line.Path = "/p/" + strings.TrimPrefix(p.Ref, "P")
	if past {
		line.Path += "?as-of=" + string(p.AsOf)
	}
	return line
}

// changed is the day of the last thing that was said or came about.
func changed(p news.Promise) (last news.Day) {
	for _, st := range p.Statements {
		last = max(last, st.Reported)
	}
	for _, step := range p.Steps {
		if step.Day <= p.AsOf {
			last = max(last, step.Day)
		}
	}
	return last
}

func (s *Site) today() news.Day { return news.DayOf(s.now(), s.zone) }

// asOf reads ?as-of=DAY; nobody knows how things will stand.
func (s *Site) asOf(r *http.Request) (day news.Day, notes []string) {
	text := clean(r.URL.Query().Get("as-of"), wordRunes)
	if text == "" {
		return s.today(), nil
	}
	day, err := news.ParseDay(text)
	switch {
	case err != nil:
		return s.today(), []string{fmt.Sprintf("“%s” is not a day; write one as 2026-11-16. This is today.", text)}
	case day > s.today():
		return s.today(), []string{day.Long() + " is still to come. This is today."}
	}
	return day, nil
}

// followed is what [Options.Promises] says of a day, without what the operator
// muted. Asking under the lock means that a crowd of readers asks once.
func (s *Site) followed(ctx context.Context, day news.Day) ([]news.Promise, error) {
	s.following.Lock()
	defer s.following.Unlock()
	if f, ok := s.followedOn[day]; ok && s.now().Sub(f.at) < followedFor {
		return f.list, nil
	}
	// What is found is for all readers, so the first one's hanging up does not end it.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), answerIn)
	defer cancel()
	list, err := s.opts.Promises(ctx, day)
	if err != nil {
		return nil, fmt.Errorf("follow promises: %w", err)
	}
	list = slices.DeleteFunc(list, func(p news.Promise) bool { return p.Muted || len(p.Statements) == 0 })
	if len(s.followedOn) >= daysFollowed {
		clear(s.followedOn)
	}
	s.followedOn[day] = followedDay{s.now(), list}
	return list, nil
}

// followings remembers how promises stood on some days.
type followings struct {
	following  sync.Mutex
	followedOn map[news.Day]followedDay
}

type followedDay struct {
	at   time.Time
	list []news.Promise
}
