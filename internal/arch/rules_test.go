package arch

// module is the path of this module.
const module = "github.com/wardround/wardround"

// mayImport says which packages of the module a package may import: imports point
// one way, news <- stages <- jobs <- cmd. A pattern ending in /... stands for a
// folder and all below it. The longest pattern that fits a package counts; one that
// none fits is a mistake, so that a new package gets its place here first.
var mayImport = map[string][]string{
	"news":              {},
	"internal/yamlfile": {},
	"internal/arch":     {},
	"seeds/...":         {},
	"templates/...":     {},

	// Stages meet in jobs and cmd, never each other.
	"fetch/...":    {"news", "internal/yamlfile"},
	"classify/...": {"news", "internal/yamlfile"},
	"cluster/...":  {"news", "internal/yamlfile"},
	"track/...":    {"news", "internal/yamlfile"},
	"deliver/...":  {"news", "internal/yamlfile"},
	"digest/...":   {"news", "internal/yamlfile", "templates/..."},
	"web/...":      {"news", "internal/yamlfile", "templates/..."},

	"config":    {"news", "internal/yamlfile"},
	"store/...": {"news", "store/..."},
	"jobs/...": { // drives the stages, and the store they work on
		"news", "jobs/...", "fetch/...", "classify/...", "cluster/...", "track/...", "digest/...", "deliver/...", "store",
	},
	"internal/testkit/...": {"news"},
	"internal/demo/...":    {"news", "internal/testkit/..."},
	"internal/schema":      {"internal/yamlfile"},
	"cmd/...":              {"..."},
}

// testsMayImport is what test files may import beside that: tools and made-up
// data for tests, and the real beat.
var testsMayImport = []string{"internal/testkit/...", "internal/demo/...", "internal/schema", "seeds/...", "templates/..."}

// testsAlsoImport adds to that for the tests of single packages: jobs is tested on
// a real store.
var testsAlsoImport = map[string][]string{"jobs/...": {"store/sqlite", "store/postgres"}}

// doors says which packages may import an outside library; the longest pattern that
// fits an import counts. A library that none fits is a mistake: it needs a reason
// in docs/DEPENDENCIES.md and a line here.
var doors = map[string][]string{
	"github.com/mmcdole/gofeed/...":           {"fetch"},
	"github.com/PuerkitoBio/goquery":          {"fetch"},
	"github.com/wneessen/go-mail/...":         {"deliver"},
	"github.com/goccy/go-yaml/...":            {"internal/yamlfile"},
	"github.com/robfig/cron/v3":               {"jobs/..."},
	"github.com/riverqueue/river/...":         {"jobs/..."},
	"modernc.org/sqlite/...":                  {"store/..."},
	"github.com/jackc/pgx/v5/...":             {"store/...", "jobs/..."},
	"github.com/pressly/goose/v3/...":         {"store/..."},
	"github.com/gofrs/flock":                  {"store/..."},
	"github.com/google/go-cmp/...":            {"store/storetest", "internal/schema"}, // suites that tests run
	"code.dny.dev/ssrf":                       {"fetch"},
	"github.com/andybalholm/brotli":           {"fetch"},
	"github.com/andybalholm/cascadia":         {"fetch"},
	"github.com/klauspost/compress/...":       {"fetch", "store"},
	"github.com/sethvargo/go-retry":           {"fetch", "jobs/...", "deliver"},
	"github.com/prometheus/client_golang/...": {"web"},

	"codeberg.org/readeck/go-readability/v2/...": {"fetch"},
	"github.com/araddon/dateparse":               {"fetch"},
	"github.com/microcosm-cc/bluemonday":         {"fetch", "digest", "web"},
	"github.com/blevesearch/snowballstem/...":    {"classify", "cluster", "track"},
	"github.com/clipperhouse/uax29/v2/...":       {"classify", "cluster", "track", "digest", "deliver"},
	"github.com/emersion/go-smtp":                {"internal/testkit/..."},
	"github.com/emersion/go-sasl":                {"internal/testkit/..."},
	"github.com/invopop/jsonschema":              {"internal/schema"},
	"github.com/santhosh-tekuri/jsonschema/...":  {"internal/schema"},

	"github.com/spf13/cobra/...":       {"cmd/..."},
	"github.com/spf13/pflag":           {"cmd/..."},
	"github.com/lmittmann/tint":        {"cmd/..."},
	"github.com/mattn/go-isatty":       {"cmd/..."},
	"github.com/jedib0t/go-pretty/...": {"cmd/..."},
	"github.com/vbauerster/mpb/...":    {"cmd/..."},

	// The Go project's own additions to its library.
	"golang.org/x/...": {"..."},
}

// testDoors is for libraries that only test files import.
var testDoors = map[string][]string{
	"github.com/google/go-cmp/...":        {"..."},
	"go.uber.org/goleak":                  {"..."},
	"pgregory.net/rapid":                  {"..."},
	"github.com/rogpeppe/go-internal/...": {"cmd/..."},
	"github.com/invopop/jsonschema":       {"config"},
	"github.com/emersion/go-msgauth/...":  {"deliver", "jobs/..."}, // signatures, verified
	"github.com/emersion/go-message/...":  {"deliver", "digest", "internal/testkit/...", "cmd/..."},
	"github.com/emersion/go-smtp":         {"deliver"},
	"github.com/wneessen/go-mail/...":     {"jobs/..."}, // the yardstick of sending
	"github.com/chromedp/...":             {"cmd/..."},  // the pages in a browser
}

// mayNameTheBeat lists where Go code may name what the beat is about: data of the
// beat belongs to seeds.
var mayNameTheBeat = []string{"internal/demo/...", "cmd/wardround/demo*.go"}

// beatWords are words of the embedded beat that neither Go code nor a template may
// have, whatever beat is chosen; the names of its topics are added to them.
var beatWords = []string{"digital workforce", "health-tech", "health and care", "agenda for change", "ddat"}
