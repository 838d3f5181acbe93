"""A graph as look-up tables, for checks that ask the same few questions of thousands of nodes.

Terms are strings here (`kg.checks.tokens`). A table is made at the first question for its property.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, KeysView, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from itertools import chain, compress
from operator import itemgetter

from pyoxigraph import Quad, RdfFormat, Store, serialize

from kg.checks.tokens import RDF_FIRST, RDF_NIL, RDF_REST

# The first three terms of a line of N-Quads (N-Quads 1.1, section 2); no IRI holds a space or a quotation mark, so the
# last mark of a line closes its literal.
_LINE = re.compile(r'([^ ]+ [^ ]+ (?:<<.*>>|<[^ ]*|".*"[^ ]*|[^ ]+)) ')
_NAMED_GRAPH = re.compile(r' <[^ "<>]*> \.\n')


class Table:
    """The values of keys, each once, in the order in which they were given.

    `one` is the whole table where no key has two values, which most properties are like: then it can be joined and
    compared at once; else None.
    """

    __slots__ = ("_many", "one")

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Fill it; the same pair may come again."""
        one = dict(pairs)
        self._many: dict[str, dict[str, None]] = {}
        self.one: dict[str, str] | None = one
        if len(one) < len(pairs):
            many: defaultdict[str, dict[str, None]] = defaultdict(dict)
            for key, value in pairs:
                many[key][value] = None
            if len(one) < sum(map(len, many.values())):
                self._many, self.one = dict(many), None

    def of(self, key: str) -> Collection[str]:
        """The values of a key; none if it has none."""
        if self.one is None:
            return self._many.get(key, ())
        value = self.one.get(key)
        return () if value is None else (value,)

    def known(self) -> KeysView[str]:
        """All that have a value."""
        return self._many.keys() if self.one is None else self.one.keys()

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Every key with each of its values."""
        if self.one is None:
            return ((key, value) for key, values in self._many.items() for value in values)
        return iter(self.one.items())

    def of_any(self, keys: AbstractSet[str]) -> set[str]:
        """The values that one of these keys has."""
        one, many = self.one, self._many
        if one is None:
            few = keys if len(keys) < len(many) else many.keys() & keys
            return {value for key in few if key in many for value in many[key]}
        if len(keys) < len(one):
            return {one[key] for key in keys if key in one}
        return {value for key, value in one.items() if key in keys}


_NO_TABLE = Table(())


class Index:
    """The triples of some quads, named graphs merged, each once.

    `has_only_iris` says that no node is blank and no term is a triple.
    """

    def __init__(self, quads: Sequence[Quad]) -> None:
        """Read the quads once."""
        self.quads = quads
        self._pairs, self.has_only_iris = _pairs_in(serialize(quads, format=RdfFormat.N_QUADS) or b"")
        self._objects: dict[str, Table] = {}
        self._subjects: dict[str, Table] = {}
        self._values: dict[str, AbstractSet[str]] = {}

    @property
    def predicates(self) -> KeysView[str]:
        """Every predicate that occurs."""
        return self._pairs.keys()

    def objects(self, predicate: str, subject: str) -> Collection[str]:
        """The values of a property of one node, each once, in the order of the quads."""
        return self.by_subject(predicate).of(subject)

    def subjects(self, predicate: str, value: str) -> Collection[str]:
        """The nodes whose property has this value."""
        return self.by_object(predicate).of(value)

    def by_subject(self, predicate: str) -> Table:
        """The values of a property, by the node that has them."""
        table = self._objects.get(predicate)
        if table is None:
            pairs = self._pairs.get(predicate)
            table = self._objects[predicate] = _NO_TABLE if pairs is None else Table(pairs)
        return table

    def by_object(self, predicate: str) -> Table:
        """The nodes that have a property, by its value."""
        table = self._subjects.get(predicate)
        if table is None:
            pairs = self._pairs.get(predicate)
            table = _NO_TABLE if pairs is None else Table([(value, subject) for subject, value in pairs])
            self._subjects[predicate] = table
        return table

    def values(self, predicate: str) -> AbstractSet[str]:
        """All values of a property."""
        values = self._values.get(predicate)
        if values is None:
            values = self._values[predicate] = set(map(itemgetter(1), self._pairs.get(predicate, ())))
        return values

    def pairs(self, predicate: str) -> Sequence[tuple[str, str]]:
        """The node and the value of each quad with a predicate; the same pair once for each graph that has it."""
        return self._pairs.get(predicate, ())

    def items(self, head: str) -> Iterator[str]:
        """The members of an RDF list. Stops where the list is broken off."""
        while head != RDF_NIL and self.objects(RDF_FIRST, head):
            yield next(iter(self.objects(RDF_FIRST, head)))
            head = next(iter(self.objects(RDF_REST, head)), RDF_NIL)

    @cached_property
    def store(self) -> Store:
        """The quads in a store, for SPARQL and for pySHACL."""
        store = Store()
        store.extend(self.quads)
        return store

    def store_of(self, predicates: Collection[str]) -> Store:
        """A store of the quads with these predicates only: for those who ask for no others."""
        store = Store()
        store.extend(compress(self.quads, [str(quad.predicate) in predicates for quad in self.quads]))
        return store


def _pairs_in(lines: bytes) -> tuple[dict[str, list[tuple[str, str]]], bool]:
    """Subject and object of each line of N-Quads, by its predicate; and whether all nodes have IRIs."""
    # Read as Latin-1, one character a byte, for the few terms that are not ASCII are quickly decoded by themselves.
    text = lines.decode("latin-1")
    try:
        return _pairs_of(chain.from_iterable(_lines_by_graph(text)))
    except ValueError:
        return _pairs_of(_lines_one_by_one(text))


def _pairs_of(lines: Iterable[str]) -> tuple[dict[str, list[tuple[str, str]]], bool]:
    pairs: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    others: list[str] = []
    # Lines with one subject mostly stand together: it is kept once for them all.
    written = node = ""
    for line in lines:
        subject, predicate, value = line.split(" ", 2)
        if subject != written:
            written, node = subject, _decoded(subject)
            others.append(node)
        if value[1] in ":<":  # of "_:b", of "<<( ... )>>", and of some literals; looked at later
            others.append(value)
        pairs[predicate].append((node, value if value.isascii() else _decoded(value)))
    has_only_iris = not any(term.startswith(("_:", "<<")) for term in others)
    return {_decoded(predicate): pairs[predicate] for predicate in pairs}, has_only_iris


def _lines_by_graph(text: str) -> Iterator[list[str]]:
    """The first three terms of each line, for graphs that stand one after the other: parted where their name stands.

    Raises ValueError where they do not. A line of no graph that has the name of one as its value is cut too short.
    """
    while text:
        first = text[: text.index("\n") + 1]
        end = first[first.rindex(" ", 0, -3) :]
        if not _NAMED_GRAPH.fullmatch(end):
            raise ValueError("no named graph")
        behind = text.rindex(end) + len(end)
        lines = text[:behind].split(end)[:-1]
        if text.count("\n", 0, behind) != len(lines):
            raise ValueError("graphs that stand between each other")
        yield lines
        text = text[behind:]


def _lines_one_by_one(text: str) -> Iterator[str]:
    """The first three terms of each line, whatever follows them."""
    for line in text.split("\n")[:-1]:
        found = _LINE.match(line)
        if found is None:
            raise ValueError(f"no line of N-Quads: {line}")
        yield found[1]


def _decoded(token: str) -> str:
    return token.encode("latin-1").decode()
