package fetch

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/andybalholm/cascadia"

	"github.com/wardround/wardround/internal/yamlfile"
	"github.com/wardround/wardround/news"
)

// Sites are the rules for single hosts: where title, authors, day, text and
// comments stand on their pages. They are data of the beat (seeds/sites.yaml).
type Sites struct {
	byHost map[string]*siteRule
}

// siteRule is one rule with its selectors compiled.
type siteRule struct {
	host                             string
	title, author, standfirst        goquery.Matcher
	date                             goquery.Matcher
	layout                           string
	zone                             *time.Location
	body, remove, comments, nextPage goquery.Matcher
	kind                             news.ArticleKind
}

// siteFile is the shape of seeds/sites.yaml.
type siteFile struct {
	Sites []siteEntry `yaml:"sites" jsonschema:"required"` // rules, one for each host
}

type siteEntry struct {
	Host       string    `yaml:"host" jsonschema:"required"`                                                                 // without www.; hosts below it are read by the same rule
	Title      []string  `yaml:"title"`                                                                                      // CSS selectors; the first element that has text wins
	Standfirst []string  `yaml:"standfirst"`                                                                                 // CSS selectors; the first element that has text wins
	Author     []string  `yaml:"author"`                                                                                     // CSS selectors; every element is a name or a byline
	Date       *siteDate `yaml:"date"`                                                                                       // where the day of publication stands
	Body       []string  `yaml:"body"`                                                                                       // CSS selectors; every element is read, in the order of the page
	Remove     []string  `yaml:"remove"`                                                                                     // CSS selectors of what is left out of the body
	Comments   []string  `yaml:"comments"`                                                                                   // CSS selectors of readers' comments
	Next       []string  `yaml:"next"`                                                                                       // CSS selectors of the link to the next page of a long article
	Kind       string    `yaml:"kind" jsonschema:"enum=report,enum=press release,enum=sponsored,enum=opinion,enum=official"` // what is published there, when the page does not say
}

type siteDate struct {
	Select []string `yaml:"select" jsonschema:"required"` // CSS selectors
	Layout string   `yaml:"layout"`                       // in Go's form ("2 January 2006"), when the words alone are not clear
	Zone   string   `yaml:"zone"`                         // Default: Europe/London
}

// ParseSites reads site rules. All mistakes are reported together, each at its
// place: unknown keys, selectors that do not parse, zones that do not exist.
func ParseSites(name string, data []byte) (*Sites, error) {
	file := yamlfile.Parse(name, data)
	var decoded siteFile
	file.Decode(&decoded)
	file.NeedContent()
	sites := &Sites{byHost: map[string]*siteRule{}}
	for i, entry := range decoded.Sites {
		at := fmt.Sprintf("$.sites[%d]", i)
		rule := compileSite(file, at, entry)
		if entry.Host == "" {
			file.Add(at, "a site rule needs a host")
			continue
		}
		if sites.byHost[rule.host] != nil {
			file.Add(at+".host", "%s has a rule already", rule.host)
			continue
		}
		sites.byHost[rule.host] = rule
	}
	if err := file.Err(); err != nil {
		return nil, err
	}
	return sites, nil
}

var siteKinds = []string{
	string(news.KindReport), string(news.KindPress), string(news.KindSponsored), string(news.KindOpinion), string(news.KindOfficial),
}

func compileSite(file *yamlfile.File, at string, e siteEntry) *siteRule {
	compile := func(key string, selectors []string) goquery.Matcher {
		return compileSelectors(file, at+"."+key, selectors)
	}
	rule := &siteRule{
		host: extSite(e.Host), title: compile("title", e.Title), standfirst: compile("standfirst", e.Standfirst), author: compile("author", e.Author),
		body: compile("body", e.Body), remove: compile("remove", e.Remove), comments: compile("comments", e.Comments), nextPage: compile("next", e.Next),
	}
	rule.kind = news.ArticleKind(e.Kind)
	if e.Kind != "" && !slices.Contains(siteKinds, e.Kind) {
		file.Add(at+".kind", "%q is not a kind%s", e.Kind, yamlfile.Hint(e.Kind, siteKinds))
	}
	if strings.ContainsAny(e.Host, "/: ") {
		file.Add(at+".host", "`%s` is no host name; want one such as news.example", e.Host)
	}
	if reflect.DeepEqual(e, siteEntry{Host: e.Host}) {
		file.Add(at, "the rule of `%s` says nothing", e.Host)
	}
	if e.Date == nil {
		return rule
	}
	if len(e.Date.Select) == 0 {
		file.Add(at+".date", "a date needs `select`: where it stands")
	}
	rule.date, rule.layout = compile("date.select", e.Date.Select), e.Date.Layout
	if e.Date.Zone != "" {
		zone, err := time.LoadLocation(e.Date.Zone)
		if err != nil {
			file.Add(at+".date.zone", "%q is not a time zone", e.Date.Zone)
		}
		rule.zone = zone
	}
	return rule
}

// compileSelectors joins selectors into one matcher; nil for none.
func compileSelectors(file *yamlfile.File, at string, selectors []string) goquery.Matcher {
	for i, s := range selectors {
		if _, err := cascadia.Compile(s); err != nil {
			file.Add(fmt.Sprintf("%s[%d]", at, i), "selector %q: %v", s, err)
			return nil
		}
	}
	if len(selectors) == 0 {
		return nil
	}
	group, err := cascadia.Compile(strings.Join(selectors, ", "))
	if err != nil {
		file.Add(at, "selectors: %v", err)
		return nil
	}
	return group
}

// rule returns the rule of a host, or of the domain above it: a rule for
// health.example also reads news.health.example. nil when there is none that
// says where something stands.
func (s *Sites) rule(host string) *siteRule {
	return s.nearest(host, func(r *siteRule) bool {
		return r.body != nil || r.title != nil || r.author != nil || r.date != nil || r.standfirst != nil
	})
}

// kind is the kind of text that a host or the domain above it publishes.
func (s *Sites) kind(host string) news.ArticleKind {
	if r := s.nearest(host, func(r *siteRule) bool { return r.kind != "" }); r != nil {
		return r.kind
	}
	return ""
}

func (s *Sites) nearest(host string, wanted func(*siteRule) bool) *siteRule {
	if s == nil {
		return nil
	}
	host, more := extSite(host), true
	for more {
		if r := s.byHost[host]; r != nil && wanted(r) {
			return r
		}
		_, host, more = strings.Cut(host, ".")
	}
	return nil
}

// Hosts lists the hosts that have a rule, in order.
func (s *Sites) Hosts() []string {
	if s == nil {
		return nil
	}
	out := make([]string, 0, len(s.byHost))
	for h := range s.byHost {
		out = append(out, h)
	}
	slices.Sort(out)
	return out
}

// With returns the rules of both; a rule of more replaces one for the same host.
func (s *Sites) With(more *Sites) *Sites {
	if more == nil {
		return s
	}
	both := &Sites{byHost: map[string]*siteRule{}}
	if s != nil {
		maps.Copy(both.byHost, s.byHost)
	}
	maps.Copy(both.byHost, more.byHost)
	return both
}
