"""The counts of a library, from the pieces of its documents: those of the union of their graphs, counted plainly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.publish.counted import Counted
from kg.publish.counts import Counts
from kg.publish.formats import Writers
from kg.publish.librarycount import MOST_AT_ONCE, LibraryCount
from kg.publish.piece import Piece
from kg.publish.prefixes import DEFAULT_BASE
from kg.publish.terms import statements_of

from .graphs import small_context

TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
WIKIDATA = "http://www.wikidata.org/entity/"
KEYS = ("k1", "k2", "k3", "k4")
# So few that documents state the same again and again.
SHARED = st.sampled_from([f"{DEFAULT_BASE}agent/a", f"{DEFAULT_BASE}place/b", "urn:x", f"{WIKIDATA}Q1"])
PREDICATES = st.sampled_from([TYPE, "urn:p", "http://www.w3.org/2004/02/skos/core#exactMatch"]).map(NamedNode)
OBJECTS = st.one_of(
    st.sampled_from([f"{WIKIDATA}Q1", f"{WIKIDATA}Q2", "urn:C", "urn:D", f"{DEFAULT_BASE}agent/a"]).map(NamedNode),
    st.sampled_from(["", "a", f"{WIKIDATA}Q1", "\u2028"]).map(Literal),
)


def document(key: str) -> st.SearchStrategy[list[Quad]]:
    """The quads of a document: of things of its own, which no other tells of, and of what others tell of, too."""
    own = st.sampled_from(["record", "claim/a"]).map(lambda tail: f"{DEFAULT_BASE}doc/{key}/{tail}")
    graphs = st.sampled_from(["v1", "flat/v1"]).map(lambda tail: NamedNode(f"{DEFAULT_BASE}graph/{key}/{tail}"))
    return st.lists(st.builds(Quad, (own | SHARED).map(NamedNode), PREDICATES, OBJECTS, graphs), max_size=14)


LIBRARIES = st.fixed_dictionaries({key: document(key) for key in KEYS})
WRITERS = Writers.of(DEFAULT_BASE, small_context())


def piece_of(key: str, quads: list[Quad]) -> Piece:
    """The piece of a document as a build makes it."""
    piece, _ = Piece.of(key, statements_of(quads), WRITERS, DEFAULT_BASE)
    return piece


def counted_plainly(triples: set[Triple]) -> Counts:
    """What VoID counts in a graph, each by its definition."""
    rows = [(str(triple.subject)[1:-1], triple.predicate.value, triple.object) for triple in triples]
    named = [(predicate, value.value) for _, predicate, value in rows if isinstance(value, NamedNode)]
    subjects = {subject for subject, _, _ in rows}
    return Counts(
        subjects=len(subjects),
        entities=sum(subject.startswith(DEFAULT_BASE) for subject in subjects),
        objects=len({value for _, _, value in rows}),
        uses=dict(Counter(predicate for _, predicate, _ in rows)),
        instances=dict(Counter(value for predicate, value in named if predicate == TYPE)),
        links=dict(
            Counter(predicate for predicate, value in named if predicate != TYPE and value.startswith(WIKIDATA))
        ),
    )


def counts_of(pieces: Iterable[Piece], most_at_once: int = MOST_AT_ONCE) -> Counts:
    """What a library of these pieces counts."""
    count = LibraryCount(most_at_once)
    for piece in pieces:
        count.take(Counted.of(piece))
    return count.counts()


@settings(max_examples=120)
@given(LIBRARIES, st.permutations(KEYS), st.sets(st.sampled_from(KEYS)), st.sampled_from([1, 3, MOST_AT_ONCE]))
def test_a_library_counts_what_the_union_of_its_documents_holds(
    library: dict[str, list[Quad]], order: list[str], gone: set[str], most_at_once: int
) -> None:
    """In any order; without those that are gone; and with them again."""
    pieces = {key: piece_of(key, quads) for key, quads in library.items()}
    everything = {quad.triple for quads in library.values() for quad in quads}
    whole = counted_plainly(everything)
    assert counts_of((pieces[key] for key in order), most_at_once) == whole
    left = {quad.triple for key in KEYS if key not in gone for quad in library[key]}
    assert counts_of((pieces[key] for key in order if key not in gone), most_at_once) == counted_plainly(left)
    again = {key: piece_of(key, library[key]) if key in gone else pieces[key] for key in order}
    assert counts_of(again.values()) == whole


def test_what_every_document_states_is_counted_once_and_what_one_states_each_time() -> None:
    """The rule above would hold of an empty library, too."""
    same = Quad(NamedNode(f"{DEFAULT_BASE}agent/a"), NamedNode(TYPE), NamedNode("urn:C"), NamedNode("urn:g"))
    pieces = []
    for key in KEYS:
        record = NamedNode(f"{DEFAULT_BASE}doc/{key}/record")
        pieces.append(piece_of(key, [same, Quad(record, NamedNode("urn:p"), same.subject, NamedNode("urn:g"))]))
    assert counts_of(pieces) == Counts(5, 5, 2, {TYPE: 1, "urn:p": 4}, {"urn:C": 1}, {})
