# make help explains the targets.
GO      ?= go
LINTER  := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
VULN    := golang.org/x/vuln/cmd/govulncheck@v1.1.4
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null)
comma   := ,
LDFLAGS := -s -w -X main.release=$(VERSION)

.DEFAULT_GOAL := help
.PHONY: help build demo test torture bench bench-scale soak lint fuzz generate vuln check pictures release score image image-check upgrade-fixture clean

help: ## Explain the targets.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## Build the program, static, into bin/wardround.
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags '$(LDFLAGS)' -o bin/wardround ./cmd/wardround

demo: ## Run the whole thing on made-up news, on this machine alone.
	$(GO) run ./cmd/wardround demo

test: ## Run all tests. What needs software that is missing skips and says so.
	$(GO) test -race -shuffle=on -timeout 20m ./...

torture: ## Kill, race, freeze and starve senders and nodes, by the hundred; reports each count (30 minutes).
	WARDROUND_TORTURE=1 $(GO) test -v -count 1 -timeout 60m -run 'Killed|Racing|FrozenPast|TakesNoMore|TenThousand' ./jobs
	WARDROUND_TORTURE=1 $(GO) test -v -count 1 -timeout 60m ./jobs/pgqueue

bench: ## Run the benchmarks; figures that matter are ratios within one run.
	$(GO) test -run '^$$' -bench . -benchmem ./...

bench-scale: ## Fill both databases with 10,000, 100,000 and a million articles, and hold what must hold then (hours).
	WARDROUND_SCALE=$(or $(SIZES),10000$(comma)100000$(comma)1000000) $(GO) test -v -count 1 -timeout 12h -run TestGrowth ./jobs

soak: ## Ten minutes of rounds, issues and mail at fifty times the usual load; memory and goroutines must stay flat.
	WARDROUND_SOAK=10m $(GO) test -v -count 1 -timeout 30m -run TestSoak ./jobs

lint: ## Check formatting, vet, and lint; the linter is built from source.
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { echo "gofmt would change:"; gofmt -l $$(git ls-files '*.go'); exit 1; }
	$(GO) vet ./...
	$(GO) run $(LINTER) run ./...

fuzz: ## Run every fuzz target for ten seconds.
	@set -e; for pkg in $$($(GO) list ./...); do \
		for target in $$($(GO) test -list '^Fuzz' $$pkg | grep '^Fuzz' || true); do \
			echo "$$pkg $$target"; $(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime 10s $$pkg; \
		done; \
	done

generate: ## Write generated files again: the JSON Schemas under docs/.
	$(GO) generate ./...

vuln: ## Look for known holes in what is built on; asks the public database of Go.
	$(GO) run $(VULN) ./...

check: lint test build ## What CI does: lint, test, build.

pictures: ## Make the README's pictures of the demo's mail and archive; needs Chromium.
	docs/pictures/make.sh

release: ## Make the archives of a release from a clean tree: make release VERSION=v1.2.3.
	deploy/release.sh $(VERSION)

score: ## Run scorers that are not part of this repository: make score BENCH=DIR.
	@test -n "$(BENCH)" || { echo "BENCH names no folder of scorers; see .ci/score"; exit 1; }
	.ci/score "$(BENCH)"

image: ## Build the container image with Docker or Podman.
	docker build -t wardround .

image-check: ## Build the Dockerfile on base images made from this machine, without a registry, and run the image (root, buildah, debootstrap).
	deploy/image-check.sh

upgrade-fixture: ## Write the stores that a release leaves (VERSION=v1.2.3): later versions are held to opening them.
	WARDROUND_FIXTURE=$(VERSION) $(GO) test -v -count 1 -run TestWriteUpgradeFixture ./jobs

clean: ## Remove what the targets above wrote.
	rm -rf bin wardround-demo
