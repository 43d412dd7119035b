package digest

import (
	"strings"
	"testing"

	"github.com/wardround/wardround/news"
)

func TestLetterIsFilledAndSaysWhyItCameAndHowToLeave(t *testing.T) {
	long := strings.Repeat("The plan was not dropped, it was merged. ", 6)
	url := "https://news.example/u/weekly/" + strings.Repeat("a", 80)
	got := Letter("Put right: "+long+"\n\n"+url+"\n", LetterFoot{Edition: "Ward weekly", LeaveURL: url, Mail: "desk@ward.example",
		Operator: news.Operator{Name: "The desk", Contact: "desk@ward.example"}})
	for line := range strings.Lines(got) {
		if line = strings.TrimSuffix(line, "\n"); len(line) > textWidth && line != url {
			t.Errorf("a line of %d characters: %s", len(line), line)
		}
	}
	for _, want := range []string{"\n\n" + url + "\n", "\n-- \nYou get this because your address is on the list of Ward weekly.\n",
		"\nRun by The desk: desk@ward.example.\n", "\nUnsubscribe by e-mail: desk@ward.example\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("the letter lacks %q:\n%s", want, got)
		}
	}
}

func TestLetterToWhoGetsNothingMoreOffersNoLeaving(t *testing.T) {
	got := Letter("You have left.\n", LetterFoot{LeaveURL: "https://news.example/u/x", Mail: "desk@ward.example", Operator: news.Operator{Name: "The desk"}})
	if want := "You have left.\n\n-- \nRun by The desk.\n"; got != want {
		t.Errorf("Letter() = %q, want %q", got, want)
	}
	command := "  wardround correct 11.3 --edition " + strings.Repeat("weekly-", 10) + " 'WHAT IS RIGHT'\n"
	if got := Letter("If readers should know:\n"+command, LetterFoot{}); !strings.HasSuffix(got, "\n"+command) {
		t.Errorf("a command is broken:\n%s", got)
	}
	if got := Letter("Bye.\n", LetterFoot{}); got != "Bye.\n" {
		t.Errorf("without anything to say below: %q", got)
	}
}
