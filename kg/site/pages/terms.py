"""The pages of our own terms: the ontology, the vocabulary, the shapes. Anchors are the names of the terms."""

from __future__ import annotations

from attrs import frozen
from pyoxigraph import BlankNode, Literal, NamedNode

from kg.base import OUR_BASE
from kg.site.glossary import Glossary, Term
from kg.site.graph import Graph, short
from kg.site.rendering import Page
from kg.site.shown import Thing

_SH = "http://www.w3.org/ns/shacl#"
_TITLES = {
    "ontology": "The words that the graph is written in",
    "vocab": "The closed lists of values",
    "shapes": "What every graph must and should look like",
}
_INTRODUCTIONS = {
    "ontology": (
        "Classes and properties for what diplomatic reports say: who says it, through whom, whether it happened, and "
        "on which words that rests."
    ),
    "vocab": "Each value that a property may take: whether something happened, how sure a voice is, how it puts it.",
    "shapes": "Each rule that a graph is checked against before it is published, with what is said if it is broken.",
}
# So many terms with their uses would be too much for one page. Values and shapes are fewer.
IN_USE = "ontology-in-use.html"
_SEVERITIES = {"Violation": ("✕", "refused"), "Warning": ("!", "warned of"), "Info": ("i", "noted")}


@frozen
class Shape:
    """One rule: what it looks at, what it demands, and what it says where that does not hold."""

    thing: Thing
    name: str
    severity: tuple[str, str] | None
    messages: tuple[str, ...]
    demands: tuple[tuple[str, tuple[Thing, ...]], ...]
    queries: tuple[str, ...]
    parts: tuple[Shape, ...]


def ontology_page(graph: Graph, iri: str) -> Page:
    """The page of the ontology."""
    return _glossary_page(graph, iri, "ontology")


def vocab_page(graph: Graph, iri: str) -> Page:
    """The page of the vocabulary."""
    return _glossary_page(graph, iri, "vocab")


def _glossary_page(graph: Graph, iri: str, name: str) -> Page:
    in_use = IN_USE if name == "ontology" else ""
    values = {"kinds": _by_kind(graph, name), "in_use": in_use, **_head(graph, name)}
    return Page(f"{name}.html", "terms.html", _TITLES[name], values, iri)


def in_use_page(graph: Graph) -> Page:
    """The page that tells how often each term of the ontology is used."""
    kinds = {kind: terms for kind, terms in _by_kind(graph, "ontology").items() if kind != "datatypes"}
    values = {"kinds": kinds, "terms_page": "ontology.html", "main_id": "main-content"}
    return Page(IN_USE, "terms_in_use.html", "How often the terms are used", values)


def _by_kind(graph: Graph, name: str) -> dict[str, list[Term]]:
    kinds: dict[str, list[Term]] = {}
    for term in Glossary(graph, name).all():
        kinds.setdefault(term.kind, []).append(term)
    return kinds


def shapes_page(graph: Graph, iri: str) -> Page:
    """The page of the shapes."""
    shapes = graph.beside("shapes")
    parts = {each for shape in shapes.all_subjects() for each in _iris(shapes, shape, "property", "sparql")}
    whole = [shape for shape in sorted(shapes.all_subjects() - parts) if shape.startswith(f"{OUR_BASE}shapes#")]
    rules = [_shape(graph, shapes, shape) for shape in whole]
    return Page(
        "shapes.html",
        "shapes.html",
        _TITLES["shapes"],
        {"rules": rules, **_head(graph, "shapes")},
        iri,
    )


def _head(graph: Graph, name: str) -> dict[str, object]:
    terms, iri = graph.beside(name), graph.addresses.iri(name)
    return {
        # Every name of a term is an anchor here, and "content" is one of them.
        "main_id": "main-content",
        "introduction": _INTRODUCTIONS[name],
        "namespace": f"{iri}#",
        "prefix": {"ontology": "dg", "vocab": "dgv"}.get(name, name),
        "version": terms.text(iri, "owl:versionInfo"),
        "licence": terms.iri(iri, "dcterms:license"),
    }


def _shape(graph: Graph, shapes: Graph, iri: str) -> Shape:
    name = iri.rpartition("#")[2]
    severity = next((each.rpartition("#")[2] for each in _iris(shapes, iri, "severity")), "")
    about = _about(shapes, NamedNode(iri))
    nested = [each for node in _blank(about, "sparql") for each in _about(shapes, node).items()]
    texts = [*about.items(), *nested]
    demands = [
        (_in_words(predicate), tuple(_thing(graph, shapes, value) for value in values))
        for predicate, values in about.items()
        if predicate.startswith(_SH) and predicate.removeprefix(_SH) not in _DRAWN_APART
    ]
    return Shape(
        Thing(iri, name, "shape", graph.addresses.page(iri)),
        name,
        _SEVERITIES.get(severity),
        tuple(value.value for key, values in texts if key == f"{_SH}message" for value in values),
        tuple((words, values) for words, values in demands if values),
        tuple(value.value.strip() for key, values in texts if key == f"{_SH}select" for value in values),
        tuple(_shape(graph, shapes, part) for part in _iris(shapes, iri, "property", "sparql")),
    )


_DRAWN_APART = {"severity", "message", "select", "prefixes", "sparql", "property"}


def _about(shapes: Graph, node: NamedNode | BlankNode) -> dict[str, list[NamedNode | BlankNode | Literal]]:
    found: dict[str, list[NamedNode | BlankNode | Literal]] = {}
    for quad in shapes.store.quads_for_pattern(node, None, None, NamedNode(shapes.name_iri)):
        if isinstance(quad.object, NamedNode | BlankNode | Literal):
            found.setdefault(quad.predicate.value, []).append(quad.object)
    return {key: sorted(found[key], key=str) for key in sorted(found)}


def _blank(about: dict[str, list[NamedNode | BlankNode | Literal]], name: str) -> list[BlankNode]:
    return [value for value in about.get(_SH + name, []) if isinstance(value, BlankNode)]


def _iris(shapes: Graph, iri: str, *names: str) -> tuple[str, ...]:
    about = _about(shapes, NamedNode(iri))
    return tuple(value.value for name in names for value in about.get(_SH + name, []) if isinstance(value, NamedNode))


def _in_words(predicate: str) -> str:
    return short(predicate.replace(_SH, "sh:"))


def _thing(graph: Graph, shapes: Graph, value: NamedNode | BlankNode | Literal) -> Thing:
    """A term, a value, or what a blank node says, on one line."""
    if isinstance(value, NamedNode):
        page = graph.addresses.page(value.value)
        return Thing(value.value, short(value.value), "term" if page else "other site", page or value.value)
    return Thing("", _written(shapes, value), "words", "")


def _written(shapes: Graph, value: NamedNode | BlankNode | Literal) -> str:
    """A path, a list or a nested rule, much as Turtle writes it."""
    if isinstance(value, NamedNode):
        return short(value.value.replace(_SH, "sh:"))
    if isinstance(value, Literal):
        return value.value
    about = _about(shapes, value)
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    if f"{rdf}first" in about:
        items: list[str] = []
        rest: NamedNode | BlankNode | Literal = value
        while isinstance(rest, BlankNode):
            step = _about(shapes, rest)
            items.append(_written(shapes, step[f"{rdf}first"][0]))
            rest = step[f"{rdf}rest"][0]
        return f"( {' '.join(items)} )"
    # Sorted as they are written: blank nodes have other names in each process, and so another order.
    pairs = sorted(f"{_in_words(key)} {_written(shapes, each)}" for key, values in about.items() for each in values)
    return f"[ {' ; '.join(pairs)} ]"
