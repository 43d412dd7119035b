// Package templates holds the templates of what readers see, embedded.
//
// # E-mail
//
// [EmailHTML] is an html/template, [EmailText] a text/template. An operator may
// replace either by a file of the same name. Both see one value, in which all
// foreign text is already cleaned (but not escaped: html/template does that)
// and every sentence is made:
//
//	.Title .Subject .Preheader     of the edition, of the mail
//	.Notice                        first line, when set
//	.News                          repeats the news where the text begins
//	.Dateline .Window .Tally       issue and day; days covered; the week in a line
//	.Usual                         the week beside the usual, after eight issues
//	.First                         only in an edition's first issue
//	.Intro                         the edition's introduction
//	.PutRight                      lines that correct earlier issues
//	.Dates     .Day .What          days ahead, soonest first
//	.Accent .AccentDark            colour of links, in light and dark mode
//	.Quiet                         lines that stand in for stories in an empty week
//	.PromisesTitle .PromisesNote   heading of the promises; lines under them
//	.PromisesLast                  they belong below the stories: no news of the week
//	.Promises  .Shape .Label .Title .Ref .Lines .URL
//	           .Reports with .Title .URL: the reports behind the lines
//	.Sections  .Title .Stories     topics, best first
//	.More .MoreTitle .Dropped      headlines beyond the limit; what did not fit
//	.Coverage                      lines on how complete the issue is
//	.Why .Reply .Operator          the footer
//	.WebURL .AboutURL              of the archive, when there is one
//	.Leave     .URL .Mail .MailURL .Words
//
// A story has .Ref .Title .URL (empty: no link) .Meta .Lead .Brief .Update
// .Intro .Quote .Why .Note .Accent and .Also, whose members have .Title .URL .Meta.
//
// Functions in HTML: outlook (a comment that only Outlook's Word engine reads),
// widow (joins the last two words of a headline), dates (keeps a day and its month
// on one line) and heading (colour and title of a section, as .Accent and .Title).
// In text: wrap (lines of 72 characters) and upper. Blank lines beyond one are
// removed afterwards.
//
// email/proof.txt is the operator's own letter, and is not replaced.
//
// # Web
//
// web/layout.html stands around every page, web/parts.html holds what several
// pages show, and each other file of web is the page of its name; package web
// says what they see. [WebIssue] is an issue inside its page: it sees what the
// e-mail templates see, and .Articles, where our own pages of articles begin.
package templates

import "embed"

// Names of the e-mail templates inside [FS], and inside an operator's folder.
const (
	EmailHTML = "email/issue.html"
	EmailText = "email/issue.txt"
)

// EmailProof is the template of the letter that shows the operator a draft.
const EmailProof = "email/proof.txt"

// WebIssue is the template of an issue on the web.
const WebIssue = "web/sent.html"

// FS holds the templates.
//
//go:embed email web
var FS embed.FS
