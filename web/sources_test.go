package web

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/wardround/wardround/news"
)

func TestASourceAddedWhileTheSiteIsUpIsShown(t *testing.T) {
	declared, broken := options().Sources, error(nil)
	now := time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)
	site := newSite(t, fixture(), func(o *Options) {
		o.Now = func() time.Time { now = now.Add(keptFor); return now }
		o.SourcesNow = func(context.Context) ([]news.Source, error) { return declared, broken }
	})
	shown := func(address, want string) bool { return strings.Contains(get(t, site, address).Body.String(), want) }
	if shown("/sources", "herald") {
		t.Fatal("a source is shown before it is there")
	}
	declared = append(declared, news.Source{Name: "herald", URL: "https://herald.example/feed"})
	for address, want := range map[string]string{"/sources": "herald", "/search": "herald", "/about": "3 sources"} {
		if !shown(address, want) {
			t.Errorf("%s lacks %q", address, want)
		}
	}
	if shown("/search?source=herald", "There is no source") {
		t.Error("it cannot be searched for")
	}
	broken = errors.New("disk full")
	if !shown("/sources", "gazette") || shown("/sources", "herald") {
		t.Error("when the declared ones cannot be read, those of the start are not shown")
	}
}

func TestOnlyASourceThatIsReadIsQuoted(t *testing.T) {
	quoted := func(edit func(*Options)) bool {
		return strings.Contains(get(t, newSite(t, fixture(), edit), "/a/1.json").Body.String(), "Band pay rises.")
	}
	if !quoted(func(*Options) {}) {
		t.Error("a source that is read is not quoted")
	}
	if quoted(func(o *Options) { o.Sources = o.Sources[1:] }) {
		t.Error("a source that is read no longer is quoted")
	}
	if quoted(func(o *Options) { o.Sources[0].Excerpt = news.ExcerptNone }) {
		t.Error("a source that allows none is quoted")
	}
}
