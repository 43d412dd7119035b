#!/usr/bin/env bash
# Archives of a release, made without network from a clean tree: the same commit gives
# the same bytes anywhere with this Go and GNU tar. Usage: deploy/release.sh v1.2.3 [DIR]
set -euo pipefail
cd "$(dirname "$0")/.."
version=${1:?usage: deploy/release.sh VERSION [DIR]}
out=$(realpath -m "${2:-dist}")

[ -z "$(git status --porcelain)" ] || { echo "the tree has changes that no commit holds: commit them first" >&2; exit 1; }
when=$(git log -1 --format=%ct) # every file of an archive is as old as the commit
export CGO_ENABLED=0 GOFLAGS=-mod=readonly GOPROXY=off GOTOOLCHAIN=local

mkdir -p "$out"
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
for target in ${TARGETS:-linux/amd64 linux/arm64 darwin/arm64}; do
	name=wardround-${version#v}-${target/\//-}
	mkdir "$stage/$name"
	GOOS=${target%/*} GOARCH=${target#*/} go build -trimpath -buildvcs=false \
		-ldflags "-s -w -buildid= -X main.release=$version" -o "$stage/$name/wardround" ./cmd/wardround
	cp -r README.md CHANGELOG.md LICENSE config.yaml docs deploy "$stage/$name/"
	chmod -R u=rwX,go=rX "$stage/$name"
	tar --sort=name --mtime="@$when" --owner=0 --group=0 --numeric-owner --format=gnu \
		-C "$stage" -cf - "$name" | gzip -9n >"$out/$name.tar.gz"
	echo "$out/$name.tar.gz"
done
(cd "$out" && sha256sum wardround-"${version#v}"-*.tar.gz >SHA256SUMS)
echo "$out/SHA256SUMS"
