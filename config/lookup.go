package config

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// Chosen says which configuration and which store are used, and who chose them.
// It holds no password.
type Chosen struct {
	ConfigFile string // "" for the built-in defaults
	ConfigFrom string
	Store      string
	StoreFrom  string
}

const (
	fromFlag    = "flag"
	fromDefault = "default"
	envConfig   = "WARDROUND_CONFIG"
	envStore    = "WARDROUND_STORE"
)

// Find picks the configuration file: flag, environment, working folder, the
// user's configuration folder, none. One that was named must exist.
func Find(flag string) (Chosen, error) {
	if flag != "" {
		return Chosen{ConfigFile: flag, ConfigFrom: fromFlag + " --config"}, nil
	}
	if path := os.Getenv(envConfig); path != "" {
		return Chosen{ConfigFile: path, ConfigFrom: envConfig}, nil
	}
	candidates := []Chosen{{ConfigFile: "config.yaml", ConfigFrom: "working folder"}}
	if file := userFile(); file != "" {
		candidates = append(candidates, Chosen{ConfigFile: file, ConfigFrom: "user configuration folder"})
	}
	for _, c := range candidates {
		_, err := os.Stat(c.ConfigFile)
		if err == nil {
			return c, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return Chosen{}, fmt.Errorf("look for configuration: %w", err)
		}
	}
	return Chosen{ConfigFrom: "built-in defaults"}, nil
}

// userFile is the configuration in the user's own folder; "" when the user has no home.
func userFile() string {
	dir := xdg("XDG_CONFIG_HOME", ".config")
	if dir == "" {
		return ""
	}
	return filepath.Join(dir, "wardround", "config.yaml")
}

// NewFile says where a new configuration goes: flag, environment, the user's
// configuration folder; an error when there is none of these.
func NewFile(flag string) (string, error) {
	for _, path := range []string{flag, os.Getenv(envConfig), userFile()} {
		if path != "" {
			return path, nil
		}
	}
	return "", errors.New("no place for a configuration: HOME is not set")
}

// chooseStore settles Store: flag, environment, file, the user's state folder.
func (c *Config) chooseStore(flag string) {
	env := os.Getenv(envStore)
	switch {
	case flag != "":
		c.Store, c.Chosen.StoreFrom = flag, fromFlag+" --store"
	case env != "":
		c.Store, c.Chosen.StoreFrom = env, envStore
	case c.Store != "":
		c.Chosen.StoreFrom = c.Chosen.ConfigFile
	default:
		c.Chosen.StoreFrom = fromDefault
		if dir, err := c.StateDir(); err == nil {
			c.Store = filepath.Join(dir, "wardround.db")
		}
	}
	c.Chosen.Store = withoutPassword(c.Store)
}

// StoreDSN returns where the store is, or an error when nothing says so and the
// user has no home. Commands without a store need not ask.
func (c *Config) StoreDSN() (string, error) {
	if c.Store == "" {
		return "", errors.New("no place for the store: give --store FILE, or set WARDROUND_STORE or HOME")
	}
	return c.Store, nil
}

// StateDir is the user's folder for what the program keeps, or an error when the
// user has no home.
func (c *Config) StateDir() (string, error) {
	dir := xdg("XDG_STATE_HOME", ".local/state")
	if dir == "" {
		return "", errors.New("no place to keep things: set HOME or XDG_STATE_HOME")
	}
	return filepath.Join(dir, "wardround"), nil
}

// xdg returns a folder of the XDG base directory specification, "" when there is
// none; a relative one is ignored, as it demands.
func xdg(variable, underHome string) string {
	if dir := os.Getenv(variable); filepath.IsAbs(dir) {
		return dir
	}
	home, err := os.UserHomeDir()
	if err != nil || !filepath.IsAbs(home) {
		return ""
	}
	return filepath.Join(home, underHome)
}

// isDSN reports whether store is an address, of whatever database, and no file.
func isDSN(store string) bool { return strings.Contains(store, "://") }

// checkStore refuses addresses of databases that nobody here speaks to; as a file
// each would become a folder "mysql:".
func (l *loader) checkStore() {
	scheme, _, found := strings.Cut(l.Store, "://")
	if found && scheme != "postgres" && scheme != "postgresql" {
		l.others = append(l.others, fmt.Errorf("store %s (%s): want a file, or postgres://...", l.Chosen.Store, l.Chosen.StoreFrom))
	}
}

// withoutPassword blanks the password of a DSN, wherever it may stand in it.
func withoutPassword(store string) string {
	if !isDSN(store) {
		return store
	}
	u, err := url.Parse(store)
	if err != nil {
		scheme, _, _ := strings.Cut(store, "://")
		return scheme + "://" + hidden
	}
	if q := u.Query(); q.Has("password") {
		q.Set("password", "xxxxx")
		u.RawQuery = q.Encode()
	}
	return u.Redacted()
}
