"""Every command is one that QuickStatements reads, and what it reads is what was meant."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import DataError
from kg.model.dates import EdtfDate
from kg.publish.quickstatements import LONGEST_TEXT, Command, address, as_v1, is_moment, moment, quoted, text_in


def value_read(cell: str) -> tuple[str, str]:
    """What QuickStatements takes a cell for, by the forms that its parsers know; anything else is refused."""
    cell = cell.strip()
    forms = {
        "item": r"([PQ]\d+)",
        "identifier": r'"""(.*)"""',
        "text": r'([a-z_-]+:".*")',
        "string": r'"(.*)"',
        "time": r"([+-]\d+-\d\d-\d\dT\d\d:\d\d:\d\dZ/\d+)",
    }
    for kind, form in forms.items():
        found = re.fullmatch(form, cell)
        if found:
            return kind, found[1].strip()
    raise AssertionError(f"QuickStatements cannot read {cell!r}")


def commands_read(text: str) -> list[dict[str, object]]:
    """The statements that QuickStatements makes of a file: one a line, S for the one reference, P for qualifiers."""
    if "\n" not in text:
        text = text.replace("||", "\n")
    if "\t" not in text:
        text = text.replace("|", "\t")
    read: list[dict[str, object]] = []
    for line in filter(None, (row.strip() for row in text.split("\n"))):
        item, prop, value, *rest = line.split("\t")
        assert re.fullmatch(r"Q\d+", item)
        assert re.fullmatch(r"P\d+", prop)
        assert len(rest) % 2 == 0
        pairs = list(zip(rest[::2], rest[1::2], strict=True))
        assert all(re.fullmatch(r"[PS]\d+", name) for name, _ in pairs)
        first_source = next((place for place, (name, _) in enumerate(pairs) if name[0] == "S"), len(pairs))
        assert all(name[0] == "S" for name, _ in pairs[first_source:]), "sources parted by a qualifier become two"
        read.append(
            {
                "statement": (item, prop, value_read(value)),
                "qualifiers": [(name, value_read(cell)) for name, cell in pairs[:first_source]],
                "reference": [(f"P{name[1:]}", value_read(cell)) for name, cell in pairs[first_source:]],
            }
        )
    return read


def test_a_command_is_read_as_statement_qualifiers_and_one_reference() -> None:
    command = Command(
        "Q1",
        "P39",
        "Q2",
        (("P585", moment(EdtfDate("1962-08"))),),
        (
            ("S854", address("https://example.org/a")),
            ("S1476", text_in("EN", "A report")),
            ("S217", quoted("MOL, 5/bc")),
        ),
    )
    assert commands_read(as_v1([command])) == [
        {
            "statement": ("Q1", "P39", ("item", "Q2")),
            "qualifiers": [("P585", ("time", "+1962-08-01T00:00:00Z/10"))],
            "reference": [
                ("P854", ("string", "https://example.org/a")),
                ("P1476", ("text", 'en:"A report"')),
                ("P217", ("string", "MOL, 5/bc")),
            ],
        }
    ]


def test_commands_stand_by_number_and_each_once() -> None:
    commands = [
        Command(item, prop, "Q5") for item, prop in (("Q10", "P39"), ("Q9", "P973"), ("Q9", "P39"), ("Q9", "P39"))
    ]
    assert as_v1(commands) == "Q9\tP39\tQ5\nQ9\tP973\tQ5\nQ10\tP39\tQ5\n"
    assert as_v1(reversed(commands)) == as_v1(commands)
    assert as_v1([]) == ""


@pytest.mark.parametrize(
    ("item", "prop"), [("q1", "P1"), ("Q0", "P1"), ("Q1\tP2", "P1"), ("LAST", "P1"), ("Q1", "Len"), ("-Q1", "P1")]
)
def test_what_is_no_item_and_no_property_is_refused(item: str, prop: str) -> None:
    with pytest.raises(DataError):
        Command(item, prop, "Q5")


@given(st.text(max_size=60) | st.text('"|\t\n\\ a', max_size=12))
def test_any_text_is_read_back_or_refused(text: str) -> None:
    try:
        written = quoted(text)
    except DataError:
        return
    line = as_v1([Command("Q1", "P1", written)])
    assert line.count("\n") == 1
    [command] = commands_read(line)
    kind, value = command["statement"][2]  # type: ignore[index]
    assert kind == "string"
    assert value == re.sub(r"[\s\x00-\x1f\x7f-\x9f]+", " ", text).strip()
    assert commands_read(line.strip()) == [command], "a file of one line, pasted without its end"


def test_quotes_and_backslashes_stay_as_they_are() -> None:
    """The tool undoes no escape: what is put before a quote would be shown in Wikidata."""
    assert quoted('the "Great Leader"\\n') == '"the "Great Leader"\\n"'


@pytest.mark.parametrize("text", ["", " \n\t", "x" * (LONGEST_TEXT + 1), "a||b", '""a""'])
def test_a_text_that_the_tool_would_misread_is_refused(text: str) -> None:
    with pytest.raises(DataError, match="cannot read"):
        quoted(text)


@pytest.mark.parametrize(
    "url", ["ftp://a/b", "example.org", "https://a b", 'https://a"b', "https://a\tb", "javascript:x"]
)
def test_what_is_no_address_on_the_web_is_refused(url: str) -> None:
    with pytest.raises(DataError, match="no address"):
        address(url)


@pytest.mark.parametrize("language", ["", "e n", 'en:"x"', "en_GB", "x1"])
def test_a_language_that_the_tool_would_misread_is_refused(language: str) -> None:
    with pytest.raises(DataError, match="language"):
        text_in(language, "a")


@pytest.mark.parametrize("written", ["1962~", "1962-08?", "1962-08-01/1962-08-03", "../1962", "1962-21", "196X"])
def test_a_date_that_is_not_plain_is_no_moment(written: str) -> None:
    assert not is_moment(written)
    with pytest.raises(DataError):
        moment(EdtfDate(written))


@given(st.dates(max_value=date(9998, 12, 31)))
def test_every_day_is_written_as_the_tool_reads_it(day: date) -> None:
    assert value_read(moment(EdtfDate(str(day)))) == ("time", f"+{day}T00:00:00Z/11")
