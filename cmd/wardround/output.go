package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/cobra"
	"golang.org/x/term"
)

var formats = []string{"table", "json", "jsonl", "csv", "md"}

// listing is what a list command prints: rows for people and spreadsheets,
// records for programs.
type listing struct {
	header  []string
	rows    [][]string
	records []any    // one for each row
	wide    int      // index of the column that may be cut to fit the terminal
	spare   []string // columns a narrow terminal does without, the first one first
	none    string
}

func addFormat(cmd *cobra.Command, format *string) {
	cmd.Flags().StringVar(format, "format", "table", "how to print: "+strings.Join(formats, ", "))
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(formats, cobra.ShellCompDirectiveNoFileComp))
}

func checkFormat(format string, known []string) error {
	for _, f := range known {
		if f == format {
			return nil
		}
	}
	return usageError("one of: "+strings.Join(known, ", "), "unknown format %q", format)
}

// print writes the listing in one of the formats.
func (l listing) print(a *app, format string) error {
	switch format {
	case "json":
		if l.records == nil {
			l.records = []any{}
		}
		return printJSON(a.out, l.records)
	case "jsonl":
		return printLines(a.out, l.records)
	case "csv":
		w := csv.NewWriter(a.out)
		if err := w.Write(l.header); err != nil {
			return err
		}
		for _, row := range l.rows {
			if err := w.Write(cells(row, spreadsheetCell)); err != nil {
				return err
			}
		}
		w.Flush()
		return w.Error()
	case "md":
		return l.table(a, true)
	}
	if len(l.rows) == 0 {
		_, err := fmt.Fprintln(a.out, l.none)
		return err
	}
	return l.table(a, false)
}

func (l listing) table(a *app, markdown bool) error {
	width := a.width()
	if width > 0 && !markdown {
		l = l.fit(width)
	}
	t := table.NewWriter()
	t.AppendHeader(toRow(l.header))
	safe := printable
	if markdown {
		safe = markdownCell
	}
	for _, row := range l.rows {
		t.AppendRow(toRow(cells(row, safe)))
	}
	if markdown {
		_, err := fmt.Fprintln(a.out, t.RenderMarkdown())
		return err
	}
	style := table.StyleLight
	style.Options = table.OptionsNoBordersAndSeparators
	style.Format.Header = text.FormatUpper
	style.Box.PaddingLeft, style.Box.PaddingRight = "", "  "
	t.SetStyle(style)
	if width > 0 {
		t.SetColumnConfigs([]table.ColumnConfig{{Number: l.wide + 1, WidthMax: l.room(width), WidthMaxEnforcer: snip}})
	}
	for _, line := range strings.Split(t.Render(), "\n") {
		if _, err := fmt.Fprintln(a.out, strings.TrimRight(line, " ")); err != nil {
			return err
		}
	}
	return nil
}

func snip(s string, width int) string { return text.Snip(s, width, "…") }

// readable is the least width a cut column is worth showing at.
const readable = 40

// fit drops spare columns until the wide one is readable.
func (l listing) fit(width int) listing {
	for _, name := range l.spare {
		i := slices.Index(l.header, name)
		if l.room(width) >= readable || i < 0 {
			break
		}
		l.header = slices.Delete(slices.Clone(l.header), i, i+1)
		rows := make([][]string, len(l.rows))
		for r, row := range l.rows {
			rows[r] = slices.Delete(slices.Clone(row), i, i+1)
		}
		l.rows = rows
		if i < l.wide {
			l.wide--
		}
	}
	return l
}

// room is the width that the other columns leave to the wide one.
func (l listing) room(width int) int {
	const least = 16
	for i := range l.header {
		if i == l.wide {
			continue
		}
		most := text.StringWidthWithoutEscSequences(l.header[i])
		for _, row := range l.rows {
			most = max(most, text.StringWidthWithoutEscSequences(row[i]))
		}
		width -= most + 2
	}
	return max(width-2, least)
}

func toRow(cells []string) table.Row {
	row := make(table.Row, len(cells))
	for i, c := range cells {
		row[i] = c
	}
	return row
}

// printable keeps text from the web from steering the terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n':
			return ' '
		case r < ' ', r >= 0x7f && r < 0xa0, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
			return -1
		}
		return r
	}, s)
}

func printJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

func printLines[T any](w io.Writer, all []T) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	for _, v := range all {
		if err := e.Encode(v); err != nil {
			return err
		}
	}
	return nil
}

// width is that of the terminal, or 0 where the output is none.
func (a *app) width() int {
	f, ok := a.out.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return 0
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 80
	}
	return width
}

// isTerminal reports whether an input or output is one.
func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// emphasis marks text on a terminal that wants colour, and leaves it elsewhere.
func (a *app) emphasis(s string, codes ...string) string {
	if !isTerminal(a.out) || os.Getenv("NO_COLOR") != "" {
		return s
	}
	return "\x1b[" + strings.Join(codes, ";") + "m" + s + "\x1b[0m"
}

const (
	bold  = "1"
	faint = "2"
	green = "32"
	amber = "33"
	red   = "31"
)

// warn is the level of one-off commands: what they find is their output.
const warn = slog.LevelWarn
