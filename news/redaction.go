package news

import "time"

// RedactionKind says what a redaction names.
type RedactionKind string

const (
	RedactURL    RedactionKind = "url"    // one article, by canonical address
	RedactHost   RedactionKind = "host"   // all of a host and the hosts below it
	RedactPerson RedactionKind = "person" // a name, wherever it stands
)

// Redaction is something that was removed on request and is not to come back.
type Redaction struct {
	Kind   RedactionKind `json:"kind"`
	What   string        `json:"what"`
	Reason string        `json:"reason"`
	At     time.Time     `json:"at,omitzero"`
}

// Removed stands in an issue for what was taken out of it after it was sent.
type Removed struct {
	Ref    string `json:"ref,omitempty"` // "11.3", or "P2"
	Reason string `json:"reason"`
	Day    Day    `json:"day"`
}
