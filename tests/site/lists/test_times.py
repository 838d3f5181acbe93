"""The counts of the timeline: each is the number of rows of the list that it leads to."""

from __future__ import annotations

from kg.site.lists import LISTINGS
from kg.site.lists.times import times_of
from tests.site.shelf import EVIL, iri, lists


def test_each_count_of_a_year_or_month_is_that_of_its_list() -> None:
    times = times_of(lists())
    assert {counted.track.name for counted in times} >= {"attested", "withdrawn", "documents"}
    for counted in times:
        for counts in (counted.years, counted.months):
            for when, count in counts.items():
                asked = [*counted.track.asked, ("from", when), ("to", when)]
                assert lists().count(lists().filter_of(counted.whole.listing, asked)) == count > 0
        assert counted.elsewhere >= 0
        assert counted.total == sum(counted.years.values()) + counted.elsewhere


def test_the_withdrawn_visit_stands_in_its_own_track_alone() -> None:
    visit = iri(f"doc/{EVIL}/ev/visit-a")
    by_name = {counted.track.name: counted for counted in times_of(lists())}
    assert visit in lists().members(by_name["withdrawn"].whole)
    assert by_name["withdrawn"].months["1956-02"] == 1
    assert visit not in lists().members(by_name["attested"].whole)
    assert "1956" not in by_name["attested"].years


def test_the_tracks_of_events_are_lists_of_events() -> None:
    for counted in times_of(lists()):
        assert counted.whole.listing == LISTINGS[counted.track.listing]
