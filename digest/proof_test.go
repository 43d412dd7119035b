package digest

import (
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/wardround/wardround/news"
)

func proofInput() ProofInput {
	issue := draft()
	issue.Edition = "weekly"
	kept := issue.Promises[0]
	kept.Ref, kept.Title, kept.Status, kept.Label = "P7", "Card for six towns", news.Kept, "kept"
	issue.Promises = append([]news.PromiseLine{kept}, issue.Promises...)
	at := issue.Slot.At
	return ProofInput{Issue: issue, Goes: at, Until: at.Add(72 * time.Hour), Readers: 12, Sends: true, Searches: []string{"https://search.example/?q={query}&x=1"},
		Promises: []news.Promise{{Ref: "P1", Evidence: "b", Statements: []news.Statement{
			{ID: "a", Publisher: "Moor Gazette", Reported: "2023-08-23", Quote: "Later this year.", NoQuote: true},
			{ID: "b", Publisher: "Wardline", Reported: "2024-03-15", Quote: `It is "imminent".`, URL: "https://wardline.example/plan"},
			{ID: "c", Publisher: "Fenside News", Reported: "2024-03-16", Quote: "It is not.", URL: "javascript:alert(1)"},
		}}}}
}

func TestAProofOpensWithWhatIsSaidToHaveFailed(t *testing.T) {
	subject, text, err := Proof(proofInput())
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(subject, "Proof: ") || utf8.RuneCountInString(subject) > subjectRunes {
		t.Errorf("subject %q", subject)
	}
	at := 0
	for _, want := range []string{
		"Issue 11 of Specimen Week goes on Monday 18 March, 07:30 unless", "Thursday 21 March, 07:30.", "12 readers",
		"wardround digest drop 11.1", "wardround digest note 11.1 'WORDS'", "wardround digest hold weekly",
		"== Put right ==", "22 March",
		"== Look at these first", ">> PROMISED AGAIN: Regional library plan [P1]",
		"Rests on: “It is ‘imminent’.” (Wardline, 15 March)\nhttps://wardline.example/plan\n",
		"Also: “It is not.” (Fenside News, 16 March)\nAlso: (not to be quoted: read it there)",
		"https://search.example/?q=Regional+library+plan&x=1\n", "https://search.example/?q=Regional+library+plan+site%3Awardline.example&x=1\n",
		"== Other promises ==", "ok KEPT: Card for six towns [P7]",
		"== Lending ==", "Six towns to lend tools from one shed\n", "[11.1]", "== In brief ==", "[11.4]",
	} {
		i := strings.Index(text[at:], want)
		if i < 0 {
			t.Fatalf("the proof lacks %q after what comes before it:\n%s", want, text)
		}
		at += i
	}
	for line := range strings.Lines(text) {
		if utf8.RuneCountInString(strings.TrimRight(line, "\n")) > 78 && !strings.HasPrefix(line, "https://") {
			t.Errorf("a line too long: %s", line)
		}
	}
	if strings.Contains(text, "javascript:") || strings.Contains(text, "Later this year") {
		t.Errorf("the proof shows what it may not:\n%s", text)
	}
}

func TestAProofOfNothingSaysThatNothingGoes(t *testing.T) {
	in := proofInput()
	in.Issue.Sections, in.Issue.More, in.Issue.Promises, in.Issue.Corrections, in.Issue.Dropped, in.Sends = nil, nil, nil, nil, 0, false
	_, text, err := Proof(in)
	if err != nil || !strings.Contains(text, "nothing so far, and would not be sent") || strings.Contains(text, "==") {
		t.Errorf("Proof() = %v\n%s", err, text)
	}
}

func TestSearchesLeaveOutTheMarkOfATitleThatWasCut(t *testing.T) {
	got := searches(news.PromiseLine{Title: "Trust to go live with a new record …"}, []string{"https://search.example/?q={query}"})
	if len(got) != 1 || got[0] != "https://search.example/?q=Trust+to+go+live+with+a+new+record" {
		t.Errorf("searches = %q, want the words alone", got)
	}
}

func TestSearchesKeepTheWordsOfATitleToThemselves(t *testing.T) {
	const title = `Plan & "skills" #1 ?q=x 100% über {query}`
	for _, got := range searches(news.PromiseLine{Title: title}, []string{"https://search.example/s?a={query}&b=1"}) {
		u, err := url.Parse(got)
		if err != nil || u.Query().Get("a") != title || u.Query().Get("b") != "1" || u.Fragment != "" {
			t.Errorf("searches = %s (%v): asks for %q", got, err, u.Query().Get("a"))
		}
	}
}
