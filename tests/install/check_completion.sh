#!/bin/sh
# SPDX-License-Identifier: MIT
# Tab in bash and zsh: commands, groups, options, their values and files; nothing is offered that the program would refuse.
set -e
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
: > driver.xml

wrong() {
    echo "$*"
    exit 1
}

# --- bash: the function is asked as bash asks it ---
"$REROUTE_BIN" completion bash > bash
cat > ask <<'EOF_ASK'
source ./bash
read -ra COMP_WORDS <<< "$1"
[[ $1 == *' ' ]] && COMP_WORDS+=("")
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_reroute
printf '%s\n' "${COMPREPLY[@]}" | sort | tr '\n' ' '
EOF_ASK

bash_offers() { # line, all that is offered
    said=$(bash --norc ask "$1")
    [ "$said" = "$2" ] || wrong "bash: '$1' offers '$said', not '$2'"
}

if command -v bash > /dev/null; then
    bash -n bash
    bash_offers 'reroute expl' 'explain '
    bash_offers 'reroute taxonomy ' '--help build check import info '
    bash_offers 'reroute plugin che' 'check '
    bash_offers 'reroute match --no-t' '--no-text --no-titles '
    bash_offers 'reroute match dri' 'driver.xml '
    bash_offers 'reroute match driver.xml -f t' 'text tsv '
    bash_offers 'reroute match driver.xml --view c' 'caseworker client '
    bash_offers 'reroute profile new -f ' 'csv json jsonl xml '
    bash_offers 'reroute plugin check --only d' ' '
    # Each option that is offered for a command is one that it takes.
    while read -r name; do
        for option in $(bash --norc ask "reroute $name --"); do
            "$REROUTE_BIN" $name --help | grep -q -e " $option\b" || wrong "bash offers $option for $name"
        done
    done <<'EOF_NAMES'
match
plugin check
taxonomy import
completion
EOF_NAMES
    echo "bash completes"
else
    echo "SKIPPED, LOUDLY: bash is not installed"
fi

# --- zsh: a real shell on a terminal of its own ---
if ! command -v zsh > /dev/null; then
    echo "SKIPPED, LOUDLY: zsh is not installed"
    exit 0
fi
mkdir zsh
: > zsh/driver.xml
"$REROUTE_BIN" completion zsh -l en > zsh/_reroute
"$REROUTE_BIN" completion zsh -l zh | zsh -n
while IFS='|' read -r line wanted; do
    said=$(zsh -f "$REROUTE_SOURCE/tests/install/complete.zsh" "$folder/zsh" "$line")
    [ "$said" = "$wanted" ] || wrong "zsh: '$line' becomes '$said', not '$wanted'"
done <<'EOF_LINES'
reroute expl|reroute explain 
reroute plugin che|reroute plugin check 
reroute match --vi|reroute match --view=
reroute match --view=cl|reroute match --view=client 
reroute match -l en driv|reroute match -l en driver.xml 
reroute taxonomy import --mod|reroute taxonomy import --model=
EOF_LINES
echo "zsh completes"
