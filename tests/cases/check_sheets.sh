#!/bin/sh
# SPDX-License-Identifier: MIT
# A sample of the client pages of all roles and regions, on paper: see sweep_sheets.py.
set -e
for need in chromium pdfinfo fc-list; do
    command -v $need > /dev/null || { echo "SKIPPED, LOUDLY: sheets are not counted, $need is not here"; exit 77; }
done
[ -n "$(fc-list :lang=zh)" ] || { echo "SKIPPED, LOUDLY: sheets are not counted, no font has Chinese"; exit 77; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 "$REROUTE_SOURCE/tests/cases/sweep_sheets.py" "$folder" 331
