"""Which stretches of a parsed paragraph name something, and of what kind: names before any parse is trusted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from attrs import frozen

from kg.lexicon import NameWords
from kg.mentions.gazetteer import Gazetteer
from kg.model.authority import Authority
from kg.model.entity import Kind
from kg.model.syntax import ParsedParagraph, Token

CAPITALISED = re.compile(r"[A-ZÀ-ÖØ-ÞČŞŠŽĂȘȚ][\w’'.\-]*$")
INITIALS = re.compile(r"(?:[A-Z]\.)+-?(?:[A-Z]\.)*$")
MONTHS = frozenset(
    "january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday".split()
)
PERSON_PARTICLES = frozenset(["de", "von", "van", "der", "la", "le", "al", "bin", "dos"])


@frozen
class NameSpan:
    """Tokens `first` to `last` name something; `head` is the token the rest of the sentence hangs on."""

    first: int
    last: int
    head: int
    kind: Kind
    keys: tuple[str, ...] = ()  # authority keys that the name alone allows (states, organisations, places)
    name: str = ""  # without honorific and title
    title: str = ""  # role concept of a title before or beside the name
    title_words: str = ""
    states: tuple[tuple[str, ...], ...] = ()  # for each state named inside, the keys that the words allow
    is_female: bool = False
    is_plural: bool = False
    rule: str = ""


def name_spans(
    paragraph: ParsedParagraph, gazetteer: Gazetteer, authority: Authority, words: NameWords
) -> tuple[NameSpan, ...]:
    """All names and described groups, organisations and office-holders of a paragraph; no two overlap."""
    taken: dict[int, NameSpan] = {}
    for find in (_organisations, _known, _persons, _titles, _groups, _unknown):
        for span in find(paragraph, gazetteer, authority, words, taken):
            for i in range(span.first, span.last + 1):
                taken.setdefault(i, span)
    return tuple(sorted(dict.fromkeys(taken.values()), key=lambda span: span.first))


def head_of(paragraph: ParsedParagraph, first: int, last: int) -> int:
    """The token of a stretch whose governor stands outside it; the last such token."""
    inside = range(first, last + 1)
    heads = [i for i in inside if paragraph.tokens[i].head not in inside or paragraph.tokens[i].head == i]
    return heads[-1] if heads else last


def states_before(
    paragraph: ParsedParagraph, first: int, gazetteer: Gazetteer
) -> tuple[tuple[tuple[str, ...], ...], int]:
    """The states that an adjective just before token `first` names, and where that adjective begins."""
    tokens = paragraph.tokens
    for width in (2, 1):
        start = first - width
        if start >= 0:
            phrase = " ".join(token.text for token in tokens[start:first])
            if phrase in gazetteer.adjectives:
                return (gazetteer.adjectives[phrase],), start
    return (), first


Finder = Iterator[NameSpan]
Taken = dict[int, NameSpan]


def _free(taken: Taken, first: int, last: int) -> bool:
    return not any(i in taken for i in range(first, last + 1))


def _known(
    paragraph: ParsedParagraph, gazetteer: Gazetteer, authority: Authority, words: NameWords, taken: Taken
) -> Finder:
    """Names of the gazetteer. A state or place inside a longer name was taken before."""
    starts = {token.start: token.i for token in paragraph.tokens}
    ends = {token.end: token.i for token in paragraph.tokens}
    for match in gazetteer.pattern.finditer(paragraph.text):
        first, last = starts.get(match.start()), ends.get(match.end())
        if first is None or last is None or not _free(taken, first, last):
            continue
        keys = gazetteer.names[match.group()]
        kind = authority.entries[keys[0]].kind
        yield NameSpan(first, last, head_of(paragraph, first, last), kind, keys, match.group(), rule="name.known")


def _organisations(
    paragraph: ParsedParagraph, gazetteer: Gazetteer, authority: Authority, words: NameWords, taken: Taken
) -> Finder:
    """A state's organ: "the Soviet government", "the USSR Council of Ministers", "the Korean party delegation"."""
    found = list(_organs(paragraph, gazetteer, authority, words))
    for span in sorted(found, key=lambda span: (span.first - span.last, span.first)):
        if _free(taken, span.first, span.last):
            yield span


def _organs(paragraph: ParsedParagraph, gazetteer: Gazetteer, authority: Authority, words: NameWords) -> Finder:
    taken: Taken = {}
    tokens = paragraph.tokens
    for token in tokens:
        noun = token.text.lower()
        if (
            noun not in words.organisation_nouns
            or token.tag not in ("NN", "NNP", "NNPS", "CC", "NNS")
            or not _free(taken, token.i, token.i)
        ):
            continue
        if (
            token.text == "CC"
            and token.dep == "compound"
            and tokens[token.head].text in ("Presidium", "Politburo", "Plenum")
        ):
            continue
        first = token.i
        while first > 0 and (_is_organ_word(tokens[first - 1], words) or _is_name_part(tokens[first - 1], gazetteer)):
            first -= 1
        while tokens[first].text.lower() in ("and", "of", "the") and first < token.i:
            first += 1
        last = token.i
        if last + 2 < len(tokens) and tokens[last + 1].text == "of":
            last = _of_phrase(tokens, last, words, gazetteer)
        if not _free(taken, first, last):
            continue
        keys = gazetteer.names.get(paragraph.words(first, last), ())
        states = _states_inside(paragraph, first, last, gazetteer, authority)
        kind = Kind.ORGANISATION
        if noun in words.mission_nouns and noun != "mission":
            kind = Kind.MISSION
        elif noun == "delegation":
            kind = Kind.DELEGATION
        elif (
            noun
            in (
                "party",
                "union",
                "front",
                "group",
                "army",
                "congress",
                "soviet",
                "command",
                "institute",
                "academy",
                "committee",
                "council",
                "department",
                "bureau",
                "commission",
                "agency",
                "league",
                "federation",
            )
            and first == last
            and token.text[0].islower()
        ):
            continue
        yield NameSpan(first, last, token.i, kind, keys, paragraph.words(first, last), states=states, rule="name.organ")


def _of_phrase(tokens: Sequence[Token], last: int, words: NameWords, gazetteer: Gazetteer) -> int:
    """The end of "of Foreign Affairs of Hungary", "of the KWP", counted from the noun at `last`."""
    end, i = last, last + 1
    while i < len(tokens):
        token = tokens[i]
        if token.text in ("of", "the") or (token.text == "for" and tokens[i - 1].text == "Ministry"):
            i += 1
        elif (token.text[0].isupper() and token.text.lower() not in MONTHS) or (
            token.text == "and"
            and i + 1 < len(tokens)
            and tokens[i + 1].text[0].isupper()
            and tokens[i + 1].text.lower() in words.organ_words
        ):
            end = i
            i += 1
            if (
                i < len(tokens)
                and tokens[i].text not in ("of", "for")
                and not tokens[i].text[0].isupper()
                and tokens[i].text != "and"
            ):
                break
        else:
            break
    return end


def _is_organ_word(token: Token, words: NameWords) -> bool:
    return token.text.lower() in words.organ_words and token.text.lower() not in ("of", "the")


def _is_name_part(token: Token, gazetteer: Gazetteer) -> bool:
    return (
        token.text in gazetteer.adjectives
        or (token.text in gazetteer.names and token.tag.startswith("NNP"))
        or (token.text.isupper() and len(token.text) > 1 and token.text.isalpha())
        or (token.tag in ("NNP", "NNPS") and token.text[0].isupper() and token.dep == "compound")
    )


def _states_inside(
    paragraph: ParsedParagraph, first: int, last: int, gazetteer: Gazetteer, authority: Authority
) -> tuple[tuple[str, ...], ...]:
    text = paragraph.words(first, last)
    found: list[tuple[str, ...]] = []
    i = first
    while i <= last:
        width = 1
        for wide in (2, 1):
            phrase = " ".join(token.text for token in paragraph.tokens[i : i + wide])
            if phrase in gazetteer.adjectives:
                found.append(gazetteer.adjectives[phrase])
                width = wide
                break
        i += width
    for match in gazetteer.pattern.finditer(text):
        found.append(_states_of_keys(gazetteer.names[match.group()], authority))
    return tuple(keys for keys in found if keys)


def _states_of_keys(keys: Sequence[str], authority: Authority) -> tuple[str, ...]:
    known = [authority.entries[key] for key in keys]
    return tuple(
        entry.key if entry.kind is Kind.STATE else entry.state
        for entry in known
        if entry.kind is Kind.STATE or entry.state
    )


def _persons(
    paragraph: ParsedParagraph, gazetteer: Gazetteer, authority: Authority, words: NameWords, taken: Taken
) -> Finder:
    """An honorific or a title, then a name: "Comrade V.P. Moskovsky", "Soviet Foreign Minister Gromyko"."""
    tokens = paragraph.tokens
    for token in tokens:
        i = token.i
        if not _free(taken, i, i):
            continue
        start = i
        honorific = ""
        title = match_title(tokens, i, words)
        role, title_words = "", ""
        if title:
            role, width = title
            title_words = paragraph.words(i, i + width - 1)
            i += width
            if _bare(tokens, i) in words.honorifics:
                i += 1
        elif _bare(tokens, i) in words.honorifics | words.plural_honorifics and i + 1 < len(tokens):
            honorific = _bare(tokens, i)
            i += 1
            title = match_title(tokens, i, words)
            if title:
                role, width = title
                title_words = paragraph.words(i, i + width - 1)
                i += width
        else:
            continue
        end = _name_end(tokens, i, taken, words)
        if end < i:
            continue
        states, begin = states_before(paragraph, start, gazetteer)
        yield NameSpan(
            begin if states and _free(taken, begin, start) else start,
            end,
            head_of(paragraph, i, end),
            Kind.PERSON,
            name=paragraph.words(i, end),
            title=role,
            title_words=title_words,
            states=states,
            is_female=honorific in words.female,
            rule="person.title" if role else "person.honorific",
        )


def _bare(tokens: Sequence[Token], i: int) -> str:
    return tokens[i].text.rstrip(".") if i < len(tokens) else ""


def _name_end(tokens: Sequence[Token], i: int, taken: Taken, words: NameWords) -> int:
    """The last token of a person's name that begins at `i`; `i` - 1 if none does."""
    end = i - 1
    while i < len(tokens) and i not in taken:
        text = tokens[i].text
        if (
            CAPITALISED.match(text)
            and text.lower() not in MONTHS
            and not match_title(tokens, i, words)
            and _bare(tokens, i) not in words.honorifics
        ) or INITIALS.match(text):
            end = i
        elif not (text.lower() in PERSON_PARTICLES and i + 1 < len(tokens) and CAPITALISED.match(tokens[i + 1].text)):
            break
        i += 1
    return end


def match_title(tokens: Sequence[Token], i: int, words: NameWords) -> tuple[str, int] | None:
    """The role concept and the number of tokens of a title that begins at token `i`."""
    for title in words.titles:
        width = len(title.words)
        if [token.text.lower() for token in tokens[i : i + width]] == list(title.words):
            return title.role, width
    return None


def _titles(
    paragraph: ParsedParagraph, gazetteer: Gazetteer, authority: Authority, words: NameWords, taken: Taken
) -> Finder:
    """An office-holder by his office alone: "the new Soviet Ambassador", "the Minister of Defense of the DPRK"."""
    tokens = paragraph.tokens
    for token in tokens:
        if not _free(taken, token.i, token.i):
            continue
        title = match_title(tokens, token.i, words)
        if not title:
            continue
        role, width = title
        last = token.i + width - 1
        if tokens[last].tag in ("NNS", "NNPS") and not tokens[last].text.endswith("Affairs"):
            continue
        states, first = states_before(paragraph, token.i, gazetteer)
        while (
            first > 0
            and tokens[first - 1].tag in ("JJ", "VBG", "VBN", "PRP$")
            and tokens[first - 1].text.lower() not in MONTHS
            and tokens[first - 1].head in range(first, last + 1)
        ):
            first -= 1
        end = last
        if last + 1 < len(tokens) and tokens[last + 1].text in ("of", "to", "in"):
            more = _of_phrase_any(paragraph, last + 1, gazetteer, authority)
            if more:
                end, more_states = more
                states = (*states, *more_states)
        yield NameSpan(
            first,
            end,
            head_of(paragraph, token.i, last),
            Kind.UNNAMED_PERSON,
            name=paragraph.words(token.i, last),
            title=role,
            title_words=paragraph.words(token.i, last),
            states=states,
            rule="person.office",
        )


def _of_phrase_any(
    paragraph: ParsedParagraph, i: int, gazetteer: Gazetteer, authority: Authority
) -> tuple[int, tuple[tuple[str, ...], ...]] | None:
    """A state or organ of a state behind "of", "to" or "in": its last token and the states."""
    offset = paragraph.tokens[i].end + 1
    rest = paragraph.text[offset : offset + 80]
    skip = 4 if rest.startswith("the ") else 0
    match = gazetteer.pattern.match(rest, skip)
    if not match:
        return None
    end_char = offset + match.end()
    last = next((token.i for token in paragraph.tokens if token.end == end_char), None)
    if last is None:
        return None
    states = _states_of_keys(gazetteer.names[match.group()], authority)
    return last, (states,) if states else ()


def _groups(
    paragraph: ParsedParagraph, gazetteer: Gazetteer, authority: Authority, words: NameWords, taken: Taken
) -> Finder:
    """People of a state or side who stay a group: "the Soviets", "the Korean leaders", "the organs at home"."""
    tokens = paragraph.tokens
    for token in tokens:
        if not _free(taken, token.i, token.i):
            continue
        after = tokens[token.i + 1] if token.i + 1 < len(tokens) else None
        stands_alone = after is None or not (
            after.tag.startswith("NN") and after.head != after.i and token.head == after.i
        )
        if token.text in gazetteer.people and stands_alone:
            yield NameSpan(
                token.i,
                token.i,
                token.i,
                Kind.COLLECTIVE,
                name=token.text,
                states=(gazetteer.people[token.text],),
                is_plural=True,
                rule="group.people",
            )
        elif (
            token.text in gazetteer.adjectives
            and stands_alone
            and token.dep in ("nsubj", "dobj", "pobj", "nsubjpass", "poss", "conj")
            and token.tag in ("NNPS", "NNP", "JJ", "NNS")
        ):
            if token.i and tokens[token.i - 1].text.lower() == "the":
                yield NameSpan(
                    token.i,
                    token.i,
                    token.i,
                    Kind.COLLECTIVE,
                    name=token.text,
                    states=(gazetteer.adjectives[token.text],),
                    is_plural=True,
                    rule="group.adjective",
                )
        elif (
            token.lemma in words.group_nouns
            and token.tag in ("NNS", "NN", "NNP", "NNPS")
            and (token.tag.endswith("S") or token.lemma in ("leadership", "side", "people", "staff", "corps", "press"))
        ):
            states, first = states_before(paragraph, token.i, gazetteer)
            place = ""
            last = token.i
            if not states and token.lemma == "side":
                continue
            if last + 2 < len(tokens) and tokens[last + 1].text == "at" and tokens[last + 2].text == "home":
                last, place = last + 2, "home"
            if states or place or token.lemma in ("organ", "physician", "doctor", "corps", "staff"):
                yield NameSpan(
                    first,
                    last,
                    token.i,
                    Kind.COLLECTIVE,
                    name=paragraph.words(first, last),
                    states=states,
                    is_plural=True,
                    rule="group.noun",
                )


def _unknown(
    paragraph: ParsedParagraph, gazetteer: Gazetteer, authority: Authority, words: NameWords, taken: Taken
) -> Finder:
    """A capitalised name that nothing explains: a person where the grammar or the parser says so, else a place."""
    tokens = paragraph.tokens
    i = 0
    starts = set(paragraph.sentence_starts)
    while i < len(tokens):
        end = _name_end(tokens, i, taken, words)
        if end < i or not _is_name_start(tokens, i, starts):
            i += 1
            continue
        head = head_of(paragraph, i, end)
        token = tokens[head]
        governor = tokens[token.head]
        kind = None
        if any(INITIALS.match(part.text) for part in tokens[i : end + 1]) or tokens[head].ent == "PERSON":
            kind = Kind.PERSON
        elif (
            token.dep == "pobj"
            and governor.text.lower() in words.place_prepositions
            and token.ent in ("GPE", "LOC", "FAC", "", "ORG")
        ):
            kind = Kind.PLACE
        elif token.dep in ("nsubj", "nsubjpass", "poss", "dobj", "dative", "agent") or (
            token.dep in ("pobj", "conj", "appos", "compound")
            and token.ent not in ("GPE", "LOC", "ORG", "DATE", "EVENT", "FAC", "NORP", "WORK_OF_ART", "PRODUCT")
        ):
            kind = Kind.PERSON
        if kind:
            yield NameSpan(i, end, head, kind, name=paragraph.words(i, end), rule="name.unknown")
        i = end + 1


def _is_name_start(tokens: Sequence[Token], i: int, starts: set[int]) -> bool:
    token = tokens[i]
    if (
        token.tag not in ("NNP", "NNPS")
        or token.text.lower() in MONTHS
        or (token.text.isupper() and len(token.text) > 5)
    ):
        return False
    return i not in starts or token.dep in ("nsubj", "nsubjpass", "compound", "poss")
