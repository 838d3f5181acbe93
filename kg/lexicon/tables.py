"""Reading the tables of the lexicon: an unknown key stops the run, so that a typing fault never goes unseen."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from importlib.resources import files
from typing import Any

from kg.errors import DataError


def table(name: str, package: str = "kg.lexicon") -> Mapping[str, Any]:
    """A TOML table of a package. Refuses (DataError) one that cannot be read or is not TOML, with the parser's line."""
    place = f"{package.replace('.', '/')}/{name}"
    try:
        return tomllib.loads(files(package).joinpath(name).read_text("utf-8"))
    except tomllib.TOMLDecodeError as fault:
        raise DataError(f"not valid TOML: {fault}.", place=place) from fault
    except (OSError, UnicodeDecodeError) as fault:
        raise DataError(f"cannot be read: {fault}.", place=place, cure="Install the package again.") from fault


def only(row: Mapping[str, Any], allowed: Collection[str], place: str) -> None:
    """Refuse a row that has a key which nothing reads."""
    unknown = sorted(set(row) - set(allowed))
    if unknown:
        raise DataError(f"unknown key {unknown[0]!r}.", place=place, cure=f"Known keys: {', '.join(sorted(allowed))}.")
