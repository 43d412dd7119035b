package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"sync"
	"time"

	"github.com/klauspost/compress/zstd"

	"github.com/wardround/wardround/news"
)

// maxReceived bounds a kept page once unpacked, so that a damaged store cannot
// fill the memory. Pages are received up to 10 MiB.
const maxReceived = 32 << 20

// One worker each: pages are packed one at a time, and a worker's window costs
// memory that a daemon would hold for good.
var (
	packer = sync.OnceValues(func() (*zstd.Encoder, error) {
		return zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithLowerEncoderMem(true))
	})
	unpacker = sync.OnceValues(func() (*zstd.Decoder, error) {
		return zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxReceived))
	})
)

// keepPage keeps a page as it was received, in place of an earlier one of the
// same article.
func keepPage(ctx context.Context, tx *sql.Tx, article int64, scraped news.ScrapedPage) error {
	if len(scraped.Raw) == 0 {
		return nil
	}
	pack, err := packer()
	if err != nil {
		return fmt.Errorf("keep page: %w", err)
	}
	sum := sha256.Sum256(scraped.Raw)
	hash := hex.EncodeToString(sum[:])
	err = execAll(ctx, tx, []statement{
		{`INSERT INTO page_bytes (hash, data) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING`,
			[]any{hash, pack.EncodeAll(scraped.Raw, nil)}},
		{`INSERT INTO pages (article, url, content_type, robots, received, hash) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (article) DO UPDATE SET url = excluded.url, content_type = excluded.content_type,
				robots = excluded.robots, received = excluded.received, hash = excluded.hash`,
			[]any{article, scraped.RawURL, scraped.ContentType, scraped.Robots, millis(scraped.At), hash}},
	})
	if err != nil {
		return fmt.Errorf("keep page: %w", err)
	}
	return nil
}

// KeptPages returns up to limit pages as they were received at or after since,
// those of articles with a number above after, by number.
func (s *Store) KeptPages(ctx context.Context, since time.Time, after int64, limit int) ([]news.KeptPage, error) {
	rows, err := s.db.QueryContext(ctx, `
		SELECT p.url, p.content_type, p.robots, p.received, b.data, `+articleColumns+`
		FROM pages p JOIN page_bytes b ON b.hash = p.hash JOIN articles a ON a.id = p.article
		WHERE p.received >= $1 AND p.article > $2 ORDER BY p.article LIMIT $3`, millis(since), after, limit)
	pages, err := collect(rows, err, func(row scanner) (news.KeptPage, error) {
		var page news.KeptPage
		var received int64
		var packed []byte
		a, dest := articleDest()
		if err := row.Scan(append([]any{&page.URL, &page.ContentType, &page.Robots, &received, &packed}, dest.fields...)...); err != nil {
			return page, err
		}
		if err := dest.finish(); err != nil {
			return page, err
		}
		page.Article, page.At = *a, instant(received)
		unpack, err := unpacker()
		if err == nil {
			page.Raw, err = unpack.DecodeAll(packed, nil)
		}
		if err != nil {
			return page, fmt.Errorf("page of article %d: %w", a.ID, err)
		}
		return page, nil
	})
	if err != nil {
		return nil, fmt.Errorf("kept pages: %w", err)
	}
	return pages, nil
}

// RuleMisses counts, by identity of the source, how many of its latest pages in
// a row bear the mark, which says that the rule for their site gave nothing.
// A page of a site without a rule neither counts nor ends the row.
func (s *Store) RuleMisses(ctx context.Context, mark, matched string) (map[string]int, error) {
	rows, err := s.db.QueryContext(ctx, `
		SELECT source_url, evidence FROM articles
		WHERE evidence LIKE $1 OR evidence LIKE $2 ORDER BY taken DESC, id DESC LIMIT 2000`,
		"%"+mark+"%", "%"+matched+"%")
	misses, ended := map[string]int{}, map[string]bool{}
	_, err = collect(rows, err, func(row scanner) (struct{}, error) {
		var source, kept string
		var evidence []string
		if err := row.Scan(&source, &kept); err != nil || ended[source] {
			return struct{}{}, err
		}
		err := fromJSON(kept, &evidence)
		for _, e := range evidence {
			switch e {
			case mark:
				misses[source]++
			case matched:
				ended[source] = true
			}
		}
		return struct{}{}, err
	})
	if err != nil {
		return nil, fmt.Errorf("rule misses: %w", err)
	}
	return misses, nil
}
