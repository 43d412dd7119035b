package main

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/wardround/wardround/digest"
	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/templates"
)

// preview shows the issue so far to a browser on this machine. Nothing is kept:
// each look composes and renders anew.
type preview struct {
	issue     func(context.Context) (news.Issue, digest.RenderOptions, error)
	templates fs.FS // the operator's own; nil: the embedded ones
}

// servePreview serves until ctx ends, which Ctrl-C brings about.
func servePreview(ctx context.Context, a *app, issue func(context.Context) (news.Issue, digest.RenderOptions, error)) error {
	p := &preview{issue: issue}
	watched := "built-in templates; set `templates:` to work on your own"
	if dir := a.cfg.Templates; dir != "" {
		p.templates, watched = os.DirFS(dir), "a change below "+dir+" shows at once"
	}
	var listen net.ListenConfig
	listener, err := listen.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return unreachableError("", fmt.Errorf("preview: %w", err))
	}
	server := &http.Server{Handler: p.handler(listener.Addr().String()), ReadHeaderTimeout: 5 * time.Second}
	stop := context.AfterFunc(ctx, func() { _ = server.Close() }) // it is over: whatever is open may break
	defer stop()
	fmt.Fprintf(a.out, "The issue so far: http://%s/  (%s)\nCtrl-C ends it.\n", listener.Addr(), watched)
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return unreachableError("", fmt.Errorf("preview: %w", err))
	}
	return nil
}

// handler answers requests that name host alone: a page elsewhere that points
// its own name at this machine reads nothing.
func (p *preview) handler(host string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", p.page)
	mux.HandleFunc("GET /preview.js", script)
	mux.HandleFunc("GET /version", p.version)
	mux.HandleFunc("GET /mail/{view}", p.mail)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Host != host {
			http.Error(w, "only for the browser on this machine", http.StatusForbidden)
			return
		}
		h := w.Header()
		h.Set("Cache-Control", "no-store")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Content-Security-Policy", pagePolicy)
		mux.ServeHTTP(w, r)
	})
}

// What page and mail may load: nothing from elsewhere.
const (
	pagePolicy = "default-src 'none'; frame-src 'self'; script-src 'self'; connect-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
	mailPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'self'; sandbox allow-popups"
)

//go:embed preview.html
var pageText string

//go:embed preview.js
var scriptText string

var pageTemplate = template.Must(template.New("preview.html").Parse(pageText))

func (p *preview) page(w http.ResponseWriter, r *http.Request) {
	view := struct{ Version, Subject, Preheader, Error string }{Version: p.fingerprint()}
	mail, err := p.render(r.Context())
	if err != nil {
		view.Error = err.Error()
	}
	view.Subject, view.Preheader = mail.Subject, mail.Preheader
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if err := pageTemplate.Execute(w, view); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}

func script(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
	_, _ = w.Write([]byte(scriptText)) // a browser that has gone needs no answer
}

// version changes when a template does; the page asks for it every second.
func (p *preview) version(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write([]byte(p.fingerprint()))
}

func (p *preview) fingerprint() string {
	sum := sha256.New()
	if p.templates != nil {
		for _, name := range []string{templates.EmailHTML, templates.EmailText} {
			data, err := fs.ReadFile(p.templates, name)
			fmt.Fprintf(sum, "%s %v %d\n", name, err, len(data))
			_, _ = sum.Write(data) // a hash takes everything
		}
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
}

// schemeRule is what browsers follow in dark mode. A frame cannot be told to be
// in one, so the rule is made to hold always, or never.
const schemeRule = "@media (prefers-color-scheme: dark)"

func (p *preview) mail(w http.ResponseWriter, r *http.Request) {
	mail, err := p.render(r.Context())
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Security-Policy", mailPolicy)
	kind := "text/html"
	var body string
	switch r.PathValue("view") {
	case "text":
		kind, body = "text/plain", mail.Text
	case "light":
		body = strings.Replace(mail.HTML, schemeRule, "@media not all", 1)
	case "dark":
		body = strings.Replace(mail.HTML, schemeRule, "@media all", 1)
	default:
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", kind+"; charset=utf-8")
	_, _ = w.Write([]byte(body)) // as above
}

func (p *preview) render(ctx context.Context) (digest.Mail, error) {
	issue, options, err := p.issue(ctx)
	if err != nil {
		return digest.Mail{}, err
	}
	return digest.Render(issue, options)
}
