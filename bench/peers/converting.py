"""Peers make statements of tables: `python -m bench.peers.converting [NAME FOLDER OUT]`; without words, who is there.

FOLDER holds a table for each kind of statement (bench/converting.py), with ready IRIs, and tables.json, which says of
each its property and what its objects are; also mapping.ttl, the same as RML. OUT is the file that is written.
"""

from __future__ import annotations

import csv
import importlib
import json
import logging
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bench.clock import say


def rdflib(folder: Path, out: Path) -> int:
    """A Dataset, each statement added to its graph, written as N-Quads."""
    library: Any = importlib.import_module("rdflib")
    dataset = library.Dataset()
    for table in json.loads((folder / "tables.json").read_text("utf-8")):
        predicate, datatype, language = library.URIRef(table["predicate"]), table["datatype"], table["language"]
        with (folder / table["file"]).open(encoding="utf-8", newline="") as lines:
            for graph, subject, value in list(csv.reader(lines))[1:]:
                if table["is_iri"]:
                    node = library.URIRef(value)
                else:
                    kind = library.URIRef(datatype) if datatype else None
                    node = library.Literal(value, datatype=kind, lang=language or None)
                dataset.add((library.URIRef(subject), predicate, node, library.URIRef(graph)))
    dataset.serialize(str(out), format="nquads", encoding="utf-8")
    return 0


def maplib(folder: Path, out: Path) -> int:
    """map_triples on a Polars frame of each table and graph-less, written as N-Triples: it writes no N-Quads."""
    library: Any = importlib.import_module("maplib")
    polars: Any = importlib.import_module("polars")
    model = library.Model()
    for table in json.loads((folder / "tables.json").read_text("utf-8")):
        frame = polars.read_csv(folder / table["file"], infer_schema=False)
        frame = frame.select(polars.col("s").alias("subject"), polars.col("o").alias("object"))
        model.map_triples(frame, predicate=table["predicate"])
    model.write(str(out), format="ntriples")
    return 0


def morph_kgc(folder: Path, out: Path) -> int:
    """The mapping in RML, one process, written as N-Quads."""
    library: Any = importlib.import_module("morph_kgc")
    settings = (
        f"[CONFIGURATION]\noutput_format=N-QUADS\nnumber_of_processes=1\n[tables]\nmappings={folder / 'mapping.ttl'}\n"
    )
    statements = library.materialize_set(settings)
    out.write_text("".join(f"{statement} .\n" for statement in statements), encoding="utf-8")
    return 0


PEERS = {
    "rdflib": ("rdflib", "rdflib", rdflib),
    "maplib": ("maplib", "maplib", maplib),
    "morph-kgc": ("morph_kgc", "morph-kgc", morph_kgc),
}


def main() -> None:
    """Be one of the peers, or name them."""
    if len(sys.argv) == 1:
        print(*(name for name, (imported, _, _) in PEERS.items() if find_spec(imported)))
        return
    name, folder, out = sys.argv[1:]
    logging.disable(logging.CRITICAL)
    imported, package, work = PEERS[name]
    importlib.import_module(imported)
    say(lambda: work(Path(folder), Path(out)), lambda _: 0, package)


if __name__ == "__main__":
    main()
