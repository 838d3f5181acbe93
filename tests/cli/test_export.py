"""`kg export`: to standard output or a file, whole or not at all, and nothing for Wikidata unless a file is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, serialize

from kg.authority.decisions import COLUMNS, DECISIONS
from kg.cli import main
from tests.authority.test_tables import TABLES, written
from tests.publish.test_proposals import POST, REHM, VARGA, graph

BY = ("A. Curator", "2026-11-23", "a list")
ROWS = (
    ("*", "Person", "Ilse Varga", "accept", VARGA, *BY),
    ("*", "Person", "Odo Rehm", "accept", REHM, *BY),
    ("*", "Post", "Minister", "accept", POST, *BY),
)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A build whose links a person decided, and an authority folder that says so."""
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "all.nq").write_bytes(serialize(graph(), format=RdfFormat.N_QUADS) or b"")
    (tmp_path / "authority").mkdir()
    lines = ["\t".join(row) for row in (COLUMNS, *ROWS)]
    (written(tmp_path / "authority", TABLES) / DECISIONS).write_text("\n".join(lines) + "\n", "utf-8")
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str, str]:
    code = main(["export", *map(str, words)])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def quickstatements(place: Path, *words: str | Path) -> tuple[str | Path, ...]:
    return ("quickstatements", "--build", place / "build", "--authority", place / "authority", *words)


def test_the_table_of_links_goes_to_standard_output_or_to_a_file(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, shown, err = run(capsys, "sssom", "--build", place / "build")
    assert (code, err) == (0, "")
    out = place / "links.sssom.tsv"
    code, told, _ = run(capsys, "sssom", "--build", place / "build" / "all.nq", "--out", out)
    assert (code, out.read_text("utf-8")) == (0, shown)
    assert told == f"4 mappings written to {out}\n"


def test_a_base_that_does_not_fit_is_one_sentence(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "sssom", "--build", place / "build", "--base", "https://example.org/")
    assert (code, out) == (2, "")
    assert err.startswith("kg: ")
    assert "--base" in err


def test_nothing_is_written_for_wikidata_unless_a_file_is_named(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(place.rglob("*"))
    code, out, err = run(capsys, *quickstatements(place))
    assert (code, err) == (0, "")
    assert sorted(place.rglob("*")) == before
    assert "nothing is written: name a file with --out" in out
    assert "5 in = 2 accepted + 3 left out" in out


def test_the_file_holds_the_commands_that_were_shown(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = place / "accepted.qs"
    code, out, _ = run(capsys, *quickstatements(place, "--out", file))
    assert code == 0
    assert f"2 commands written to {file}" in out
    commands = file.read_text("utf-8").splitlines()
    assert [line.split("\t")[:2] for line in commands] == [[VARGA, "P39"], [VARGA, "P973"]]
    first = file.read_bytes()
    run(capsys, *quickstatements(place, "--out", file))
    assert file.read_bytes() == first


def test_where_nobody_accepted_anything_a_file_stays_as_it_was(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "authority" / DECISIONS).unlink()
    file = place / "accepted.qs"
    file.write_text("before", "utf-8")
    code, out, _ = run(capsys, *quickstatements(place, "--out", file))
    assert code == 0
    assert "5 in = 0 accepted + 5 left out" in out
    assert file.read_text("utf-8") == "before"


def test_a_contradiction_in_the_decisions_is_one_sentence_with_both_lines(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (place / "authority" / DECISIONS).open("a", encoding="utf-8") as table:
        table.write("\t".join(("*", "Person", "ilse varga", "nil", "", *BY)) + "\n")
    code, out, err = run(capsys, *quickstatements(place))
    assert (code, out) == (1, "")
    assert f"{DECISIONS}:5" in err
    assert f"{DECISIONS}:2" in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("name", ["sssom", "quickstatements"])
def test_a_build_that_is_not_there_is_wrong_use(place: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    code, out, err = run(capsys, name, "--build", place / "nowhere")
    assert (code, out) == (2, "")
    assert "kg build" in err


@pytest.mark.parametrize("words", [["sssom"], ["quickstatements"]])
def test_a_file_that_cannot_be_written_is_one_sentence(
    place: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    (place / "file").write_text("a file", "utf-8")
    given = quickstatements(place) if words == ["quickstatements"] else ("sssom", "--build", place / "build")
    code, _, err = run(capsys, *given, "--out", place / "file" / "inner")
    assert code == 2
    assert "annot be written" in err
    assert "Traceback" not in err


def test_the_group_lists_its_commands(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "--help")
    assert code == 0
    assert "sssom" in out
    assert "quickstatements" in out
