// Package classify judges whether an article belongs to the beat, what it is
// about, and says why.
//
// A beat's terms are YAML (file.go), expanded into phrases (pattern.go) and kept
// in one trie. [Load] compiles them into a [Lexicon] (lexicon.go, compile.go,
// check.go). [Lexicon.Judge] then works in four steps:
//
//	tokens.go, sentence.go    the article is cut into words and sentences
//	match.go                  phrases are found in one pass
//	read.go, furniture.go     hits keep their place only with the right neighbours;
//	                          page furniture and comments count for nothing
//	evidence.go, score.go     hits are weighed: required evidence, where it meets,
//	                          what looks alike; the named parts add up to the score
//
// verdict.go keeps the matches, why.go puts the reason in a few words, and explain.go
// shows all of it on a terminal, sentence by sentence (explain_where.go). eval.go
// compares verdicts with labels; seed.go proposes terms from documents, seed_acronym.go
// the acronyms among them, against the words of background.txt. Which evidence is
// required, and every word that is looked for, is data of the beat: nothing here
// knows a subject.
package classify
