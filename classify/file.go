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

//go:generate go test . -run TestSchema -write-schema

// document is what any lexicon file may hold. The beat spreads it over
// evidence.yaml, topics.yaml, places.yaml and lookalikes.yaml.
type document struct {
	Replace    bool          `yaml:"replace"`    // each list in this file stands instead of the beat's, not beside it
	Groups     []groupDef    `yaml:"groups"`     // kinds of evidence, all of them required
	Together   togetherDef   `yaml:"together"`   // two groups that must meet
	Scoring    scoringDef    `yaml:"scoring"`    // numbers of the verdict
	Evidence   []evidenceDef `yaml:"evidence"`   // terms by the group they are evidence of
	Hosts      []hostsDef    `yaml:"hosts"`      // publishers whose own address is evidence
	Topics     []topicDef    `yaml:"topics"`     // what an article may be about
	Lookalikes []lookDef     `yaml:"lookalikes"` // subjects that share our words: they take points off
	Modest     []termDef     `yaml:"modest"`     // news of a kind that stays peripheral
	Furniture  *furnitureDef `yaml:"furniture"`  // page furniture in text that came without structure

	file     *yamlfile.File
	rescored bool // it changes the scoring
	rejoined bool // it changes what must meet
}

// lists counts the entries of the file.
func (d *document) lists() int {
	n := len(d.Groups) + len(d.Evidence) + len(d.Hosts) + len(d.Topics) + len(d.Lookalikes) + len(d.Modest)
	if d.Furniture != nil {
		n++
	}
	return n
}

// empty reports whether the file says nothing, though it can be read.
func (d *document) empty() bool {
	return d.lists() == 0 && !d.Replace && !d.rescored && !d.rejoined && d.file.Err() == nil
}

// groupDef is one kind of evidence. All of them are required.
type groupDef struct {
	Name    string  `yaml:"name" jsonschema:"required"`                      // that terms refer to
	Title   string  `yaml:"title" jsonschema:"required"`                     // how explanations name it
	Minimum float64 `yaml:"minimum" jsonschema:"minimum=0"`                  // weight below which the group counts as missing
	Points  float64 `yaml:"points" jsonschema:"required,exclusiveMinimum=0"` // most it can add to a score
	Full    float64 `yaml:"full" jsonschema:"required,exclusiveMinimum=0"`   // weight at which about two thirds of the points are reached
}

// togetherDef rewards sentences in which two groups meet.
type togetherDef struct {
	Groups  []string `yaml:"groups" jsonschema:"minItems=2,maxItems=2"` // names of the two
	Within  int      `yaml:"within" jsonschema:"minimum=1"`             // words between them that still count as one thought
	Minimum float64  `yaml:"minimum" jsonschema:"minimum=0"`            // weight below which they count as not met
	Points  float64  `yaml:"points" jsonschema:"minimum=0"`             // most they can add to a score
	Full    float64  `yaml:"full" jsonschema:"exclusiveMinimum=0"`      // weight at which about two thirds of the points are reached
	Opening float64  `yaml:"opening" jsonschema:"minimum=0"`            // most points for meeting in headline, standfirst or lead
	OpenFor float64  `yaml:"open_for" jsonschema:"exclusiveMinimum=0"`  // weight at which about two thirds of these are reached
}

// scoringDef holds the numbers of the verdict.
type scoringDef struct {
	Threshold float64 `yaml:"threshold" jsonschema:"exclusiveMinimum=0,maximum=100"` // score from which an article is relevant
	Core      float64 `yaml:"core" jsonschema:"exclusiveMinimum=0,maximum=100"`      // score from which it is at the centre of the beat
	Lacking   float64 `yaml:"lacking" jsonschema:"minimum=0"`                        // highest score of an article that lacks a group
	Lead      int     `yaml:"lead"`                                                  // bytes of the body that are its opening
	Deep      int     `yaml:"deep"`                                                  // bytes of the body after which evidence counts less and less
	Zones     zoneDef `yaml:"zones"`                                                 // how much more evidence counts above the body
}

// zoneDef says how much more evidence counts outside the body proper, where it counts 1.
type zoneDef struct {
	Title      float64 `yaml:"title" jsonschema:"exclusiveMinimum=0"`      // the headline
	Standfirst float64 `yaml:"standfirst" jsonschema:"exclusiveMinimum=0"` // the line under it
	Lead       float64 `yaml:"lead" jsonschema:"exclusiveMinimum=0"`       // the first bytes of the body, scoring.lead of them
}

// termDef is terms that share weight and reason. Weight counts for the topic or
// look-alike the terms stand under; Gives counts for evidence groups.
type termDef struct {
	Any    []string           `yaml:"any" jsonschema:"required,minItems=1"` // what to look for; docs/TOPICS.md says how it is written
	Weight *float64           `yaml:"weight" jsonschema:"minimum=0"`        // what it counts for its group, topic or look-alike; 0 takes a term of the beat out. Default: 1
	Gives  map[string]float64 `yaml:"gives"`                                // what it counts for groups of evidence, by their names
	Needs  []string           `yaml:"needs"`                                // one of these within reach: terms, or @group
	Not    []string           `yaml:"not"`                                  // none of these within reach
	Within int                `yaml:"within" jsonschema:"minimum=1"`        // reach of needs and not, in words. Default: 12
	Most   float64            `yaml:"most" jsonschema:"minimum=0"`          // most these terms together add to one group, topic or look-alike; 0 is no limit. Default: 0
	Named  bool               `yaml:"named"`                                // a name: only with a capital first letter
	From   string             `yaml:"from"`                                 // founding article and region the terms come from
	Why    string             `yaml:"why"`                                  // reason they were added
}

// evidenceDef is the terms of one group that belong to no topic.
type evidenceDef struct {
	Group string    `yaml:"group" jsonschema:"required"` // its name
	Terms []termDef `yaml:"terms" jsonschema:"required"` // what is evidence of it
}

// hostsDef is publishers whose own address supplies evidence.
type hostsDef struct {
	Group  string   `yaml:"group" jsonschema:"required"`                     // that they are evidence of
	Any    []string `yaml:"any" jsonschema:"required,minItems=1"`            // host names; hosts below them count too
	Weight float64  `yaml:"weight" jsonschema:"required,exclusiveMinimum=0"` // what they count for it
	Why    string   `yaml:"why" jsonschema:"required"`                       // reason they were added
}

type topicDef struct {
	Name    string    `yaml:"name" jsonschema:"required,pattern=^[a-z0-9][a-z0-9-]*$"` // in configurations and addresses
	Title   string    `yaml:"title"`                                                   // how readers see it. Default: its name
	Minimum float64   `yaml:"minimum" jsonschema:"minimum=0"`                          // weight from which an article is about it. Default: 2
	Terms   []termDef `yaml:"terms"`                                                   // what tells it
}

// lookDef is a subject that shares our words: evidence against, as a margin.
type lookDef struct {
	Name   string    `yaml:"name" jsonschema:"required"`    // that an operator's file refers to
	Title  string    `yaml:"title"`                         // what an article reads like, for explanations
	Points float64   `yaml:"points" jsonschema:"minimum=0"` // most it can take off
	Full   float64   `yaml:"full" jsonschema:"minimum=0"`   // weight at which about two thirds of the points are taken
	Terms  []termDef `yaml:"terms"`                         // what tells it
}

// furnitureDef finds page furniture in text without structure.
type furnitureDef struct {
	Open    []termDef `yaml:"open"`                                  // begins furniture at the start of a sentence
	Close   []termDef `yaml:"close"`                                 // ends it
	Tail    float64   `yaml:"tail" jsonschema:"minimum=0,maximum=1"` // share of the text after which an opener without closer runs to the end
	Longest int       `yaml:"longest" jsonschema:"minimum=0"`        // sentences to look for a closer
}

const defaultWithin = 12 // words: about one clause to either side
