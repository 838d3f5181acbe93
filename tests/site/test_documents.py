"""What archivists ask of a document: all that the graph says, word for word, and nothing for what it does not say."""

from __future__ import annotations

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from kg.base import OUR_BASE
from kg.site.documents import Fact, counts_of, facts_of
from kg.site.graph import Graph
from kg.site.margins import reading_view, voices_of
from kg.site.shown import Date, Quote

from .documents import SOUND_RECORD, golden_graph, sound_graph

KEY = SOUND_RECORD.split("/")[-2]


def facts(graph: Graph, record: str = SOUND_RECORD) -> dict[tuple[str, str], list[str]]:
    """The facts of a document in words, by group and name."""
    return {
        (group.anchor, fact.name): [words(each) for each in fact.values]
        for group in facts_of(graph, record)
        for fact in group.facts
    }


def words(value: object) -> str:
    if isinstance(value, Quote):
        return value.exact
    return value.words if isinstance(value, Date) else value.label  # type: ignore[attr-defined]


def test_the_facts_of_a_record_stand_in_the_order_of_isad() -> None:
    (record, *_others) = facts_of(sound_graph(), SOUND_RECORD)
    names = [fact.name for fact in record.facts]
    assert names == [
        *("Reference code", "Title", "Date", "Author", "Sender", "Addressee", "Archive", "Called here"),
    ]


def test_a_signature_is_given_whole_and_in_its_parts() -> None:
    graph = sound_graph('<record> rico:identifier "F 9, 3/17" ; dg:fonds "F 9" ; dg:fileItem "17" ; dg:box "3" .')
    said = facts(graph)
    assert said["record", "Reference code"] == ["F 9, 3/17"]
    assert said["record", "Its parts"] == ["fonds F 9", "box 3", "file item 17"]


def test_statements_of_rights_are_given_word_for_word_and_all_of_them() -> None:
    graph = sound_graph('<translation> rico:conditionsOfUse "Ask  first.\\n"@en , "Do not sell."@en .')
    assert facts(graph)["translation", "Conditions of use"] == ["Ask  first.\n", "Do not sell."]


def test_what_is_said_of_the_text_stands_with_the_record_where_it_is_no_translation() -> None:
    said = facts(golden_graph(), f"{OUR_BASE}doc/1955-06-10-embassy-poland-cairo/record")
    assert said["record", "Language"] == ["en"]
    assert not [name for anchor, name in said if anchor == "translation"]


def test_a_document_that_the_prose_names_leads_to_our_record_of_it() -> None:
    graph = sound_graph(
        f"""<record> dcterms:references <reference/a> . <reference/a> a rico:Record ; rdfs:label "Telegram 7"@en ;
        rdfs:seeAlso <{OUR_BASE}doc/other/record> . <{OUR_BASE}doc/other/record> a rico:Record ."""
    )
    (named,) = [
        fact for group in facts_of(graph, SOUND_RECORD) for fact in group.facts if fact.name == "Documents it names"
    ]
    (other,) = named.values
    assert (words(other), getattr(other, "href", "")) == ("Telegram 7", "doc/other/record.html")


def test_the_run_is_told_as_the_description_of_the_data_set_tells_it() -> None:
    graph = sound_graph()
    turtle = f"""@base <{OUR_BASE}> .
        @prefix prov: <http://www.w3.org/ns/prov#> . @prefix schema: <https://schema.org/> .
        <graph/{KEY}/v1> prov:wasGeneratedBy <run/a> .
        <run/a> prov:wasAssociatedWith <software/kg> ; prov:used <settings> ; prov:endedAtTime "1991-02-03T04:05:06Z" .
        <software/kg> schema:name "kg" ; schema:softwareVersion "0.1.0" ."""
    for triple in parse(turtle, format=RdfFormat.TURTLE):
        graph.store.add(Quad(triple.subject, triple.predicate, triple.object, NamedNode(f"{OUR_BASE}dataset")))
    said = facts(graph)
    assert said["made", "Made by"] == ["kg 0.1.0"]
    assert said["made", "On"] == ["1991-02-03"]
    assert said["made", "Run"] == [f"{OUR_BASE}run/a"]


def test_what_is_not_said_is_left_out() -> None:
    graph = sound_graph(f"<{OUR_BASE}doc/bare/record> a rico:Record .")
    groups = facts_of(graph, f"{OUR_BASE}doc/bare/record")
    assert [(group.anchor, [fact.name for fact in group.facts]) for group in groups] == [
        ("record", ["Called here"]),
        ("made", ["Its statements"]),
    ]
    assert all(isinstance(fact, Fact) and fact.values for group in groups for fact in group.facts)


def test_claims_are_counted_by_depth_and_events_by_status() -> None:
    graph = sound_graph()
    claims = [note.claim for note in reading_view(graph, SOUND_RECORD).notes]
    counts = counts_of(graph, SOUND_RECORD, claims)
    assert counts.claims == len(graph.members("dg:Claim")) == sum(number for _, number in counts.by_depth)
    assert [depth for depth, _ in counts.by_depth] == [0, 1, 2]
    assert sum(number for _, number in counts.events) == len(graph.members("dg:Eventuality"))
    assert ("Withdrawn", 1) in [(sign.name, number) for sign, number in counts.events]


def test_the_voices_of_a_record_and_of_its_translation_speak_each_behind_the_one_it_is_heard_through() -> None:
    graph = sound_graph()
    voices = [voice.rpartition("/")[2] for voice in voices_of(graph, SOUND_RECORD)]
    assert voices == ["envoy", "levin", "dika", "orlov", "cataloguer"]
    rows = reading_view(graph, SOUND_RECORD).speakers
    assert [(row.chain[-1].depth, row.claims) for row in rows] == [(0, 8), (1, 4), (2, 1), (2, 2), (0, 1)]


def test_claims_are_numbered_in_the_order_of_their_passages() -> None:
    notes = reading_view(sound_graph(), SOUND_RECORD).notes
    starts = [note.home.start for note in notes if note.home]
    assert len(starts) == len(notes)
    assert starts == sorted(starts)
    assert [note.number for note in notes] == list(range(1, len(notes) + 1))
