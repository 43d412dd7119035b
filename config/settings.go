package config

import "time"

//go:generate go test . -run IsUpToDate -update

// Settings mirrors config.yaml. Every key is optional; the last line of a
// field's comment states its default. A `range` or `enum` tag is both checked
// when a file is loaded and written into the JSON Schema.
type Settings struct {
	// Beat is a folder with a beat of your own, which replaces the embedded one:
	// topics, evidence, look-alikes, sources, promises and more (docs/BEATS.md).
	// Default: empty, the embedded beat.
	Beat string `yaml:"beat"`
	// Sources are read in addition to the beat's own.
	// Default: none.
	Sources []Source `yaml:"sources"`
	// Starter says whether the beat's own list of sources is read.
	// Default: true.
	Starter bool `yaml:"starter"`
	// Fetch says when and how sources and pages are read.
	Fetch Fetch `yaml:"fetch"`
	// HTTP says how this installation reaches the web.
	HTTP HTTP `yaml:"http"`
	// Topics extends the topics of the beat.
	Topics Files `yaml:"topics"`
	// Promises extends the promise rules of the beat.
	Promises Promises `yaml:"promises"`
	// Templates is a folder with an email/issue.html or an email/issue.txt of your
	// own; a file that is missing is the built-in one.
	// Default: empty, the built-in templates.
	Templates string `yaml:"templates"`
	// Sites extends the beat's rules for single sites; a rule for the same host
	// replaces the beat's.
	Sites SiteFiles `yaml:"sites"`
	// Editions are the digests that are written and sent.
	// Default: one, named weekly, on Mondays at half past seven, without recipients.
	Editions []Edition `yaml:"editions"`
	// SMTP is the relay that mail leaves through.
	SMTP SMTP `yaml:"smtp"`
	// DKIM says who signs the mail.
	DKIM DKIM `yaml:"dkim"`
	// Web is the archive of issues, served by `wardround run`.
	Web Web `yaml:"web"`
	// Operator is who runs this installation.
	Operator Operator `yaml:"operator"`
	// Retention says how long things are kept.
	Retention Retention `yaml:"retention"`
	// Store is a file path for SQLite, or a postgres:// address.
	// Default: empty, $XDG_STATE_HOME/wardround/wardround.db.
	Store string `yaml:"store"`
}

// Source is one list of news to be read.
type Source struct {
	// Name is short and unique; people see it.
	Name string `yaml:"name" jsonschema:"required"`
	// URL is where the source is: an http or https address.
	URL string `yaml:"url" jsonschema:"required,format=uri"`
	// Kind says how it is read: a feed, a site whose feed is looked for, a page
	// whose links are picked by selectors, or a feed of search results.
	// Default: feed.
	Kind string `yaml:"kind" jsonschema:"enum=feed,enum=site,enum=page,enum=search"`
	// Every is the least time between two reads.
	// Default: 0s, as often as fetch.schedule and the source's own wishes say.
	Every time.Duration `yaml:"every" range:"0s..30d"`
	// List is the CSS selector of one entry; for kind page, where it is required.
	// Default: empty.
	List string `yaml:"list"`
	// Link is the CSS selector of the link inside an entry; for kind page.
	// Default: empty, the first link of the entry.
	Link string `yaml:"link"`
	// Topics are the only topics the source may select for.
	// Default: none, which means all.
	Topics []string `yaml:"topics"`
	// Excerpt says what may be quoted: a short excerpt, only what the feed itself
	// carries, or nothing.
	// Default: short.
	Excerpt string `yaml:"excerpt" jsonschema:"enum=short,enum=feed,enum=none"`
}

// Fetch says when and how sources and pages are read.
type Fetch struct {
	// Schedule is a five-field cron line, read in Europe/London.
	// Default: "*/30 * * * *".
	Schedule string `yaml:"schedule"`
	// PageGap is the least time between two page requests to one host.
	// Default: 1s.
	PageGap time.Duration `yaml:"page_gap" range:"100ms..1m"`
	// Parallel is how many hosts are asked at the same time.
	// Default: 8.
	Parallel int `yaml:"parallel" range:"1..64"`
	// SharedHosts are domains whose hosts are one server, such as a blog service:
	// asked one request at a time, and waiting together when one asks to wait.
	// Default: empty, each host stands for itself.
	SharedHosts []string `yaml:"shared_hosts"`
	// SeparateHosts are hosts that give the feeds of many others, such as a feed
	// maker of your own: a feed that is asked to wait there waits alone.
	// Default: empty.
	SeparateHosts []string `yaml:"separate_hosts"`
	// KeepPages is how long a page is kept as received, so that a better
	// extractor can read it again; 0s keeps none. Pages that an open promise was
	// read in are kept until it is settled.
	// Default: 180d.
	KeepPages time.Duration `yaml:"keep_pages" range:"0s..3650d"`
}

// HTTP says how this installation reaches the web.
type HTTP struct {
	// Proxy is an http, https or socks5 address. The environment's proxy is not
	// used by itself; a log-in is taken from HTTPS_PROXY when that names the same host.
	// Default: empty, none.
	Proxy string `yaml:"proxy"`
	// NoProxy lists hosts, domains and networks that are reached directly.
	// Default: empty, NO_PROXY of the environment when there is a proxy.
	NoProxy string `yaml:"no_proxy"`
	// CAFile holds further certificate authorities in PEM form.
	// Default: empty, those of the system.
	CAFile string `yaml:"ca_file"`
	// UserAgent is how requests name themselves; say where you can be reached.
	// Default: empty, the program's name and version.
	UserAgent string `yaml:"user_agent"`
}

// Files names further files of a beat.
type Files struct {
	// Files are read after the beat's own; `replace: true` inside one drops ours.
	// Default: none.
	Files []string `yaml:"files"`
}

// Promises extends the promise rules of a beat and says what is told of promises.
type Promises struct {
	// Files are read after the beat's own; `replace: true` inside one drops ours.
	// Default: none.
	Files []string `yaml:"files"`
	// Names says whether who promised is also told by name, where the report gives one:
	// on pages, in `wardround promises` and in issues, never in a subject, a preheader or
	// a calendar. An issue keeps what it told.
	// Default: false, by office alone.
	Names bool `yaml:"names"`
}

// SiteFiles names further files of site rules.
type SiteFiles struct {
	// Files are read after the beat's own.
	// Default: none.
	Files []string `yaml:"files"`
}

// Operator is who runs this installation.
type Operator struct {
	// Name is printed at the foot of every issue. Before anybody but Email is
	// written to, it and Contact must be set.
	// Default: empty.
	Name string `yaml:"name"`
	// Contact is how readers reach the operator: an address or a line of text.
	// Default: empty.
	Contact string `yaml:"contact"`
	// Email gets the operator's alarms and is the sender of editions without `from`.
	// It gets the proofs of editions with `review` too.
	// Default: empty, alarms are only logged.
	Email string `yaml:"email"`
	// Search are web searches that a proof links to beside a promise that is said to
	// have failed, with {query} where the words go. We ask none of them ourselves.
	// Default: https://duckduckgo.com/?q={query}.
	Search []string `yaml:"search"`
}

// Retention says how long things are kept; `wardround run` sees to it once a day.
// Headlines, links, verdicts, quoted statements and issues stay for good.
type Retention struct {
	// Messages is how long the bytes of a mail are kept after it was sent or its
	// issue expired; their hash stays. 0s is for good.
	// Default: 7d.
	Messages time.Duration `yaml:"messages" range:"0s..3650d"`
	// Addresses is how long the record of an issue's deliveries names its readers;
	// that a mail was sent stays. 0s is for good.
	// Default: 90d.
	Addresses time.Duration `yaml:"addresses" range:"0s..3650d"`
	// Leavers is how long the address of a reader who left is kept, so that it can
	// be undone; after that a keyed hash keeps them out. 0s is for good.
	// Default: 28d.
	Leavers time.Duration `yaml:"leavers" range:"0s..3650d"`
	// Texts is how long the text of an article is kept; 0s is for good.
	// Default: 730d.
	Texts time.Duration `yaml:"texts" range:"0s..3650d"`
}
