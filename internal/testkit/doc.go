// Package testkit holds what tests and the demo need of the outside world: a
// certificate authority that lives in memory ([CA]), a mail server that
// misbehaves on request ([SMTP]), a proxy that inspects TLS ([Inspector]) and a
// clock that is told the time ([Clock]).
//
// Everything listens on loopback only, on a port the system chooses.
package testkit

// TB is the part of [testing.TB] that the package uses. It is declared here so
// that a program which imports testkit does not carry package testing with it.
type TB interface {
	Helper()
	Cleanup(func())
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}
