package fetch

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"hash/fnv"
	"io"
	"math"
	"net/url"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"unicode"
)

var (
	trainOn    = flag.String("train", "", "folder with truth.jsonl and pages: learn the weights of extScore from it and print how they do")
	trainWrite = flag.Bool("train-write", false, "with -train: write weights.tsv, learnt from all pages")
)

// TestTrain learns the weights of [extScore] anew:
//
//	go test ./fetch -run TestTrain -v -train DIR              cross-validated by publisher
//	go test ./fetch -run TestTrain -v -train DIR -train-write   and write weights.tsv
//
// Each line of truth.jsonl is {"file","url","text"}; the files are gzipped HTML.
func TestTrain(t *testing.T) {
	if *trainOn == "" {
		t.Skip("no -train DIR")
	}
	pages := trainLoad(t, *trainOn)
	trainer := newTrainer(pages)
	t.Logf("%d pages, %d features", len(pages), len(trainer.names))
	for fold := range trainFolds {
		var learn, test []*trainPage
		for _, p := range pages {
			if p.fold == fold {
				test = append(test, p)
			} else {
				learn = append(learn, p)
			}
		}
		first, second := trainer.fit(learn)
		for _, p := range test {
			trainer.apply(p, first, second)
		}
	}
	t.Log("cross-validated: ", trainReport(pages))
	if !*trainWrite {
		return
	}
	first, second := trainer.fit(pages)
	for _, p := range pages {
		trainer.apply(p, first, second)
	}
	t.Log("on the pages learnt from: ", trainReport(pages))
	if err := os.WriteFile("weights.tsv", trainer.table(first, second), 0o644); err != nil {
		t.Fatal(err)
	}
}

// trainPage is a page with its known text, and for each block the share of it
// that belongs to that text.
type trainPage struct {
	page   *extPage
	gold   map[string]int // four-word runs of the known text, counted
	share  []float64
	weight []float64
	ids    [][]int32
	fold   int
}

const trainFolds = 5

func trainLoad(t *testing.T, dir string) []*trainPage {
	t.Helper()
	f, err := os.Open(filepath.Join(dir, "truth.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(make([]byte, 1<<20), 64<<20)
	var pages []*trainPage
	for lines.Scan() {
		var row struct{ File, URL, Text string }
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		if row.Text == "" {
			continue
		}
		body := trainBody(t, filepath.Join(dir, row.File))
		page, err := extOpen(PageInput{URL: row.URL, Body: body, Zone: extLondon()})
		if err != nil {
			t.Fatalf("%s: %v", row.File, err)
		}
		page.witness = extWitnessText(page.root, page.meta.page)
		pages = append(pages, newTrainPage(page, row.URL, row.Text))
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return pages
}

func trainBody(t *testing.T, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// newTrainPage labels the blocks. A publisher's pages share a fold, so that a
// test never meets a template it has learnt.
func newTrainPage(page *extPage, address, text string) *trainPage {
	host := ""
	if u, err := url.Parse(address); err == nil {
		host = u.Host
	}
	h := fnv.New32()
	h.Write([]byte("z" + host))
	p := &trainPage{page: page, gold: trainRuns(trainTokens(text)), fold: int(h.Sum32() % trainFolds)}
	total := math.Max(float64(len(trainTokens(text))), 50)
	p.share = p.align()
	for _, b := range page.blocks {
		n := math.Min(float64(len(trainTokens(b.text))), 400)
		// A block counts by its share of the text, as the measure counts it; a
		// little more for each block, for the sake of short ones.
		p.weight = append(p.weight, 0.15+12*n/total)
	}
	return p
}

// align gives each block the share of its words that the known text has, longest
// blocks first, each run of the text used once. Blocks under four words are
// looked for together with their neighbours' words.
func (p *trainPage) align() []float64 {
	var all []string
	type span struct{ from, to int }
	spans := make([]span, len(p.page.blocks))
	order := make([]int, len(spans))
	for i, b := range p.page.blocks {
		from := len(all)
		all = append(all, trainTokens(b.text)...)
		spans[i], order[i] = span{from, len(all)}, i
	}
	sort.SliceStable(order, func(x, y int) bool {
		return spans[order[x]].to-spans[order[x]].from > spans[order[y]].to-spans[order[y]].from
	})
	left := map[string]int{}
	for run, n := range p.gold {
		left[run] = n
	}
	share := make([]float64, len(spans))
	for _, i := range order {
		s := spans[i]
		n := s.to - s.from
		hit := make([]bool, n)
		for j := s.from; j+4 <= s.to; j++ {
			if run := strings.Join(all[j:j+4], " "); left[run] > 0 {
				left[run]--
				for k := range 4 {
					hit[j-s.from+k] = true
				}
			}
		}
		for _, h := range hit {
			if h {
				share[i] += 1 / float64(n)
			}
		}
		if n > 0 && n < 4 && p.joined(all, s.from, s.to) {
			share[i] = 1
		}
	}
	return share
}

// joined reports a run of the known text that covers all[from:to].
func (p *trainPage) joined(all []string, from, to int) bool {
	for j := max(0, to-4); j <= from; j++ {
		if j+4 <= len(all) && j+4 >= to && p.gold[strings.Join(all[j:j+4], " ")] > 0 {
			return true
		}
	}
	return false
}

func trainTokens(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return !(unicode.IsLetter(r) || unicode.IsNumber(r) || r == '_') })
}

func trainRuns(words []string) map[string]int {
	runs := map[string]int{}
	for i := range max(len(words)-3, 1) {
		if end := min(i+4, len(words)); i < end {
			runs[strings.Join(words[i:end], " ")]++
		}
	}
	return runs
}

// trainReport is precision, recall and F1 over four-word runs, averaged over
// pages: the measure of the public article extraction benchmark.
func trainReport(pages []*trainPage) string {
	var precision, recall, exact float64
	for _, p := range pages {
		var text strings.Builder
		p.page.extChoose()
		for _, b := range p.page.extKept() {
			text.WriteString(b.text + "\n")
		}
		found := trainRuns(trainTokens(text.String()))
		var hit, over, missed float64
		for run, n := range p.gold {
			hit += float64(min(n, found[run]))
			missed += float64(max(0, n-found[run]))
		}
		for run, n := range found {
			over += float64(max(0, n-p.gold[run]))
		}
		precision += hit / math.Max(hit+over, 1)
		recall += hit / math.Max(hit+missed, 1)
		if over == 0 && missed == 0 {
			exact++
		}
	}
	n := float64(len(pages))
	precision, recall = precision/n, recall/n
	return fmt.Sprintf("F1 %.4f, precision %.4f, recall %.4f, exact %.3f", 2*precision*recall/(precision+recall), precision, recall, exact/n)
}
