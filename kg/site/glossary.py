"""Our terms as their pages show them: what each means, how it hangs together, what guards it, where it is used."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote_plus

from attrs import field, frozen
from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions

from kg.base import ONTOLOGY, OUR_BASE, VOCABULARY
from kg.site.graph import Graph, full, short
from kg.site.readings import thing
from kg.site.shown import Sign, Thing
from kg.site.words import in_words, told_sign

_KINDS = {
    "owl:Class": "classes",
    "owl:ObjectProperty": "relations to things",
    "owl:DatatypeProperty": "relations to values",
    "rdfs:Datatype": "datatypes",
    "skos:Concept": "values",
    "skos:ConceptScheme": "lists of values",
}
# What a term says of others, in words, and what others say of it.
_SAID = {
    "rdfs:subClassOf": "is a kind of",
    "rdfs:subPropertyOf": "is a kind of",
    "skos:broader": "counts as",
    "skos:inScheme": "in the list",
    "rdfs:domain": "said of",
    "schema:domainIncludes": "said of, among others",
    "rdfs:range": "leads to",
    "owl:inverseOf": "the other way round",
    "skos:closeMatch": "close to",
    "rdfs:seeAlso": "see also",
}
_SAID_OF_IT = {
    "rdfs:subClassOf": "kinds of it",
    "rdfs:subPropertyOf": "kinds of it",
    "skos:broader": "holds for",
    "rdfs:domain": "has the properties",
    "owl:inverseOf": "the other way round",
}
_OURS = re.compile(rf"{re.escape(OUR_BASE)}(?:ontology|vocab)#[A-Za-z]+")
# A term of ours in the text of a query.
_IN_QUERY = re.compile(r"\b(?P<prefix>dgv?):(?P<name>[A-Za-z]+)")
_NAMESPACES = {"dg": ONTOLOGY, "dgv": VOCABULARY}
# The first that the store has: in the order of its keys, which is the same wherever the same data are.
_EXAMPLES = "SELECT ?subject ?value WHERE {{ {pattern} }} LIMIT {room}"
_MOST_EXAMPLES = 1


@frozen
class Example:
    """A statement of this library that uses a term; `value` is a thing, or words with no address."""

    subject: Thing
    value: Thing | None


@frozen
class Term:
    """One of our terms. `uses` counts its statements or things in this library; `query` finds them."""

    thing: Thing
    name: str
    kind: str
    definition: str
    notes: tuple[str, ...]
    notations: tuple[str, ...]
    facts: tuple[tuple[str, tuple[Thing, ...]], ...]
    sign: Sign | None
    shapes: tuple[Thing, ...]
    uses: int
    query: str
    examples: tuple[Example, ...]


@frozen(eq=False)
class Glossary:
    """The terms of one of our documents of terms: "ontology" or "vocab"."""

    graph: Graph
    name: str
    terms: Graph = field(init=False)
    counted: Mapping[str, int] = field(init=False)
    guards: Mapping[str, tuple[str, ...]] = field(init=False)

    @terms.default
    def _terms(self) -> Graph:
        return self.graph.beside(self.name)

    @counted.default
    def _counted(self) -> Mapping[str, int]:
        """What the description of the dataset has counted already."""
        dataset = self.graph.beside("dataset")
        found: dict[str, int] = {}
        for of, number in (("void:class", "void:entities"), ("void:property", "void:triples")):
            for part in dataset.pairs(of):
                found[part[1]] = int(dataset.text(part[0], number) or 0)
        return found

    @guards.default
    def _guards(self) -> Mapping[str, tuple[str, ...]]:
        return shapes_by_term(self.graph.beside("shapes"))

    def all(self) -> tuple[Term, ...]:
        """Every term, those of one kind together, by name."""
        found = ((kind, iri) for kind in _KINDS for iri in self.terms.members(kind) if _OURS.fullmatch(iri))
        return tuple(self.term(iri, kind) for kind, iri in found)

    def term(self, iri: str, kind: str) -> Term:
        """One term, with how it is used in this library."""
        pattern = _pattern_of(iri, kind)
        name = short(iri)
        query = f"SELECT * {{ {pattern} }}".replace(f"<{iri}>", name)
        return Term(
            Thing(iri, self.terms.label(iri), "term", self.graph.addresses.page(iri)),
            name,
            _KINDS[kind],
            self.terms.text(iri, "skos:definition"),
            self.terms.texts(iri, "skos:scopeNote", "skos:editorialNote"),
            tuple(self._notation(value) for value in self.terms.about(iri).get("skos:notation", ())),
            tuple(self._facts(iri)),
            told_sign(name.partition(":")[2]) if self._is_status(iri) else None,
            tuple(self._link(shape) for shape in self.guards.get(iri, ())),
            self._uses(iri, kind, pattern),
            quote_plus(query, safe="?:*") if pattern else "",
            self._examples(pattern, with_value=kind.endswith("Property")) if pattern else (),
        )

    def _facts(self, iri: str) -> list[tuple[str, tuple[Thing, ...]]]:
        rows = [(words, self.terms.iris(iri, name)) for name, words in _SAID.items()]
        rows += [(words, self.terms.subjects(name, iri)) for name, words in _SAID_OF_IT.items()]
        return [(words, tuple(map(self._link, found))) for words, found in rows if found]

    def _link(self, iri: str) -> Thing:
        """A term, ours or of others, by its prefixed name."""
        page = self.graph.addresses.page(iri)
        name = iri.removeprefix(f"{OUR_BASE}shapes#")
        return Thing(iri, short(name), "term" if page else "other site", page or iri)

    def _is_status(self, iri: str) -> bool:
        return full("dgv:StatusScheme") in self.terms.iris(iri, "skos:inScheme")

    @staticmethod
    def _notation(value: NamedNode | Literal) -> str:
        scheme = in_words(short(value.datatype.value)) if isinstance(value, Literal) else ""
        return f"{value.value} ({scheme})"

    def _uses(self, iri: str, kind: str, pattern: str) -> int:
        """How often it is used: by the data, or where only our terms use it, by them."""
        if kind == "skos:ConceptScheme":
            return len(self.terms.subjects("skos:inScheme", iri))
        if kind == "rdfs:Datatype":
            values = (self.terms.about(each).get("skos:notation", ()) for each in self.terms.all_subjects())
            return sum(isinstance(v, Literal) and v.datatype.value == iri for found in values for v in found)
        if kind != "skos:Concept" and self.counted:
            return self.counted.get(iri, 0)
        found = self._found(f"SELECT (COUNT(*) AS ?times) WHERE {{ {pattern} }}")
        return int(next(found)["times"].value)

    def _examples(self, pattern: str, *, with_value: bool) -> tuple[Example, ...]:
        found = [
            Example(
                thing(self.graph, solution["subject"].value), self._shown(solution["value"]) if with_value else None
            )
            for solution in self._found(_EXAMPLES.format(pattern=pattern, room=_MOST_EXAMPLES))
        ]
        return tuple(sorted(found, key=lambda each: each.subject.iri))

    def _shown(self, value: object) -> Thing:
        if isinstance(value, NamedNode):
            return thing(self.graph, value.value)
        assert isinstance(value, Literal)
        return Thing("", value.value, "words", "")

    def _found(self, query: str) -> QuerySolutions:
        found = self.graph.store.query(query)
        assert isinstance(found, QuerySolutions)
        return found


def _pattern_of(iri: str, kind: str) -> str:
    """Where a term is used: things of a class, statements of a property or with a value; "" where data have none."""
    if kind == "owl:Class":
        return f"?subject a <{iri}>"
    if kind.endswith("Property"):
        return f"?subject <{iri}> ?value"
    return f"?subject ?property <{iri}>" if kind == "skos:Concept" else ""


def shapes_by_term(shapes: Graph) -> dict[str, tuple[str, ...]]:
    """For each of our terms the shapes that speak of it: in a target, a path, a list of values, or a query."""
    found: dict[str, set[str]] = {}
    for shape in sorted(shapes.all_subjects()):
        for term in _terms_in(shapes, shape):
            found.setdefault(term, set()).add(shape)
    return {term: tuple(sorted(found[term])) for term in sorted(found)}


def _terms_in(shapes: Graph, shape: str) -> set[str]:
    waiting: list[NamedNode | BlankNode] = [NamedNode(shape)]
    terms: set[str] = set()
    graph = NamedNode(shapes.name_iri)
    while waiting:
        for quad in shapes.store.quads_for_pattern(waiting.pop(), None, None, graph):
            value = quad.object
            if isinstance(value, BlankNode):
                waiting.append(value)
            elif isinstance(value, NamedNode) and _OURS.fullmatch(value.value):
                terms.add(value.value)
            elif isinstance(value, Literal) and quad.predicate.value == "http://www.w3.org/ns/shacl#select":
                terms |= {_NAMESPACES[each["prefix"]] + each["name"] for each in _IN_QUERY.finditer(value.value)}
    return terms
