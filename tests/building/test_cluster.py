"""`kg build --engine dask`: the same bytes, whoever is killed. With a real scheduler and two workers."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import pytest
from attrs import frozen

import kg.building.tasks
from kg.cli import main
from kg.model.authority import Authority
from kg.model.report import Report
from kg.pipeline import Draft, draft_of
from kg.text.parse import Parses

pytest.importorskip("distributed", reason="the extra `dask` is not installed")

ROOT = Path(__file__).resolve().parent.parent.parent
TEXT = "Vienna, 3 May 1961.\n\nMinister Sorel told Ambassador Lund that their proposals were late, and {said}.\n"
LONGEST_START_S = 30.0


@frozen
class Running:
    """A scheduler: its address, its process, and the folder in which its workers are told things."""

    address: str
    scheduler: int
    notes: Path


@contextmanager
def process(*words: str, folder: Path, path: Path, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """A program of Dask, which ends with the block, its children too."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(path),
        "KG_TEST_NOTES": str(folder),
        # A task may lose two workers; Dask's own default is three, and each one more takes seconds.
        "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
        **more,
    }
    with (folder / f"{words[0]}-{time.monotonic_ns()}.log").open("wb") as log:
        begun = subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.dask_{words[0]}", *words[1:]],
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        yield begun
    finally:
        with suppress(ProcessLookupError):
            os.killpg(begun.pid, signal.SIGKILL)
        begun.wait()


@contextmanager
def workers(address: str, folder: Path, *words: str, path: Path = ROOT) -> Iterator[None]:
    """Workers of a scheduler, on this machine."""
    limits = ("--nthreads", "1", "--no-dashboard", "--death-timeout", "60", "--local-directory", str(folder / "space"))
    preload = str(Path(__file__).with_name("endings.py"))
    words = (address, "--host", "127.0.0.1", *limits, "--preload", preload, *words)
    with process("worker", *words, folder=folder, path=path):
        yield


@contextmanager
def scheduler(folder: Path) -> Iterator[Running]:
    """A scheduler at a free port."""
    place = folder / "scheduler.json"
    words = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(place))
    with process("scheduler", *words, folder=folder, path=ROOT) as begun:
        deadline = time.monotonic() + LONGEST_START_S
        while not place.exists() or not place.read_text():
            assert begun.poll() is None, "the scheduler ended"
            assert time.monotonic() < deadline, "the scheduler does not start"
            time.sleep(0.05)
        (folder / "scheduler").write_text(str(begun.pid))
        yield Running(json.loads(place.read_text())["address"], begun.pid, folder)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A scheduler with two workers, for all tests of this file."""
    folder = tmp_path_factory.mktemp("cluster")
    with scheduler(folder) as found, workers(found.address, folder, "--nworkers", "2"):
        yield found


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data" / "reports").mkdir(parents=True)
    return tmp_path


def reports(*said: str) -> list[str]:
    """Short reports in files, in the working folder: each says something else."""
    names = []
    for number, words in enumerate(said):
        Path(f"r{number:02}.txt").write_text(TEXT.format(said=words), "utf-8")
        names.append(f"r{number:02}.txt")
    return names


def contents(folder: Path) -> dict[str, bytes]:
    """All files of a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def build(names: list[str], out: str, running: Running | None = None) -> int:
    """Build these reports, here or there."""
    engine = ["--engine", "dask", "--scheduler", running.address] if running else ["--jobs", "1"]
    return main(["build", *names, "--out", out, "--quiet", *engine])


def test_the_bytes_are_those_of_a_build_without_a_cluster_refusals_too(
    library: Path, running: Running, capsys: pytest.CaptureFixture[str]
) -> None:
    names = reports("he came", "he stayed", "he said so")
    Path("empty.txt").write_text("", "utf-8")
    assert build([*names, "empty.txt"], "here") == 1
    told = capsys.readouterr().err
    assert build([*names, "empty.txt"], "there", running) == 1
    assert capsys.readouterr().err == told
    assert contents(Path("there")) == contents(Path("here"))


def test_a_worker_killed_costs_nothing_and_a_report_that_kills_each_is_refused_alone(
    library: Path, running: Running, capsys: pytest.CaptureFixture[str]
) -> None:
    names = reports("he came", "he left once", "he stayed", "he always left", "he said so")
    innocent = [name for name in names if name != "r03.txt"]
    assert build(innocent, "here") == 0
    assert build(names, "there", running) == 1
    assert (running.notes / "once").exists(), "no worker was killed"
    err = capsys.readouterr().err
    assert err.startswith("kg: r03.txt: the workers that were at it ended")
    assert err.count("kg: ") == 1
    here, there = contents(Path("here")), contents(Path("there"))
    documents = [name for name in here if name.startswith("r0")]
    assert len(documents) >= 4, "one folder or file each"
    assert {name: there.get(name) for name in documents} == {name: here[name] for name in documents}


def test_where_all_workers_are_gone_the_build_ends_and_the_next_goes_on(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    modules = pytest.importorskip("kg.building.cluster")
    monkeypatch.setattr(modules, "_BETWEEN_COUNTS_S", 0.2)
    patient = modules.Cluster
    names = reports("he came", "he left once")
    with scheduler(tmp_path) as own, workers(own.address, tmp_path, "--no-nanny"):
        patient(own.address)._client().close()
        monkeypatch.setattr(modules, "Cluster", partial(patient, patience_s=1.0))
        assert build(names, "there", own) == 2
    err = capsys.readouterr().err
    assert err.startswith(f"kg: {own.address}: all workers ended")
    assert "it goes on where it was" in err
    assert build(names, "there") == 0


def test_a_worker_with_another_program_is_refused_and_told_which_part_differs(
    library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "kg", tmp_path / "other" / "kg", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "other" / "tests").mkdir()
    # An installed library of ours holds these; in a checkout they lie beside the package.
    for part in ("ontology", "shapes"):
        (tmp_path / "other" / part).symlink_to(ROOT / part)
    module = tmp_path / "other" / "kg" / "claims" / "__init__.py"
    module.write_text(module.read_text("utf-8") + "# another rule\n", "utf-8")
    names = reports("he came")
    with scheduler(tmp_path) as own, workers(own.address, tmp_path, path=tmp_path / "other"):
        assert build(names, "there", own) == 2
    err = capsys.readouterr().err
    assert "has another program than the build: kg/claims." in err
    assert "Install the same on all machines" in err
    assert not Path("there").exists()


def test_a_lost_scheduler_ends_the_build_and_the_next_goes_on_where_it_was(
    library: Path, running: Running, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # Last in this file: it ends the scheduler of them all.
    said = [f"he spoke {number} times" for number in range(2, 13)]
    names = reports(*said, "the scheduler left")
    assert build(names, "here") == 0
    assert build(names, "there", running) == 2
    err = capsys.readouterr().err
    assert err.startswith(f"kg: {running.address}: the scheduler was lost")
    assert "Traceback" not in err
    read: list[str] = []

    def counted(report: Report, authority: Authority, parses: Parses | None) -> Draft:
        read.append(report.key)
        return draft_of(report, authority, parses)

    monkeypatch.setattr(kg.building.tasks, "draft_of", counted)
    assert build(names, "there") == 0
    # Six may be under way with two workers; the twelfth was sent when six had come back.
    assert 1 <= len(read) <= 6
    assert contents(Path("there")) == contents(Path("here"))


def test_a_scheduler_that_is_not_there_is_an_error_with_a_cure(
    library: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("kg.building.cluster._CONNECT_S", 0.2)
    assert main(["build", *reports("he came"), "--engine", "dask", "--scheduler", "tcp://127.0.0.1:1"]) == 2
    err = capsys.readouterr().err
    assert err.startswith("kg: tcp://127.0.0.1:1: no scheduler of Dask answers there")
    assert "Start one (dask scheduler)" in err


def test_a_scheduler_without_workers_is_an_error_with_a_cure(library: Path, tmp_path: Path) -> None:
    from_here = pytest.importorskip("kg.building.cluster")
    with scheduler(tmp_path) as own:
        engine = from_here.Cluster(own.address, patience_s=0.2)
        with pytest.raises(from_here.UsageError, match=r"had no worker for 0\.2 seconds"):
            engine._client()


def test_without_the_extra_the_error_says_what_to_install(
    library: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delitem(sys.modules, "kg.building.cluster", raising=False)
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main(["build", *reports("he came"), "--engine", "dask", "--scheduler", "tcp://127.0.0.1:1"]) == 2
    assert "pip install 'kg[dask]'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--engine", "dask"], "--engine dask needs a scheduler."),
        (["--scheduler", "tcp://127.0.0.1:1"], "--scheduler is for --engine dask."),
        (["--engine", "dask", "--scheduler", "tcp://127.0.0.1:1", "--jobs", "2"], "--jobs is for processes of this"),
    ],
)
def test_options_that_do_not_fit_are_refused(
    library: Path, words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", *reports("he came"), *words]) == 2
    assert told in capsys.readouterr().err
