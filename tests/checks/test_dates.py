"""A date can be read, and the days beside it are the days it means."""

from __future__ import annotations

import pytest

from kg.checks.dates import date_findings
from kg.checks.index import Index
from kg.model.finding import Severity

from .spoiled import Example, sound_quads


def codes(add: str, remove: str = "") -> list[tuple[str, Severity]]:
    index = Index(Example("date", "", remove, add).quads())
    return [(finding.code, finding.severity) for finding in date_findings(index)]


def test_the_dates_of_the_sound_graph_are_right() -> None:
    index = Index(sound_quads())
    assert date_findings(index) == ()


@pytest.mark.parametrize("value", ["1955-02-30", "3 March", "", "1955/1956/1957", "55-03"])
def test_a_date_that_is_no_edtf_is_refused(value: str) -> None:
    assert codes(f'<ev/delay> dg:date "{value}"^^edtf:EDTF .') == [("date-unreadable", Severity.ERROR)]


def test_what_a_time_resolves_to_is_read_as_well() -> None:
    assert codes('<time/summer> dg:resolvesTo "summer"^^edtf:EDTF .') == [("date-unreadable", Severity.ERROR)]


def test_bounds_that_say_something_else_are_refused() -> None:
    wrong = '<ev/delay> dg:date "1955-02"^^edtf:EDTF ; dg:earliest "1955-02-01"^^xsd:date ; dg:latest "{}"^^xsd:date .'
    assert codes(wrong.format("1955-02-28")) == []
    assert codes(wrong.format("1955-02-27")) == [("date-bounds", Severity.ERROR)]
    assert codes(wrong.format("soon")) == [("date-bounds", Severity.ERROR)]


def test_a_missing_bound_is_a_warning_and_an_open_end_has_none() -> None:
    assert codes('<ev/delay> dg:date "1955-02-03"^^edtf:EDTF .') == [("date-bound-missing", Severity.WARNING)] * 2
    assert codes('<ev/delay> dg:date "1955-02-03/.."^^edtf:EDTF ; dg:earliest "1955-02-03"^^xsd:date .') == []
    open_end = '<ev/delay> dg:date "../1955-02-03"^^edtf:EDTF ; dg:latest "1955-02-03"^^xsd:date'
    assert codes(f"{open_end} .") == []
    assert codes(f'{open_end} ; dg:earliest "1945-02-03"^^xsd:date .') == [("date-bounds", Severity.ERROR)]


def test_a_finding_names_the_thing_in_plain_words() -> None:
    index = Index(Example("date", "", add='<ev/invitation> dg:date "in March"^^edtf:EDTF .').quads())
    (finding,) = date_findings(index)
    assert "Claim: “Dika invited Orlov.”" in finding.message
    assert finding.passage is not None
    assert finding.passage.exact == "Dika invited Orlov"
