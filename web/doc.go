// Package web is the reading room: server-rendered pages of what was found and
// why, the issues as they were sent, search, the health of the sources, and
// feeds for other readers' programs. Nothing in it needs a script, nothing comes
// from another host, and nothing can be changed through it.
//
// A page is made in one place each (home.go, issues.go, article.go, topics.go,
// search.go, sources.go, about.go, feeds.go, promises.go, promise.go, stories.go) as a [page]: data that the template
// of its name shows, and that a program gets as JSON by `.json` or `Accept`.
// guard.go stands in front of all of them, write.go sends what they made.
package web
