"""docs/performance.md is made of what the benches kept."""

from __future__ import annotations

import re
from pathlib import Path

from bench.figures import OURS, PEER, Comparison, Goal, Growth, Machine, Part, Point, Row, parts_in
from bench.report import PAGE, page

MACHINE = Machine("2026-11-23", 2, "3.11.7", "Linux x86_64", (0.5, 1.5), {"rdflib": "7.6.0"})
SLOWER = Row("theirs", PEER, (0.5, 0.4, 0.6), (0.5, 0.4, 0.6), 30.0, 90)
FASTER = Row("others", PEER, (9.0,), (9.0,), 90.0, 100)
MINE = Row("kg", OURS, (1.0, 3.0, 2.0), (2.0, 1.0, 3.0), 60.0, 100)


def part(name: str, place: int, *rows: Row) -> Part:
    comparison = Comparison(f"Work {name}", "The same.", "statements", 7, rows)
    goals = (Goal("Enough", 2.0, 3.0), Goal("Too much", 2.0, 4.0, is_most=True))
    growth = Growth("More", (Point(10, 1.0, 1.0, 50.0), Point(100, 11.0, 20.0, 0.0, is_reckoned=True)))
    return Part(
        name, f"Title {name}", place, "", "python -m x", MACHINE, (comparison,), goals, (growth,), ("Y; no reason.",)
    )


def test_what_was_kept_is_read_as_it_was(tmp_path: Path) -> None:
    one, other = part("b", 10, MINE, SLOWER), part("a", 20, MINE)
    other.keep(tmp_path)
    one.keep(tmp_path)
    assert parts_in(tmp_path) == [one, other]


def test_what_is_slower_than_a_peer_stands_first_with_its_ratio() -> None:
    written = page([part("a", 1, MINE, SLOWER, FASTER)])
    first = written.partition("\n## ")[2]
    assert first.startswith("What is slower than a peer")
    assert "beside theirs we take 4.0 times its CPU, 4.0 times its wall, 2.0 times its memory" in first
    assert "it gives 90 statements, we 100" in first
    assert "beside others" not in written


def test_where_nothing_is_slower_that_is_said() -> None:
    assert "nothing." in page([part("a", 1, MINE, FASTER)]).partition("\n## ")[2].partition("\n## ")[0]


def test_ratios_are_those_of_medians() -> None:
    row = next(line for line in page([part("a", 1, MINE, FASTER)]).splitlines() if line.startswith("| others"))
    assert row.split(" | ")[1:3] == ["4.50", "4.50"]


def test_another_amount_is_marked() -> None:
    written = page([part("a", 1, MINE, SLOWER)])
    assert "90 (!)" in written
    assert "100 (!)" not in written


def test_goals_that_are_not_reached_stand_before_the_others() -> None:
    written = page([part("a", 1, MINE)])
    assert 0 < written.index("**not reached**") < written.index("| reached |")
    assert written.index("Too much") < written.index("Enough")


def test_what_is_reckoned_is_marked_and_grows_by_the_document() -> None:
    rows = [line for line in page([part("a", 1, MINE)]).splitlines() if line.startswith(("| 10 |", "| 100 |"))]
    assert ["reckoned" in row for row in rows] == [False, True]
    assert "x 2.00" in rows[1]


def test_the_page_names_no_place_of_a_machine_and_no_host() -> None:
    written = PAGE.read_text("utf-8")
    assert not re.findall(
        r"(?:^|[\s`(])(?:/(?:home|work|tmp|Users|root|opt|usr)/\S*|[A-Z]:\\\S*)", written, re.MULTILINE
    )
    assert "://" not in written
