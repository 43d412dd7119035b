package track

// beside says whether the sentence brings up something new that is nothing of the beat
// by its noun: "will open a second café". What is pointed to, as in "the framework" or
// "it", is taken to be what the article is about, and so is what the beat's own nouns
// name, as in "a plan". Whether its words are on a topic, others must say.
func (x *reading) beside(r *Rules) bool {
	act := x.act()
	at := 1 // after the verb
	if len(act) < 3 || passive[act[0].low] || !introducing[act[at].low] {
		return false
	}
	for _, t := range act[at+1:] {
		if partings[t.low] {
			break
		}
		if r.artefacts[stem(t.low)] || r.artefacts[t.low] {
			return false
		}
	}
	return true
}

var (
	introducing = set("a an another")
	partings    = set("at in for on to of with from that which and by across into near")
)
