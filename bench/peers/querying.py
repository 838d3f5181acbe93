"""rdflib loads a file and answers queries: `python -m bench.peers.querying load|ask FILE [QUERY ...]`.

Queries are files, with their prefixes in them. The default graph is the union of all, as ours is.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

from bench.clock import say


def loaded(file: str) -> Any:
    """A Dataset in memory."""
    dataset = importlib.import_module("rdflib").Dataset(default_union=True)
    dataset.parse(file, format="nquads")
    return dataset


def main() -> None:
    """Load, or ask; the loading is timed in the first case alone."""
    task, file, *queries = sys.argv[1:]
    if task == "load":
        say(lambda: loaded(file), lambda dataset: sum(1 for _ in dataset.quads()), "rdflib")
        return
    dataset = loaded(file)
    texts = [Path(query).read_text("utf-8") for query in queries]
    say(lambda: [len(list(dataset.query(text))) for text in texts], lambda rows: sum(rows), "rdflib")


if __name__ == "__main__":
    main()
