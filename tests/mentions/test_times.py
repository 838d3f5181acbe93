"""Times in a text: what is found, what it means, and what is left open. The table of phrases is phrases.tsv."""

from __future__ import annotations

import re
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.mentions.times import RULES, resolved, times_in
from kg.mentions.times_data import periods
from kg.model.dates import Duration, EdtfDate, Resolution
from kg.model.timephrase import PhraseKind, TimePhrase

DAY = date(1962, 8, 27)  # a Monday
HERE = Path(__file__).parent
REPORT = HERE.parents[1] / "data/reports/1962-08-27-embassy-hungary-pyongyang/source.txt"


def rows() -> list[tuple[str, list[list[str]]]]:
    """The table: each text with the phrases expected in it."""
    table: dict[str, list[list[str]]] = {}
    for line in (HERE / "phrases.tsv").read_text("utf-8").splitlines()[1:]:
        text, *cells = (line + "\t" * 5).split("\t")[:6]
        table.setdefault(text, []).append(cells)
    return [(text, [] if cells[0][0] == "-" else cells) for text, cells in table.items()]


def written(text: str, phrase: TimePhrase) -> list[str]:
    """A phrase as a row of the table."""
    duration = phrase.duration
    anchor = ""
    if phrase.needs_anchor:
        anchor = f"needs {text[slice(*phrase.anchor_phrase)] if phrase.anchor_phrase else 'event'}"
    return [
        text[phrase.start : phrase.end],
        phrase.kind.value,
        phrase.value.value if phrase.value else "",
        f"{duration.value} {duration.qualifier}".strip() if duration else "",
        anchor,
    ]


def one(text: str, day: date = DAY, **given_: object) -> TimePhrase:
    (phrase,) = times_in(text, day, **given_)  # type: ignore[arg-type]
    return phrase


def value(text: str, day: date = DAY, **given_: object) -> str | None:
    found = one(text, day, **given_).value
    return found.value if found else None


def test_the_table_is_long_enough_to_mean_something() -> None:
    assert len(rows()) >= 300
    assert sum(not expected for _, expected in rows()) >= 50


@pytest.mark.parametrize(("text", "expected"), rows(), ids=[text for text, _ in rows()])
def test_each_phrase_of_the_table_is_read_so(text: str, expected: list[list[str]]) -> None:
    assert [written(text, phrase) for phrase in times_in(text, DAY)] == expected


# What stands around a phrase is a part of how some are read: "a week before" ends there, a name goes on.
INNER = [
    (text, expected)
    for text, expected in rows()
    if expected and text[0].islower() and not {"after", "before"} & set(text.split()) and text[-1] not in ".,;:)"
]


@pytest.mark.parametrize(("text", "expected"), INNER, ids=[text for text, _ in INNER])
def test_a_phrase_is_read_the_same_inside_a_sentence(text: str, expected: list[list[str]]) -> None:
    sentence = f"They met {text}; nothing else was said."
    assert [written(sentence, phrase) for phrase in times_in(sentence, DAY)] == expected


def test_no_rule_can_begin_with_a_word_under_which_it_is_not_filed() -> None:
    missing = {
        (rule.id, word[0].lower())
        for text, _ in rows()
        for word in re.finditer(r"(?<![\w/-])(?:[A-Za-z]+|\d+)", text)
        for rule in RULES
        if ("#" if word[0].isdecimal() else word[0].lower()) not in rule.starts
        and rule.pattern.match(text, word.start())
    }
    assert missing == set()


def test_the_first_report_gives_its_times() -> None:
    text = REPORT.read_text("utf-8")
    found = [written(text, phrase) for phrase in times_in(text, DAY)]
    assert [[row[0], *row[2:]] for row in found] == [
        ["August 27, 1962", "1962-08-27", "", ""],
        ["22 August", "1962-08-22", "", ""],
        ["2 days later", "", "P2D", "needs event"],
        ["Before his departure", "", "", "needs his departure"],
        ["the [Great] Patriotic War", "1941-06-22/1945-05-09", "", ""],
        ["7 April 1961", "1961-04-07", "", ""],
        ["last November", "1961-11", "", ""],
        ["After 10 days of waiting", "", "P10D", "needs event"],
        ["this year", "1962", "", ""],
        ["4 hours per day", "", "PT4H", ""],
        ["this year or any time next year", "1962/1963", "", ""],
        ["in the coming year", "1963", "", ""],
        ["recently", "", "", ""],
        ["Since his arrival", "1962-08-09/..", "", ""],
        ["9th August", "1962-08-09", "", ""],
        ["during his five-year stay", "", "P5Y", ""],
        ["for more than 3 years", "", "P3Y MoreThan", ""],
        ["for approximately 9 months before his departure", "", "P9M Approximately", "needs his departure"],
        ["merely 10 minutes", "", "PT10M Merely", ""],
        ["in the last year", "1961-08~/1962-08~", "", ""],
    ]


@pytest.mark.parametrize(
    ("text", "resolution"),
    [
        ("7 April 1961", Resolution.EXPLICIT),
        ("22 August", Resolution.YEAR_FROM_DOCUMENT_DATE),
        ("last November", Resolution.DEICTIC_FROM_UTTERANCE),
        ("2 days later", Resolution.OFFSET_FROM_ANCHOR),
        ("after 10 days of waiting", Resolution.OFFSET_FROM_UNKNOWN_ANCHOR),
        ("before his departure", Resolution.BEFORE_ANCHOR),
        ("since his arrival", Resolution.AFTER_ANCHOR),
        ("for approximately 9 months before his departure", Resolution.DURATION_ENDING_AT_ANCHOR),
        ("during his five-year stay", Resolution.DURATION_ONLY),
        ("the Korean War", Resolution.NAMED_PERIOD),
        ("4 hours per day", Resolution.RATE),
        ("recently", Resolution.VAGUE),
    ],
)
def test_a_phrase_says_how_it_was_resolved(text: str, resolution: Resolution) -> None:
    assert one(text).resolution is resolution


@pytest.mark.parametrize(
    ("text", "day", "past", "future"),
    [
        ("They will come to Geneva April 4", date(1961, 3, 10), "1960-04-04", "1961-04-04"),
        ("He leaves on 28th August", date(1963, 8, 26), "1962-08-28", "1963-08-28"),
        ("He is to visit Budapest in May", date(1968, 3, 1), "1967-05", "1968-05"),
        ("at the beginning of April", date(1968, 3, 1), "1967-04-01/1967-04-10~", "1968-04-01/1968-04-10~"),
        ("Come to see me on Monday morning", date(1962, 9, 7), "1962-09-03", "1962-09-10"),
        ("on 27 August", DAY, "1962-08-27", "1962-08-27"),
        ("in August", DAY, "1962-08", "1962-08"),
        ("until 1 September", DAY, "../1961-09-01", "../1962-09-01"),
        ("from 30 August to 2 September", DAY, "1961-08-30/1961-09-02", "1962-08-30/1962-09-02"),
        ("on 29 February", DAY, "1960-02-29", "1964-02-29"),
        ("last year", DAY, "1961", "1961"),
    ],
)
def test_a_date_without_a_year_is_the_nearest_past_one_or_the_next_in_a_clause_of_the_future(
    text: str, day: date, past: str, future: str
) -> None:
    phrase = one(text, day)
    assert [str(phrase.value_in(future=False)), str(phrase.value_in(future=True))] == [past, future]
    assert value(text, day, future=True) == future


def test_a_weekday_settles_the_year_and_a_wrong_one_makes_the_date_uncertain() -> None:
    assert value("on Tuesday, 4 September") == "1962-09-04"  # 4 September 1961 was a Monday
    phrase = one("on Tuesday, 22 August 1962")
    assert str(phrase.value) == "1962-08-22?"
    assert "Tuesday" in phrase.reason


def test_a_date_soon_after_a_whole_one_goes_on_with_its_story_or_stays_open() -> None:
    _, later = times_in("They met on June 3, 1961, and again on June 4.", date(1961, 6, 3))
    assert (str(later.value), later.resolution) == ("1961-06-04", Resolution.EXPLICIT)
    _, open_ = times_in("They met on June 3, 1961, and again on June 4.", DAY)
    assert open_.value is None
    assert "1961-06-04" in open_.reason
    assert "1962-06-04" in open_.reason


@pytest.mark.parametrize(
    ("text", "utterance", "expected"),
    [
        ("yesterday", "1962-08-09", "1962-08-08"),
        ("yesterday", "1962-08-09/1962-08-24", "1962-08-08/1962-08-23"),
        ("this year", "1962-08-09/1962-08-24", "1962"),
        ("this year", "1961-12/1962-01", "1961/1962"),
        ("last November", "1962-08-09/1962-08-24", "1961-11"),
        ("22 August", "1961-10-01", "1961-08-22"),
        ("7 April 1960", "1962-08-09", "1960-04-07"),
        ("today", "1962-08-20/..", "1962-08-20/1962-08-27"),
        ("today", "../1962-08-20", None),
        ("two weeks ago", "1962-08-15", "1962-08-01~"),
    ],
)
def test_deictic_words_count_from_the_utterance_where_one_is_given(
    text: str, utterance: str, expected: str | None
) -> None:
    assert value(text, utterance=EdtfDate(utterance)) == expected


@pytest.mark.parametrize(
    ("text", "anchor", "expected"),
    [
        ("2 days later", "1962-08-22", "1962-08-24"),
        ("2 days later", "1962-08", "1962-08-03/1962-09-02"),
        ("2 days later", "../1962-08-22", "../1962-08-24"),
        ("2 days later", "1962-08-22~", "1962-08-24~"),
        ("two weeks later", "1962-08-01", "1962-08-15~"),
        ("three years earlier", "1962-08-01", "1959"),
        ("more than two days later", "1962-08-01", "1962-08-03/.."),
        ("within two weeks", "1962-08-01", "1962-08-01~/1962-08-15~"),
        ("after 10 days of waiting", "1962-08-09", "1962-08-19"),
        ("for approximately 9 months before his departure", "1962-06-30", "1961-09~/1962-06-30"),
        ("for two months after his arrival", "1962-08-09", "1962-08-09/1962-10"),
        ("for more than two years before his departure", "1962-06-30", None),
        ("before his departure", "1962-06-30", "../1962-06-30"),
        ("since his arrival", "1962-08-09", "1962-08-09/.."),
        ("upon his arrival", "1962-08-09", "1962-08-09"),
        ("shortly before his departure", "1962-06-30", "../1962-06-30"),
        ("a few days later", "1962-08-22", "1962-08-22/.."),
        ("the day before his departure", "1962-06-30", "1962-06-29"),
        ("two days before", "1962-06-30", "1962-06-28"),
        ("the following day", "1961-12-31", "1962-01-01"),
        ("the same day", "1962-08-22", "1962-08-22"),
        ("that week", "1962-08-22", "1962-08-20/1962-08-26"),
        ("the next month", "1961-12", "1962-01"),
        ("the previous spring", "1962-08-08", "1962-21"),
        ("the following Tuesday", "1962-08-27", "1962-08-28"),
        ("that year", "1959", "1959"),
        ("since that year", "1959", "1959/.."),
        ("October of that year", "1959", "1959-10"),
        ("until 1:30 p.m.", "1961-06-03", "1961-06-03"),
        ("22 August", "1950", "1962-08-22"),
        ("4 hours per day", "1962-08-22", None),
        ("1,000 years", "1962", None),
    ],
)
def test_a_phrase_is_counted_from_the_date_of_its_event(text: str, anchor: str, expected: str | None) -> None:
    found = [resolved(phrase, EdtfDate(anchor)) for phrase in times_in(text, DAY)]
    assert [str(date_) if date_ else None for date_ in found] == ([] if text.startswith("1,000") else [expected])


def test_a_date_in_brackets_dates_the_anchor_before_it() -> None:
    first, second = times_in("Since his arrival (on 9th August) they have met.", DAY)
    assert (str(first.value), first.needs_anchor) == ("1962-08-09/..", False)
    assert str(second.value) == "1962-08-09"


def test_an_impossible_date_is_found_and_has_no_value_but_a_reason() -> None:
    phrase = one("on 31 June 1962")
    assert phrase.value is None
    assert "June 1962 has no day 31" in phrase.reason


def test_every_phrase_without_a_value_says_why() -> None:
    for text, _ in rows():
        for phrase in times_in(text, DAY):
            assert phrase.value is not None or phrase.reason or phrase.duration, text


def test_every_named_period_has_a_source_and_is_found_by_its_name() -> None:
    for period in periods():
        assert period.source
        name = period.names[0]
        found = one(f"in the {name} they fought")
        assert (found.kind, found.value) == (PhraseKind.PERIOD, period.value)


def test_the_year_1812_has_another_patriotic_war() -> None:
    assert PhraseKind.PERIOD not in {phrase.kind for phrase in times_in("the Patriotic War of 1812", DAY)}


def test_offsets_are_those_of_the_text_given() -> None:
    text = "József\u00a0Kovács  came on\n22  August , and left 2 days\n later."
    assert [text[p.start : p.end] for p in times_in(text, DAY)] == ["22  August", "2 days\n later"]


def test_durations_and_offsets_carry_their_length() -> None:
    assert one("for approximately 9 months before his departure").duration == Duration("P9M", "Approximately")
    assert one("for approximately 9 months before his departure").direction == "ending"
    assert one("ten days earlier").direction == "before"


WORDS = sorted({word for text, _ in rows() for word in text.split()})
SENTENCES = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=6)), max_size=14).map(" ".join)
DAYS = st.dates(date(1, 1, 1), date(9998, 12, 31))


@given(SENTENCES, DAYS, st.booleans())
def test_any_text_is_read_without_an_error_and_phrases_lie_apart_inside_it(text: str, day: date, future: bool) -> None:
    end = 0
    for phrase in times_in(text, day, future=future):
        assert end <= phrase.start < phrase.end <= len(text)
        end = phrase.end
        for edtf_date in (phrase.value, phrase.future_value, resolved(phrase, EdtfDate.day(day))):
            if edtf_date and edtf_date.earliest and edtf_date.latest:
                assert edtf_date.earliest <= edtf_date.latest


ANCHORED = [text for text, _ in rows() for p in times_in(text, DAY)[:1] if p.needs_anchor and p.start == 0]
DEICTIC = [
    text
    for text, _ in rows()
    for p in times_in(text, DAY)[:1]
    if p.resolution in (Resolution.DEICTIC_FROM_UTTERANCE, Resolution.YEAR_FROM_DOCUMENT_DATE)
]
NEAR = st.dates(date(1900, 1, 1), date(1999, 12, 31))


@given(st.sampled_from(ANCHORED), NEAR, NEAR)
def test_counting_from_a_later_event_gives_no_earlier_date(text: str, one_day: date, other_day: date) -> None:
    first, last = sorted((one_day, other_day))
    phrase = times_in(text, DAY)[0]
    low, high = resolved(phrase, EdtfDate.day(first)), resolved(phrase, EdtfDate.day(last))
    assert (low is None) == (high is None)
    if low and high:
        assert (low.earliest or date.min) <= (high.earliest or date.min)
        assert (low.latest or date.max) <= (high.latest or date.max)


@given(st.sampled_from(DEICTIC), NEAR, NEAR, st.booleans())
def test_a_later_document_gives_no_earlier_date(text: str, one_day: date, other_day: date, future: bool) -> None:
    first, last = sorted((one_day, other_day))
    low, high = (times_in(text, day, future=future)[0].value for day in (first, last))
    if low and high:
        assert (low.earliest or date.min) <= (high.earliest or date.min)
        assert (low.latest or date.max) <= (high.latest or date.max)


@given(st.sampled_from(DEICTIC), NEAR)
def test_a_date_without_a_year_is_not_after_the_document_unless_it_is_to_come(text: str, day: date) -> None:
    phrase = times_in(text, day)[0]
    if phrase.resolution is not Resolution.YEAR_FROM_DOCUMENT_DATE or phrase.direction or phrase.value is None:
        return
    if any(name in text for name in ("Monday", "Tuesday", "Sunday")):
        return  # a weekday may settle the year otherwise
    if "fifties" in text:
        return  # a decade is a span of years: its end may be to come
    assert phrase.value.earliest is not None
    assert phrase.value.earliest <= day


def test_a_long_text_takes_little_time_and_no_text_takes_more_than_in_proportion() -> None:
    report = REPORT.read_text("utf-8")
    text = report * (200_000 // len(report))
    seconds = min(_seconds(text) for _ in range(3))
    assert seconds < 1.0  # 0.1 s on the machine where it was written; 1 MB takes five times as long
    for nasty in ("in ", "May 3 ", "for about ", "before the ", "A ", "two years and a half "):
        short, long = _seconds(nasty * 1_000), _seconds(nasty * 10_000)
        assert long < 60 * max(short, 0.005), nasty


def _seconds(text: str) -> float:
    start = time.perf_counter()
    times_in(text, DAY)
    return time.perf_counter() - start
