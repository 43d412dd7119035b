#!/usr/bin/env bash
# Pictures of the README, made of the demo's own mail and archive. Needs Chromium.
set -euo pipefail
cd "$(dirname "$0")"
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
work=$(mktemp -d)
trap 'kill "$demo" 2>/dev/null; rm -rf "$work"' EXIT

(cd ../.. && go build -o "$work/wardround" ./cmd/wardround)
"$work/wardround" demo --serve --out "$work/demo" >"$work/said" &
demo=$!
for _ in $(seq 300); do
	base=$(sed -n 's/.*In a browser: *//p' "$work/said")
	[ -z "$base" ] || break
	sleep 0.2
done

shoot() { # shoot NAME WIDTH HEIGHT ADDRESS
	"$browser" --headless --no-sandbox --hide-scrollbars --disable-background-networking --user-data-dir="$work/profile" \
		--window-size="$2,$3" --screenshot="$PWD/$1.png" "$4" 2>"$work/log" || { cat "$work/log" >&2; exit 1; }
}
promise=$(curl -fsS "${base}promises" | grep -o 'p/[0-9]*">NHS digital workforce plan<' | head -n 1 | grep -o '^p/[0-9]*')
shoot mail 680 1250 "file://$(ls "$work"/demo/weekly-*.html)"
shoot promise 900 1100 "$base$promise"
