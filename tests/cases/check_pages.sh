#!/bin/sh
# SPDX-License-Identifier: MIT
# Pages in a browser and on paper, in both languages, both views and side by side: see check_pages.py. And an HTML
# checker has nothing to say against them.
set -e
for need in chromium tidy pdfinfo pdftotext fc-list; do
    command -v $need > /dev/null || { echo "SKIPPED, LOUDLY: pages are not looked at, $need is not here"; exit 77; }
done
[ -n "$(fc-list :lang=zh)" ] || { echo "SKIPPED, LOUDLY: pages are not looked at, no font has Chinese"; exit 77; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
reroute=$REROUTE_BIN
cases=$REROUTE_SOURCE/tests
cd "$folder"

page() { # name, most sheets or "", command and arguments
    name=$1 most=$2
    shift 2
    "$reroute" "$@" -f html --date 2026-11-24 -o "$name.html"
    tidy -q -e -utf8 "$name.html" > tidy.txt 2>&1 || true
    [ ! -s tidy.txt ] || { echo "tidy on $name:"; cat tidy.txt; exit 1; }
    pages="$pages $name.html${most:+:$most}"
}

"$reroute" profile new --occupation 'taxi driver' --years 12 --licence C1:2012 --age 47 -o p.xml
hostile=$cases/data/hostile/taxonomy-page.xml
"$reroute" profile new -t "$hostile" --occupation o --years 3 --skill b -o h.xml
"$reroute" profile new -t "$cases/data/plan/taxonomy.xml" --occupation demo:packer --years 3 --age 40 -o packer.xml
made_up="-t $cases/data/plan/taxonomy.xml --plugin $cases/data/plan/region --plugin $cases/data/plan/foreign -r XX-1"
compared="-t $cases/data/plan/taxonomy.xml -t $cases/data/compare/overlay.xml --plugin $cases/data/plan/region -r XX-1"
python3 -c 'import sys; print(open(sys.argv[1]).read().replace(">@work", ">@" + "work " * 2000).replace(">+", ">+" + "x" * 10000))' "$hostile" > long.xml
for lang in en zh en,zh; do
    sheet=1
    [ "$lang" = en,zh ] && sheet=2 # one on each side of the paper
    page "match-client-$lang" $sheet match p.xml --region CN-GD --view client -l "$lang"
    page "explain-client-$lang" $sheet explain p.xml cn:data-labeller --region CN-GD --view client -l "$lang"
    page "plan-client-$lang" $sheet plan p.xml cn:data-labeller --region CN-GD --view client -l "$lang"
    [ "$lang" = en,zh ] || page "plan-client-long-$lang" 1 plan p.xml cn:express-station-manager --region CN-GD --view client -l "$lang"
    page "plan-client-made-up-$lang" $sheet plan packer.xml demo:target $made_up --max-weeks 20 --view client -l "$lang"
    page "plan-client-none-$lang" $sheet plan packer.xml demo:target $made_up --max-weeks 1 --view client -l "$lang"
    page "path-client-$lang" $sheet path p.xml cn:data-labeller --region CN-GD --floor 4500 --view client -l "$lang"
    page "path-client-made-up-$lang" $sheet path packer.xml demo:target $made_up --view client -l "$lang"
    page "compare-client-$lang" $sheet compare p.xml cn:data-labeller cn:icv-tester cn:express-station-manager cn:remote-safety-operator --region CN-GD --view client -l "$lang"
    page "compare-client-made-up-$lang" $sheet compare packer.xml demo:target demo:paid demo:fading demo:bare $compared --view client -l "$lang"
    for command in "match p.xml" "explain p.xml cn:icv-tester" "plan p.xml cn:cloud-aiops" "path p.xml cn:express-station-manager --floor 4500" \
                   "compare p.xml cn:icv-tester cn:data-labeller cn:express-station-manager cn:remote-safety-operator"; do # what was decided, at length
        page "${command%% *}-client-decided-$lang" $sheet $command --region CN-GD --override "$cases/data/overrides/ten.json" --view client -l "$lang"
    done
    page "path-$lang" "" path p.xml cn:data-labeller --region CN-GD --floor 4500 -l "$lang"
    page "path-made-up-$lang" "" path packer.xml demo:target $made_up -l "$lang"
    page "compare-$lang" "" compare p.xml cn:data-labeller cn:icv-tester cn:express-station-manager cn:remote-safety-operator --region CN-GD --view caseworker -l "$lang"
    page "compare-made-up-$lang" "" compare packer.xml demo:target demo:paid demo:fading demo:bare $compared --view caseworker -l "$lang"
    page "plan-$lang" "" plan p.xml cn:data-labeller --region CN-GD -l "$lang"
    page "plan-made-up-$lang" "" plan packer.xml demo:target $made_up --max-weeks 20 -l "$lang"
    page "match-$lang" "" match p.xml --region CN-GD -l "$lang"
    page "explain-$lang" "" explain p.xml cn:data-labeller --region CN-GD -l "$lang"
done
page compare-client-six 2 compare p.xml cn:data-labeller cn:icv-tester cn:express-station-manager cn:remote-safety-operator cn:drone-pilot cn:genai-operator --region CN-GD --view client
page hostile "" match h.xml -t "$hostile"
page hostile-explained "" explain h.xml p -t "$hostile" -l en,zh
for view in client caseworker; do
    page "hostile-path-$view" "" path h.xml p -t "$hostile" --view $view -l en,zh
    page "hostile-compare-$view" "" compare h.xml p o -t "$hostile" --view $view -l zh
    page "long-path-$view" "" path h.xml p -t long.xml --view $view
    page "long-compare-$view" "" compare h.xml p o -t long.xml --view $view -l en,zh
done
page long "" match h.xml -t long.xml -l zh,en
page long-client "" explain h.xml p -t long.xml --view client
draw=$(dirname "$REROUTE_BIN")/unit_render_draw
"$draw" pictures.html && "$draw" pictures-beside.html beside
python3 "$cases/cases/check_pages.py" "$folder" $pages pictures.html:1 pictures-beside.html
[ -z "$REROUTE_PAGES" ] || cp "$folder"/*.html "$folder"/*.png "$folder"/*.pdf "$REROUTE_PAGES" # to look at
