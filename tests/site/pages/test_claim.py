"""The page of a claim: who says it through whom, what is said of what, and what is not."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.site.pages.claim import claim_page
from kg.sources.htmltree import Node

from ..drawn import DOCUMENT, SOUND, drawn, every, graph_of, html_of, section, words

NAMES = ("Anna Roth", "Bela Toth", "Carl Ash", "Dora Lind", "Emil Haas", "Fritz Ott", "Greta Voss", "Hugo Beck")
HOSTILE = """</title><script>alert("1")</script><img src=x onerror='alert(1)'>&amp;{{ 7*7 }}"""


def chain_of(names: list[str], cues: list[str]) -> str:
    """A claim heard through all these, the first of them the author; each later one with a cue, unless it is ""."""
    lines = []
    for depth, name in enumerate(names):
        above = "dg:expressedIn <record>" if depth == 0 else f"dg:embeddedIn <voice/{depth - 1}>"
        cue = f"; dg:cue <source.txt#char={depth},{depth + 1}>" if depth and cues[depth] else ""
        lines.append(f"<voice/{depth}> a dg:Voice ; dg:speaker <agent/{depth}> ; dg:depth {depth} ; {above} {cue} .")
        lines.append(f'<agent/{depth}> a schema:Person ; rdfs:label "{name}"@en .')
        lines.append(span(depth, depth + 1, cues[depth] or "x"))
    last = len(names) - 1
    lines.append(
        f"<claim/c> a dg:Claim ; dg:voice <voice/{last}> ; dg:depth {last} ; dg:polarity dgv:Affirmative ;"
        f' dg:gloss "It rained."@en ; dg:evidence <source.txt#char=90,99> .'
    )
    return "\n".join([*lines, span(90, 99, "it rained")])


def span(start: int, end: int, exact: str) -> str:
    """A stretch of text in Turtle."""
    place = f"source.txt#char={start},{end}"
    return (
        f"<{place}> a dg:TextSpan ; oa:hasSelector <{place};selector> .\n"
        f'<{place};selector> oa:exact "{exact}" ; oa:prefix "before " ; oa:suffix " after" ;'
        f" oa:start {start} ; oa:end {end} ."
    )


def speakers(page: Node) -> list[tuple[str, int]]:
    """Who speaks, with the number of figures around."""

    def walk(node: Node, around: int) -> list[tuple[str, int]]:
        inside = around + (node.name == "figure")
        found = [(words(node.first(name="strong")), inside)] if node.name == "figcaption" else []
        for part in node.parts:
            found += walk(part, inside) if isinstance(part, Node) else []
        return found

    return walk(page, 0)


def page_of(name: str, *more: str) -> Node:
    """The page of a claim of the sound graph."""
    return drawn(claim_page(graph_of(SOUND, *more), f"{DOCUMENT}claim/{name}"))


@given(st.permutations(NAMES), st.integers(1, len(NAMES)))
def test_the_chain_is_drawn_from_the_outermost_voice_to_the_innermost(names: list[str], length: int) -> None:
    graph = graph_of(chain_of(names[:length], [""] * length))
    page = drawn(claim_page(graph, f"{DOCUMENT}claim/c"))
    assert speakers(page) == [(name, depth + 1) for depth, name in enumerate(names[:length])]
    said = page.first(of_class="said")
    innermost = every(page, name="figure")[-1]
    assert said is not None
    assert any(node is said for node in innermost.nodes())


@given(st.lists(st.sampled_from(["", "explained", "in his view", "telegram"]), min_size=2, max_size=6))
def test_a_voice_is_opened_by_the_words_of_the_text_and_no_others(cues: list[str]) -> None:
    cues = ["", *cues[1:]]  # the author needs none
    graph = graph_of(chain_of(list(NAMES[: len(cues)]), cues))
    page = drawn(claim_page(graph, f"{DOCUMENT}claim/c"))
    quoted = [[words(quote) for quote in every(caption, name="q")] for caption in every(page, name="figcaption")]
    assert quoted == [[cue] if cue else [] for cue in cues]


def test_a_level_says_where_the_author_writes_and_to_whom_the_next_one_speaks() -> None:
    captions = [words(each) for each in every(page_of("message-sending"), name="figcaption")]
    assert captions == [
        "Jan Zawada, in Report of the Polish envoy in Tirana, 12 March 1955: › in the author’s own words",
        "Boris Levin, to Jan Zawada, on the occasion of Levin pays a courtesy visit to Zawada: ›› at second hand",
    ]


def test_a_claim_that_denies_says_so_in_words() -> None:
    page = page_of("port-visit")
    assert words(page.first(of_class="stance")) == "⊘ denied, on these words:"
    assert "The voice says that it is not so." in section(page, "How the voice puts it")
    assert "This voice denies it." in section(page, "What it speaks of")


def test_a_claim_that_affirms_does_not_say_denied() -> None:
    page = page_of("proposal")
    assert words(page.first(of_class="stance")) == "✓ affirmed, on these words:"
    assert "denie" not in words(page.first(name="section"))


def test_the_words_stand_in_their_context_with_a_link_into_the_document() -> None:
    page = drawn(claim_page(graph_of(chain_of(["Anna Roth"], [""])), f"{DOCUMENT}claim/c"))
    passage = page.first(of_class="passage")
    assert passage is not None
    assert words(passage.first(name="mark")) == "it rained"
    assert words(passage.first(name="p")) == "…before it rained after…"
    link = passage.first(name="a")
    assert link is not None
    assert link.attributes["href"].endswith("record.html#char=90,99")


def test_how_sure_the_voice_is_stands_apart_from_how_often_the_rule_is_right() -> None:
    more = '<claim/closer-parties> dg:confidence 0.4 ; dg:rule "tenure.title" .'
    page = page_of("closer-parties", more)
    assert "The words do not show how sure the voice is." in section(page, "How the voice puts it")
    assert "40 of 100" not in section(page, "How the voice puts it")
    assert "40 of 100 such claims" in section(page, "How it was found")
    assert "unspecified" not in section(page, "How it was found")


def test_what_is_not_attested_is_said_to_count_nowhere_among_what_happened() -> None:
    more = """<claim/w> a dg:Claim ; dg:voice <voice/levin> ; dg:depth 1 ; dg:content <ev/visit-withdrawn> ;
      dg:polarity dgv:Affirmative ; dg:gloss "Orlov was to come."@en ."""
    said = section(page_of("w", more), "What it speaks of")
    assert "withdrawn; no page of this site counts it among the things that happened." in said


@pytest.mark.parametrize(
    ("one", "other"), [("explanation", "explanation-denied"), ("explanation-denied", "explanation")]
)
def test_a_dispute_is_shown_from_both_sides(one: str, other: str) -> None:
    page = page_of(one)
    assert other in "".join(node.attributes.get("href", "") for node in every(page, name="a"))
    assert section(page, "Contradicted")
    assert not section(page, "Others on the same matter")


def test_claims_on_the_same_words_are_shown_and_the_rest_is_counted() -> None:
    more = "\n".join(
        f'<claim/x{number:02}> a dg:Claim ; dg:voice <voice/levin> ; dg:depth 1 ; dg:gloss "No. {number}"@en ;'
        " dg:polarity dgv:Affirmative ; dg:evidence <source.txt#char=466,535> ."
        for number in range(23)
    )
    said = section(page_of("proposal", more), "Other claims on the same words")
    assert "No. 9" in said
    assert "No. 10" not in said
    assert "and 13 more" in said


def test_names_and_quotes_of_an_enemy_are_words_and_nothing_else() -> None:
    written = HOSTILE.replace('"', '\\"')
    graph = graph_of(chain_of([written, written], ["", written]), f'<claim/c> rdfs:label "{written}" .')
    text = html_of(claim_page(graph, f"{DOCUMENT}claim/c"))
    page = drawn(claim_page(graph, f"{DOCUMENT}claim/c"))
    assert [name for name, _ in speakers(page)] == [" ".join(HOSTILE.split())] * 2
    assert not every(page, name="script")
    assert not every(page, name="img")
    assert "49" not in text.replace("char=", "")
    assert all(not name.startswith("on") for node in page.nodes() for name in node.attributes)


def test_quotes_of_a_claim_stand_in_the_order_of_the_text() -> None:
    more = "<claim/proposal> dg:evidence <source.txt#char=114,155> , <source.txt#char=599,631> ."
    starts = [
        int(node.attributes["href"].rpartition("=")[2].partition(",")[0])
        for quote in every(page_of("proposal", more), of_class="passage")
        for node in every(quote, name="a")
    ]
    assert len(starts) == 3
    assert all(before < after for before, after in pairwise(starts))
