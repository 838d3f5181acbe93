"""The statements of a Wikidata item: the best of them, their items and dates, in all forms that dumps have had."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from kg.authority.records import is_qid
from kg.authority.wikidata_terms import JULIAN
from kg.model.dates import EdtfDate

Statement = Mapping[str, Any]

_TIME = re.compile(r"([+-]?)(\d{1,16})-(\d\d)-(\d\d)T", re.ASCII)
# Precisions of a Wikibase time value (https://www.mediawiki.org/wiki/Wikibase/DataModel#Dates_and_times).
_CENTURY, _DECADE, _YEAR, _MONTH, _DAY = 7, 8, 9, 10, 11


def best(claims: object, property_id: str) -> Sequence[Statement]:
    """The statements of a property that count: never deprecated ones, and only preferred ones where there are any."""
    rows = claims.get(property_id) if isinstance(claims, dict) else None
    if not isinstance(rows, list):
        return ()
    whole = [row for row in rows if isinstance(row, dict) and row.get("rank") != "deprecated"]
    return [row for row in whole if row.get("rank") == "preferred"] or whole


def current(claims: object, property_id: str) -> Sequence[Statement]:
    """All statements of a property that are not deprecated, the preferred ones first."""
    rows = claims.get(property_id) if isinstance(claims, dict) else None
    if not isinstance(rows, list):
        return ()
    whole = [row for row in rows if isinstance(row, dict) and row.get("rank") != "deprecated"]
    return sorted(whole, key=lambda row: row.get("rank") != "preferred")


def item_of(snak: object) -> str:
    """The number of the item that a snak names; "" for another value, an unknown one (somevalue), none (novalue).

    Older dumps give an item as {"entity-type": "item", "numeric-id": 5}, newer ones with "id": "Q5" beside or instead.
    """
    value = _value(snak)
    if not isinstance(value, dict):
        return ""
    found = value.get("id")
    if not isinstance(found, str):
        is_item = value.get("entity-type", "item") == "item"
        found = f"Q{value.get('numeric-id')}" if is_item else ""
    return found if is_qid(found) else ""


def items(claims: object, property_id: str) -> Iterator[str]:
    """The items of the statements that count, each once."""
    found = (item_of(row.get("mainsnak")) for row in best(claims, property_id))
    return iter(dict.fromkeys(item for item in found if item))


def texts(claims: object, property_id: str) -> Iterator[tuple[str, str]]:
    """The texts of statements in one language each, with the language."""
    for row in current(claims, property_id):
        value = _value(row.get("mainsnak"))
        if isinstance(value, dict) and isinstance(value.get("text"), str):
            yield value["text"], str(value.get("language", ""))


def qualifiers(statement: Statement, property_id: str) -> Sequence[object]:
    """The snaks that qualify a statement."""
    given = statement.get("qualifiers")
    rows = given.get(property_id) if isinstance(given, dict) else None
    return rows if isinstance(rows, list) else ()


def date_of(claims: object, property_id: str) -> str:
    """The date that the statements give, as EDTF: "" if none does, the span of all if they contradict each other."""
    return agreed(edtf_of(row.get("mainsnak")) for row in best(claims, property_id))


def agreed(dates: Iterator[str]) -> str:
    """One date for several: the most precise if the others contain it, else the interval from the first to the last.

    >>> agreed(iter(["1912", "1912-04-15"])), agreed(iter(["1889", "1891", ""])), agreed(iter([]))
    ('1912-04-15', '1889/1891', '')
    """
    given = sorted({EdtfDate(value) for value in dates if value}, key=lambda each: (-len(each.value), each))
    if not given:
        return ""
    finest = given[0]
    bounds = [(each.earliest or date.min, each.latest or date.max) for each in given]
    if all(low <= bounds[0][0] and bounds[0][1] <= high for low, high in bounds):
        return finest.value
    first = min(bounds)[0]
    last = max(high for _, high in bounds)
    early = next(each for each in given if each.earliest == first)
    late = next(each for each in given if each.latest == last)
    span = f"{_plain(early, first)}/{_plain(late, last)}"
    return span if EdtfDate.is_written_as(span) else f"{first.year:04d}/{last.year:04d}"


def edtf_of(snak: object) -> str:
    """The time of a snak as EDTF, as precise as it says; "" if not known, before our era, or vaguer than a century.

    A date of the Julian calendar with a day is given in the Gregorian one.
    """
    value = _value(snak)
    if not isinstance(value, dict) or not isinstance(value.get("time"), str):
        return ""
    precision = value.get("precision")
    if not isinstance(precision, int):
        return ""
    return _edtf(value["time"], precision, str(value.get("calendarmodel", "")).endswith(JULIAN))


@lru_cache(maxsize=65536)  # the days of a century are 36,500
def _edtf(time: str, precision: int, is_julian: bool) -> str:
    found = _TIME.match(time)
    if not found or found[1] == "-" or not 1 <= int(found[2]) <= 9998:
        return ""
    year, month, day = int(found[2]), int(found[3]), int(found[4])
    written = ""
    if precision >= _DAY and 1 <= month <= 12 and day:
        written = _day(year, month, day, is_julian=is_julian)
    if not written and precision >= _MONTH and 1 <= month <= 12:
        written = f"{year:04d}-{month:02d}"
    if not written and precision >= _YEAR:
        written = f"{year:04d}"
    if precision == _DECADE:
        written = f"{year // 10:03d}X"
    if precision == _CENTURY:
        last = -(-year // 100) * 100
        written = f"{last - 99:04d}/{last:04d}"
    return written if EdtfDate.is_written_as(written) else ""


def _day(year: int, month: int, day: int, *, is_julian: bool) -> str:
    """A day as EDTF, "" if its calendar does not have it."""
    if not is_julian:
        written = f"{year:04d}-{month:02d}-{day:02d}"
        return written if EdtfDate.is_written_as(written) else ""
    if not 1 <= day <= 31:
        return ""
    # Days from a Julian date: Dershowitz and Reingold, Calendrical Calculations, "fixed from Julian".
    before = year - 1
    leap = 0 if month <= 2 else -1 if year % 4 == 0 else -2
    ordinal = -2 + 365 * before + before // 4 + (367 * month - 362) // 12 + leap + day
    if ordinal < 1:
        return ""
    return (date.min + timedelta(days=ordinal - 1)).isoformat()


def _plain(each: EdtfDate, bound: date) -> str:
    """An end of an interval: a decade by its year."""
    return f"{bound.year:04d}" if "X" in each.value or "/" in each.value else each.value


def _value(snak: object) -> object:
    """The value of a snak; None for somevalue and novalue, and for what is no snak."""
    if not isinstance(snak, dict) or snak.get("snaktype") != "value":
        return None
    datavalue = snak.get("datavalue")
    return datavalue.get("value") if isinstance(datavalue, dict) else None
