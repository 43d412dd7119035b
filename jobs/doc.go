// Package jobs says what runs when, and calls the stages in order.
//
// The tables are the truth and jobs are nudges: every step reads what is newer
// than what it has done, and may run twice without harm. schedule.go turns cron
// lines into slots, steps.go polls, scrapes and judges, issue.go takes a slot,
// mail.go sends, inproc.go does all of it on time in one process.
package jobs
