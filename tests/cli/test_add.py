"""`kg add`: a table of what was understood, an account that adds up, exit codes, and nothing asked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.cli import main
from tests.volumes import DOCUMENTS, volume_of

FIRST = Path(__file__).parents[2] / "data/reports/1962-08-27-embassy-hungary-pyongyang/source.txt"


def run(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str, str]:
    code = main(["add", *map(str, words)])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_a_page_is_added_and_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, FIRST, "--to", tmp_path / "library")
    assert (code, err) == (0, "")
    assert re.search(r"1962-08-27-embassy-hungary-north-korea +report +1962-08-27 .* 11 +added", out)
    assert "1 in = 1 added + 0 already there + 0 refused" in out


def test_in_is_added_and_there_and_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.xml").write_text(volume_of(*DOCUMENTS), encoding="utf-8")
    (folder / "b.xml").write_text(volume_of(*DOCUMENTS)[:-30], encoding="utf-8")
    (folder / "c.txt").write_bytes(FIRST.read_bytes())
    (folder / "d.txt").write_bytes(FIRST.read_bytes())
    code, out, err = run(capsys, folder, "--to", tmp_path / "library")
    assert code == 1
    assert "9 in = 5 added + 1 already there + 3 refused" in out
    assert "malformed XML" in err
    assert "not declassified" in err
    assert "Traceback" not in err
    assert len(out.splitlines()) == 1 + 9 + 2


def test_quiet_still_says_what_was_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("nothing", encoding="utf-8")
    code, out, err = run(capsys, tmp_path / "a.txt", "--quiet", "--to", tmp_path / "library")
    assert (code, out) == (1, "")
    assert "a.txt" in err


def test_what_is_added_can_be_built_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The default is data/reports of the working folder, which is then the library of the other commands."""
    (tmp_path / "v.xml").write_text(volume_of(DOCUMENTS[0]), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run(capsys, "v.xml")[0] == 0
    assert (tmp_path / "data/reports/frus1960v01-d1/markup.json").is_file()
    assert main(["events", "frus1960v01-d1", "--format", "jsonl"]) == 0


@pytest.mark.parametrize("words", [["nowhere"], ["."]])
def test_a_path_that_holds_nothing_is_wrong_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, err = run(capsys, *words)
    assert code == 2
    assert err.startswith("kg: ")


def test_a_library_that_cannot_be_written_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "library").write_text("a file", encoding="utf-8")
    code, _, err = run(capsys, FIRST, "--to", tmp_path / "library" / "inner")
    assert code == 2
    assert "cannot be written" in err
