"""What was asked of an edition while something was made of it, with a digest of each answer.

Whoever asks the same again and hears the same need not make it anew: verifying traces, as in Mokhov, Mitchell and
Peyton Jones, Build Systems à la Carte (ICFP 2018, https://doi.org/10.1145/3236774). What a page is made from is not
declared anywhere, where it could be forgotten: it is noted while the page is made.

Most questions are about what belongs to one document. They are noted as one question, what is said of that document,
whose answer is known of all documents from one pass through the build. The others are asked again one by one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from io import BufferedReader
from itertools import chain
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from attrs import define, field, frozen
from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    parse,
)

from kg.publish.files import DESCRIPTION, parts_in
from kg.publish.joinedfiles import JoinedFiles
from kg.publish.prefixes import prefixes
from kg.site.keeping import Cuts

Key: TypeAlias = tuple[str, ...]
"""A question that can be put again: its kind, then what it is about."""

_DOCUMENT, _QUADS, _ROWS, _FILE, _CUTS, _UNNOTED = "document", "quads", "rows", "file", "cuts", "unnoted"
_ANY, _UNION = "", "-"  # in the place of an IRI: whatever there is; the default graph
_NAMESPACES = prefixes()
_READ_AT_ONCE_BYTES = 1 << 18
_REMEMBERED = 1 << 16  # digests of answers, some 20 MB
_Made = TypeVar("_Made")


@frozen(eq=False)
class Lookup:
    """A question, and the digest of its answer."""

    key: Key
    digest: bytes


@define(eq=False)
class Notes:
    """What is asked while something is made. For one thread."""

    _open: list[set[Lookup]] = field(factory=list, init=False)

    def take(self, *lookups: Lookup) -> None:
        """Note questions: those just put, or those that led to what is remembered and now used."""
        if self._open:
            self._open[-1].update(lookups)

    def during(self, make: Callable[[], _Made]) -> tuple[_Made, tuple[Lookup, ...]]:
        """What is made, and all that was asked for it."""
        self._open.append(set())
        try:
            made = make()
        finally:
            found = self._open.pop()
        return made, tuple(found)


def remembered(make: Callable[..., _Made], most: int | None, notes: Notes | None) -> Callable[..., _Made]:
    """`make`, whose last `most` answers are remembered; who is given one of these has asked all that led to it."""
    if notes is None:
        return lru_cache(most)(make)
    noting = notes
    known = lru_cache(most)(lambda *asked: noting.during(lambda: make(*asked)))

    def ask(*asked: Any) -> _Made:
        made, lookups = known(*asked)
        noting.take(*lookups)
        value: _Made = made
        return value

    return ask


@define(eq=False)
class Documents:
    """A digest, for each document, of all statements that its graphs hold or that name a thing of it.

    They are read from the `files` of a build when they are first asked for. `base` is that of the store's IRIs,
    `built_under` that of the IRIs in the files where it is another.
    """

    base: str
    files: Path
    built_under: str = ""
    _lookups: dict[str, Lookup] | None = field(default=None, init=False)
    _thing: re.Pattern[str] = field(init=False)

    @_thing.default
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(rf"{re.escape(self.base)}(?:doc|graph)/(?P<key>[^/>]+)/")

    def key_of(self, *terms: object) -> str:
        """The document that one of these terms belongs to, "" if none does."""
        for term in terms:
            found = self._thing.match(term.value) if isinstance(term, NamedNode) else None
            if found:
                return found["key"]
        return ""

    def lookup(self, key: str) -> Lookup:
        """The question what is said of a document."""
        known = self.read()
        if key not in known:
            known[key] = Lookup((_DOCUMENT, key), b"")
        return known[key]

    def read(self) -> dict[str, Lookup]:
        """The questions about all documents, with the digests of their answers."""
        if self._lookups is None:
            named = re.compile(rb"<%s(?:doc|graph)/([^/>]+)/" % re.escape(self.built_under or self.base).encode())
            found: dict[bytes, Any] = {}
            with BufferedReader(JoinedFiles(parts_in(self.files, "nq")), _READ_AT_ONCE_BYTES) as statements:
                for line in chain(_described(self.files / DESCRIPTION), statements):
                    # A literal that holds such words makes a digest change too often, and no harm.
                    for key in set(named.findall(line)):
                        if key not in found:
                            found[key] = blake2b(digest_size=16)
                        found[key].update(line)
            keys = {key.decode(): each.digest() for key, each in found.items()}
            self._lookups = {key: Lookup((_DOCUMENT, key), digest) for key, digest in keys.items()}
        return self._lookups


@define(eq=False)
class WatchedStore:
    """A store that notes what it is asked. What cannot be asked again is noted as such: it never hears the same."""

    store: Store
    notes: Notes
    documents: Documents

    def __getattr__(self, name: str) -> Any:
        """Whatever else a store can do."""
        self.notes.take(Lookup((_UNNOTED,), b"once"))
        return getattr(self.store, name)

    def quads_for_pattern(
        self,
        subject: NamedNode | BlankNode | Triple | None,
        predicate: NamedNode | None,
        value: NamedNode | BlankNode | Literal | Triple | None,
        graph: NamedNode | BlankNode | DefaultGraph | None = None,
    ) -> Iterator[Quad]:
        """The quads of a pattern."""
        found = self.store.quads_for_pattern(subject, predicate, value, graph)
        document = self.documents.key_of(subject, value, graph)
        if document:
            self.notes.take(self.documents.lookup(document))
            return iter(found)
        quads, terms = list(found), (subject, predicate, value, graph)
        if all(isinstance(term, NamedNode | DefaultGraph | None) for term in terms):
            key = (_QUADS, *(_name_of(term) for term in terms))
            self.notes.take(Lookup(key, _digest_of_quads(quads)))
        else:
            self.notes.take(Lookup((_UNNOTED,), b"once"))
        return iter(quads)

    def __contains__(self, quad: Quad) -> bool:
        """Whether a quad is there."""
        return any(True for _ in self.quads_for_pattern(quad.subject, quad.predicate, quad.object, quad.graph_name))


def rows_of(store: Store | WatchedStore, query: str, graphs: Sequence[str] = ()) -> list[tuple[str, ...]]:
    """The rows of a SELECT, each once and sorted, "" where nothing is bound; of named graphs, else of the union.

    A watched store notes it.
    """
    plain = store.store if isinstance(store, WatchedStore) else store
    where: list[NamedNode | BlankNode | DefaultGraph] = [NamedNode(name) for name in graphs] or [DefaultGraph()]
    found = plain.query(query, prefixes=_NAMESPACES, default_graph=where)
    assert isinstance(found, QuerySolutions), query
    rows = sorted({tuple("" if term is None else str(term.value) for term in row) for row in found})
    if isinstance(store, WatchedStore):
        store.notes.take(Lookup((_ROWS, query, *graphs), _digest(json.dumps(rows))))
    return rows


def file_of(store: Store | WatchedStore, folder: Path, name: str) -> bytes | None:
    """A file of the build; None if there is none. A watched store notes it."""
    path = folder / name
    content = path.read_bytes() if path.is_file() else None
    if isinstance(store, WatchedStore):
        store.notes.take(Lookup((_FILE, name), _digest_of_file(content)))
    return content


def cuts_noted(record: str, cuts: Cuts) -> Lookup:
    """The question where a document is cut into parts, and its answer."""
    return Lookup((_CUTS, record), _digest(json.dumps(cuts)))


@define(eq=False)
class Repeater:
    """Asks again what was asked once, of another edition or the same."""

    store: Store
    files: Path
    documents: Documents
    cuts: Callable[[str], Cuts]
    _digest: Callable[[Key], bytes] = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Remember answers: many pages ask the same."""
        self._digest = lru_cache(_REMEMBERED)(self._asked)

    def says(self, keys: Iterable[Key]) -> str:
        """A digest of all answers."""
        return _digest_of_all(map(self._digest, keys))

    def _asked(self, key: Key) -> bytes:
        kind, *about = key
        match kind:
            case "document":
                return self.documents.lookup(about[0]).digest
            case "file":
                path = self.files / about[0]
                return _digest_of_file(path.read_bytes() if path.is_file() else None)
            case "cuts":
                return cuts_noted(about[0], self.cuts(about[0])).digest
            case "rows":
                return _digest(json.dumps(rows_of(self.store, about[0], about[1:])))
            case "quads":
                subject, predicate, value, graph = about
                at = DefaultGraph() if graph == _UNION else _named(graph)
                found = self.store.quads_for_pattern(_named(subject), _named(predicate), _named(value), at)
                return _digest_of_quads(found)
        return b"again"


def trace_of(lookups: Iterable[Lookup]) -> tuple[tuple[Key, ...], str]:
    """All questions, each once and sorted, and a digest of all answers."""
    answers = {each.key: each.digest for each in lookups}
    keys = tuple(sorted(answers))
    return keys, _digest_of_all(answers[key] for key in keys)


def _described(path: Path) -> Iterator[bytes]:
    """The statements of the description of the dataset, a line each."""
    if path.exists():
        with path.open("rb") as file:
            yield from (f"{quad}\n".encode() for quad in parse(file, format=RdfFormat.TURTLE))


def _digest_of_all(digests: Iterable[bytes]) -> str:
    whole = blake2b(digest_size=16)
    for digest in digests:
        whole.update(b"%d " % len(digest) + digest)
    return whole.hexdigest()


def _digest_of_quads(quads: Iterable[Quad]) -> bytes:
    # In the order in which the store gives them, which is its own, by the hashes of the terms.
    return _digest("\n".join(map(str, quads)))


def _name_of(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else _UNION if isinstance(term, DefaultGraph) else _ANY


def _named(iri: str) -> NamedNode | None:
    return NamedNode(iri) if iri else None


def _digest_of_file(content: bytes | None) -> bytes:
    return b"" if content is None else blake2b(content, digest_size=16).digest()


def _digest(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=16).digest()
