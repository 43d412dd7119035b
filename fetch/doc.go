// Package fetch takes articles in. It polls sources (feeds, sites whose feed is
// discovered, pages without a feed), scrapes the pages their items link to, and
// takes the text out of them.
//
// Reading a source: [Fetcher.Poll] asks for it (client.go, request.go, body.go), cleans the
// bytes (decode.go, repair.go), parses them with gofeed (feed.go), fills and
// cleans what gofeed left (feed_rss.go, feed_atom.go, feed_json.go, text.go,
// date.go, canonical.go) and hands the items to a [Store] in one transaction
// with the validators they came with.
//
// Reading a page: [Fetcher.Scrape] asks robots.txt (robots.go), keeps a gap
// between two pages of a host, and calls [Extract].
//
// Every byte that comes in is foreign: sizes, depths, times and addresses have
// limits, and no source can stop the others.
package fetch
