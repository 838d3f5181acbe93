"""`kg authority import` and `status`: an account that adds up, exit codes, and one sentence for a mistake."""

from __future__ import annotations

import gzip
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from kg.authority.lock import only_import
from kg.cli import main
from tests.authority.items import person, write_dump
from tests.volumes import DOCUMENTS, volume_of


def run(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str, str]:
    code = main(["authority", *map(str, words)])
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err
    return code, captured.out, captured.err


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "index.sqlite"
    monkeypatch.setenv("KG_INDEX", str(path))
    return path


def test_a_table_is_imported_and_shown(index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "envoys.tsv").write_text("Name\tAlso\nJózsef Kovács\tKovács József\n\tnobody\n", "utf-8")
    words = ("--csv", tmp_path / "envoys.tsv", "--map", "name=Name", "--map", "names=Also", "--kind", "Person")
    code, out, _ = run(capsys, "import", *words, "--source", "Envoys", "--rights", "CC0", "--date", "2026-11-02")
    assert code == 1
    assert "2 in = 1 added + 0 merged + 0 redirects + 0 left out + 1 broken" in out
    assert "findings: 1 broken" in out
    assert str(index) in out
    code, out, _ = run(capsys, "status", "--check", "--findings")
    assert code == 0
    assert "1 Person" in out
    assert "CC0" in out
    assert "2026-11-02" in out
    assert "envoys.tsv:3" in out


def test_a_dump_the_territories_and_a_volume_stand_side_by_side(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dump = write_dump(tmp_path / "d.json", person(1, "Jan Novák"), b"{broken")
    (tmp_path / "d.json.gz").write_bytes(gzip.compress(dump.read_bytes()))
    assert run(capsys, "import", "--wikidata-dump", tmp_path / "d.json.gz")[0] == 1
    assert run(capsys, "import", "--territories")[0] == 0
    (tmp_path / "v.xml").write_text(volume_of(*DOCUMENTS), "utf-8")
    assert run(capsys, "import", "--frus-people", tmp_path / "v.xml", "--quiet")[:2] == (0, "")
    code, out, _ = run(capsys, "status")
    assert code == 0
    assert "4 Person" in out
    assert all(form in out for form in ("wikidata-dump", "territories", "frus-people"))
    assert index.is_file()


def test_a_dump_that_breaks_off_is_one_sentence_with_a_way_out(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dump = write_dump(tmp_path / "d.json", *(person(number, "Jan Novák") for number in range(1, 50)))
    (tmp_path / "d.json.gz").write_bytes(gzip.compress(dump.read_bytes())[:-100])
    code, _, err = run(capsys, "import", "--wikidata-dump", tmp_path / "d.json.gz")
    assert code == 1
    assert "breaks off" in err
    assert "--accept-cut-off" in err
    assert not index.exists()
    code, out, _ = run(capsys, "import", "--wikidata-dump", tmp_path / "d.json.gz", "--accept-cut-off")
    assert code == 0
    assert "cut-off" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "0 sources"),
        (("--territories", "--wikidata-dump", "d"), "2 sources"),
        (("--territories", "--date", "yesterday"), "no day"),
        (("--csv", "t.csv", "--map", "name=Name"), "no source"),
        (("--csv", "t.csv", "--map", "name", "--source", "x"), "names no column"),
        (("--csv", "t.csv", "--map", "name=Name", "--source", "x", "--date", "2026-13-45"), "no day"),
        (("--territories", "--first-year", "1900"), "--first-year is for --wikidata-dump alone"),
        (("--wikidata-dump", "d", "--map", "name=Name"), "--map is for --csv alone"),
        (("--territories", "--source", "x"), "--source is for --csv and --wikidata-dump alone"),
    ],
)
def test_a_call_that_does_not_fit_is_wrong_use(
    index: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    code, _, err = run(capsys, "import", *words)
    assert code == 2
    assert said in err
    assert not index.exists()


def test_two_imports_at_once(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with only_import(index):
        code, _, err = run(capsys, "import", "--territories")
    assert code == 2
    assert "another import is writing" in err


@pytest.mark.parametrize("content", [None, b"no index"])
def test_an_index_that_is_none_is_told_with_its_cure(
    index: Path, capsys: pytest.CaptureFixture[str], content: bytes | None
) -> None:
    if content is not None:
        index.write_bytes(content)
    code, _, err = run(capsys, "status")
    assert code == 1
    assert str(index) in err


def test_no_import_writes_over_a_file_that_is_no_index(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    index.write_text("my notes")
    code, _, err = run(capsys, "import", "--territories")
    assert code == 1
    assert "no index of candidates" in err
    assert index.read_text() == "my notes"


def test_some_fetched_items_never_replace_a_whole_dump(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, "import", "--wikidata-dump", write_dump(tmp_path / "d.json", *map(person, (1, 2), "AB")))[0] == 0
    (tmp_path / "fetched.json").write_bytes(orjson.dumps(person(3, "Jan Novák")) + b"\n")
    code, _, err = run(capsys, "import", "--wikidata-dump", tmp_path / "fetched.json")
    assert code == 2
    assert "would replace" in err
    assert run(capsys, "import", "--wikidata-dump", tmp_path / "fetched.json", "--source", "Fetched")[0] == 0
    assert "3 Person" in run(capsys, "status")[1]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_standard_output_on_a_full_disk_is_one_sentence(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "import", "--territories")
    with Path("/dev/full").open("wb") as full:
        words = [sys.executable, "-m", "kg", "authority", "status", "--index", str(index)]
        done = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == "kg: the output cannot be written (No space left on device). Make room, then run again.\n"
