// Package seeds is the beat that wardround covers when nobody chooses another:
// an embedded folder of YAML files, and nothing else. Each stage parses the files
// it uses and reports their mistakes with file and line.
//
//	evidence.yaml    classify: evidence an article must hold, scoring, page furniture
//	topics.yaml      classify: topics and their terms
//	places.yaml      classify: where the beat is at home
//	lookalikes.yaml  classify: subjects that share our words
//	stories.yaml     cluster: what is common in the beat's news, stages, outlets
//	sources.yaml     fetch: starter sources
//	sites.yaml       fetch: how pages of known sites are read
//	promises.yaml    track: names, owners and dates of promises
//	history.yaml     track: what was promised before watching began
//	issue.yaml       digest: what issues are called
//
// Every term names the founding article it comes from (2023-08: a promise of a
// plan taken back; 2024-03: the plan is imminent) and the region of it (headline,
// body, quotation, reader comment, related links), or the reason it was added.
package seeds

import "embed"

// FS holds the files of the beat.
//
//go:embed *.yaml
var FS embed.FS
