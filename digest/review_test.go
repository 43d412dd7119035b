package digest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wardround/wardround/news"
)

// draft is the specimen with references that differ.
func draft() news.Issue {
	issue := specimen()
	issue.Notice, issue.First = "", false
	issue.More[0].Ref, issue.More[1].Ref = "11.4", "11.5"
	issue.Sections[0].Stories[0].Updates = ""
	issue.Dates = append(issue.Dates, news.DateAhead{Day: "2024-04-12", What: "promised by then: library plan", Ref: "P1", Promise: true})
	return issue
}

func TestWhatIsDroppedLeavesNoTraceButItsCount(t *testing.T) {
	for ref, test := range map[string]struct {
		title  string
		leaves int // articles chosen, of seven
	}{
		"11.1": {"Six towns to lend tools", 6}, "11.4": {"", 6}, "P1": {"Regional library plan", 7}, "10.6": {"Fenside asks about opening hours", 7},
	} {
		t.Run(ref, func(t *testing.T) {
			before := draft()
			after := Edit(before, news.Edits{Dropped: []string{ref}})
			if after.Says(ref) || Holds(after, ref, false) || !Holds(before, ref, false) {
				t.Errorf("after dropping %s the issue holds it", ref)
			}
			if c := after.Coverage; c.Relevant != test.leaves || c.LeftOut != 7-test.leaves {
				t.Errorf("coverage %d chosen, %d taken out; want %d", c.Relevant, c.LeftOut, test.leaves)
			}
			mail, err := Render(after, RenderOptions{})
			if err != nil {
				t.Fatal(err)
			}
			for _, body := range []string{mail.HTML, mail.Text, mail.Subject} {
				if test.title != "" && strings.Contains(body, test.title) {
					t.Errorf("dropped, but told: %s", body)
				}
			}
			if said := strings.Contains(mail.Text, "1 taken out by the editor"); said != (test.leaves < 7) {
				t.Errorf("the coverage says that it was taken out: %v\n%s", said, mail.Text)
			}
			if diff := cmp.Diff(draft(), before); diff != "" {
				t.Errorf("the draft itself changed:\n%s", diff)
			}
		})
	}
}

func TestASectionWithoutStoriesGoes(t *testing.T) {
	after := Edit(draft(), news.Edits{Dropped: []string{"11.1", "11.2", "11.3"}})
	if len(after.Sections) != 0 || after.Stories() != 0 {
		t.Errorf("sections %+v are left", after.Sections)
	}
}

func TestEverythingDroppedIsNothingToTell(t *testing.T) {
	issue := draft()
	issue.Corrections = nil
	if after := Edit(issue, news.Edits{Dropped: []string{"11.1", "11.2", "11.3", "11.4", "11.5", "P1"}}); after.Tells() {
		t.Errorf("%+v tells something", after)
	}
}

func TestANoteStandsAsWordsBesideWhatItIsAbout(t *testing.T) {
	const words = "5 < 6 & it stays"
	for name, ref := range map[string]string{"lead": "11.1", "brief": "11.2", "promise": "P1"} {
		t.Run(name, func(t *testing.T) {
			issue := draft()
			issue.Sections[0].Stories[0].Note = ""
			if before, err := Render(issue, RenderOptions{}); err != nil || strings.Contains(before.Text, "Editor's note") {
				t.Fatalf("a note before there is one (%v)", err)
			}
			issue = Edit(issue, news.Edits{Notes: map[string]string{ref: words}})
			mail, err := Render(issue, RenderOptions{})
			if err != nil {
				t.Fatal(err)
			}
			web, err := RenderWeb(issue, "/a/")
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(mail.Text, "Editor's note: "+words+".") {
				t.Errorf("no note in the text:\n%s", mail.Text)
			}
			const escaped = "Editor&#39;s note: 5 &lt; 6 &amp; it stays."
			for kind, html := range map[string]string{"mail": mail.HTML, "web": string(web)} {
				if strings.Count(html, escaped) != 1 {
					t.Errorf("%s has the note %d times, want once and escaped", kind, strings.Count(html, escaped))
				}
			}
		})
	}
	if Holds(draft(), "10.6", true) {
		t.Error("a day ahead takes a note, and has no place for it")
	}
}
