"""Whom a name may mean: entries of the curated tables, and of the index where there is one, each thing once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from attrs import evolve, frozen

from kg.links.context import states_of
from kg.links.periods import are_apart
from kg.links.roll import bearers_of, roll_of
from kg.model.authority import Authority, Known
from kg.model.entity import Kind
from kg.names import folded_name, likeness, parts_of, person_parts
from kg.names.likeness import SURNAME, likeness_of_parts

FEWEST_LIKENESS = 0.55  # below the likeness of a surname alone with one other spelling (0.6 times 0.92)
FROM_INDEX = 32  # candidates taken from the index: more bearers of one surname than that no document tells apart
# For a name of several words: the index puts first who may bear all of it. `kg authority evaluate` prints the same
# figures with 32 and 16 as with 48 and 48 (with 16 and 16 two links are lost), and bench.links takes half the time.
FROM_INDEX_IN_FULL = 16
ONE_NAME = 0.9  # likeness of two full names from which two entries without a contradiction are taken for one


@frozen
class Called:
    """A known thing with the form of its name that is most like the one in the text."""

    known: Known
    form: str
    likeness: float
    is_curated: bool

    @property
    def is_surname_only(self) -> bool:
        """Whether only one part of a fuller name was given."""
        return self.likeness <= SURNAME


@lru_cache(maxsize=8192)  # a run of many reports asks for the same people again and again
def persons_called(name: str, authority: Authority, year: int | None) -> tuple[Called, ...]:
    """The known persons that a name may mean, those of the tables first, each person once."""
    curated = [
        called
        for known in roll_of(authority).may_bear(name)
        if (called := _called(name, known, is_curated=True)).likeness >= FEWEST_LIKENESS
    ]
    if authority.index is None:
        return tuple(curated)
    limit = FROM_INDEX if len(person_parts(name)) == 1 else FROM_INDEX_IN_FULL
    found = [
        called
        for known in authority.index.called(Kind.PERSON, (name,), year, limit)
        if (called := _called(name, known, is_curated=False)).likeness >= FEWEST_LIKENESS
    ]
    return tuple(_each_once(curated, found, authority))


def things_called(names: Sequence[str], kind: Kind, authority: Authority, year: int | None) -> tuple[Called, ...]:
    """The known things of a kind that bear one of `names`, each once."""
    bearers = bearers_of(authority, kind)
    forms: dict[str, str] = {}
    for name in names:
        for known in bearers.get(folded_name(name), ()):
            forms.setdefault(known.key, name)
    # In the order of the tables, whichever of the names they bear.
    curated = [Called(authority.entries[key], forms[key], 1.0, is_curated=True) for key in sorted(forms)]
    if authority.index is None:
        return tuple(curated)
    found = [
        Called(known, form, 1.0, is_curated=False)
        for known in authority.index.called(kind, names, year, FROM_INDEX)
        if (form := shared_form(names, known))
    ]
    return tuple(_each_once(curated, found, authority))


def bears(known: Known, form: str) -> bool:
    """Whether a known thing is called so."""
    return folded_name(form) in _folded_names(known)


@lru_cache(maxsize=16384)
def _folded_names(known: Known) -> frozenset[tuple[str, ...]]:
    return frozenset(folded for name in (known.name, *known.names) if (folded := folded_name(name)))


def shared_form(names: Iterable[str], known: Known) -> str:
    """The first of `names` that the known thing bears; "" if none."""
    return next((form for form in names if bears(known, form)), "")


@lru_cache(maxsize=65536)  # the same names meet the same namesakes, whatever the year
def _called(name: str, known: Known, *, is_curated: bool) -> Called:
    forms = _forms_of(known)
    parts = person_parts(name)
    best, form = -1.0, ""
    # A full name meets full names, so that "Raúl Castro" is not the bare "Castro".
    for other, written in (forms.full or forms.all if len(parts) > 1 else forms.all).items():
        alike = likeness_of_parts(parts, other)
        if alike > best:
            best, form = alike, written
    return Called(known, form, best, is_curated)


@frozen
class Forms:
    """The names of a person taken apart, each with the first way in which it is written; `full` have several parts."""

    all: Mapping[tuple[str, ...], str]
    full: Mapping[tuple[str, ...], str]


@lru_cache(maxsize=65536)  # as many as the index keeps
def _forms_of(known: Known) -> Forms:
    forms: dict[tuple[str, ...], str] = {}
    for name in (known.name, *known.names):
        forms.setdefault(person_parts(name), name)
    return Forms(forms, {parts: name for parts, name in forms.items() if len(parts) > 1})


def _each_once(curated: Sequence[Called], found: Sequence[Called], authority: Authority) -> list[Called]:
    """The candidates with those of the index that are one with a curated one, or with another, put into it."""
    once = list(curated)
    numbers = [called.known.qid for called in once]
    for called in found:
        known = called.known
        same = [
            place
            for place, number in enumerate(numbers)
            # Most of the index has a number, by which alone two entries are told apart: no call for each pair of them.
            if not (number and known.qid and number != known.qid) and _is_one(once[place].known, known, authority)
        ]
        if len(same) == 1:
            other = once[same[0]]
            better = max((other, called), key=lambda one: one.likeness)
            joined = _joined(other.known, known)
            once[same[0]] = Called(joined, better.form, better.likeness, other.is_curated)
            numbers[same[0]] = joined.qid
        else:
            once.append(called)
            numbers.append(known.qid)
    return once


def _is_one(one: Known, other: Known, authority: Authority) -> bool:
    """Whether two entries are of one thing: by their number, or by their full names where nothing tells them apart.

    A number is not given by a name: what has none gets one only from whom it shares an office or a day of birth with.
    """
    if one.qid and other.qid:
        return one.qid == other.qid
    if one.kind is not Kind.PERSON:
        same_name = any(bears(one, form) for form in (other.name, *other.names))
        return same_name and authority.states_meant(one.state) == authority.states_meant(other.state)
    if are_apart(one.start, other.start) or are_apart(one.end, other.end):
        return False
    if one.state and other.state and not states_of(one, authority) & states_of(other, authority):
        return False
    if other.qid and not one.qid and not _share_office_or_birth(one, other, authority):
        return False
    return any(
        likeness(mine, theirs) >= ONE_NAME
        for mine in (one.name, *one.names)
        for theirs in (other.name, *other.names)
        if _is_full(mine) and _is_full(theirs)
    )


def _share_office_or_birth(one: Known, other: Known, authority: Authority) -> bool:
    if one.start and one.start == other.start:
        return True
    offices = {(term.role, state) for term in one.offices for state in authority.states_meant(term.state)}
    return any((term.role, state) in offices for term in other.offices for state in authority.states_meant(term.state))


def _is_full(name: str) -> bool:
    """Whether a name has a given name beside the surname, both written out."""
    return sum(len(part) > 1 for part in parts_of(name)) > 1


def _joined(one: Known, other: Known) -> Known:
    """The first entry with what only the second knows; each such fact keeps its source."""
    alone = ("start", "end", "qid")
    added = [(name, other.source) for name in alone if getattr(other, name) and not getattr(one, name)]
    return evolve(
        one,
        qid=one.qid or other.qid,
        start=one.start or other.start,
        end=one.end or other.end,
        offices=(*one.offices, *other.offices),
        prominence=max(one.prominence, other.prominence),
        description=one.description or other.description,
        identifiers=(*one.identifiers, *other.identifiers),
        fact_sources=(*one.fact_sources, *added),
    )
