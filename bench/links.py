"""How fast links are decided on a large index: python -m bench.links [--entities 100000 1000000] [--mentions 20000].

For each number of entities: makes up a dump (bench/dump.py), imports it on top of the territories, and decides the
mentions of made-up documents (bench/documents.py) in a process of its own, in which nothing was looked up before. Times
are CPU times. With --keep FOLDER the index stays there with what its import took, and is not made again.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from attrs import asdict, evolve, field, frozen

from bench.documents import Document, documents
from bench.dump import write_dump
from bench.imports import Import, imported
from bench.memory import memory_mb, peak_memory_mb
from kg.authority import read_authority
from kg.authority.index import CandidateIndex
from kg.links import links_for
from kg.settings import settings_of

ROOT = Path(__file__).resolve().parent.parent
SIZES = (100_000, 1_000_000)
MENTIONS = 20_000
COLD = 2_000  # mentions at the beginning, of which nearly every name is new
WANTED_A_SECOND = 2_000
OBJECTS_BETWEEN_COLLECTIONS = 50_000  # as a build has it (kg.pipeline, whose parser has no place in this process)
USUAL = 0.01  # share of the lines of the real dump that are wanted


@frozen
class Deciding:
    """What deciding the mentions of some documents took, and what came of those whose answer is certain."""

    documents: int
    mentions: int
    seconds: float
    cold_seconds: float  # for the first mentions, COLD or a few more
    cold_mentions: int
    peak_memory_mb: float
    own_memory_mb: float  # at the end, when the index is closed: without the pages of its file that were read
    right: Mapping[str, int] = field(factory=dict)  # kind -> links to the right thing
    left_open: Mapping[str, int] = field(factory=dict)
    wrong: Mapping[str, int] = field(factory=dict)
    kept_nil: Mapping[str, int] = field(factory=dict)  # of those that are in no index
    made_up: Mapping[str, int] = field(factory=dict)

    @property
    def mentions_a_second(self) -> float:
        """All mentions, the first ones too."""
        return self.mentions / self.seconds

    @property
    def cold_mentions_a_second(self) -> float:
        """The first ones alone."""
        return self.cold_mentions / self.cold_seconds


@frozen
class Growth:
    """The figures for one size of the index."""

    entities: int
    usual_import: Import  # one line in a hundred is wanted
    whole_import: Import
    deciding: Deciding


def measured(entities: int, mentions: int, folder: Path) -> Growth:
    """Make the index in a folder, unless it is there, and decide the mentions."""
    usual, whole = imports_in(folder, entities)
    authority = read_authority(settings_of(os.environ, Path.cwd()).authority)
    index = folder / "index.sqlite"
    written = documents(index, entities, authority, mentions, seed=1)
    # A process of its own: what was looked up to write the documents must not help to decide them.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
        return Growth(entities, usual, whole, alone.submit(decided, index, written).result())


def imports_in(folder: Path, entities: int) -> tuple[Import, Import]:
    """What the imports took, one line in a hundred wanted, and all of them: of this the index is kept."""
    folder.mkdir(parents=True, exist_ok=True)
    kept, index = folder / "imports.json", folder / "index.sqlite"
    if kept.exists():
        usual, whole = (Import(**row) for row in json.loads(kept.read_text("utf-8")))
        return usual, whole
    with tempfile.TemporaryDirectory(dir=folder) as aside:
        dump = Path(aside) / "dump.json"
        write_dump(dump, entities, USUAL, seed=1)
        usual = imported(dump, entities, USUAL, Path(aside) / "index.sqlite")
        words = ["-m", "kg", "authority", "import", "--territories", "--index", str(index), "-q"]
        subprocess.run([sys.executable, *words], cwd=ROOT, check=True)
        write_dump(dump, entities, 1.0, seed=1)
        whole = imported(dump, entities, 1.0, index)
    kept.write_text(json.dumps([asdict(usual), asdict(whole)]), encoding="utf-8")
    return usual, whole


def decided(index: Path, written: Sequence[Document]) -> Deciding:
    """Decide the mentions of all documents, as a process in which no name was met before."""
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    authority = read_authority(settings_of(os.environ, Path.cwd()).authority)
    right, left_open, wrong, kept_nil, made_up = (Counter[str]() for _ in range(5))
    mentions = cold_mentions = 0
    seconds = cold_seconds = 0.0
    with CandidateIndex.opened(index) as opened:
        authority = evolve(authority, index=opened)
        for document in written:
            began = time.process_time()
            links = links_for(document.entities, (), document.report, authority, document.offices)
            seconds += time.process_time() - began
            mentions += len(links)
            if not cold_mentions and mentions >= COLD:
                cold_mentions, cold_seconds = mentions, seconds
            kinds = {entity.id: entity.kind for entity in document.entities}
            for link in links:
                answer, kind = document.answers.get(link.entity), kinds[link.entity].value
                if answer:
                    found = {link.authority, link.qid} - {""}
                    (right if answer in found else wrong if found else left_open)[kind] += 1
                elif answer == "":
                    made_up[kind] += 1
                    kept_nil[kind] += not link.authority
    return Deciding(
        len(written),
        mentions,
        seconds,
        cold_seconds or seconds,
        cold_mentions or mentions,
        peak_memory_mb(),
        memory_mb(),
        right,
        left_open,
        wrong,
        kept_nil,
        made_up,
    )


def show(growths: Sequence[Growth]) -> None:
    """The table, and what came of the mentions."""
    rows: list[tuple[str, list[float]]] = [
        ("mentions decided a second", [growth.deciding.mentions_a_second for growth in growths]),
        (f"  the first {COLD:,} of them", [growth.deciding.cold_mentions_a_second for growth in growths]),
        ("memory, deciding (MB)", [growth.deciding.peak_memory_mb for growth in growths]),
        ("  without the pages of the index", [growth.deciding.own_memory_mb for growth in growths]),
        ("index (MB)", [growth.whole_import.index_mb for growth in growths]),
        ("import, 1 % wanted (lines a second)", [growth.usual_import.lines_a_second for growth in growths]),
        ("  its memory (MB)", [growth.usual_import.memory_mb for growth in growths]),
        ("import, all wanted (lines a second)", [growth.whole_import.lines_a_second for growth in growths]),
        ("  its memory (MB)", [growth.whole_import.memory_mb for growth in growths]),
    ]
    print(f"  {'entities':38}" + "".join(f"{growth.entities:>12,}" for growth in growths))
    for name, values in rows:
        ratio = f"    x {values[-1] / values[0]:.2f}" if len(values) > 1 else ""
        print(f"  {name:38}" + "".join(f"{value:12,.0f}" for value in values) + ratio)
    print(f"  (wanted: {WANTED_A_SECOND:,} mentions a second on {SIZES[-1]:,} entities)")
    print("  what came of them, to see that the work was done; no measure of quality, for all of it is made up:")
    for growth in growths:
        done = growth.deciding
        print(f"  {growth.entities:,} entities: {done.mentions:,} mentions in {done.documents:,} documents")
        for kind in sorted({*done.right, *done.left_open, *done.wrong}):
            answers = (done.right.get(kind, 0), done.left_open.get(kind, 0), done.wrong.get(kind, 0))
            unknown = done.made_up.get(kind, 0)
            kept = f"; in no index {unknown:,}, of these kept NIL {done.kept_nil.get(kind, 0):,}" if unknown else ""
            print(f"    {kind:14}" + "right {:,}, left open {:,}, wrong {:,}".format(*answers) + kept)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--entities", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--mentions", type=int, default=MENTIONS)
    parser.add_argument("--keep", type=Path, help="a folder in which the indexes stay")
    parser.add_argument("--to", type=Path, help="a file for the figures, as JSON")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.keep or Path(temporary)
        # All of them first: documents, once written, would count as memory of the imports that this process starts.
        for count in given.entities:
            imports_in(folder / str(count), count)
        growths = [measured(count, given.mentions, folder / str(count)) for count in given.entities]
    show(growths)
    if given.to:
        given.to.write_text(json.dumps([asdict(growth) for growth in growths]), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
