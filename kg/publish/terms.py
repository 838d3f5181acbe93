r"""Which quads may be published, and in which order. One order keeps a small edit a small difference.

Terms are strings here, as N-Quads writes them: `<https://example.org/a>`, `"1955"^^<...gYear>`. All formats are written
from these, so a term is taken out of its quad once, and looked up, not made, wherever it stands.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, compress, count, groupby
from operator import add, eq, gt, itemgetter
from typing import TypeAlias

from attrs import field, frozen
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from kg.errors import DataError

RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
RDFS_LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
XSD = "http://www.w3.org/2001/XMLSchema#"

# Local names that need no escape in any format and any reader (a part of PN_LOCAL of Turtle).
LOCAL_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")
_NAME_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"

# What reads first stands first: what a thing is, then how it is called, then all else by IRI.
_RANK = {RDF_TYPE: "0", RDFS_LABEL: "1"}

# Characters that end a line for some programs, are invisible, or turn the direction of what follows them: a quote from
# a source may hold them, and a file that shows them raw cannot be compared line by line. All lie below U+10000.
_UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc\ufffe\uffff]"
)

# A line of N-Quads (N-Quads 1.1, section 2) without its graph, and how one ends with it. No IRI holds a space, a
# quotation mark or ">".
_TRIPLE = re.compile(r'<([^>]+)> <([^>]+)> ([<"].*)\n')
_END = re.compile(r' <([^ >"]+)> \.\n')
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_SHORT_ESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}

_MOST_KEPT = 1 << 13  # terms: those of one report, for few are met again but those of the vocabularies, which soon are

Row: TypeAlias = tuple[str, str]
"""A property and a value, as N-Quads writes them."""


def escaped(text: str) -> str:
    r"""`text` with every unseen character but the line feed as \uXXXX, which all our formats read alike.

    >>> escaped("a\u2028b")
    'a\\u2028b'
    """
    return _UNSEEN.sub(lambda found: f"\\u{ord(found.group()):04X}", text)


def value_of(term: str) -> str:
    r"""The text of a literal, or the address of an IRI, with nothing escaped.

    >>> value_of(r'"a\tb"@en'), value_of("<urn:a>")
    ('a\tb', 'urn:a')
    """
    text = term[1:-1] if term[0] == "<" else term[1 : term.rindex('"')]
    return _ESCAPE.sub(_unescaped, text) if "\\" in text else text


def suffix_of(term: str) -> str:
    """What says of a term which kind it is: "<>" of an IRI, and what stands behind the text of a literal.

    >>> suffix_of('"5"^^<urn:d>'), suffix_of('"five"@en'), suffix_of('"V"'), suffix_of("<urn:a>")
    ('^^<urn:d>', '@en', '', '<>')
    """
    return "<>" if term[0] == "<" else term[term.rindex('"') + 1 :]


def parted(iri: str) -> tuple[str, str]:
    """An IRI before and from the first character of the longest local name that it can end with.

    >>> parted("https://example.org/doc/a#b-1"), parted("https://example.org/")
    (('https://example.org/doc/a#', 'b-1'), ('https://example.org/', ''))
    """
    head = iri.rstrip(_NAME_CHARACTERS)
    return head, iri[len(head) :]


class KeptTerms(dict[str, str]):
    """What a function gives for each term, looked up, not called, wherever the term stands again."""

    def __init__(self, function: Callable[[str], str]) -> None:
        """Nothing kept yet."""
        super().__init__()
        self._function = function

    def __missing__(self, term: str) -> str:
        """Ask the function, and keep what it gives."""
        if len(self) >= _MOST_KEPT:
            self.clear()
        given = self[term] = self._function(term)
        return given


@frozen
class Node:
    """What one graph, or the union of some, says of one subject: an IRI, and the rows in the order of the files.

    `blocks` are texts already written of it, each by the writer that wrote it.
    """

    subject: str
    rows: tuple[Row, ...]
    blocks: dict[object, str] = field(factory=dict, eq=False, repr=False)


@frozen
class Statements:
    """Quads that may be published: the nodes of each named graph, and those of the union of all, by IRI."""

    graphs: Mapping[str, tuple[Node, ...]]
    union: tuple[Node, ...]

    def __len__(self) -> int:
        """How many quads there are."""
        return sum(len(node.rows) for nodes in self.graphs.values() for node in nodes)

    @classmethod
    def of(cls, graphs: Mapping[str, tuple[Node, ...]]) -> Statements:
        """Graphs of nodes that are in order."""
        ordered = {graph: graphs[graph] for graph in sorted(graphs, key=plain)}
        return cls(ordered, _merged([*ordered.values()]))


def statements_of(quads: Iterable[Quad], known: Callable[[Node], Node] | None = None) -> Statements:
    """The quads, each once, by graph, subject, predicate and object.

    `known` may give a node that is equal and was written already, for its blocks.

    Raises DataError at what has no stable name or no place: a blank node, a statement outside a named graph, and a
    term that RDF 1.1 does not have (a triple term, a text with a base direction).

    >>> a = NamedNode("https://example.org/a")
    >>> len(statements_of([Quad(a, a, a, a), Quad(a, a, a, a)]))
    1
    """
    given = list(quads)
    # Read as Latin-1, one character a byte, for the few terms that are not ASCII are quickly decoded by themselves.
    lines = (serialize(given, format=RdfFormat.N_QUADS) or b"").decode("latin-1")
    try:
        graphs = _graphs_of(lines)
    except _UnreadableError:
        unfit = next((quad for quad in given if not _is_publishable(quad)), None)
        if unfit is not None:
            raise _refusal(unfit) from None
        in_runs = sorted(lines.split("\n")[:-1], key=lambda line: line[line.rindex(" <") :])
        graphs = _graphs_of("".join(f"{line}\n" for line in in_runs))
    return Statements.of({graph: tuple(map(known, nodes)) for graph, nodes in graphs.items()} if known else graphs)


class _UnreadableError(Exception):
    """Lines that hold what cannot be published, or those of one graph between those of another."""


def _graphs_of(lines: str) -> dict[str, tuple[Node, ...]]:
    """The nodes of each graph, from lines that have each graph in one run. Raises _UnreadableError."""
    graphs = {}
    while lines:
        line = lines[: lines.index("\n") + 1]
        end = line[line.rindex(" ", 0, -3) :]
        graph = _END.fullmatch(end)
        if not graph:
            raise _UnreadableError
        stop = lines.rindex(end) + len(end)
        graphs[_decoded(graph[1])] = _nodes_of(lines[:stop].replace(end, "\n"))
        lines = lines[stop:]
    return graphs


def _nodes_of(triples: str) -> tuple[Node, ...]:
    """What lines of one graph, taken out of them, say; in order. Raises _UnreadableError.

    Worked out in columns, for a column costs little where each row by itself would cost much.
    """
    parts = _TRIPLE.split(triples)
    between, subjects, predicates, values = (parts[place::4] for place in range(4))
    if any(between) or any(_is_unreadable(value) for value in values if value[-2:] in _ODD_ENDS):
        raise _UnreadableError
    counts = Counter(subjects)
    order = sorted(counts)
    # UTF-8 sorts as the characters do, and does so read as Latin-1 too.
    ranked = sorted(set(predicates), key=lambda iri: _RANK.get(f"<{iri}>", "2") + iri)
    subject_places = {subject: number * len(ranked) for number, subject in enumerate(order)}
    predicate_places = {predicate: number for number, predicate in enumerate(ranked)}
    places = [*map(add, map(subject_places.__getitem__, subjects), map(predicate_places.__getitem__, predicates))]
    names = {predicate: _decoded(f"<{predicate}>") for predicate in ranked}
    if not triples.isascii():
        values = [value if value.isascii() else _decoded(value) for value in values]
    rows = [*zip(map(names.__getitem__, predicates), values, strict=True)]
    if any(map(gt, places, places[1:])):
        by_place = sorted(range(len(places)), key=places.__getitem__)
        rows = [rows[number] for number in by_place]
        places.sort()
    is_once = _sort_runs(rows, places)
    nodes, start = [], 0
    for subject in order:
        end = start + counts[subject]
        said = rows[start:end] if is_once else dict.fromkeys(rows[start:end])
        nodes.append(Node(_decoded(subject), tuple(said)))
        start = end
    return tuple(nodes)


def _sort_runs(rows: list[Row], places: Sequence[int]) -> bool:
    """Put the rows that have the same place in order, by their values; whether each row stands there once."""
    is_once, end = True, 0
    for number in compress(count(1), map(eq, places, places[1:])):
        if number < end or _is_in_order(rows[number - 1][1], rows[number][1]):
            continue
        start = bisect_left(places, places[number])
        end = bisect_right(places, places[number])
        run = sorted(rows[start:end], key=_place_of_value)
        rows[start:end] = run
        is_once = is_once and not any(map(eq, run, run[1:]))
    return is_once


def _is_in_order(value: str, following: str) -> bool:
    """Whether these are plain IRIs, as most values of which there are several, and the first stands first."""
    return value[0] == "<" == following[0] and value[:-1] < following[:-1] and "\\" not in value + following


_ODD_ENDS = frozenset({" .", ">>", "tr", "tl"})  # of what stands in another graph, triple terms, texts with a direction


def _is_unreadable(value: str) -> bool:
    return value.endswith((" .", ")>>", "--ltr", "--rtl"))


def _is_publishable(quad: Quad) -> bool:
    is_text = isinstance(quad.object, Literal) and quad.object.direction is None
    has_names = all(isinstance(term, NamedNode) for term in (quad.subject, quad.graph_name))
    return has_names and (is_text or isinstance(quad.object, NamedNode))


def _decoded(token: str) -> str:
    """A piece of UTF-8 that was read as Latin-1, with unseen characters escaped; pyoxigraph escapes those of ASCII."""
    return token if token.isascii() else escaped(token.encode("latin-1").decode())


def node_of(subject: str, rows: Iterable[Row]) -> Node:
    """A node of rows in any order, each once."""
    return Node(subject, _Order().of(list(rows)))


def _merged(parts: Sequence[tuple[Node, ...]]) -> tuple[Node, ...]:
    """The nodes of several graphs by subject, those of the same subject made one."""
    if len(parts) == 1:
        return parts[0]
    of_subject: dict[str, Node] = {}
    several: dict[str, list[Node]] = {}
    for node in chain.from_iterable(parts):
        first = of_subject.setdefault(node.subject, node)
        if first is not node:
            several.setdefault(node.subject, [first]).append(node)
    order = _Order()
    of_subject |= {subject: _united(nodes, order) for subject, nodes in several.items()}
    return tuple([of_subject[subject] for subject in sorted(of_subject, key=plain)])


def _united(nodes: list[Node], order: _Order) -> Node:
    return Node(nodes[0].subject, order.of([row for node in nodes for row in node.rows]))


class _Order:
    """The order of rows: by the place of their predicate, then by their value; each row once."""

    def __init__(self) -> None:
        self._places: dict[str, str] = {}

    def of(self, rows: list[Row]) -> tuple[Row, ...]:
        """The rows in order."""
        ordered: list[Row] = []
        for _, same in groupby(sorted(rows, key=self._place_of), itemgetter(0)):
            run = list(same)
            ordered += run if len(run) == 1 else sorted(set(run), key=_place_of_value)
        return tuple(ordered)

    def _place_of(self, row: Row) -> str:
        place = self._places.get(row[0])
        if place is None:
            place = self._places[row[0]] = _RANK.get(row[0], "2") + value_of(row[0])
        return place


def _place_of_value(row: Row) -> tuple[int, str, str, str]:
    """The place of a row among those of one property: IRIs stand before literals."""
    term = row[1]
    suffix = suffix_of(term)
    if suffix == "<>":
        return (0, value_of(term), "", "")
    language = suffix.removeprefix("@") if suffix.startswith("@") else ""
    datatype = suffix[3:-1] if suffix.startswith("^") else _LANG_STRING if language else f"{XSD}string"
    return (1, value_of(term), datatype, language)


_LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"


def plain(iri: str) -> str:
    """An address as it is, with nothing escaped: what statements are sorted by."""
    return value_of(f"<{iri}>") if "\\" in iri else iri


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _SHORT_ESCAPES.get(found[3], found[3])


def _refusal(quad: Quad) -> DataError:
    if not isinstance(quad.graph_name, NamedNode):
        cure = "Put every statement into the graph of its document and version."
        return DataError("A statement stands in no named graph.", place=str(quad), cure=cure)
    return DataError(
        "A statement has a blank node or a term that RDF 1.1 does not have.",
        place=str(quad),
        cure="Give the thing an IRI of its own: nothing is published under a blank node.",
    )
