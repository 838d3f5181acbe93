"""Writing statements as files: ours beside pyoxigraph alone, plain lines, and peers. `python -m bench.serialising`.

The data are copies of the first report. Each document is written by itself; what all wrote is read again and counted.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from pyoxigraph import parse

from bench.contest import Entrant, Run, contest, named_peers, said_by, with_amount
from bench.copies import write_documents
from bench.figures import LIMIT, OURS, PEER, Comparison, Goal, Machine, Part, load
from bench.peers.serialising import EXTENSIONS
from bench.writers import OXIGRAPH

COMMAND = "python -m bench.serialising --documents {documents} --rounds {rounds} --peers PYTHON"
NAMES = {"turtle": "Turtle", "trig": "TriG", "nquads": "N-Quads", "jsonld": "JSON-LD"}
WITHIN = 2.0
JSON_LD_NOTE = "it writes the expanded form, without our context: less work"


def counted(run: Callable[[Path], Run], form: str) -> Run:
    """A run with how many statements it wrote, documents told apart."""

    def statements(out: Path) -> int:
        return sum(len(set(parse(path=str(path), format=OXIGRAPH[form]))) for path in out.glob(f"*.{EXTENSIONS[form]}"))

    return with_amount(run, statements)


def entrants(form: str, folder: Path, peers: Sequence[str]) -> list[Entrant]:
    """All who can write a format."""

    def mine(name: str) -> Callable[[], Run]:
        words = (name, form, str(folder))
        return lambda: counted(lambda out: said_by(sys.executable, "bench.writers", *words, str(out)), form)

    def theirs(python: str, name: str) -> Callable[[], Run]:
        return lambda: counted(
            lambda out: said_by(python, "bench.peers.serialising", name, form, str(folder), str(out)), form
        )

    found = [Entrant("kg", OURS, mine("kg"))]
    found.append(Entrant("pyoxigraph alone", LIMIT, mine("pyoxigraph"), JSON_LD_NOTE if form == "jsonld" else ""))
    if form == "nquads":
        found.append(Entrant("plain lines", LIMIT, mine("plain")))
    for python, name in named_peers(peers, "bench.peers.serialising"):
        if name != "maplib" or form in ("turtle", "nquads"):
            note = "of the union: it writes no format with graphs" if name == "maplib" else ""
            found.append(Entrant(name, PEER, theirs(python, name), note))
    return found


def main() -> None:
    """Measure, and keep."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--documents", type=int, default=10, help="copies of the first report")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each")
    parser.add_argument("--peers", action="append", default=[], metavar="PYTHON", help="an interpreter that has peers")
    given = parser.parse_args()
    before = load()
    comparisons, goals, versions, missing = [], [], {}, []
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "documents"
        write_documents(folder, given.documents)
        for form, name in NAMES.items():
            print(name, flush=True)
            rows, found, failed = contest(entrants(form, folder, given.peers), given.rounds)
            about = "From quads in memory to the bytes of a file for each document; reading them is not counted."
            comparison = Comparison(f"Writing {name}", about, "statements", given.documents, rows)
            comparisons.append(comparison)
            alone = comparison.named("pyoxigraph alone")
            if alone and form != "jsonld":
                goals.append(
                    Goal(f"{name}, CPU beside pyoxigraph alone", WITHIN, comparison.ours.cpu / alone.cpu, True)
                )
            versions.update(found)
            missing += [f"{name} by {each}" for each in failed]
    if not given.peers:
        missing.append("peers; none were named (`--peers`).")
    Part(
        "serialising",
        "Writing files",
        30,
        "Our Turtle, TriG and JSON-LD are in a fixed order, with the same bytes on every run; those of the others "
        "are in the order in which they hold the statements. Ours bring them into that order within the time.",
        COMMAND.format(documents=given.documents, rounds=given.rounds),
        Machine.now(before, versions),
        tuple(comparisons),
        tuple(goals),
        missing=tuple(missing),
    ).keep()


if __name__ == "__main__":
    main()
