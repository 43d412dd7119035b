package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/wardround/wardround/news"
)

// deployFile reads a file of deploy/.
func deployFile(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("..", "..", "deploy", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func TestConfigurationsOfDeployAreFitToRun(t *testing.T) {
	_, inMap, found := strings.Cut(deployFile(t, "kubernetes.yaml"), "  config.yaml: |\n")
	if !found {
		t.Fatal("kubernetes.yaml holds no config.yaml")
	}
	inMap, _, _ = strings.Cut(inMap, "\n---")
	for name, content := range map[string]string{
		"compose.config.yaml": deployFile(t, "compose.config.yaml"),
		"kubernetes.yaml":     regexp.MustCompile(`(?m)^    `).ReplaceAllString(inMap, ""),
	} {
		file := filepath.Join(t.TempDir(), "config.yaml")
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		a := &app{err: t.Output(), configFlag: file, storeFlag: filepath.Join(t.TempDir(), "a.db")}
		cfg, err := a.config()
		if err == nil {
			err = fitToRun(cfg)
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if cfg != nil && cfg.Web.Listen == "" {
			t.Errorf("%s: the probes have nothing to ask: web.listen is empty", name)
		}
	}
}

func TestAlertsNameMetricsThatThereAre(t *testing.T) {
	source, err := os.ReadFile(filepath.Join("..", "..", "web", "metrics.go"))
	if err != nil {
		t.Fatal(err)
	}
	names := regexp.MustCompile(`\bwardround_\w+`).FindAllString(deployFile(t, "alerts.yml"), -1)
	if len(names) < 5 {
		t.Fatalf("only %d metrics in alerts.yml", len(names))
	}
	for _, name := range names {
		if !strings.Contains(string(source), `"`+name+`"`) {
			t.Errorf("alerts.yml asks for %s, which no page gives", name)
		}
	}
}

func TestAlertsAreRulesThatPrometheusTakes(t *testing.T) {
	promtool, err := exec.LookPath("promtool")
	if err != nil {
		t.Skip("promtool is not here (Debian: prometheus)")
	}
	out, err := exec.CommandContext(t.Context(), promtool, "check", "rules", filepath.Join("..", "..", "deploy", "alerts.yml")).CombinedOutput()
	if err != nil {
		t.Errorf("promtool check rules: %v\n%s", err, out)
	}
}

func TestAlertsNameStatesThatThereAre(t *testing.T) {
	known := map[string][]string{
		"health": {string(news.HealthFailing), string(news.HealthRefused), string(news.HealthChallenged), string(news.HealthGone)},
		"state":  {string(news.Pending), string(news.Retry), string(news.Unknown), string(news.Committing), string(news.Failed)},
	}
	labels := regexp.MustCompile(`(health|state)=~?"([^"]+)"`).FindAllStringSubmatch(deployFile(t, "alerts.yml"), -1)
	if len(labels) < 3 {
		t.Fatalf("only %d labels in alerts.yml", len(labels))
	}
	for _, label := range labels {
		for _, value := range strings.Split(label[2], "|") {
			if !slices.Contains(known[label[1]], value) {
				t.Errorf("alerts.yml asks for %s %q, which no figure has", label[1], value)
			}
		}
	}
}

func TestUnitGivesTimeForTheLongestReplyOfARelay(t *testing.T) {
	for file, want := range map[string]string{
		"wardround.service": "TimeoutStopSec=11min", "kubernetes.yaml": "terminationGracePeriodSeconds: 660",
	} {
		if !strings.Contains(deployFile(t, file), want) {
			t.Errorf("%s lacks %q: a relay may take ten minutes for its reply to a message", file, want)
		}
	}
}

// Beside a store on a database server stand the key of personal links and the lists of
// who left and what was taken out. With a read-only root and no home they need a place.
func TestContainersHaveAPlaceForWhatStandsBesideTheStore(t *testing.T) {
	for file, want := range map[string][]string{
		filepath.Join("..", "Dockerfile"):   {"XDG_STATE_HOME=/data", "VOLUME /data"},
		filepath.Join("..", "compose.yaml"): {"read_only: true", "- state:/data"},
		"kubernetes.yaml":                   {"readOnlyRootFilesystem: true", "mountPath: /data}", "key_file: /run/secrets/wardround/key", "mountPath: /run/secrets/wardround,"},
	} {
		for _, part := range want {
			if !strings.Contains(deployFile(t, file), part) {
				t.Errorf("%s lacks %q", file, part)
			}
		}
	}
}
