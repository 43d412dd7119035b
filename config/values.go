package config

import (
	"net/url"
	"os"
	"sync"
	"time"

	"github.com/wardround/wardround/news"
)

// Sources returns the sources of the file, in its order.
func (c *Config) Sources() []news.Source {
	out := make([]news.Source, 0, len(c.Settings.Sources))
	for _, s := range c.Settings.Sources {
		out = append(out, news.Source{
			Name: s.Name, URL: s.URL, Kind: news.SourceKind(s.Kind), Origin: news.FromConfig,
			Every: s.Every, List: s.List, Link: s.Link, Topics: s.Topics, Excerpt: news.Excerpt(s.Excerpt),
		})
	}
	return out
}

// EditionList returns the editions, in the order of the file.
func (c *Config) EditionList() []news.Edition {
	out := make([]news.Edition, 0, len(c.Editions))
	for _, e := range c.Editions {
		recipients := make([]news.Recipient, 0, len(e.Recipients))
		for _, r := range e.Recipients {
			recipients = append(recipients, news.Recipient(r))
		}
		out = append(out, news.Edition{
			Name: e.Name, Title: e.Title, Schedule: e.Schedule, Location: mustZone(e.Timezone),
			Topics: e.Topics, Recipients: recipients, From: e.From, ReplyTo: e.ReplyTo,
			MaxStories: e.MaxStories, Excerpts: e.Excerpts, Sentences: e.Sentences,
			Introduction: e.Introduction, Accent: e.Accent, WhenEmpty: news.WhenEmpty(e.WhenEmpty), Review: e.Review,
		})
	}
	return out
}

// Operator returns who runs this installation, as readers are told.
func (c *Config) Operator() news.Operator {
	o := c.Settings.Operator
	contact := o.Contact
	if contact == "" {
		contact = o.Email
	}
	return news.Operator{Name: o.Name, Contact: contact}
}

// Zone is what fetch.schedule and days outside any edition are read in.
func (c *Config) Zone() *time.Location { return defaultZone() }

// defaultZone is read from the time zone database once: lists ask for it line by line.
var defaultZone = sync.OnceValue(func() *time.Location { return mustZone(DefaultZone) })

// mustZone loads a zone that Load has seen to exist, or that is built in.
func mustZone(name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil {
		panic("config: " + err.Error())
	}
	return loc
}

// Proxy returns the proxy to reach the web through, nil for none, and the hosts
// it is not for. A proxy that only the environment names is not used: it would
// weaken the guard against private addresses without anybody having asked for
// it. Once http.proxy is set, the environment supplies what does not belong
// into a file, the log-in, and NO_PROXY where no_proxy is empty.
func (c *Config) Proxy() (proxy *url.URL, direct string, err error) {
	proxy, err = proxyURL(c.HTTP.Proxy)
	if err != nil || proxy == nil {
		return nil, "", err
	}
	direct = c.HTTP.NoProxy
	if direct == "" {
		direct = firstEnv("NO_PROXY", "no_proxy")
	}
	if value := firstEnv("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"); value != "" {
		same, err := parseEnvProxy(value)
		if err != nil {
			return nil, "", err
		}
		if same.Host == proxy.Host {
			proxy.User = same.User
		}
	}
	return proxy, direct, nil
}

func firstEnv(names ...string) string {
	for _, name := range names {
		if value := os.Getenv(name); value != "" {
			return value
		}
	}
	return ""
}
