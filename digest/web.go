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
// pages of articles begin.
type webView struct {
	view
	Articles string
}

// webStory is a story with the address of its article's page of ours.
type webStory struct {
	storyView
	Page string
}

var webTemplate = sync.OnceValues(func() (*htmltemplate.Template, error) {
	on := func(s storyView, articles string) webStory {
		return webStory{s, articles + strconv.FormatInt(s.ID, 10)}
	}
	return htmltemplate.New("sent.html").Funcs(htmltemplate.FuncMap{"on": on}).ParseFS(templates.FS, templates.WebIssue)
})

// RenderWeb writes an issue as it was sent for a web page: the same words as in
// the mail, from the frozen issue alone. articles is the address that an
// article's number is appended to.
func RenderWeb(issue news.Issue, articles string) (htmltemplate.HTML, error) {
	t, err := webTemplate()
	if err != nil {
		return "", fmt.Errorf("parse template: %w", err)
	}
	var html bytes.Buffer
	if err := t.Execute(&html, webView{newView(issue, RenderOptions{}), articles}); err != nil {
		return "", fmt.Errorf("render issue %d for the web: %w", issue.Number, err)
	}
	return htmltemplate.HTML(squeeze(html.String())), nil //nolint:gosec // written by html/template
}

// Extract returns up to two adjoining sentences that publisher and source allow
// to be quoted, chosen as for an issue.
func Extract(c Candidate) []string { return excerpt(c, 2) }
