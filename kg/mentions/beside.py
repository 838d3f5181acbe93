"""The name that stands beside an office, whatever the parser makes of it: "the Minister of Trade, Krause, received"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import evolve

from kg.mentions.persons import name_end
from kg.mentions.spans import NameSpan, Search
from kg.model.entity import Kind

LONGEST_NAME_TOKENS = 4
CLOSING = frozenset({",", ".", ";", ":", ")", "–", "—"})


def beside_offices(search: Search) -> Iterator[NameSpan]:
    """The names that nothing but their place shows: between the comma behind an office and the next mark."""
    for office in _offices(search.taken.values()):
        first = _behind_comma(search, office)
        last = name_end(search, first) if first else -1
        if not first or not first <= last < first + LONGEST_NAME_TOKENS or not _closes(search, last):
            continue
        if all(search.tokens[i].tag in ("NNP", "NNPS") or search.tokens[i].ent == "PERSON" for i in (first, last)):
            name = search.paragraph.words(first, last)
            yield NameSpan(first, last, search.head_of(first, last), Kind.PERSON, name=name, rule="name.beside-office")


def with_their_names(search: Search, spans: Sequence[NameSpan]) -> tuple[NameSpan, ...]:
    """The spans, an office and the name beside it as one where the parser does not see that they are one man."""
    by_first = {span.first: span for span in spans}
    joined: dict[int, NameSpan] = {}
    for office in _offices(spans):
        first = _behind_comma(search, office)
        name = by_first.get(first)
        if not first or name is None or name.kind is not Kind.PERSON or name.title or not _closes(search, name.last):
            continue
        heads = {office.head, name.head}
        if any(search.tokens[i].dep == "appos" and search.tokens[i].head in heads for i in heads):
            continue  # offices.py joins them, with a mention each
        head = search.head_of(office.first, name.last)
        joined[office.first] = evolve(
            name,
            first=office.first,
            head=head,
            title=office.title,
            title_words=office.title_words,
            states=office.states,
            rule="person.beside-office",
        )
        joined[name.first] = joined[office.first]
    return tuple(dict.fromkeys(joined.get(span.first, span) for span in spans))


def _offices(spans: Iterable[NameSpan]) -> tuple[NameSpan, ...]:
    return tuple(span for span in dict.fromkeys(spans) if span.kind is Kind.UNNAMED_PERSON)


def _behind_comma(search: Search, office: NameSpan) -> int:
    """The first token behind the comma that follows an office; 0 if none does."""
    comma = office.last + 1
    return comma + 1 if comma + 1 < len(search.tokens) and search.tokens[comma].text == "," else 0


def _closes(search: Search, last: int) -> bool:
    """Whether the name ends here, and no list goes on: "the Minister, Krause, and Lund" are three."""
    after = [token.text for token in search.tokens[last + 1 : last + 3]]
    return not after or (after[0] in CLOSING and after[1:] not in (["and"], ["or"]))
