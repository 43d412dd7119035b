package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/wardround/wardround/classify"
	"github.com/wardround/wardround/cluster"
	"github.com/wardround/wardround/config"
	"github.com/wardround/wardround/digest"
	"github.com/wardround/wardround/fetch"
	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/seeds"
	"github.com/wardround/wardround/track"
)

// beat is everything one folder of a beat says, parsed by the stages it is for.
type beat struct {
	lexicon *classify.Lexicon
	sites   *fetch.SiteFiles
	starter []news.Source
	rules   *track.Rules
	topics  []digest.Topic
	stories *cluster.Words
	wording digest.Wording
}

// chosenBeat is the beat that the configuration names.
func (a *app) chosenBeat() (*beat, error) {
	cfg, err := a.config()
	if err != nil {
		return nil, err
	}
	return a.loadBeat(cfg.Settings)
}

// loadBeat reads the beat once: the embedded one, or the folder of the settings.
func (a *app) loadBeat(settings config.Settings) (*beat, error) {
	if a.beat != nil {
		return a.beat, nil
	}
	fsys := beatFolder(settings)
	b := &beat{}
	var own []track.File
	for _, path := range settings.Promises.Files {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		own = append(own, track.File{Name: path, Data: data})
	}
	var lexiconErr, sitesErr, sourcesErr, storiesErr, rulesErr, wordingErr error
	b.lexicon, lexiconErr = loadLexicon(settings, settings.Topics.Files)
	sites, ownErr := readOptional(fsys, "sites.yaml", fetch.ParseSites)
	b.sites, sitesErr = fetch.LoadSiteFiles(sites, settings.Sites.Files)
	b.starter, sourcesErr = readOptional(fsys, "sources.yaml", fetch.ParseSources)
	b.stories, storiesErr = readOptional(fsys, "stories.yaml", cluster.ParseWords)
	if b.stories == nil {
		b.stories = cluster.PlainWords()
	}
	b.rules, rulesErr = track.Load(fsys, own...)
	b.wording, wordingErr = readOptional(fsys, "issue.yaml", digest.ParseWording)
	if err := errors.Join(misnamed(fsys), lexiconErr, ownErr, sitesErr, sourcesErr, storiesErr, rulesErr, wordingErr); err != nil {
		return nil, err
	}
	for _, t := range b.lexicon.Topics() {
		b.topics = append(b.topics, digest.Topic{Name: t.Name, Title: t.Title})
	}
	if err := b.checkSourceTopics(fsys); err != nil {
		return nil, err
	}
	a.beat = b
	return b, nil
}

func beatFolder(settings config.Settings) fs.FS {
	if settings.Beat != "" {
		return os.DirFS(settings.Beat)
	}
	return seeds.FS
}

// loadLexicon compiles the lexicon of the beat, extended by files.
func loadLexicon(settings config.Settings, files []string) (*classify.Lexicon, error) {
	var extra []classify.File
	for _, path := range files {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		extra = append(extra, classify.File{Name: path, Data: data})
	}
	return classify.Load(beatFolder(settings), extra...)
}

// readOptional parses a file of the beat; a beat may do without it.
func readOptional[T any](fsys fs.FS, name string, parse func(string, []byte) (T, error)) (T, error) {
	var none T
	data, err := fs.ReadFile(fsys, name)
	if errors.Is(err, fs.ErrNotExist) {
		return none, nil
	}
	if err != nil {
		return none, err
	}
	return parse(name, data)
}

// beatSays tells the configuration what it needs to know of its beat.
func (a *app) beatSays(settings config.Settings) (config.Beat, error) {
	b, err := a.loadBeat(settings)
	if err != nil {
		return config.Beat{}, err
	}
	says := config.Beat{Title: b.wording.Title, Introduction: b.wording.Introduction}
	for _, t := range b.topics {
		says.Topics = append(says.Topics, t.Name)
	}
	return says, nil
}

// absolute is a path as the configuration has it, so that both can be compared.
func absolute(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}
