#!/bin/sh
# SPDX-License-Identifier: MIT
# No binding forgets a public function.
exec python3 "$REROUTE_SOURCE/tests/bindings/symbols.py" "$REROUTE_SOURCE"
