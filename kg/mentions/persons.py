"""People by name with an honorific or a title, and by their office alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.mentions.spans import NameSpan, Search, States
from kg.model.entity import Kind

CAPITALISED = re.compile(r"[A-ZÀ-ÖØ-ÞČŞŠŽĂȘȚ][\w’'.\-]*$")
INITIALS = re.compile(r"(?:[A-Z]\.)+-?(?:[A-Z]\.)*$")


def persons(search: Search) -> Iterator[NameSpan]:
    """The people named behind an honorific or a title: "Comrade V.P. Moskovsky", "Foreign Minister Gromyko"."""
    words = search.words
    honorifics = words.honorifics | words.plural_honorifics
    for token in search.tokens:
        i = start = token.i
        if not search.is_free(i, i):
            continue
        honorific = ""
        title = search.title_at(i)
        title_at = i
        if not title:
            if search.bare(i) not in honorifics or i + 1 == len(search.tokens):
                continue
            honorific = search.bare(i)
            i = title_at = i + 1
            title = search.title_at(i)
        role, width = title or ("", 0)
        i += width
        if title and not honorific and search.bare(i) in words.honorifics:
            i += 1
        end = name_end(search, i)
        if end < i:
            continue
        states, begin = search.states_before(start)
        yield NameSpan(
            begin if states and search.is_free(begin, start) else start,
            end,
            search.head_of(i, end),
            Kind.PERSON,
            name=search.paragraph.words(i, end),
            title=role,
            title_words=search.paragraph.words(title_at, title_at + width - 1) if title else "",
            states=states,
            is_female=honorific in words.female,
            rule="person.title" if role else "person.honorific",
        )


def couples(search: Search) -> Iterator[NameSpan]:
    """The husband in "Secretary and Mrs. Udall", "Mr. and Mrs. Wilk": he bears the name that stands behind hers."""
    words = search.words
    for token in search.tokens:
        title = search.title_at(token.i)
        honorific = search.bare(token.i) in words.honorifics
        if not title and not honorific:
            continue
        last = token.i + (title[1] if title else 1) - 1
        joined = [search.bare(i) for i in (last + 1, last + 2)]
        end = name_end(search, last + 3)
        if joined[0] != "and" or joined[1] not in words.female or end < last + 3:
            continue
        yield NameSpan(
            token.i,
            last,
            last,
            Kind.PERSON,
            name=search.paragraph.words(last + 3, end),
            title=title[0] if title else "",
            title_words=search.paragraph.words(token.i, last) if title else "",
            rule="person.couple",
        )


def office_holders(search: Search) -> Iterator[NameSpan]:
    """The people named by an office alone: "the new Soviet Ambassador", "the Minister of Defense of the DPRK"."""
    tokens = search.tokens
    for token in tokens:
        title = search.title_at(token.i) if search.is_free(token.i, token.i) else None
        if not title:
            continue
        role, width = title
        last = token.i + width - 1
        if tokens[last].tag in ("NNS", "NNPS") and not tokens[last].text.endswith("Affairs"):
            continue
        states, first = search.states_before(token.i)
        while first > 0 and _is_attribute(search, first - 1, range(first, last + 1)):
            first -= 1
        end = last
        if last + 1 < len(tokens) and tokens[last + 1].text in ("of", "to", "in"):
            more = _state_behind(search, last + 1)
            if more:
                end, more_states = more
                states = (*states, *more_states)
        words = search.paragraph.words(token.i, last)
        yield NameSpan(
            first,
            end,
            search.head_of(token.i, last),
            Kind.UNNAMED_PERSON,
            name=words,
            title=role,
            title_words=words,
            states=states,
            rule="person.office",
        )


def name_end(search: Search, i: int) -> int:
    """The last token of a person's name that begins at `i`; `i` - 1 if none does."""
    tokens, words = search.tokens, search.words
    end = i - 1
    while i < len(tokens) and i not in search.taken:
        if is_name_word(search, i):
            end = i
        elif tokens[i].text.lower() not in words.name_particles or not _is_capitalised(search, i + 1):
            break
        i += 1
    return end


def is_name_word(search: Search, i: int) -> bool:
    """Whether a token can be part of a name: initials, or a capitalised word that is no title, honorific or month."""
    text = search.tokens[i].text
    if text[:1].islower():  # as most are: neither of the patterns begins so
        return False
    if INITIALS.match(text):
        return True
    if not CAPITALISED.match(text) or text.lower() in search.words.calendar_words or search.tokens[i].tag == "PRP":
        return False
    if text == "I":  # "the Ambassador I met", whatever the parser takes it for
        return False
    return not search.title_at(i) and search.bare(i) not in search.words.honorifics


def _is_capitalised(search: Search, i: int) -> bool:
    return i < len(search.tokens) and bool(CAPITALISED.match(search.tokens[i].text))


def _is_attribute(search: Search, i: int, inside: range) -> bool:
    """Whether a token is an adjective of the words behind it: "the new Ambassador", "his Ambassador"."""
    token = search.tokens[i]
    is_adjective = token.tag in ("JJ", "VBG", "VBN", "PRP$") and token.text.lower() not in search.words.calendar_words
    return is_adjective and token.head in inside


def _state_behind(search: Search, i: int) -> tuple[int, States] | None:
    """A state, or an organ of one, behind "of", "to" or "in" at token `i`: its last token and the states."""
    paragraph = search.paragraph
    offset = paragraph.tokens[i].end + 1
    rest = paragraph.text[offset : offset + 80]
    match = search.gazetteer.pattern.match(rest, 4 if rest.startswith("the ") else 0)
    if not match:
        return None
    last = next((token.i for token in paragraph.tokens if token.end == offset + match.end()), None)
    if last is None:
        return None
    states = search.states_of_keys(search.gazetteer.names[match.group()])
    return last, (states,) if states else ()
