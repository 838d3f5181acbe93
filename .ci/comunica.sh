#!/bin/sh
# Ask what was built through Comunica, an engine that shares no line of code with ours, and compare the rows.
#
#   .ci/comunica.sh BUILD SITE
#
# BUILD is what kg build wrote, SITE what kg publish site wrote of it. Three of the questions of data/queries are asked of
# the endpoint of kg serve over BUILD, and of the Turtle file of SITE as a plain host of files gives it; both servers
# listen on loopback only, on ports that are free. The rows must be those of kg query. A tool that is missing is named
# ("NOT CHECKED: ..."); with KG_REQUIRE_TOOLS=1 that is a failure.
# KG_PYTHON names an interpreter with kg other than the project's; KG_COMUNICA_FOLDER a folder for node_modules.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(dirname -- "$here")
python=${KG_PYTHON:-$root/.venv/bin/python}
questions='q03-diplomats-and-leaders q10-reasons-for-silence q23-relative-dates'
packages='@comunica/query-sparql@5.4.1 @comunica/query-sparql-file@5.3.0'

[ "$#" -eq 2 ] || { echo "usage: $0 BUILD SITE (what kg build and kg publish site wrote)" >&2; exit 2; }
for file in "$1/all.nq" "$2/dataset/all.ttl"; do
    [ -f "$file" ] || { echo "$file is missing: run kg build and kg publish site first." >&2; exit 2; }
done
build=$(CDPATH='' cd -- "$1" && pwd)
site=$(CDPATH='' cd -- "$2" && pwd)
cd "$root"

work=$(mktemp -d)
servers=
end() {
    for each in $servers; do
        kill "$each" 2>/dev/null || true
        wait "$each" 2>/dev/null || true
    done
    rm -rf "$work"
}
trap end EXIT
trap 'exit 130' INT TERM

not_checked() {
    echo "NOT CHECKED: answers by Comunica ($1)"
    [ "${KG_REQUIRE_TOOLS:-}" != 1 ] || exit 1
    exit 0
}

nodes=${KG_COMUNICA_FOLDER:-$work/node}
command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 || not_checked 'install node and npm'
if [ ! -x "$nodes/node_modules/.bin/comunica-sparql-file" ]; then
    mkdir -p "$nodes"
    # undici 8 asks for a newer node than Debian's, and dies at once on it.
    echo '{"private": true, "overrides": {"undici": "7.16.0"}}' >"$nodes/package.json"
    # shellcheck disable=SC2086  # one word for each package
    npm install --prefix "$nodes" --ignore-scripts --no-save --no-package-lock --no-audit --no-fund --loglevel=error \
        $packages >"$work/npm" 2>&1 || not_checked "npm install $packages failed: $(head -n 1 "$work/npm")"
fi
comunica=$nodes/node_modules/.bin

# address_of FILE: the address that a server has written into a file, as soon as it is there.
address_of() {
    for _ in $(seq 300); do
        found=$(sed -n 's,.*\(http://127\.0\.0\.1:[0-9]*\)/.*,\1,p' "$1" | tail -n 1)
        [ -z "$found" ] || { echo "$found"; return; }
        sleep 0.2
    done
    echo "no server has said within a minute where it is:" >&2
    cat "$1" >&2
    return 1
}

"$python" -m kg serve "$build" --port 0 >"$work/kg-serve" 2>"$work/kg-serve.log" </dev/null &
servers=$!
"$python" -u -m http.server 0 --bind 127.0.0.1 --directory "$site" >"$work/files" 2>"$work/files.log" </dev/null &
servers="$servers $!"
endpoint=$(address_of "$work/kg-serve")/sparql
turtle=$(address_of "$work/files")/dataset/all.ttl

failed=0
# compare NAME QUESTION: what Comunica wrote against what kg query wrote, as sets of rows below the same heading.
compare() {
    for each in read written; do
        tr -d '\r' <"$work/$each" | sed 1q >"$work/$each.rows"
        tr -d '\r' <"$work/$each" | sed 1d | LC_ALL=C sort >>"$work/$each.rows"
    done
    if cmp -s "$work/read.rows" "$work/written.rows"; then
        echo "same:   $1, $2 ($(($(wc -l <"$work/written.rows") - 1)) rows)"
    else
        echo "FAILED: $1, $2 and kg query differ"
        diff "$work/written.rows" "$work/read.rows" | sed 's/^/  /' | head -n 10
        cat "$work/said" | head -n 5
        failed=1
    fi
}

for question in $questions; do
    query=$root/data/queries/$question.rq
    "$python" -m kg query "$query" --build "$build" --format csv >"$work/written"
    # An answer without rows would be the same wherever nothing is read.
    [ "$(wc -l <"$work/written")" -gt 1 ] || { echo "FAILED: $question has no answer"; failed=1; }
    "$comunica/comunica-sparql" "sparql@$endpoint" -f "$query" -t text/csv >"$work/read" 2>"$work/said" || true
    compare "Comunica at the endpoint" "$question"
    "$comunica/comunica-sparql" "$turtle" -f "$query" -t text/csv >"$work/read" 2>"$work/said" || true
    compare "Comunica with the Turtle of the site" "$question"
done
[ "$failed" -eq 0 ]
