"""Frames: which words evoke which eventuality, and which argument plays which role (frames.toml)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from attrs import field, fields, frozen

from kg.errors import DataError
from kg.lexicon.tables import only, table

OBJECTS = frozenset(
    [
        *("any", "none", "person", "body", "place", "thing"),
        *("visit", "gathering", "proposal", "message", "letter", "paper", "answer", "greeting"),
        *("premises", "country", "post", "office", "charge", "assurance", "favor", "event", "telephone"),
    ]
)


@frozen
class Frame:
    """One frame; frames.toml explains each part."""

    id: str
    type: str
    roles: Mapping[str, str]  # argument -> role
    verbs: tuple[str, ...] = ()
    nouns: frozenset[str] = frozenset()
    light: frozenset[str] = frozenset()
    subject: str = ""  # "organ": no person
    object: str = "any"
    thing: str = ""  # a list of nouns, as `object`
    host: str = ""
    needs_one: tuple[str, ...] = ()
    subtypes: Mapping[str, str] = field(factory=dict)
    flat: str | None = None
    relation: str = ""
    plural_subject: bool = False
    modal: bool = False
    perfect: bool = False
    coming: bool = False  # only of what is still to come: a plan to attend is one to travel
    alone: bool = False  # nothing but times and people behind the verb
    ahead: bool = False  # what it tells of is still to come: "is due in Bonn"
    needs_complement: bool = False
    forbids_complement: bool = False
    needs_light: bool = False
    aside: frozenset[str] = frozenset()  # prepositions
    as_topic_of: frozenset[str] = frozenset()
    owner: str = ""
    domain: frozenset[str] = frozenset()
    else_type: str = ""
    else_domain: frozenset[str] = frozenset()
    carrier: bool = False
    needs_open: bool = False
    when_denied: str = ""  # the class of the event that a denial is: who "cannot agree" refuses
    only_denied: bool = False
    if_new: bool = False  # the message of a noun or object has not been told of
    through_complement: bool = False  # "asked him to convey it to X": what the verb behind is done to counts


KEYS = frozenset(part.name for part in fields(Frame))


@frozen
class Frames:
    """All frames, with an index by verb lemma and by noun lemma; the order of the file is the order of trial."""

    by_verb: Mapping[str, tuple[Frame, ...]]
    by_noun: Mapping[str, tuple[Frame, ...]]
    all: tuple[Frame, ...]
    objects: Mapping[str, frozenset[str]]  # nouns by what `object` calls them
    support: Mapping[str, frozenset[str]]  # verbs that only carry another word: happen, last, aspect, conation …
    trend: Mapping[str, tuple[str, ...]]  # Improving, Worsening -> stems
    times: Mapping[str, int]  # twice -> 2
    numerals: Mapping[str, int]  # two -> 2


@lru_cache(maxsize=1)
def read_frames() -> Frames:
    """The frames of frames.toml. Refuses an unknown key, an unknown kind of object and an id used twice."""
    frames: list[Frame] = []
    data = table("frames.toml")
    only(data, {"objects", "support", "trend", "times", "numerals", "frame"}, "kg/lexicon/frames.toml")
    for row in data["frame"]:
        place = f"kg/lexicon/frames.toml, frame {row.get('id', '(without id)')!r}"
        only(row, KEYS, place)
        if row.get("object", "any") not in OBJECTS:
            raise DataError(
                f"unknown object {row['object']!r}.", place=place, cure=f"Known: {', '.join(sorted(OBJECTS))}."
            )
        if any(frame.id == row["id"] for frame in frames):
            raise DataError("this id is used twice.", place=place, cure="Give each frame an id of its own.")
        sets = {
            name: frozenset(row[name])
            for name in ("nouns", "light", "as_topic_of", "domain", "else_domain", "aside")
            if name in row
        }
        rest = {name: value for name, value in row.items() if name not in sets}
        rest.update({name: tuple(row[name]) for name in ("verbs", "needs_one") if name in row})
        frames.append(Frame(**{**rest, **sets}))
    by_verb: dict[str, list[Frame]] = {}
    by_noun: dict[str, list[Frame]] = {}
    for frame in frames:
        for verb in frame.verbs:
            by_verb.setdefault(verb, []).append(frame)
        for noun in sorted(frame.nouns):
            by_noun.setdefault(noun, []).append(frame)
    return Frames(
        {verb: tuple(rows) for verb, rows in by_verb.items()},
        {noun: tuple(rows) for noun, rows in by_noun.items()},
        tuple(frames),
        {name: frozenset(nouns) for name, nouns in data["objects"].items()},
        {name: frozenset(verbs) for name, verbs in data["support"].items()},
        {name: tuple(stems) for name, stems in data["trend"].items()},
        data["times"],
        data["numerals"],
    )
