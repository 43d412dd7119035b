package cluster

import "testing"

func TestHeadlinesThatNameDifferentPlacesAreNotOneStory(t *testing.T) {
	of := func(id int64, publisher, title, town string) *Signature {
		return report(t, id, publisher, title, "A record of Lumenor is to go live at "+town+
			" Hospitals in the autumn of 2028, Petra Holloway-Price has told staff. The firm was chosen over Bellwether.")
	}
	fenwick := report(t, 1, "Wardline", "Lumenor wins Fenwick record deal", "Lumenor will supply the patient record of Fenwick Hospitals for ten years. "+
		"Bellwether lost. Go-live is planned for the autumn of 2028, said Petra Holloway-Price.")
	for name, tt := range map[string]struct {
		other *Signature
		same  bool
	}{
		"another town":                      {of(2, "Care Bulletin", "Lumenor wins Ashby record deal", "Ashby"), false},
		"the same town":                     {of(3, "Care Bulletin", "Ten-year Fenwick contract signed", "Fenwick"), true},
		"a headline without a name":         {of(4, "Care Bulletin", "Record deal signed for ten years", "Fenwick"), true},
		"a first word is no name by itself": {of(5, "Care Bulletin", "Hospitals: Records for ten years", "Fenwick"), true},
	} {
		l := Compare(fenwick, tt.other)
		if l.Same() != tt.same || (l.Guard == "") != tt.same || l.String() != Compare(tt.other, fenwick).String() {
			t.Errorf("%s: %s; want same story: %v", name, l, tt.same)
		}
	}
}

func TestCutsAnnouncedAreNotCutsDropped(t *testing.T) {
	cut := report(t, 1, "Wardline", "Kestrel trust to cut 85 analysts", "Kestrel Valley will cut 85 of its 240 analyst posts by April, Dana Holloway-Price told staff. It has to save £31m.")
	dropped := report(t, 2, "Care Bulletin", "Kestrel drops plan to cut analysts", "Kestrel Valley has dropped its plan to cut 85 analyst posts to save £31m, Dana Holloway-Price said.")
	if l := Compare(cut, dropped); l.Same() || l.Guard == "" {
		t.Errorf("%s; want them kept apart", l)
	}
}

func TestAHeadlineInCapitalsNamesNothingByThem(t *testing.T) {
	for title, want := range map[string]bool{
		"Supplier Signs Mighty Accord for Ten Years":           true,
		"Ministers Drop Their Digital Staff Plan After a Year": true,
		"Lumenor wins Fenwick record deal":                     false,
		"Trusts to share analysts with Fenwick and Ashby":      false,
		"Register opens": false,
	} {
		if got := inCapitals(title); got != want {
			t.Errorf("inCapitals(%q) = %t, want %t", title, got, want)
		}
		if names := headlineNames(&Signature{Title: title}); want && names != nil {
			t.Errorf("%q names %q", title, names)
		}
	}
}
