package fetch

import (
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/wardround/wardround/news"
)

const oneFeed = "http://one.example/feed"

func Test01ValidatorsComeBackByteForByte(t *testing.T) {
	for name, header := range map[string]map[string]string{
		"strong etag":      {"Etag": `"a-b"`},
		"weak etag":        {"Etag": `W/"x"`},
		"unquoted etag":    {"Etag": `plain`},
		"odd date":         {"Last-Modified": "Mon, 16 Nov 2026 06:00:00 +0000"},
		"both, not a date": {"Etag": `""`, "Last-Modified": "yesterday"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newFarm(t)
			w.handle(oneFeed, func(out http.ResponseWriter, _ *http.Request) {
				for k, v := range header {
					out.Header().Set(k, v)
				}
				fmt.Fprint(out, rssDoc("one.example", "/a|A"))
			})
			w.force(feedSource(oneFeed))
			w.force(feedSource(oneFeed))
			r := w.lastRequest()
			if got := r.Header.Get("If-None-Match"); got != header["Etag"] {
				t.Errorf("If-None-Match = %q, want %q", got, header["Etag"])
			}
			if got := r.Header.Get("If-Modified-Since"); got != header["Last-Modified"] {
				t.Errorf("If-Modified-Since = %q, want %q", got, header["Last-Modified"])
			}
		})
	}
}

func Test02A304MayBringNewValidators(t *testing.T) {
	w := newFarm(t)
	w.text(oneFeed, rssDoc("one.example", "/a|A"))
	w.force(feedSource(oneFeed))
	w.status(oneFeed, http.StatusNotModified, "ETag", `"second"`)
	if got := w.force(feedSource(oneFeed)); got.Outcome != news.OutcomeUnchanged || got.State.ETag != `"second"` {
		t.Errorf("after the 304: %v, etag %q", got.Outcome, got.State.ETag)
	}
}

func Test03ValidatorsAreKeptOnlyOfWhatParsed(t *testing.T) {
	whole := rssDoc("one.example", "/a|A", "/b|B", "/c|C")
	for name, serve := range map[string]http.HandlerFunc{
		"error page": func(out http.ResponseWriter, _ *http.Request) {
			out.Header().Set("ETag", `"bad"`)
			out.WriteHeader(http.StatusInternalServerError)
		},
		"bot wall": func(out http.ResponseWriter, _ *http.Request) {
			out.Header().Set("ETag", `"bad"`)
			fmt.Fprint(out, "<html><title>Just a moment...</title></html>")
		},
		"cut document": func(out http.ResponseWriter, _ *http.Request) {
			out.Header().Set("ETag", `"bad"`)
			fmt.Fprint(out, whole[:len(whole)*7/10])
		},
		"cut connection": func(out http.ResponseWriter, _ *http.Request) {
			out.Header().Set("ETag", `"bad"`)
			out.Header().Set("Content-Length", "100000")
			fmt.Fprint(out, whole)
		},
		"empty": func(out http.ResponseWriter, _ *http.Request) { out.Header().Set("ETag", `"bad"`) },
	} {
		t.Run(name, func(t *testing.T) {
			w := newFarm(t)
			w.text(oneFeed, rssDoc("one.example", "/z|Z"))
			good := w.force(feedSource(oneFeed)).State.ETag
			w.handle(oneFeed, serve)
			if got := w.force(feedSource(oneFeed)); got.State.ETag != good {
				t.Errorf("etag = %q after %v, want still %q", got.State.ETag, got.Outcome, good)
			}
		})
	}
}

func Test03NothingIsKeptWhenTheStoreFails(t *testing.T) {
	w := newFarm(t)
	w.text(oneFeed, rssDoc("one.example", "/a|A"))
	w.store.failNext = errors.New("disk full")
	if got := w.force(feedSource(oneFeed)); got.Err == nil {
		t.Fatal("the result does not tell that saving failed")
	}
	if got := w.force(feedSource(oneFeed)); got.Saved.New != 1 {
		t.Errorf("second read: %d new, want the item that was not saved", got.Saved.New)
	}
}

func Test04TheSecondReadIsConditionalAfterARestartToo(t *testing.T) {
	w := newFarm(t)
	w.text(oneFeed, rssDoc("one.example", "/a|A"))
	w.force(feedSource(oneFeed))
	again := New(w.fetcher.log, w.store, w.fetcher.opts)
	report := again.Poll(t.Context(), []news.Source{feedSource(oneFeed)}, PollRequest{Force: true})
	if got := report.Results[0].Outcome; got != news.OutcomeUnchanged {
		t.Errorf("outcome = %q, want unchanged", got)
	}
}

func Test05OnceAWeekTheReadIsUnconditional(t *testing.T) {
	w := newFarm(t)
	w.text(oneFeed, rssDoc("one.example", "/a|A"))
	w.force(feedSource(oneFeed))
	for day := 1; day <= 8; day++ {
		w.later(24 * time.Hour)
		w.force(feedSource(oneFeed))
		conditional := w.lastRequest().Header.Get("If-None-Match") != ""
		if want := day != 7; conditional != want {
			t.Errorf("day %d: conditional = %v, want %v", day, conditional, want)
		}
	}
}

func Test06ValidatorsBelongToTheirAddress(t *testing.T) {
	w := newFarm(t)
	w.text(oneFeed, rssDoc("one.example", "/a|A"))
	w.force(feedSource(oneFeed))
	w.force(feedSource("http://one.example/other"))
	if got := w.lastRequest().Header.Get("If-None-Match"); got != "" {
		t.Errorf("another address was asked with If-None-Match %q", got)
	}
}

func Test07NothingGoesAlongThatNamesTheReader(t *testing.T) {
	w := newFarm(t)
	w.handle(oneFeed, func(out http.ResponseWriter, _ *http.Request) {
		out.Header().Set("Set-Cookie", "id=1")
		out.Header().Set("Location", "/there")
		out.WriteHeader(http.StatusFound)
	})
	w.text("http://one.example/there", rssDoc("one.example", "/a|A"))
	w.force(feedSource(oneFeed))
	w.force(feedSource(oneFeed))
	for _, r := range w.asked {
		for _, name := range []string{"Cookie", "Referer", "Range", "Cache-Control", "Pragma"} {
			if v := r.Header.Get(name); v != "" {
				t.Errorf("%s: %s was sent", name, v)
			}
		}
		if r.URL.RawQuery != "" {
			t.Errorf("query %q was added", r.URL.RawQuery)
		}
	}
}

func Test08TheSameBytesAreUnchanged(t *testing.T) {
	w := newFarm(t)
	w.handle(oneFeed, func(out http.ResponseWriter, _ *http.Request) { fmt.Fprint(out, rssDoc("one.example", "/a|A")) })
	w.force(feedSource(oneFeed))
	if got := w.force(feedSource(oneFeed)); got.Outcome != news.OutcomeUnchanged {
		t.Errorf("outcome = %q, want unchanged", got.Outcome)
	}
}
