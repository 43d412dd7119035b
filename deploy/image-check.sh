#!/bin/sh
# Builds the project's own Dockerfile, unchanged, on base images made from this machine:
# Debian by debootstrap with the local Go for the one, certificates, time zones and two
# users for the other. Then it runs what came out. No registry is asked, and no Docker
# or Podman is needed: only root, buildah and debootstrap.
#
# It proves the steps of the Dockerfile and what the image holds, not the real base
# images. Limits of memory and processor, and seccomp, are not enforced here.
set -eu

work=${IMAGE_CHECK_DIR:-${TMPDIR:-/tmp}/wardround-image-check} # kept, so that a second run is short
export STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot

fail() { echo "image-check: $*" >&2; exit 1; }
[ "$(id -u)" = 0 ] || fail "run it as root"
for tool in buildah debootstrap go; do
	command -v $tool >/dev/null || fail "$tool is missing: apt-get install --no-install-recommends buildah debootstrap crun"
done
mkdir -p "$work/cache" # of compiled packages: a second run is short
bud() { command=$1; shift; buildah --root "$work/store" --runroot "$work/run" "$command" "$@"; }
has() { bud inspect --type image "$1" >/dev/null 2>&1; }

# image NAME FOLDER SETTING...: a base image that holds the folder.
image() {
	name=$1 folder=$2; shift 2
	made=$(bud from scratch)
	bud add -q "$made" "$folder" / >/dev/null
	bud config "$@" "$made"
	bud commit -q "$made" "$name" >/dev/null
	bud rm "$made" >/dev/null
}

runtime=$(awk '/^FROM/ {name = $2} END {print name}' Dockerfile)
builder=docker.io/library/$(awk '/^FROM/ {print $2; exit}' Dockerfile)

if ! has "$runtime"; then
	mkdir -p "$work/rootfs/etc/ssl/certs" "$work/rootfs/usr/share" "$work/rootfs/tmp" "$work/rootfs/home/nonroot"
	chmod 1777 "$work/rootfs/tmp"
	cp -L /etc/ssl/certs/ca-certificates.crt "$work/rootfs/etc/ssl/certs/"
	printf 'root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n' >"$work/rootfs/etc/passwd"
	printf 'root:x:0:\nnonroot:x:65532:\n' >"$work/rootfs/etc/group"
	image "$runtime" "$work/rootfs" --user 65532 --env PATH=/usr/bin:/bin
fi
if ! has "$builder"; then
	[ -e "$work/debian/usr/bin/env" ] || debootstrap --variant=minbase --include=ca-certificates bookworm "$work/debian" \
		"$(awk '/^URIs/ {print $2; exit}' /etc/apt/sources.list.d/debian.sources 2>/dev/null || echo http://deb.debian.org/debian)" >"$work/debootstrap.log"
	[ -e "$work/debian/usr/local/go" ] || cp -r "$(go env GOROOT)" "$work/debian/usr/local/go"
	cp -L /etc/ssl/certs/ca-certificates.crt "$work/debian/etc/ssl/certs/"
	image "$builder" "$work/debian" --env PATH=/usr/local/go/bin:/usr/sbin:/usr/bin:/sbin:/bin \
		--env GOTOOLCHAIN=local --env GOPROXY=file:///modules --env GOSUMDB=off
fi

echo "image-check: build"
go mod download # go.sum is checked here; the build then takes modules from this machine
bud bud --pull-never --format docker --network host --build-arg VERSION=image-check -q \
	--volume "$(go env GOMODCACHE)/cache/download:/modules:ro" --volume "$work/cache:/root/.cache/go-build" -t wardround:image-check . >/dev/null

echo "image-check: what the image says of itself"
bud inspect --type image --format '{{.Docker.Config.User}} {{.Docker.Config.Entrypoint}} {{.Docker.Config.Cmd}} {{.Docker.Config.Healthcheck}}' wardround:image-check >"$work/config"
cat "$work/config"
grep -q 'wardround' "$work/config" && grep -q 'status' "$work/config" || fail "entry point or health check are not those of the Dockerfile"
grep -q '^65532 ' "$work/config" || fail "the image runs as another user than nonroot"
bud inspect --type image --format '{{.Docker.Config.Env}}' wardround:image-check | grep -q 'XDG_STATE_HOME=/data' || fail "what stands beside a store has no place with a read-only root"

box=$(bud from --pull-never wardround:image-check)
trap 'bud rm "$box" >/dev/null' EXIT
run() { user=$1; shift; bud run --user "$user" "$box" -- "$@"; }

echo "image-check: it holds nothing but the program"
root=$(bud mount "$box")
[ "$(find "$root" -type f -perm /111 | sed "s|^$root||")" = /usr/bin/wardround ] || fail "there are other programs in the image"
[ "$(stat -c %u:%a "$root/data")" = 65532:755 ] || fail "/data is not the user's"
size=$(du -sm "$root" | cut -f1)

echo "image-check: it runs, as its own user and as any other"
run 65532 /usr/bin/wardround version | grep -q image-check || fail "it does not say its version"
run 65532 /usr/bin/wardround -q migrate >/dev/null || fail "it cannot make its store in /data"
run 65532 /usr/bin/wardround status -q >/dev/null || fail "the health check fails on a new store"
run 12345:12345 /usr/bin/wardround version >/dev/null || fail "another user cannot run it"
run 12345:12345 /usr/bin/wardround --store /tmp/any/wardround.db migrate >/dev/null || fail "another user cannot have a store"
run 65532 /usr/bin/wardround demo --out /tmp/demo >"$work/demo" || fail "the demo fails in it"

# So the root may be read-only: nothing of the above was written elsewhere.
stray=$(find "$root" -type f \( -user 65532 -o -user 12345 \) ! -path "$root/data/*" ! -path "$root/tmp/*")
[ -z "$stray" ] || fail "it wrote outside /data and /tmp: $stray"
bud umount "$box" >/dev/null
echo "image-check: fine; $size MB"
