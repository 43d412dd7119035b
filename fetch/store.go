package fetch

import (
	"context"
	"time"

	"github.com/wardround/wardround/news"
)

// Store is what fetching needs to remember. Every method is safe for
// concurrent use: sources and pages of different hosts are read side by side.
//
// All instants are given by the caller; a Store has no clock of its own.
type Store interface {
	// SourceState returns what is remembered of the source with this identity
	// (its URL as declared). A source that was never read has a zero state with
	// only URL set; that is no error.
	SourceState(ctx context.Context, url string) (news.SourceState, error)

	// SavePoll records one read of a source in ONE transaction: poll.State
	// whole, replacing the earlier state, and poll.Items. Either all of it is
	// kept or nothing, so that validators never outlive a lost item. Items is
	// empty unless poll.Outcome is OK. Of the state only LastNew is the store's
	// own: it becomes poll.At when the poll counts anything as New, and is kept
	// otherwise.
	//
	// Every item has a GUID and a URL that are not empty, and no two items of a
	// poll share either (a feed that repeats itself was folded before). Identity,
	// tried in this order:
	//
	//  1. the sighting (source identity, GUID) is known: its article, whatever
	//     URL the item has now;
	//  2. the item's URL is an article's URL or one of its former URLs (see
	//     SavePage): that article, and a sighting is added (a GUID that flaps,
	//     or a second source that lists the same article);
	//  3. one of the two is a search ([news.KindSearch]), the titles are the same but
	//     for case and punctuation and tell enough (four words), and both are of the
	//     last seven days: that article. One that only searches have listed becomes
	//     the other source's, with its address, and wanted if its page was not read;
	//  4. otherwise a new article, with its sighting.
	//
	// A new article takes URL, Title, Authors, Published, Summary and Body from
	// the item, Source from poll.Source.Name, Publisher from the item or, when
	// that is empty, from poll.Source.Name; MaxSnippet -1, Revision 1. Its State is
	//
	//   - [news.PageKnown] when poll.Fresh is set and Published is stated and
	//     before it (counted as Known);
	//   - [news.PageDone] with Quality [news.QualityFeed] when the item's Link is
	//     empty: there is no page, the feed's own text is all there is;
	//   - [news.PageWanted] otherwise (both counted as New).
	//
	// On any later read, [news.PageKnown] also when the item is part of a flood: at
	// least five new items, more than half the list, most of them dated a week or more
	// before the source was read last (counted as Known and as Flood; the state's
	// Flooded and FloodItems are the store's own then).
	//
	// Of a list with more than 500 items that nobody has listed, a later read takes in the
	// first 500. The rest is counted as Left, in the state too, which then has no
	// validators, so that the next read brings the list again.
	//
	// FirstSeen is poll.At; on a first read, which is one whose
	// poll.State.FirstRead equals poll.At, it is the earlier of Published (when
	// stated) and poll.At. FirstSeen never changes afterwards.
	//
	// For a known article, the sighting's own remembered title, summary and body
	// (keep a hash in the sighting) say whether the source edited it. Only an
	// edit by the source that listed the article first (Article.Source) changes
	// the article: Title and Summary are replaced, Body too while the article's
	// Quality is empty or feed, Revision grows by one; counted as Updated. A stated
	// Published fills a missing one and never replaces one. An item that returns
	// after it had left the feed is not new. Nothing is deleted because a feed no
	// longer lists it, and no poll turns a known article into a wanted one:
	// widening a window afterwards is the work of an explicit rescrape.
	SavePoll(ctx context.Context, poll news.Poll) (news.PollSaved, error)

	// HostWait returns the instant before which nothing may be asked of host
	// (lower-case name without port), because a server asked for it with
	// Retry-After. It is zero when there is no such wish.
	HostWait(ctx context.Context, host string) (time.Time, error)

	// SetHostWait remembers such a wish. An earlier instant than the remembered
	// one replaces it as well: the newest answer counts.
	SetHostWait(ctx context.Context, host string, until time.Time) error

	// Robots returns what is kept of the robots.txt of an origin; one never asked for
	// has a zero Until.
	Robots(ctx context.Context, origin string) (news.RobotsFile, error)

	// SetRobots keeps a robots.txt, in place of an earlier one of its origin.
	SetRobots(ctx context.Context, file news.RobotsFile) error
	// BlockedHosts returns the hosts that the operator never wants asked: lower-case
	// names without port. Those below them are meant as well.
	BlockedHosts(ctx context.Context) ([]string, error)

	// WantedPages returns articles in state [news.PageWanted] whose page may be
	// asked for (see PostponePage), newest FirstSeen first, then highest ID. After
	// them come those to revisit: articles whose page was read, whose source has
	// edited them within seven days of that, and whose page was looked at less than
	// three times.
	WantedPages(ctx context.Context, which PagesWanted) ([]WantedPage, error)

	// WantedURLs returns the addresses of all pages that WantedPages gives at now.
	WantedURLs(ctx context.Context, now time.Time) ([]string, error)

	// SavePage stores what a look at an article's page gave, in one transaction.
	//
	// page.Page's Title, Standfirst, Authors, Publisher, Language and Kind
	// replace the article's own where they are not empty. Published becomes
	// PublishedDay; Article.Published, an instant stated by the feed, is never
	// touched by a page. Body, Comments, Quality, MaxSnippet, Evidence and Reason
	// replace the article's own as they are (an empty Body too: what stands in
	// for a page that failed was put there by the caller). Hash is set; Revision
	// grows by one when an earlier Hash was set and differs. State becomes
	// page.State.
	//
	// When page.Page.URL is neither empty nor the article's URL, the page was
	// reached through a redirect or names another canonical address. If no other
	// article has that URL, it becomes the article's, and the old one is kept as
	// a former URL that SavePoll still recognises. If another article has it, both
	// are the same text: the sightings and former URLs of page.Article move to
	// that other article, its own URL becomes a former URL of the other, and
	// page.Article is removed. The other article takes the page's content if it is
	// still wanted, and is left as it is otherwise.
	//
	// Raw is what was received, kept for a later extraction without asking again;
	// it is nil when there is nothing to keep, and an earlier Raw then stays. With
	// Again set, Revision does not grow: the page is the same, our reading is not.
	SavePage(ctx context.Context, page ScrapedPage) error

	// KeptPages returns up to limit pages received at or after since, those of
	// articles with a number above after, by number.
	KeptPages(ctx context.Context, since time.Time, after int64, limit int) ([]KeptPage, error)

	// ArticleByURL returns the article that has this URL or had it once.
	ArticleByURL(ctx context.Context, url string) (news.Article, error)

	// PostponePage leaves the article wanted, but not before until: the server
	// asked to wait or failed for now. It counts one more try when Tried is set.
	// Reason becomes the article's Reason. Of a revisit only the instant of the next
	// look changes, and the number of looks: three at most.
	PostponePage(ctx context.Context, page PostponedPage) error
}

// What a store gives and takes about pages.
type (
	PagesWanted   = news.PagesWanted
	WantedPage    = news.WantedPage
	ScrapedPage   = news.ScrapedPage
	KeptPage      = news.KeptPage
	PostponedPage = news.PostponedPage
)
