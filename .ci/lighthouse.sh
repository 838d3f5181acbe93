#!/bin/sh
# Look at the pages of kg serve through Lighthouse: how fast, how accessible, how sound, how well found.
#
#   .ci/lighthouse.sh BUILD
#
# BUILD is what kg build wrote. One page of each kind is opened in the Chromium of this machine, from a server on loopback;
# every score must be what lighthouse.mjs says there. A tool that is missing is named ("NOT CHECKED: ...") and nothing more.
# KG_PYTHON names an interpreter with kg other than the project's; KG_LIGHTHOUSE_FOLDER a folder for node_modules.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(dirname -- "$here")
python=${KG_PYTHON:-$root/.venv/bin/python}
package='lighthouse@12.8.2'

[ "$#" -eq 1 ] || { echo "usage: $0 BUILD (what kg build wrote)" >&2; exit 2; }
[ -f "$1/all.ttl" ] || { echo "$1/all.ttl is missing: run kg build first." >&2; exit 2; }
build=$(CDPATH='' cd -- "$1" && pwd)
cd "$root"

work=$(mktemp -d)
server=
end() {
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    rm -rf "$work"
}
trap end EXIT
trap 'exit 130' INT TERM

not_checked() {
    echo "NOT CHECKED: pages in Lighthouse ($1)"
    exit 0
}

CHROME_PATH=$(command -v chromium || command -v chromium-browser) || not_checked 'install chromium'
export CHROME_PATH
command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 || not_checked 'install node and npm'
nodes=${KG_LIGHTHOUSE_FOLDER:-$work/node}
if [ ! -d "$nodes/node_modules/lighthouse" ]; then
    mkdir -p "$nodes"
    echo '{"private": true}' >"$nodes/package.json"
    npm install --prefix "$nodes" --ignore-scripts --no-save --no-package-lock --no-audit --no-fund --loglevel=error \
        "$package" >"$work/npm" 2>&1 || not_checked "npm install $package failed: $(head -n 1 "$work/npm")"
fi

"$python" -m kg serve "$build" --port 0 >"$work/served" 2>"$work/log" </dev/null &
server=$!
address=
for _ in $(seq 300); do
    address=$(sed -n 's,.*\(http://127\.0\.0\.1:[0-9]*/\).*,\1,p' "$work/served" | tail -n 1)
    [ -z "$address" ] || break
    sleep 0.2
done
[ -n "$address" ] || { echo "kg serve has not said within a minute where it is:" >&2; cat "$work/log" >&2; exit 1; }

# One page of each kind, as the build says.
pages=$("$python" -c '
import sys
from pathlib import Path
from tests.browser.places import places_in
places = places_in(Path(sys.argv[1]))
print(places.document, places.busiest_person, places.deepest_claim, places.event)
' "$build")
# shellcheck disable=SC2086  # one word for each page
node "$here/lighthouse.mjs" "$nodes" "$address" index.html $pages events.html sparql.html
