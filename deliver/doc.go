// Package deliver hands issues to the mail relay, each once.
//
// A delivery is claimed in the ledger, its message is built and kept as bytes,
// the bytes are spoken to the relay phase by phase, and the reply is recorded.
// The guarantee: the same bytes are offered until the relay accepts or refuses
// them for good, or the issue expires; they are offered again after an unknown
// end only, and then at most once. SMTP leaves that one gap (RFC 1047).
//
// The files: ledger.go claims and settles, smtp.go speaks to the relay, plain.go
// dials it, reply.go reads its answers, message.go makes the bytes.
package deliver
