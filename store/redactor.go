package store

import (
	"context"
	"database/sql"
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wardround/wardround/news"
)

// nameRemoved stands where the name of a redacted person stood.
const nameRemoved = "[name removed]"

// redactor tells what may not be kept. The zero redactor keeps everything.
type redactor struct {
	urls    map[string]news.Redaction
	hosts   []news.Redaction
	persons []*regexp.Regexp
}

type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// loadRedactor reads all redactions.
func loadRedactor(ctx context.Context, tx querier) (*redactor, error) {
	rows, err := tx.QueryContext(ctx, `SELECT kind, what, reason, at FROM redactions ORDER BY at, kind, what`)
	all, err := collect(rows, err, scanRedaction)
	if err != nil {
		return nil, err
	}
	r := &redactor{urls: map[string]news.Redaction{}}
	for _, one := range all {
		switch one.Kind {
		case news.RedactURL:
			r.urls[one.What] = one
		case news.RedactHost:
			r.hosts = append(r.hosts, one)
		case news.RedactPerson:
			r.persons = append(r.persons, namePattern(one.What))
		}
	}
	return r, nil
}

func scanRedaction(row scanner) (r news.Redaction, err error) {
	var at int64
	err = row.Scan(&r.Kind, &r.What, &r.Reason, &at)
	r.At = instant(at)
	return r, err
}

// namePattern finds a name however it is spaced and whatever case it is in.
func namePattern(name string) *regexp.Regexp {
	parts := strings.Fields(name)
	for i, part := range parts {
		parts[i] = regexp.QuoteMeta(part)
	}
	return regexp.MustCompile(`(?i)` + strings.Join(parts, `[\s\x{a0}]+`))
}

// banned reports whether an address may not be kept, and by which redaction.
func (r *redactor) banned(address string) (news.Redaction, bool) {
	if one, is := r.urls[address]; is {
		return one, true
	}
	if len(r.hosts) == 0 {
		return news.Redaction{}, false
	}
	u, err := url.Parse(address)
	if err != nil {
		return news.Redaction{}, false
	}
	for _, one := range r.hosts {
		if host := strings.ToLower(u.Hostname()); host == one.What || strings.HasSuffix(host, "."+one.What) {
			return one, true
		}
	}
	return news.Redaction{}, false
}

// clean takes the names of redacted persons out of a text.
func (r *redactor) clean(text string) string {
	for _, person := range r.persons {
		found := person.FindAllStringIndex(text, -1)
		for i := len(found) - 1; i >= 0; i-- {
			from, to := found[i][0], found[i][1]
			if before, _ := utf8.DecodeLastRuneInString(text[:from]); unicode.IsLetter(before) {
				continue // part of a longer word
			}
			if after, _ := utf8.DecodeRuneInString(text[to:]); unicode.IsLetter(after) {
				continue
			}
			text = text[:from] + nameRemoved + text[to:]
		}
	}
	return text
}

// cleanNames drops redacted persons from a list of names.
func (r *redactor) cleanNames(names []string) []string {
	var left []string
	for _, name := range names {
		if r.clean(name) == name {
			left = append(left, name)
		}
	}
	return left
}

func (r *redactor) cleanBlocks(blocks []news.Block) []news.Block {
	if len(r.persons) == 0 {
		return blocks
	}
	left := make([]news.Block, len(blocks))
	for i, b := range blocks {
		b.Text = r.clean(b.Text)
		left[i] = b
	}
	return left
}

// items are what may be kept of a poll's items, and in which words.
func (r *redactor) items(items []news.Item) []news.Item {
	if len(r.urls)+len(r.hosts)+len(r.persons) == 0 {
		return items
	}
	var left []news.Item
	for _, item := range items {
		_, byURL := r.banned(item.URL)
		if _, byLink := r.banned(item.Link); byURL || byLink {
			continue
		}
		item.Title, item.Summary = r.clean(item.Title), r.clean(item.Summary)
		item.Authors, item.Body = r.cleanNames(item.Authors), r.cleanBlocks(item.Body)
		left = append(left, item)
	}
	return left
}

// page is what may be kept of a page. A page that names a redacted person is not
// kept as received.
func (r *redactor) page(scraped news.ScrapedPage) news.ScrapedPage {
	if len(r.persons) == 0 {
		return scraped
	}
	p := &scraped.Page
	p.Title, p.Standfirst = r.clean(p.Title), r.clean(p.Standfirst)
	p.Authors, p.Body = r.cleanNames(p.Authors), r.cleanBlocks(p.Body)
	if raw := string(scraped.Raw); r.clean(raw) != raw {
		scraped.Raw = nil
	}
	return scraped
}
