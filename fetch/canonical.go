package fetch

import (
	"fmt"
	"net/url"
	"path"
	"strings"
)

// CanonicalURL returns the form of an http or https address by which an article
// is known: lower-case scheme and host, no default port, no fragment, no
// tracking parameters, no AMP or mobile variant. All else keeps its spelling and
// its order: some servers mind the difference of %5B and "[".
func CanonicalURL(raw string) (string, error) {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil {
		return "", fmt.Errorf("canonical url: %w", err)
	}
	u.Scheme = strings.ToLower(u.Scheme)
	if u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return "", fmt.Errorf("canonical url %q: not an http or https address", raw)
	}
	u.User = nil
	u.Host = canonicalHost(u)
	u.Fragment, u.RawFragment = "", ""
	u.RawQuery = canonicalQuery(u.RawQuery)
	u.ForceQuery = false
	foldAMP(u)
	if u.Path == "" {
		u.Path = "/"
	}
	return u.String(), nil
}

func canonicalHost(u *url.URL) string {
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if rest, found := strings.CutPrefix(host, "m."); found && strings.Count(rest, ".") >= 1 {
		host = "www." + rest // BBC, Guardian and others: m.X shows what www.X has
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	port := u.Port()
	if port == "" || u.Scheme == "http" && port == "80" || u.Scheme == "https" && port == "443" {
		return host
	}
	return host + ":" + port
}

// tracking are the query parameters that say where a reader came from. Those
// that end in "_" or "-" stand for all that begin so.
var tracking = []string{
	"utm_", "mc_", "pk_", "piwik_", "mtm_", "hsa_", "_hs", "oly_", "vero_", "at_", "ns_", "wt.",
	"fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "igshid", "twclid", "ttclid", "li_fat_id",
	"cmpid", "cmp", "campaignid", "ocid", "icid", "ito", "ftag", "ncid", "sr_share", "smid", "guccounter",
	"mkt_tok", "trk", "s_cid", "__twitter_impression", "xtor", "echobox", "feature", "ref_src", "ref_url",
	"fb_action_ids", "fb_action_types", "fb_source", "wickedid", "_ga", "_gl", "spm", "amp",
}

// trackingValues are parameters that track only with certain values.
var trackingValues = map[string][]string{
	"ref":        {"rss", "twitter", "facebook", "newsletter", "homepage"},
	"source":     {"rss", "newsletter", "twitter", "facebook", "email"},
	"from":       {"rss", "newsletter"},
	"output":     {"amp", "amphtml"},
	"outputtype": {"amp"},
	"rss":        {"", "1", "yes"},
}

func canonicalQuery(query string) string {
	if query == "" {
		return ""
	}
	parts := strings.Split(query, "&")
	kept := parts[:0]
	for _, part := range parts {
		name, value, _ := strings.Cut(part, "=")
		if part != "" && !isTracking(strings.ToLower(name), strings.ToLower(value)) {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, "&")
}

func isTracking(name, value string) bool {
	for _, t := range tracking {
		if name == t || strings.HasPrefix(name, t) && strings.HasSuffix(t, "_") || t == "_hs" && strings.HasPrefix(name, t) || t == "wt." && strings.HasPrefix(name, t) {
			return true
		}
	}
	for _, v := range trackingValues[name] {
		if value == v {
			return true
		}
	}
	return false
}

// foldAMP takes the marks of an AMP variant out of the path, where they cannot
// be anything else: a last segment "amp" and an ending ".amp" or ".amp.html".
func foldAMP(u *url.URL) {
	if u.RawPath != "" {
		return // unusual escapes: leave it as it is
	}
	p := strings.TrimSuffix(u.Path, "/")
	slash := u.Path[len(p):]
	switch {
	case path.Base(p) == "amp" && strings.Count(p, "/") > 1:
		u.Path = strings.TrimSuffix(p, "amp")
		if slash == "" {
			u.Path = strings.TrimSuffix(u.Path, "/")
		}
	case strings.HasSuffix(p, ".amp.html"):
		u.Path = strings.TrimSuffix(p, ".amp.html") + ".html"
	case strings.HasSuffix(p, ".amp"):
		u.Path = strings.TrimSuffix(p, ".amp")
	}
}
