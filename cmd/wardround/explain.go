package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/wardround/wardround/classify"
	"github.com/wardround/wardround/fetch"
	"github.com/wardround/wardround/jobs"
	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

type explainOptions struct {
	format string
	all    bool
}

func newExplain(a *app) *cobra.Command {
	var o explainOptions
	cmd := &cobra.Command{
		Use:     "explain URL|FILE|REF|-",
		GroupID: groupDaily,
		Short:   "Say why an article is in or out",
		Long: `Say why an article is in or out: the parts of its score, each phrase that was
found with its zone, weight, rule and sentence, and what would have changed the
verdict. The article is an address, a saved page or text file, - for standard
input, the number that fetch shows, or a reference from an issue such as 11.3.
What is already in the store is not fetched again. Nothing is kept.

` + exitHelp,
		Example: `  wardround explain 11.3
  wardround explain https://wardline.example/2026/11/new-plan`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return runExplain(cmd.Context(), a, o, args[0]) },
	}
	cmd.Flags().StringVar(&o.format, "format", "text", "how to print: text, json")
	cmd.Flags().BoolVar(&o.all, "all", false, "every sentence, not only the weightiest")
	return cmd
}

func runExplain(ctx context.Context, a *app, o explainOptions, target string) error {
	if err := checkFormat(o.format, []string{"text", "json"}); err != nil {
		return err
	}
	b, err := a.chosenBeat()
	if err != nil {
		return err
	}
	article, err := a.findArticle(ctx, target)
	if err != nil {
		return err
	}
	verdict := b.lexicon.Judge(jobs.AsJudged(article))
	verdict.Article = article.ID
	if o.format == "json" {
		return printJSON(a.out, struct {
			Article news.Article `json:"article"`
			Verdict news.Verdict `json:"verdict"`
		}{article, verdict})
	}
	fmt.Fprint(a.out, classify.Explain(article, verdict, classify.ExplainOptions{All: o.all, Paint: a.paint}))
	printEvidence(a, article)
	return nil
}

// findArticle finds what a person means: a number, a reference, an address that
// is known, or something to be read now.
func (a *app) findArticle(ctx context.Context, target string) (news.Article, error) {
	if _, err := strconv.ParseInt(target, 10, 64); err == nil || reference.MatchString(target) {
		return a.knownArticle(ctx, target)
	}
	if article, err := a.knownArticle(ctx, target); err == nil && article.State != news.PageWanted {
		return article, nil
	}
	if err := checkTarget(target); err != nil {
		return news.Article{}, err
	}
	fetcher, err := a.reader()
	if err != nil {
		return news.Article{}, err
	}
	defer fetcher.Close()
	doc, err := fetcher.Read(ctx, target)
	if err != nil {
		return news.Article{}, unreachableError("", err)
	}
	if doc.Page == nil {
		return news.Article{}, usageError("name one article; wardround fetch "+target+" takes in all its items", "%s is a feed", target)
	}
	return pageArticle(*doc.Page), nil
}

// knownArticle finds an article of the store by number, reference or address.
func (a *app) knownArticle(ctx context.Context, target string) (news.Article, error) {
	return a.stored(ctx, target, func(s *store.Store) (news.Article, error) {
		if id, err := strconv.ParseInt(target, 10, 64); err == nil {
			return s.Article(ctx, id)
		}
		if reference.MatchString(target) {
			return s.ArticleByRef(ctx, target)
		}
		address, err := fetch.CanonicalURL(target)
		if err != nil {
			return news.Article{}, store.ErrNotFound
		}
		return s.ArticleByURL(ctx, address)
	})
}

// stored looks an article up in a store that exists already.
func (a *app) stored(ctx context.Context, target string, find func(*store.Store) (news.Article, error)) (news.Article, error) {
	kept, err := a.openStore(ctx)
	if err != nil {
		return news.Article{}, err
	}
	article, err := find(kept)
	if errors.Is(err, store.ErrNotFound) && reference.MatchString(target) {
		return article, usageError("in an issue that has not gone out references still change; `wardround articles` lists numbers",
			"no issue that went out tells a story %s", target)
	}
	if errors.Is(err, store.ErrNotFound) {
		return article, usageError("wardround articles --all lists the numbers", "no article %s is in the store", target)
	}
	return article, err
}

// reader is a fetcher that keeps nothing and needs no store.
func (a *app) reader() (*fetch.Fetcher, error) {
	options, err := a.fetchOptions()
	if err != nil {
		return nil, err
	}
	return fetch.New(a.logger(warn), nil, options), nil
}

// printEvidence says where the parts of the article came from.
func printEvidence(a *app, article news.Article) {
	if article.Quality != "" {
		line := "page: " + string(article.Quality)
		if article.Reason != "" {
			line += " (" + article.Reason + ")"
		}
		fmt.Fprintf(a.out, "\n%s\n", printable(line))
	}
	for _, e := range article.Evidence {
		fmt.Fprintf(a.out, "  %s\n", a.emphasis(printable(e), faint))
	}
}

// paint colours the pieces of an explanation.
func (a *app) paint(tone classify.Tone, text string) string {
	switch tone {
	case classify.ToneIn:
		return a.emphasis(text, bold, green)
	case classify.ToneOut:
		return a.emphasis(text, bold, red)
	case classify.ToneHeading, classify.TonePhrase:
		return a.emphasis(text, bold)
	case classify.ToneFaint:
		return a.emphasis(text, faint)
	}
	return text
}
