"""Reading the tables of the lexicon: an unknown key stops the run, so that a typing fault never goes unseen."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from importlib.resources import files
from typing import Any

from kg.errors import DataError


def table(name: str) -> Mapping[str, Any]:
    """The TOML table kg/lexicon/`name`. Refuses one that is not TOML (DataError with the parser's line)."""
    text = files("kg.lexicon").joinpath(name).read_text("utf-8")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise DataError(f"not valid TOML: {fault}.", place=f"kg/lexicon/{name}") from fault


def only(row: Mapping[str, Any], allowed: Collection[str], place: str) -> None:
    """Refuse a row that has a key which nothing reads."""
    unknown = sorted(set(row) - set(allowed))
    if unknown:
        raise DataError(f"unknown key {unknown[0]!r}.", place=place, cure=f"Known keys: {', '.join(sorted(allowed))}.")
