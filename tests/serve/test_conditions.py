"""Conditions of a request, by the order of RFC 9110, section 13.2.2, and whatever else may stand in such a header."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.serve.conditions import outcome

MODIFIED = datetime(2026, 11, 1, 12, 30, 15, 900_000, tzinfo=UTC)
BEFORE, THEN, AFTER = (f"Sun, 01 Nov 2026 12:30:{second} GMT" for second in ("14", "15", "16"))


@pytest.mark.parametrize(
    ("expected", "conditions"),
    [
        (None, {}),
        (304, {"if_none_match": '"a"'}),
        (304, {"if_none_match": 'W/"a"'}),
        (304, {"if_none_match": '"b" , "a"'}),
        (304, {"if_none_match": '"b,x","a"'}),
        (304, {"if_none_match": '"a-gzip"'}),
        (304, {"if_none_match": " * "}),
        (None, {"if_none_match": '"b"'}),
        (None, {"if_none_match": ""}),
        (None, {"if_none_match": "a"}),
        (None, {"if_none_match": '"b"', "if_modified_since": AFTER}),
        (None, {"if_modified_since": BEFORE}),
        (304, {"if_modified_since": THEN}),
        (304, {"if_modified_since": AFTER}),
        (304, {"if_modified_since": "Sunday, 01-Nov-26 12:30:16 GMT"}),
        (304, {"if_modified_since": "Sun Nov  1 12:30:16 2026"}),
        (None, {"if_modified_since": "yesterday"}),
        (None, {"if_modified_since": "0"}),
        (None, {"if_match": '"a"'}),
        (None, {"if_match": "*"}),
        (412, {"if_match": 'W/"a"'}),
        (412, {"if_match": '"b"'}),
        (412, {"if_match": '"b"', "if_none_match": '"a"'}),
        (304, {"if_match": '"a"', "if_none_match": '"a"'}),
        (None, {"if_match": '"a"', "if_unmodified_since": BEFORE}),
        (412, {"if_unmodified_since": BEFORE}),
        (None, {"if_unmodified_since": THEN}),
        (304, {"if_unmodified_since": THEN, "if_modified_since": THEN}),
    ],
)
def test_the_conditions_are_weighed_in_their_order(expected: int | None, conditions: dict[str, str]) -> None:
    assert outcome(tag='"a"', same=('"a"', '"a-gzip"'), modified=MODIFIED, **conditions) == expected


def test_without_a_date_of_ours_dates_say_nothing() -> None:
    assert outcome(tag='"a"', if_modified_since=AFTER, if_unmodified_since=BEFORE) is None


headers = st.none() | st.text() | st.text(alphabet='W/"a,* \\') | st.datetimes().map(str)
dates = headers | st.from_regex(
    r"\A(Mon|Sun)?,? ?[0-9]{1,10} (Nov|Feb|Xyz) [0-9]{1,12} "
    r"[0-9]{1,3}:[0-9]{1,3}(:[0-9]{1,12})? ?(GMT|[+-][0-9]{1,9}|)\Z"
)


@given(headers, headers, dates, dates)
def test_no_header_is_too_wild(
    if_match: str | None, if_none_match: str | None, if_modified_since: str | None, if_unmodified_since: str | None
) -> None:
    found = outcome(
        tag='"a"',
        modified=MODIFIED,
        if_match=if_match,
        if_none_match=if_none_match,
        if_modified_since=if_modified_since,
        if_unmodified_since=if_unmodified_since,
    )
    assert found in (None, 304, 412)
