// Package demo is a made-up publisher world: invented publishers with feeds,
// pages and reader comments, served over real sockets and TLS on loopback. It
// is what `wardround demo` reads, and the ground of the end-to-end tests.
//
// Each publisher is one file in articles/, readable as it stands. A file begins
// with the publisher's own header, then come its articles, each like this:
//
//	=== slug-of-the-address
//	ago: 5d 09:40
//	title: What happened
//	by: Name of a writer
//	section: Workforce
//	summary: One sentence for the feed.
//	tags: One, Two
//	story: name-shared-by-reports-of-one-event
//	fate: in digital-workforce-plan
//
//	Paragraphs, separated by blank lines. '## ' begins a subhead, '> ' a
//	quotation, '* ' a list item, '++ Name | 3h' a reader's comment.
//
// The age is a number of days and a London wall clock, or hours ("2h"), before
// the instant the world starts at, so that the news is always of this week.
// Texts name no fixed date: placeholders such as {{day -3}} or {{monthyear +2}}
// are filled in from the article's own day (see fill.go).
//
// Everyone and every organisation in it is invented, the bodies called NHS
// something included. [Article.Fate] says what a good classifier makes of each.
package demo
