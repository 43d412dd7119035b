// Command wardround polls news, judges it by the topics of a beat, and mails one
// weekly digest.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	_ "time/tzdata" // zones must be right on machines that ship none

	"github.com/spf13/cobra"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	status := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

// run executes one command line and returns the exit status.
func run(ctx context.Context, args []string, in io.Reader, out, err io.Writer) int {
	a := &app{in: in, out: out, err: err}
	root := newRoot(a)
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(err)
	failed := root.ExecuteContext(ctx)
	if closed := a.close(); failed == nil {
		failed = closed
	}
	return report(err, failed)
}

func newRoot(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:   "wardround",
		Short: "Follow the news of one beat, and mail one digest a week that says why",
		Long: `wardround polls news sources, takes out the articles, judges each against the
topics of a beat, and mails one digest a week.

Try it without any set-up:   wardround demo
Read the real sources once:  wardround fetch
See the issue so far:        wardround digest

` + exitHelp,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SuggestionsMinimumDistance = 2
	root.SetUsageTemplate(strings.ReplaceAll(root.UsageTemplate(), ".FlagUsages ", ".FlagUsagesWrapped 80 ")) // columns of a terminal
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		if strings.HasSuffix(err.Error(), " --json") && cmd.Flags().Lookup("format") != nil {
			return usageError("it is --format json", "%w", err)
		}
		return usageError("see: "+cmd.CommandPath()+" --help", "%w", err)
	})
	flags := root.PersistentFlags()
	flags.StringVar(&a.configFlag, "config", "", "configuration `FILE` (also WARDROUND_CONFIG)")
	flags.StringVar(&a.storeFlag, "store", "", "store: a `FILE` for SQLite, or postgres://... (also WARDROUND_STORE)")
	flags.BoolVarP(&a.verbose, "verbose", "v", false, "say more about what is done")
	flags.BoolVarP(&a.quiet, "quiet", "q", false, "say nothing but results and errors")
	for _, group := range []struct{ id, title string }{
		{groupDaily, "Every day:"}, {groupLook, "Look things up:"}, {groupRun, "Run it:"}, {groupScript, "For scripts:"},
	} {
		root.AddGroup(&cobra.Group{ID: group.id, Title: group.title})
	}
	root.AddCommand(
		newDemo(a), newFetch(a), newDigest(a), newExplain(a),
		newPromises(a), newStories(a), newArticles(a), newSearch(a), newSources(a),
		newInit(a), newRun(a), newDeliveries(a), newSchedule(a), newStatus(a), newCheck(a), newVersion(a),
		newTopics(a), newSeed(a), newEval(a), newReclassify(a), newRescrape(a),
		newRecipients(a), newBounce(a), newCorrect(a), newRedact(a), newBackup(a), newRestore(a), newCopy(a), newMigrate(a),
		newPipe(a),
	)
	root.SetHelpCommandGroupID(groupScript)
	root.SetCompletionCommandGroupID(groupScript)
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	refuseArguments(root)
	refuseUnknownTopics(root)
	return root
}

// refuseArguments makes wrong arguments of any command a matter of usage.
func refuseArguments(cmd *cobra.Command) {
	check := cmd.Args
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if check == nil {
			return nil
		}
		err := check(cmd, args)
		if err == nil {
			return nil
		}
		hint := "see: " + cmd.CommandPath() + " --help"
		if group := cmd.Use == cmd.Name() && cmd.HasAvailableSubCommands(); !group {
			hint = "write it like: " + cmd.UseLine()
			err = wrongCount(args, func(args []string) bool { return check(cmd, args) == nil })
		}
		if len(args) > 0 {
			if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
				hint = "did you mean `" + near[0] + "`?"
			}
		}
		return usageError(hint, "%w", err)
	}
	for _, sub := range cmd.Commands() {
		refuseArguments(sub)
	}
}

// wrongCount says which arguments are too many, or that one is missing.
func wrongCount(args []string, fits func([]string) bool) error {
	for n := len(args) - 1; n >= 0; n-- {
		if fits(args[:n]) {
			return fmt.Errorf("more than it takes: `%s`", strings.Join(args[n:], " "))
		}
	}
	return errors.New("an argument is missing")
}

// refuseUnknownTopics lets what cobra adds by itself, help and completion, end as all
// commands do: one that is not there is wrong usage, not a help text with status 0.
func refuseUnknownTopics(root *cobra.Command) {
	for _, cmd := range root.Commands() {
		switch cmd.Name() {
		case "help":
			show := cmd.Run
			cmd.Run, cmd.RunE = nil, func(cmd *cobra.Command, args []string) error {
				if _, rest, err := root.Find(args); err != nil || len(rest) > 0 {
					return usageError("see: wardround --help", "there is no command %q", strings.Join(args, " "))
				}
				show(cmd, args)
				return nil
			}
		case "completion":
			cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
		}
	}
}

// Groups of commands in the help.
const (
	groupDaily  = "daily"
	groupLook   = "look"
	groupRun    = "run"
	groupScript = "script"
)
