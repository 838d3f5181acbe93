"""Keys of names against full text search: python -m bench.fulltext [--names 1000000].

The same made-up names (bench/dump.py) in two SQLite files: under the keys of the index of candidates, and in an FTS5
table. Both give the 32 most prominent bearers of a name. This is why the index has keys (docs/candidates.md).
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from bench.dump import Names
from kg.authority.blocking import numbers_of_entry, numbers_of_query
from kg.model.entity import Kind

ASKED = 1000
LIMIT = 32
UNSAFE = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"


def under_keys(path: Path, names: Sequence[str], ranks: Sequence[int]) -> Callable[[str], object]:
    """Keep the names under their keys, and give the way to ask."""
    file = sqlite3.connect(path)
    file.executescript(
        f"{UNSAFE} CREATE TABLE name_key (key INTEGER, rank INTEGER, entity INTEGER, PRIMARY KEY (key, rank, entity))"
        " WITHOUT ROWID"
    )
    rows = {
        (number, rank, entity)
        for entity, (name, rank) in enumerate(zip(names, ranks, strict=True))
        for number in numbers_of_entry(Kind.PERSON, name)
    }
    file.executemany("INSERT INTO name_key VALUES (?, ?, ?)", sorted(rows))
    file.commit()
    question = "SELECT entity FROM name_key WHERE key = ? ORDER BY rank LIMIT ?"
    return lambda name: [
        file.execute(question, (number, LIMIT)).fetchall() for number, _ in numbers_of_query(Kind.PERSON, name)
    ]


def in_full_text(path: Path, names: Sequence[str], ranks: Sequence[int]) -> Callable[[str], object]:
    """Keep the names in an FTS5 table, and give the way to ask."""
    file = sqlite3.connect(path)
    file.executescript(
        f"{UNSAFE} CREATE VIRTUAL TABLE words USING fts5(name); CREATE TABLE entity (id INTEGER PRIMARY KEY, rank)"
    )
    file.executemany("INSERT INTO words (rowid, name) VALUES (?, ?)", enumerate(names))
    file.executemany("INSERT INTO entity VALUES (?, ?)", enumerate(ranks))
    file.commit()
    question = (
        "SELECT words.rowid FROM words JOIN entity ON entity.id = words.rowid"
        " WHERE words.name MATCH ? ORDER BY entity.rank LIMIT ?"
    )
    return lambda name: file.execute(question, (" ".join(f'"{part}"' for part in name.split()), LIMIT)).fetchall()


def main() -> int:
    """Print size and microseconds of both."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--names", type=int, default=1_000_000)
    given = parser.parse_args()
    random = Random(1)
    made = Names(random)
    names = [made.person()[0] for _ in range(given.names)]
    ranks = [-int(random.paretovariate(1.0)) for _ in names]
    asked = random.choices(names, k=ASKED)
    with TemporaryDirectory(prefix="kg-bench-") as folder:
        for what, kept in (("keys", under_keys), ("fts5", in_full_text)):
            path = Path(folder) / what
            began = time.process_time()
            ask = kept(path, names, ranks)
            print(f"{what}: made in {time.process_time() - began:.0f} s of CPU, {path.stat().st_size / 1e6:.0f} MB")
            for form, questions in (("in full", asked), ("surname", [name.split()[-1] for name in asked])):
                spent = []
                for name in questions:
                    start = time.process_time()
                    ask(name)
                    spent.append(time.process_time() - start)
                spent.sort()
                mean, median = sum(spent) / len(spent), spent[len(spent) // 2]
                print(f"  {form:8} mean {mean * 1e6:7.0f} µs  median {median * 1e6:7.0f} µs")
    return 0


if __name__ == "__main__":
    sys.exit(main())
