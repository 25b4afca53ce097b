#!/bin/sh
# SPDX-License-Identifier: MIT
# Each command has a man page in both languages, with every option of its --help, that mandoc and man read without a complaint.
set -e
export LC_ALL=C.UTF-8
pages=$REROUTE_BUILD/core/install/made/man
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

wrong() {
    echo "$*"
    exit 1
}

check_page() { # page, what asks for its help, language, headings
    [ -s "$1" ] || wrong "there is no $1"
    sed 's/\\-/-/g' "$1" > "$folder/page"
    $2 --help -l "$3" > "$folder/help"
    for option in $(sed -nE 's/^  (-[a-zA-Z], |    )(--[a-z-]+).*/\2/p' "$folder/help"); do
        grep -q "^\(\\\\fB-[a-zA-Z]\\\\fR, \)\?\\\\fB$option\\\\fR" "$folder/page" || wrong "$1 does not know $option"
    done
    for heading in $4; do
        grep -q "^\.SH \"$(echo "$heading" | tr _ ' ')\"" "$folder/page" || wrong "$1 has no part $heading"
    done
}

english='NAME SYNOPSIS DESCRIPTION OPTIONS EXIT_STATUS ENVIRONMENT EXAMPLES SEE_ALSO'
chinese='名称 概述 说明 选项 退出码 环境变量 示例 参见'
"$REROUTE_BIN" --help -l en | sed -nE '/^Commands:/,/^$/s/^  ([a-z]+( [a-z]+)?)(  .*| [A-Z[].*| [a-z]+\|.*)$/\1/p' > "$folder/commands"
[ "$(wc -l < "$folder/commands")" -ge 20 ] || wrong "only $(wc -l < "$folder/commands") commands: this test sees too few"
while read -r name; do
    page=man1/reroute-$(echo "$name" | tr ' ' -).1
    check_page "$pages/$page" "$REROUTE_BIN $name" en "$english"
    check_page "$pages/zh_CN/$page" "$REROUTE_BIN $name" zh "$chinese"
done < "$folder/commands"
check_page "$pages/man1/reroute.1" "$REROUTE_BIN" en "$english COMMANDS FILES"
check_page "$pages/zh_CN/man1/reroute.1" "$REROUTE_BIN" zh "$chinese 命令 文件"
[ "$(ls "$pages/man1" | wc -l)" = $(($(wc -l < "$folder/commands") + 1)) ] || wrong "there is a page of no command"
for page in $(sed -nE '/^\.SH "SEE ALSO"/,$s/^\\fB([a-z\-]+)\\fR\(1\).*/\1/p' "$pages"/man1/*.1 | sed 's/\\//g' | sort -u); do
    [ -e "$pages/man1/$page.1" ] || wrong "a page names $page(1), which is not there"
done
echo "$(wc -l < "$folder/commands") commands: each has its pages"

# The date is the version's, or the one that builders of packages give.
date=$(sed -n 's/^#define RR_VERSION_DATE "\([0-9-]*\)".*/\1/p' "$REROUTE_SOURCE/include/reroute/version.h")
manual=$REROUTE_BUILD/core/install/reroute-manual
mkdir "$folder/own" "$folder/given"
env -u SOURCE_DATE_EPOCH "$manual" "$folder/own"
SOURCE_DATE_EPOCH=86400 "$manual" "$folder/given"
grep -q "^\.TH REROUTE 1 $date " "$folder/own/man1/reroute.1" || wrong "the pages do not bear the version's date"
for page in man1/reroute.1 zh_CN/man1/reroute-match.1; do
    sed "s/$date/1970-01-02/" "$folder/own/$page" | cmp - "$folder/given/$page" || wrong "$page does not bear the date of SOURCE_DATE_EPOCH alone"
done
if SOURCE_DATE_EPOCH=yesterday "$manual" "$folder/given" 2> /dev/null; then wrong "a date that is none was taken"; fi

skipped=
if command -v mandoc > /dev/null; then
    mandoc -T lint -W style "$pages"/man1/*.1
    mandoc -T lint -W warning "$pages"/zh_CN/man1/*.1
    echo "mandoc has nothing to say"
else
    skipped="mandoc is not installed"
fi
if man --version 2> /dev/null | grep -q "^man [0-9]" && command -v groff > /dev/null; then
    for page in "$pages"/man1/*.1 "$pages"/zh_CN/man1/*.1; do
        man --warnings -E UTF-8 -l -Tutf8 "$page" 2>> "$folder/complaints" > "$folder/shown"
        grep -q 'reroute' "$folder/shown" || wrong "man shows nothing of $page"
    done
    [ ! -s "$folder/complaints" ] || { cat "$folder/complaints"; wrong "man complains"; }
    echo "man has nothing to say"
else
    skipped="$skipped${skipped:+; }man-db and groff are not installed"
fi
[ -z "$skipped" ] || echo "SKIPPED, LOUDLY: $skipped"
