"""The data files of the time rules, read and checked: words (times.toml) and named periods (periods.toml)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from attrs import frozen

from kg.errors import DataError
from kg.lexicon.tables import table
from kg.model.dates import EdtfDate


@frozen
class Period:
    """A period of history with a name: its days are background knowledge, with their source."""

    key: str
    names: tuple[str, ...]
    value: EdtfDate
    source: str


@cache
def _table(name: str) -> Mapping[str, Any]:
    """The table, read once for all its lists."""
    return table(name, "kg.mentions")


@cache
def word_list(name: str) -> tuple[str, ...]:
    """A list of words of times.toml."""
    words = _table("times.toml").get(name)
    if not isinstance(words, list) or not words or not all(isinstance(word, str) for word in words):
        raise DataError(f"{name!r} is not a list of words.", place="times.toml", cure="Mend the list.")
    return tuple(words)


@cache
def pattern_list(name: str) -> tuple[tuple[str, str], ...]:
    """A list of patterns of times.toml: the words each can begin with, and the pattern."""
    rows = _table("times.toml").get(name)
    if not isinstance(rows, list) or not all(isinstance(row, list) and len(row) == 2 for row in rows):
        raise DataError(f"{name!r} is not a list of pairs.", place="times.toml", cure="Write [starts, pattern].")
    return tuple((str(starts), str(pattern)) for starts, pattern in rows)


@cache
def periods() -> tuple[Period, ...]:
    """The named periods of periods.toml, each with a source."""
    rows = _table("periods.toml").get("period")
    if not isinstance(rows, list):
        raise DataError("there is no [[period]].", place="periods.toml", cure="Add one.")
    found = []
    for row in rows:
        try:
            period = Period(str(row["key"]), tuple(row["names"]), EdtfDate(row["edtf"]), str(row["source"]))
        except (KeyError, TypeError, ValueError) as why:
            raise DataError(
                f"a period is not whole: {why}.", place="periods.toml", cure="Give key, names, edtf, source."
            ) from why
        if not period.source or not period.names:
            raise DataError(f"{period.key} has no source or no name.", place="periods.toml", cure="Add it.")
        found.append(period)
    return tuple(found)
