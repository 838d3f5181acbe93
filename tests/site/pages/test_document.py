"""The page of a document: every passage is there once and lit as a whole, and leads to its claims and back."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg.base import OUR_BASE
from kg.site.graph import Graph, full
from kg.site.pages.document import document_page
from kg.site.readings import quote
from kg.site.rendering import rendered
from kg.site.site import ASSETS

from ..documents import GOLDEN, GOLDEN_RECORD, SOUND, SOUND_RECORD, golden_graph, sound_graph
from ..htmltree import Element, assert_nothing_is_run, tree_of

GRAPHS = {"sound": (sound_graph, SOUND_RECORD), "golden": (golden_graph, GOLDEN_RECORD)}
BAD = "</script><script>alert(1)</script>]]>\"'&lt;&#0;<b onmouseover=x>--><!--"


def page_of(graph: Graph, record: str) -> Element:
    """The page, as a tree."""
    shared = {"has_endpoint": False, "menu": (), "data_files": []}
    return tree_of(rendered(document_page(graph, record), shared))


@cache
def page_named(name: str) -> tuple[Element, Graph, str]:
    make, record = GRAPHS[name]
    graph = make()
    return page_of(graph, record), graph, record


def by_id(page: Element) -> dict[str, Element]:
    return {element.attributes["id"]: element for element in page.all() if "id" in element.attributes}


def lit_by(anchor: Element) -> str:
    """The words that the style sheet lights up if this anchor is the target: `:target`, or `.i3:target ~ .s3`."""
    assert any("text" in around.classes for around in anchor.around())
    number = next((name[1:] for name in anchor.classes if name.startswith("i")), "")
    if not number:
        return anchor.text
    assert int(number) <= 15, "the style sheet goes no further"
    assert anchor.parent
    after = anchor.parent.content[anchor.parent.content.index(anchor) + 1 :]
    lit = []
    for sibling in after:
        if isinstance(sibling, Element):
            each = [sibling] if f"s{number}" in sibling.classes else []
            lit += each or [inner for inner in sibling.all() if f"s{number}" in inner.classes]
    return "".join(each.text for each in lit)


@pytest.mark.parametrize("name", GRAPHS)
def test_every_quote_has_its_anchor_once_and_is_lit_as_a_whole(name: str) -> None:
    page, graph, record = page_named(name)
    spans = graph.subjects("oa:hasSource", record.removesuffix("record") + "source.txt")
    assert len(spans) > 30
    ids = by_id(page)
    for span in spans:
        said = quote(graph, span)
        assert said
        assert lit_by(ids[span.partition("#")[2]]) == said.exact


@pytest.mark.parametrize("name", GRAPHS)
def test_every_link_inside_the_page_leads_somewhere(name: str) -> None:
    page, _, _ = page_named(name)
    ids = by_id(page)
    links = [link.attributes["href"][1:] for link in page.all("a") if link.attributes["href"].startswith("#")]
    assert len(links) > 50
    assert set(links) <= set(ids)


@pytest.mark.parametrize("name", GRAPHS)
def test_a_claim_leads_to_its_words_and_these_lead_to_it(name: str) -> None:
    page, graph, _ = page_named(name)
    ids = by_id(page)
    claims = graph.members("dg:Claim")
    for claim in claims:
        note = ids[f"claim-{claim.rpartition('/')[2]}"]
        said = {each.exact for span in graph.iris(claim, "dg:evidence") if (each := quote(graph, span))}
        passages = [
            link.attributes["href"][1:] for link in note.all("a") if link.attributes["href"].startswith("#char=")
        ]
        assert {lit_by(ids[anchor]) for anchor in passages} == said
        # The number behind the passage leads to the claim, and so do the words that belong to no narrower one.
        numbers = [
            link
            for link in page.all("a")
            if "no" in link.classes and link.attributes["href"] == f"#{note.attributes['id']}"
        ]
        assert len(numbers) == len(said)
    notes = [element for element in page.all("div") if "note" in element.classes]
    assert len(notes) == len(claims)


def test_a_passage_of_several_claims_leads_to_all_of_them() -> None:
    more = """<claim/again> a dg:Claim ; dg:voice <voice/levin> ; dg:claimant agent:levin-boris ; dg:depth 1 ;
        dg:content <ev/courtesy-visit> ; dg:polarity dgv:Affirmative ; dg:gloss "Levin says so too."@en ;
        dg:evidence <source.txt#char=114,155> ."""
    ids = by_id(page_of(sound_graph(more), SOUND_RECORD))
    group = ids["on=114,155"]
    assert [each.attributes["id"] for each in group.all("div")] == ["claim-courtesy-visit", "claim-again"]


def test_a_claim_on_two_passages_is_told_at_the_first_and_named_at_the_other() -> None:
    page = page_of(sound_graph("<claim/courtesy-visit> dg:evidence <source.txt#char=157,192> ."), SOUND_RECORD)
    ids = by_id(page)
    assert "returned" in ids["claim-courtesy-visit"].text
    assert any(link.attributes["href"] == "#claim-courtesy-visit" for link in ids["on=157,192"].all("a"))


def test_the_translators_words_and_omissions_are_marked_apart() -> None:
    page, _, _ = page_named("golden")
    assert [each.text for each in page.all("span") if "ed" in each.classes and each.attributes.get("title")] == [
        "[the Indians]"
    ]
    assert [each.text for each in page.all("span") if "om" in each.classes and each.attributes.get("title")] == [
        "[...]"
    ]


def test_only_quoted_words_are_shown_in_the_text() -> None:
    page, _, _ = page_named("golden")
    text = " ".join(each.text for each in page.all("p") if "text" in each.classes)
    assert "introductory visit" in text
    assert "It is also known" not in text


@pytest.mark.parametrize("name", GRAPHS)
def test_the_page_names_what_archivists_ask_for(name: str) -> None:
    page, graph, record = page_named(name)
    facts = {each.text for each in page.all("dt")}
    assert {
        "Title",
        "Date",
        "Author",
        "Language",
        "Conditions of use",
        "SHA-256",
        "Extent",
        "Claims",
        "Events",
    } <= facts
    words = {each.text for each in page.all("dd")}
    told = graph.subjects("schema:translationOfWork", record) or (record,)
    assert set(graph.texts(told[0], "dcterms:rights")) <= words


def test_the_data_in_the_page_is_that_of_the_record() -> None:
    page, _, _ = page_named("golden")
    (data,) = [each for each in page.all("script") if each.attributes.get("type") == "application/ld+json"]
    assert json.loads(data.text)["@id"] == GOLDEN_RECORD


@pytest.mark.parametrize("name", GRAPHS)
def test_nothing_but_files_of_the_site_is_run(name: str) -> None:
    assert_nothing_is_run(page_named(name)[0])


def test_a_hostile_report_is_shown_as_it_is_and_runs_nothing() -> None:
    graph = sound_graph()
    for quad in list(graph.store):
        if isinstance(quad.object, Literal) and quad.object.language:
            graph.store.remove(quad)
            spoiled = Literal(quad.object.value + BAD, language=quad.object.language)
            graph.store.add(Quad(quad.subject, quad.predicate, spoiled))
    place = NamedNode(f"{SOUND_RECORD.removesuffix('record')}source.txt#char=900,{900 + len(BAD)}")
    turtle = f"""<{place.value}> <{full("oa:hasSource")}> <{SOUND_RECORD.removesuffix("record")}source.txt> ;
        <{full("oa:hasSelector")}> <{place.value};selector> .
        <{place.value};selector> <{full("oa:start")}> 900 ; <{full("oa:end")}> {900 + len(BAD)} ;
        <{full("oa:exact")}> {json.dumps(BAD)} ; <{full("oa:prefix")}> "<!--" ; <{full("oa:suffix")}> "<i>" .
        <{SOUND_RECORD}> <{full("schema:url")}> <javascript:alert(1)> ;
        <{full("rico:identifier")}> {json.dumps(BAD)} ."""
    for triple in parse(turtle, format=RdfFormat.TURTLE):
        graph.store.add(Quad(triple.subject, triple.predicate, triple.object))
    page = page_of(Graph(graph.store, graph.addresses), SOUND_RECORD)
    assert_nothing_is_run(page)
    assert lit_by(by_id(page)[place.value.partition("#")[2]]) == BAD
    assert sum(BAD in each.text for each in page.all("dd")) >= 3
    (data,) = [each for each in page.all("script") if each.attributes.get("type") == "application/ld+json"]
    assert BAD in json.loads(data.text)["name"]


def test_quotes_that_contradict_each_other_are_told_apart_and_their_claims_are_kept() -> None:
    source = f"{SOUND_RECORD.removesuffix('record')}source.txt"
    wrong = f"""<source.txt#char=115,120> oa:hasSelector <source.txt#char=115,120;selector> .
        <source.txt#char=115,120> oa:hasSource <source.txt> .
        <source.txt#char=115,120;selector> oa:start 115 ; oa:end 120 ; oa:exact "wrong" .
        <claim/wrong> a dg:Claim ; dg:voice <voice/levin> ; dg:depth 1 ; dg:gloss "It is wrong."@en ;
          dg:content <ev/courtesy-visit> ; dg:evidence <{source}#char=115,120> ."""
    ids = by_id(page_of(sound_graph(wrong), SOUND_RECORD))
    assert ids["char=115,120"].text.startswith("wrong")
    assert "It is wrong." in ids["claim-wrong"].text
    assert lit_by(ids["char=114,155"]) == (SOUND / "source.txt").read_text("utf-8")[114:155]


def test_a_document_without_any_quote_has_a_page() -> None:
    graph = sound_graph(f'<{OUR_BASE}doc/empty/record> a rico:Record ; dcterms:title "Nothing"@en .')
    assert "Nothing" in page_of(graph, f"{OUR_BASE}doc/empty/record").text


def test_a_document_without_a_title_is_called_by_its_kind_and_day() -> None:
    graph = sound_graph(f'<{OUR_BASE}doc/one/record> a rico:Record ; schema:genre "letter" ; dg:date "1955-03" .')
    page = page_of(graph, f"{OUR_BASE}doc/one/record")
    assert [each.text for each in page.all("h1")] == ["Letter of March 1955"]


def test_the_whole_text_stands_between_the_quotes_where_the_build_holds_it(tmp_path: Path) -> None:
    text = (GOLDEN / "source.txt").read_text("utf-8")
    (tmp_path / f"{GOLDEN.name}.txt").write_text(text, "utf-8")
    graph = golden_graph()
    page = page_of(Graph(graph.store, graph.addresses, tmp_path), GOLDEN_RECORD)
    rows = [each for each in page.all("p") if "text" in each.classes]
    numbers = [each for row in rows for each in row.all("a") if "no" in each.classes]
    for number in numbers:
        number.content.clear()
    assert "".join("".join(row.text for row in rows).split()) == "".join(text.split())
    ids = by_id(page)
    for span in graph.subjects("oa:hasSource", GOLDEN_RECORD.removesuffix("record") + "source.txt"):
        said = quote(graph, span)
        assert said
        assert lit_by(ids[span.partition("#")[2]]) == said.exact


def test_another_text_than_the_one_that_was_read_is_not_shown(tmp_path: Path) -> None:
    (tmp_path / f"{GOLDEN.name}.txt").write_text("Quite another text.", "utf-8")
    graph = golden_graph()
    page = page_of(Graph(graph.store, graph.addresses, tmp_path), GOLDEN_RECORD)
    assert "Quite another" not in page.text
    assert "introductory visit" in page.text


def test_each_choice_of_claims_has_its_rule_in_the_style_sheet() -> None:
    sheet = (ASSETS / "document.css").read_text("utf-8")
    page, _, _ = page_named("golden")
    chosen = [each.attributes["id"] for each in page.all("input") if not each.attributes["id"].endswith("-all")]
    assert len(chosen) >= 5
    for choice in chosen:
        name, _, value = choice.partition("-")
        kept = f"d{value}" if name == "depth" else f"t-{value}"
        assert f"main:has(#{choice}:checked) :is(.note, .no, .see):not(.{kept})" in sheet
        assert any(kept in each.classes for each in page.all("div") if "note" in each.classes)


def test_the_style_sheet_lights_up_every_number_of_a_quote() -> None:
    sheet = (ASSETS / "document.css").read_text("utf-8")
    assert ".text :target," in sheet
    for number in range(1, 16):
        assert f".i{number}:target ~ .s{number}, .i{number}:target ~ * .s{number}" in sheet
