"""What a store made of what it was given: kept, spelled in another way, changed, lost, or added.

RDF tells "1"^^xsd:nonNegativeInteger and "1"^^xsd:integer apart, but they are one value, and stores keep values. Such a
change of spelling is named and counted; it is no fault. Another value is one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from attrs import define, field, frozen
from pyoxigraph import BlankNode, Literal, RdfFormat, Triple, parse

from kg.publish.prefixes import prefixes
from kg.stores.contents import Graph
from kg.stores.store import Store

SHOWN = 10  # triples of each kind that are kept as examples
SAMPLE_GRAPHS = 5

XSD = prefixes()["xsd"]
# xsd:decimal and the datatypes derived from it (XML Schema 1.1 Part 2, 3.4): their values are numbers.
_NUMBERS = frozenset(
    XSD + name
    for name in (
        *("decimal", "integer", "long", "int", "short", "byte", "nonNegativeInteger", "positiveInteger"),
        *("nonPositiveInteger", "negativeInteger", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
    )
)
_TRUTHS = {"true": True, "1": True, "false": False, "0": False}


# The value of a duration is a number of months and one of seconds (XML Schema 1.1 Part 2, 3.3.6).
_DURATION = re.compile(
    r"(-?)P(?=.)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?", re.ASCII
)


class Fate(StrEnum):
    """What became of a statement."""

    RESPELLED = "spelled in another way"
    CHANGED = "another value"
    LOST = "lost"
    ADDED = "not ours"


@frozen
class Difference:
    """One statement that is not as it was sent: what was sent, what the store has; "" where there is none."""

    graph: str
    fate: Fate
    sent: str
    found: str
    kind: str  # of the change: from which datatype to which


@define
class Comparison:
    """What was compared, and how it differs: the number of each kind of difference, and some examples of each."""

    graphs: int = 0
    triples: int = 0
    counts: Counter[tuple[Fate, str]] = field(factory=Counter)
    examples: dict[tuple[Fate, str], list[Difference]] = field(factory=lambda: defaultdict(list))
    unread: dict[str, str] = field(factory=dict)  # graph -> why the store's answer cannot be read

    def add(self, difference: Difference) -> None:
        """Count a difference, and keep it if there are not enough examples of its kind."""
        key = (difference.fate, difference.kind)
        self.counts[key] += 1
        if len(self.examples[key]) < SHOWN:
            self.examples[key].append(difference)

    @property
    def is_equal(self) -> bool:
        """Whether every value is what was sent, however it is spelled."""
        return not self.unread and all(fate is Fate.RESPELLED for fate, _ in self.counts)


def sample_of(graphs: Sequence[Graph]) -> tuple[Graph, ...]:
    """A few graphs, evenly spread from the largest to the smallest.

    >>> sample_of([])
    ()
    """
    step = max(1, -(-len(graphs) // SAMPLE_GRAPHS))
    return tuple(sorted(graphs, key=lambda graph: graph.triples, reverse=True)[::step])


def compared(graphs: Iterable[Graph], store: Store) -> Iterator[Comparison]:
    """One comparison, which grows with each graph that is read back from the store. Raises StoreError."""
    comparison = Comparison()
    for graph in graphs:
        found = store.triples(graph.iri)
        comparison.graphs += 1
        comparison.triples += graph.triples
        try:
            kept = Counter(map(_comparable, _triples(found)))
        except (SyntaxError, ValueError) as error:
            comparison.unread[graph.iri] = f"what the store gives back is no N-Triples: {error}."
            yield comparison
            continue
        if store.profile.cuts_graphs and kept.total() < (count := store.count(graph.iri)):
            comparison.unread[graph.iri] = (
                f"the store has {count:,} triples and gives back {kept.total():,}: let it give more (ResultSetMaxRows)."
            )
        else:
            sent = Counter(map(_comparable, _triples(b"".join(graph.each_line()))))
            for difference in differences(graph.iri, sent, kept):
                comparison.add(difference)
        yield comparison


def differences(graph: str, sent: Counter[Triple], found: Counter[Triple]) -> Iterator[Difference]:
    """How what a store has of a graph differs from what was sent."""
    rest: dict[tuple[str, str], list[Triple]] = defaultdict(list)
    for triple in (found - sent).elements():
        rest[_place(triple)].append(triple)
    unpaired = []
    for triple in sorted((sent - found).elements(), key=str):
        same = _same(triple, rest[_place(triple)])
        if same is None:
            unpaired.append(triple)
        else:
            rest[_place(triple)].remove(same)
            yield _difference(graph, Fate.RESPELLED, triple, same)
    there: dict[tuple[str, str], list[Triple]] = defaultdict(list)
    if unpaired:
        for triple in found:
            there[_place(triple)].append(triple)
    for triple in unpaired:
        # Two spellings of one value, of which the store keeps one.
        if merged := _same(triple, there[_place(triple)]):
            yield _difference(graph, Fate.RESPELLED, triple, merged)
            continue
        others = rest[_place(triple)]
        if others and isinstance(triple.object, Literal):
            yield _difference(graph, Fate.CHANGED, triple, others.pop(0))
        else:
            yield _difference(graph, Fate.LOST, triple, None)
    for others in rest.values():
        for triple in others:
            yield _difference(graph, Fate.ADDED, None, triple)


def is_whole(graph: Graph, count: int) -> bool:
    """Whether so many triples may be the whole graph: as many as were sent, or fewer by spellings of one value."""
    if count >= graph.triples:
        return count == graph.triples
    values = {(*_place(triple), value_of(triple.object)) for triple in _triples(b"".join(graph.each_line()))}
    return len(values) <= count


def _same(triple: Triple, others: list[Triple]) -> Triple | None:
    """The first of these triples that says the same value."""
    value = value_of(triple.object)
    return next((other for other in others if value_of(other.object) == value), None)


def value_of(term: object) -> object:
    """What a term means, so that two spellings of one value are equal.

    >>> from pyoxigraph import NamedNode
    >>> integer, decimal = NamedNode(f"{XSD}integer"), NamedNode(f"{XSD}decimal")
    >>> value_of(Literal("1", datatype=integer)) == value_of(Literal("1.0", datatype=decimal))
    True
    >>> duration = NamedNode(f"{XSD}duration")
    >>> value_of(Literal("PT25H", datatype=duration)) == value_of(Literal("P1DT1H", datatype=duration))
    True
    >>> value_of(Literal("1")) == value_of(Literal("1", datatype=integer))
    False
    """
    if not isinstance(term, Literal):
        return term
    datatype = term.datatype.value
    if term.language:
        return ("text", term.value, term.language.lower())
    if datatype in _NUMBERS:
        try:
            return ("number", Decimal(term.value))
        except InvalidOperation:
            return term
    if datatype == f"{XSD}duration" and (found := _DURATION.fullmatch(term.value)):
        years, months, days, hours, minutes, seconds = (Decimal(part or 0) for part in found.groups()[1:])
        sign = -1 if found[1] else 1
        length = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
        return ("duration", sign * (years * 12 + months), sign * length)
    if datatype == f"{XSD}boolean" and term.value in _TRUTHS:
        return ("truth", _TRUTHS[term.value])
    return term


def _triples(content: bytes) -> Iterator[Triple]:
    return (quad.triple for quad in parse(content, format=RdfFormat.N_TRIPLES))


def _comparable(triple: Triple) -> Triple:
    """The triple with one name for all blank nodes, for a store names them as it likes."""
    subject = _BLANK if isinstance(triple.subject, BlankNode) else triple.subject
    value = _BLANK if isinstance(triple.object, BlankNode) else triple.object
    return Triple(subject, triple.predicate, value)


_BLANK = BlankNode("blank")


def _place(triple: Triple) -> tuple[str, str]:
    return str(triple.subject), str(triple.predicate)


def _difference(graph: str, fate: Fate, sent: Triple | None, found: Triple | None) -> Difference:
    kinds = [_kind(triple.object) for triple in (sent, found) if triple is not None]
    return Difference(graph, fate, str(sent or ""), str(found or ""), " to ".join(dict.fromkeys(kinds)))


def _kind(term: object) -> str:
    """The datatype of a literal, by its prefix."""
    if not isinstance(term, Literal):
        return "a blank node" if isinstance(term, BlankNode) else "an IRI"
    if term.language:
        return f"@{term.language}"
    for prefix, namespace in prefixes().items():
        if term.datatype.value.startswith(namespace):
            return f"{prefix}:{term.datatype.value[len(namespace) :]}"
    return term.datatype.value
