"""Peers write files: `python -m bench.peers.serialising [NAME FORM FOLDER OUT]`; without words, which are installed.

Run by an interpreter that has them; it needs nothing of ours but the standard library.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bench.clock import say

EXTENSIONS = {"turtle": "ttl", "trig": "trig", "nquads": "nq", "jsonld": "jsonld"}


def rdflib(form: str, folder: Path) -> tuple[list[Any], Callable[[Any], bytes]]:
    """A Dataset for each document, a Graph of the union where the format keeps none; JSON-LD with our context."""
    library: Any = importlib.import_module("rdflib")
    read = []
    for path in sorted(folder.glob("*.nq")):
        dataset = library.Dataset(default_union=True)
        dataset.parse(str(path), format="nquads")
        if form in ("turtle", "jsonld"):
            graph = library.Graph()
            for statement in dataset.triples((None, None, None)):
                graph.add(statement)
            read.append(graph)
        else:
            read.append(dataset)
    more: dict[str, Any] = {}
    if form == "jsonld":
        more = {"context": context()["@context"], "auto_compact": False}
    return read, lambda graph: graph.serialize(format={"jsonld": "json-ld"}.get(form, form), encoding="utf-8", **more)


def context() -> Any:
    """The context of our JSON-LD."""
    json: Any = importlib.import_module("json")
    return json.loads((Path(__file__).resolve().parents[2] / "ontology" / "context.jsonld").read_text("utf-8"))


def maplib(form: str, folder: Path) -> tuple[list[Any], Callable[[Any], bytes]]:
    """A Model for each document, of the union: it writes no format that keeps graphs."""
    library: Any = importlib.import_module("maplib")
    read = []
    for path in sorted(folder.glob("*.nq")):
        model = library.Model()
        triples = "".join(f"{line.rpartition(' <')[0]} .\n" for line in path.read_text("utf-8").splitlines())
        model.reads(triples, format="ntriples")
        read.append(model)
    return read, lambda model: model.writes(format={"nquads": "ntriples"}.get(form, form)).encode()


PEERS = {"rdflib": rdflib, "maplib": maplib}


def main() -> None:
    """Be one of the peers, or name them."""
    if len(sys.argv) == 1:
        print(*(name for name in PEERS if find_spec(name)))
        return
    name, form, folder, out = sys.argv[1:]
    read, write = PEERS[name](form, Path(folder))
    written: list[bytes] = []
    say(lambda: written.extend(map(write, read)), lambda _: 0, name)
    for number, content in enumerate(written):
        Path(out, f"{number:05}.{EXTENSIONS[form]}").write_bytes(content)


if __name__ == "__main__":
    main()
