from __future__ import annotations

import os
import subprocess
import sys

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse, serialize

from kg.converters import Base, iri_index, quads_of, things_by_iri
from kg.errors import DataError
from kg.model.claim import Claim
from kg.model.entity import Entity, Kind
from kg.model.event import Participant, Relation, Status
from tests.converters.readings import CALL, CLAIMS, READING, VISIT, claim, roles

GRAPH = NamedNode("https://w3id.org/diplograph/graph/1931-05-03-legation-norland/v1")
SEM_EVENT = NamedNode("http://semanticweb.cs.vu.nl/2009/11/sem/Event")


def subjects(quads: tuple[Quad, ...]) -> set[str]:
    return {str(quad.subject) for quad in quads}


def test_every_statement_stands_once_in_a_graph_of_its_document() -> None:
    quads = quads_of(READING)
    assert len(set(quads)) == len(quads)
    assert {quad.graph_name.value for quad in quads if isinstance(quad.graph_name, NamedNode)} == {
        GRAPH.value,
        "https://w3id.org/diplograph/graph/1931-05-03-legation-norland/flat/v1",
    }


def test_nothing_is_a_blank_node() -> None:
    for quad in quads_of(READING):
        assert isinstance(quad.subject, NamedNode)
        assert isinstance(quad.object, NamedNode | Literal)


def test_every_thing_we_mint_says_what_it_is() -> None:
    quads = quads_of(READING)
    typed = {str(q.subject) for q in quads if q.predicate.value.endswith("#type")}
    about_ours = {str(q.subject) for q in quads if q.graph_name == GRAPH}
    assert about_ours == typed & about_ours


def test_every_iri_we_point_at_is_described() -> None:
    quads = quads_of(READING)
    ours = {
        str(q.object)
        for q in quads
        if isinstance(q.object, NamedNode) and q.object.value.startswith("https://w3id.org/diplograph/")
    }
    ours = {iri for iri in ours if "/ontology#" not in iri and "/vocab#" not in iri}
    assert ours <= subjects(quads)


def test_things_follow_the_base_and_terms_keep_their_address() -> None:
    quads = quads_of(READING, Base("https://example.org/kg/"))
    terms = {term.value for q in quads for term in (q.subject, q.predicate, q.object) if isinstance(term, NamedNode)}
    ours = {term for term in terms if "w3id.org/diplograph" in term}
    assert ours
    assert all("/ontology#" in term or "/vocab#" in term for term in ours)


def test_a_corrected_participant_keeps_the_events_iri() -> None:
    corrected = attrs.evolve(CALL, participants=roles(visitor="rehm", host="author"), status=Status.PRESUMED)
    events = tuple(corrected if event.id == CALL.id else event for event in READING.events)
    assert iri_index(attrs.evolve(READING, events=events)) == iri_index(READING)


def test_one_more_claim_changes_only_its_own_lines() -> None:
    added = claim("author/varga", CALL, "stayed ten minutes")
    before, after = set(quads_of(READING)), set(quads_of(attrs.evolve(READING, claims=(*CLAIMS, added))))
    new_iri = iri_index(attrs.evolve(READING, claims=(*CLAIMS, added)))[added.id]
    assert before < after
    source = "https://w3id.org/diplograph/doc/1931-05-03-legation-norland/source.txt#char="
    for quad in after - before:
        assert isinstance(quad.subject, NamedNode)
        assert quad.subject.value == new_iri or quad.subject.value.startswith(source)


def test_the_index_names_every_entity_event_voice_and_claim() -> None:
    index = iri_index(READING)
    things = [*((t.id, t) for t in READING.entities), *((t.id, t) for t in READING.events)]
    for identifier, thing in [*things, *((t.id, t) for t in READING.claims)]:
        assert things_by_iri(READING)[index[identifier]] == thing
    for voice in READING.voices:
        assert things_by_iri(READING)[index[f"voice:{voice.id}"]] == voice


def test_the_order_does_not_hang_on_the_hash_seed() -> None:
    code = (
        "from kg.converters import quads_of; from tests.converters.readings import READING; "
        "print('\\n'.join(map(str, quads_of(READING))))"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]
    assert runs[0].count(b"\n") == len(quads_of(READING))


def test_a_reference_to_nothing_is_refused_by_name() -> None:
    lost = attrs.evolve(CALL, participants=(Participant("host", "nobody"),))
    with pytest.raises(DataError, match="'nobody'"):
        quads_of(attrs.evolve(READING, events=(lost, *READING.events[1:])))


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"participants": (Participant("butler", "varga"),)}, "'butler' is no role"),
        ({"relations": (Relation("resembles", VISIT.id),)}, "'resembles' is no relation"),
        ({"type": "Picnic"}, "'Picnic' is no class"),
    ],
)
def test_what_the_ontology_does_not_define_is_refused(change: dict[str, object], complaint: str) -> None:
    odd = attrs.evolve(CALL, **change)  # type: ignore[arg-type]
    with pytest.raises(DataError, match=complaint):
        quads_of(attrs.evolve(READING, events=(odd, *READING.events[1:])))


def test_two_things_of_one_id_are_refused() -> None:
    with pytest.raises(DataError, match="the id of two things"):
        quads_of(attrs.evolve(READING, entities=(*READING.entities, Entity("varga", Kind.PERSON, "Another"))))


HOSTILE = st.text(max_size=40) | st.sampled_from(
    ['say "no"', "a\nb\r\n", "<script>alert(1)</script>", "\u202egnp.exe", "\\u0041", "{}|^`", "\x00", "%2e%2e/", "́"]
)


@settings(max_examples=60, deadline=None)
@given(HOSTILE, HOSTILE)
def test_hostile_names_give_valid_iris_and_come_back_as_they_were(name: str, identifier: str) -> None:
    hostile = Entity(f"x{identifier}", Kind.PERSON, name, (identifier,))
    reading = attrs.evolve(READING, entities=(*READING.entities, hostile))
    quads = quads_of(reading)
    written = serialize(quads, format=RdfFormat.N_QUADS)
    assert written is not None
    assert set(parse(written, format=RdfFormat.N_QUADS)) == set(quads)
    address = iri_index(reading)[hostile.id]
    tail = address.removeprefix("https://w3id.org/diplograph/doc/1931-05-03-legation-norland/agent/")
    assert tail.isascii()
    assert all(char.isalnum() or char == "-" for char in tail)


@settings(max_examples=60, deadline=None)
@given(st.sets(HOSTILE, min_size=2, max_size=5))
def test_different_things_never_share_an_iri(identifiers: set[str]) -> None:
    entities = tuple(Entity(f"e {name}", Kind.COLLECTIVE, name) for name in sorted(identifiers))
    index = iri_index(attrs.evolve(READING, entities=(*READING.entities, *entities)))
    assert len({index[entity.id] for entity in entities}) == len(entities)


def test_a_claim_without_its_voice_is_refused() -> None:
    orphan: Claim = attrs.evolve(CLAIMS[0], voice="nobody", id="orphan")
    with pytest.raises(DataError, match="'nobody'"):
        quads_of(attrs.evolve(READING, claims=(orphan,)))
