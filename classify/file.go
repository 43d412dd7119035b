package classify

import "github.com/wardround/wardround/internal/yamlfile"

// File is a lexicon file of the operator. It extends the beat's own: topics and
// look-alikes of a known name gain its terms, others are new. A term written
// again takes the place of ours, and weight 0 takes it out; numbers and groups it
// does not name stay. With `replace: true` each list the file holds stands instead of ours.
type File struct {
	Name string
	Data []byte
}

// document is what any lexicon file may hold. The beat spreads it over
// evidence.yaml, topics.yaml, places.yaml and lookalikes.yaml.
type document struct {
	Replace    bool          `yaml:"replace"`
	Groups     []groupDef    `yaml:"groups"`
	Together   togetherDef   `yaml:"together"`
	Scoring    scoringDef    `yaml:"scoring"`
	Evidence   []evidenceDef `yaml:"evidence"`
	Hosts      []hostsDef    `yaml:"hosts"`
	Topics     []topicDef    `yaml:"topics"`
	Lookalikes []lookDef     `yaml:"lookalikes"`
	Modest     []termDef     `yaml:"modest"`
	Furniture  *furnitureDef `yaml:"furniture"`

	file     *yamlfile.File
	rescored bool // it changes the scoring
	rejoined bool // it changes what must meet
}

// groupDef is one kind of evidence. All of them are required.
type groupDef struct {
	Name    string  `yaml:"name"`
	Title   string  `yaml:"title"`
	Minimum float64 `yaml:"minimum"` // weight below which the group counts as missing
	Points  float64 `yaml:"points"`  // most it can add to a score
	Full    float64 `yaml:"full"`    // weight at which about two thirds of the points are reached
}

// togetherDef rewards sentences in which two groups meet.
type togetherDef struct {
	Groups  []string `yaml:"groups"`
	Within  int      `yaml:"within"` // words between them that still count as one thought
	Minimum float64  `yaml:"minimum"`
	Points  float64  `yaml:"points"`
	Full    float64  `yaml:"full"`
	Opening float64  `yaml:"opening"` // most points for meeting in headline, standfirst or lead
	OpenFor float64  `yaml:"open_for"`
}

// scoringDef holds the numbers of the verdict.
type scoringDef struct {
	Threshold float64 `yaml:"threshold"`
	Core      float64 `yaml:"core"`
	Lacking   float64 `yaml:"lacking"` // highest score of an article that lacks a group
	Lead      int     `yaml:"lead"`    // bytes of the body that are its opening
	Deep      int     `yaml:"deep"`    // bytes of the body after which evidence counts less and less
	Zones     zoneDef `yaml:"zones"`
}

// zoneDef says how much more evidence counts outside the body proper, where it counts 1.
type zoneDef struct {
	Title      float64 `yaml:"title"`
	Standfirst float64 `yaml:"standfirst"`
	Lead       float64 `yaml:"lead"`
}

// termDef is terms that share weight and reason. Weight counts for the topic or
// look-alike the terms stand under; Gives counts for evidence groups.
type termDef struct {
	Any    []string           `yaml:"any"`
	Weight *float64           `yaml:"weight"` // default 1
	Gives  map[string]float64 `yaml:"gives"`
	Needs  []string           `yaml:"needs"` // one of these within reach: terms, or @group
	Not    []string           `yaml:"not"`   // none of these within reach
	Within int                `yaml:"within"`
	Named  bool               `yaml:"named"` // a name: only with a capital first letter
	From   string             `yaml:"from"`  // founding article and region the terms come from
	Why    string             `yaml:"why"`   // reason they were added
}

// evidenceDef is the terms of one group that belong to no topic.
type evidenceDef struct {
	Group string    `yaml:"group"`
	Terms []termDef `yaml:"terms"`
}

// hostsDef is publishers whose own address supplies evidence.
type hostsDef struct {
	Group  string   `yaml:"group"`
	Any    []string `yaml:"any"`
	Weight float64  `yaml:"weight"`
	Why    string   `yaml:"why"`
}

type topicDef struct {
	Name    string    `yaml:"name"`
	Title   string    `yaml:"title"`
	Minimum float64   `yaml:"minimum"` // weight from which an article is about it; default 2
	Terms   []termDef `yaml:"terms"`
}

// lookDef is a subject that shares our words: evidence against, as a margin.
type lookDef struct {
	Name   string    `yaml:"name"`
	Title  string    `yaml:"title"`
	Points float64   `yaml:"points"` // most it can take off
	Full   float64   `yaml:"full"`
	Terms  []termDef `yaml:"terms"`
}

// furnitureDef finds page furniture in text without structure.
type furnitureDef struct {
	Open    []termDef `yaml:"open"`    // begins furniture at the start of a sentence
	Close   []termDef `yaml:"close"`   // ends it
	Tail    float64   `yaml:"tail"`    // share of the text after which an opener without closer runs to the end
	Longest int       `yaml:"longest"` // sentences to look for a closer
}

const defaultWithin = 12 // words: about one clause to either side
