"""The page of a voice: heard through whom, saying what, and who speaks inside it."""

from __future__ import annotations

from kg.publish.queries import answer
from kg.site.pages.voice import voice_page

from ..drawn import DOCUMENT, SOUND, drawn, every, graph_of, section, section_node, words


def test_a_voice_is_shown_inside_those_through_which_it_is_heard() -> None:
    page = drawn(voice_page(graph_of(SOUND), f"{DOCUMENT}voice/orlov"))
    assert [words(each) for each in every(page, name="strong")] == ["Jan Zawada", "Boris Levin", "Pavel Orlov"]
    assert words(page.first(name="h1")) == "Pavel Orlov"


def test_what_it_says_stands_in_the_order_of_the_text_with_denials_marked() -> None:
    said = section(drawn(voice_page(graph_of(SOUND), f"{DOCUMENT}voice/orlov")), "What this voice says")
    assert said.index("draw closer") < said.index("Dika has never visited the port. ⊘ denied")


def test_voices_inside_it_are_told_with_the_number_of_their_claims() -> None:
    inner = section(drawn(voice_page(graph_of(SOUND), f"{DOCUMENT}voice/levin")), "Voices inside it")
    assert "Pavel Orlov 2 claims" in inner


def test_a_voice_without_claims_says_so() -> None:
    more = "<voice/silent> a dg:Voice ; dg:speaker <agent/a> ; dg:embeddedIn <voice/levin> ; dg:depth 2 ."
    page = drawn(voice_page(graph_of(SOUND, more), f"{DOCUMENT}voice/silent"))
    assert "Nothing by itself" in section(page, "What this voice says")


def test_an_event_with_a_speaker_is_no_voice_elsewhere() -> None:
    more = """<ev/talk> a dg:Eventuality ; rdfs:label "A talk"@en ; dg:speaker agent:orlov-pavel ;
        dg:status dgv:Occurred .
      <voice/again> a dg:Voice ; dg:speaker agent:orlov-pavel ; dg:depth 1 ; dg:embeddedIn <voice/envoy> ."""
    said = section(drawn(voice_page(graph_of(SOUND, more), f"{DOCUMENT}voice/orlov")), "The same speaker elsewhere")
    assert said.count("claims, in") == 1
    assert "A talk" not in said


def test_the_query_for_voices_left_out_finds_them_all() -> None:
    more = "\n".join(
        f"<voice/x{number:02}> a dg:Voice ; dg:speaker agent:orlov-pavel ; dg:embeddedIn <voice/levin> ; dg:depth 2 ."
        for number in range(30)
    )
    graph = graph_of(SOUND, more)
    page = drawn(voice_page(graph, f"{DOCUMENT}voice/orlov"))
    query = words(section_node(page, "The same speaker elsewhere").first(name="code"))
    assert "and 10 more" in section(page, "The same speaker elsewhere")
    assert len(answer(graph.store, query).rows) == 31


def test_what_is_left_out_of_a_long_list_is_counted_and_led_to() -> None:
    more = "\n".join(
        f'<claim/x{number:02}> a dg:Claim ; dg:voice <voice/orlov> ; dg:gloss "No. {number}"@en ; dg:depth 2 .'
        for number in range(40)
    )
    page = drawn(voice_page(graph_of(SOUND, more), f"{DOCUMENT}voice/orlov"))
    assert "42 claims in this voice" in words(page)
    assert "and 17 more: all of them, in the document" in section(page, "What this voice says")
