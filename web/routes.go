package web

import "net/http"

// routes says which address is which page.
func (s *Site) routes() http.Handler {
	mux := http.NewServeMux()
	pages := map[string]func(*http.Request) (page, error){
		"/{$}":                 s.home,
		"/issues":              s.issues,
		"/i/{number}":          s.issue,
		"/i/{edition}/{issue}": s.issue,
		"/a/{id}":              s.article,
		"/topics":              s.topics,
		"/topics/{topic}":      s.topic,
		"/search":              s.search,
		"/sources":             s.sources,
		"/about":               s.about,
		"/privacy":             s.privacy,
		"/accessibility":       s.accessibility,
		"/":                    func(*http.Request) (page, error) { return page{}, errNoPage },
	}
	for pattern, make := range pages {
		mux.Handle(pattern, s.show(make))
	}
	if s.opts.Leaving != nil {
		mux.Handle("GET /u/{edition}/{token}", s.show(s.leave))
		mux.Handle("POST /u/{edition}/{token}", s.show(s.unsubscribe))
	}
	if s.opts.Stories != nil {
		mux.Handle("/stories", s.show(s.stories))
		mux.Handle("/s/{number}", s.show(s.story))
	}
	if s.opts.Promises != nil {
		s.promiseRoutes(mux)
	}
	for _, format := range []feedFormat{atomFeed, jsonFeed} {
		mux.Handle("/feed."+string(format), s.feed(format, s.feedOfAll))
		mux.Handle("/topics/{topic}/feed."+string(format), s.feed(format, s.feedOfTopic))
		mux.Handle("/search/feed."+string(format), s.feed(format, s.feedOfSearch))
	}
	mux.HandleFunc(s.styleAt, s.serveStyle)
	mux.HandleFunc("/icon.svg", s.serveIcon)
	mux.HandleFunc("/robots.txt", s.serveRobots)
	mux.HandleFunc("/healthz", s.healthz)
	mux.HandleFunc("/readyz", s.readyz)
	if s.opts.Figures == nil {
		return mux
	}
	counted := newMetrics(s)
	mux.Handle("/metrics", counted.serve)
	return counted.observe(mux)
}

func (s *Site) promiseRoutes(mux *http.ServeMux) {
	mux.Handle("/promises", s.show(s.promises))
	mux.Handle("/p/{number}", s.show(s.promise))
	mux.Handle("/promises.ics", s.keeping(s.calendar))
	for _, format := range []feedFormat{atomFeed, jsonFeed} {
		mux.Handle("/promises/feed."+string(format), s.feedOf(format, s.feedOfPromises))
	}
}

// navigation is the menu of every page; what this site has no pages of is left out.
var navigation = []struct{ Path, Name string }{
	{"/", "This week"}, {"/issues", "Issues"}, {"/promises", "Promises"}, {"/stories", "Stories"}, {"/topics", "Topics"}, {"/search", "Search"},
	{"/sources", "Sources"}, {"/about", "About"},
}
