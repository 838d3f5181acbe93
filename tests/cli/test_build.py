"""`kg build` on many reports: one that fails stops no other, and the account is complete whatever their number."""

from __future__ import annotations

import csv
import gc
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Quad

import kg.building.tasks
import kg.cli.build
from kg.cli import main
from kg.converters import Base, quads_of
from kg.errors import DataError
from kg.model.authority import Authority
from kg.model.reading import Reading
from kg.model.report import Report
from kg.pipeline import Draft, draft_of
from kg.text.parse import Parses

TEXT = "Vienna, 3 May 1961.\n\nMinister Sorel told Ambassador Lund that their proposals were late.\n"


@pytest.fixture
def texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Four short reports in files, in the working folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data" / "reports").mkdir(parents=True)
    names = [f"{letter}.txt" for letter in "abcd"]
    for name in names:
        (tmp_path / name).write_text(TEXT, "utf-8")
    return names


def rows_in(path: Path) -> list[dict[str, str]]:
    """The rows of a file of tab-separated values."""
    return list(csv.DictReader(path.read_text("utf-8").splitlines(), delimiter="\t"))


def reading_failing_on(key: str, error: Exception) -> Callable[[Report, Authority, Parses | None], Draft]:
    """A way to read that fails on one report."""

    def read(report: Report, authority: Authority, parses: Parses | None) -> Draft:
        if report.key == key:
            raise error
        return draft_of(report, authority, parses)

    return read


def building_failing_on(key: str, error: Exception) -> Callable[[Reading, Base], tuple[Quad, ...]]:
    """A way to build that fails on one report."""

    def build(reading: Reading, base: Base) -> tuple[Quad, ...]:
        if reading.report.key == key:
            raise error
        return quads_of(reading, base)

    return build


# A report is read and, when all are read, built: whatever fails may fail in either.
STEPS = [("draft_of", reading_failing_on), ("quads_of", building_failing_on)]


def test_every_report_has_a_row_in_the_account_and_the_findings_are_counted(
    texts: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    Path("b.txt").write_text("", "utf-8")
    assert main(["build", *texts]) == 1
    shown = capsys.readouterr()
    rows = rows_in(Path("build/reports.tsv"))
    assert [(row["report"], row["outcome"]) for row in rows] == [
        ("a", "built"),
        ("b.txt", "refused"),
        ("c", "built"),
        ("d", "built"),
    ]
    assert rows[1]["reason"] in shown.err
    assert rows[1]["reason"]
    assert int(rows[0]["claims"]) > 0
    assert "4 in = 3 built + 1 refused" in shown.out
    (their,) = (row for row in rows_in(Path("build/findings.tsv")) if row["words"] == "their")
    assert (their["times"], their["reports"], their["example_report"]) == ("3", "3", "a")
    assert TEXT[int(their["start"]) : int(their["end"])] == "their"
    assert any(line.split()[:2] == ["3", "3"] and "their" in line for line in shown.out.splitlines())


def test_a_table_of_many_reports_shows_those_refused_and_the_totals(
    texts: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(kg.cli.build, "LONGEST_TABLE", 2)
    Path("b.txt").write_text("", "utf-8")
    assert main(["build", *texts]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[1:3]] == ["b.txt", "all"]
    built = [row for row in rows_in(Path("build/reports.tsv")) if row["outcome"] == "built"]
    assert str(sum(int(row["claims"]) for row in built)) in lines[2].split()
    assert "each report has a row in reports.tsv" in lines
    assert "4 in = 3 built + 1 refused" in lines


@pytest.mark.parametrize(("step", "failing_on"), STEPS, ids=[step for step, _ in STEPS])
@pytest.mark.parametrize("error", [KeyError("x"), RecursionError("too deep"), ValueError("no"), AssertionError()])
def test_a_fault_in_a_rule_refuses_one_report_is_told_whole_and_stops_no_other(
    step: str,
    failing_on: Callable[[str, Exception], object],
    error: Exception,
    texts: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(kg.building.tasks, step, failing_on("b", error))
    assert main(["build", *texts]) == 1
    shown = capsys.readouterr()
    assert "4 in = 3 built + 1 refused" in shown.out
    assert f"kg: b.txt: kg itself failed on it ({type(error).__name__} in test_build.py" in shown.err
    assert "Traceback" in shown.err
    assert "a fault of the program" in rows_in(Path("build/reports.tsv"))[1]["reason"]
    assert not Path("build/b.ttl").exists()


def test_a_reading_that_cannot_be_written_refuses_one_report(
    texts: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(kg.building.tasks, "quads_of", building_failing_on("c", DataError("A claim hangs in the air.")))
    assert main(["build", *texts]) == 1
    shown = capsys.readouterr()
    assert "kg: c.txt: A claim hangs in the air." in shown.err
    assert "Traceback" not in shown.err
    assert "4 in = 3 built + 1 refused" in shown.out


@pytest.mark.parametrize(("step", "failing_on"), STEPS, ids=[step for step, _ in STEPS])
@pytest.mark.parametrize("error", [MemoryError(), OSError("disk")])
def test_what_the_machine_refuses_concerns_all_reports(
    step: str,
    failing_on: Callable[[str, Exception], object],
    error: Exception,
    texts: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """To go on would refuse one report after the other for a reason that is not theirs."""
    monkeypatch.setattr(kg.building.tasks, step, failing_on("b", error))
    with pytest.raises(type(error)):
        main(["build", *texts, "--quiet"])
    assert not Path("build").exists()


def test_no_report_is_held_once_the_next_is_built(texts: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory has to be flat however many reports go by."""
    alive: list[weakref.ref[Reading]] = []
    most: list[int] = []

    def count(reading: Reading) -> None:
        gc.collect()
        most.append(sum(ref() is not None for ref in alive))
        alive.append(weakref.ref(reading))

    def read(report: Report, authority: Authority, parses: Parses | None) -> Draft:
        draft = draft_of(report, authority, parses)
        count(draft.reading)
        return draft

    def build(reading: Reading, base: Base) -> tuple[Quad, ...]:
        count(reading)
        return quads_of(reading, base)

    monkeypatch.setattr(kg.building.tasks, "draft_of", read)
    monkeypatch.setattr(kg.building.tasks, "quads_of", build)
    assert main(["build", *texts, "--quiet"]) == 0
    assert len(most) == 8
    assert max(most) <= 1, "the one before, which the loop lets go when this one comes"


def test_a_word_that_names_no_report_is_met_before_anything_is_built(
    texts: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", *texts, "no-such-report"]) == 2
    assert "there is no report 'no-such-report'" in capsys.readouterr().err
    assert not Path("build").exists()


def test_a_disk_without_room_for_what_is_kept_is_one_sentence(
    texts: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a report was found to say is kept in a folder; here that is taken away under the build."""

    def read(report: Report, authority: Authority, parses: Parses | None) -> Draft:
        Path("build.cache/drafts").touch()
        return draft_of(report, authority, parses)

    monkeypatch.setattr(kg.building.tasks, "draft_of", read)
    assert main(["build", *texts, "--quiet"]) == 2
    assert "Cannot be written: " in capsys.readouterr().err
    assert not Path("build").exists()
