package track

import (
	"testing"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/seeds"
)

func TestATableIsOurReadingAndTheOperatorExtendsIt(t *testing.T) {
	const text = "The department will publish the digital framework before the summer recess."
	known := one(rules(t), "2025-03-10", "", text)
	if len(known) != 1 || known[0].To != "2025-07-21" || known[0].Basis != news.BasisRead || known[0].Grain != news.GrainParliament {
		t.Fatalf("Statements() in the table = %+v, want due on 21 July by our reading", known)
	}
	beyond := one(rules(t), "2030-03-10", "", text)
	if len(beyond) != 1 || beyond[0].To != "" || beyond[0].Phrase != "before the summer recess" {
		t.Fatalf("Statements() beyond the table = %+v, want the words and no day", beyond)
	}
	r, err := Load(seeds.FS, File{Name: "own.yaml", Data: []byte("dates: [{name: summer recess, any: [summer recess], spans: [2030-07-19..2030-09-02]}]")})
	if err != nil {
		t.Fatal(err)
	}
	if got := one(r, "2030-03-10", "", text); len(got) != 1 || got[0].To != "2030-07-18" {
		t.Errorf("Statements() by the operator's table = %+v, want due on 18 July 2030", got)
	}
}
