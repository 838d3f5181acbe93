"""The numbers under which the index of candidates finds a name: 64 bits of each key of kg.names, kind by kind."""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b

from kg.model.entity import Kind
from kg.names.keys import index_keys, lookup_keys, thing_key
from kg.names.likeness import person_parts
from kg.names.romanisation import skeleton, spoken

_INITIALS = "&"  # stands before several initials
_WHOLE = "="  # begins the key of a whole name; no letter of a name is one


def numbers_of_entry(kind: Kind, name: str) -> tuple[int, ...]:
    """The numbers under which an entry with this name is kept; none if the name has no letter or digit."""
    return tuple(_number(kind, key) for key in _entry_keys(kind, name))


@lru_cache(maxsize=16384)  # a run asks for the same names again and again
def numbers_of_query(kind: Kind, name: str) -> tuple[tuple[int, int], ...]:
    """The numbers under which bearers of this name are looked for, each with what it weighs among those of the name.

    >>> numbers_of_query(Kind.PERSON, "Kim Il Sung")[0][0] in numbers_of_entry(Kind.PERSON, "KIM Il-sŏng")
    True
    """
    if kind is not Kind.PERSON:
        return tuple((_number(kind, key), 1) for key in [thing_key(name)] if key)
    parts = lookup_keys(name)
    # Who may bear the whole name, or all its initials, comes before all who share some of it by fewer keys.
    more = len(parts) + 1
    skeletons = _skeletons(name)
    whole = [(_number(kind, _whole(skeletons)), 3 * more)] if len(skeletons) > 1 else []
    initials = [(_number(kind, key), more) for key in _initials(name)]
    return (*whole, *initials, *((_number(kind, key), 1) for key in parts))


def _entry_keys(kind: Kind, name: str) -> list[str]:
    if kind is not Kind.PERSON:
        return [key for key in [thing_key(name)] if key]
    keys = [*index_keys(name), *_initials(name)]
    skeletons = _skeletons(name)
    if len(skeletons) > 1:
        keys.append(_whole(skeletons))
    if len(skeletons) > 2:
        # Inner parts are left out in use: "John Kennedy" must find "John Fitzgerald Kennedy" among all that begin so.
        keys.append(_whole([skeletons[0], skeletons[-1]]))
    return list(dict.fromkeys(keys))


def _initials(name: str) -> list[str]:
    """The surname, which may be the first part or the last, with the initials of two and more others."""
    parts = person_parts(name)
    whole = [place for place, part in enumerate(parts) if len(part) > 1]
    if len(parts) < 3 or not whole:
        return []
    keys = []
    for surname in dict.fromkeys((whole[0], whole[-1])):
        others = sorted(spoken(part)[:1] for place, part in enumerate(parts) if place != surname)
        keys.append(f"{skeleton(parts[surname])}{_INITIALS}{''.join(others)}")
    return keys


def _skeletons(name: str) -> list[str]:
    """The skeletons of the parts that are no initials, in their order."""
    return [skeleton(part) for part in person_parts(name) if len(part) > 1]


def _whole(skeletons: list[str]) -> str:
    """One key for all parts, whichever stands first."""
    return _WHOLE + "+".join(sorted(skeletons))


def _number(kind: Kind, key: str) -> int:
    """64 bits of a hash: among ten million keys a clash is as likely as one in 370,000, and costs one look."""
    return int.from_bytes(blake2b(f"{kind.value}\0{key}".encode(), digest_size=8).digest(), "big", signed=True)
