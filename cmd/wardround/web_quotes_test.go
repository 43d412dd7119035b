package main

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// The archive follows promises by itself: it must know the sources, or it quotes none.
func TestTheArchiveNamesAPromiseByWhatWasPromised(t *testing.T) {
	answer, err := http.Get(serveDemo(t) + "promises.json")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	if want := "Twenty thousand NHS staff to be trained"; !strings.Contains(string(body), want) {
		t.Errorf("/promises.json lacks %q: %.400s", want, body)
	}
}
