package digest

import (
	"time"

	"github.com/wardround/wardround/news"
)

// specimen is an issue that shows every part a template may hold.
func specimen() news.Issue {
	at := time.Date(2024, 3, 18, 7, 30, 0, 0, time.UTC)
	full := news.Story{
		Ref: "11.1", Title: "Six towns to lend tools from one shed", URL: "https://wardline.example/one-shed",
		Publisher: "Wardline", Day: "2024-03-14", Kind: news.KindReport, Layer: news.LayerLead,
		Excerpt: []string{"A reader who moves between the six keeps the card."},
		Note:    "The shed opens in May.",
		Updates: "10.3", Changed: "its headline was “Towns to lend tools”",
		Why:  "towns and tools, in headline and opening",
		Also: []news.Also{{Publisher: "Systems News", Title: "One shed for six towns", URL: "https://systems.example/9", Day: "2024-03-15"}},
	}
	brief := news.Story{Ref: "11.2", Title: "Town merges two reading rooms", URL: "https://fenside.example/2", Publisher: "Fenside News", Layer: news.LayerBrief}
	unlinked := news.Story{Ref: "11.3", Title: "Board counts forty unread books", Publisher: "Fenside News"}
	return news.Issue{
		Version: issueVersion, Number: 11, Title: "Specimen Week", Zone: "Europe/London", Notice: "A specimen: nothing here happened",
		Slot: news.Slot{At: at}, From: at.AddDate(0, 0, -7), To: at, First: true, Dropped: 2,
		Promises: []news.PromiseLine{{Ref: "P1", Title: "Regional library plan", Status: news.Slipped, Label: "promised again", Due: "2024-04-12", DueBasis: news.BasisRead,
			Now:      news.PromiseWords{Phrase: "imminent", Office: "director of libraries", Publisher: "Wardline", URL: "https://wardline.example/plan", Day: "2024-03-15", Due: "2024-04-12", Basis: news.BasisRead},
			Before:   &news.PromiseWords{Phrase: "later this year", Office: "spokesperson", Publisher: "Wardline", Day: "2023-08-23", Due: "2023-12-31"},
			Disputed: &news.PromiseWords{Publisher: "Moor Gazette", Day: "2023-08-24"}, Unwatched: true}},
		Unshown:      1,
		Sections:     []news.Section{{Title: "Lending", Stories: []news.Story{full, brief, unlinked}}},
		More:         []news.Story{brief, unlinked},
		Introduction: "What moved this week.", Earlier: []int{9, 9, 9, 9, 9, 9, 9, 9},
		Corrections: []news.Correction{{Issue: 10, Ref: "10.6", Text: "The consultation closes on 22 March, not on 15 March."}},
		Dates:       []news.DateAhead{{Day: "2024-03-22", What: "consultation closes: Fenside asks about opening hours", Ref: "10.6"}},
		Coverage: news.Coverage{
			WatchedFrom: at.AddDate(0, 0, -90), Sources: 21, Read: 20, Considered: 214, Relevant: 7, Unread: 1,
			Troubled: []news.SourceTrouble{{Name: "Moor Gazette", What: news.OutcomeRefused, Since: "2024-03-14"}},
		},
		Operator: news.Operator{Name: "The desk", Contact: "digest@desk.example"},
	}
}
