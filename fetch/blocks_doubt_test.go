package fetch

import (
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html/atom"

	"github.com/wardround/wardround/news"
)

// manyPars are n different paragraphs of prose.
func manyPars(from, n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("<p>Paragraph " + strconv.Itoa(from+i) + " tells what else was said in the meeting of the board about the plan for its digital staff, and by whom.</p>")
	}
	return b.String()
}

func openPage(t *testing.T, body string) (*extPage, news.Page) {
	t.Helper()
	in := PageInput{URL: "https://x.example/a", Body: []byte("<body><h1>Plan struck out at last</h1>" + body + "</body>"), Zone: extLondon()}
	p, err := extOpen(in)
	if err != nil {
		t.Fatal(err)
	}
	return p, Extract(in)
}

func TestTheRestOfATextInsideAWallBelongsToItsColumn(t *testing.T) {
	p, page := openPage(t, `<main><div class="opening">`+manyPars(1, 2)+`</div><div class="body-part">`+manyPars(3, 7)+`</div>
		<div class="paywall-barrier"><div class="body-part">`+manyPars(10, 5)+`</div></div><div class="body-part">`+manyPars(15, 2)+`</div></main><footer><p>All about us and our company, which was founded in a year long gone by, in a town by the sea.</p></footer>`)
	if len(page.Body) != 16 {
		t.Errorf("the body has %d blocks, want all 16 paragraphs: %v", len(page.Body), page.Body)
	}
	if p.column.DataAtom != atom.Main {
		t.Errorf("the column is %s, want what holds both parts", extShape(p.column))
	}
}

func TestADescribedLineIsNotTheColumn(t *testing.T) {
	const line = "More ways than ever lead to the same post in the end, and here is how to tell which of them is the right one for you."
	p, _ := openPage(t, `<meta name="description" content="`+line+`"><article><div class="top"><h2>`+line+`</h2></div><div class="text">`+manyPars(1, 3)+`</div></article>`)
	if got := extAttr(p.column, "class"); got != "text" {
		t.Errorf("the column is %q, want the paragraphs' %q", got, "text")
	}
}

func TestALineSaidTwiceInOnePlaceIsMeant(t *testing.T) {
	const again = "<p>Do this once a day, half an hour before the round begins.</p>"
	_, page := openPage(t, `<div class="text">`+manyPars(1, 2)+again+manyPars(3, 2)+again+manyPars(5, 2)+`</div>`)
	if got := strings.Count((news.Article{Body: page.Body}).Text(), "Do this once a day"); got != 2 {
		t.Errorf("the line stands %d times, want 2: %v", got, page.Body)
	}
}

func TestALineRepeatedElsewhereIsDropped(t *testing.T) {
	for _, tt := range []struct {
		name      string
		elsewhere bool
	}{{"the same place", false}, {"another place", true}} {
		p, _ := openPage(t, `<div>`+manyPars(1, 1)+`</div><div>`+manyPars(2, 1)+`</div>`)
		b, other := p.blocks[1], p.blocks[2]
		before := extHolder(b.node)
		if tt.elsewhere {
			before = extHolder(other.node)
		}
		if got := extRepeats(b, before); got != tt.elsewhere {
			t.Errorf("%s: extRepeats = %t, want %t", tt.name, got, tt.elsewhere)
		}
	}
}

func TestDoubtIsSettledByWhatStandsAround(t *testing.T) {
	for name, tt := range map[string]struct {
		scores []float64 // of three paragraphs
		change func(*extBlock)
		want   bool
	}{
		"between kept paragraphs":          {[]float64{2, -0.9, 2}, nil, true},
		"too unlikely":                     {[]float64{2, -1.1, 2}, nil, false},
		"nothing kept after it":            {[]float64{2, -0.9, -3}, nil, false},
		"mostly links":                     {[]float64{2, -0.9, 2}, func(b *extBlock) { b.linkW = b.words }, false},
		"its wording says what it is":      {[]float64{2, -0.9, 2}, func(b *extBlock) { b.label = labelSignup }, false},
		"outside the column, unheard":      {[]float64{2, -0.9, 2}, func(b *extBlock) { b.rel = relOut }, false},
		"an opening that markup calls one": {[]float64{-3, -0.6, 2}, func(b *extBlock) { b.rel, b.hints = relOut, hintLead }, true},
		"an unlikely opening":              {[]float64{-3, -0.8, 2}, func(b *extBlock) { b.rel, b.hints = relOut, hintLead }, false},
	} {
		p, _ := openPage(t, `<div class="text">`+manyPars(1, 3)+`</div>`)
		blocks := p.blocks[1:]
		for i, s := range tt.scores {
			blocks[i].score = s
		}
		if tt.change != nil {
			tt.change(blocks[1])
		}
		p.blocks = blocks
		extSettleDoubt(p)
		if got := blocks[1].score > 0; got != tt.want {
			t.Errorf("%s: kept %t, want %t", name, got, tt.want)
		}
	}
}

func TestProseWithALinkGoesOnAfterALabelOfMore(t *testing.T) {
	tail := `<p>One more paragraph of the article, in which a <a href="/x">steward of the union</a> says what he thinks of the offer that was made to the staff.</p>`
	_, page := openPage(t, `<div class="text">`+manyPars(1, 9)+`<p><strong>More on pay</strong></p><p><a href="/y">Pay talks end without a deal</a></p>`+tail+manyPars(11, 1)+`</div>`)
	text := (news.Article{Body: page.Body}).Text()
	if !strings.Contains(text, "steward of the union") || strings.Contains(text, "Pay talks end") {
		t.Errorf("text = %q, want the paragraph and not the link", text)
	}
}
