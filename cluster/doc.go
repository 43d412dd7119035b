// Package cluster puts what several publishers write about one event together, so
// that an issue has one entry with "also reported by", and a reader sees who had
// it first.
//
// Headlines are the wrong signal: on articles of this kind their overlap finds half
// of the pairs. The names, sums, dates and rare words of the opening find nearly
// all. The way of an article:
//
//	tokens.go      the opening is cut into words, names, sums, dates
//	words.go       a beat's own list of what is common: those words weigh little
//	signature.go   [Words.Sign] keeps what is telling of one article
//	sketch.go      and a sketch of its wording, for copies, spun ones included
//	stage.go       announced, delayed, dropped, published: never one story
//	compare.go     [Compare] weighs two signatures, and says why
//	headline.go    headlines that name different things, which tells two stories apart
//	encode.go      the form in which an index keeps a signature
//	group.go       [Group] joins articles by average link, in any order alike
//	batch.go       [Batch] finds what is worth comparing through an inverted index
//	provenance.go  original, report, re-report, copy, press release; which leads
//	earlier.go     [Earlier]: the same affair at an earlier stage
//	decisions.go   what the operator joins or parts
//
// A pair's score depends on the pair alone: neither the order of arrival nor other
// articles change it. What belongs to the beat is data; nothing here knows a subject.
package cluster
