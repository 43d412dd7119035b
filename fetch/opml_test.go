package fetch

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wardround/wardround/news"
)

func TestOPMLIsReadThroughItsFoldersAndEachAddressOnce(t *testing.T) {
	in := "<?xml version='1.0' encoding='iso-8859-1'?><opml version='1.0'><body>" +
		"<outline text='Folder'><outline text='Caf\xe9 &amp; Ward' XMLURL='http://one.example/feed'/>" +
		"<outline title='Deep'><outline title='Two' xmlUrl='https://two.example/rss?utm_source=opml'/></outline></outline>" +
		"<outline text='Two again' xmlUrl='https://two.example/rss'/><outline xmlUrl='https://three.example/' wardroundKind='magic'/>" +
		"<outline text='Script' xmlUrl='javascript:alert(1)'/><outline text='No &bare; & end' xmlUrl='file:///etc/passwd'/></body></opml>"
	got, err := ParseOPML(strings.NewReader(in))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, s := range got.Sources {
		names = append(names, s.Name)
		if s.Kind != news.KindFeed {
			t.Errorf("%s is of kind %q", s.Name, s.Kind)
		}
	}
	if diff := cmp.Diff([]string{"Café & Ward", "Two", "https://three.example/"}, names); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
	if len(got.Left) != 2 {
		t.Errorf("left out %q, want the two that are no web address", got.Left)
	}
}

func TestHostileOPMLIsRefused(t *testing.T) {
	for name, in := range map[string]string{
		"a page":         "<html><body>hello</body></html>",
		"nothing":        "",
		"too deep":       "<opml>" + strings.Repeat("<outline>", 100) + "</opml>",
		"too many":       "<opml>" + strings.Repeat("<outline/>", maxOPMLOutlines+1) + "</opml>",
		"too large":      "<opml>" + strings.Repeat(" ", maxOPMLBytes) + "</opml>",
		"cut at once":    "<opml><body><outline text='a",
		"entities alone": "<!DOCTYPE opml [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><x>&b;</x>",
	} {
		if got, err := ParseOPML(strings.NewReader(in)); !errors.Is(err, ErrNotOPML) {
			t.Errorf("%s: %v, %v; want ErrNotOPML", name, got, err)
		}
	}
}

func TestACutOPMLGivesWhatStandsBeforeTheCut(t *testing.T) {
	got, err := ParseOPML(strings.NewReader("<opml><body><outline text='One' xmlUrl='https://one.example/'/><outline text='tw"))
	if err != nil || len(got.Sources) != 1 || len(got.Left) != 1 {
		t.Errorf("%+v, %v; want one source and a word on the rest", got, err)
	}
}

func TestWhatIsExportedIsImportedAlike(t *testing.T) {
	want := []news.Source{
		{Name: `A "quoted" <name> & more`, URL: "https://one.example/search.atom?organisations%5B%5D=x&y=1", Kind: news.KindFeed, Origin: news.FromStore, Excerpt: news.ExcerptShort},
		{Name: "Board", URL: "https://two.example/", Kind: news.KindPage, List: "li > a", Link: "a", Origin: news.FromStore, Excerpt: news.ExcerptShort},
	}
	var out bytes.Buffer
	if err := WriteOPML(&out, "Round", want); err != nil {
		t.Fatal(err)
	}
	got, err := ParseOPML(&out)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got.Sources); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func FuzzOPML(f *testing.F) {
	f.Add("<opml><body><outline text='One' xmlUrl='https://one.example/'/></body></opml>")
	f.Add("<!DOCTYPE opml [<!ENTITY a 'b'>]><opml>&a;<outline xmlUrl='//x'/>")
	f.Fuzz(func(t *testing.T, in string) {
		got, err := ParseOPML(strings.NewReader(in))
		if err != nil {
			return
		}
		for _, s := range got.Sources {
			if s.Name == "" || CheckSource(s) != nil {
				t.Errorf("took in %+v", s)
			}
		}
	})
}
