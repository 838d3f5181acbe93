"""The site as files: which there are, the same however they are made, and no more touched than what changed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import RdfFormat

from kg.cli import main
from kg.site.renewal import LIST
from tests.publish.graphs import BERN, RIGA, ROOT, published, reports

LINK = re.compile(r'(?:href|src)="([^"#?]*)(?:[#?][^"]*)?"')


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The build of two invented reports."""
    folder = tmp_path_factory.mktemp("static") / "build"
    published(reports(), folder)
    return folder


def site_of(build: Path, out: Path, *options: str) -> Path:
    """The site of a build."""
    assert main(["publish", "site", "--build", str(build), "--out", str(out), "-q", *options]) == 0
    return out


def names_in(folder: Path) -> set[str]:
    """The names of all files."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def site(build: Path) -> Path:
    """The site of the two reports, written by one process."""
    return site_of(build, build.parent / "public", "--jobs", "1")


def test_every_thing_has_a_page_and_its_data_in_every_format(site: Path) -> None:
    names = names_in(site)
    things = (
        f"doc/{RIGA}/record",
        f"doc/{RIGA}/claim/b",
        f"doc/{RIGA}/ev/audience-c",
        "agent/keller-max",
        "place/bern",
    )
    for thing in things:
        assert {f"{thing}.{extension}" for extension in ("html", "ttl", "jsonld", "nt")} <= names


def test_the_rules_the_list_and_the_files_of_the_build_are_there(site: Path, build: Path) -> None:
    names = names_in(site)
    assert {".htaccess", ".nojekyll", "_headers", "_redirects", "404.html", "index.html", LIST} <= names
    assert {"hosting/nginx-map.conf", "hosting/nginx-server.conf", "assets/site.css"} <= names
    assert {f"dataset/{name}" for name in names_in(build)} <= names
    assert f"dataset/{BERN}.nt" in names


def test_no_link_of_any_page_leads_to_a_file_that_is_not_there(site: Path) -> None:
    broken = []
    for page in sorted(site.rglob("*.html")):
        for target in LINK.findall(page.read_text(encoding="utf-8")):
            if re.match(r"[a-z]+:", target) or not target or page.name == "404.html":
                continue
            if not (page.parent / target).resolve().is_file():
                broken.append((page.relative_to(site).as_posix(), target))
    assert not broken


def test_two_processes_write_the_same_bytes_as_one(build: Path, site: Path, tmp_path: Path) -> None:
    # Two documents keep to one process; the third makes a second one worth while.
    three = tmp_path / "build"
    riga = pyoxigraph.serialize(reports()[RIGA], format=RdfFormat.N_QUADS) or b""
    third = pyoxigraph.parse(riga.replace(RIGA.encode(), b"third"), format=RdfFormat.N_QUADS)
    published({**reports(), "third": list(third)}, three)
    one = site_of(three, tmp_path / "one", "--jobs", "1")
    two = site_of(three, tmp_path / "two", "--jobs", "2")
    assert names_in(one) == names_in(two)
    assert (one / LIST).read_bytes() == (two / LIST).read_bytes()


@pytest.mark.parametrize("seed", ["0", "4294967295"])
def test_the_bytes_do_not_hang_on_the_hash_seed(seed: str, build: Path, site: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kg", "publish", "site", "--build", str(build), "--out", str(tmp_path / "site")]
    subprocess.run([*command, "-q"], check=True, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed})
    assert (tmp_path / "site" / LIST).read_bytes() == (site / LIST).read_bytes()


def test_after_a_change_of_one_document_only_its_own_and_what_speaks_of_it_is_written(tmp_path: Path) -> None:
    published(reports(), tmp_path / "build")
    out = site_of(tmp_path / "build", tmp_path / "public")
    before = {name: (out / name).stat().st_ino for name in names_in(out)}
    changed = {**reports(), BERN: [quad for quad in reports()[BERN] if "Bern" not in str(quad.object)]}
    published(changed, tmp_path / "build")
    site_of(tmp_path / "build", out)
    touched = {name for name in before if before[name] != (out / name).stat().st_ino}
    assert "place/bern.html" in touched
    assert not {name for name in touched if name.startswith((f"doc/{RIGA}/", "agent/", "assets/", f"dataset/{RIGA}"))}


def test_entities_alone_have_data_where_that_is_wished_and_the_pages_say_where(build: Path, tmp_path: Path) -> None:
    out = site_of(build, tmp_path / "public", "--data", "entities", "--formats", "jsonld,ttl")
    names = names_in(out)
    assert f"doc/{RIGA}/claim/b.ttl" not in names
    assert {f"doc/{RIGA}/claim/b.html", f"doc/{RIGA}/record.ttl", "agent/keller-max.ttl"} <= names
    assert f'href="../../../dataset/{RIGA}.ttl"' in (out / f"doc/{RIGA}/claim/b.html").read_text(encoding="utf-8")
    assert not [name for name in names if name.endswith(".nt")]


def test_under_another_base_pages_and_data_name_things_by_it(build: Path, tmp_path: Path) -> None:
    out = site_of(build, tmp_path / "public", "--base", "https://example.org/kg/")
    assert "https://example.org/kg/place/bern" in (out / "place/bern.html").read_text(encoding="utf-8")
    for name in ("place/bern.nt", f"dataset/{BERN}.nt"):
        assert "<https://example.org/kg/place/bern>" in (out / name).read_text(encoding="utf-8")
    # What the build wrote names things by the base of the build: it is not part of this site.
    assert "dataset/all.nq" not in names_in(out)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--formats", "docx"], "'docx' is no format of data"),
        (["--formats", ","], "no format is named"),
        (["--mount", "reports"], "is no path on a host"),
        (["--mount", '/a"; evil'], "is no path on a host"),
        (["--base", "here"], "here"),
    ],
)
def test_what_is_wished_wrongly_is_refused_and_nothing_written(
    options: list[str], said: str, build: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["publish", "site", "--build", str(build), "--out", str(tmp_path / "public"), *options]) == 2
    assert said in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_the_last_line_says_how_to_open_it(build: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["publish", "site", "--build", str(build), "--out", str(tmp_path / "public")]) == 0
    counts, opening = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"\d+ files in .*, \d+\.\d MB: \d+ written, 0 as they were; \d+ pages drawn, 0 spared", counts)
    assert opening == f"open {tmp_path / 'public' / 'index.html'} in a browser"
