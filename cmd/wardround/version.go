package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// release is set by the linker for released builds (-X main.release=v1.2.3).
var release string

// version is the release, else the version control's word for this tree.
func version() string {
	if release != "" {
		return release
	}
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "devel"
	}
	return info.Main.Version
}

func newVersion(a *app) *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		GroupID: groupRun,
		Short:   "Say which version this is; with -v, what it uses",
		Example: "  wardround version -v",
		Long:    "Say which version this is. With -v also which configuration and store are used,\nand who chose them.\n\n" + exitHelp,
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			fmt.Fprintf(a.out, "wardround %s\n", version())
			if !a.verbose {
				return nil
			}
			cfg, err := a.config()
			if err != nil {
				return err
			}
			chosen := cfg.Chosen
			file := chosen.ConfigFile
			if file == "" {
				file = "none"
			}
			fmt.Fprintf(a.out, "go             %s %s/%s\n", runtime.Version(), runtime.GOOS, runtime.GOARCH)
			fmt.Fprintf(a.out, "configuration  %s (%s)\n", file, chosen.ConfigFrom)
			fmt.Fprintf(a.out, "store          %s (%s)\n", chosen.Store, chosen.StoreFrom)
			return nil
		},
	}
}
