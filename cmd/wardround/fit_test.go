package main

import (
	"strings"
	"testing"

	"github.com/wardround/wardround/config"
	"github.com/wardround/wardround/news"
)

func TestNobodyButTheOperatorIsWrittenToByTheUnnamed(t *testing.T) {
	reader, own := news.Recipient{Address: "ann@trust.example"}, news.Recipient{Address: "Desk@trust.example"}
	tests := map[string]struct {
		operator config.Operator
		to       []news.Recipient
		missing  string // "": may be sent
	}{
		"name and contact":      {config.Operator{Name: "Desk", Contact: "desk@trust.example"}, []news.Recipient{reader}, ""},
		"e-mail for contact":    {config.Operator{Name: "Desk", Email: "desk@trust.example"}, []news.Recipient{reader}, ""},
		"no name":               {config.Operator{Contact: "desk@trust.example", Email: "desk@trust.example"}, []news.Recipient{reader}, "operator.name"},
		"a blank name":          {config.Operator{Name: " ", Contact: "desk@trust.example"}, []news.Recipient{reader}, "operator.name"},
		"no contact":            {config.Operator{Name: "Desk"}, []news.Recipient{reader}, "operator.contact"},
		"neither":               {config.Operator{}, []news.Recipient{reader}, "operator.name, operator.contact"},
		"the operator alone":    {config.Operator{Email: "The desk <desk@trust.example>"}, []news.Recipient{own}, ""},
		"operator and a reader": {config.Operator{Email: "desk@trust.example"}, []news.Recipient{own, reader}, "operator.name"},
		"nobody":                {config.Operator{}, nil, ""},
	}
	for name, tt := range tests {
		err := mayWriteTo(&config.Config{Settings: config.Settings{Operator: tt.operator}}, tt.to...)
		if tt.missing == "" && err != nil {
			t.Errorf("%s: %v, want leave", name, err)
		}
		if tt.missing != "" && !reported(err, "set "+tt.missing+" in") {
			t.Errorf("%s: %v, want a refusal that names %s", name, err, tt.missing)
		}
	}
}

func reported(err error, words string) bool {
	var b strings.Builder
	return report(&b, err) == exitUsage && strings.Contains(b.String(), words)
}
