"""Dating: when it was, as far as the words and the events around them say."""

from __future__ import annotations

import pytest

from kg.model.claim import Certainty, Modality
from kg.model.dates import Resolution
from kg.model.event import Status

from .told import DAY, Told, not_yet, only, told

LUND = "Mr. Lund, the new Swedish Ambassador to Egypt,"


def date(reading: Told, *types: str) -> str:
    """The date of the only event of these classes, "" if it has none."""
    event = reading.event(*types)
    return event.date.value if event.date else ""


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("Minister Okoro visited Mr. Silva on 3 May.", "1955-05-03"),
        ("Minister Okoro visited Mr. Silva on 4 July.", "1954-07-04"),
        ("Minister Okoro visited Mr. Silva last March.", "1955-03"),
        ("Minister Okoro visited Mr. Silva last November.", "1954-11"),
        ("Minister Okoro will visit Mr. Silva on 4 April.", "1956-04-04"),
        ("Minister Okoro will visit Mr. Silva next month.", "1955-07"),
        ("Minister Okoro visited Mr. Silva.", "../1955-06-10"),
    ],
)
def test_a_date_is_read_by_the_day_of_the_report_and_the_tense_of_its_clause(sentence: str, value: str) -> None:
    assert date(told(sentence), "Visit") == value


@pytest.mark.parametrize(
    ("words", "value"),
    [("3 days later", "1955-05-06"), ("Two weeks later", "1955-05-17"), ("Two days earlier", "1955-05-01")],
)
def test_a_distance_is_counted_from_the_dated_event_before(words: str, value: str) -> None:
    reading = told(f"Minister Okoro visited Mr. Silva on 3 May. {words} he met Mr. Rojas.")
    assert date(reading, "Meeting") == value
    expression = only([time for time in reading.reading.times if time.surface.exact.casefold() == words.casefold()])
    assert expression.resolution is Resolution.OFFSET_FROM_ANCHOR
    assert expression.anchor_event == reading.event("Visit").id
    assert expression.event == reading.event("Meeting").id


def test_a_return_visit_is_counted_from_the_visit_that_it_returns() -> None:
    reading = told("Minister Okoro paid me a visit on 3 May, which I returned 3 days later.")
    assert date(reading, "ReturnVisit") == "1955-05-06"


def test_a_distance_from_nothing_dated_stays_open() -> None:
    reading = told("Minister Okoro visited Mr. Silva. 3 days later he met Mr. Rojas.")
    assert date(reading, "Meeting") == "../1955-06-10"
    assert only([time for time in reading.reading.times if "later" in time.surface.exact]).resolves_to is None


def test_a_length_of_time_is_no_date() -> None:
    reading = told("Minister Okoro's farewell visit to Mr. Silva lasted merely 10 minutes.")
    visit = reading.event("FarewellVisit")
    assert (visit.date and visit.date.value) == "../1955-06-10"  # by which it was over
    assert visit.duration
    assert (visit.duration.value, visit.duration.qualifier) == ("PT10M", "Merely")


def test_each_date_belongs_to_its_own_clause() -> None:
    reading = told("Minister Okoro, who had met Mr. Silva in April, arrived on 3 May.")
    assert date(reading, "Meeting") == "1955-04"
    assert date(reading, "Arrival") == "1955-05-03"


def test_what_was_before_a_dated_journey_ends_before_it() -> None:
    reading = told(
        "Before his departure for Cairo, Mr. Lund was received by Mr. Rojas.", "Mr. Lund arrived in Cairo on 2 May."
    )
    assert date(reading, "Departure") == "../1955-05-02"


# --- an envoy at his post -------------------------------------------------------------------------------------------

AT_POST = f"{LUND} arrived in Cairo on 2 May. He paid me a visit on 20 May. He apologized to President Nasser."


def test_an_envoys_dealings_lie_between_his_arrival_and_the_talk_in_which_he_told_them() -> None:
    assert date(told(AT_POST), "Apology") == "1955-05-02/1955-05-20"


def test_a_series_since_his_arrival_ends_with_the_talk_too() -> None:
    reading = told(f"{LUND} paid me a visit on 20 May. He has met President Nasser twice since his arrival (on 2 May).")
    assert date(reading, "MeetingSeries") == "1955-05-02/1955-05-20"


@pytest.mark.parametrize(
    "text",
    [
        AT_POST.replace("arrived in Cairo on 2 May", "arrived in Cairo"),
        "Mr. Lund arrived in Cairo on 2 May. He paid me a visit on 20 May. He apologized to President Nasser.",
    ],
    ids=["no day of arrival", "no envoy"],
)
def test_without_a_known_arrival_of_an_envoy_only_the_talk_bounds_what_is_told_in_it(text: str) -> None:
    assert date(told(text), "Apology") == "../1955-05-20"


def test_who_is_not_of_the_state_where_the_envoy_serves_is_bounded_by_the_talk_only() -> None:
    reading = told(f"{LUND} arrived in Cairo on 2 May. He paid me a visit on 20 May. He met Mr. Rojas.")
    assert date(reading, "Meeting") == "../1955-05-20"


def test_a_date_of_its_own_stands() -> None:
    reading = told(f"{LUND} arrived in Cairo on 2 May. He paid me a visit on 20 May. On 7 May he met President Nasser.")
    assert date(reading, "Meeting") == "1955-05-07"


@pytest.mark.parametrize(
    "text",
    [
        "Minister Okoro arrived on 3 May (he had left Accra in April).",
        not_yet(
            "the quote ends inside its brackets: own_words drops the closing one",
            f"{LUND} paid me a visit on 20 May. Mr. Lund has met President Nasser twice since his arrival (on 2 May).",
        ),
    ],
)
def test_a_quote_closes_the_brackets_that_it_opens(text: str) -> None:
    for claim in told(text).reading.claims:
        for passage in claim.evidence:
            assert passage.exact.count("(") == passage.exact.count(")")


# --- told as past, dated ahead --------------------------------------------------------------------------------------


@pytest.mark.parametrize("when", ["on 3 August 1955", "next month"])
def test_what_a_noun_names_and_dates_behind_the_report_is_planned(when: str) -> None:
    reading = told(f"Minister Okoro's visit to Lisbon {when} was mentioned.")
    event = reading.event("OfficialVisit")
    claim = reading.claim_on(event)
    assert (event.status, claim.modality, claim.certainty) == (
        Status.PROSPECTIVE,
        Modality.INTENTION,
        Certainty.UNSPECIFIED,
    )
    assert event.date
    assert event.date.earliest
    assert event.date.earliest.isoformat() > DAY


def test_what_a_verb_tells_as_past_and_dates_behind_the_report_is_left_undated() -> None:
    reading = told("Minister Okoro met Mr. Silva on 3 August 1955.")
    event = reading.event("Meeting")
    assert (event.status, event.date) == (Status.OCCURRED, None)
    assert [finding.code for finding in reading.reading.findings] == ["date-to-come"]


def test_the_day_of_what_the_reader_is_asked_to_do_is_to_come() -> None:
    reading = told("Please visit Minister Okoro on 3 July.", addressee="Jakub Berman")
    asked, visit = reading.event("Instruction"), reading.event("Visit")
    assert asked.date
    assert asked.date.value == DAY
    assert visit.date
    assert visit.date.value == "1955-07-03"
