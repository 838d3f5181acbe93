"""An entry of the index as bytes and back, and what several sources say of one thing brought together."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b
from typing import Any

import orjson
from attrs import evolve, frozen

from kg.model.authority import Known, TermOfOffice
from kg.model.entity import Kind

_QID = re.compile(r"Q([1-9][0-9]{0,17})\Z", re.ASCII)
_KEY = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\Z", re.ASCII)
_OTHER_KEYS = 1 << 62  # the numbers of keys that are no Wikidata numbers begin here
_KINDS = {kind.value: kind for kind in Kind}
_TEXTS = ("name", "qid", "start", "end", "state", "receiving_state", "parent", "role", "capital", "description")
_LISTS = ("also", "adjectives", "people", "other_states", "identifiers")


@frozen
class Name:
    """A name as a source writes it: `language` is its code there, "" if the source does not say."""

    text: str
    language: str = ""


@frozen
class Position:
    """An office as its source describes it; `role` is a concept of the vocabulary, "Official" if none fits better."""

    key: str
    label: str = ""
    role: str = "Official"
    state: str = ""
    receiving_state: str = ""


@frozen
class Holding:
    """A position that a person held: which one is only known when the whole source has been read."""

    position: str
    start: str = ""
    end: str = ""


@frozen
class Entry:
    """What one source says of one thing. `known.source` and `known.names` are filled in when it is read back."""

    known: Known
    names: tuple[Name, ...] = ()
    holdings: tuple[Holding, ...] = ()


@frozen
class Sourced:
    """An entry with its source as words ("Wikidata, dump of 2026-11-02, line 812")."""

    entry: Entry
    source: str


def is_key(text: str) -> bool:
    """Whether a text can be the key of an entry, and so a part of an IRI.

    >>> is_key("Q35314"), is_key("frus-kennedy-john-f"), is_key("no spaces"), is_key("")
    (True, True, False, False)
    """
    return _KEY.match(text) is not None


def is_qid(text: str) -> bool:
    """Whether a text has the form of a Wikidata number.

    >>> is_qid("Q35314"), is_qid("Q0"), is_qid("P31")
    (True, False, False)
    """
    return _QID.match(text) is not None


def number_of(key: str) -> int:
    """The number of a key inside the index: of a Wikidata item its own, so that it does not depend on any order.

    >>> number_of("Q35314"), number_of("frus-kennedy-john-f") >= 1 << 62
    (35314, True)
    """
    found = _QID.match(key)
    if found:
        return int(found[1])
    return _OTHER_KEYS | int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big") >> 2


def bytes_of(entry: Entry) -> bytes:
    """The entry as JSON; what is empty is left out."""
    known = entry.known
    record: dict[str, Any] = {"key": known.key, "kind": known.kind.value}
    record |= {name: value for name in _TEXTS if (value := getattr(known, name))}
    record |= {name: value for name in _LISTS if (value := getattr(known, name))}
    if known.prominence:
        record["prominence"] = known.prominence
    if entry.names:
        record["names"] = [[name.text, name.language] if name.language else [name.text] for name in entry.names]
    if known.offices:
        record["offices"] = [
            [term.role, term.state, term.start, term.end, term.receiving_state, term.position] for term in known.offices
        ]
    if entry.holdings:
        record["holdings"] = [[held.position, held.start, held.end] for held in entry.holdings]
    return orjson.dumps(record)


def entry_of(read: Mapping[str, Any]) -> Entry:
    """The entry of such JSON. Raises ValueError, KeyError or TypeError if it is none."""
    names = tuple(Name(*name) for name in read.get("names", ()))
    offices = tuple(
        TermOfOffice(role, state, start, end, "", receiving_state, position)
        for role, state, start, end, receiving_state, position in read.get("offices", ())
    )
    texts: dict[str, Any] = {name: read[name] for name in _TEXTS if name in read}
    lists: dict[str, Any] = {name: tuple(read[name]) for name in _LISTS if name in read}
    known = Known(
        kind=Kind(read["kind"]),
        key=read["key"],
        source="",
        offices=offices,
        prominence=read.get("prominence", 0),
        **texts,
        **lists,
    )
    return Entry(known, names, tuple(Holding(*row) for row in read.get("holdings", ())))


def merged(first: Entry, second: Entry) -> Entry:
    """Two entries of one source about one thing: what stands in the first stays, what it lacks is taken."""
    both = known_of([Sourced(first, ""), Sourced(second, "")], lambda _key: None)
    names = tuple(dict.fromkeys((*first.names, *second.names)))
    offices = tuple(dict.fromkeys((*first.known.offices, *second.known.offices)))
    holdings = tuple(dict.fromkeys((*first.holdings, *second.holdings)))
    known = evolve(both, names=(), offices=offices, source="", fact_sources=())
    return Entry(known, names, holdings)


def known_of(said: Sequence[Sourced], position: Callable[[str], Position | None]) -> Known:
    """What all sources say of one thing as one entry of the authority: the first source leads, each fact keeps its own.

    A fact of another source than the first is named in `fact_sources`, by its field or by the name.
    """
    first = said[0]
    facts: dict[str, Any] = dict.fromkeys(_TEXTS, "")
    several: dict[str, dict[str, None]] = {name: {} for name in _LISTS}
    names: dict[str, None] = {}
    offices: dict[TermOfOffice, None] = {}
    elsewhere: dict[str, str] = {}
    prominence = 0
    for each in said:
        known = each.entry.known
        is_first = each is first
        for name in _TEXTS:
            value = getattr(known, name)
            if value and not facts[name]:
                facts[name] = value
                if not is_first:
                    elsewhere[name] = each.source
        for name in _LISTS:
            for value in getattr(known, name):
                if value not in several[name]:
                    several[name][value] = None
                    if not is_first:
                        elsewhere[f"{name}: {value}"] = each.source
        for written in (known.name, *(name.text for name in each.entry.names)):
            if written and written not in names:
                names[written] = None
                if not is_first:
                    elsewhere[written] = each.source
        for term in (*known.offices, *(_term_of(held, position) for held in each.entry.holdings)):
            offices[evolve(term, source=each.source)] = None
        if known.prominence > prominence:
            prominence = known.prominence
            if not is_first:
                elsewhere["prominence"] = each.source
    names.pop(facts["name"], None)
    lists: dict[str, Any] = {name: tuple(values) for name, values in several.items()}
    return Known(
        key=first.entry.known.key,
        kind=first.entry.known.kind,
        source=first.source,
        names=tuple(names),
        offices=tuple(offices),
        prominence=prominence,
        fact_sources=tuple(elsewhere.items()),
        **facts,
        **lists,
    )


def known_of_one(read: Mapping[str, Any], source: str, position: Callable[[str], Position | None]) -> Known:
    """What `known_of` gives for a thing of which one source speaks, from its JSON: faster, and most are so."""
    name = read["name"]
    offices = [
        TermOfOffice(role, state, start, end, source, receiving_state, called)
        for role, state, start, end, receiving_state, called in read.get("offices", ())
    ]
    for held in read.get("holdings", ()):
        offices.append(_term_of(Holding(*held), position, source))
    names = dict.fromkeys([row[0] for row in read.get("names", ())])
    names.pop(name, None)
    get = read.get
    return Known(
        key=read["key"],
        kind=_KINDS[read["kind"]],
        name=name,
        source=source,
        names=tuple(names),
        qid=get("qid", ""),
        also=tuple(get("also", ())),
        start=get("start", ""),
        end=get("end", ""),
        state=get("state", ""),
        receiving_state=get("receiving_state", ""),
        parent=get("parent", ""),
        role=get("role", ""),
        adjectives=tuple(get("adjectives", ())),
        people=tuple(get("people", ())),
        capital=get("capital", ""),
        offices=tuple(dict.fromkeys(offices)),
        other_states=tuple(get("other_states", ())),
        prominence=get("prominence", 0),
        description=get("description", ""),
        identifiers=tuple(get("identifiers", ())),
    )


def _term_of(held: Holding, position: Callable[[str], Position | None], source: str = "") -> TermOfOffice:
    """The term of office of a position; one that the source does not describe is an office of no known state."""
    found = position(held.position) or Position(held.position)
    return TermOfOffice(
        role=found.role,
        state=found.state,
        start=held.start,
        end=held.end,
        source=source,
        receiving_state=found.receiving_state,
        position=found.label or held.position,
    )
