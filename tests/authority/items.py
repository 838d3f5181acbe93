"""Wikidata items for tests, in the JSON of its dumps. Numbers are real where a test needs them; facts are not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson

from bench.dump import item, item_statement, item_value, snak, statement, time_value

__all__ = [
    "item",
    "item_statement",
    "item_value",
    "person",
    "position",
    "snak",
    "statement",
    "time_value",
    "write_dump",
]


def person(number: int, name: str, **more: Any) -> dict[str, Any]:
    """A politician; `more`: born (year), positions (with start and end year), aliases, links, labels, citizenship."""
    claims = {"P31": [item_statement("P31", 5)], "P106": [item_statement("P106", 82955)]}
    if born := more.get("born"):
        claims["P569"] = [statement("P569", "time", time_value(born), "time")]
    if state := more.get("citizenship"):
        claims["P27"] = [item_statement("P27", state)]
    for held, start, end in more.get("positions", ()):
        row = item_statement("P39", held)
        row["qualifiers"] = {"P580": [snak("P580", time_value(start))], "P582": [snak("P582", time_value(end))]}
        claims.setdefault("P39", []).append(row)
    claims |= more.get("claims", {})
    aliases = {"en": list(more["aliases"])} if more.get("aliases") else {}
    return item(number, more.get("labels", {"en": name}), claims, more.get("links", 3), aliases=aliases)


def position(number: int, label: str, above: int = 121998) -> dict[str, Any]:
    """An office of a class, ambassador if not said."""
    claims = {"P31": [item_statement("P31", 4164871)], "P279": [item_statement("P279", above)]}
    return item(number, {"en": label}, claims, 1)


def write_dump(path: Path, *lines: dict[str, Any] | bytes) -> Path:
    """A dump of these lines, as the real one is laid out."""
    rows = [line if isinstance(line, bytes) else orjson.dumps(line) for line in lines]
    path.write_bytes(b"[\n" + b",\n".join(rows) + b"\n]\n")
    return path
