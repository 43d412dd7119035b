package fetch

import (
	"errors"
	"os"
	"strings"
	"sync"
)

// SiteFiles are site rules that follow the operator's files: an edit holds from
// the next page on, with no restart. An edit that cannot be read changes nothing.
// They are safe for concurrent use; a nil one has no rules.
type SiteFiles struct {
	base  *Sites
	paths []string

	mu    sync.Mutex
	seen  string // what the files held when they were last looked at
	sites *Sites // the rules in force
}

// LoadSiteFiles reads the files and lays their rules over base. The mistakes of
// all files are reported together.
func LoadSiteFiles(base *Sites, paths []string) (*SiteFiles, error) {
	s := &SiteFiles{base: base, paths: paths, sites: base}
	_, _, err := s.Look()
	return s, err
}

// Sites are the rules in force when the files were last looked at.
func (s *SiteFiles) Sites() *Sites {
	if s == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sites
}

// Look reads the files again and returns the rules that are in force now. After
// an edit it says once that they changed, or what is wrong with it: then the old
// rules stay. The files are compared by what they hold, since an edit within one
// tick of the clock may leave time and size alone; a rule file is a few kilobytes.
func (s *SiteFiles) Look() (sites *Sites, changed bool, err error) {
	if s == nil {
		return nil, false, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	sites = s.base
	var seen strings.Builder
	var wrong error
	for _, path := range s.paths {
		data, err := os.ReadFile(path)
		if err != nil {
			wrong = errors.Join(wrong, err)
			seen.WriteString(err.Error() + "\x00")
			continue
		}
		seen.Write(data)
		seen.WriteByte(0)
		more, err := ParseSites(path, data)
		wrong = errors.Join(wrong, err)
		sites = sites.With(more)
	}
	if seen.String() == s.seen {
		return s.sites, false, nil
	}
	s.seen = seen.String()
	if wrong != nil {
		return s.sites, false, wrong
	}
	s.sites = sites
	return sites, true, nil
}

// sites are the rules for the next page.
func (f *Fetcher) sites() *Sites {
	sites, changed, err := f.opts.Sites.Look()
	switch {
	case err != nil:
		f.log.Error("site rules refused, the old ones stay in use", "err", err)
	case changed:
		f.log.Info("site rules read again", "sites", len(sites.Hosts()))
	}
	return sites
}
