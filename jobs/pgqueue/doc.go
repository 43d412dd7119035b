// Package pgqueue runs a [jobs.Daemon] on several nodes that share one PostgreSQL
// database, with River as the queue between them.
//
// A job says no more than "look now": what is due stands in the tables, and the
// steps are those of one node. So a job that is lost, doubled or merged with another
// changes nothing. Every node wakes on time by itself and puts one job into the
// queue for all; no node is the leader of that, so none is missed.
//
//	plan        what is due, at each time of the fetching schedule: one read for each server
//	read        the sources of one server, and its pages
//	understand  verdicts, stories and promises of what was read
//	mail        slots that are due, issues, and what is outstanding: each minute
package pgqueue
