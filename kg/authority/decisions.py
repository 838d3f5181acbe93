"""The decisions file: a curator's word on what a name means, with who decided, when and why."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from kg.authority.rows import Row, rows_of
from kg.model.authority import Known
from kg.model.dates import is_day
from kg.model.decision import Decision, Decisions, Verdict
from kg.model.entity import Kind
from kg.names.keys import thing_key

DECISIONS = "decisions.tsv"
COLUMNS = ("document", "kind", "name", "decision", "object", "who", "date", "why")
DECIDED_KINDS = (Kind.PERSON, Kind.STATE, Kind.ORGANISATION, Kind.MISSION, Kind.POST, Kind.PLACE)
"""The kinds that are linked, so that something can be decided of them."""

_DOCUMENT = re.compile(r"\*|[A-Za-z0-9_-][A-Za-z0-9._-]*")
_OBJECT = re.compile(r"Q[1-9][0-9]*|[a-z0-9]+(?:-[a-z0-9]+)*")  # a Wikidata number, or what can be a key


def decisions_in(table: bytes, path: Path, entries: Mapping[str, Known]) -> Decisions:
    """The decisions of one table, whole and free of contradictions, or a DataError that names file, line and cure.

    An `object` that is a key of `entries`, or the Wikidata number of one, must be of the kind that is decided; it is
    kept as the key, so that both ways to write it are one. Any other must have the form of a key or of a Wikidata
    number: it may be in a candidate index, which is not at hand here. `Decisions.without_object` finds those that are
    in neither.
    """
    by_number = {known.qid: key for key, known in entries.items() if known.qid}
    rows: list[Decision] = []
    same_name: dict[tuple[str, Kind, str], list[Decision]] = {}
    for row in rows_of(table, path, COLUMNS):
        decision = _decision_of(row, entries, by_number)
        earlier = same_name.setdefault((decision.document, decision.kind, thing_key(decision.name)), [])
        for other in earlier:
            _check_against(decision, other, row)
        earlier.append(decision)
        rows.append(decision)
    return Decisions(tuple(rows), thing_key)


def _decision_of(row: Row, entries: Mapping[str, Known], by_number: Mapping[str, str]) -> Decision:
    cells = row.cells
    if not _DOCUMENT.fullmatch(cells["document"]):
        raise row.wrong(
            f"{cells['document']!r} is no key of a report.", "Write the key of one report, or * for all of them."
        )
    if cells["kind"] not in DECIDED_KINDS:
        raise row.wrong(
            f"{cells['kind']!r} is no kind that is linked.", f"Write one of {', '.join(map(str, DECIDED_KINDS))}."
        )
    if not thing_key(cells["name"]):
        raise row.wrong("this row has no name.", "Write the name as it stands in the document.")
    if cells["decision"] not in set(Verdict):
        raise row.wrong(f"{cells['decision']!r} is no decision.", f"Write one of {', '.join(Verdict)}.")
    for column, cure in _MANDATORY.items():
        if not cells[column]:
            raise row.wrong(f"the column `{column}` is empty.", cure)
    if not is_day(cells["date"]):
        raise row.wrong(f"{cells['date']!r} is no day.", "Write year, month and day, such as 2026-11-23.")
    kind, verdict = Kind(cells["kind"]), Verdict(cells["decision"])
    return Decision(
        document=cells["document"],
        kind=kind,
        name=cells["name"],
        verdict=verdict,
        object=_object_of(row, kind, verdict, entries, by_number),
        who=cells["who"],
        date=cells["date"],
        why=cells["why"],
        place=row.place,
    )


_MANDATORY = {
    "who": "Write who decided this: a decision without a name is nobody's word.",
    "date": "Write the day of the decision, such as 2026-11-23.",
    "why": "Write why, so that another can judge it.",
}


def _object_of(
    row: Row, kind: Kind, verdict: Verdict, entries: Mapping[str, Known], by_number: Mapping[str, str]
) -> str:
    """What is accepted or refused: the key of an entry of the tables where it is there."""
    written = row.cells["object"]
    if verdict is Verdict.NIL:
        if written:
            raise row.wrong(f"nil has the object {written!r}.", "Leave the cell empty, or write accept or refuse.")
        return ""
    if not _OBJECT.fullmatch(written):
        raise row.wrong(
            f"{written!r} is neither a key nor a Wikidata number.",
            "Write the key of an entry (lower-case letters, digits, single hyphens), or Q and digits.",
        )
    key = by_number.get(written, written)
    if key in entries and entries[key].kind is not kind:
        raise row.wrong(
            f"{written!r} is not of the kind {kind} but of the kind {entries[key].kind}.",
            "Correct the kind or the object.",
        )
    return key


def _check_against(decision: Decision, other: Decision, row: Row) -> None:
    """Refuse a decision that contradicts an earlier one on the same name in the same documents, or repeats it."""
    if decision.contradicts(other):
        raise row.wrong(
            f"this contradicts {other.place}: {_words(other)} there, {_words(decision)} here.",
            "Take one of the two lines out.",
        )
    if (decision.verdict, decision.object) == (other.verdict, other.object):
        raise row.wrong(f"this is decided already in {other.place}.", "Take one of the two lines out.")


def _words(decision: Decision) -> str:
    return f"{decision.verdict} {decision.object}".strip()
