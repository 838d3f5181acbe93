"""A build without the files of the whole (`kg build --no-whole`) answers every command as the one with them does."""

from __future__ import annotations

import csv
import os
import re
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from kg.cli import main
from tests.building.library import NAMES, contents, library_in
from tests.cli.serving import served
from tests.stores.servers import OxigraphServer

EVERYTHING = "SELECT ?g ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g ?s ?p ?o"
A_CLAIM = "SELECT ?claim WHERE { ?claim a dg:Claim } ORDER BY ?claim LIMIT 1"
# What says which files there are.
TELLS_OF_FILES = re.compile(r"dataset(/|\.|$)|manifest|void|files\.sha256$")
# Graphs of books have blank nodes, whose names are others each time.
OF_A_DOCUMENT = re.compile(r"/graph/[abc]/")


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two folders to work in: their builds are of the same reports, with and without files of the whole."""
    found = []
    before = Path.cwd()
    for kind in ("whole", "no-whole"):
        folder = tmp_path_factory.mktemp(kind)
        library_in(folder)
        os.chdir(folder)
        try:
            assert main(["build", *NAMES, "--quiet", "--jobs", "1", f"--{kind}"]) == 0
        finally:
            os.chdir(before)
        assert (folder / "build" / "all.nq").exists() is (kind == "whole")
        found.append(folder)
    whole, bare = found
    return whole, bare


@pytest.mark.parametrize(
    "words",
    [
        ("query", EVERYTHING, "--format", "csv"),
        ("check", "build"),
        ("explain", ""),
        ("export", "sssom"),
        ("export", "quickstatements"),
    ],
    ids=lambda words: words[0],
)
def test_a_command_says_the_same(
    words: tuple[str, ...],
    folders: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = []
    for folder in folders:
        monkeypatch.chdir(folder)
        if words[0] == "explain":
            assert main(["query", A_CLAIM, "--format", "csv"]) == 0
            words = ("explain", capsys.readouterr().out.splitlines()[1])
        said.append((main(list(words)), *capsys.readouterr()))
    assert said[0] == said[1]
    code, out, err = said[0]
    assert (code, err) == (0, "")
    assert len(out) > 100


def test_one_is_no_other_build_than_the_other(folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    whole, bare = (str(folder / "build") for folder in folders)
    for form in ("text", "patch"):
        assert main(["diff", whole, bare, "--format", form]) == 0
        assert main(["diff", bare, whole, "--format", form]) == 0
    capsys.readouterr()


def test_the_site_is_the_same_but_for_what_tells_of_the_files(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    sites = []
    for folder in folders:
        monkeypatch.chdir(folder)
        assert main(["publish", "site", "--jobs", "1", "--quiet"]) == 0
        sites.append(contents(folder / "public"))
    whole, bare = sites
    assert {name for name in whole.keys() ^ bare.keys() if "all." not in name} == set()
    assert sum(1 for name in whole if "all." in name) > sum(1 for name in bare if "all." in name)
    differing = {name for name in whole.keys() & bare.keys() if whole[name] != bare[name]}
    assert {name for name in differing if not TELLS_OF_FILES.search(name)} == set()


def test_a_server_answers_the_same(folders: tuple[Path, Path]) -> None:
    answers = []
    for folder in folders:
        with served(folder / "build") as server:
            everything = server.asked(EVERYTHING)
            assert everything.status_code == 200
            rows = list(csv.reader(everything.text.splitlines()))[1:]
            told_of = sorted({row[1] for row in rows if "/doc/a/" in row[1] and "#" not in row[1]})
            pages = [server.get(iri.partition("w3id.org/diplograph")[2]) for iri in told_of[:3]]
            turtle = server.get("/doc/a/record", headers={"Accept": "text/turtle"})
            documents = [row for row in rows if OF_A_DOCUMENT.search(row[0])]
            answers.append((documents, [(page.status_code, page.text) for page in pages], turtle.status_code))
            assert len(documents) > 100
    assert answers[0] == answers[1]


def test_a_store_that_has_one_has_the_other(
    folders: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole, bare = folders
    held = []
    with OxigraphServer(tmp_path / "store") as server:
        for folder in (whole, bare):
            server.clear()
            assert main(["load", server.address, "--build", str(folder / "build"), "--quiet"]) == 0
            held.append({quad for quad in server.quads() if OF_A_DOCUMENT.search(graph_of(quad.graph_name))})
        capsys.readouterr()
        assert main(["sync", server.address, "--build", str(whole / "build"), "--dry-run"]) == 0
        told = capsys.readouterr().out
    assert held[0] == held[1]
    assert len(held[0]) > 100
    # The description of the build tells of its files.
    assert re.search(r"\b1 to send, \d+ unchanged, 0 to remove", told), told


def graph_of(name: object) -> str:
    """The IRI of a graph."""
    return name.value if isinstance(name, NamedNode) else ""
