#!/bin/sh
# SPDX-License-Identifier: MIT
# A sample of the client views of all roles and regions, with and without overrides: no id of the files is shown. See
# client_words.py.
set -e
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 "$REROUTE_SOURCE/tests/cases/client_words.py" "$folder" 211
