package track

import (
	"testing"

	"github.com/wardround/wardround/news"
)

// The sources of a day answer in any order; what became of a promise must not hang on it.
func TestStatusDoesNotHangOnWhichArticleOfADayCameFirst(t *testing.T) {
	r := rules(t)
	read := func(number int64, day news.Day, url, text string) []news.Statement {
		a := news.Article{ID: number, URL: url, Publisher: "Wardline", Title: "NHS digital workforce plan", MaxSnippet: -1,
			Body: []news.Block{{Kind: news.Paragraph, Text: text}}}
		return r.Statements(a, day)
	}
	status := map[news.PromiseStatus]int{}
	for _, order := range [][2]int64{{2, 3}, {3, 2}} {
		list := read(1, "2026-01-10", "https://wardline.example/1", "NHS England will publish the NHS digital workforce plan by the end of June 2026.")
		list = append(list, read(order[0], "2026-05-10", "https://wardline.example/2", "NHS England will publish the NHS digital workforce plan by the end of September 2026.")...)
		list = append(list, read(order[1], "2026-05-10", "https://gazette.example/3", "NHS England has scrapped the NHS digital workforce plan, it said.")...)
		if len(list) != 3 {
			t.Fatalf("%d statements, want 3: %+v", len(list), list)
		}
		for _, p := range r.Follow(list, "2026-05-11") {
			if len(p.Statements) > 1 {
				status[p.Status]++
			}
		}
	}
	if len(status) != 1 || status[news.Dropped] != 2 {
		t.Errorf("statuses by order of arrival: %v, want dropped in both", status)
	}
}

func TestAnOutcomeRestsOnTheOwnersWordAmongTheReportsOfItsDay(t *testing.T) {
	r := rules(t)
	read := func(number int64, day news.Day, url, text string) []news.Statement {
		a := news.Article{ID: number, URL: url, Publisher: "Wardline", Title: "NHS digital workforce plan", MaxSnippet: -1,
			Body: []news.Block{{Kind: news.Paragraph, Text: text}}}
		return r.Statements(a, day)
	}
	list := read(1, "2026-01-10", "https://wardline.example/1", "NHS England will publish the NHS digital workforce plan by the end of June 2026.")
	list = append(list, read(2, "2026-05-10", "https://chat.example/2", "As others reported first, the NHS digital workforce plan will be folded into a plan for everyone.")...)
	list = append(list, read(3, "2026-05-10", "https://gazette.example/3", "NHS England will no longer publish the NHS digital workforce plan.")...)
	list = append(list, read(4, "2026-05-12", "https://later.example/4", "NHS England has scrapped the NHS digital workforce plan, it said.")...)
	for _, p := range r.Follow(list, "2026-05-13") {
		if p.Status != news.Dropped {
			continue
		}
		for _, s := range p.Statements {
			if s.ID == p.Evidence && s.URL != "https://gazette.example/3" {
				t.Errorf("it rests on %s %q, want the owner's word of the first day", s.URL, s.Sentence)
			}
		}
		if last := p.Steps[len(p.Steps)-1]; last.Statement != p.Evidence || p.Since != "2026-05-10" {
			t.Errorf("last step %+v since %s, want it on the evidence and of the first day", last, p.Since)
		}
		return
	}
	t.Fatal("nothing dropped")
}

func TestDueLabelReadsAsEnglish(t *testing.T) {
	for days, want := range map[int]string{0: "due today", 1: "due tomorrow", 2: "due in 2 days", 28: "due in 28 days"} {
		if got := dueLabel(days); got != want {
			t.Errorf("dueLabel(%d) = %q, want %q", days, got, want)
		}
	}
}

func TestWhatIsPromisedInAPlanIsNotThePlan(t *testing.T) {
	r := rules(t)
	for text, want := range map[string]bool{
		"The government has promised 6,000 more midwives by 2032 in its revised long term workforce plan.": false,
		"The government has promised its revised long term workforce plan by 2032.":                        true,
	} {
		list := one(r, "2026-12-12", "Plan for midwives", text)
		if len(list) != 1 {
			t.Fatalf("%q: %d statements, want one", text, len(list))
		}
		if got := r.Follow(list, "2026-12-13")[0].Named; got != want {
			t.Errorf("%q: about the plan: %v, want %v", text, got, want)
		}
	}
}
