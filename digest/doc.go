// Package digest chooses what an issue holds and writes it. It is pure: no
// clock, no store, no network; equal input gives equal bytes.
//
// [Compose] turns the week's relevant articles into a [news.Issue]: which
// stories, in which order, under which topic, with how many of the publisher's
// words. The issue is then frozen. [Render] turns a frozen issue into a [Mail]:
// subject, preheader, HTML and plain text.
//
// The files, in the order a story passes them:
//
//	compose.go   candidates to sections, the rest to More, references
//	update.go    whether a told story has news; usual.go: the week beside others
//	dates.go     last days that articles state
//	rank.go      which story is better than which; docs/RANKING.md in plain words
//	excerpt.go   which of the publisher's sentences are quoted
//	sentence.go  where a sentence ends, and whether it can stand alone
//	clean.go     foreign text and addresses made harmless
//	words.go     counts, lists and dates in words
//	subject.go   subject, and the line that repeats the news; preheader.go: what else is inside
//	subject_promise.go  the same, when a promise moved
//	tally.go     the week in one line of counts
//	coverage.go  how complete the issue is, in the reader's words
//	accent.go    an edition's colour, readable in light and dark mode
//	view.go      what a template sees; view_story.go, promises_view.go: its parts;
//	             view_line.go: its lines; layout.go: line wrapping
//	render.go    templates, embedded or the operator's own
package digest
