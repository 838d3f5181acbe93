"""Which form a client gets: a table of headers, each with its reason, and rules that hold for all."""

from __future__ import annotations

import csv
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.serve.forms import FORMS
from kg.serve.negotiation import Offer, chosen

TABLE = Path(__file__).parent / "negotiation.tsv"
with TABLE.open(encoding="utf-8", newline="") as file:
    CASES = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]

pieces = st.sampled_from([*'text/*;,q=01.5"\\ \t', "application/ld+json", "text/turtle", "profile="])
wild = st.lists(pieces).map("".join)
weights = st.integers(0, 1000).map(lambda n: f"{n / 1000:.3f}")
kinds = st.sampled_from([*(form.media_type for form in FORMS), "text/*", "application/*", "*/*", "image/png"])
ranges = st.builds(lambda kind, weight: f"{kind};q={weight}", kinds, weights)


def form_for(accept: str) -> str:
    found = chosen(accept, FORMS)
    return found.extension if found else "-"


def split(row: list[str]) -> tuple[str, str, str]:
    """A row of the table; a header may begin with a tabulator."""
    return "\t".join(row[:-2]), row[-2], row[-1]


@pytest.mark.parametrize(("accept", "form", "reason"), list(map(split, CASES)), ids=[row[-1] for row in CASES])
def test_a_client_gets_what_its_header_asks_for(accept: str, form: str, reason: str) -> None:
    assert form_for(accept) == form, reason


def test_the_table_is_long_and_gives_a_reason_for_each() -> None:
    assert len(CASES) >= 80
    assert all(split(row)[2] for row in CASES)


def test_the_example_of_the_specification_comes_out_as_it_says() -> None:
    """RFC 9110, section 12.5.1, table 5, as its erratum 7138 corrects it."""
    accept = "text/*;q=0.3, text/plain;q=0.7, text/plain;format=fixed;q=0.4, */*;q=0.5"
    order = ["text/plain", "image/jpeg", "text/html"]
    for better, worse in pairwise(order):
        assert chosen(accept, [Offer(worse, "worse"), Offer(better, "better")]) == Offer(better, "better")


def test_nothing_is_offered_nothing_is_chosen() -> None:
    assert chosen("*/*", []) is None
    assert chosen("", []) is None


@given(st.one_of(st.text(), wild))
def test_no_header_is_too_wild(accept: str) -> None:
    assert chosen(accept, FORMS) in (None, *FORMS)


@given(st.lists(ranges, min_size=1), st.randoms())
def test_the_order_of_ranges_says_nothing(listed: list[str], dice: Random) -> None:
    shuffled = list(listed)
    dice.shuffle(shuffled)
    assert form_for(",".join(listed)) == form_for(" , ".join(shuffled))


@given(st.lists(ranges), kinds.filter(lambda kind: "*" not in kind))
def test_a_refused_type_is_never_chosen(listed: list[str], refused: str) -> None:
    found = chosen(",".join([*listed, f"{refused};q=0"]), FORMS)
    assert found is None or found.media_type != refused


@given(st.lists(ranges.filter(lambda element: not element.endswith(";q=0.000"))))
def test_who_takes_anything_gets_something(listed: list[str]) -> None:
    assert chosen(",".join([*listed, "*/*;q=0.001"]), FORMS) is not None


@given(st.lists(ranges, min_size=1))
def test_what_is_chosen_is_preferred_to_every_other(listed: list[str]) -> None:
    accept = ",".join(listed)
    found = chosen(accept, FORMS)
    for place, other in enumerate(FORMS):
        pair = sorted({other, found} - {None}, key=lambda form: FORMS.index(form) if form else place)
        assert chosen(accept, [form for form in pair if form]) == found


@given(st.lists(ranges, min_size=1), wild.map(lambda text: text.replace('"', "")))
def test_what_cannot_be_read_leaves_the_rest_as_it_is(listed: list[str], broken: str) -> None:
    accept = ",".join(listed)
    assert form_for(f"{accept},??{broken.replace(',', '')}") == form_for(accept)


@pytest.mark.parametrize(
    "unit",
    ['"\\', '"\\"', ",;", "a/b,", ";", 'text/html;a="', "x=\\", " \t", "text/html;q=0.1234567,", "*/*;profile=a "],
)
def test_a_header_of_a_quarter_of_a_megabyte_is_read_like_any_other(unit: str) -> None:
    """Work that grew with the square of the length would take minutes here."""
    assert form_for(unit * (250_000 // len(unit)) + "image/png") in {"-", "html"}
