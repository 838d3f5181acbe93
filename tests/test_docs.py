"""What the docs promise is there, and what is there is in the docs."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import click
import pytest

from kg.cli import COMMANDS, SUBCOMMANDS
from kg.cli import kg as kg_command

ROOT = Path(__file__).resolve().parent.parent
COMMANDS_PAGE = (ROOT / "docs" / "commands.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
DEPENDENCIES = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


def section_on(name: str) -> str:
    """What docs/commands.md says of a command."""
    return COMMANDS_PAGE.partition(f"\n## kg {name}\n")[2].partition("\n## ")[0]


def command_named(name: str) -> click.Command:
    command: click.Command | None = kg_command
    for word in name.split():
        assert isinstance(command, click.Group)
        command = command.get_command(click.Context(command), word)
    assert command is not None
    return command


# "kg authority import" is a command; "kg authority" alone only lists what is under it.
WHOLE_NAMES = [f"{name} {word}".strip() for name in COMMANDS for word in SUBCOMMANDS.get(name, [""])]


@pytest.mark.parametrize("name", WHOLE_NAMES)
def test_every_command_and_option_is_documented(name: str) -> None:
    section = section_on(name)
    assert section, f"docs/commands.md has no section on kg {name}"
    for parameter in command_named(name).params:
        for option in parameter.opts if isinstance(parameter, click.Option) else []:
            assert f"`{option}" in section, f"docs/commands.md does not explain kg {name} {option}"


@pytest.mark.parametrize("name", WHOLE_NAMES)
def test_no_option_is_documented_that_does_not_exist(name: str) -> None:
    exist = {
        option for parameter in command_named(name).params for option in (*parameter.opts, *parameter.secondary_opts)
    }
    written = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", section_on(name)))
    assert written <= exist, f"kg {name} has no {written - exist}"


def test_no_command_is_documented_that_does_not_exist() -> None:
    assert set(re.findall(r"^## kg (\w+(?: \w+)?)$", COMMANDS_PAGE, flags=re.MULTILINE)) == set(WHOLE_NAMES)


def test_the_commands_of_the_readme_exist() -> None:
    """Of kg, of make and of run.py, wherever they stand in code."""
    blocks_and_words = re.findall(r"```\n(.*?)```|`([^`\n]+)`", README, flags=re.DOTALL)
    code = "\n".join(block or word for block, word in blocks_and_words)
    assert set(re.findall(r"\bkg ([a-z]+)", code)) <= set(COMMANDS)
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), flags=re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)", code)) <= targets
    run = (ROOT / "run.py").read_text("utf-8")
    for word in re.findall(r"run\.py ([a-z]+)", code):
        assert f'"{word}": [[' in run, f"run.py has no {word}"


def test_the_queries_of_the_readme_exist() -> None:
    for path in re.findall(r"data/queries/[\w.-]+\.rq", README):
        assert (ROOT / path).is_file(), path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_between_pages_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?://)([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


def declared(requirements: list[str]) -> set[str]:
    return {re.split(r"[^A-Za-z0-9._-]", requirement)[0] for requirement in requirements}


@pytest.mark.parametrize("heading", ["To run", "To develop"])
def test_every_dependency_is_listed_with_its_reason_and_nothing_else_is(heading: str) -> None:
    project = PYPROJECT["project"]
    wanted = declared(project["dependencies"] if heading == "To run" else project["optional-dependencies"]["dev"])
    section = DEPENDENCIES.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    reasons = dict(re.findall(r"^\| `([^`]+)` \| ([^|]+) \|", section, flags=re.MULTILINE))
    assert set(reasons) == wanted
    assert all(len(reason.split()) >= 2 for reason in reasons.values())


def test_the_lock_names_every_dependency_with_hashes_and_no_host() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    project = PYPROJECT["project"]
    pinned = set(re.findall(r"^([a-z0-9-]+)==", lock, flags=re.MULTILINE))
    for name in declared(project["dependencies"] + project["optional-dependencies"]["dev"]):
        assert re.sub(r"[._]", "-", name.lower()) in pinned, f"{name} is not in requirements.lock: write it anew"
    assert "://" not in lock
    assert "--index" not in lock
    for block in re.split(r"^(?=[a-z0-9-]+==)", lock, flags=re.MULTILINE)[1:]:
        assert "--hash=sha256:" in block, block.splitlines()[0]
