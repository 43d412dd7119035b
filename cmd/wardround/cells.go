package main

import (
	"strconv"
	"strings"
)

// formulaSigns are what spreadsheets take for the beginning of a formula, the wide
// forms of East Asian ones included.
const formulaSigns = "=+-@\t\r\n＝＋－＠"

// spreadsheetCell keeps a text from being run as a formula when a spreadsheet opens
// the file: an apostrophe in front says that it is text. Numbers stay numbers, and a
// sign by itself stays a sign.
func spreadsheetCell(s string) string {
	s = printable(s)
	if _, err := strconv.ParseFloat(s, 64); err == nil || len(s) < 2 || strings.IndexAny(s, formulaSigns) != 0 {
		return s
	}
	return "'" + s
}

// markdownSigns are what would make a link, a picture, markup or code of a text.
var markdownSigns = strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`, "<", `\<`, "`", "\\`")

// markdownCell keeps text from the web text where Markdown is shown: a picture in a
// headline would tell its publisher who reads the list.
func markdownCell(s string) string { return markdownSigns.Replace(printable(s)) }

// cells returns a row with each cell made safe.
func cells(row []string, safe func(string) string) []string {
	out := make([]string, len(row))
	for i, c := range row {
		out[i] = safe(c)
	}
	return out
}

// shellWord writes a name from the web as one word of a shell command that a reader
// may copy: nothing in it is run.
func shellWord(s string) string {
	s = printable(s)
	if !strings.ContainsAny(s, "$`\\\"!") {
		return `"` + s + `"`
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
