package digest

import (
	"bytes"
	"errors"
	"fmt"
	htmltemplate "html/template"
	"io/fs"
	"regexp"
	"strings"
	"sync"
	texttemplate "text/template"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/templates"
)

// Mail is a rendered issue, ready to be made into a message.
type Mail struct {
	Subject   string // under 78 characters, one line
	Preheader string // 30 to 140 characters; it stands hidden in HTML too
	HTML      string
	Text      string
}

// RenderOptions is what differs between two mails of the same issue.
type RenderOptions struct {
	// UnsubscribeURL is the recipient's own https address for leaving.
	// Default "": the line is left out.
	UnsubscribeURL string

	// UnsubscribeMail is an address that takes wishes to leave by mail.
	// Default "": the operator's contact when it is an address, and words otherwise.
	UnsubscribeMail string

	// BaseURL is where the archive of issues is served.
	// Default "": no link to it.
	BaseURL string

	// Templates holds the operator's own email/issue.html or email/issue.txt.
	// Default nil: the embedded ones. A file that is missing is the embedded one.
	Templates fs.FS
}

// Render writes an issue as a mail. It reads nothing but its arguments and the
// templates.
func Render(issue news.Issue, opts RenderOptions) (Mail, error) {
	set, err := templateSet(opts.Templates)
	if err != nil {
		return Mail{}, err
	}
	v := newView(issue, opts)
	var html, text bytes.Buffer
	if err := set.html.Execute(&html, v); err != nil {
		return Mail{}, fmt.Errorf("render html of issue %d: %w", issue.Number, err)
	}
	if err := set.text.Execute(&text, v); err != nil {
		return Mail{}, fmt.Errorf("render text of issue %d: %w", issue.Number, err)
	}
	return Mail{Subject: v.Subject, Preheader: v.Preheader, HTML: squeeze(html.String()), Text: tidy(text.String())}, nil
}

// CheckTemplates reports what is wrong with an operator's templates, with file
// and line, by rendering an issue that shows every part. A folder that has none
// of them is a mistake: its files would be passed over in silence. So is a
// template that leaves out how to unsubscribe.
func CheckTemplates(fsys fs.FS) error {
	if err := someTemplate(fsys); err != nil {
		return err
	}
	m, err := Render(specimen(), RenderOptions{
		UnsubscribeURL: "https://digest.example/u/1", UnsubscribeMail: "leave@digest.example",
		BaseURL: "https://digest.example", Templates: fsys,
	})
	if err != nil {
		return err
	}
	for name, body := range map[string]string{templates.EmailHTML: m.HTML, templates.EmailText: m.Text} {
		if !strings.Contains(body, "https://digest.example/u/1") || !strings.Contains(body, "leave@digest.example") {
			return fmt.Errorf("%s: it does not say how to unsubscribe; show .Leave.URL and .Leave.Mail", name)
		}
	}
	return nil
}

func someTemplate(fsys fs.FS) error {
	if fsys == nil {
		return nil
	}
	for _, name := range []string{templates.EmailHTML, templates.EmailText} {
		_, err := fs.Stat(fsys, name)
		if err == nil {
			return nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("look for templates: %w", err)
		}
	}
	return fmt.Errorf("it holds neither %s nor %s", templates.EmailHTML, templates.EmailText)
}

// pair is the two templates of a mail.
type pair struct {
	html *htmltemplate.Template
	text *texttemplate.Template
}

var embedded = sync.OnceValues(func() (pair, error) { return parse(templates.FS) })

func templateSet(own fs.FS) (pair, error) {
	if own == nil {
		return embedded()
	}
	return parse(own)
}

func parse(fsys fs.FS) (pair, error) {
	html, err := source(fsys, templates.EmailHTML)
	if err != nil {
		return pair{}, err
	}
	text, err := source(fsys, templates.EmailText)
	if err != nil {
		return pair{}, err
	}
	var p pair
	p.html, err = htmltemplate.New(templates.EmailHTML).Funcs(htmltemplate.FuncMap{"outlook": outlook, "widow": widow, "dates": dates, "heading": heading}).Parse(html)
	if err != nil {
		return pair{}, fmt.Errorf("parse template: %w", err)
	}
	p.text, err = texttemplate.New(templates.EmailText).Funcs(texttemplate.FuncMap{"wrap": wrap, "upper": strings.ToUpper}).Parse(text)
	if err != nil {
		return pair{}, fmt.Errorf("parse template: %w", err)
	}
	return p, nil
}

// source reads a template, the embedded one where fsys has none.
func source(fsys fs.FS, name string) (string, error) {
	data, err := fs.ReadFile(fsys, name)
	if errors.Is(err, fs.ErrNotExist) {
		data, err = fs.ReadFile(templates.FS, name)
	}
	if err != nil {
		return "", fmt.Errorf("read template: %w", err)
	}
	return string(data), nil
}

// outlook writes a comment that only Outlook's Word engine reads; html/template
// drops comments. The text is the template's own, never a story's.
func outlook(markup htmltemplate.HTML) htmltemplate.HTML {
	return "<!--[if mso]>" + markup + "<![endif]-->"
}

// heading is what the template of a section's title takes.
func heading(accent htmltemplate.CSS, title string) headingView { return headingView{accent, title} }

type headingView struct {
	Accent htmltemplate.CSS
	Title  string
}

// widow joins the last two words of a headline, so that no line holds one word
// alone, unless they are so long that they would leave a gap on a narrow screen.
func widow(s string) string {
	i := strings.LastIndexByte(s, ' ')
	if i < 0 || len(s)-strings.LastIndexByte(s[:i], ' ') > 15 || strings.Count(s, " ") < 4 {
		return s
	}
	return s[:i] + "\u00a0" + s[i+1:]
}

var dayAndMonth = regexp.MustCompile(`\b(\d{1,2}) (` + monthNames + `)\b`)

// dates keeps a day and its month on one line.
func dates(s string) string { return dayAndMonth.ReplaceAllString(s, "$1\u00a0$2") }

// squeeze removes indentation and blank lines, which a template has for its
// reader and a mail pays for.
func squeeze(html string) string {
	var b strings.Builder
	for l := range strings.Lines(html) {
		if l = strings.TrimSpace(l); l != "" {
			b.WriteString(l)
			b.WriteByte('\n')
		}
	}
	return b.String()
}
