"""The commands that read reports: build, events, claims, links, check. One library of the first report for all."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.cli import main

ROOT = Path(__file__).resolve().parents[2]
KEY = "1962-08-27-embassy-hungary-pyongyang"
FIRST = ROOT / "data" / "reports" / KEY
FORMATS = ("ttl", "jsonld", "trig", "nq")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with the first report, and its build."""
    library = tmp_path_factory.mktemp("library")
    shutil.copytree(FIRST, library / "data" / "reports" / KEY)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(library)
        assert main(["build", "--quiet"]) == 0
    return library


@pytest.fixture
def library(built: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, as the working folder. Tests add nothing to it."""
    monkeypatch.chdir(built)
    return built


@pytest.fixture
def own_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty library of the test's own, as the working folder."""
    (tmp_path / "data" / "reports").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_a_build_holds_each_report_in_every_format_and_the_whole(library: Path) -> None:
    names = set(files_in(library / "build"))
    assert {f"{stem}.{form}" for stem in (KEY, "all") for form in FORMATS} <= names
    assert {"dataset.ttl", "findings.jsonl", "manifest.json"} <= names


def test_the_table_says_what_came_of_each_report(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--out", "again"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[0].split() == ["report", "events", "claims", "voices", "links", "NIL", "findings"]
    assert shown[1].split()[0] == KEY
    assert all(int(count) > 0 for count in shown[1].split()[1:6])
    assert "1 in = 1 built + 0 refused" in shown
    assert files_in(library / "again") == files_in(library / "build"), "the same bytes on every run"


def test_another_seed_and_another_process_make_the_same_bytes(library: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kg", "build", "--out", "seeded", "--quiet"],
        env={**os.environ, "PYTHONHASHSEED": "4711", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert files_in(library / "seeded") == files_in(library / "build")


def test_what_was_built_passes_its_own_check(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "build"]) == 0
    assert "1 sources compared: 0 errors" in capsys.readouterr().out


def test_a_changed_quote_is_found(library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    graph = (library / "build" / "all.nq").read_text("utf-8")
    quote = next(line for line in graph.splitlines() if "#exact>" in line and "withdrew" in line)
    changed = tmp_path / "changed.nq"
    changed.write_text(graph.replace(quote, quote.replace("withdrew", "renewed!")), "utf-8")
    assert main(["check", str(changed)]) == 1
    assert "error quote-not-found" in capsys.readouterr().out


def test_events_are_exact_in_jsonl(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["events", KEY, "--format", "jsonl"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    keys = {"type", "quote", "participants", "date", "place", "realis", "attributed_to", "rule", "confidence"}
    text = (FIRST / "source.txt").read_text("utf-8")
    assert rows
    for row in rows:
        assert set(row) == keys
        assert row["quote"] in text
        assert all(set(participant) == {"name", "role"} for participant in row["participants"])
        assert row["attributed_to"], "somebody says so"


def test_claims_name_the_voices_from_the_outside_in(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims", KEY, "--format", "jsonl"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert rows
    assert all(len(row["voices"]) == row["depth"] + 1 for row in rows)
    assert all(row["quote"] for row in rows)


@pytest.mark.parametrize("name", ["events", "claims", "links"])
def test_each_list_comes_as_csv_and_as_a_table(name: str, library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, KEY, "--format", "jsonl"]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert main([name, KEY, "--format", "csv"]) == 0
    cells = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert main([name, KEY]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(rows) == len(cells) - 1 == len(lines) - 1
    assert cells[0] == lines[0].split()


def test_a_file_is_read_like_a_report_of_the_library(own_library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(FIRST / "source.txt", own_library / "page.txt")
    assert main(["events", "page.txt", "--format", "jsonl"]) == 0
    from_file = capsys.readouterr().out
    assert main(["events", str(FIRST), "--format", "jsonl"]) == 0
    assert capsys.readouterr().out == from_file


@pytest.fixture
def page() -> bytes:
    return (FIRST / "source.txt").read_bytes()


BAD_PAGES: dict[str, Callable[[bytes], bytes]] = {
    "not UTF-8": lambda page: page.replace(b"Embassy", b"Emb\xffssy", 1),
    "empty": lambda page: b"",
    "blank": lambda page: b" \n\n",
    "no prose": lambda page: b"August 27, 1962\n",
    "impossible date": lambda page: page.replace(b"August 27, 1962", b"August 37, 1962", 1),
    "control characters": lambda page: page.replace(b"Embassy", b"Emb\x00ssy", 1),
}


@pytest.mark.parametrize("fault", BAD_PAGES)
def test_a_bad_page_is_refused_in_one_sentence_and_nothing_is_written(
    fault: str, own_library: Path, page: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    spoilt = BAD_PAGES[fault](page)
    assert spoilt != page
    (own_library / "page.txt").write_bytes(spoilt)
    assert main(["build", "page.txt"]) == 1
    shown = capsys.readouterr()
    assert len(shown.err.splitlines()) == 1
    assert shown.err.startswith("kg: page.txt: ")
    assert "1 in = 0 built + 1 refused" in shown.out
    assert sorted(path.name for path in own_library.iterdir()) == ["build.cache", "data", "page.txt"]


def test_one_refused_report_does_not_stop_the_others(
    own_library: Path, page: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    reports = own_library / "data" / "reports"
    shutil.copytree(FIRST, reports / KEY)
    shutil.copytree(FIRST, reports / "1900-01-01-spoilt")
    (reports / "1900-01-01-spoilt" / "source.txt").write_bytes(page + b"\n")
    assert main(["build"]) == 1
    shown = capsys.readouterr()
    assert "2 in = 1 built + 1 refused" in shown.out
    assert shown.err.startswith("kg: 1900-01-01-spoilt: ")
    assert "sha256" in shown.err
    assert f"{KEY}.ttl" in files_in(own_library / "build")
    assert "1900-01-01-spoilt.ttl" not in files_in(own_library / "build")


def test_what_was_built_before_stays_when_nothing_can_be_built(own_library: Path) -> None:
    shutil.copy(FIRST / "source.txt", own_library / "page.txt")
    assert main(["build", "page.txt", "--quiet"]) == 0
    before = files_in(own_library / "build")
    (own_library / "page.txt").write_bytes(b"")
    assert main(["build", "page.txt", "--quiet"]) == 1
    assert files_in(own_library / "build") == before


def test_what_was_built_before_stays_after_ctrl_c(
    own_library: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(FIRST / "source.txt", own_library / "page.txt")
    assert main(["build", "page.txt", "--quiet"]) == 0
    before = files_in(own_library / "build")

    def interrupted(*given: object) -> Iterator[object]:
        raise KeyboardInterrupt

    shutil.rmtree(own_library / "build.cache")  # else there is nothing to do
    monkeypatch.setattr("kg.building.tasks.quads_of", interrupted)
    assert main(["build", "page.txt", "--quiet"]) == 130
    assert capsys.readouterr().err == "kg: stopped; what was built before stays\n"
    assert files_in(own_library / "build") == before


def test_two_reports_of_one_key_are_wrong_use(own_library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Their files would have one name, and one would be lost."""
    for folder in ("a", "b"):
        (own_library / folder).mkdir()
        shutil.copy(FIRST / "source.txt", own_library / folder / "page.txt")
    assert main(["build", "a/page.txt", "b/page.txt"]) == 2
    assert "both called page" in capsys.readouterr().err
    assert not (own_library / "build").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["build", "1962-08-27-embassy-hungary-pyongjang"], f"Did you mean {KEY}?"),
        (["events", "nothing-like-it"], "there is no report"),
        (["build", "--base", "no base"], "cannot be the base"),
        (["check", "no-such-folder"], "no such file"),
    ],
)
def test_wrong_use_says_what_would_be_right(
    words: list[str], said: str, library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    shown = capsys.readouterr()
    assert said in shown.err
    assert len(shown.err.splitlines()) == 1


def test_a_folder_that_cannot_be_written_is_wrong_use(
    library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way")
    assert main(["build", "--quiet", "--out", str(tmp_path / "file" / "build")]) == 2
    assert "Cannot be written" in capsys.readouterr().err


def test_an_empty_library_is_wrong_use(own_library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build"]) == 2
    assert "holds no report" in capsys.readouterr().err
