package web

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// club is a Leaving with one reader, whose token is "good"; "back" undoes.
type club struct {
	left, all bool
	late      bool
	broken    error
	asked     int // to leave
}

func (c *club) Membership(_ context.Context, edition, token string) (Membership, error) {
	if edition != "weekly" || token != "good" && token != "back" {
		return Membership{}, ErrLink
	}
	return Membership{Title: "Ward weekly", Address: "ann.quill@trust.example", Undo: token == "back", Left: c.left, LeftAll: c.all, Others: true}, c.broken
}

func (c *club) Leave(_ context.Context, _, _ string, all bool) error {
	c.asked++
	c.left, c.all = true, c.all || all
	return nil
}

func (c *club) Undo(context.Context, string, string) (bool, error) {
	c.left = c.late
	return !c.late, nil
}

func post(t *testing.T, site http.Handler, address, form string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, address, strings.NewReader(form))
	r.Host = "news.example"
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	site.ServeHTTP(w, r)
	return w
}

func clubSite(t *testing.T, c *club, edits ...func(*Options)) http.Handler {
	return newSite(t, fixture(), append(edits, func(o *Options) { o.Leaving = c })...)
}

func TestLookingAtAPersonalLinkChangesNothing(t *testing.T) {
	c := &club{}
	site := clubSite(t, c)
	for range 3 {
		w := get(t, site, "/u/weekly/good")
		if w.Code != http.StatusOK || c.left {
			t.Fatalf("GET: %d, left %v; want the page and nothing else", w.Code, c.left)
		}
		body := w.Body.String()
		if !strings.Contains(body, "a…@trust.example") || strings.Contains(body, "ann.quill") {
			t.Errorf("the page does not show the reader masked:\n%s", body)
		}
		if strings.Count(body, "<form method=\"post\">") != 2 || w.Header().Get("Cache-Control") != "no-store" || w.Header().Get("Set-Cookie") != "" {
			t.Error("want two buttons, no cache, no cookie")
		}
	}
	get(t, site, "/u/weekly/good", func(r *http.Request) { r.Method = http.MethodHead })
	if c.left {
		t.Error("HEAD took the reader off")
	}
}

func TestOneClickTakesTheReaderOffWithoutAnythingElse(t *testing.T) {
	c := &club{}
	site := clubSite(t, c, func(o *Options) { o.Username, o.Password = "reader", "secret" }) // nobody logs in for this
	for range 2 {
		w := post(t, site, "/u/weekly/good", "List-Unsubscribe=One-Click")
		if w.Code != http.StatusOK || w.Header().Get("Location") != "" || w.Header().Get("Set-Cookie") != "" {
			t.Fatalf("POST: %d, Location %q; want 200 in place", w.Code, w.Header().Get("Location"))
		}
		if !c.left || c.all {
			t.Fatalf("left %v, all %v; want this edition", c.left, c.all)
		}
		if !strings.Contains(w.Body.String(), "no more of Ward weekly") {
			t.Errorf("the page does not say so:\n%s", w.Body)
		}
	}
	if w := post(t, site, "/u/weekly/good", "from=all"); !c.all || !strings.Contains(w.Body.String(), "no more of our digests") {
		t.Errorf("all %v:\n%s", c.all, w.Body)
	}
}

func TestUndoBringsBackUntilItIsTooLate(t *testing.T) {
	c := &club{left: true}
	site := clubSite(t, c)
	if get(t, site, "/u/weekly/back"); !c.left {
		t.Fatal("looking brought the reader back")
	}
	if w := post(t, site, "/u/weekly/back", ""); c.left || !strings.Contains(w.Body.String(), "gets Ward weekly again") {
		t.Errorf("left %v:\n%s", c.left, w.Body)
	}
	c.left, c.late = true, true
	if w := post(t, site, "/u/weekly/back", ""); !strings.Contains(w.Body.String(), "four weeks, and these are over") {
		t.Errorf("too late:\n%s", w.Body)
	}
}

func TestForeignLinksAndLargeFormsAreRefused(t *testing.T) {
	c := &club{}
	site := clubSite(t, c)
	for address, want := range map[string]int{"/u/weekly/bad": 404, "/u/board/good": 404, "/u/weekly": 404, "/": 405, "/search": 405} {
		if w := post(t, site, address, "x"); w.Code != want {
			t.Errorf("POST %s: %d, want %d", address, w.Code, want)
		}
	}
	post(t, site, "/u/weekly/good", "from="+strings.Repeat("a", 1<<20)+"&from=all")
	if c.all {
		t.Error("a form of a megabyte was read")
	}
	without := newSite(t, fixture())
	if w := post(t, without, "/u/weekly/good", ""); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("without personal links: %d, want 405", w.Code)
	}
	c.broken = errors.New("no store")
	if w := post(t, site, "/u/weekly/good", ""); w.Code != http.StatusInternalServerError || c.asked > 1 {
		t.Errorf("a broken store: %d, want 500 and nobody taken off", w.Code)
	}
}
