package store

import (
	"cmp"
	"context"
	"fmt"
	"net/netip"
	"net/url"
	"strings"

	"github.com/wardround/wardround/news"
	"golang.org/x/net/publicsuffix"
)

// siteOf returns the domain an address belongs to, as its owner registered it: a
// publisher's feed often has another host than its pages. An IP address is its own.
func siteOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if _, err := netip.ParseAddr(host); err == nil {
		return strings.ToLower(u.Host) // a port may be another server
	}
	if own, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		return own
	}
	return host
}

// atHome reports whether an address is on the same site as a source. What others
// list of it they may name, but not date, retitle or hide.
func atHome(address, source string) bool {
	site := siteOf(address)
	return site != "" && site == siteOf(source)
}

// reclaim gives an article that a stranger listed first to the source of its own
// site, as that one lists it: who was faster must neither date it, nor retitle it,
// nor have it passed over as old.
func (w *pollWrite) reclaim(ctx context.Context, id int64, item news.Item) error {
	if !atHome(item.URL, w.poll.Source.URL) {
		return nil
	}
	var address, holder string
	var taken int64
	row := w.tx.QueryRowContext(ctx, `SELECT url, source_url, taken FROM articles WHERE id = $1`, id)
	if err := row.Scan(&address, &holder, &taken); err != nil {
		return fmt.Errorf("who listed it first: %w", err)
	}
	if !atHome(item.URL, address) || atHome(address, holder) {
		return nil // moved elsewhere, or held by a source of its own site
	}
	a, err := scanArticle(w.tx.QueryRowContext(ctx, `SELECT `+articleColumns+` FROM articles a WHERE a.id = $1`, id))
	if err != nil {
		return fmt.Errorf("article of another: %w", err)
	}
	if a.FirstSeen.Before(instant(taken)) { // dated back by the stranger's word
		a.FirstSeen = firstSeen(w.poll, item)
	}
	return w.give(ctx, a, item)
}

// give writes article a as the polled source lists it. A page that was read stays;
// one that was not is asked for, unless the source itself calls it old.
func (w *pollWrite) give(ctx context.Context, a news.Article, item news.Item) error {
	wasKnown := a.State == news.PageKnown
	a.Title, a.Summary, a.Authors, a.Published = item.Title, item.Summary, item.Authors, item.Published
	if !wasRead(a) {
		a.Publisher, a.Body, a.Quality, a.State = cmp.Or(item.Publisher, w.poll.Source.Name), item.Body, "", news.PageWanted
	}
	if isKnown(w.poll, item) || isOld(item, w.floodLimit) {
		a.State = news.PageKnown
	}
	a.Hash = articleHash(a)
	a.Revision++
	_, err := w.tx.ExecContext(ctx, `
		UPDATE articles SET source = $1, source_url = $2, searched = 0, publisher = $3, title = $4, summary = $5, authors = $6,
			published = $7, first_seen = $8, body = $9, quality = $10, state = $11, hash = $12, revision = $13,
			to_judge = $14, page_due = 0, page_tries = 0 WHERE id = $15`,
		w.poll.Source.Name, w.poll.Source.URL, a.Publisher, a.Title, a.Summary, asJSON(a.Authors),
		millis(a.Published), millis(a.FirstSeen), asJSON(a.Body), a.Quality, a.State, a.Hash, a.Revision, toJudge(a.State), a.ID)
	if err != nil {
		return fmt.Errorf("give article to its own site: %w", err)
	}
	if wasKnown && a.State != news.PageKnown {
		w.saved.New++
	} else {
		w.saved.Updated++
	}
	w.edited = append(w.edited, a)
	return nil
}

// wasRead reports whether an article's text is that of its page.
func wasRead(a news.Article) bool {
	return a.Quality != "" && a.Quality != news.QualityFeed && a.Quality != news.QualityFailed
}
