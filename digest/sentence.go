package digest

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// span is a part of a text, in bytes.
type span struct{ start, end int }

// sentences returns where the sentences of a block stand. The last one may lack
// its full stop.
func sentences(text string) []span {
	var out []span
	start := skipSpace(text, 0)
	for i := start; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		i += n
		if !strings.ContainsRune(".!?…", r) {
			continue
		}
		end := closing(text, i)
		next := skipSpace(text, end)
		if next == end && next < len(text) || !opens(text[next:]) || r == '.' && abbreviated(text[start:i-n], text[next:]) {
			continue
		}
		out = append(out, span{start, end})
		start, i = next, next
	}
	if start < len(text) {
		out = append(out, span{start, start + len(strings.TrimRightFunc(text[start:], unicode.IsSpace))})
	}
	return out
}

func skipSpace(s string, i int) int {
	return len(s) - len(strings.TrimLeftFunc(s[i:], unicode.IsSpace))
}

// closing returns the end of the stops, quotation marks and brackets after a stop.
func closing(s string, i int) int {
	return len(s) - len(strings.TrimLeft(s[i:], ".!?…\"'”’)]»"))
}

// opens reports whether a sentence can begin with rest. The end of the text counts.
func opens(rest string) bool {
	rest = strings.TrimLeft(rest, "\"'“‘([«")
	r, _ := utf8.DecodeRuneInString(rest)
	return rest == "" || unicode.IsUpper(r) || unicode.IsDigit(r) || !unicode.IsLetter(r) || unicode.Is(unicode.Lo, r)
}

// abbreviations end in a full stop that ends no sentence.
var abbreviations = wordSet(`mr mrs ms mx dr prof st rev hon sgt capt lt col gen messrs vs eg e.g ie i.e cf fig
	figs pp approx dept est esp incl jan feb mar apr jun jul aug sep sept oct nov dec`)

// abbreviated reports whether the full stop after head belongs to an abbreviation.
func abbreviated(head, rest string) bool {
	word := strings.TrimLeft(head[strings.LastIndexFunc(head, unicode.IsSpace)+1:], "\"'“‘([")
	if r, n := utf8.DecodeRuneInString(word); n == len(word) && unicode.IsUpper(r) {
		return true // an initial
	}
	word = strings.ToLower(word)
	if word == "no" || word == "nos" {
		r, _ := utf8.DecodeRuneInString(rest)
		return unicode.IsDigit(r)
	}
	return abbreviations[word]
}

// lost are first words that point at a sentence before, or at a speaker or
// reader whom the quotation does not show.
var lost = wordSet(`he she they it its his her their hers theirs him them this that these those such one both
	neither either others another some but and so or yet however meanwhile also then instead moreover furthermore
	therefore thus hence nevertheless nonetheless still consequently additionally similarly likewise otherwise
	accordingly besides finally secondly thirdly lastly we i our my us you your here there elsewhere because
	which who whose later earlier afterwards sign subscribe click read follow register photo image picture video`)

var (
	// "that" and "there" are left out: past the first word they mostly point at nothing.
	pointing  = wordSet("he she they it its his her their him them this these those such")
	thisTime  = regexp.MustCompile(`(?i)^this (?:week|month|year|morning|spring|summer|autumn|winter)\b`)
	noSpeaker = regexp.MustCompile(`(?i)\b(?:he|she|they|it) (?:also )?(?:said|says|added|adds|told|argued|warned|wrote|explained|continued|noted|claimed)\b|\b(?:said|says|added|adds) (?:he|she|they)\b`)
	addressed = regexp.MustCompile(`(?i)https?:|www\.|\S@\S`)
	counted   = regexp.MustCompile(`(?i)^(?:one in [a-z0-9]+|one of the)\b`) // a share points at nothing
	// ellipsis is what points at one of several things named before.
	ellipsis = regexp.MustCompile(`(?i)\b(?:the (?:others?|same|first one|last one|\w+ ones?)|the two|the three|either of|do(?:es)? so|did so|do(?:es)? not|did not)[.,;!?]?(?:$| (?:will|is|are|was|were|has|have|who|that)\b)|\bones?\b[.!?]|\bthe latter\b|\bthe former\b[.,;]|\bto do so\b|\bas such\b`)
	// An apostrophe looks like a closing mark, but not after a full stop.
	closesQuote = regexp.MustCompile(`[.!?]['’]$`)
	opensQuote  = regexp.MustCompile(`(?:^|[\s(])['‘]`)
	wholeQuote  = regexp.MustCompile(`^["“‘'].*["”’'][.!?…]?$`)
)

// openingWords is how far into a sentence a word that points backwards is
// looked for: "In it, the board ..." has lost as much as "It ...".
const openingWords = 3

// personalWords is how far a word for a person needs somebody named before it:
// "The launch of his report ..." does not say whose.
const personalWords = 5

var personal = wordSet("he she his her him hers")

// standsAlone reports whether a reader can follow a sentence without the ones
// before it: no pronoun whose name stands elsewhere, no quotation without its
// speaker, nothing cut at either end.
func standsAlone(s string) bool {
	words := strings.Fields(s)
	if len(words) < 5 || !whole(s) || addressed.MatchString(s) || noSpeaker.MatchString(s) || ellipsis.MatchString(s) {
		return false
	}
	if wholeQuote.MatchString(s) || firstPerson(s) {
		return false // who speaks is not shown
	}
	if thisTime.MatchString(s) {
		return true
	}
	named := false
	for i, word := range words[:min(personalWords, len(words))] {
		w := bare(word)
		if i == 0 && lost[w] && !counted.MatchString(s) || i < openingWords && pointing[w] || personal[w] && !named {
			return false
		}
		first, _ := utf8.DecodeRuneInString(word)
		named = named || i > 0 && unicode.IsUpper(first)
	}
	return true
}

// bridges are things a reader ties to the headline without being told which: a
// hospital has a board, a survey has findings.
var bridges = wordSet(`average board boards body bodies chair chairman chief company cost costs council decision deal
	department director executive executives figure figures findings government group hospital hospitals
	institute leader leaders minister ministers ministry money move number numbers organisation panel plan plans
	programme project public regulator report results scheme service services staff study survey team think-tank
	trust trusts union unions unit`)

// auxiliaries end the words that name a sentence's subject.
var auxiliaries = wordSet(`will would is are was were has have had can could may might must shall should does do did
	also now only already cover covers covered comes came aims includes included means runs ran shows showed`)

// qualifiers say which thing is meant.
var qualifiers = wordSet("of for that which who whose where when to between in at on from with about against")

// longestSubject is how far a subject is followed.
const longestSubject = 6

// pointsBack reports whether a sentence from within a text begins with "the" and a
// thing that neither the headline nor the sentence makes known: "The digital
// chapter will cover skills" leaves a reader asking which chapter.
func pointsBack(s, title string) bool {
	words := strings.Fields(s)
	if len(words) < 3 || bare(words[0]) != "the" {
		return false
	}
	known := make(map[string]bool)
	for _, w := range strings.Fields(title) {
		known[stem(bare(w))] = true
	}
	for i, w := range words[1:min(len(words), 1+longestSubject)] {
		b := bare(w)
		if first, _ := utf8.DecodeRuneInString(w); unicode.IsUpper(first) || unicode.IsDigit(first) {
			return false // a name, or so many of them
		}
		if qualifiers[b] {
			return false // it says which: "the guide that trusts share"
		}
		if i > 0 && (auxiliaries[b] || newsVerbs[b]) {
			thing := bare(words[i])
			return !known[stem(thing)] && !bridges[thing]
		}
	}
	return false
}

// repeats reports whether a sentence says little more than the headline does.
func repeats(s, title string) bool {
	known := make(map[string]bool)
	for _, w := range strings.Fields(title) {
		known[bare(w)] = true
	}
	words, same := strings.Fields(s), 0
	for _, w := range words {
		if known[bare(w)] {
			same++
		}
	}
	return same*5 >= len(words)*4 // four words in five
}

// whole reports whether a sentence has its beginning, its end and both ends of
// each quotation in it.
func whole(s string) bool {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, "\"'“‘("))
	if !unicode.IsUpper(first) && !unicode.IsDigit(first) && !unicode.Is(unicode.Lo, first) && first != '£' {
		return false
	}
	end := strings.TrimRight(s, "\"'”’)")
	if end == "" || !strings.ContainsAny(end[len(end)-1:], ".!?") || strings.HasSuffix(end, "..") {
		return false
	}
	if closesQuote.MatchString(s) && !opensQuote.MatchString(s) {
		return false // the rest of what somebody said
	}
	return strings.Count(s, "\"")%2 == 0 && strings.Count(s, "“") == strings.Count(s, "”") &&
		strings.Count(s, "(") == strings.Count(s, ")")
}

// bare returns a word in lower case without punctuation and without an ending
// such as 's or 'll.
func bare(w string) string {
	w = strings.ToLower(strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))
	if i := strings.IndexAny(w, "'’"); i > 0 {
		w = w[:i]
	}
	return w
}

func wordSet(list string) map[string]bool {
	set := make(map[string]bool)
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}
