#!/bin/sh
# Read a build with tools that share no line of code with it, and compare what they understood.
#
#   .ci/independent.sh FOLDER
#
# rapper (raptor2-utils) reads the Turtle, TriG and N-Quads, jsonld (npm) and PyLD read the JSON-LD; all must give the
# same triples. A tool that is missing is named ("NOT CHECKED: ..."); with KG_REQUIRE_TOOLS=1 that is a failure.
# KG_PYTHON names an interpreter with PyLD other than the project's; KG_NODE_FOLDER a folder with node_modules/jsonld.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
python=${KG_PYTHON:-$here/../.venv/bin/python}
jsonld='jsonld@9.0.0'

[ "$#" -eq 1 ] || { echo "usage: $0 FOLDER (a folder that kg build wrote)" >&2; exit 2; }
folder=$1
[ -f "$folder/all.nq" ] || { echo "$folder holds no all.nq: run kg build first, or name another folder." >&2; exit 2; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
missing=0
failed=0

not_checked() {
    echo "NOT CHECKED: $1"
    missing=1
}

# compare NAME: $work/NAME, what a tool read, against the N-Quads that the build wrote.
compare() {
    "$python" "$here/same_graph.py" "$1" "$work/read" "$2" || failed=1
}

if command -v rapper >/dev/null 2>&1; then
    for file in "$folder"/*.ttl "$folder"/*.trig "$folder"/*.nq; do
        case $file in
            *.ttl) syntax=turtle ;;
            *.trig) syntax=trig ;;
            *) syntax=nquads ;;
        esac
        if ! rapper -q -i "$syntax" -o ntriples "$file" >"$work/read"; then
            echo "FAILED: rapper cannot read $file"
            failed=1
        elif [ -f "${file%.*}.nq" ]; then
            compare "rapper $file" "${file%.*}.nq"
        else
            echo "read:   rapper $file ($(sort -u "$work/read" | wc -l) triples)"
        fi
    done
else
    not_checked "Turtle, TriG and N-Quads by rapper (apt-get install raptor2-utils)"
fi

nodes=${KG_NODE_FOLDER:-$work/node}
if ! command -v node >/dev/null 2>&1; then
    not_checked "JSON-LD by jsonld.js (install node and npm)"
elif [ ! -d "$nodes/node_modules/jsonld" ] && ! {
    mkdir -p "$nodes" && npm install --prefix "$nodes" --no-save --no-package-lock --no-audit --no-fund --loglevel=error \
        "$jsonld" >"$work/npm" 2>&1
}; then
    not_checked "JSON-LD by jsonld.js (npm install $jsonld failed: $(head -n 1 "$work/npm" 2>/dev/null))"
else
    for file in "$folder"/*.jsonld; do
        if KG_NODE_FOLDER="$nodes" node "$here/jsonld_to_nquads.js" "$file" >"$work/read"; then
            compare "jsonld.js $file" "${file%.*}.nq"
        else
            echo "FAILED: jsonld.js cannot read $file"
            failed=1
        fi
    done
fi

if "$python" -c 'import pyld' 2>/dev/null; then
    for file in "$folder"/*.jsonld; do
        if "$python" "$here/jsonld_to_nquads.py" "$file" >"$work/read"; then
            compare "PyLD $file" "${file%.*}.nq"
        else
            echo "FAILED: PyLD cannot read $file"
            failed=1
        fi
    done
else
    not_checked "JSON-LD by PyLD ($python has no pyld)"
fi

[ "$failed" -eq 0 ] || exit 1
[ "$missing" -eq 0 ] || [ "${KG_REQUIRE_TOOLS:-}" != 1 ] || exit 1
