package config_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/wardround/wardround/config"
)

func TestTheFirstPlaceOfTheLookUpOrderWins(t *testing.T) {
	home := clean(t)
	dir := t.TempDir()
	t.Chdir(dir)
	t.Setenv("XDG_CONFIG_HOME", filepath.Join(home, "conf"))
	user := write(t, filepath.Join(home, "conf/wardround/config.yaml"), "store: user.db\n")
	load := func(flag string) string {
		t.Helper()
		c, err := config.Load(flag, config.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return c.Chosen.ConfigFile + "|" + c.Chosen.ConfigFrom + "|" + c.Chosen.Store
	}
	steps := []struct{ name, got, want string }{
		{"user folder", load(""), user + "|user configuration folder|" + filepath.Join(home, "conf/wardround/user.db")},
	}
	write(t, filepath.Join(dir, "config.yaml"), "store: here.db\n")
	steps = append(steps, struct{ name, got, want string }{"working folder", load(""), "config.yaml|working folder|here.db"})
	env := write(t, filepath.Join(dir, "env.yaml"), "")
	t.Setenv("WARDROUND_CONFIG", env)
	t.Setenv("XDG_STATE_HOME", "/state")
	steps = append(steps, struct{ name, got, want string }{"environment", load(""), env + "|WARDROUND_CONFIG|/state/wardround/wardround.db"})
	flag := write(t, filepath.Join(dir, "flag.yaml"), "")
	steps = append(steps, struct{ name, got, want string }{"flag", load(flag), flag + "|flag --config|/state/wardround/wardround.db"})
	for _, s := range steps {
		if diff := cmp.Diff(s.want, s.got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", s.name, diff)
		}
	}
}

func TestANamedFileMustBeThere(t *testing.T) {
	clean(t)
	for _, path := range []string{"no-such.yaml", t.TempDir()} {
		if _, err := config.Load(path, config.Options{}); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("Load(%s) = %v, want an error that names it", path, err)
		}
	}
}

func TestStoreIsChosenByFlagThenEnvironmentThenFile(t *testing.T) {
	clean(t)
	file := write(t, filepath.Join(t.TempDir(), "c.yaml"), "store: postgres://desk:hunter2@db.example/w?password=hunter2\n")
	load := func(flag string) config.Chosen {
		t.Helper()
		c, err := config.Load(file, config.Options{Store: flag})
		if err != nil {
			t.Fatal(err)
		}
		if dsn, err := c.StoreDSN(); err != nil || dsn == "" {
			t.Errorf("StoreDSN = %q, %v", dsn, err)
		}
		return c.Chosen
	}
	got := []config.Chosen{load("")}
	t.Setenv("WARDROUND_STORE", "env.db")
	got = append(got, load(""), load("flag.db"))
	want := []config.Chosen{
		{ConfigFile: file, ConfigFrom: "flag --config", Store: "postgres://desk:xxxxx@db.example/w?password=xxxxx", StoreFrom: file},
		{ConfigFile: file, ConfigFrom: "flag --config", Store: "env.db", StoreFrom: "WARDROUND_STORE"},
		{ConfigFile: file, ConfigFrom: "flag --config", Store: "flag.db", StoreFrom: "flag --store"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Chosen (-want +got):\n%s", diff)
	}
}

func TestWithoutAHomeOnlyTheStoreIsMissing(t *testing.T) {
	clean(t)
	t.Setenv("HOME", "")
	t.Chdir(t.TempDir())
	c, err := config.Load("", config.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if dsn, err := c.StoreDSN(); err == nil {
		t.Errorf("StoreDSN = %q, want an error", dsn)
	}
}

func TestTestSettingsComeFromTheEnvironmentOnly(t *testing.T) {
	clean(t)
	t.Chdir(t.TempDir())
	t.Setenv("WARDROUND_TEST_ALLOW_NETS", "127.0.0.0/8, ::1/128")
	t.Setenv("WARDROUND_TEST_NOW", "+7d")
	c, err := config.Load("", config.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ahead := time.Until(c.Test.Now()())
	if len(c.Test.AllowNets) != 2 || len(c.Test.Used) != 2 || ahead < 167*time.Hour || ahead > 169*time.Hour {
		t.Errorf("Test = %+v, clock ahead %s", c.Test, ahead)
	}
	t.Setenv("WARDROUND_TEST_NOW", "2030-01-02T03:04:05Z")
	if c, err = config.Load("", config.Options{}); err != nil {
		t.Fatal(err)
	}
	if got := c.Test.Now()().UTC().Format(time.DateTime); !strings.HasPrefix(got, "2030-01-02 03:04:0") {
		t.Errorf("Now = %s, want 2030-01-02 03:04:05", got)
	}
	for name, value := range map[string]string{"WARDROUND_TEST_NOW": "tomorrow", "WARDROUND_TEST_ALLOW_NETS": "everything"} {
		clean(t)
		t.Setenv(name, value)
		if _, err := config.Load("", config.Options{}); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("Load with %s=%s: %v, want an error that names it", name, value, err)
		}
	}
}

func TestOnlyAConfiguredProxyIsUsed(t *testing.T) {
	clean(t)
	t.Setenv("HTTPS_PROXY", "desk:pw@env.example:3128")
	t.Setenv("NO_PROXY", "inside.example")
	for doc, want := range map[string]string{
		"":                                   "none but ",
		"http: {proxy: none, no_proxy: x}":   "none but ",
		"http: {proxy: \"socks5://p:1080\"}": "socks5://p:1080 but inside.example",
		"http: {proxy: \"http://p:1\", no_proxy: x}": "http://p:1 but x",
		"http: {proxy: \"http://env.example:3128\"}": "http://desk:pw@env.example:3128 but inside.example",
	} {
		c, err := config.Load(write(t, filepath.Join(t.TempDir(), "c.yaml"), doc), config.Options{})
		if err != nil {
			t.Fatal(err)
		}
		proxy, direct, err := c.Proxy()
		got := "none"
		if proxy != nil {
			got = proxy.String()
		}
		if got += " but " + direct; got != want || err != nil {
			t.Errorf("Proxy of %q = %s, %v; want %s", doc, got, err, want)
		}
	}
	t.Setenv("HTTPS_PROXY", "http://")
	c, err := config.Load(write(t, filepath.Join(t.TempDir(), "c.yaml"), "http: {proxy: \"http://p:1\"}"), config.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := c.Proxy(); err == nil {
		t.Error("Proxy beside a broken HTTPS_PROXY succeeded")
	}
}

func TestAnAddressOfAnotherDatabaseIsNoStore(t *testing.T) {
	clean(t)
	file := write(t, filepath.Join(t.TempDir(), "c.yaml"), "store: mysql://desk:hunter2@db.example/w\n")
	_, err := config.Load(file, config.Options{})
	if err == nil || !strings.Contains(err.Error(), "want a file, or postgres://") {
		t.Fatalf("Load = %v, want an error that says what a store is", err)
	}
	if strings.Contains(err.Error(), "hunter2") {
		t.Errorf("the error tells the password: %v", err)
	}
}
