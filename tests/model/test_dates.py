"""EDTF dates, their bounds and durations. The independent judge of bounds is the library edtf 5.0.2."""

from __future__ import annotations

import math
import re
from datetime import date, timedelta
from time import struct_time

import edtf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model.dates import Duration, DurationQualifier, EdtfDate, Resolution, date_plus
from kg.model.edtf import Unit, shifted, shifted_end

DAYS = st.dates(date(1000, 1, 1), date(2999, 12, 31))
ENDS = st.one_of(
    DAYS.map(lambda day: day.isoformat()),
    DAYS.map(lambda day: f"{day:%Y-%m}"),
    DAYS.map(lambda day: f"{day.year}"),
    st.tuples(st.integers(1000, 2999), st.sampled_from([21, 22, 23, 24])).map(lambda pair: f"{pair[0]}-{pair[1]}"),
)
MARKS = st.sampled_from(["", "~", "?", "%"])
QUALIFIED = st.tuples(ENDS, MARKS).map("".join)
DECADES = st.tuples(DAYS.map(lambda day: f"{day.year // 10}X"), MARKS).map("".join)


def in_order(pair: tuple[str, str]) -> bool:
    """Whether the two points can be the ends of an interval; points are never open."""
    starts, ends = zip(*((EdtfDate(point).earliest, EdtfDate(point).latest) for point in pair), strict=True)
    return sorted(starts) == list(starts) and sorted(ends) == list(ends)


INTERVALS = st.tuples(QUALIFIED, QUALIFIED).filter(in_order).map("/".join)
OPEN = st.one_of(QUALIFIED.map(lambda point: f"{point}/.."), QUALIFIED.map(lambda point: f"../{point}"))
VALUES = st.one_of(QUALIFIED, DECADES, INTERVALS, OPEN)
SIZES = st.integers(1, 400)
DURATIONS = st.one_of(
    st.builds(lambda size, letter: Duration(f"P{size}{letter}"), SIZES, st.sampled_from("YMD")),
    st.builds(lambda size, letter: Duration(f"PT{size}{letter}"), SIZES, st.sampled_from("HMS")),
)


def day_of(bound: struct_time | float) -> date | None:
    """A bound of the library as a day, None where it is open."""
    if isinstance(bound, float):
        assert math.isinf(bound)
        return None
    return date(bound.tm_year, bound.tm_mon, bound.tm_mday)


def is_judged(value: str) -> bool:
    """Whether edtf 5.0.2 can judge the value: its known faults are tested below, one by one."""
    has_winter = "-24" in re.sub(r"-\d\d-\d\d", "", value)
    qualifies_a_season = re.search(r"\d-2[1-4][~?%]", re.sub(r"-\d\d-\d\d", "", value))
    return not (has_winter or qualifies_a_season)


@given(VALUES.filter(is_judged))
def test_bounds_are_those_of_the_library(value: str) -> None:
    judge = edtf.parse_edtf(value)
    ours = EdtfDate(value)
    assert (ours.earliest, ours.latest) == (day_of(judge.lower_strict()), day_of(judge.upper_strict()))


@given(VALUES)
def test_bounds_are_in_order(value: str) -> None:
    edtf_date = EdtfDate(value)
    assert edtf_date.earliest is None or edtf_date.latest is None or edtf_date.earliest <= edtf_date.latest


def test_fault_of_the_library_an_unknown_start_becomes_ten_years_earlier_so_we_refuse_it() -> None:
    assert day_of(edtf.parse_edtf("/1962-08-09").lower_strict()) == date(1952, 8, 9)
    with pytest.raises(ValueError, match="unknown start or end"):
        EdtfDate("/1962-08-09")


def test_fault_of_the_library_29_february_of_any_year_passes() -> None:
    assert str(edtf.parse_edtf("1962-02-29")) == "1962-02-29"
    with pytest.raises(ValueError, match="February 1962 has no day 29"):
        EdtfDate("1962-02-29")


def test_fault_of_the_library_an_interval_may_end_before_it_begins() -> None:
    assert str(edtf.parse_edtf("1962/1960")) == "1962/1960"
    with pytest.raises(ValueError, match="ends before it begins"):
        EdtfDate("1962/1960")


def test_fault_of_the_library_winter_ends_in_its_december() -> None:
    assert day_of(edtf.parse_edtf("1962-24").upper_strict()) == date(1962, 12, 31)
    assert EdtfDate("1962-24").latest == date(1963, 2, 28)


@pytest.mark.parametrize("value", ["1962-22~", "1962-21?"])
def test_fault_of_the_library_it_cannot_qualify_a_season(value: str) -> None:
    with pytest.raises(edtf.parser.edtf_exceptions.EDTFParseException):
        edtf.parse_edtf(value)
    assert EdtfDate(value).unit is Unit.SEASON


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("1962-06-31", "no day 31"),
        ("1962-13", "no month 13"),
        ("1962-00", "no month 0"),
        ("1962-22-03", "no month 22"),
        ("1962-8-9", "form"),
        ("62", "form"),
        ("", "form"),
        ("..", "form"),
        ("1962-08-27T10:00:00", "form"),
        ("~1962", "form"),
        ("1962-~08", "form"),
        ("[1962,1963]", "form"),
        ("Y-17000", "form"),
        ("-0044", "form"),
        ("١٩٦٢", "form"),
        ("1962~~", "form"),
        ("0000", "outside"),
        ("9999", "outside"),
        ("000X", "decade"),
        ("196X-08", "decade"),
        ("../..", "both ends"),
        ("195X/..", "decade in an interval"),
        ("195X/1962", "decade in an interval"),
        ("1962/", "unknown start or end"),
        ("/", "unknown start or end"),
        ("1962/1963/1964", "form"),
        ("1963-01/1962-12-31", "ends before"),
    ],
)
def test_what_is_not_in_the_profile_is_refused_with_its_reason(value: str, why: str) -> None:
    assert not EdtfDate.is_written_as(value)
    with pytest.raises(ValueError, match=why):
        EdtfDate(value)


@given(st.text(max_size=24))
def test_any_text_is_a_date_or_is_refused(value: str) -> None:
    if EdtfDate.is_written_as(value):
        assert str(EdtfDate(value)) == value
    else:
        with pytest.raises(ValueError, match="not a date that we write"):
            EdtfDate(value)


@given(VALUES)
def test_a_qualifier_moves_no_bound(value: str) -> None:
    bare = EdtfDate("/".join(end.rstrip("~?%") for end in value.split("/")))
    marked = EdtfDate(value).approximate()
    assert (bare.earliest, bare.latest) == (marked.earliest, marked.latest)
    assert marked.is_qualified
    assert marked.approximate() == marked


@given(DAYS, DAYS)
def test_between_holds_both_days(first: date, last: date) -> None:
    first, last = sorted((first, last))
    whole = EdtfDate.between(first, last)
    assert (whole.earliest, whole.latest) == (first, last)
    assert whole.covers(EdtfDate.day(first))
    assert whole.is_interval == (first != last)


@given(VALUES)
def test_before_and_after_keep_the_one_bound_and_open_the_other(value: str) -> None:
    given_date = EdtfDate(value)
    if given_date.latest is not None:
        assert (EdtfDate.before(given_date).earliest, EdtfDate.before(given_date).latest) == (None, given_date.latest)
    if given_date.earliest is not None:
        assert (EdtfDate.after(given_date).earliest, EdtfDate.after(given_date).latest) == (given_date.earliest, None)


@given(VALUES, VALUES)
def test_two_dates_can_stand_in_some_order_and_overlap_is_both(one: str, other: str) -> None:
    first, second = EdtfDate(one), EdtfDate(other)
    assert first.can_precede(second) or second.can_precede(first)
    assert first.overlaps(second) == second.overlaps(first)
    assert first.overlaps(first)
    if first.covers(second):
        assert first.overlaps(second)


@pytest.mark.parametrize(
    ("first", "last", "can"),
    [
        ("1962-08-22", "1962-08-24", True),
        ("1962-08-24", "1962-08-22", False),
        ("1962", "1962-01-01", True),
        ("1963", "1962", False),
        ("1962-01~", "1961-12-15", True),  # an approximate month is let out by a month
        ("1962-01", "1961-12-15", False),
        ("1962-08-23?", "1962-08-22", True),
        ("1962-08-24?", "1962-08-22", False),
        ("1962/..", "1962-06", True),
        ("1962/..", "1961", False),
        ("../1950", "1949-01-01", True),
    ],
)
def test_what_can_precede_what(first: str, last: str, *, can: bool) -> None:
    assert EdtfDate(first).can_precede(EdtfDate(last)) is can


def test_a_qualified_date_at_the_edge_of_the_calendar_is_let_out_no_further() -> None:
    assert EdtfDate("0001~").can_precede(EdtfDate("0001-01-01"))
    assert EdtfDate("9998-12~").overlaps(EdtfDate("9998"))


@pytest.mark.parametrize("value", ["P5Y", "P9M", "P10D", "PT10M", "PT4H", "P1Y2M3DT4H5M6S", "P0D"])
def test_a_duration_of_whole_numbers_is_taken(value: str) -> None:
    assert Duration(value).value == value


@pytest.mark.parametrize("value", ["", "P", "PT", "P1YT", "P2W", "-P1D", "P1.5Y", "5Y", "P1D2Y", "P１D", "P1D "])
def test_what_is_no_duration_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="not a duration that we write"):
        Duration(value)


def test_an_unknown_qualifier_is_refused() -> None:
    with pytest.raises(ValueError, match="Approximately, MoreThan, LessThan, Merely"):
        Duration("P1Y", "Perhaps")
    assert Duration("P1Y", DurationQualifier.MERELY) == Duration("P1Y", "Merely")


@pytest.mark.parametrize(
    ("anchor", "duration", "back", "expected"),
    [
        ("1962-08-22", "P2D", False, "1962-08-24"),
        ("1962-08-22", "P1M", False, "1962-09"),
        ("1962-08-22", "P1Y", True, "1961"),
        ("1962-12-31", "P1D", False, "1963-01-01"),
        ("1962-08-22", "PT4H", False, "1962-08-22"),
        ("1962-08", "P2M", True, "1962-06"),
        ("1962", "P3Y", True, "1959"),
        ("1962~", "P3Y", True, "1959~"),
        ("1962", "P2D", False, "1962-01-03/1963-01-02"),
        ("1962-21", "P1Y", False, "1963"),
        ("195X", "P10Y", False, "1960-01-01/1969-12-31"),
        ("1962-08-09/1962-08-24", "P2D", False, "1962-08-11/1962-08-26"),
        ("1962-08/..", "P1Y", False, "1963/.."),
        ("../1962-08", "P1M", True, "../1962-07"),
    ],
)
def test_a_counted_date_is_no_more_precise_than_its_parts(
    anchor: str, duration: str, expected: str, *, back: bool
) -> None:
    assert date_plus(EdtfDate(anchor), Duration(duration), back=back).value == expected


@pytest.mark.parametrize(
    ("qualifier", "back", "expected"),
    [
        ("Approximately", True, "1961-11~"),
        ("MoreThan", True, "../1961-11"),
        ("MoreThan", False, "1963-05/.."),
        ("LessThan", True, "1961-11/1962-08-24"),
        ("LessThan", False, "1962-08-24/1963-05"),
        ("Merely", True, "1961-11"),
    ],
)
def test_the_qualifier_of_a_length_opens_or_softens_the_date(qualifier: str, expected: str, *, back: bool) -> None:
    assert date_plus(EdtfDate("1962-08-24"), Duration("P9M", qualifier), back=back).value == expected


@given(VALUES, DURATIONS, st.booleans())
def test_counting_keeps_open_ends_open_and_the_order_of_bounds(value: str, duration: Duration, back: bool) -> None:
    anchor = EdtfDate(value)
    try:
        moved = date_plus(anchor, duration, back=back)
    except ValueError:
        assert min(b.year for b in (anchor.earliest, anchor.latest) if b) - 400 < 1  # only the calendar's end refuses
        return
    assert (moved.earliest is None, moved.latest is None) == (anchor.earliest is None, anchor.latest is None)
    assert not anchor.is_qualified or moved.is_qualified


@given(DAYS, st.integers(0, 4000))
def test_days_are_counted_exactly_and_back_again(day: date, days: int) -> None:
    duration = Duration(f"P{days}D")
    later = date_plus(EdtfDate.day(day), duration)
    assert later.earliest == day + timedelta(days=days)
    assert date_plus(later, duration, back=True) == EdtfDate.day(day)


@given(DAYS, DAYS, DURATIONS)
def test_counting_is_monotone(one: date, other: date, duration: Duration) -> None:
    first, last = sorted((one, other))
    low, high = date_plus(EdtfDate.day(first), duration), date_plus(EdtfDate.day(last), duration)
    assert (low.earliest or date.min) <= (high.earliest or date.min)
    assert (low.latest or date.max) <= (high.latest or date.max)


def test_a_count_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match="outside the calendar"):
        date_plus(EdtfDate("1962-08-27"), Duration("P9999Y"))
    with pytest.raises(ValueError, match="outside the calendar"):
        date_plus(EdtfDate("1962-08-27"), Duration("P999999999999D"), back=True)


@given(DAYS, st.integers(-2000, 2000))
def test_the_last_day_of_a_month_stays_the_last(day: date, months: int) -> None:
    last = shifted(day.replace(day=1), 1) - timedelta(days=1)
    assert (shifted_end(last, months) + timedelta(days=1)).day == 1


def test_the_closed_list_of_resolutions_is_that_of_the_vocabulary() -> None:
    assert len({resolution.value for resolution in Resolution}) == len(Resolution) == 13
