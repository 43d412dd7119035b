package fetch

import (
	"strconv"
	"strings"
	"testing"
)

// manyTeasers are n teasers of other stories that read like the text of one.
func manyTeasers(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(`<li class="story"><a href="/story/` + strconv.Itoa(i) + `">The board of hospital ` + strconv.Itoa(i) + ` said on Monday that its staff would get new rotas</a>, and that it was sorry for the delay.</li>`)
	}
	return `<div class="box"><ul>` + b.String() + `</ul></div>`
}

// keptOutside counts the teasers that stay when every block by itself would.
func keptOutside(t *testing.T, body string) int {
	t.Helper()
	p, _ := openPage(t, body)
	for _, b := range p.blocks {
		b.score, b.drop = 1, ""
		if b.node.Data == "h1" {
			b.drop = dropTitle
		}
	}
	p.extDropRuns()
	kept := 0
	for _, b := range p.extKept() {
		if extAttr(b.node, "class") == "story" {
			kept++
		}
	}
	return kept
}

func TestARunOfTeasersBesideAnArticleIsNotPartOfIt(t *testing.T) {
	article := func(n int) string { return `<div class="text">` + manyPars(1, n) + `</div>` }
	for name, tt := range map[string]struct {
		body string
		want int
	}{
		"a run after the text":               {article(20) + manyTeasers(runLeast), 0},
		"one fewer may be notes of its own":  {article(20) + manyTeasers(runLeast-1), runLeast - 1},
		"key points, between title and text": {manyTeasers(runLeast) + article(20), runLeast},
		"no article to stand beside":         {article(2) + manyTeasers(runLeast), runLeast},
		"a list inside the text":             {`<div class="text">` + manyPars(1, 10) + manyTeasers(runLeast) + manyPars(11, 10) + `</div>`, runLeast},
		"a list that leads nowhere":          {article(20) + strings.NewReplacer("<a ", "<i ", "</a>", "</i>").Replace(manyTeasers(runLeast)), runLeast},
	} {
		if got := keptOutside(t, tt.body); got != tt.want {
			t.Errorf("%s: %d teasers are kept, want %d", name, got, tt.want)
		}
	}
}

func TestARunIsNamedWhereItWasDropped(t *testing.T) {
	p, _ := openPage(t, `<div class="text">`+manyPars(1, 20)+`</div>`+manyTeasers(runLeast))
	for _, b := range p.blocks {
		b.score, b.drop = 1, ""
	}
	p.extDropRuns()
	dropped := 0
	for _, b := range p.blocks {
		if b.drop != "" {
			dropped++
			if b.drop != dropRun {
				t.Errorf("%q is dropped as %q, want %q", b.text, b.drop, dropRun)
			}
		}
	}
	if dropped != runLeast {
		t.Errorf("%d blocks are dropped, want %d", dropped, runLeast)
	}
}
