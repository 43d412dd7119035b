package track

import "strings"

// Some keys link nothing, and keep apart what is promised in two places, or of two things.

// elsewhere says whether s tells of a place that has things of the same names as the
// beat's, and of none of the beat's own.
func (r *Rules) elsewhere(s []token) bool {
	away, home := false, false
	for _, h := range r.names.find(s) {
		away, home = away || h.kind == "elsewhere", home || h.kind == "home"
	}
	return away && !home
}

// places are those that s tells of, at home and elsewhere.
func (r *Rules) places(s []token) []string {
	var out []string
	for _, h := range r.names.find(s) {
		if h.kind == "elsewhere" || h.kind == "home" {
			out = append(out, strings.ToLower(h.rule))
		}
	}
	return unique(out)
}

// placeKeys are the places of a sentence, or those of the headline above it.
func (r *Rules) placeKeys(s []token, title titleKeys) []string {
	places := r.places(s)
	if len(places) == 0 {
		places = title.places
	}
	out := make([]string, len(places))
	for i, p := range places {
		out[i] = "!" + p
	}
	return out
}

// headKeys are the nouns for what is promised, each with the telling word before it: "skill
// passport". Documents count as one noun: a plan becomes a strategy on its way.
func (r *Rules) headKeys(s []token) []string {
	var out []string
	for i := 1; i < len(s); i++ {
		noun, before := stem(s[i].low), stem(s[i-1].low)
		if !r.artefacts[noun] || s[i].brk || r.quiet[before] || r.artefacts[before] || r.skip(before, s[i-1].low) {
			continue
		}
		if documents[s[i].low] {
			noun = "document"
		}
		out = append(out, "?"+before+" "+noun)
	}
	return out
}
