package main

import (
	"bufio"
	"errors"

	"github.com/spf13/cobra"

	"github.com/wardround/wardround/cluster"
)

func newPipeCluster(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "cluster",
		Short: "Put articles on one event together, one JSON object a line",
		Long: `Put articles on one event together. Each line on standard input is {"id", "url",
"title", "published", "text", "publisher"}; when all are read one line is
printed for each: {"id", "cluster"}. Articles of one story have the same
cluster: the id of its first article.

` + exitHelp,
		Example: "  wardround pipe cluster < articles.jsonl",
		Args:    cobra.NoArgs,
		RunE:    func(*cobra.Command, []string) error { return runPipeCluster(a) },
	}
}

// pipedCluster is what `pipe cluster` prints.
type pipedCluster struct {
	ID      string `json:"id"`
	Cluster string `json:"cluster"`
}

func runPipeCluster(a *app) error {
	beat, err := a.chosenBeat()
	if err != nil {
		return err
	}
	var ids []string
	var articles []*cluster.Signature
	err = eachLine(a.in, func(line []byte) error {
		article, id, err := pipedArticle(line)
		if err != nil {
			return err
		}
		if id == "" && article.Title == "" { // a line that is no article, such as {"type": "as_of"}
			return nil
		}
		article.ID = int64(len(ids)) + 1
		s := beat.stories.Sign(article)
		ids, articles = append(ids, id), append(articles, &s)
		return nil
	})
	if err != nil {
		return err
	}
	of := make([]string, len(ids))
	for _, story := range cluster.Batch(articles, cluster.Ties{}) {
		for _, s := range story {
			of[s.Article-1] = ids[story[0].Article-1]
		}
	}
	out := bufio.NewWriter(a.out)
	for i, id := range ids {
		err = errors.Join(err, printLines(out, []pipedCluster{{id, of[i]}}))
	}
	return errors.Join(err, out.Flush())
}
