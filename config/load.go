// Package config turns config.yaml, flags and environment into checked values.
//
// [Load] finds the file (see [Chosen]), reads it strictly through
// internal/yamlfile and reports all mistakes together, each at its place.
// [Settings] mirrors the file; the methods of [Config] give what the stages take.
// Rules that belong to a stage (cron lines, selectors, topic names) come in as
// [Checks], so that this package imports no stage.
package config

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/wardround/wardround/internal/yamlfile"
)

// Config is a configuration without mistakes.
type Config struct {
	Settings // Store is the effective one; paths are resolved
	Chosen   Chosen
	Test     Test
}

// Options are what the command line and the stages contribute to a configuration.
type Options struct {
	// Store is the value of --store.
	// Default: empty, not given.
	Store string
	// Checks are the rules of the stages.
	// Default: none, what they would check is taken as it is.
	Checks Checks
}

// Checks are rules of the stages. A nil one is not applied.
type Checks struct {
	// Cron says what is wrong with a five-field cron line.
	Cron func(line string) error
	// Selector says what is wrong with a CSS selector.
	Selector func(selector string) error
	// Accent says why a colour is no good for the links of a mail.
	Accent func(colour string) error
	// Templates says what is wrong with the templates in a folder.
	Templates func(dir string) error
	// Beat reads the beat of the settings, and the files that extend it (paths
	// resolved). Its mistakes are reported with the others.
	Beat func(Settings) (Beat, error)
}

// Beat is what a configuration needs to know of its beat.
type Beat struct {
	Topics []string // names of all topics; nil when they are not checked
	// Title and Introduction are of editions that have none of their own; the
	// title stands before an edition's name.
	// Default: empty, "Wardround" and no introduction.
	Title, Introduction string
}

// maxFile is above what yamlfile takes (2 MB), far above any configuration.
const maxFile = 4 << 20

// Load reads the configuration at path, the value of --config; when that is
// empty, the first that the look-up order has. The error holds every mistake.
func Load(path string, opts Options) (*Config, error) {
	c := &Config{Settings: start()}
	chosen, err := Find(path)
	if err != nil {
		return nil, err
	}
	c.Chosen = chosen
	l := &loader{Config: c, checks: opts.Checks}
	dir := ""
	if chosen.ConfigFile != "" {
		data, err := readFile(chosen.ConfigFile)
		if err != nil {
			return nil, fmt.Errorf("read configuration (%s): %w", chosen.ConfigFrom, err)
		}
		l.file = yamlfile.Parse(chosen.ConfigFile, data)
		dir = filepath.Dir(chosen.ConfigFile)
	} else {
		l.file = yamlfile.Parse("built-in defaults", nil)
	}
	l.file.Decode(&c.Settings)
	c.resolve(dir)
	c.chooseStore(opts.Store)
	return l.finish()
}

// loader gathers mistakes: those with a place in file, others beside it.
type loader struct {
	*Config
	file   *yamlfile.File
	checks Checks
	beat   Beat
	others []error
}

func (l *loader) finish() (*Config, error) {
	if l.checkPaths() {
		l.loadBeat()
	}
	l.fill(l.beat)
	l.checkTags()
	l.checkSources()
	l.checkEditions()
	l.checkMail()
	l.checkWeb()
	l.checkStore()
	test, err := testSettings()
	if err != nil {
		l.others = append(l.others, err)
	}
	l.Test = test
	if err := errors.Join(append([]error{l.file.Err()}, l.others...)...); err != nil {
		return nil, err
	}
	return l.Config, nil
}

// readFile reads a little more than yamlfile takes; it says when that is too much.
func readFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() // read only: nothing can be lost
	return io.ReadAll(io.LimitReader(f, maxFile))
}

// resolve makes paths relative to dir, the folder of the configuration file.
func (s *Settings) resolve(dir string) {
	at := func(p *string) { *p = resolvePath(dir, *p) }
	for _, p := range []*string{
		&s.Beat, &s.Templates, &s.HTTP.CAFile, &s.SMTP.CAFile, &s.SMTP.Password.File,
		&s.DKIM.KeyFile, &s.Web.KeyFile, &s.Web.Auth.Password.File,
	} {
		at(p)
	}
	for _, list := range [][]string{s.Topics.Files, s.Promises.Files, s.Sites.Files} {
		for i := range list {
			at(&list[i])
		}
	}
	for _, command := range [][]string{s.SMTP.Password.Command, s.Web.Auth.Password.Command} {
		if len(command) > 0 && strings.ContainsRune(command[0], filepath.Separator) {
			at(&command[0])
		}
	}
	if !isDSN(s.Store) {
		at(&s.Store)
	}
}

// resolvePath also expands a leading ~/, which people write and no shell sees here.
func resolvePath(dir, path string) string {
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		if home, err := os.UserHomeDir(); err == nil {
			return filepath.Join(home, rest)
		}
	}
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}
