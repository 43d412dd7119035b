package fetch

import (
	"slices"
	"testing"

	"github.com/wardround/wardround/news"
)

// openMeta reads everything about a page but its text.
func openMeta(t *testing.T, url, page string) *extPage {
	t.Helper()
	p, err := extOpen(PageInput{URL: url, Body: []byte(page), Zone: extLondon()})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

const linesProse = `<p>The council said that the plan for the wards would be ready by the end of the year, and that staff had been told.</p>`

func TestDayAtTheHeadline(t *testing.T) {
	stamped := func(published, modified string) string {
		return `<meta property="article:published_time" content="` + published + `"><meta property="article:modified_time" content="` + modified + `">`
	}
	for name, tt := range map[string]struct {
		url, page      string
		want, modified news.Day
		source         string
	}{
		"a year of two digits, before the headline": {
			page: `<span>02.12.19</span>`, want: "2019-12-02", source: "visible line"},
		"month first where the other order is no day": {
			page: `<h1>Plan struck out</h1><div>Published on 01/25/26</div>`, want: "2026-01-25", source: "visible line"},
		"a version is no day": {
			page: `<h1>Plan struck out</h1><div>The release is now 2.12.19 for all of the wards</div>`, want: ""},
		"an edit gives the day modified, and the history the day published": {
			page: `<h1>Plan struck out</h1><p>Last updated 12 Jan 2026</p>` + linesProse + `<ul><li>12 Jan 2026 | Latest version</li><li>3 Sept 2024 | Originally published</li></ul>`,
			want: "2024-09-03", modified: "2026-01-12", source: "visible line"},
		"both on one line, the edit first": {
			page: `<h1>Plan struck out</h1><p>Updated 7 May 2025, published 3 May 2025</p>`, want: "2025-05-03", source: "visible line"},
		"the foot says when it was last edited": {
			page: `<h1>Plan struck out</h1>` + linesProse + `<p>Page last reviewed: 10 November 2019</p>`,
			want: "2019-11-10", modified: "2019-11-10", source: "day modified"},
		"the printed day before the stamp's is the publisher's": {
			page: stamped("2024-02-13T00:10:00Z", "2024-02-14T00:10:00Z") + `<h1>Plan struck out</h1><p>Updated: Feb. 14, 2024</p><p>Published: Feb. 12, 2024, 7:10 p.m.</p>`,
			want: "2024-02-12", modified: "2024-02-14", source: "printed line"},
		"a masthead's today does not overrule a day that the address confirms": {
			url: "/2023/11/08/plan", page: stamped("2023-11-08T21:00:00Z", "2023-11-08T22:00:00Z") + `<h1>Plan struck out</h1><p>Thursday, November 9th 2023</p>`,
			want: "2023-11-08", modified: "2023-11-08", source: "meta article:published_time"},
		"nor one that the end of the address confirms": {
			url: "/news/plan-struck-out-20231108.html", page: stamped("2023-11-08T21:00:00Z", "2023-11-10T22:00:00Z") + `<h1>Plan struck out</h1><p>Thursday, November 9th 2023</p>`,
			want: "2023-11-08", modified: "2023-11-10", source: "meta article:published_time"},
		"one day in both fields of metadata yields to an earlier one under the headline": {
			page: stamped("2025-11-05", "2025-11-05") + `<h1>Plan struck out</h1><p>January 31, 2024</p>`,
			want: "2024-01-31", modified: "2025-11-05", source: "printed line"},
		"a day that markup calls that of publication overrules a later stamp": {
			page: stamped("2022-10-24", "2022-12-02") + `<h1>Plan struck out</h1><ul><li itemprop="datePublished">On 8 Oct 2022</li></ul>`,
			want: "2022-10-08", modified: "2022-12-02", source: "marked date"},
		"not if it is the same day with the month first": {
			page: stamped("2022-10-08", "2022-12-02") + `<h1>Plan struck out</h1><ul><li itemprop="datePublished">10/8/2022</li></ul>`,
			want: "2022-10-08", modified: "2022-12-02", source: "meta article:published_time"},
		"the line at the headline goes before the time of a card": {
			page: `<main><h1>Plan struck out</h1><p><span>22 Dec 2023</span></p>` + linesProse + `<div class="card"><time>16 Feb 2024</time></div></main>`,
			want: "2023-12-22", source: "visible line"},
		"its time element says which number is the month": {
			page: `<main><h1>Plan struck out</h1><p><time datetime="2023-10-12T19:38:01Z">10/12/2023 7:38 PM</time></p>` + linesProse + `</main>`,
			want: "2023-10-12", source: "visible line"},
		"but not to the day of a picture": {
			page: stamped("2025-11-05", "2025-11-05") + `<h1>Plan struck out</h1><p>Staff at the meeting, January 31, 2024.</p>`,
			want: "2025-11-05", modified: "2025-11-05", source: "meta article:published_time"},
		"nor two fields that differ": {
			page: stamped("2025-11-05", "2025-11-07") + `<h1>Plan struck out</h1><p>January 31, 2024</p>`,
			want: "2025-11-05", modified: "2025-11-07", source: "meta article:published_time"},
		"the headline is the h1, not the breadcrumb that repeats it": {
			page: `<ul><li>Plan struck out</li></ul><p>1 January 2020</p><p>a</p><p>b</p><p>c</p><p>d</p><h1>Plan struck out</h1><p>3 May 2025</p>`,
			want: "2025-05-03", source: "visible line"},
	} {
		t.Run(name, func(t *testing.T) {
			page := `<title>Plan struck out</title>` + tt.page
			m := openMeta(t, "https://news.example"+tt.url, page).meta
			if m.published != tt.want || m.modified != tt.modified {
				t.Errorf("published, modified = %q, %q, want %q, %q", m.published, m.modified, tt.want, tt.modified)
			}
			if tt.source != "" && !slices.Contains(m.evidence, "published: "+tt.source) {
				t.Errorf("evidence = %q, want published: %s", m.evidence, tt.source)
			}
		})
	}
}
