"""Queries on pyoxigraph in a process of its own, for bench/stores.py: bench.answers load|ask FILE QUERY ..."""

from __future__ import annotations

import sys
from pathlib import Path

from pyoxigraph import QuerySolutions, RdfFormat, Store

from bench.clock import say


def loaded(file: str) -> Store:
    """A store in memory."""
    store = Store()
    store.bulk_load(path=file, format=RdfFormat.N_QUADS)
    return store


def rows_of(store: Store, query: str) -> int:
    """How many rows answer a query, all graphs taken together."""
    answer = store.query(query, use_default_graph_as_union=True)
    return sum(1 for _ in answer) if isinstance(answer, QuerySolutions) else 1


def main() -> None:
    """Load, or ask; the loading is timed in the first case alone."""
    task, file, *queries = sys.argv[1:]
    if task == "load":
        say(lambda: loaded(file), len, "pyoxigraph")
        return
    store = loaded(file)
    texts = [Path(query).read_text("utf-8") for query in queries]
    say(lambda: [rows_of(store, text) for text in texts], lambda rows: sum(rows), "pyoxigraph")


if __name__ == "__main__":
    main()
