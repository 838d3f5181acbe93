"""Which thing of the new side is which of the old one: by address, then by what it says and the words it rests on."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from enum import StrEnum

from attrs import frozen

from kg.comparison.things import Kind, Thing


class What(StrEnum):
    """What became of something."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@frozen
class Change:
    """A thing that is on one side only, or of which the sides say different things."""

    old: Thing | None
    new: Thing | None
    is_same_text: bool = False

    @property
    def thing(self) -> Thing:
        """The thing as it is now; if it is gone, as it was."""
        found = self.new or self.old
        assert found is not None, "a change is of something"
        return found

    @property
    def kind(self) -> Kind:
        """What kind of thing it is."""
        return self.thing.kind

    @property
    def what(self) -> What:
        """What became of it."""
        return What.ADDED if self.old is None else What.REMOVED if self.new is None else What.CHANGED

    @property
    def fields(self) -> Mapping[str, tuple[str, str]]:
        """What was said of it and what is said now, of all that differs; of what is on one side, all that is said."""
        old, new = (_fields_of(side, with_places=self.is_same_text) for side in (self.old, self.new))
        both = ((name, (old.get(name, ""), new.get(name, ""))) for name in [*old, *(new.keys() - old.keys())])
        return {name: (was, now) for name, (was, now) in both if was != now}


def changes(old: Iterable[Thing], new: Iterable[Thing], *, is_same_text: bool) -> tuple[Change, ...]:
    """What was removed, changed and added, kind by kind, in the order of the text.

    A place in the text counts only where both sides read the same text: else every passage behind an insertion moved.
    """
    found = [Change(was, now, is_same_text) for was, now in _paired(list(old), list(new))]
    differing = (each for each in found if each.old is None or each.new is None or each.fields)
    return tuple(sorted(differing, key=lambda each: ([*Kind].index(each.kind), each.thing.places, each.thing.iri)))


def _fields_of(thing: Thing | None, *, with_places: bool) -> dict[str, str]:
    if thing is None:
        return {}
    places = ", ".join(f"{start}-{end}" for start, end in thing.places)
    return {**thing.fields, "characters": places} if with_places and places else dict(thing.fields)


# Tried one after the other; each pairs what none before it could. Equal keys are paired in the order of the text.
_KEYS: tuple[Callable[[Thing], Hashable | None], ...] = (
    lambda thing: thing.iri,
    lambda thing: (thing.quotes, thing.places, thing.title) if thing.quotes else None,
    lambda thing: (thing.quotes, thing.title) if thing.quotes else None,
)


def _of_its_name(things: Iterable[Thing]) -> dict[tuple[Kind, str], Thing]:
    """Entities, and the links of entities, whose name no other has: who becomes known to the authority moves."""
    found: dict[tuple[Kind, str], list[Thing]] = {}
    for thing in things:
        if thing.kind in (Kind.LINK, Kind.ENTITY):
            found.setdefault((thing.kind, thing.title), []).append(thing)
    return {key: same[0] for key, same in found.items() if len(same) == 1}


def _paired(old: list[Thing], new: list[Thing]) -> Iterator[tuple[Thing | None, Thing | None]]:
    for key in _KEYS:
        waiting: dict[Hashable, list[Thing]] = {}
        for thing in reversed(old):
            if (said := key(thing)) is not None:
                waiting.setdefault((thing.kind, said), []).append(thing)
        unpaired: list[Thing] = []
        paired: set[int] = set()
        for thing in new:
            same = waiting.get((thing.kind, key(thing)))
            if same:
                was = same.pop()
                paired.add(id(was))
                yield was, thing
            else:
                unpaired.append(thing)
        old, new = [thing for thing in old if id(thing) not in paired], unpaired
    olds, news = _of_its_name(old), _of_its_name(new)
    known = olds.keys() & news.keys()
    yield from ((olds[key], news[key]) for key in sorted(known))
    yield from ((was, None) for was in old if (was.kind, was.title) not in known)
    yield from ((None, now) for now in new if (now.kind, now.title) not in known)
