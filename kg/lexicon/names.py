"""How reports name people, offices, organisations and groups (names.toml)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from attrs import frozen

from kg.lexicon.tables import only, table


@frozen
class Title:
    """A title of office, as lower-case words, and its concept of the vocabulary."""

    words: tuple[str, ...]
    role: str


@frozen
class NameWords:
    """The word lists of names.toml; of titles that begin alike the longest comes first."""

    honorifics: frozenset[str]
    monarchs: frozenset[str]
    ranks: frozenset[str]
    plural_honorifics: frozenset[str]
    female: frozenset[str]
    pronouns: Mapping[str, str]  # word -> male | female | neuter | plural | first | first_plural | second
    titles: Mapping[str, tuple[Title, ...]]  # by their first word
    organisation_nouns: frozenset[str]
    mission_nouns: frozenset[str]
    common_organ_nouns: frozenset[str]
    organ_words: frozenset[str]
    group_nouns: frozenset[str]
    collective_nouns: frozenset[str]
    stateless_groups: frozenset[str]
    relational: frozenset[str]
    last_mentioned: tuple[str, ...]
    writers: tuple[str, ...]
    interlocutors: frozenset[str]
    calendar_words: frozenset[str]
    name_particles: frozenset[str]
    partial_titles: frozenset[str]
    place_prepositions: frozenset[str]
    place_nouns: frozenset[str]
    editions: Mapping[str, str]  # beginning of an address -> key of the state whose papers are edited there


SETS = (
    "honorifics",
    "monarchs",
    "ranks",
    "plural_honorifics",
    "female",
    "organisation_nouns",
    "mission_nouns",
    "common_organ_nouns",
    "organ_words",
    "group_nouns",
    "collective_nouns",
    "stateless_groups",
    "relational",
    "calendar_words",
    "name_particles",
    "partial_titles",
    "place_prepositions",
    "place_nouns",
)


def _longest_first(title: Title) -> tuple[int, tuple[str, ...]]:
    return -len(title.words), title.words


@lru_cache(maxsize=1)
def read_names() -> NameWords:
    """The word lists of names.toml. Refuses an unknown key."""
    data = table("names.toml")
    only(
        data,
        {*SETS, "pronouns", "title", "last_mentioned", "writers", "interlocutors", "editions"},
        "kg/lexicon/names.toml",
    )
    titles = [Title(tuple(words.split()), row["role"]) for row in data["title"] for words in row["words"]]
    return NameWords(
        **{name: frozenset(data[name]) for name in SETS},
        pronouns={word: group for group, words in data["pronouns"].items() for word in words},
        titles={
            first: tuple(sorted((title for title in titles if title.words[0] == first), key=_longest_first))
            for first in sorted({title.words[0] for title in titles})
        },
        last_mentioned=tuple(data["last_mentioned"]),
        writers=tuple(data["writers"]),
        interlocutors=frozenset(data["interlocutors"]),
        editions=data["editions"],
    )
