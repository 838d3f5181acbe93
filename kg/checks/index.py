"""A graph as look-up tables, for checks that ask the same few questions of thousands of nodes.

Terms are strings here (`kg.checks.tokens`). A table is made at the first question for its property.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, KeysView, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from itertools import chain, compress
from operator import itemgetter

from pyoxigraph import Quad, RdfFormat, Store, serialize

from kg.checks.tokens import RDF_FIRST, RDF_NIL, RDF_REST

# What stands behind the first two terms of a line of N-Quads (N-Quads 1.1, section 2); no IRI holds a space or a
# quotation mark, so the last mark of a line closes its literal.
_REST = re.compile(r'(<[^ ]*|".*"[^ ]*|[^ ]+) (.*)')


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
    """The triples of some quads, named graphs merged, each once."""

    def __init__(self, quads: Sequence[Quad]) -> None:
        """Read the quads once."""
        self.quads = quads
        self._pairs = _pairs_in(serialize(quads, format=RdfFormat.N_QUADS) or b"")
        self._objects: dict[str, Table] = {}
        self._subjects: dict[str, Table] = {}
        self._values: dict[str, AbstractSet[str]] = {}

    @cached_property
    def has_only_iris(self) -> bool:
        """Whether no node is blank and no term is a triple."""
        nodes = set(map(itemgetter(0), chain.from_iterable(self._pairs.values())))
        return not any(node[0] == "_" for node in nodes) and not any(
            value[0] == "_" or value[:2] == "<<" for name in self._pairs for value in self.values(name)
        )

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


def _pairs_in(lines: bytes) -> dict[str, list[tuple[str, str]]]:
    """Subject and object of each line of N-Quads, by its predicate."""
    pairs: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    # Nearly all lines of a document end in the same graph. An end such as " <graph> ." is never a part of a value that
    # stands behind a space, so what is left without it is the value.
    end, length = "\n", 1
    # Read as Latin-1, one character a byte, for the few terms that are not ASCII are quickly decoded by themselves.
    for line in lines.decode("latin-1").split("\n")[:-1]:
        subject, predicate, rest = line.split(" ", 2)
        if rest.endswith(end):
            value = rest[:-length]
        else:
            found = _REST.fullmatch(rest)
            if found is None:
                raise ValueError(f"no line of N-Quads: {line}")
            value = found[1]
            if found[2] != ".":
                end, length = f" {found[2]}", len(found[2]) + 1
        pairs[predicate].append((subject, value if value.isascii() else value.encode("latin-1").decode()))
    if lines.isascii():
        return dict(pairs)
    # Addresses that are not ASCII are rare, so they are looked for afterwards.
    return {
        _decoded(name): [(_decoded(subject), value) for subject, value in pairs[name]]
        if not name.isascii() or not all(subject.isascii() for subject, _ in pairs[name])
        else pairs[name]
        for name in pairs
    }


def _decoded(token: str) -> str:
    return token.encode("latin-1").decode()
