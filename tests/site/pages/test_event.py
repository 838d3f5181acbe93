"""The page of an eventuality: whether it happened, what is told of it, and who says so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model.event import REALIS, Status
from kg.site.pages.event import event_page
from kg.site.pages.thing import thing_page
from kg.sources.htmltree import Node

from ..drawn import DOCUMENT, SOUND, drawn, every, graph_of, section, words

QUESTION = "Did it happen?"


def page_of(name: str, *more: str) -> Node:
    """The page of an eventuality of the sound graph."""
    return drawn(event_page(graph_of(SOUND, *more), f"{DOCUMENT}ev/{name}"))


def event_of(status: str, *kinds: str, claims: str = "") -> Node:
    """The page of an eventuality with this status and these classes."""
    turtle = f"""<ev/e> a {", ".join(["dg:Eventuality", *kinds])} ; rdfs:label "A thing"@en ; dg:status dgv:{status} .
      <voice/a> a dg:Voice ; dg:speaker <agent/a> ; dg:depth 0 ; dg:expressedIn <record> .
      <voice/b> a dg:Voice ; dg:speaker <agent/b> ; dg:depth 1 ; dg:embeddedIn <voice/a> .
      <voice/c> a dg:Voice ; dg:speaker <agent/c> ; dg:depth 2 ; dg:embeddedIn <voice/b> . {claims}"""
    return drawn(event_page(graph_of(turtle), f"{DOCUMENT}ev/e"))


def claim(voice: str, polarity: str, certainty: str, modality: str = "Report") -> str:
    depth = "abc".index(voice)
    return f"""<claim/{voice}> a dg:Claim ; dg:voice <voice/{voice}> ; dg:depth {depth} ; dg:content <ev/e> ;
      dg:claimant <agent/{voice}> ; dg:gloss "So {voice} says"@en ; dg:polarity dgv:{polarity} ;
      dg:certainty dgv:{certainty} ; dg:modality dgv:{modality} ."""


@given(
    st.sampled_from([str(status) for status in Status]),
    st.sampled_from([(), ("dg:Situation",), ("dg:Meeting",)]),
    st.sampled_from(["", claim("a", "Negative", "Certain"), claim("c", "Affirmative", "Certain")]),
)
def test_what_is_not_attested_is_never_called_happened(status: str, kinds: tuple[str, ...], claims: str) -> None:
    page = event_of(status, *kinds, claims=claims)
    sign = words(page.first(of_class="sign"))
    assert not sign.startswith(("● happened", "● happens"))
    assert "It is counted among the things that happened" not in words(page)
    assert any(
        words_of_denial in section(page, QUESTION)
        for words_of_denial in ("no page of this site counts it", "states are not counted among events")
    )


@pytest.mark.parametrize("status", ["Occurred", "Habitual"])
def test_what_is_attested_says_who_affirms_it_nearest_to_the_author(status: str) -> None:
    claims = claim("c", "Affirmative", "Certain") + claim("b", "Affirmative", "Certain")
    said = section(event_of(status, "dg:AttestedEvent", "dg:Meeting", claims=claims), QUESTION)
    assert "It is counted among the things that happened. " in said
    assert "Affirmed as certain by b ›› at second hand" in said


def test_what_is_told_from_afar_says_why_it_does_not_count() -> None:
    said = section(event_of("Occurred", "dg:Meeting", claims=claim("c", "Affirmative", "Certain")), QUESTION)
    assert "only by a voice too far from the author" in said
    assert "Affirmed as certain by c ››› at third hand" in said


@pytest.mark.parametrize(("certainty", "modality"), [("Possible", "Report"), ("Certain", "Hope")])
def test_what_nobody_affirms_plainly_says_so(certainty: str, modality: str) -> None:
    claims = claim("a", "Affirmative", certainty, modality)
    assert "no voice affirms it plainly and as certain" in section(event_of("Occurred", claims=claims), QUESTION)


def test_every_status_is_told_in_words_that_make_a_sentence() -> None:
    sentences = {status: section(event_of(status), QUESTION).split(";")[0] for status in REALIS}
    assert sentences[Status.WITHDRAWN].endswith("It is told of as withdrawn")
    assert len(set(sentences.values())) == len(REALIS)


def test_affirming_and_denying_claims_stand_side_by_side_and_are_called_contradictory() -> None:
    page = page_of("explanation")
    assert [words(each) for each in every(page, name="h3")] == ["Affirmed by", "Denied by"]
    assert "Voices contradict each other about it." in section(page, "Who says so")
    assert "contradict" not in words(page_of("proposal"))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("withdrawal", "It takes back the Soviet side proposes a visit to Dika"),
        ("proposal", "It is taken back in the Soviet side withdraws its proposal"),
        ("proposal", "It proposes a delegation led by Orlov visits Dika"),
        ("visit-withdrawn", "It is proposed in the Soviet side proposes a visit to Dika"),
        ("courtesy-visit", "It is returned by Zawada returns the visit"),
        ("illness", "It is the cause in the illness explains the delay"),
        ("message-delivery", "It comes after Orlov sends a message to Dika"),
        ("tenure-levin", "It comes after the tenure Panin is ambassador"),
    ],
)
def test_links_are_told_in_words_from_either_side(name: str, said: str) -> None:
    assert said in section(page_of(name), "What it belongs with")


def test_a_link_that_stands_in_the_data_from_both_sides_is_told_once() -> None:
    page = page_of("courtesy-visit", "<ev/return-visit> dg:follows <ev/courtesy-visit> .")
    assert section(page, "What it belongs with").count("It comes before Zawada returns the visit") == 1


def test_the_parts_and_facts_are_in_the_words_of_the_ontology() -> None:
    facts = page_of("port-visit").first(of_class="facts")
    assert facts is not None
    assert [words(each) for each in every(facts, name="dt")] == ["Kind", "mover", "place", "Time"]
    mover = next(node for node in every(facts, name="a") if words(node) == "mover")
    assert mover.attributes["title"] == "Goes from one place to another."
    assert mover.attributes["href"].endswith("ontology.html#mover")


def test_one_without_a_part_of_his_own_takes_part() -> None:
    facts = section(page_of("port-visit", "<ev/port-visit> dg:participant agent:levin-boris ."), "What is told of it")
    assert "participant Boris Levin" in facts


def test_how_a_date_was_reached_is_told_from_the_words_on() -> None:
    more = """<ev/return-visit> dg:dateRule "date.counted" .
      <time/t> a dg:TemporalExpression ; dg:dates <ev/return-visit> ; dg:surface <source.txt#char=157,192> ;
        dg:resolution dgv:OffsetFromAnchor ; dg:offset "P2D"^^xsd:duration ; dg:anchor <ev/courtesy-visit> ;
        dg:anchorDate "1955-03-03"^^edtf:EDTF ; dg:resolvesTo "1955-03-05"^^edtf:EDTF ."""
    said = section(page_of("return-visit", more), "What is told of it")
    assert "The date was counted from another event" in said
    assert "is read as 5 March 1955. Counted from a time that the text gives." in said
    assert "That is Levin pays a courtesy visit to Zawada, 3 March 1955; 2 days from it." in said
    alone = drawn(thing_page(graph_of(SOUND, more), f"{DOCUMENT}time/t"))
    assert "It gives the time of Zawada returns the visit." in section(alone, "How it was read")


def test_what_is_left_out_of_a_long_list_is_counted() -> None:
    more = "\n".join(
        f'<claim/x{number:02}> a dg:Claim ; dg:voice <voice/levin> ; dg:depth 1 ; dg:gloss "No. {number}"@en ;'
        " dg:polarity dgv:Affirmative ; dg:content <ev/delay> ."
        for number in range(1_203)
    )
    page = page_of("delay", more)
    assert len(every(page, of_class="claim")) == 10
    assert "and 1,194 more" in section(page, "Who says so")
