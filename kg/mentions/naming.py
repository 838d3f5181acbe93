"""Which stretches of a parsed paragraph name something, and of what kind: names before any parse is trusted."""

from __future__ import annotations

from collections.abc import Iterator

from kg.lexicon import NameWords
from kg.mentions.beside import beside_offices, with_their_names
from kg.mentions.gazetteer import Gazetteer
from kg.mentions.marked import MarkedNames
from kg.mentions.organs import organs
from kg.mentions.persons import INITIALS, couples, name_end, office_holders, persons
from kg.mentions.spans import NameSpan, Search, States
from kg.model.authority import Authority
from kg.model.entity import Kind
from kg.model.syntax import ParsedParagraph, Token

PLACE_ENTS = ("GPE", "LOC", "FAC", "", "ORG")
"""What the parser may take a name for that then is a place, where a preposition of place stands before it."""
NO_PERSON_ENTS = ("GPE", "LOC", "ORG", "DATE", "EVENT", "FAC", "NORP", "WORK_OF_ART", "PRODUCT")


NOT_MARKED = MarkedNames()


def name_spans(
    paragraph: ParsedParagraph,
    gazetteer: Gazetteer,
    authority: Authority,
    words: NameWords,
    marked: MarkedNames = NOT_MARKED,
) -> tuple[NameSpan, ...]:
    """All names and described groups, organisations and office-holders of a paragraph; no two overlap."""
    search = Search(paragraph, gazetteer, authority, words)
    for find in (organs, _known, couples, persons, office_holders, beside_offices, marked.spans, _groups, _unexplained):
        search.take(find(search))
    return with_their_names(search, sorted(dict.fromkeys(search.taken.values()), key=lambda span: span.first))


def _known(search: Search) -> Iterator[NameSpan]:
    """The names of the gazetteer. A state or place inside a longer name was taken before."""
    matches = list(search.gazetteer.pattern.finditer(search.paragraph.text))
    starts = {token.start: token.i for token in search.tokens} if matches else {}
    ends = {token.end: token.i for token in search.tokens} if matches else {}
    for match in matches:
        first, last = starts.get(match.start()), ends.get(match.end())
        if first is not None and last is not None and search.is_free(first, last):
            keys = search.gazetteer.names[match.group()]
            kind = search.authority.entries[keys[0]].kind
            yield NameSpan(first, last, search.head_of(first, last), kind, keys, match.group(), rule="name.known")


def _groups(search: Search) -> Iterator[NameSpan]:
    """The people of a state or side who stay a group: "the Soviets", "the Korean leaders", "the organs at home"."""
    tokens, gazetteer, words = search.tokens, search.gazetteer, search.words
    for token in tokens:
        i = token.i
        if not search.is_free(i, i):
            continue
        first = last = i
        states: States
        if token.text in gazetteer.people and _stands_alone(search, token):
            states, rule = (gazetteer.people[token.text],), "group.people"
        elif token.text in gazetteer.adjectives and _stands_alone(search, token) and _is_noun_like(token):
            if not i or tokens[i - 1].text.lower() != "the":
                continue
            states, rule = (gazetteer.adjectives[token.text],), "group.adjective"
        elif token.lemma in words.group_nouns and _is_plural_noun(token, words):
            states, first = search.states_before(i)
            rule = "group.noun"
            at_home = [after.text for after in tokens[i + 1 : i + 3]] == ["at", "home"]
            last = i + 2 if at_home else i
            if not states and (token.lemma == "side" or not (at_home or token.lemma in words.stateless_groups)):
                continue
        else:
            continue
        name = search.paragraph.words(first, last)
        yield NameSpan(first, last, i, Kind.COLLECTIVE, name=name, states=states, rule=rule)


def _is_plural_noun(token: Token, words: NameWords) -> bool:
    return token.tag in ("NNS", "NNPS") or (token.tag in ("NN", "NNP") and token.lemma in words.collective_nouns)


def _stands_alone(search: Search, token: Token) -> bool:
    """Whether a word is no mere attribute of the noun behind it: "the Soviets", not "the Soviets mission"."""
    if token.i + 1 == len(search.tokens):
        return True
    after = search.tokens[token.i + 1]
    return not (after.tag.startswith("NN") and after.head != after.i and token.head == after.i)


def _is_noun_like(token: Token) -> bool:
    """Whether an adjective is used as a noun: "the Chinese"."""
    is_argument = token.dep in ("nsubj", "dobj", "pobj", "nsubjpass", "poss", "conj")
    return is_argument and token.tag in ("NNPS", "NNP", "JJ", "NNS")


def _unexplained(search: Search) -> Iterator[NameSpan]:
    """The capitalised names that nothing explains: a person where the grammar or the parser says so, else a place."""
    starts = set(search.paragraph.sentence_starts)
    i = 0
    while i < len(search.tokens):
        end = name_end(search, i)
        if end < i or not _is_name_start(search, search.tokens[i], starts):
            i += 1
            continue
        kind = _kind(search, i, end)
        if kind:
            name = search.paragraph.words(i, end)
            yield NameSpan(i, end, search.head_of(i, end), kind, name=name, rule="name.unknown")
        i = end + 1


def _kind(search: Search, first: int, last: int) -> Kind | None:
    """What an unexplained name is of, as far as initials, the parser and the grammar tell."""
    token = search.tokens[search.head_of(first, last)]
    before = search.tokens[token.head].text.lower()
    if token.ent == "PERSON" or any(INITIALS.match(part.text) for part in search.tokens[first : last + 1]):
        return Kind.PERSON
    if token.dep == "pobj" and before in search.words.place_prepositions and token.ent in PLACE_ENTS:
        return Kind.PLACE
    if token.dep in ("nsubj", "nsubjpass", "poss", "dobj", "dative", "agent"):
        return Kind.PERSON
    is_argument = token.dep in ("pobj", "conj", "appos", "compound")
    return Kind.PERSON if is_argument and token.ent not in NO_PERSON_ENTS else None


def _is_name_start(search: Search, token: Token, starts: set[int]) -> bool:
    """Whether a name can begin here: in the middle of a sentence, or at its head where the grammar wants a noun."""
    is_shout = token.text.isupper() and len(token.text) > 5
    if token.tag not in ("NNP", "NNPS") or token.text.lower() in search.words.calendar_words or is_shout:
        return False
    return token.i not in starts or token.dep in ("nsubj", "nsubjpass", "compound", "poss")
