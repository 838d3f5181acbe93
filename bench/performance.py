"""All benches of docs/performance.md, one after the other, and then the page: `python -m bench.performance`.

Each part keeps its figures in bench/latest/, so that it can be measured again alone. --peers PYTHON names an
interpreter that has rdflib, morph-kgc, maplib, pyshifty or pyshacl-turbo; it may be given more than once.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

PARTS = ("building", "converting", "serialising", "shapes", "stores", "growth")
WITH_PEERS = frozenset({"converting", "serialising", "shapes"})


def main() -> int:
    """Measure all; go on where one part fails, and end with 1."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--peers", action="append", default=[], metavar="PYTHON", help="an interpreter that has peers")
    parser.add_argument("--volume", type=Path, help="a volume in TEI, for the builds")
    given = parser.parse_args()
    failed = []
    for part in PARTS:
        print(f"== {part}", flush=True)
        words = [word for python in given.peers for word in ("--peers", python)] if part in WITH_PEERS else []
        if part == "building" and given.volume:
            words += ["--volume", str(given.volume)]
        if subprocess.call([sys.executable, "-m", f"bench.{part}", *words]):
            failed.append(part)
    subprocess.check_call([sys.executable, "-m", "bench.report"])
    if failed:
        print(f"failed, so what was measured before stays: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
