package track

import (
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/wardround/wardround/internal/yamlfile"
	"github.com/wardround/wardround/news"
)

// historyFile is the shape of history.yaml.
type historyFile struct {
	Statements []past `yaml:"statements" jsonschema:"required"` // entered by hand, oldest first
}

// past is one line of history.yaml.
type past struct {
	About     string   `yaml:"about" jsonschema:"required"`                                                         // a name of promises.yaml
	Day       string   `yaml:"day" jsonschema:"required,pattern=^\\d{4}-\\d\\d-\\d\\d$"`                            // of publication, YYYY-MM-DD
	Said      string   `yaml:"said"`                                                                                // day on which it was said, where the page tells
	Publisher string   `yaml:"publisher" jsonschema:"required"`                                                     // of the page
	Link      string   `yaml:"link" jsonschema:"required"`                                                          // to the page
	Office    string   `yaml:"office"`                                                                              // of who spoke, or the body
	Phrase    string   `yaml:"phrase"`                                                                              // the time phrase alone, as it was said
	Signal    string   `yaml:"signal" jsonschema:"required,enum=promise,enum=repeat,enum=slip,enum=drop,enum=kept"` // what it did to the promise
	LeftOpen  []string `yaml:"left_open"`                                                                           // what was plainly left open, such as money
	Secondary bool     `yaml:"secondary"`                                                                           // a leak or an unnamed source
	Words     string   `yaml:"words" jsonschema:"required"`                                                         // what was said, in our words
}

// readHistory takes the statements of before watching began. A beat may have none.
func (r *Rules) readHistory(fsys fs.FS) error {
	data, err := fs.ReadFile(fsys, "history.yaml")
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read history.yaml: %w", err)
	}
	var doc historyFile
	f := yamlfile.Parse("history.yaml", data)
	f.Decode(&doc)
	f.NeedContent()
	for i, p := range doc.Statements {
		at := fmt.Sprintf("$.statements[%d]", i)
		if !r.checkPast(f, at, p) {
			continue
		}
		s, why := r.handmade(p)
		if why != "" {
			f.Add(at+".phrase", "%s", why)
		}
		s.ID = fmt.Sprintf("history:%s:%d", p.Day, i)
		r.history = append(r.history, s)
	}
	return f.Err()
}

// handmade makes a statement of a line that has been checked; its time phrase is
// read like any other.
func (r *Rules) handmade(p past) (s news.Statement, why string) {
	day, signal := news.Day(p.Day), news.Signal(p.Signal)
	s = news.Statement{
		URL: p.Link, Publisher: p.Publisher, Reported: day, Said: day, Sentence: p.Words, Quote: p.Phrase, Zone: news.ZoneBody,
		Office: p.Office, Class: news.ActorOwner, Phrase: p.Phrase, Signal: signal, Secondary: p.Secondary, LeftOpen: p.LeftOpen, ByHand: true,
		Rules: []string{"entered by hand"}, Keys: []string{"@" + p.About},
	}
	if p.Said != "" {
		s.Said, s.About = news.Day(p.Said), true
	}
	s.Commits = signal != news.SignalDrop && signal != news.SignalKept
	if !s.Commits || p.Phrase == "" {
		return s, ""
	}
	ws := (&reader{s: tokens(p.Phrase, 0), day: day.Start(time.UTC), cal: &r.calendar}).windows()
	if len(ws) == 0 {
		return s, fmt.Sprintf("phrase %q names no time that can be read", p.Phrase)
	}
	setWindow(&s, &ws[0])
	return s, ""
}

// History returns the statements of before watching began, entered by hand.
func (r *Rules) History() []news.Statement { return append([]news.Statement(nil), r.history...) }

// WithoutHistory returns the same rules for a world that has another past.
func (r *Rules) WithoutHistory() *Rules {
	own := *r
	own.history = nil
	return &own
}
