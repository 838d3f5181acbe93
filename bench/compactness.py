"""What the compact form of evidence costs beside the full Web Annotation form: `python -m bench.compactness BUILD`.

Compact is what we write: a claim points at a span, and the span has one node that is both its TextQuoteSelector and its
TextPositionSelector. Full is what W3C's Web Annotation Data Model writes for the same: for each claim and span an
oa:Annotation with body, target and motivation, for that target a oa:SpecificResource of its own, and for this one
selector for the quote and one for the position. Everything else stays as it is. BUILD is the folder that `kg build`
wrote, or one report in it: BUILD/KEY.nq. Prints a table in Markdown.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from attrs import define, field
from pyoxigraph import NamedNode, Quad, RdfFormat, serialize

from kg.base import ONTOLOGY
from kg.publish.prefixes import prefixes
from kg.publish.queries import each_document_in

OA = prefixes()["oa"]
RDF_TYPE = NamedNode(f"{prefixes()['rdf']}type")
CLAIM, EVIDENCE = NamedNode(f"{ONTOLOGY}Claim"), NamedNode(f"{ONTOLOGY}evidence")
FORMATS = {"N-Quads": RdfFormat.N_QUADS, "TriG": RdfFormat.TRIG, "Turtle": RdfFormat.TURTLE}
QUOTE, POSITION = ("exact", "prefix", "suffix"), ("start", "end")


def oa(name: str) -> NamedNode:
    """A term of the Web Annotation vocabulary."""
    return NamedNode(f"{OA}{name}")


@define
class Cost:
    """What one form took, over some documents."""

    documents: int = 0
    claims: int = 0
    statements: int = 0
    size_bytes: Counter[str] = field(factory=Counter)

    def add(self, quads: Sequence[Quad]) -> None:
        """Count one document."""
        self.documents += 1
        self.claims += sum(quad.predicate == RDF_TYPE and quad.object == CLAIM for quad in quads)
        self.statements += len(quads)
        for name, form in FORMATS.items():
            given = [quad.triple for quad in quads] if form == RdfFormat.TURTLE else quads
            self.size_bytes[name] += len(serialize(given, format=form, prefixes=prefixes()) or b"")

    @property
    def statements_a_claim(self) -> float:
        """All statements of the documents, their header and people too, by the claims that they make."""
        return self.statements / self.claims

    def size_a_document(self, form: str) -> float:
        """Bytes of a document in one format."""
        return self.size_bytes[form] / self.documents


def full_form(quads: Sequence[Quad]) -> list[Quad]:
    """The same document with its evidence in the full Web Annotation form."""
    values: defaultdict[tuple[str, str], list[Quad]] = defaultdict(list)
    for quad in quads:
        if quad.predicate.value.startswith(OA):
            values[str(quad.subject), quad.predicate.value.removeprefix(OA)].append(quad)
    evidence = [quad for quad in quads if quad.predicate == EVIDENCE and isinstance(quad.object, NamedNode)]
    made = [statement for quad in evidence for statement in _annotation(quad, values)]
    # A span stays where something else rests on it too: the words of an event, of a voice, of a time.
    kept = {quad.object for quad in quads if quad.predicate != EVIDENCE}
    gone = {str(quad.object) for quad in evidence if quad.object not in kept}
    gone |= {str(quad.object) for span in gone for quad in values[span, "hasSelector"]}
    return [quad for quad in quads if quad.predicate != EVIDENCE and str(quad.subject) not in gone] + made


def _annotation(evidence: Quad, values: dict[tuple[str, str], list[Quad]]) -> Iterator[Quad]:
    """What stands for one dg:evidence: an annotation, its target, and two selectors."""
    claim, span, graph = evidence.subject, evidence.object, evidence.graph_name
    assert isinstance(span, NamedNode)
    fragment = span.value.partition("#")[2]
    address = f"{claim.value if isinstance(claim, NamedNode) else ''}/annotation/{fragment}"
    annotation, target = NamedNode(address), NamedNode(f"{address}/target")
    yield Quad(annotation, RDF_TYPE, oa("Annotation"), graph)
    yield Quad(annotation, oa("motivatedBy"), oa("describing"), graph)
    yield Quad(annotation, oa("hasBody"), claim, graph)
    yield Quad(annotation, oa("hasTarget"), target, graph)
    yield Quad(target, RDF_TYPE, oa("SpecificResource"), graph)
    for source in values[str(span), "hasSource"]:
        yield Quad(target, oa("hasSource"), source.object, graph)
    for selected in values[str(span), "hasSelector"]:
        for kind, names in (("TextQuoteSelector", QUOTE), ("TextPositionSelector", POSITION)):
            selector = NamedNode(f"{address}/{kind}")
            yield Quad(target, oa("hasSelector"), selector, graph)
            yield Quad(selector, RDF_TYPE, oa(kind), graph)
            for name in names:
                for value in values[str(selected.object), name]:
                    yield Quad(selector, oa(name), value.object, graph)


def measured(place: Path) -> tuple[Cost, Cost]:
    """The cost of the compact form and of the full one, for all documents of a build, or for one file."""
    compact, full = Cost(), Cost()
    for quads in each_document_in(place):
        compact.add(quads)
        full.add(full_form(quads))
    return compact, full


def table(compact: Cost, full: Cost) -> Iterator[str]:
    """Both forms beside each other, in Markdown."""
    yield f"| {compact.documents} documents, {compact.claims:,} claims | compact | full | full / compact |"
    yield "|---|---|---|---|"
    one, other = compact.statements_a_claim, full.statements_a_claim
    yield f"| statements a claim, all of the document counted | {one:.1f} | {other:.1f} | {other / one:.2f} |"
    for form in FORMATS:
        size, larger = compact.size_a_document(form), full.size_a_document(form)
        yield f"| bytes a document, {form} | {size:,.0f} | {larger:,.0f} | {larger / size:.2f} |"


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("build", type=Path, help="the folder that kg build wrote, or one report in it (KEY.nq)")
    print("\n".join(table(*measured(parser.parse_args().build))))


if __name__ == "__main__":
    main()
