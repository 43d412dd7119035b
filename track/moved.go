package track

// slips returns the rule by which the sentence says that a date moved, or "".
func (x *reading) slips(r *Rules) string {
	for _, h := range x.hits["slip"] {
		if !x.toldOfNow(h) {
			continue
		}
		if comparing[x.s[h.end-1].low] && !x.windowAt(h.end) {
			continue // "shifts from hospital to community", "governance rather than tools"
		}
		if rule := x.slip(r, h); rule != "" {
			return rule
		}
	}
	if x.replaced() {
		return "slip.was-due"
	}
	return ""
}

// slip returns the rule of one hit when the rest of the sentence bears it out, or "".
func (x *reading) slip(r *Rules, h hit) string {
	dated := x.window != nil && x.window.dated()
	switch h.rule {
	case "slip.moved", "slip.missed":
		prev := x.word(h.start - 1)
		if prev == "have" || prev == "having" || prev == "to" && !dated {
			return ""
		}
		if dated && x.window.start >= h.start || x.cue.kind == "strong" {
			return h.rule
		}
		if h.rule == "slip.moved" && len(x.cues) == 0 && x.standing(h) && !x.summedUp(h) && x.ofOwners(r, h) {
			return h.rule + ", no new date"
		}
	case "slip.new-date":
		if dated {
			return h.rule
		}
	case "slip.no-date":
		if len(x.cues) > 0 && x.window != nil {
			return h.rule
		}
	}
	return ""
}

// toldOfNow says whether a move is news: not one that an earlier promise, told as
// history, had gone through.
func (x *reading) toldOfNow(h hit) bool {
	if len(x.cues) > 0 || x.standing(h) {
		return true
	}
	for _, p := range x.hits["past"] {
		if p.start <= h.start {
			return false
		}
	}
	return true
}

// standing says whether a move is told as holding now: "has been moved", "is delayed".
func (x *reading) standing(h hit) bool {
	for i := max(0, h.start-2); i < h.end; i++ {
		switch x.word(i) {
		case "has", "have", "is", "are":
			return true
		case "had", "was", "were":
			return false
		}
	}
	return false
}

// summedUp says whether a move is summed up, with what went before: "has already been put
// back once", "has been delayed three times". One that is news has a day or "again".
func (x *reading) summedUp(h hit) bool {
	for i := max(0, h.start-3); i < h.end; i++ {
		if x.s[i].low == "already" || x.s[i].low == "previously" {
			return true
		}
	}
	switch x.word(h.end) {
	case "once":
		return x.word(h.end+1) != "more" && x.word(h.end+1) != "again"
	case "twice", "before", "previously", "repeatedly":
		return true
	}
	return x.word(h.end+1) == "times"
}

// ofOwners says whether what moved is a thing that owners make and publish: "the plan
// has been deferred", not "operations have been postponed".
func (x *reading) ofOwners(r *Rules, h hit) bool {
	for i := x.clauseStart(h.start); i < h.end; i++ {
		if r.artefacts[stem(x.s[i].low)] || issuing[x.s[i].low] {
			return true
		}
	}
	return false
}

var issuing = set("publication release launch rollout roll-out go-live implementation introduction deployment")

// replaced says whether an earlier date is told beside the one that now holds: "had
// been due this month, will begin in June instead".
func (x *reading) replaced() bool {
	if x.window == nil || !x.window.dated() || x.cue.kind != "strong" {
		return false
	}
	told := false
	for _, p := range x.hits["past"] {
		told = told || p.end <= x.cue.start
	}
	return told && (x.word(x.window.end) == "instead" || x.word(x.window.start-1) == "instead")
}

// comparing words move a date only when a date follows them.
var comparing = set("from than of into")

// windowAt says whether a time phrase begins at token i or just after it.
func (x *reading) windowAt(i int) bool {
	for _, w := range x.windows {
		if w.start >= i-2 && w.start <= i+3 && w.end > i {
			return true
		}
	}
	return false
}
