"""`kg diff`: what it tells of two invented builds, and its exit codes."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from kg.cli import main
from kg.cli.differences import COLUMNS
from tests.comparison.builds import CALL, GOLDEN, MAY, NEW, OLD, Letter, build


@pytest.fixture
def two(tmp_path: Path) -> tuple[str, str]:
    return str(build(OLD, tmp_path / "old")), str(build(NEW, tmp_path / "new"))


@pytest.mark.parametrize("form", ["text", "json", "tsv", "patch", "update"])
def test_each_form_is_told_as_it_was_and_alike_to_a_file(
    form: str, two: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """After a change that is meant: kg diff on the builds of tests/comparison/builds.py, with --out to this file."""
    assert main(["diff", *two, "--format", form]) == 1
    told = capsys.readouterr().out
    assert told == (GOLDEN / f"diff.{form}").read_text("utf-8")
    out = tmp_path / "out"
    assert main(["diff", *two, "--format", form, "--out", str(out)]) == 1
    assert out.read_text("utf-8") == told
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("form", ["text", "json", "tsv", "patch", "update"])
def test_a_build_is_the_same_as_itself(form: str, two: tuple[str, str]) -> None:
    assert main(["diff", two[0], two[0], "--format", form]) == 0


def test_what_cannot_be_compared_is_wrong_use_and_no_difference(
    two: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.nq"
    broken.write_text("this is no quad\n", "utf-8")
    for words in ([two[0], "missing"], [two[0], str(broken)], [*two, "--format", "patch", "--only", "claims"]):
        assert main(["diff", *words]) == 2
        assert capsys.readouterr().err.startswith("kg: ")


def test_a_patch_that_cannot_be_finished_leaves_no_file(two: tuple[str, str], tmp_path: Path) -> None:
    (Path(two[1]) / f"{MAY.key}.nq").write_bytes(b"")
    out = tmp_path / "out"
    assert main(["diff", *two, "--format", "patch", "--out", str(out)]) == 2
    assert not out.exists()


def test_only_one_kind_is_told_where_only_one_is_asked_for(
    two: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diff", *two, "--only", "links", "--format", "json"]) == 1
    told = json.loads(capsys.readouterr().out)
    kinds = {change["kind"] for document in told["documents"] for change in document["changes"]}
    assert kinds == {"link"}
    assert set(told["totals"]) == {"documents", "links", "statements"}


def test_a_screen_is_bounded_and_counts_what_it_leaves_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    letters = [Letter(f"1931-05-{day:02}-envoy", said=(CALL,)) for day in range(1, 26)]
    old, new = str(build([], tmp_path / "old")), str(build(letters, tmp_path / "new"))
    assert main(["diff", old, new]) == 1
    told = capsys.readouterr().out
    assert told.count(": added") == 20
    assert "and 5 more documents: --all" in told
    assert main(["diff", old, new, "--all"]) == 1
    told = capsys.readouterr().out
    assert told.count(": added") == 25
    assert "more" not in told


def test_a_table_has_a_row_for_each_field_and_no_cell_is_a_formula(
    two: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diff", *two, "--format", "tsv"]) == 1
    rows = list(csv.reader(capsys.readouterr().out.splitlines(), delimiter="\t"))
    assert tuple(rows[0]) == COLUMNS
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert [row[5:7] for row in rows if row[1] == "claim" and row[4] == "status"] == [["Occurred", "Withdrawn"]]


def test_an_update_brings_a_store_from_one_build_to_the_other(
    two: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diff", *two, "--format", "update"]) == 1
    stores = []
    for folder in two:
        store = Store()
        store.load(path=str(Path(folder) / "all.nq"), format=RdfFormat.N_QUADS)
        stores.append(store)
    stores[0].update(capsys.readouterr().out)
    assert set(stores[0]) == set(stores[1])
