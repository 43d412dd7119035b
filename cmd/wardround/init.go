package main

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"text/template"
	"time"

	"github.com/spf13/cobra"

	"github.com/wardround/wardround/config"
)

//go:embed init.yaml
var initFile string

var initTemplate = template.Must(template.New("init.yaml").Funcs(template.FuncMap{"q": scalar}).Parse(initFile))

// scalar is a YAML scalar, whatever is in s: a string of JSON is one (YAML 1.2, section 1.3).
func scalar(s string) (string, error) {
	var out strings.Builder
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false) // Bea <bea@trust.example> stays legible
	err := e.Encode(s)
	return strings.TrimSuffix(out.String(), "\n"), err
}

func newInit(a *app) *cobra.Command {
	var given answers
	var yes, replace bool
	cmd := &cobra.Command{
		Use:     "init",
		GroupID: groupRun,
		Short:   "Write a configuration from a few answers",
		Long: `Write a commented configuration from a few answers, by flags or asked for on a
terminal. It goes where --config or WARDROUND_CONFIG say, else into your own
configuration folder, and is read back before it is kept. A password is written
to a file of its own that you alone can read.

` + exitHelp,
		Example: "  wardround init --contact desk@trust.example --relay relay.trust.example",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			target, err := initTarget(a, replace)
			if err != nil {
				return err
			}
			if isTerminal(a.in) && isTerminal(a.out) && !yes {
				if err := a.ask(&given); err != nil {
					return err
				}
			}
			return writeInit(a, target, given)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&given.Name, "name", "", "who runs this, as readers see it")
	flags.StringVar(&given.Contact, "contact", "", "`ADDRESS` or page where publishers and readers reach you")
	flags.StringVar(&given.From, "from", "", "`ADDRESS` the digest comes from, and alarms go to (default: the contact)")
	flags.StringSliceVar(&given.To, "to", nil, "`ADDRESS` that gets the digest; may be given again")
	flags.StringVar(&given.Day, "day", "monday", "`DAY` of the week on which it goes out")
	flags.StringVar(&given.At, "at", "07:30", "`TIME` at which it goes out")
	flags.StringVar(&given.Zone, "timezone", "Europe/London", "`ZONE` of that time")
	flags.StringVar(&given.Relay, "relay", "", "mail relay, `HOST[:PORT]`")
	flags.StringVar(&given.User, "user", "", "log-in `NAME` at the relay")
	flags.StringVar(&given.PasswordFile, "password-file", "smtp-password", "`FILE` with its password, beside the configuration")
	flags.BoolVar(&given.Starter, "starter", true, "read the built-in list of sources")
	flags.BoolVar(&yes, "yes", false, "ask nothing: take the flags and the defaults")
	flags.BoolVar(&replace, "replace", false, "replace a configuration that is there")
	return cmd
}

// initTarget is the file to write. One that exists stays, unless replace is set.
func initTarget(a *app, replace bool) (string, error) {
	target, err := config.NewFile(a.configFlag)
	if err != nil {
		return "", usageError("say where with --config FILE", "%w", err)
	}
	_, err = os.Stat(target)
	switch {
	case errors.Is(err, fs.ErrNotExist), err == nil && replace:
		return target, nil
	case err != nil:
		return "", usageError("say where with --config FILE", "look for %s: %w", target, err)
	}
	return "", usageError("edit it, or write another with --config FILE, or replace it with --replace", "%s exists", target)
}

// writeInit writes the configuration, reads it back, and only then puts it in place.
func writeInit(a *app, target string, given answers) error {
	var content bytes.Buffer
	filled, err := given.fill(time.Now())
	if err != nil {
		return usageError("see: wardround init --help", "%w", err)
	}
	if err := initTemplate.Execute(&content, filled); err != nil {
		return fmt.Errorf("write configuration: %w", err)
	}
	dir := filepath.Dir(target)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return unreachableError("say where with --config FILE", err)
	}
	trial, err := os.CreateTemp(dir, "config-*.yaml") // readable by its owner only: it holds addresses
	if err != nil {
		return unreachableError("say where with --config FILE", err)
	}
	defer func() { _ = os.Remove(trial.Name()) }() // gone already when all went well
	_, err = trial.Write(content.Bytes())
	if err := errors.Join(err, trial.Close()); err != nil {
		return unreachableError("say where with --config FILE", err)
	}
	wrotePassword, err := given.keepPassword(dir)
	if err != nil {
		return err
	}
	try := app{in: a.in, out: a.out, err: a.err, configFlag: trial.Name(), storeFlag: a.storeFlag}
	if _, err := try.config(); err != nil {
		// The file that the error names is about to go: name the one it would have become.
		said := strings.ReplaceAll(err.Error(), trial.Name(), target)
		err = usageError("nothing was written", "these answers make no configuration: %s", said)
		if wrotePassword != "" {
			err = errors.Join(err, os.Remove(wrotePassword))
		}
		return err
	}
	if err := os.Rename(trial.Name(), target); err != nil {
		return unreachableError("say where with --config FILE", err)
	}
	fmt.Fprintf(a.out, "Wrote %s\n", target)
	if wrotePassword != "" {
		fmt.Fprintf(a.out, "Wrote %s, readable by you alone\n", wrotePassword)
	}
	return nextSteps(a, target, filled)
}

// nextSteps says what to do now, with the flag that this folder makes necessary.
func nextSteps(a *app, target string, f filled) error {
	use := ""
	found, err := config.Find("")
	if err != nil {
		return err
	}
	if found.ConfigFile != target {
		use = " --config " + target
	}
	fmt.Fprintln(a.out, "\nNext:")
	for _, step := range []struct {
		show         bool
		command, why string
	}{
		{!f.Starter, "sources add URL", "name a feed or a site to read"},
		{true, "fetch", "read the sources once"},
		{f.Host != "", "check --live", "try the relay, and what mailboxes will think of the sender"},
		{f.Host != "" && len(f.To) > 0, "digest --send --to " + first(f.To), "a copy of the issue so far, to you alone"},
		{f.Host == "", "digest", "see the issue so far"},
		{f.Host != "", "run", "read on a schedule, and send each issue on time"},
	} {
		if step.show {
			fmt.Fprintf(a.out, "  wardround%s %s\n      %s\n", use, step.command, step.why)
		}
	}
	return nil
}

func first(all []string) string {
	if len(all) == 0 {
		return ""
	}
	return all[0]
}
