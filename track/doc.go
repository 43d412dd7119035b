// Package track finds statements that promise something by some day, dates them,
// and follows them across articles and months.
//
//	token.go, sentence.go, phrase.go   text is cut into words; patterns of words are found
//	time*.go, calendar.go              a closed grammar for time phrases of UK policy language
//	words_*.go                         the general words of promising, moving, dropping, and filters
//	judge.go, promise.go, choose.go    one sentence: does it promise, and by when?
//	key_apart.go                       what keeps apart two things that sound alike
//	clause.go, sense.go                what belongs to another clause, and what only looks like a promise
//	speaker.go, statement.go, key.go   who says it, what it is about, what it is linked by
//	link.go, follow.go, state.go       statements on one thing become a promise with a status
//	title.go                           what it is called
//	explain.go, ics.go                 why; the due dates as a calendar file
//
// [Load] reads a beat's promises.yaml: names and look-alikes, who has power over
// things, tables of parliaments and recesses. [Rules.Statements] is a pure function
// of one article, [Rules.Follow] of statements and a day: there is no hidden state,
// so that any week can be reprinted.
package track
