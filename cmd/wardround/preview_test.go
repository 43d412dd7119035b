package main

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/wardround/wardround/digest"
	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/templates"
)

// previewed is a preview of a made-up issue with these templates.
func previewed(t *testing.T, own fstest.MapFS) *httptest.Server {
	t.Helper()
	p := &preview{issue: func(context.Context) (news.Issue, digest.RenderOptions, error) {
		issue := news.Issue{Number: 3, Title: "Week", Zone: "UTC", Sections: []news.Section{{Title: "Pay", Stories: []news.Story{
			{Ref: "3.1", Title: "Six trusts to grade data jobs", URL: "https://wardline.example/1", Publisher: "Wardline"}}}}}
		options := digest.RenderOptions{}
		if own != nil {
			options.Templates = own
		}
		return issue, options, nil
	}}
	if own != nil {
		p.templates = own
	}
	server := httptest.NewUnstartedServer(nil)
	server.Config.Handler = p.handler(server.Listener.Addr().String())
	server.Start()
	t.Cleanup(server.Close)
	return server
}

func look(t *testing.T, server *httptest.Server, path string) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := server.Client().Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer, string(body)
}

func TestPreviewShowsTheIssueInEachView(t *testing.T) {
	server := previewed(t, nil)
	for path, want := range map[string][]string{
		"/":           {"/mail/light", "/mail/dark", "/mail/text", `class="narrow"`, "Six trusts to grade data jobs"},
		"/mail/light": {"@media not all", "Six trusts"},
		"/mail/dark":  {"@media all", "Six trusts"},
		"/mail/text":  {"== Pay ==", "https://wardline.example/1"},
		"/preview.js": {"/version"},
	} {
		answer, body := look(t, server, path)
		for _, w := range want {
			if answer.StatusCode != http.StatusOK || !strings.Contains(body, w) {
				t.Errorf("%s: status %d, no %q in it", path, answer.StatusCode, w)
			}
		}
		if policy := answer.Header.Get("Content-Security-Policy"); !strings.HasPrefix(policy, "default-src 'none'") {
			t.Errorf("%s may load from elsewhere: %q", path, policy)
		}
	}
	if answer, _ := look(t, server, "/mail/loud"); answer.StatusCode != http.StatusNotFound {
		t.Errorf("an unknown view: status %d, want 404", answer.StatusCode)
	}
}

func TestPreviewFollowsTheTemplates(t *testing.T) {
	own := fstest.MapFS{templates.EmailText: {Data: []byte("One: {{.News}}")}}
	server := previewed(t, own)
	_, before := look(t, server, "/version")
	if _, body := look(t, server, "/mail/text"); !strings.HasPrefix(body, "One: ") {
		t.Errorf("text = %q, want that of the operator's template", body)
	}
	if _, again := look(t, server, "/version"); again != before {
		t.Errorf("version %s, then %s, without a change", before, again)
	}
	own[templates.EmailText] = &fstest.MapFile{Data: []byte("Two: {{.Newz}}")}
	if _, after := look(t, server, "/version"); after == before {
		t.Error("the version is the same after a change")
	}
	if answer, body := look(t, server, "/"); answer.StatusCode != http.StatusOK || !strings.Contains(body, "email/issue.txt:1") {
		t.Errorf("a broken template: status %d, want its line on the page:\n%s", answer.StatusCode, body)
	}
	if answer, _ := look(t, server, "/mail/text"); answer.StatusCode != http.StatusInternalServerError {
		t.Errorf("a broken template's mail: status %d, want 500", answer.StatusCode)
	}
}

func TestPreviewAnswersNoOtherName(t *testing.T) {
	server := previewed(t, nil)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+"/", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Host = "evil.example"
	answer, err := server.Client().Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusForbidden {
		t.Errorf("status %d, want 403", answer.StatusCode)
	}
}

func TestPreviewSaysWhatFailed(t *testing.T) {
	p := &preview{issue: func(context.Context) (news.Issue, digest.RenderOptions, error) {
		return news.Issue{}, digest.RenderOptions{}, errors.New("the store is gone")
	}}
	w := httptest.NewRecorder()
	p.page(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil))
	if !strings.Contains(w.Body.String(), "the store is gone") {
		t.Errorf("the page does not say why it is empty:\n%s", w.Body)
	}
}
