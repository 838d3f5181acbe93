"""What a parser of English must be told of such texts (parsing.toml)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from attrs import fields, frozen

from kg.lexicon.tables import only, table


@frozen
class ParseWords:
    """The words of parsing.toml."""

    abbreviations: tuple[str, ...]  # with their full stop
    name_titles: tuple[str, ...]  # without it
    citations: tuple[str, ...]  # the first words of a source in brackets
    lemmas: Mapping[str, str]  # by form
    acts: Mapping[str, str]  # lemma by form
    advice: frozenset[str]
    asides: Mapping[str, str]  # lemma by form
    no_speakers: frozenset[str]  # first words
    made_known: Mapping[str, tuple[str, ...]]  # by the lemma of the verb


@lru_cache(maxsize=1)
def read_parsing() -> ParseWords:
    """The words of parsing.toml. Refuses an unknown key."""
    data = table("parsing.toml")
    only(data, {field.name for field in fields(ParseWords)}, "kg/lexicon/parsing.toml")
    return ParseWords(
        abbreviations=tuple(data["abbreviations"]),
        name_titles=tuple(data["name_titles"]),
        citations=tuple(data["citations"]),
        lemmas=data["lemmas"],
        acts=data["acts"],
        advice=frozenset(data["advice"]),
        asides=data["asides"],
        no_speakers=frozenset(data["no_speakers"]),
        made_known={verb: tuple(words) for verb, words in data["made_known"].items()},
    )
