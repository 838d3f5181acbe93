"""The set-up script: it installs once, installs again when the lock changes, and never half."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """run.py, for a project in an empty folder; its steps are kept in `steps` instead of being run."""
    spec = importlib.util.spec_from_file_location("run", ROOT / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    venv = tmp_path / ".venv"
    (tmp_path / "requirements.lock").write_text("click==8.5.1\n")
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    names = {
        "ROOT": tmp_path,
        "VENV": venv,
        "LOCK": tmp_path / "requirements.lock",
        "STAMP": venv / "stamp",
        "PYTHON": venv / "bin" / "python",
        "steps": [],
    }
    for name, value in names.items():
        monkeypatch.setattr(module, name, value, raising=False)
    monkeypatch.setattr(module, "run", names["steps"].append)  # type: ignore[attr-defined]
    monkeypatch.setattr(module, "pip_of_venv", lambda: ["pip"])

    def make_venv() -> None:
        (venv / "bin").mkdir(parents=True)
        (venv / "bin" / "python").touch()

    monkeypatch.setattr(module, "make_venv", make_venv)
    return module


def test_the_lock_is_installed_by_hash_and_the_project_without_fetching(script: ModuleType) -> None:
    script.set_up()
    lock, project = script.steps
    assert "--require-hashes" in lock
    assert {"--no-deps", "--no-build-isolation"} <= set(project)


def test_a_second_run_installs_nothing(script: ModuleType) -> None:
    script.set_up()
    script.steps.clear()
    script.set_up()
    assert script.steps == []


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml"])
def test_a_changed_lock_or_project_is_installed_again(name: str, script: ModuleType) -> None:
    script.set_up()
    script.steps.clear()
    (script.ROOT / name).write_text("# changed\n")
    script.set_up()
    assert len(script.steps) == 2


def test_a_set_up_that_failed_half_way_is_done_again(script: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(step: list[str]) -> None:
        raise script.SetupError("no network")

    with monkeypatch.context() as patch:
        patch.setattr(script, "run", fails)
        with pytest.raises(script.SetupError):
            script.set_up()
    script.set_up()
    assert len(script.steps) == 2


def test_a_python_that_does_not_fit_is_named_with_those_that_do(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(script, "OLDEST", (99, 0))
    monkeypatch.setattr(script, "NEWEST", (99, 0))
    monkeypatch.setattr(script, "fitting_python", lambda: (_ for _ in ()).throw(script.SetupError("install 3.11")))
    assert script.main(["build"]) == 2
    assert capsys.readouterr().err == "run.py: install 3.11\n"


def test_no_fitting_python_is_an_error_that_says_which_would_fit(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(script.shutil, "which", lambda name: None)
    with pytest.raises(script.SetupError, match=r"3\.11, 3\.12 or 3\.13"):
        script.fitting_python()


@pytest.mark.parametrize("words", [[], ["nonsense"]])
def test_wrong_use_shows_the_commands(words: list[str], script: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert script.main(words) == 2
    assert "python3 run.py build" in capsys.readouterr().out


@pytest.fixture
def called(script: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The lines that run.py starts, without the Python in front; all of them end well."""
    lines: list[list[str]] = []

    def call(line: list[str], cwd: Path | None = None) -> int:
        lines.append(line[1:])
        return 0

    monkeypatch.setattr(script.subprocess, "call", call)
    return lines


def test_a_build_is_published_too_and_the_last_line_says_how_to_open_it(
    script: ModuleType, called: list[list[str]], capfd: pytest.CaptureFixture[str]
) -> None:
    assert script.main(["build", "a-report"]) == 0
    assert called == [["-m", "kg", "build", "a-report"], ["-m", "kg", "publish", "site"]]
    last = capfd.readouterr().out.splitlines()[-1]
    assert last.startswith(f"open {Path('public', 'index.html')} in a browser, or run ")
    assert last.endswith(" serve")


@pytest.mark.parametrize("words", [["--out", "one"], ["--out=one"], ["--base", "https://example.org/"], ["--help"]])
def test_a_build_of_another_place_or_base_is_not_published(
    words: list[str], script: ModuleType, called: list[list[str]]
) -> None:
    assert script.main(["build", *words]) == 0
    assert called == [["-m", "kg", "build", *words]]


def test_a_quiet_build_is_published_quietly(
    script: ModuleType, called: list[list[str]], capfd: pytest.CaptureFixture[str]
) -> None:
    assert script.main(["build", "--quiet"]) == 0
    assert called[-1] == ["-m", "kg", "publish", "site", "-q"]
    assert capfd.readouterr().out == ""


def test_a_build_that_fails_is_not_published(
    script: ModuleType, called: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(line: list[str], cwd: Path | None = None) -> int:
        called.append(line[1:])
        return 2

    monkeypatch.setattr(script.subprocess, "call", fails)
    assert script.main(["build"]) == 2
    assert called == [["-m", "kg", "build"]]


@pytest.mark.parametrize("is_built", [True, False])
def test_where_some_reports_were_refused_the_others_are_published_and_the_code_tells_of_it(
    is_built: bool, script: ModuleType, called: list[list[str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuses_one(line: list[str], cwd: Path | None = None) -> int:
        called.append(line[1:])
        return 1 if "build" in line else 0

    monkeypatch.setattr(script.subprocess, "call", refuses_one)
    monkeypatch.chdir(tmp_path)
    if is_built:
        (tmp_path / "build").mkdir()
    assert script.main(["build"]) == 1
    assert (["-m", "kg", "publish", "site"] in called) == is_built


def test_other_commands_publish_nothing(script: ModuleType, called: list[list[str]]) -> None:
    assert script.main(["kg", "build"]) == 0
    assert called == [["-m", "kg", "build"]]


def test_it_needs_nothing_but_the_standard_library() -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(ROOT / "run.py"), "--help"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "python3 run.py test" in done.stdout
