"""The page of anything else: every statement in words, decisions with what they rest on."""

from __future__ import annotations

from kg.site.pages.thing import thing_page

from ..drawn import DOCUMENT, SOUND, drawn, every, graph_of, section, words

MAPPING = """<mapping/m> a owl:Axiom ; rdfs:label "Boris Levin: Q1"@en ; owl:annotatedSource agent:levin-boris ;
  owl:annotatedProperty skos:exactMatch ; owl:annotatedTarget wd:Q1 ; sssom:object_label "Boris Levin, diplomat" ;
  dg:reason "accepted: name"@en ; sssom:confidence 0.9 ;
  dg:feature "name: 1.00 with 'Boris (Bob) Levin: the elder' (+5.8)"@en , "past: dead (-6.3)"@en ,
    "a bare remark"@en ."""


def test_every_statement_is_shown_in_the_words_of_the_ontology() -> None:
    graph = graph_of(SOUND, '<thing/a> dg:topic "Käse"@de ; dg:status dgv:Withdrawn ; dg:date "1955-03"^^edtf:EDTF .')
    page = drawn(thing_page(graph, f"{DOCUMENT}thing/a"))
    facts = page.first(of_class="facts")
    assert words(facts) == "date March 1955 status withdrawn topic Käse"
    values = {words(node): node.attributes for node in page.nodes() if node.name in ("span", "a", "time")}
    assert values["Käse"]["lang"] == "de"
    assert values["withdrawn"]["title"] == "It was proposed or planned, and that was taken back."
    assert values["withdrawn"]["href"].endswith("vocab.html#Withdrawn")
    assert values["March 1955"]["title"] == "EDTF 1955-03"


def test_a_link_shows_its_decision_with_the_weightiest_feature_first() -> None:
    page = drawn(thing_page(graph_of(SOUND, MAPPING), f"{DOCUMENT}mapping/m"))
    said = section(page, "What was decided")
    assert "Boris Levin is linked to Boris Levin, diplomat (Q1) as exact match" in said
    assert "The reason: accepted: name." in said
    rows = [[words(cell) for cell in row.parts if not isinstance(cell, str)] for row in every(page, name="tr")[1:]]
    assert rows == [
        ["past", "dead", "-6.3"],
        ["name", "1.00 with 'Boris (Bob) Levin: the elder'", "+5.8"],
        ["", "a bare remark", ""],
    ]


def test_a_search_without_a_find_says_that_nothing_is_linked() -> None:
    page = drawn(thing_page(graph_of(SOUND), f"{DOCUMENT}mapping/levin-boris"))
    assert "Boris Levin is linked to nothing" in section(page, "What was decided")


def test_a_thing_to_which_many_point_counts_those_it_does_not_show() -> None:
    more = "\n".join(f"<doc/{number}/record> rico:isOrWasIncludedIn <thing/fonds> ." for number in range(1_030))
    page = drawn(thing_page(graph_of(more, "<thing/fonds> a rico:RecordSet ."), f"{DOCUMENT}thing/fonds"))
    said = section(page, "What points here")
    assert "of 1,030" in said
    assert "and 1,005 more" in said
    assert f"SELECT ?s WHERE {{ ?s rico:isOrWasIncludedIn <{DOCUMENT}thing/fonds> }}" in said


def test_a_thing_with_many_values_leads_to_them_all() -> None:
    more = "\n".join(f"<thing/fonds> rico:includesOrIncluded <doc/{number}/record> ." for number in range(30))
    page = drawn(thing_page(graph_of(more), f"{DOCUMENT}thing/fonds"))
    rest = page.first(of_class="rest")
    assert words(rest) == "and 5 more: all of them"
    assert rest is not None
    link = rest.first(name="a")
    assert link is not None
    assert link.attributes["href"] == "fonds.ttl"


def test_a_place_without_a_name_is_called_by_its_iri() -> None:
    page = drawn(thing_page(graph_of("<thing/x> dg:count 3 ."), f"{DOCUMENT}thing/x"))
    assert words(page.first(name="h1")) == "x"
