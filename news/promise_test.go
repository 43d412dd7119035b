package news

import "testing"

func TestWhoSaidAStatementIsTold(t *testing.T) {
	for want, s := range map[string]Statement{
		"Ada Moor, director of data": {Speaker: "Ada Moor", Office: "director of data", Actor: "the trust"},
		"Ada Moor":                   {Speaker: "Ada Moor", Actor: "the trust"},
		"director of data":           Statement{Speaker: "Ada Moor", Office: "director of data", Actor: "the trust"}.Unnamed(),
		"the trust":                  Statement{Speaker: "Ada Moor", Actor: "the trust"}.Unnamed(),
		"":                           {},
	} {
		if got := s.Who(); got != want {
			t.Errorf("Who of %+v = %q, want %q", s, got, want)
		}
	}
}

func TestOnlyWhatIsStillAheadIsDue(t *testing.T) {
	for status, want := range map[PromiseStatus]string{Announced: "due by", Due: "due by", Slipped: "due by",
		Overdue: "it was due by", Dropped: "it was due by", Kept: "it was due by"} {
		if got := status.DueWords(); got != want {
			t.Errorf("DueWords of %s = %q, want %q", status, got, want)
		}
	}
}
