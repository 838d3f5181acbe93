"""One item of Wikidata as an entry of the index. The same item gives the same, from a dump and from the API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from attrs import frozen

from kg.authority.positions import StateNames, office_of
from kg.authority.records import Entry, Holding, Name, Position, is_qid
from kg.authority.spelling import cleaned, is_name, is_searchable
from kg.authority.statements import agreed, best, current, date_of, edtf_of, item_of, items, qualifiers, texts
from kg.authority.wikidata_terms import PROPERTIES, Wanted
from kg.model.authority import Known
from kg.model.entity import Kind

# "mul" holds the names that are the same in all languages; many items have it and no "en" (Wikidata, since 2024).
_FIRST_LANGUAGES = ("en", "mul", "en-us", "en-gb", "en-ca")
_NATIVE = ("native_name", "birth_name", "short_name")


class Reason(StrEnum):
    """Why an item gives no entry."""

    CLASS = "of no wanted class"
    OFFICE = "human without office or wanted occupation"
    DATE = "outside the years"
    NAME = "no usable name"
    NO_ITEM = "no item"


@frozen
class Years:
    """Which times are wanted; None is open."""

    first: int | None = None  # what ended before is left out
    last: int | None = None  # what began after is left out

    def cover(self, start: str, end: str) -> bool:
        """Whether something of these dates falls into the years; what has no dates does."""
        begun, ended = _year(start[:4]), _year(end.rpartition("/")[2][:4])
        too_late = begun is not None and self.last is not None and begun > self.last
        too_early = ended is not None and self.first is not None and ended < self.first
        return not too_late and not too_early


@frozen
class Read:
    """What an item gives: an entry, or the reason why not; of an office also what it is. `unusable` counts names."""

    entry: Entry | None
    reason: Reason | None = None
    position: Position | None = None
    unusable: int = 0


def read_item(item: Mapping[str, Any], wanted: Wanted, states: StateNames, years: Years) -> Read:
    """The entry that an item in Wikidata's JSON gives, or why it gives none.

    Deprecated statements are never read; of the others the preferred ones. Names are the labels and aliases of all
    languages in Latin, Greek, Cyrillic, Hangul and Han letters, each with the first language that has it.
    """
    qid = item.get("id")
    claims = item.get("claims")
    if not isinstance(qid, str) or not is_qid(qid) or item.get("type", "item") != "item":
        return Read(None, Reason.NO_ITEM)
    classes = [int(number[1:]) for number in items(claims, PROPERTIES["instance_of"])]
    above = [int(number[1:]) for number in items(claims, PROPERTIES["subclass_of"])]
    kind = wanted.kind_of(classes)
    role = wanted.role_of([*classes, *above])
    names, unusable = _names(item)
    label = names[0] if names else None
    if role and kind is not Kind.PERSON:
        kind = Kind.POST
    if kind is None:
        return Read(None, Reason.CLASS, unusable=unusable)
    if label is None:
        return Read(None, Reason.NAME, unusable=unusable)
    if kind is Kind.POST:
        position = _position(qid, _english(item) or label.text, role, claims, states)
        if position.role == "Official":
            return Read(None, Reason.CLASS, position, unusable)
        known = _known(item, kind, label, names, states, position)
        return Read(Entry(known, names), None, position, unusable)
    known = _known(item, kind, label, names, states, None)
    holdings: tuple[Holding, ...] = ()
    if kind is Kind.PERSON:
        holdings = tuple(dict.fromkeys(_holdings(claims)))
        jobs = (int(number[1:]) for number in items(claims, PROPERTIES["occupation"]))
        if not holdings and wanted.occupations.isdisjoint(jobs):
            return Read(None, Reason.OFFICE, unusable=unusable)
    if not years.cover(known.start, known.end):
        return Read(None, Reason.DATE, unusable=unusable)
    return Read(Entry(known, names, holdings), unusable=unusable)


def redirect_in(line: Mapping[str, Any]) -> tuple[str, str] | None:
    """The old and the new number of an item that was merged into another; None if this is no redirect.

    Two forms: {"entity": "Q1", "redirect": "Q2"} in dumps, {"redirects": {"from": "Q1", "to": "Q2"}} beside the whole
    item in answers of the API.
    """
    old, new = line.get("entity"), line.get("redirect")
    redirects = line.get("redirects")
    if isinstance(redirects, dict):
        old, new = redirects.get("from"), redirects.get("to")
    if isinstance(old, str) and isinstance(new, str) and is_qid(old) and is_qid(new):
        return old, new
    return None


def _known(
    item: Mapping[str, Any],
    kind: Kind,
    label: Name,
    names: tuple[Name, ...],
    states: StateNames,
    position: Position | None,
) -> Known:
    claims = item.get("claims")
    is_person = kind is Kind.PERSON
    start, end = ("born", "died") if is_person else ("inception", "dissolved")
    state, receiving, others = _states(claims, kind)
    if position is not None:
        state, receiving = position.state, position.receiving_state
    if kind is Kind.MISSION and not (state and receiving):
        # "Embassy of Hungary, Pyongyang" says who sends; who receives stands in P17.
        _, of, sender = label.text.partition(" of ")
        state = state or (states.named(sender.split(",")[0].split(" in ")[0].split(" to ")[0]) if of else "")
    sitelinks = item.get("sitelinks")
    return Known(
        key=item["id"],
        kind=kind,
        name=label.text,
        source="",
        qid=item["id"],
        start=date_of(claims, PROPERTIES[start]),
        end=date_of(claims, PROPERTIES[end]),
        state=state,
        receiving_state=receiving,
        role=position.role if position is not None else "",
        other_states=others,
        prominence=len(sitelinks) if isinstance(sitelinks, dict) else 0,
        description=cleaned(_text(item.get("descriptions"), "en")),
    )


def _states(claims: object, kind: Kind) -> tuple[str, str, tuple[str, ...]]:
    """State, receiving state and further states, as Wikidata numbers."""
    if kind is Kind.PERSON:
        found = list(dict.fromkeys(_items_by_rank(claims, PROPERTIES["citizenship"])))
        return (found[0] if found else ""), "", tuple(found[1:])
    if kind is Kind.STATE:
        return "", "", ()
    country = next(items(claims, PROPERTIES["country"]), "")
    if kind is Kind.MISSION:
        return next(items(claims, PROPERTIES["operator"]), ""), country, ()
    return country or next(items(claims, PROPERTIES["jurisdiction"]), ""), "", ()


def _position(qid: str, label: str, role: str, claims: object, states: StateNames) -> Position:
    """What an office is: its class before its words for the role, its words before its country for an ambassador."""
    said = office_of(label, states)
    given = [*items(claims, PROPERTIES["jurisdiction"]), *items(claims, PROPERTIES["country"])]
    country = given[0] if len(set(given)) == 1 else next(items(claims, PROPERTIES["jurisdiction"]), "")
    if role == "Ambassador" or (not role and said.role == "Ambassador"):
        # Some items give the sending, some the receiving state as their country: the words tell them apart.
        state = said.state or (country if country != said.receiving_state else "")
        return Position(qid, label, "Ambassador", state, said.receiving_state)
    if role in ("", "Minister"):
        # "Minister" is the class of all ministers; the words say of which affairs.
        role = said.role or role or "Official"
    return Position(qid, label, role, country or said.state)


def _holdings(claims: object) -> Iterator[Holding]:
    """The positions that a person held, each with its time."""
    for statement in current(claims, PROPERTIES["position_held"]):
        position = item_of(statement.get("mainsnak"))
        if position:
            start = agreed(edtf_of(snak) for snak in qualifiers(statement, PROPERTIES["start"]))
            end = agreed(edtf_of(snak) for snak in qualifiers(statement, PROPERTIES["end"]))
            yield Holding(position, start, end)


def _items_by_rank(claims: object, property_id: str) -> Iterator[str]:
    """The items of all statements that are not deprecated, preferred ones first."""
    preferred = [item_of(row.get("mainsnak")) for row in best(claims, property_id)]
    others = [item_of(row.get("mainsnak")) for row in current(claims, property_id)]
    return (item for item in (*preferred, *others) if item)


def _names(item: Mapping[str, Any]) -> tuple[tuple[Name, ...], int]:
    """All names that can be looked up, the one in use first, and the number of those that are unusable."""
    found: dict[str, str] = {}
    unusable = 0
    for written, language in _written(item):
        text = cleaned(written)
        if not is_name(text):
            unusable += 1
        elif is_searchable(text):
            found.setdefault(text, language)
    return tuple(Name(text, language) for text, language in found.items()), unusable


def _written(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every name of an item with its language: labels, English first, then aliases and names in statements."""
    labels = _by_language(item.get("labels"))
    for language in (*_FIRST_LANGUAGES, *sorted(set(labels) - set(_FIRST_LANGUAGES))):
        if text := _text(labels, language):
            yield text, language
    for language, rows in sorted(_by_language(item.get("aliases")).items()):
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, dict) and isinstance(row.get("value"), str):
                yield row["value"], language
    for name in _NATIVE:
        yield from texts(item.get("claims"), PROPERTIES[name])


def _english(item: Mapping[str, Any]) -> str:
    """The English label, by whose words an office is read."""
    return cleaned(_text(item.get("labels"), "en"))


def _by_language(given: object) -> Mapping[str, Any]:
    """A table by language; older dumps write an empty one as []."""
    return given if isinstance(given, dict) else {}


def _text(given: object, language: str) -> str:
    row = _by_language(given).get(language)
    value = row.get("value") if isinstance(row, dict) else None
    return value if isinstance(value, str) else ""


def _year(digits: str) -> int | None:
    digits = digits.replace("X", "0")
    return int(digits) if len(digits) == 4 and digits.isdigit() else None
