package digest

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/wardround/wardround/news"
)

// promised is a line on a promise with this title.
func promised(title string, status news.PromiseStatus, label string, due news.Day, basis news.Basis) news.PromiseLine {
	return news.PromiseLine{Ref: "P1", Title: title, Status: status, Label: label, Due: due, DueBasis: basis,
		Now: news.PromiseWords{Publisher: "Wardline", URL: "https://wardline.example/p", Day: "2026-11-13"}}
}

const (
	shortName = "Digital workforce plan"
	longName  = "Digital skills assessment tool for all staff"
)

func TestAPromiseThatMovedTakesTheSubject(t *testing.T) {
	for want, p := range map[string]news.PromiseLine{
		"Digital workforce plan moved to 30 April 2027; 5 stories (16 November)":        promised(shortName, news.Slipped, "moved", "2027-04-30", news.BasisStated),
		"Digital workforce plan moved, no day named; 5 stories (16 November)":           promised(shortName, news.Slipped, "moved", "", ""),
		"Digital workforce plan dropped; 5 stories (16 November)":                       promised(shortName, news.Dropped, "dropped", "", ""),
		"Reported done: Digital workforce plan; 5 stories (16 November)":                promised(shortName, news.Kept, "kept", "", ""),
		"Digital workforce plan not seen yet; 5 stories (16 November)":                  promised(shortName, news.Overdue, "nothing seen since", "2026-11-12", news.BasisRead),
		"Past its date of 12 November: Digital workforce plan; 5 stories (16 November)": promised(shortName, news.Overdue, "date passed", "2026-11-12", news.BasisStated),
		"Promised again: Digital workforce plan, no day named; 5 stories (16 November)": promised(shortName, news.Slipped, "promised again", "2026-12-11", news.BasisRead),
		"Promised again: Digital workforce plan, for 11 December (16 November)":         promised(shortName, news.Slipped, "promised again", "2026-12-11", news.BasisStated),
		"Moved: Digital skills assessment tool for all staff (16 November)":             promised(longName, news.Slipped, "moved", "2026-12-05", news.BasisStated),
		"Dropped: Digital skills assessment tool for all staff (16 November)":           promised(longName, news.Dropped, "dropped", "", ""),
		"Reported done: Digital skills assessment tool for all staff (16 November)":     promised(longName, news.Kept, "kept", "", ""),
		"Six trusts to grade data jobs from one guide; 4 more (16 November)":            promised(shortName, news.Due, "due in 14 days", "2026-11-30", news.BasisStated),
	} {
		issue := led(t, "Six trusts to grade data jobs from one guide", 4)
		issue.Promises = []news.PromiseLine{p}
		m, err := Render(issue, RenderOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if m.Subject != want {
			t.Errorf("subject = %q, want %q", m.Subject, want)
		}
		if n := utf8.RuneCountInString(m.Subject); n >= 78 {
			t.Errorf("subject of %d characters: %s", n, m.Subject)
		}
		if !strings.Contains(strings.ReplaceAll(m.Text, "\n", " "), "Six trusts to grade data jobs from one guide; 4 more stories.") {
			t.Errorf("the first line of the text does not name the story:\n%s", m.Text[:200])
		}
	}
}

func TestAPromisesFirstThirtyFiveCharactersSayWhatHappened(t *testing.T) {
	deeds := map[news.PromiseStatus]string{news.Slipped: "moved", news.Dropped: "dropped", news.Kept: "reported done", news.Overdue: "past its date", news.Due: "due 30 november"}
	for status, deed := range deeds {
		for _, title := range []string{"Plan", shortName, longName, strings.Repeat("A very long name of a promise ", 9)} {
			line := promiseGist(promised(title, status, "", "2026-11-30", news.BasisStated), 2026)
			head := string([]rune(line)[:min(headRunes, utf8.RuneCountInString(line))])
			if !strings.Contains(strings.ToLower(head), deed) {
				t.Errorf("%s of %q: the first 35 characters are %q, want %q in them", status, title, head, deed)
			}
			if !strings.Contains(head, strings.Fields(title)[0]) && !strings.Contains(line, strings.Fields(title)[0]) {
				t.Errorf("%q does not name %q", line, title)
			}
		}
	}
}

func TestAFreshDisputeIsSaidInTheSubject(t *testing.T) {
	p := promised(shortName, news.Slipped, "moved", "2027-04-30", news.BasisStated)
	for day, want := range map[news.Day]string{
		"2026-11-13": "Digital workforce plan moved to 30 April 2027, disputed",
		"2026-11-12": "Digital workforce plan moved to 30 April 2027",
	} {
		p.Disputed = &news.PromiseWords{Publisher: "Moor Gazette", Day: day}
		if got := promiseGist(p, 2026); got != want {
			t.Errorf("disputed on %s: %q, want %q", day, got, want)
		}
	}
}

func TestASecondPromiseFollowsTheFirst(t *testing.T) {
	issue := led(t, "Six trusts to grade data jobs from one guide", 4)
	second := promised("Skills tool", news.Due, "due in 14 days", "2026-11-30", news.BasisStated)
	second.Ref = "P2"
	issue.Promises = []news.PromiseLine{promised("Digital plan", news.Slipped, "promised again", "", ""), second}
	if got, want := subject(issue, "2026-11-16"), "Digital plan promised again, no day named; 5 stories (16 November)"; got != want {
		t.Errorf("subject = %q, want %q", got, want)
	}
	issue.Promises[0].Status = news.Dropped
	if got, want := subject(issue, "2026-11-16"), "Digital plan dropped; Skills tool due 30 November (16 November)"; got != want {
		t.Errorf("subject = %q, want %q", got, want)
	}
}

func TestAnOldMoveIsNoNewsOfTheWeek(t *testing.T) {
	const story = "Six trusts to grade data jobs from one guide"
	byHand := promised(shortName, news.Overdue, "date passed", "2026-11-12", news.BasisStated)
	byHand.ByHand = true
	before := promised(shortName, news.Slipped, "moved", "2027-04-30", news.BasisStated)
	before.Now.Day = "2026-10-01"
	for name, p := range map[string]news.PromiseLine{"entered by hand": byHand, "before the first window": before} {
		issue := led(t, story, 0)
		issue.First, issue.Promises = true, []news.PromiseLine{p}
		if got := subject(issue, "2026-11-16"); !strings.HasPrefix(got, story) {
			t.Errorf("%s: subject %q, want the story in it", name, got)
		}
	}
}

func TestAPromiseThatFallsDueIsTheNewsWhenThereIsNoOther(t *testing.T) {
	issue := Compose(input(t, 0))
	issue.Promises = []news.PromiseLine{promised("Skills tool", news.Due, "due in 14 days", "2026-11-30", news.BasisStated)}
	m, err := Render(issue, RenderOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if want := "Skills tool due 30 November (16 November)"; m.Subject != want || !strings.HasPrefix(m.Text, "Skills tool due 30 November.") {
		t.Errorf("subject %q, text %q; want %q", m.Subject, m.Text[:60], want)
	}
	if !strings.HasPrefix(m.Preheader, "Promises: 1 due. We read all 21") {
		t.Errorf("preheader = %q", m.Preheader)
	}
}

func TestALongCorrectionIsNotCutToWhatWasWrong(t *testing.T) {
	in := input(t, 0)
	in.Corrections = []news.Correction{{Issue: 10, Ref: "10.6", Text: "We said that the Fenside consultation on digital roles closes on 15 November; it is 22 November"}}
	if got, want := subject(Compose(in), "2026-11-16"), "Put right: what issue 10 said at 10.6 (16 November)"; got != want {
		t.Errorf("subject = %q, want %q", got, want)
	}
	in.Corrections = append(in.Corrections, news.Correction{Issue: 9, Text: "x"})
	if got, want := subject(Compose(in), "2026-11-16"), "Put right: 2 things that earlier issues said (16 November)"; got != want {
		t.Errorf("subject = %q, want %q", got, want)
	}
}
