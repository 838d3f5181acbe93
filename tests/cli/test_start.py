"""The command line itself: quick to start, one sentence for a mistake, the right exit code."""

from __future__ import annotations

import subprocess
import sys
from types import ModuleType

import click
import pytest

import kg.cli
from kg.cli import COMMANDS, SUBCOMMANDS, main
from kg.cli import kg as kg_command
from kg.errors import DataError, KgError, OutputError, QueryError, SourceError, UsageError


def test_help_loads_no_library_of_weight() -> None:
    """`kg --help` must start at once: spaCy alone takes more than a second."""
    heavy = "{'spacy', 'numpy', 'rdflib', 'pyshacl', 'pyoxigraph', 'requests', 'SPARQLWrapper', 'rich', 'attrs'}"
    program = (
        "import sys; from kg.cli import main; code = main(['--help']);"
        f"sys.exit(code or sorted({heavy} & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for name, promise in COMMANDS.items():
        assert name in done.stdout
        assert promise.split()[0] in done.stdout


# A group has no example of its own: each of its commands has.
PROMISES = {name: promise for name, promise in COMMANDS.items() if name not in SUBCOMMANDS} | {
    f"{group} {name}": promise for group, texts in SUBCOMMANDS.items() for name, promise in texts.items()
}


@pytest.mark.parametrize("name", PROMISES)
def test_every_command_opens_with_the_sentence_of_the_list_and_shows_an_example(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*name.split(), "--help"]) == 0
    shown = capsys.readouterr().out
    assert PROMISES[name] in " ".join(shown.split())
    example = shown.partition("Example:\n")[2].strip().splitlines()[0]
    assert example.startswith(f"kg {name}")


@pytest.mark.parametrize(
    "words", [["nonsense"], ["events"], ["events", "x", "--format", "xml"], ["--colour"], [], ["query", "a", "b"]]
)
def test_wrong_use_is_exit_code_2_and_no_traceback(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    shown = capsys.readouterr()
    assert "Usage:" in shown.err
    assert "Traceback" not in shown.err
    assert shown.out == ""


def failing(error: BaseException) -> ModuleType:
    """A module whose command ends in `error`."""

    @click.command()
    def command() -> None:
        raise error

    module = ModuleType("kg.cli.check")
    module.command = command  # type: ignore[attr-defined]
    return module


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (SourceError("There is no body.", place="a/source.txt"), 1),
        (DataError("Row 3 has no source.", place="persons.tsv"), 1),
        (QueryError("The query stops too early."), 2),
        (UsageError("No such report."), 2),
        (OutputError("The disk is full."), 2),
    ],
)
def test_a_mistake_is_one_sentence_on_standard_error(
    error: KgError, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "kg.cli.check", failing(error))
    assert main(["check"]) == code
    shown = capsys.readouterr()
    assert shown.err == f"kg: {error}\n"
    assert shown.out == ""


def test_stopping_says_that_what_was_built_stays(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "kg.cli.check", failing(KeyboardInterrupt()))
    assert main(["check"]) == 130
    assert capsys.readouterr().err == "kg: stopped; what was built before stays\n"


def test_a_fault_of_ours_is_not_passed_off_as_the_users(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error that nobody foresaw keeps its traceback: there is something to report."""
    monkeypatch.setitem(sys.modules, "kg.cli.check", failing(ZeroDivisionError()))
    with pytest.raises(ZeroDivisionError):
        main(["check"])


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("kg, version ")


def test_a_command_that_is_listed_nowhere_does_not_exist() -> None:
    """Only the list decides: a module of the package such as `tables` is no command."""
    context = click.Context(kg_command)
    assert kg_command.get_command(context, "tables") is None
    assert kg_command.list_commands(context) == list(kg.cli.COMMANDS)
