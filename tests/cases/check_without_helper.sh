#!/bin/sh
# SPDX-License-Identifier: MIT
# A program without the helper beside it: plugins that are data go on, those with a binary are left out, aloud.
set -e
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
REROUTE_DATA_DIR=$(dirname "$REROUTE_BIN")/../share/reroute
export REROUTE_DATA_DIR HOME="$folder"
cp "$REROUTE_BIN" "$folder/reroute"
"$folder/reroute" plugin list --region CN-GD -f csv > "$folder/list"
grep -q '^"org.reroute.cn-national".*"ok"' "$folder/list" || { cat "$folder/list"; echo "a plugin that is data was left out"; exit 1; }
grep -q '^"org.reroute.cn-guangdong".*"helper"' "$folder/list" || { cat "$folder/list"; echo "a plugin with a binary was not left out"; exit 1; }
"$folder/reroute" profile new --occupation cn:taxi-driver --years 12 -o "$folder/p.xml"
"$folder/reroute" match "$folder/p.xml" --region CN-GD --date 2026-11-26 -n 1 -l en > "$folder/said"
grep -q 'the helper program could not be started' "$folder/said" || { cat "$folder/said"; echo "the match does not say what is missing"; exit 1; }
echo "data goes on without the helper"
