package classify

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"reflect"

	"github.com/wardround/wardround/internal/yamlfile"
)

// Lexicon is a compiled beat: what [Lexicon.Judge] judges by. It never changes
// and is safe for concurrent use.
type Lexicon struct {
	groups     []groupDef
	together   togetherRule
	scoring    scoringDef
	topics     []Topic
	minimums   []float64 // by topic
	lookalikes []lookDef
	hosts      []hostRule
	furniture  furnitureDef
	rules      []rule
	phrases    *phrases
	hash       string
}

// Topic is one subject of the beat, in the order in which the beat lists them.
type Topic struct {
	Name  string
	Title string
}

// rule is one written term, compiled.
type rule struct {
	term   string
	at     string    // FILE:LINE
	gives  []float64 // by group; nil for none
	topic  int       // index, or -1
	look   int       // index, or -1
	weight float64   // for the topic or look-alike
	role   role
	needs  []int32 // rules of which one must stand near
	groups []int   // or groups
	not    []int32
	within int32
	most   limit
	named  bool
}

// limit is the most that terms written together may add to one thing; 0 is no limit.
type limit struct {
	written yamlfile.Pos // tells those terms from others
	sum     float64
}

// role says what a rule is for beside groups, topics and look-alikes.
type role uint8

const (
	roleEvidence role = iota
	roleCue           // only a neighbour that other rules ask for
	roleModest        // holds an article at peripheral
	roleOpen          // begins furniture
	roleClose         // ends it
)

type togetherRule struct {
	togetherDef
	a, b int // groups that must meet; a is -1 when none need to
}

type hostRule struct {
	host   string
	group  int
	weight float64
	at     string
}

// beatFiles are the files of a beat that hold its lexicon, in reading order. The
// first two must be there.
var beatFiles = []string{"evidence.yaml", "topics.yaml", "places.yaml", "lookalikes.yaml"}

// Load reads the lexicon of a beat and compiles it; extra files extend it (see
// [File]). All mistakes in all files are reported together.
func Load(fsys fs.FS, extra ...File) (*Lexicon, error) {
	var files []File
	for i, name := range beatFiles {
		data, err := fs.ReadFile(fsys, name)
		if errors.Is(err, fs.ErrNotExist) && i > 1 {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("read the beat: %w", err)
		}
		files = append(files, File{Name: name, Data: data})
	}
	return compile(append(files, extra...))
}

// Topics returns the topics in the order of the beat.
func (l *Lexicon) Topics() []Topic { return append([]Topic(nil), l.topics...) }

// Hash identifies the files the lexicon was compiled from, so that a verdict can
// say by which it was reached.
func (l *Lexicon) Hash() string { return l.hash }

// read parses the files and hashes them.
func read(files []File) (docs []*document, hash string) {
	sum := sha256.New()
	var scoring scoringDef
	var together togetherDef
	for _, f := range files {
		fmt.Fprintf(sum, "%s %d\n", path.Base(f.Name), len(f.Data))
		sum.Write(f.Data)
		// Numbers start from those of the files before: an operator's file may
		// change the threshold alone.
		doc := &document{file: yamlfile.Parse(f.Name, f.Data), Scoring: scoring, Together: together}
		doc.file.Decode(doc)
		doc.rescored = doc.Scoring != scoring
		doc.rejoined = !reflect.DeepEqual(doc.Together, together)
		scoring, together = doc.Scoring, doc.Together
		docs = append(docs, doc)
	}
	// 48 bits: enough to tell versions of a file apart, short enough to print.
	return docs, hex.EncodeToString(sum.Sum(nil)[:6])
}
