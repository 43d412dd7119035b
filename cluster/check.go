package cluster

import (
	"strings"

	"github.com/wardround/wardround/internal/yamlfile"
)

// checkWords finds what contradicts itself in a beat's stories.yaml.
func checkWords(file *yamlfile.File, in wordsFile) {
	file.NeedContent()
	outlets := map[string]string{}
	for i, spellings := range in.Outlets {
		for j, s := range spellings {
			if first, twice := outlets[outletKey(s)]; twice && first != spellings[0] {
				file.Add("$.outlets["+itoa(i)+"]["+itoa(j)+"]", "`%s` is a spelling of `%s` already", s, first)
			}
			outlets[outletKey(s)] = spellings[0]
		}
	}
	stages := map[string]string{}
	for _, list := range []struct {
		key     string
		phrases []string
	}{
		{"announced", in.Stages.Announced}, {"delayed", in.Stages.Delayed}, {"dropped", in.Stages.Dropped},
		{"published", in.Stages.Published}, {"past", in.Stages.Past},
	} {
		for i, phrase := range list.phrases {
			key := strings.Join(plainWords(phrase), " ")
			if other, twice := stages[key]; twice && other != list.key {
				file.Add("$.stages."+list.key+"["+itoa(i)+"]", "`%s` tells of the stage `%s` already", phrase, other)
			}
			stages[key] = list.key
		}
	}
}
