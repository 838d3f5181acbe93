"""The findings of a build, counted: what historians look at first."""

from __future__ import annotations

import json

from kg.building.findings import COLUMNS, Summary, finding_line, kinds_in
from kg.model.finding import Finding, Severity
from kg.model.passage import Passage

TEXT = "They said so. Then they left. The Minister =said= nothing."


def note(words: str, code: str = "open-mention", message: str = "") -> Finding:
    """A note on the first place where the words stand."""
    start = TEXT.index(words)
    passage = Passage.of(TEXT, start, start + len(words))
    return Finding(Severity.NOTE, code, message or f"{words!r} is left open: no one is near. Look there.", "x", passage)


def summary_of(*found: tuple[str, Finding]) -> list[dict[str, object]]:
    """The rows of a summary of findings on reports."""
    summary = Summary()
    for key, finding in found:
        summary.take(key, kinds_in([finding]))
    return list(summary.rows())


def test_the_same_words_are_counted_together_whatever_their_capitals() -> None:
    rows = summary_of(("a", note("They")), ("a", note("they")), ("b", note("they")))
    assert rows == [
        dict(
            zip(
                COLUMNS,
                (3, 2, "note", "open-mention", "they", "'They' is left open: no one is near", "a", 0, 4),
                strict=True,
            )
        )
    ]


def test_the_most_frequent_come_first_and_equals_by_their_words() -> None:
    rows = summary_of(("a", note("so")), ("a", note("left")), ("a", note("They")), ("b", note("They")))
    assert [row["words"] for row in rows] == ["they", "left", "so"]


def test_one_code_with_two_messages_is_two_kinds() -> None:
    rows = summary_of(
        ("a", note("said", "S25", "The proposal has no addressee. Leave it so.")),
        ("a", note("said", "S25", "The proposal does not say what was proposed. Look.")),
        ("a", note("said", "S25", "The proposal has no addressee. It concerns: another.")),
    )
    assert [(row["times"], row["finding"]) for row in rows] == [
        (2, "The proposal has no addressee"),
        (1, "The proposal does not say what was proposed"),
    ]


def test_a_finding_on_no_words_is_counted_by_what_it_says() -> None:
    lacks = Finding(Severity.WARNING, "S01", "The record names no author. Write it into report.toml.", "x")
    (row,) = summary_of(("a", lacks), ("b", lacks))
    assert (row["times"], row["reports"], row["words"], row["start"]) == (2, 2, "", "")


def test_clauses_of_one_beginning_are_one_kind() -> None:
    """What is too long to recur is cut, so that a library of any size has a summary that can be held."""
    (row,) = summary_of(("a", note(TEXT, "odd", "Odd.")), ("b", note(TEXT, "odd", "Odd.")))
    assert len(str(row["words"])) < len(TEXT) + 2
    assert row["times"] == 2


def test_the_file_is_safe_for_a_spreadsheet_and_has_one_line_a_kind() -> None:
    summary = Summary()
    summary.take("a", kinds_in([note("=said=", "x", "tab\tand\nline")]))
    head, line = summary.tsv()
    assert head.rstrip("\n").split("\t") == list(COLUMNS)
    assert line.rstrip("\n").split("\t")[3:6] == ["x", "'=said=", "tab and line"]
    assert len(summary) == 1


def test_each_finding_is_a_json_line_with_its_place() -> None:
    row = json.loads(finding_line("a", note("left")))
    assert (row["report"], row["code"], row["quote"]) == ("a", "open-mention", "left")
    assert TEXT[row["start"] : row["end"]] == "left"
