"""Several processes: the same bytes as one; those that are killed, and those whose build is killed, cost little."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import pytest

import kg.building.tasks
from kg.errors import OutputError
from kg.model.authority import Authority
from kg.model.report import Report
from kg.pipeline import Draft, draft_of
from kg.text.parse import Parses
from tests.building import endings
from tests.building.library import ROOT, TEXTS, built_again, built_anew, contents, explained, library_in

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the tree of processes is read there")


@contextmanager
def started(names: tuple[str, ...], *options: str) -> Iterator[subprocess.Popen[str]]:
    """`kg build` as a process of its own, in a group of its own; it notes in the working folder what it reads."""
    command = [sys.executable, "-m", "tests.building.endings", "build", *names, *options, "--quiet"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "KG_TEST_NOTES": str(Path.cwd())}
    with subprocess.Popen(
        command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as build:
        try:
            yield build
        finally:
            with suppress(ProcessLookupError):
                os.killpg(build.pid, signal.SIGKILL)


def group_of(leader: int) -> Iterator[int]:
    """The processes of a session that still run, the leader left out."""
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = place.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == leader and fields[0] != "Z" and int(place.parent.name) != leader:
            yield int(place.parent.name)


def until(holds: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for something that happens soon."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came to pass"
        time.sleep(0.05)


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library that is not built yet, as the working folder."""
    library_in(tmp_path / "library")
    monkeypatch.chdir(tmp_path / "library")
    return tmp_path / "library"


def more_reports(*said: str) -> tuple[str, ...]:
    """A report for each of these words, behind those of the library."""
    names = []
    for number, words in enumerate(said):
        names.append(f"r{number:02}.txt")
        Path(names[-1]).write_text(TEXTS["a"].replace("late.", f"late, and {words}."), "utf-8")
    return tuple(names)


def times_read() -> Counter[str]:
    """How often each report was read by the processes of the tests."""
    return Counter(Path("read").read_text().split())


def test_the_report_that_ends_its_process_again_is_refused_and_all_others_are_built(
    library: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    names = more_reports("he came", "he left once", "he stayed", "he always left", *["he said so"] * 4)
    innocent = tuple(name for name in names if name != "r03.txt")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setattr("kg.building.pool._begin", partial(endings.begin, library))
    for _ in range(2):  # tried again in the next build, and not by the process of the build
        assert built_again("--quiet", "--jobs", "2", names=names) == 1
        assert Path("once").exists(), "no process was killed"
        err = capsys.readouterr().err
        assert err.startswith("kg: r03.txt: its process was ended from outside, twice. Where memory is short")
        assert err.count("kg: ") == 1
    tried = times_read()
    # Alone in the end, and before that where it was begun before the other one ended its process.
    assert 2 <= tried.pop("r03.txt") <= 4
    # A process is lost with one of the innocent, and another with r03: none is done again more often.
    assert all(1 <= times <= 3 for times in tried.values())
    with_it, without = contents(Path("build")), built_anew("--jobs", "1", names=innocent)
    assert {name for name in without if with_it.get(name) != without[name]} <= {"reports.tsv", "manifest.json"}
    assert with_it.keys() == without.keys()
    monkeypatch.undo()
    monkeypatch.chdir(library)
    assert built_again("--quiet", "--jobs", "2", names=innocent) == 0
    assert contents(Path("build")) == without


def test_a_killed_build_goes_on_where_it_was_and_what_was_done_is_not_done_again(
    library: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is noted every 25 reports; six are under way when the last one is."""
    names = more_reports(*["he spoke"] * 30, "he waited")
    with started(names, "--jobs", "2") as build:
        until(Path("waiting").exists)
        build.kill()
        until(lambda: not list(group_of(build.pid)))
    assert not Path("build").exists()
    assert Path("build.cache/owner.json").exists(), "nobody could tidy up"
    read: list[str] = []

    def counted(report: Report, authority: Authority, parses: Parses | None) -> Draft:
        read.append(report.key)
        return draft_of(report, authority, parses)

    monkeypatch.setattr(kg.building.tasks, "draft_of", counted)
    assert built_again("--explain", "--jobs", "1", names=names) == 0
    reasons = explained(capsys).splitlines()
    assert reasons[0] == "31 done anew, 0 put back as they were"
    assert reasons[1].startswith("25 because an earlier build was stopped before it was made: ")
    assert reasons[2].startswith("6 because new: ")
    assert len(read) == 6
    assert contents(Path("build")) == built_anew("--jobs", "1", names=names)


def test_a_second_build_is_refused_and_told_whose_the_first_is_and_does_it_no_harm(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = more_reports("he came", "he waited")
    with started(names, "--jobs", "1") as first:
        until(Path("waiting").exists)
        assert built_again("--quiet", "--jobs", "1", names=names) == 2
        said = capsys.readouterr().err
        assert f"build.cache: another build is at work here, process {first.pid} on " in said
        assert " seconds now. Wait until it is done, or name other folders with --out and --cache." in said
        Path("go").touch()
        _, told = first.communicate(timeout=60)
        assert first.returncode == 0, told
    assert contents(Path("build")) == built_anew("--jobs", "1", names=names)


def test_ctrl_c_leaves_no_process_behind_and_no_lock_and_prints_no_traceback(library: Path) -> None:
    """Sent while the processes are begun: they answered with tracebacks."""
    names = more_reports("he came", "he stayed")
    with started(names, "--jobs", "2") as build:
        until(lambda: len(list(group_of(build.pid))) >= 2)
        os.killpg(build.pid, signal.SIGINT)
        _, said = build.communicate(timeout=60)
        assert build.returncode == 130
        assert said == "kg: stopped; what was built before stays\n"
        until(lambda: not list(group_of(build.pid)))
    assert built_again("--quiet", "--jobs", "1", names=names) == 0


def test_an_error_comes_out_of_a_process_whole() -> None:
    error = pickle.loads(pickle.dumps(OutputError("Cannot be written.", place="here", cure="Make room.")))
    assert str(error) == "here: Cannot be written. Make room."
