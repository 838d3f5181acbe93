"""The territories of the world as opensanctions/rigour lists them: present states, past ones, and the parts of some."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from importlib.metadata import version
from typing import Any

import orjson
from rigour._core import territories_jsonl

from kg.authority.importing import Reading
from kg.authority.records import Entry, Name, is_qid
from kg.authority.schema import SourceRow
from kg.authority.spelling import cleaned, is_name, is_searchable
from kg.authority.staging import Job
from kg.model.authority import Known
from kg.model.entity import Kind

SOURCE = f"opensanctions/rigour {version('rigour')} territories"
RIGHTS = "MIT (https://github.com/opensanctions/rigour)"

# Lines of the list that are neither states nor places.
_ORGANISATIONS = frozenset({"eu", "un"})
_NOWHERE = frozenset({"ip", "zz"})  # "Cyberspace", "Global"
_SHORTEST_WEAK_NAME = 3  # "SU", "PL": a weak name of two letters is a code, and means too much


def job() -> Job:
    """The import of the list that is installed."""
    return Job(SOURCE, {"sha256": _sha256()})


def read_territories(reading: Reading) -> None:
    """Hand over every territory: a state, past or present, or a place in one; its state is a Wikidata number."""
    size = len(territories_jsonl().encode())
    source = reading.staging.source(SourceRow(SOURCE, "territories", "", RIGHTS, "", size, _sha256()))
    rows = {row["code"]: row for row in _rows()}
    for line, row in enumerate(rows.values(), start=1):
        if row["code"] in _NOWHERE or not is_qid(row["qid"]):
            reading.leave_out("no state or place")
        else:
            reading.take(source, line, _entry_of(row, rows))


def state_names() -> Mapping[str, str]:
    """What the states are called in English: name -> Wikidata number; a name that two of them bear is left out."""
    found: dict[str, set[str]] = {}
    for row in _rows():
        if row["is_country"] or row.get("is_historical"):
            for name in (row["name"], row["full_name"]):
                found.setdefault(cleaned(name), set()).add(row["qid"])
    return {name: min(numbers) for name, numbers in found.items() if len(numbers) == 1}


def _entry_of(row: Mapping[str, Any], rows: Mapping[str, Mapping[str, Any]]) -> Entry:
    is_state = row["is_country"] or row.get("is_historical", False)
    kind = Kind.STATE if is_state else Kind.ORGANISATION if row["code"] in _ORGANISATIONS else Kind.PLACE
    weak = (name for name in row["names_weak"] if len(name) >= _SHORTEST_WEAK_NAME)
    written = [cleaned(name) for name in (row["name"], row["full_name"], *row["names_strong"], *weak)]
    names = dict.fromkeys(name for name in written if is_name(name) and is_searchable(name))
    successors = [rows[code]["qid"] for code in row.get("successors", ()) if code in rows]
    # One heir is a looser fit, as Germany is of East Germany; of several none is.
    heir = successors if len(successors) == 1 else []
    summary = cleaned(row.get("summary", ""))
    known = Known(
        key=row["qid"],
        kind=kind,
        name=next(iter(names)),
        source="",
        qid=row["qid"],
        also=tuple(dict.fromkeys((*row.get("other_qids", ()), *heir))),
        state="" if is_state else _state_above(row, rows),
        description=summary or (f"until it was followed by {_names(row, rows)}" if successors else ""),
    )
    return Entry(known, tuple(Name(name) for name in names))


def _state_above(row: Mapping[str, Any], rows: Mapping[str, Mapping[str, Any]]) -> str:
    """The Wikidata number of the nearest state that a territory is a part of."""
    seen = set()
    while (code := row.get("parent", "")) in rows and code not in seen:
        seen.add(code)
        row = rows[code]
        if row["is_country"] or row.get("is_historical"):
            return str(row["qid"])
    return ""


def _names(row: Mapping[str, Any], rows: Mapping[str, Mapping[str, Any]]) -> str:
    return ", ".join(rows[code]["name"] for code in row["successors"] if code in rows)


def _rows() -> Iterator[dict[str, Any]]:
    return (orjson.loads(line) for line in territories_jsonl().splitlines())


def _sha256() -> str:
    return sha256(territories_jsonl().encode()).hexdigest()
