package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/wardround/wardround/fetch"
	"github.com/wardround/wardround/news"
)

type addSource struct {
	name, kind, list, link string
	every                  string
}

func newSourcesAdd(a *app) *cobra.Command {
	var o addSource
	cmd := &cobra.Command{
		Use:   "add URL",
		Short: "Read one more source from now on",
		Long: `Add a source: the address of a feed, or of a site whose feed is looked for. It
is read once to see that it works, and its latest items are shown; what cannot
be read is not added. It is kept in the store; the next fetch reads it.

A page without a feed is added with --list, the CSS selector of one entry. A
source that is listed but off is switched on; one that its publisher had ended
(410) is asked again.

` + exitHelp,
		Example: `  wardround sources add https://wardline.example/
  wardround sources add https://trust.example/news --list "li.news-item"`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return runSourcesAdd(cmd.Context(), a, o, args[0]) },
	}
	flags := cmd.Flags()
	flags.StringVar(&o.name, "name", "", "what to call it (default: what it calls itself)")
	flags.StringVar(&o.kind, "kind", "", "feed, site, page or search (default: found out)")
	flags.StringVar(&o.list, "list", "", "kind page: CSS `SELECTOR` of one entry")
	flags.StringVar(&o.link, "link", "", "kind page: CSS `SELECTOR` of the link in an entry")
	flags.StringVar(&o.every, "every", "", "least time between two reads, such as 12h")
	return cmd
}

func runSourcesAdd(ctx context.Context, a *app, o addSource, address string) error {
	src, err := o.source(address)
	if err != nil {
		return err
	}
	all, err := a.sources(ctx)
	if err != nil {
		return err
	}
	if known, ok := findSource(all, src.URL); ok {
		if !known.Off {
			return askAgain(ctx, a, known)
		}
		if known.Origin == news.FromConfig {
			return usageError("take `off: true` out there", "%q is switched off in the configuration", known.Name)
		}
		known.Off, src = false, known
	}
	if namesake, ok := findSource(all, o.name); ok && o.name != "" && namesake.URL != src.URL {
		return usageError("give another --name", "%q is the name of %s", o.name, namesake.URL)
	}
	fetcher, err := a.fetcher(ctx)
	if err != nil {
		return err
	}
	result := probe(ctx, fetcher, &src, o.kind == "")
	if !result.Outcome.OK() {
		return unreachableError("nothing was added", fmt.Errorf("%s: %s", src.URL, result.Reason))
	}
	if src.Name == "" || o.name != "" {
		src.Name = freeName(all, src, o.name, result.Title)
	}
	if err := a.kept.DeclareSources(ctx, src); err != nil {
		return err
	}
	if _, err := a.kept.AskAgain(ctx, src); err != nil { // it answers, whatever it said once
		return err
	}
	printAdded(a, src, result)
	return nil
}

// askAgain takes up a source that is listed, and not asked because its publisher had
// ended it.
func askAgain(ctx context.Context, a *app, known news.Source) error {
	fetcher, err := a.fetcher(ctx)
	if err != nil {
		return err
	}
	state, err := a.kept.SourceState(ctx, known.URL)
	if err != nil {
		return err
	}
	if !state.Gone {
		return usageError("wardround sources list shows it", "%s is read already, as %q (%s)", known.URL, known.Name, known.Origin)
	}
	result := probe(ctx, fetcher, &known, false)
	if !result.Outcome.OK() {
		return unreachableError("it stays as it was", fmt.Errorf("%s: %s", known.URL, result.Reason))
	}
	if _, err := a.kept.AskAgain(ctx, known); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "%s is back, and read again from now on.\n", printable(known.Name))
	printItems(a, result.Items, itemsShown)
	return nil
}

// source is what was asked for.
func (o addSource) source(address string) (news.Source, error) {
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	src := news.Source{URL: address, Kind: news.SourceKind(o.kind), Origin: news.FromStore, List: o.list, Link: o.link, Excerpt: news.ExcerptShort}
	switch {
	case src.Kind == "" && o.list+o.link != "":
		src.Kind = news.KindPage
	case src.Kind == "" && isSearch(address):
		src.Kind = news.KindSearch
	case src.Kind == "":
		src.Kind = news.KindFeed
	case src.Kind != news.KindFeed && src.Kind != news.KindSite && src.Kind != news.KindPage && src.Kind != news.KindSearch:
		return src, usageError("kinds: feed, site, page, search", "unknown kind %q", o.kind)
	}
	if src.Kind != news.KindPage && o.list+o.link != "" {
		return src, usageError("leave --kind out", "only a source of kind page has selectors")
	}
	if o.every != "" {
		every, err := duration(o.every)
		if err != nil {
			return src, err
		}
		src.Every = every
	}
	if err := fetch.CheckSource(src); err != nil {
		return src, usageError("wardround sources add --help", "%w", err)
	}
	return src, nil
}

// isSearch tells that an address asks a question: its feed lists what others publish.
func isSearch(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.RawQuery != "" && strings.Contains(u.Path, "search")
}

// probe reads a source without keeping anything. A page where a feed was expected
// is tried as a site, if the kind is ours to choose.
func probe(ctx context.Context, fetcher *fetch.Fetcher, src *news.Source, choose bool) fetch.PollResult {
	ask := func() fetch.PollResult {
		return fetcher.Poll(ctx, []news.Source{*src}, fetch.PollRequest{Force: true, DryRun: true, Afresh: true}).Results[0]
	}
	result := ask()
	if choose && src.Kind == news.KindFeed && result.Outcome == news.OutcomeNotAFeed {
		src.Kind = news.KindSite
		result = ask()
	}
	return result
}

// freeName is a name that no other source has: the wanted one, what the source calls
// itself, or its host.
func freeName(all []news.Source, src news.Source, wanted, title string) string {
	host := src.URL
	if u, err := url.Parse(src.URL); err == nil {
		host = strings.TrimPrefix(u.Hostname(), "www.")
	}
	for _, name := range []string{wanted, title, host, title + " (" + host + ")"} {
		name = strings.Join(strings.Fields(printable(name)), " ")
		if _, taken := findSource(all, name); name != "" && !taken && len(name) <= maxSourceName {
			return name
		}
	}
	return src.URL
}

// maxSourceName keeps names in one column of a list: longer ones are slogans.
const maxSourceName = 60

// itemsShown is how many of a new source's items are shown: enough to tell whether
// it is the wanted one.
const itemsShown = 5

// printAdded shows what reading the new source gives.
func printAdded(a *app, src news.Source, result fetch.PollResult) {
	fmt.Fprintf(a.out, "Added %s (%s), %s now.\n", printable(src.Name), src.Kind, count(len(result.Items), "item", "items"))
	if at := result.State.CurrentURL; at != "" {
		fmt.Fprintf(a.out, "Its feed is at %s\n", printable(at))
	}
	printItems(a, result.Items, itemsShown)
	fmt.Fprintf(a.out, "Read it: wardround fetch --source %s\n", shellWord(src.Name))
}

// printItems shows the first items a source lists, a line each.
func printItems(a *app, items []news.Item, n int) {
	for _, item := range items[:min(len(items), n)] {
		day := "no date"
		if !item.Published.IsZero() {
			day = item.Published.In(a.cfg.Zone()).Format("2 Jan 2006")
		}
		title := []rune(printable(item.Title))
		if len(title) > itemWidth {
			title = append(title[:itemWidth-1], '…')
		}
		fmt.Fprintf(a.out, "  %-11s  %s\n", day, string(title))
	}
}

// itemWidth leaves room for a day in 80 columns.
const itemWidth = 64

func newSourcesDiscover(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "discover SITE",
		Short: "Show the feeds a site offers",
		Long: `Show the feeds that a site names or keeps at the usual places, with their latest
items. Nothing is added: wardround sources add URL does that.

` + exitHelp,
		Example: "  wardround sources discover https://wardline.example/",
		Args:    cobra.ExactArgs(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return runDiscover(cmd.Context(), a, args[0]) },
	}
}

func runDiscover(ctx context.Context, a *app, site string) error {
	src, err := addSource{}.source(site)
	if err != nil {
		return err
	}
	reader, err := a.fetcher(ctx)
	if err != nil {
		return err
	}
	places, err := reader.FeedPlaces(ctx, src.URL)
	if err != nil {
		return unreachableError("", err)
	}
	found := 0
	for _, place := range places {
		candidate := news.Source{URL: place, Name: place, Kind: news.KindFeed, Origin: news.FromCommand}
		result := probe(ctx, reader, &candidate, false)
		if !result.Outcome.OK() {
			continue // a usual place, and nothing there
		}
		found++
		fmt.Fprintf(a.out, "%s\n  %s, %s%s\n", a.emphasis(printable(place), bold), printable(result.Title), count(len(result.Items), "item", "items"), newest(a, result.Items))
		printItems(a, result.Items, 3)
	}
	if found == 0 {
		return partlyError("a page without a feed: wardround sources add URL --list SELECTOR", "no feed was found at %s", src.URL)
	}
	return errors.Join(ctx.Err())
}

// newest says when the latest of the items was published.
func newest(a *app, items []news.Item) string {
	var latest time.Time
	for _, item := range items {
		if item.Published.After(latest) {
			latest = item.Published
		}
	}
	if latest.IsZero() {
		return ", undated"
	}
	return ", newest of " + latest.In(a.cfg.Zone()).Format("2 January 2006")
}
