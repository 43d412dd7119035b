package fetch

import (
	"regexp"
	"strings"
	"time"
)

// zoneMinutes are the zones feeds name, in minutes east of UTC. BST is British,
// IST Indian; both are what the publishers that write them mean.
var zoneMinutes = map[string]int{
	"z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "etc/gmt": 0, "etc/utc": 0, "zulu": 0,
	"bst": 60, "west": 60, "cet": 60, "met": 60, "mez": 60, "mewt": 60,
	"cest": 120, "mest": 120, "mesz": 120, "eet": 120, "sast": 120, "cat": 120,
	"eest": 180, "msk": 180, "eat": 180, "gst": 240, "pkt": 300, "ist": 330,
	"hkt": 480, "sgt": 480, "awst": 480, "jst": 540, "kst": 540, "acst": 570,
	"aest": 600, "acdt": 630, "aedt": 660, "nzst": 720, "nzt": 720, "nzdt": 780,
	"nst": -210, "ndt": -150, "ast": -240, "at": -240, "adt": -180,
	"est": -300, "et": -300, "edt": -240, "cst": -360, "ct": -360, "cdt": -300,
	"mst": -420, "mt": -420, "mdt": -360, "pst": -480, "pt": -480, "pdt": -420,
	"akst": -540, "akdt": -480, "hst": -600,
}

var offset = regexp.MustCompile(`^(?:utc|gmt|ut|z)?\s*([+-])\s*(\d{1,2}):?(\d{2})?$`)

// zoneOf returns the zone a word names: an offset, an abbreviation, an area of
// the zone database. The abbreviations that are the clock of zone itself are
// zone, so that a feed that writes GMT all summer is not put right: what it
// states counts.
func zoneOf(word string, zone *time.Location) (*time.Location, bool) {
	word = strings.TrimSpace(word)
	lower := strings.ToLower(word)
	if minutes, ok := zoneMinutes[strings.Trim(lower, "()")]; ok {
		return fixed(minutes), true
	}
	if m := offset.FindStringSubmatch(lower); m != nil {
		hours, minutes := number(m[2], 0), number(m[3], 0)
		if hours > 24 || minutes > 59 {
			return nil, false
		}
		east := hours*60 + minutes
		if m[1] == "-" {
			east = -east
		}
		return fixed(east), true
	}
	if strings.Contains(word, "/") {
		if loc, err := time.LoadLocation(word); err == nil {
			return loc, true
		}
	}
	if first, rest, found := strings.Cut(lower, " "); found { // "+0100 (bst)", "gmt +1"
		if loc, ok := zoneOf(first+rest, zone); ok {
			return loc, true
		}
		return zoneOf(first, zone)
	}
	return nil, false
}

func fixed(minutes int) *time.Location {
	if minutes == 0 {
		return time.UTC
	}
	return time.FixedZone("", minutes*60)
}
