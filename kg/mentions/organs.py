"""Organs of a state by their noun: "the Soviet government", "the USSR Council of Ministers", "the party delegation"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.mentions.spans import NameSpan, Search, States
from kg.model.entity import Kind
from kg.model.syntax import Token

NOUN_TAGS = ("NN", "NNP", "NNPS", "CC", "NNS")  # "CC" of the Central Committee is a conjunction to some parsers


def organs(search: Search) -> Iterator[NameSpan]:
    """The organs named in a paragraph, longer names first."""
    for span in sorted(_candidates(search), key=lambda span: (span.first - span.last, span.first)):
        if search.is_free(span.first, span.last):
            yield span


def _candidates(search: Search) -> Iterator[NameSpan]:
    tokens, words, paragraph = search.tokens, search.words, search.paragraph
    for token in tokens:
        noun = token.text.lower()
        if noun not in words.organisation_nouns or token.tag not in NOUN_TAGS:
            continue
        if (
            token.text == "CC"
            and token.dep == "compound"
            and tokens[token.head].text in ("Presidium", "Politburo", "Plenum")
        ):
            continue
        first = token.i
        while first > 0 and (_is_organ_word(search, tokens[first - 1]) or _is_name_part(search, tokens[first - 1])):
            first -= 1
        while tokens[first].text.lower() in ("and", "of", "the") and first < token.i:
            first += 1
        last = token.i
        if last + 2 < len(tokens) and tokens[last + 1].text == "of":
            last = _end_of_phrase(search, last)
        kind = Kind.ORGANISATION
        if noun in words.mission_nouns and noun != "mission":
            kind = Kind.MISSION
        elif noun == "delegation":
            kind = Kind.DELEGATION
        elif noun in words.common_organ_nouns and first == last and token.text[0].islower():
            continue
        name = paragraph.words(first, last)
        keys = search.gazetteer.names.get(name, ())
        yield NameSpan(
            first, last, token.i, kind, keys, name, states=_states_inside(search, first, last), rule="name.organ"
        )


def _end_of_phrase(search: Search, last: int) -> int:
    """The end of "of Foreign Affairs of Hungary", "of the KWP", counted from the noun at `last`."""
    tokens, words = search.tokens, search.words
    end, i = last, last + 1
    while i < len(tokens):
        token = tokens[i]
        if token.text in ("of", "the") or (token.text == "for" and tokens[i - 1].text == "Ministry"):
            i += 1
            continue
        following = tokens[i + 1] if i + 1 < len(tokens) else None
        is_name = token.text[0].isupper() and token.text.lower() not in words.calendar_words
        joins = token.text == "and" and following is not None and following.text[0].isupper()
        if not is_name and not (joins and following and following.text.lower() in words.organ_words):
            break
        end = i
        i += 1
        if i < len(tokens) and tokens[i].text not in ("of", "for", "and") and not tokens[i].text[0].isupper():
            break
    return end


def _is_organ_word(search: Search, token: Token) -> bool:
    return token.text.lower() in search.words.organ_words and token.text.lower() not in ("of", "the")


def _is_name_part(search: Search, token: Token) -> bool:
    """Whether a word before the noun belongs to the name: a state, an abbreviation, a capitalised compound."""
    text = token.text
    if text in search.gazetteer.adjectives or (text in search.gazetteer.names and token.tag.startswith("NNP")):
        return True
    if text.isupper() and len(text) > 1 and text.isalpha():
        return True
    return token.tag in ("NNP", "NNPS") and text[0].isupper() and token.dep == "compound"


def _states_inside(search: Search, first: int, last: int) -> States:
    found: list[tuple[str, ...]] = []
    i = first
    while i <= last:
        wide = search.gazetteer.adjectives.get(" ".join(token.text for token in search.tokens[i : i + 2]))
        keys = wide or search.gazetteer.adjectives.get(search.tokens[i].text)
        if keys:
            found.append(keys)
        i += 2 if wide else 1
    for match in search.gazetteer.pattern.finditer(search.paragraph.words(first, last)):
        found.append(search.states_of_keys(search.gazetteer.names[match.group()]))
    return tuple(keys for keys in found if keys)
