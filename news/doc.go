// Package news is the vocabulary of wardround: the things every other package
// talks about, and nothing else. It imports the standard library only.
//
// A [Source] is polled for [Item] values. Each becomes a [Sighting] of an
// [Article], which has one canonical URL. An article is judged into a
// [Verdict] made of [Match] values. An [Edition] has a schedule; one instant of
// it is a [Slot], and what a slot produces is an [Issue] of [Story] values. An
// issue goes to each [Recipient] as one [Delivery].
package news
