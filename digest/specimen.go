package digest

import (
	"time"

	"github.com/wardround/wardround/news"
)

// specimen is an issue that shows every part a template may hold.
func specimen() news.Issue {
	at := time.Date(2024, 3, 18, 7, 30, 0, 0, time.UTC)
	full := news.Story{
		Ref: "11.1", Title: "Six trusts to grade data jobs from one guide", URL: "https://wardline.example/one-guide",
		Publisher: "Wardline", Day: "2024-03-14", Kind: news.KindReport, Layer: news.LayerLead,
		Excerpt: []string{"An analyst who moves between the six will not be graded again."},
		Updates: "10.3", Changed: "its headline was “Trusts to grade data jobs”",
		Why:  "pay grading and data analysts, in headline and opening",
		Also: []news.Also{{Publisher: "Care Systems News", Title: "One guide for data jobs", URL: "https://caresystems.example/9", Day: "2024-03-15"}},
	}
	brief := news.Story{Ref: "11.2", Title: "Trust merges two digital teams", URL: "https://fenside.example/2", Publisher: "Fenside News", Layer: news.LayerBrief}
	unlinked := news.Story{Ref: "11.3", Title: "Board counts forty unfilled posts", Publisher: "Fenside News"}
	return news.Issue{
		Version: issueVersion, Number: 11, Title: "Digital Workforce Week", Zone: "Europe/London", Notice: "A specimen: nothing here happened",
		Slot: news.Slot{At: at}, From: at.AddDate(0, 0, -7), To: at, First: true, Dropped: 2,
		Promises: []news.PromiseLine{{Ref: "P1", Title: "Regional data plan", Status: news.Slipped, Label: "promised again", Due: "2024-04-12", DueBasis: news.BasisRead,
			Now:      news.PromiseWords{Phrase: "imminent", Office: "director of data", Publisher: "Wardline", URL: "https://wardline.example/plan", Day: "2024-03-15", Due: "2024-04-12", Basis: news.BasisRead},
			Before:   &news.PromiseWords{Phrase: "later this year", Office: "spokesperson", Publisher: "Wardline", Day: "2023-08-23", Due: "2023-12-31"},
			Disputed: &news.PromiseWords{Publisher: "Moor Gazette", Day: "2023-08-24"}, Unwatched: true}},
		Unshown:      1,
		Sections:     []news.Section{{Title: "Pay and grading", Stories: []news.Story{full, brief, unlinked}}},
		More:         []news.Story{brief, unlinked},
		Introduction: "What moved in digital work this week.", Earlier: []int{9, 9, 9, 9, 9, 9, 9, 9},
		Corrections: []news.Correction{{Issue: 10, Ref: "10.6", Text: "The consultation closes on 22 March, not on 15 March."}},
		Dates:       []news.DateAhead{{Day: "2024-03-22", What: "consultation closes: Fenside asks about digital roles", Ref: "10.6"}},
		Coverage: news.Coverage{
			WatchedFrom: at.AddDate(0, 0, -90), Sources: 21, Read: 20, Considered: 214, Relevant: 7, Unread: 1,
			Troubled: []news.SourceTrouble{{Name: "Moor Gazette", What: news.OutcomeRefused, Since: "2024-03-14"}},
		},
		Operator: news.Operator{Name: "Workforce Insight", Contact: "digest@trust.example"},
	}
}
