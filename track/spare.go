package track

// A filter is a word that mostly stands in sentences that promise nothing. This file
// tells where it stands in one that does.

// dates says whether the words of a filter are part of a time phrase: "before the
// House rises".
func (x *reading) dates(h hit) bool {
	for _, w := range x.windows {
		if w.start <= h.start && h.end <= w.end {
			return true
		}
	}
	return false
}

// partOf says whether the words of a filter belong to a longer hit of another kind.
func (x *reading) partOf(h hit, kind string) bool {
	for _, o := range x.hits[kind] {
		if o.start <= h.start && h.end <= o.end {
			return true
		}
	}
	return false
}

// approval says whether a condition is only the usual one of a board paper: "subject to
// approval of the business case".
func (x *reading) approval(h hit) bool {
	if x.word(h.start) != "subject" {
		return false
	}
	for i := h.end; i < min(h.end+5, len(x.s)); i++ {
		if approvals[x.s[i].low] {
			return true
		}
	}
	return false
}

var approvals = set("approval approvals sign-off consultation contract funding scrutiny procurement testing assurance")

// ofBodies says whether what looks like a new post is the doing of a body: a trust that
// joins a programme, a promise to open an office, "hiring 60 people".
func (x *reading) ofBodies(h hit) bool {
	if h.start > x.cue.end && x.s[h.start].brk {
		return true
	}
	switch x.word(h.start) {
	case "join", "joins", "joining":
		return x.subjectIs("owner")
	}
	return false
}

// decided says whether applications are what somebody decides on, or applicants those to
// whom something opens.
func (x *reading) decided(h hit) bool {
	if x.word(h.start) == "applicants" && x.word(h.start-1) == "to" {
		return true
	}
	for i := max(0, h.start-4); i < h.start; i++ {
		if verdicts[x.s[i].low] {
			return true
		}
	}
	return false
}

var verdicts = set("decision decisions outcome outcomes verdict verdicts result results")

// relayed says whether somebody without power tells what an owner has agreed to:
// "employers have agreed that analysts will be paid, the union said".
func (x *reading) relayed() bool {
	for _, h := range x.hits["owner"] {
		for i := h.end; i < min(h.end+3, len(x.s)); i++ {
			if h.start < x.cue.end && agrees[x.s[i].low] && !x.s[i].brk {
				return true
			}
		}
	}
	return false
}

var agrees = set("agreed promised pledged committed confirmed undertaken assured guaranteed announced accepted")

// served says whether something is to be done for or to the subject, which so promises
// nothing: "analysts will be regraded by June", "unions will be consulted".
func (x *reading) served() bool {
	i := x.afterAdverbs(x.cue.end)
	if x.word(i) == "be" && x.cue.kind == "strong" {
		next := x.afterAdverbs(i + 1)
		return next < len(x.s) && participle(x.s[next])
	}
	return x.cue.kind == "strong" && gets[x.word(i)]
}

var gets = set("receive get")
