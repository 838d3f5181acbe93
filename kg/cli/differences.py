"""What became of documents between two builds: as text to read, JSON, and a table of tab-separated values."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence

from attrs import frozen

from kg.cli.tables import printable
from kg.comparison import Change, DocumentChange, Fate, Kind, Totals, What
from kg.site.words import date_shown, in_words, told_sign
from kg.spreadsheet import spreadsheet_cell

COLUMNS = ("document", "kind", "change", "title", "field", "old", "new", "quote", "old_iri", "new_iri")
MOST_DOCUMENTS = 20
MOST_OF_A_KIND = 5

_PLURALS = {Kind.CLAIM: "claims", Kind.EVENT: "events", Kind.LINK: "links", Kind.ENTITY: "entities"}
BY_PLURAL = {plural: kind for kind, plural in _PLURALS.items()}
_MARKS = {What.ADDED: "+", What.REMOVED: "-", What.CHANGED: "~"}
_FATE_MARKS = {Fate.ADDED: "+", Fate.WITHDRAWN: "-", Fate.CHANGED: "~"}
_VALUES = frozenset({"polarity", "certainty", "modality", "basis", "class", "trend", "durationQualifier"})
_OF_THE_WORKING = frozenset({"confidence", "rule", "reason", "links", "dateRule", "characters"})
_DATES = frozenset({"event date", "said on", "date"})


@frozen
class Telling:
    """What is told of a comparison: which kinds, and how much of it."""

    kinds: tuple[Kind, ...] = (*Kind,)
    tells_all: bool = False

    def text(self, documents: Iterable[DocumentChange], totals: Totals) -> Iterator[str]:
        """Lines to read. Documents are counted into `totals`, which are told at the end."""
        told = 0
        for document in documents:
            totals.count(document)
            if document.fate is Fate.UNCHANGED:
                continue
            told += 1
            if self.tells_all or told <= MOST_DOCUMENTS:
                yield from self._document(document)
        if not self.tells_all and told > MOST_DOCUMENTS:
            yield f"and {told - MOST_DOCUMENTS} more documents: --all"
        yield from self._totals(totals)

    def _document(self, document: DocumentChange) -> Iterator[str]:
        removed, added = document.statements
        other = ", read from another text" if document.is_other_text else ""
        head = f"{_FATE_MARKS[document.fate]} {document.key}: {document.fate}{other}"
        yield f"{head} (statements: {removed} removed, {added} added)"
        is_told = self.tells_all or document.fate is Fate.CHANGED
        about = {change.thing.content for change in document.changes if change.kind is Kind.CLAIM}
        for kind in self.kinds:
            changes = [change for change in document.changes if change.kind is kind]
            if not changes:
                continue
            yield f"  {_PLURALS[kind]}: {_counted(changes)}"
            if is_told:
                yield from self._changes(kind, changes, about)
        if not document.changes:
            yield "  no claim, event, link or entity says anything else"

    def _changes(self, kind: Kind, changes: Sequence[Change], about: set[str]) -> Iterator[str]:
        """The changes of one kind; what another list tells is counted only."""
        shown: Sequence[Change] = changes
        if not self.tells_all and kind is Kind.CLAIM and Kind.LINK in self.kinds:
            shown = [change for change in changes if change.what is not What.CHANGED or set(change.fields) != {"links"}]
            yield from _elsewhere(len(changes) - len(shown), "changed by a link alone: see links")
        if not self.tells_all and kind is Kind.EVENT and Kind.CLAIM in self.kinds:
            shown = [change for change in changes if change.thing.iri not in about]
            yield from _elsewhere(len(changes) - len(shown), "told with the claims on them")
        most = len(shown) if self.tells_all else MOST_OF_A_KIND
        for what in What:
            of_this = sorted((change for change in shown if change.what is what), key=_is_of_the_working)
            for change in of_this[:most]:
                yield from _change(change)
            if len(of_this) > most:
                yield f"    {_MARKS[what]} and {len(of_this) - most} more {what}: --all"

    def _totals(self, totals: Totals) -> Iterator[str]:
        yield "documents: " + ", ".join(f"{totals.documents[fate]} {fate}" for fate in Fate)
        if totals.is_same:
            return
        for kind in self.kinds:
            counts = ", ".join(f"{totals.changes[kind, what]} {what}" for what in What)
            yield f"{_PLURALS[kind]}: {counts}"
        yield f"statements: {totals.added} added, {totals.removed} removed"

    def json(self, documents: Iterable[DocumentChange], totals: Totals) -> Iterator[str]:
        """One JSON object, a document a line; those that are unchanged are counted only."""
        yield '{"documents": ['
        mark = "\n"
        for document in documents:
            totals.count(document)
            if document.fate is not Fate.UNCHANGED:
                yield mark + json.dumps(self._as_json(document), ensure_ascii=False)
                mark = ",\n"
        counts = {
            "documents": {fate.value: totals.documents[fate] for fate in Fate},
            **{_PLURALS[kind]: {what.value: totals.changes[kind, what] for what in What} for kind in self.kinds},
            "statements": {"added": totals.added, "removed": totals.removed},
        }
        yield f'\n], "totals": {json.dumps(counts)}}}\n'

    def _as_json(self, document: DocumentChange) -> dict[str, object]:
        removed, added = document.statements
        changes = [_as_json(change) for change in document.changes if change.kind in self.kinds]
        return {
            "key": document.key,
            "change": document.fate.value,
            "other_text": document.is_other_text,
            "statements": {"added": added, "removed": removed},
            "changes": changes,
        }

    def tsv(self, documents: Iterable[DocumentChange], totals: Totals) -> Iterator[str]:
        """A line for each field that differs, and one for each thing that came or went; COLUMNS first."""
        yield _row(COLUMNS)
        for document in documents:
            totals.count(document)
            if document.fate is Fate.UNCHANGED:
                continue
            removed, added = document.statements
            counts = ("statements", f"{removed} removed", f"{added} added", "", "", "")
            yield _row((document.key, "document", document.fate, "", *counts))
            for change in document.changes:
                if change.kind in self.kinds:
                    yield from _rows(document.key, change)

    def teller(self, form: str) -> Callable[[Iterable[DocumentChange], Totals], Iterator[str]]:
        """What tells in this form."""
        return {"text": self.text, "json": self.json, "tsv": self.tsv}[form]


def _is_of_the_working(change: Change) -> bool:
    """Whether nothing is said otherwise than before, but only found in another way: such changes stand last."""
    return change.what is What.CHANGED and _OF_THE_WORKING.issuperset(change.fields)


def _counted(changes: Iterable[Change]) -> str:
    found = [change.what for change in changes]
    return ", ".join(f"{found.count(what)} {what}" for what in What if what in found)


def _elsewhere(count: int, where: str) -> Iterator[str]:
    if count:
        yield f"    {count} {where}"


def _change(change: Change) -> Iterator[str]:
    """What became of one thing: its title with the words it rests on, and what is said of it or what differs."""
    thing = change.thing
    quote = f" »{' … '.join(thing.quotes)}«" if thing.quotes else ""
    yield f"    {_MARKS[change.what]} {thing.title}{quote}"
    if change.what is What.CHANGED:
        for name, (was, now) in change.fields.items():
            yield f"        {_name(name)}: {_worded(name, was)} → {_worded(name, now)}"
    elif change.kind is Kind.CLAIM:
        manner = ", ".join(
            _worded(name, thing.fields[name]) for name in ("polarity", "certainty", "modality", "status")
        )
        yield f"        said by: {thing.fields['voice']} ({manner})"
    elif change.kind is Kind.LINK:
        yield f"        {thing.fields['linked to']}, because {thing.fields['reason']}"


def _name(field: str) -> str:
    return in_words(field)


def _worded(field: str, value: str) -> str:
    """A value as people read it."""
    if not value:
        return "(none)"
    if field == "status":
        return told_sign(value).word
    if field in _DATES:
        date = date_shown(value)
        return date.words if date else value
    return in_words(value) if field in _VALUES else value


def _as_json(change: Change) -> dict[str, object]:
    thing = change.thing
    is_changed = change.what is What.CHANGED
    said = {name: {"old": was, "new": now} for name, (was, now) in change.fields.items()} if is_changed else {}
    return {
        "kind": change.kind.value,
        "change": change.what.value,
        "title": thing.title,
        "quotes": list(thing.quotes),
        "old_iri": change.old.iri if change.old else None,
        "new_iri": change.new.iri if change.new else None,
        "fields": said if is_changed else {name: value for name, value in thing.fields.items() if value},
    }


def _rows(key: str, change: Change) -> Iterator[str]:
    thing = change.thing
    head = (key, change.kind, change.what, thing.title)
    iris = (change.old.iri if change.old else "", change.new.iri if change.new else "")
    fields = change.fields.items() if change.what is What.CHANGED else [("", ("", ""))]
    for name, (was, now) in fields:
        yield _row((*head, name, was, now, " … ".join(thing.quotes), *iris))


def _row(cells: Iterable[object]) -> str:
    return "\t".join(spreadsheet_cell(printable(str(cell))) for cell in cells) + "\n"
