"""SHACL: ours beside pySHACL alone and other engines, on the same documents: `python -m bench.shapes`.

The data are copies of the first report, or documents of a build (--build), as they are and then spoiled: of each every
so many statements are taken away, so that there is something to find. That the verdicts are the same, result by result,
is what `python -m bench.verdicts` looks at; here the results are counted.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from bench.contest import ROOT, Entrant, Run, contest, named_peers, said_by
from bench.copies import write_documents
from bench.figures import OURS, PEER, Comparison, Goal, Machine, Part, load
from kg.settings import settings_of

COMMAND = "python -m bench.shapes --documents {documents} --rounds {rounds} --peers PYTHON"
WITHIN_MS = 10.0
ONE_IN = 150  # statements that a spoiled document lacks: of a report some forty, of all its nouns


Measured: TypeAlias = tuple[dict[str, str], list[str]]
"""The versions of the peers, and who failed with why."""


def entrants(folder: Path, shapes: Path, peers: list[str]) -> list[Entrant]:
    """All who can judge."""

    def mine(name: str) -> Callable[[], Run]:
        return lambda: said_by(sys.executable, "bench.judge", name, str(folder))

    def theirs(python: str, name: str) -> Callable[[], Run]:
        return lambda: said_by(python, "bench.peers.shapes", name, str(folder), str(shapes))

    found = [
        Entrant("kg: first pass, then pySHACL", OURS, mine("kg")),
        Entrant("pySHACL over a pyoxigraph store", PEER, mine("store"), "The store is filled within the time."),
    ]
    for python, name in named_peers([sys.executable, *peers], "bench.peers.shapes"):
        label = "pySHACL over an rdflib graph" if name == "pyshacl" else f"{name} over an rdflib graph"
        found.append(Entrant(label, PEER, theirs(python, name), "Filling the graph is not counted."))
    return found


def write_spoiled(documents: Path, folder: Path) -> None:
    """The same documents with one in so many statements taken away, no two documents in the same places."""
    folder.mkdir()
    for number, path in enumerate(sorted(documents.iterdir())):
        lines = path.read_bytes().splitlines(keepends=True)
        del lines[number * ONE_IN // 7 % ONE_IN :: ONE_IN]
        (folder / path.name).write_bytes(b"".join(lines))


def compared(title: str, folder: Path, shapes: Path, peers: list[str], rounds: int) -> tuple[Comparison, Measured]:
    """All who can judge, on the documents of a folder."""
    rows, versions, failed = contest(entrants(folder, shapes, peers), rounds)
    count = sum(1 for _ in folder.iterdir())
    statements = sum(path.read_bytes().count(b"\n") for path in folder.iterdir())
    about = f"{statements / count:,.0f} statements a document; all shapes, those with SPARQL too."
    return Comparison(title, about, "results", count, rows), (versions, failed)


def main() -> None:
    """Measure, and keep."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--documents", type=int, default=5, help="copies of the first report, or documents of --build")
    parser.add_argument("--build", type=Path, help="the folder that kg build wrote, in place of copies")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each")
    parser.add_argument("--peers", action="append", default=[], metavar="PYTHON", help="an interpreter that has peers")
    given = parser.parse_args()
    before = load()
    with tempfile.TemporaryDirectory() as scratch:
        folder, shapes = Path(scratch) / "documents", Path(scratch) / "shapes.ttl"
        if given.build:
            folder.mkdir()
            all_documents = [path for path in sorted(given.build.glob("*.nq")) if path.name != "all.nq"]
            for path in all_documents[:: max(1, len(all_documents) // given.documents)][: given.documents]:
                shutil.copy(path, folder)
        else:
            write_documents(folder, given.documents)
        texts = [path.read_text("utf-8") for path in sorted(settings_of({}, ROOT).shapes.glob("*.ttl"))]
        shapes.write_text("\n".join(texts), "utf-8")
        spoiled = Path(scratch) / "spoiled"
        write_spoiled(folder, spoiled)
        sound, (versions, failed) = compared("SHACL", folder, shapes, given.peers, given.rounds)
        faulty, (_, failed_too) = compared("SHACL, with faults", spoiled, shapes, given.peers, given.rounds)
        failed += [why for why in failed_too if why not in failed]
    Part(
        "shapes",
        "SHACL",
        40,
        f"{'Documents of a build' if given.build else 'Copies of the first report'}. How the engines differ in their "
        "verdicts stands in [shapes.md](shapes.md).",
        COMMAND.format(documents=given.documents, rounds=given.rounds) + (" --build FOLDER" if given.build else ""),
        Machine.now(before, versions),
        (sound, faulty),
        (Goal("SHACL, CPU", WITHIN_MS, sound.ours.cpu / sound.documents * 1000, is_most=True, unit="ms a document"),),
        missing=tuple(failed) if given.peers else (*failed, "other engines; no peers were named (`--peers`)."),
    ).keep()


if __name__ == "__main__":
    main()
