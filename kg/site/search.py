"""Search: names as they are written, what is told, what is claimed, and the words of the documents themselves.

The index (SQLite FTS5) is written once, when the edition is made. It folds capital letters and accents. Whatever a
visitor types is words to look for, never a query language: every word is put in quotes (sqlite.org/fts5.html).
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from attrs import frozen
from pyoxigraph import Literal, QuerySolutions, Store

from kg.publish.prefixes import prefixes
from kg.site.indexfiles import opened

LONGEST = 200  # characters that are looked for
MOST_WORDS = 12
MOST_COUNTED = 5_000  # hits of one kind are counted to here: nobody reads more, and "the" is in every sentence
SHOWN = 20  # hits of one kind on the page of all; one kind alone is paged by as many

# Lit words stand between these; no text of ours holds them, since RDF/XML cannot, and the index leaves them out.
BEGIN, END = "\x02", "\x03"

# The kinds in the order in which they are shown, each with what is written of a thing of it. Texts of one thing are one
# entry, so that it is found once.
_KINDS = {
    "person": "VALUES ?class { schema:Person dg:UnnamedPerson } ?thing a ?class ; rdfs:label|skos:altLabel ?text",
    "state": "?thing a dg:State ; rdfs:label|skos:altLabel ?text",
    "organisation": "VALUES ?class { org:FormalOrganization org:OrganizationalUnit dg:DiplomaticMission dg:Delegation"
    " dg:Collective schema:ArchiveOrganization } ?thing a ?class ; rdfs:label|skos:altLabel ?text",
    "office": "?thing a org:Post ; rdfs:label|skos:altLabel ?text",
    "place": "?thing a dg:Place ; rdfs:label|skos:altLabel ?text",
    "document": "?thing a rico:Record ; rdfs:label|dcterms:identifier ?text",
    "event": "?thing a dg:Eventuality ; rdfs:label ?text",
    "claim": "?thing a dg:Claim ; dg:gloss ?text",
    "passage": "?thing oa:hasSelector/oa:exact ?text",
}
KINDS = tuple(_KINDS)
_BETWEEN = " · "  # the names of one thing
_WORD = re.compile(r'"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+)')
_UNSHOWN = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")


@frozen
class Hit:
    """Something found: its IRI, and its words in pieces, each lit or not."""

    iri: str
    pieces: tuple[tuple[str, bool], ...]


@frozen
class Hits:
    """What was found of one kind. `is_more` says that there are more than were counted."""

    kind: str
    hits: tuple[Hit, ...]
    total: int
    is_more: bool


@frozen
class Found:
    """What was found for some words; with `by_beginning` no whole words fitted, and these only begin so."""

    words: str
    kinds: tuple[Hits, ...]
    by_beginning: bool


@frozen
class Search:
    """The index of an edition, read only. May be used by several threads. Raises OSError where its file is gone."""

    path: Path

    def found(self, words: str, kind: str = "", page: int = 1) -> Found:
        """What is found for some words: the first of each kind, or one page of one kind. Never refuses any words."""
        words = _UNSHOWN.sub(" ", words)[:LONGEST].strip()
        for by_beginning in (False, True):
            query = query_of(words, by_beginning=by_beginning)
            if query:
                kinds = tuple(self._hits(query, (kind,) if kind else KINDS, (page - 1) * SHOWN))
                if kinds or by_beginning:
                    return Found(words, kinds, by_beginning)
        return Found(words, (), by_beginning=False)

    def entries(self) -> Iterator[tuple[str, str, str]]:
        """Every entry: kind, IRI, words."""
        with opened(self.path) as connection:
            yield from connection.execute("SELECT kind, iri, words FROM entry ORDER BY rowid")

    def size(self) -> int:
        """How many characters all entries have."""
        with opened(self.path) as connection:
            ((size,),) = connection.execute("SELECT coalesce(sum(length(words) + length(iri)), 0) FROM entry")
        return int(size)

    def _hits(self, query: str, kinds: Sequence[str], offset: int) -> Iterator[Hits]:
        light = f"snippet(entry, 1, '{BEGIN}', '{END}', '…', 32)"
        rows = f"SELECT iri, {light} FROM entry WHERE entry MATCH ? ORDER BY rank, rowid LIMIT {SHOWN} OFFSET ?"
        count = f"SELECT count(*) FROM (SELECT 1 FROM entry WHERE entry MATCH ? LIMIT {MOST_COUNTED + 1})"
        with opened(self.path) as connection:
            for kind in kinds:
                wanted = f'kind : "{kind}" AND words : ({query})'
                ((total,),) = connection.execute(count, (wanted,))
                if total > offset:
                    # To rank a hundred thousand hits takes a second; those that are too many stand as they come.
                    ordered = rows if total <= MOST_COUNTED else rows.replace("rank, rowid", "rowid")
                    hits = tuple(Hit(iri, _pieces(lit)) for iri, lit in connection.execute(ordered, (wanted, offset)))
                    yield Hits(kind, hits, min(total, MOST_COUNTED), total > MOST_COUNTED)


def query_of(words: str, *, by_beginning: bool = False) -> str:
    """Words as a query of FTS5: all must be there; those in quotes one after the other; kov* stands for what begins so.

    >>> query_of('kovacs "old friend" mosk*')
    '"kovacs" AND "old friend" AND "mosk" *'
    """
    terms = []
    for found in list(_WORD.finditer(words))[:MOST_WORDS]:
        text = found["word"] or found["phrase"] or ""
        is_begun = by_beginning or (found["word"] is not None and text.endswith("*"))
        # What has no letter or digit would be looked for as nothing, and nothing is never found.
        if any(sign.isalnum() for sign in text):
            terms.append(f'"{text.rstrip("*") if is_begun else text}"{" *" if is_begun else ""}')
    return " AND ".join(terms)


def write_search(store: Store, path: Path) -> None:
    """Write the index of a store to a new file."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "CREATE VIRTUAL TABLE entry USING fts5"
            "(kind, words, iri UNINDEXED, tokenize = 'unicode61 remove_diacritics 2')"
        )
        # Names are short: what bears one is found before what only mentions it, by the length alone.
        for kind, pattern in _KINDS.items():
            texts: dict[str, list[str]] = {}
            found = store.query(f"SELECT DISTINCT ?thing ?text WHERE {{ {pattern} }}", prefixes=prefixes())
            assert isinstance(found, QuerySolutions)
            for thing, text in found:
                if isinstance(text, Literal):
                    texts.setdefault(thing.value, []).append(_UNSHOWN.sub(" ", text.value))
            rows = ((kind, _BETWEEN.join(sorted(set(said))), iri) for iri, said in sorted(texts.items()))
            connection.executemany("INSERT INTO entry (kind, words, iri) VALUES (?, ?, ?)", rows)
        connection.execute("INSERT INTO entry (entry) VALUES ('optimize')")


def _pieces(lit: str) -> tuple[tuple[str, bool], ...]:
    """A text in pieces, by the signs that stand around lit words."""
    pieces: list[tuple[str, bool]] = []
    for part in lit.split(BEGIN):
        inside, end, after = part.partition(END)
        if end:
            pieces += [(inside, True), (after, False)]
        else:
            pieces.append((inside, False))
    return tuple(piece for piece in pieces if piece[0])
