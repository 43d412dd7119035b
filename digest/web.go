package digest

import (
	"bytes"
	"fmt"
	htmltemplate "html/template"
	"strconv"
	"sync"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/templates"
)

// webView is what the web's template sees: the mail's content, and where our own
// pages begin.
type webView struct {
	view
	Root string
}

// webStory is a story with the address of its article's page of ours.
type webStory struct {
	storyView
	Page string
}

var webTemplate = sync.OnceValues(func() (*htmltemplate.Template, error) {
	on := func(s storyView, root string) webStory {
		return webStory{s, root + "a/" + strconv.FormatInt(s.ID, 10)}
	}
	return htmltemplate.New("sent.html").Funcs(htmltemplate.FuncMap{"on": on, "promise": promisePage}).ParseFS(templates.FS, templates.WebIssue)
})

// RenderWeb writes an issue as it was sent for a web page: the same words as in
// the mail, from the frozen issue alone. root is where our own pages begin: "/", or a
// path that ends in one.
func RenderWeb(issue news.Issue, root string) (htmltemplate.HTML, error) {
	t, err := webTemplate()
	if err != nil {
		return "", fmt.Errorf("parse template: %w", err)
	}
	var html bytes.Buffer
	if err := t.Execute(&html, webView{newView(issue, RenderOptions{}), root}); err != nil {
		return "", fmt.Errorf("render issue %d for the web: %w", issue.Number, err)
	}
	return htmltemplate.HTML(squeeze(html.String())), nil //nolint:gosec // written by html/template
}

// Extract returns up to two adjoining sentences that publisher and source allow
// to be quoted, chosen as for an issue.
func Extract(c Candidate) []string { return excerpt(c, 2) }
