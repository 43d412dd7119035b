package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/wardround/wardround/fetch"
	"github.com/wardround/wardround/news"
)

func newPipe(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "pipe",
		GroupID: groupScript,
		Short:   "One stage at a time: from stdin to JSON, without store or network",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newPipeFeed(a), newPipeExtract(a), newPipeClassify(a), newPipeCluster(a), newPipeTrack(a))
	return cmd
}

// maxPipe bounds one document on standard input.
const maxPipe = 64 << 20

func readAll(in io.Reader) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(in, maxPipe+1))
	if err == nil && len(body) > maxPipe {
		err = fmt.Errorf("standard input is longer than %d bytes", maxPipe)
	}
	return body, err
}

func newPipeFeed(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "feed",
		Short: "Parse one feed",
		Long: `Parse one feed on standard input and print one JSON object:
{"title", "items": [{"id", "title", "link", "published", "updated", "author",
"content", "summary"}]}. What a server would have said comes in the environment:
FEED_URL, FEED_CONTENT_TYPE, FEED_CONTENT_LOCATION.

` + exitHelp,
		Example: "  FEED_URL=https://wardline.example/feed wardround pipe feed < feed.xml",
		Args:    cobra.NoArgs,
		RunE:    func(*cobra.Command, []string) error { return runPipeFeed(a) },
	}
}

func runPipeFeed(a *app) error {
	body, err := readAll(a.in)
	if err != nil {
		return err
	}
	feed, err := fetch.ParseFeed(fetch.FeedInput{
		Body: body, URL: os.Getenv("FEED_URL"), ContentType: os.Getenv("FEED_CONTENT_TYPE"),
		ContentLocation: os.Getenv("FEED_CONTENT_LOCATION"),
	})
	if err != nil {
		return partlyError("is it RSS, Atom, RDF or JSON Feed?", "%w", err)
	}
	return printLines(a.out, []fetch.Feed{feed})
}

func newPipeExtract(a *app) *cobra.Command {
	var address, batch string
	cmd := &cobra.Command{
		Use:   "extract",
		Short: "Take the article out of one page, or of a folder of pages",
		Long: `Take the article out of one page on standard input and print one JSON object:
{"title", "author", "published", "text", "comments", "quality"}. With --batch
the folder holds index.jsonl, one {"file", "url"} a line, and the files; one
object with "file" is printed for each.

` + exitHelp,
		Example: "  wardround pipe extract --url https://wardline.example/a < page.html",
		Args:    cobra.NoArgs,
		RunE:    func(*cobra.Command, []string) error { return runPipeExtract(a, address, batch) },
	}
	cmd.Flags().StringVar(&address, "url", "", "where the page came from")
	cmd.Flags().StringVar(&batch, "batch", "", "a `FOLDER` with index.jsonl and pages")
	return cmd
}

// pipedPage is what `pipe extract` prints.
type pipedPage struct {
	File      string       `json:"file,omitempty"`
	Title     string       `json:"title"`
	Author    []string     `json:"author"`
	Published news.Day     `json:"published"`
	Text      string       `json:"text"` // standfirst and body, one block a line
	Comments  []string     `json:"comments"`
	Quality   news.Quality `json:"quality"`
}

func runPipeExtract(a *app, address, batch string) error {
	beat, err := a.chosenBeat()
	if err != nil {
		return err
	}
	out := bufio.NewWriter(a.out)
	defer out.Flush() // an error of it shows in the last Flush below
	if batch != "" {
		if err := extractBatch(out, batch, beat.sites.Sites()); err != nil {
			return err
		}
		return out.Flush()
	}
	body, err := readAll(a.in)
	if err != nil {
		return err
	}
	if err := printLines(out, []pipedPage{extractPage("", fetch.PageInput{URL: address, Body: body, Sites: beat.sites.Sites()})}); err != nil {
		return err
	}
	return out.Flush()
}

func extractBatch(out io.Writer, folder string, sites *fetch.Sites) error {
	index, err := os.ReadFile(filepath.Join(folder, "index.jsonl"))
	if err != nil {
		return usageError(`it lists {"file", "url"}, one a line`, "index of the batch: %w", err)
	}
	return eachLine(bytes.NewReader(index), func(line []byte) error {
		var entry struct{ File, URL string }
		if err := json.Unmarshal(line, &entry); err != nil {
			return err
		}
		if !filepath.IsLocal(entry.File) {
			return fmt.Errorf("file %q is not inside the folder", entry.File)
		}
		body, err := os.ReadFile(filepath.Join(folder, entry.File))
		if err != nil {
			return err
		}
		page := extractPage(entry.File, fetch.PageInput{URL: entry.URL, Body: body, Sites: sites})
		return printLines(out, []pipedPage{page})
	})
}

func extractPage(file string, in fetch.PageInput) pipedPage {
	page := fetch.Extract(in)
	out := pipedPage{File: file, Title: page.Title, Author: page.Authors, Published: page.Published, Quality: page.Quality,
		Text: news.Article{Standfirst: page.Standfirst, Body: page.Body}.Text(), Comments: []string{}}
	if out.Author == nil {
		out.Author = []string{}
	}
	for _, c := range page.Comments {
		out.Comments = append(out.Comments, c.Text)
	}
	return out
}

func newPipeClassify(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "classify",
		Short: "Judge articles, one JSON object a line",
		Long: `Judge articles. Each line on standard input is {"id", "url", "title",
"published", "text"}; for each one line is printed: {"id", "relevant", "level",
"score", "topics", "matches"}.

` + exitHelp,
		Example: "  wardround pipe classify < articles.jsonl",
		Args:    cobra.NoArgs,
		RunE:    func(*cobra.Command, []string) error { return runPipeClassify(a) },
	}
}

// pipedVerdict is what `pipe classify` prints.
type pipedVerdict struct {
	ID       string       `json:"id"`
	Relevant bool         `json:"relevant"`
	Level    news.Level   `json:"level"`
	Score    float64      `json:"score"`
	Topics   []string     `json:"topics"`
	Matches  []news.Match `json:"matches"`
}

func runPipeClassify(a *app) error {
	beat, err := a.chosenBeat()
	if err != nil {
		return err
	}
	out := bufio.NewWriter(a.out)
	defer out.Flush() // an error of it shows in the last Flush below
	err = eachLine(a.in, func(line []byte) error {
		article, id, err := pipedArticle(line)
		if err != nil {
			return err
		}
		v := beat.lexicon.Judge(article)
		verdict := pipedVerdict{id, v.Relevant, v.Level, v.Score, v.Topics, v.Matches}
		if verdict.Topics == nil {
			verdict.Topics = []string{}
		}
		if verdict.Matches == nil {
			verdict.Matches = []news.Match{}
		}
		return printLines(out, []pipedVerdict{verdict})
	})
	return errors.Join(err, out.Flush())
}

// pipedArticle reads one article; each line of its text is a block.
func pipedArticle(line []byte) (article news.Article, id string, err error) {
	var in struct{ ID, URL, Publisher, Title, Published, Text string }
	if err := json.Unmarshal(line, &in); err != nil {
		return article, "", err
	}
	article = news.Article{URL: in.URL, Publisher: in.Publisher, Title: in.Title, MaxSnippet: -1}
	if len(in.Published) >= len(time.DateOnly) {
		// A day or an instant; anything else stands for no day.
		article.PublishedDay, _ = news.ParseDay(in.Published[:len(time.DateOnly)])
	}
	for text := range strings.SplitSeq(in.Text, "\n") {
		if text = strings.TrimSpace(text); text != "" {
			article.Body = append(article.Body, news.Block{Kind: news.Paragraph, Text: text})
		}
	}
	return article, in.ID, nil
}

// eachLine calls do with every line that is not blank, and names the line in an error.
func eachLine(in io.Reader, do func(line []byte) error) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 0, 1<<16), maxPipe)
	for n := 1; lines.Scan(); n++ {
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		if err := do(lines.Bytes()); err != nil {
			return partlyError("the lines before it were done", "line %d: %w", n, err)
		}
	}
	return lines.Err()
}
