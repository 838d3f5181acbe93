"""The comparison with foreign tools: it finds a difference, and says when a tool is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .graphs import GOLDEN, RIGA, ROOT

SCRIPT = ROOT / ".ci" / "independent.sh"
COMPARE = ROOT / ".ci" / "same_graph.py"
SHELL = ("sh", "dirname", "mktemp", "rm", "tail", "mkdir", "sort", "wc")

pytestmark = pytest.mark.skipif(shutil.which("sh") is None, reason="the script needs a POSIX shell")


def run_bare(folder: Path, tools: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the script where PATH holds a shell's own commands and none of the tools."""
    tools.mkdir()
    for name in SHELL:
        found = shutil.which(name)
        assert found
        (tools / name).symlink_to(found)
    return subprocess.run(
        [str(tools / "sh"), str(SCRIPT), str(folder)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PATH": str(tools), "KG_PYTHON": sys.executable, "KG_REQUIRE_TOOLS": "", **environment},
    )


def same(read: str, written: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Compare two texts in N-Quads."""
    (folder / "read").write_text(read, "utf-8")
    (folder / "written").write_text(written, "utf-8")
    command = [sys.executable, str(COMPARE), "test", str(folder / "read"), str(folder / "written")]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_missing_tool_is_named_and_is_no_failure(tmp_path: Path) -> None:
    ended = run_bare(GOLDEN, tmp_path / "bin")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "NOT CHECKED: Turtle, N-Triples, RDF/XML, TriG and N-Quads by rapper" in ended.stdout
    assert "NOT CHECKED: JSON-LD by jsonld.js" in ended.stdout
    assert f"same:   PyLD {GOLDEN}/all.jsonld (55 triples)" in ended.stdout


def test_where_tools_are_required_a_missing_one_fails(tmp_path: Path) -> None:
    assert run_bare(GOLDEN, tmp_path / "bin", KG_REQUIRE_TOOLS="1").returncode == 1


def test_a_changed_file_fails_and_the_difference_is_shown(tmp_path: Path) -> None:
    build = tmp_path / "build"
    shutil.copytree(GOLDEN, build)
    path = build / f"{RIGA}.jsonld"
    path.write_text(path.read_text("utf-8").replace("Max Keller", "Moritz Keller"), "utf-8")
    ended = run_bare(build, tmp_path / "bin")
    assert ended.returncode == 1
    assert "+ ('https://w3id.org/diplograph/agent/keller-max'" in ended.stdout


def test_a_folder_that_is_no_build_is_wrong_use(tmp_path: Path) -> None:
    ended = run_bare(tmp_path, tmp_path / "bin")
    assert ended.returncode == 2
    assert "holds no N-Quads" in ended.stderr


@pytest.mark.skipif(shutil.which("rapper") is None, reason="rapper is not installed (raptor2-utils)")
def test_rapper_reads_what_we_write() -> None:
    for name, syntax in (("all.ttl", "turtle"), ("all.trig", "trig"), ("all.nq", "nquads"), ("dataset.ttl", "turtle")):
        ended = subprocess.run(
            ["rapper", "-q", "-c", "-i", syntax, str(GOLDEN / name)], capture_output=True, text=True, check=False
        )
        assert (ended.returncode, ended.stderr) == (0, ""), name


@pytest.mark.parametrize(
    ("read", "written"),
    [
        ('<urn:a> <urn:b> "\\u00e9\\t" .', '<urn:a> <urn:b> "é\\u0009" <urn:g> .'),
        ('<urn:a> <urn:b> "a"@EN .', '<urn:a> <urn:b> "a"@en .'),
        ('<urn:a> <urn:b> "a"^^<http://www.w3.org/2001/XMLSchema#string> .', '<urn:a> <urn:b> "a" <urn:g> .'),
        (
            "<urn:b> <urn:b> <urn:b> .\n<urn:a> <urn:b> <urn:c> .",
            "<urn:a> <urn:b> <urn:c> .\n<urn:b> <urn:b> <urn:b> .\n",
        ),
        ('<urn:a> <urn:b> "x\u2028y" .', '<urn:a> <urn:b> "x\\u2028y" .'),
    ],
)
def test_spellings_of_one_graph_are_the_same(read: str, written: str, tmp_path: Path) -> None:
    ended = same(read, written, tmp_path)
    assert ended.returncode == 0, ended.stdout


@pytest.mark.parametrize(
    ("read", "written"),
    [
        ("<urn:a> <urn:b> <urn:c> .", '<urn:a> <urn:b> "urn:c" .'),
        ('<urn:a> <urn:b> "01"^^<urn:d> .', '<urn:a> <urn:b> "1"^^<urn:d> .'),
        ('<urn:a> <urn:b> "a" .', '<urn:a> <urn:b> "a"@en .'),
        ("", "<urn:a> <urn:b> <urn:c> ."),
        ("_:a <urn:b> <urn:c> .", "_:a <urn:b> <urn:c> ."),
    ],
)
def test_two_graphs_are_not_the_same(read: str, written: str, tmp_path: Path) -> None:
    ended = same(read, written, tmp_path)
    assert ended.returncode == 1
    assert ended.stdout.startswith("FAILED: test")
