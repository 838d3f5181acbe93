"""Claims in the order of their documents, voices and words; what is cut into pages is whole again when put together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.base import OUR_BASE
from kg.site.ledger import Ledger
from kg.site.sayings import Said, Sayings
from kg.site.site import Site


def test_pages_of_any_size_hold_every_claim_once_and_in_order(crowded_site: Site) -> None:
    told = Ledger(crowded_site.graph, f"{OUR_BASE}agent/busy").told
    whole = [each for said in told.groups() for each in said.claims]
    assert len(whole) == told.count == len(set(whole))
    for size in (1, 7, 60, 1000):
        paged = [said for start in range(0, told.count, size) for said in told.groups(start, start + size)]
        assert [each for said in paged for each in said.claims] == whole


def test_an_offset_is_the_number_of_the_first_claim_of_a_group(crowded_site: Site) -> None:
    told = Ledger(crowded_site.graph, f"{OUR_BASE}agent/busy").told
    whole = [each for said in told.groups() for each in said.claims]
    for said in told.groups():
        assert whole[said.offset] == said.claims[0]
    for record in told.by_record:
        assert whole[told.offset_of(record)] in told.by_record[record]


def test_claims_of_a_voice_stand_as_in_the_text(crowded_site: Site) -> None:
    own = Ledger(crowded_site.graph, f"{OUR_BASE}agent/busy").own
    first: Said = next(own.groups())
    assert [each.rpartition("/")[2] for each in first.claims[:4]] == ["s0", "s1", "s2", "s3"]


@given(st.integers(0, 200), st.integers(0, 200))
def test_between_two_numbers_stand_as_many_claims(crowded_site: Site, start: int, length: int) -> None:
    own: Sayings = Ledger(crowded_site.graph, f"{OUR_BASE}agent/busy").own
    found = sum(len(said.claims) for said in own.groups(start, start + length))
    assert found == max(0, min(own.count, start + length) - start)
