package main

import (
	"bytes"
	"os"
	"os/exec"
	"testing"
)

func TestForeignTextIsNoFormulaInASpreadsheet(t *testing.T) {
	for in, want := range map[string]string{
		`=HYPERLINK("http://evil.example","plan")`: `'=HYPERLINK("http://evil.example","plan")`,
		"@SUM(A1)":       "'@SUM(A1)",
		"+cmd|' /C calc": "'+cmd|' /C calc",
		"-2+3":           "'-2+3",
		"＝1+1":           "'＝1+1",
		"\x1b=1+1":       "'=1+1", // once what steers a terminal is taken out
		"-2.5":           "-2.5",
		"-":              "-",
		"Plan = promise": "Plan = promise",
		"":               "",
	} {
		if got := spreadsheetCell(in); got != want {
			t.Errorf("spreadsheetCell(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestForeignTextMakesNoLinkPictureOrMarkupInMarkdown(t *testing.T) {
	l := listing{header: []string{"title"}, rows: [][]string{{"![x](http://evil.example/i.png) <b> `rm` a|b\x1b"}}}
	for format, want := range map[string]string{
		"md":  "| title |\n| --- |\n| !\\[x\\](http://evil.example/i.png) \\<b> \\`rm\\` a\\|b |\n",
		"csv": "title\n![x](http://evil.example/i.png) <b> `rm` a|b\n",
	} {
		var out bytes.Buffer
		if err := l.print(&app{out: &out}, format); err != nil {
			t.Fatal(err)
		}
		if got := out.String(); got != want {
			t.Errorf("%s: got %q, want %q", format, got, want)
		}
	}
}

func TestANameFromTheWebRunsNothingInACopiedCommand(t *testing.T) {
	for _, name := range []string{"Ward & Wire's", "$(touch owned)", "`touch owned`", `a"; touch owned; "b`, `\$(touch owned)`, "it's $(touch owned)"} {
		dir := t.TempDir()
		run := exec.Command("sh", "-c", "printf %s "+shellWord(name))
		run.Dir = dir
		got, err := run.Output()
		if err != nil || string(got) != name {
			t.Errorf("the shell reads %s as %q (%v), want %q", shellWord(name), got, err, name)
		}
		if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
			t.Errorf("%s ran something: %v %v", shellWord(name), left, err)
		}
	}
}
