"""SHACL beside pySHACL alone: the same results, and what each takes. `python -m bench.verdicts BUILD [--every N]`.

BUILD is the folder that `kg build` wrote; every Nth document is judged by both, the looking-up tables counted as a part
of ours. Ends with 1 where a result differs. CPU time of this process.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from itertools import islice
from pathlib import Path

from kg.checks.index import Index
from kg.checks.judge import results_by_pyshacl, results_on
from kg.checks.shapes import shapes_in
from kg.publish.queries import each_document_in
from kg.settings import settings_of


def main() -> int:
    """Judge, compare, and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("build", type=Path, help="the folder that kg build wrote")
    parser.add_argument("--every", type=int, default=1, help="judge every Nth document only")
    given = parser.parse_args()
    shapes = shapes_in(settings_of(os.environ, Path.cwd()).shapes)
    documents = statements = results = different = 0
    ours_s = alone_s = 0.0
    for quads in islice(each_document_in(given.build), None, None, given.every):
        began = time.process_time()
        index = Index(quads)
        ours = results_on(index, shapes)
        between = time.process_time()
        alone = results_by_pyshacl(Index(quads).store, shapes)
        ours_s, alone_s = ours_s + between - began, alone_s + time.process_time() - between
        documents, statements, results = documents + 1, statements + len(quads), results + len(alone)
        different += ours != alone
    print(f"{documents} documents, {statements / documents:,.0f} statements and {results / documents:.1f} results each")
    print(f"ours {ours_s / documents * 1000:.1f} ms a document, pySHACL alone {alone_s / documents * 1000:.1f} ms")
    print(f"{different} documents judged otherwise")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
