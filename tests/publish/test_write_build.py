"""A whole build on the disk: which files there are, and that they are the same bytes whenever they are made."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import BlankNode, NamedNode, Quad

from kg.errors import DataError
from kg.publish import PublishedFile, write_build
from kg.publish.formats import FORMATS, Format

from .graphs import BERN, GOLDEN, RIGA, ROOT, description, reports, sample, small_context, triples_of

NAMES = [f"{stem}.{form.extension}" for stem in (RIGA, BERN, "all") for form in FORMATS]


def built(out: Path) -> dict[str, bytes]:
    """Write the build of the two reports, and read all its files."""
    write_build(reports(), description(), small_context(), out)
    return {path.name: path.read_bytes() for path in out.iterdir()}


def test_a_build_has_four_files_a_document_four_of_all_and_its_description(tmp_path: Path) -> None:
    assert sorted(built(tmp_path / "build")) == sorted([*NAMES, "dataset.ttl", "manifest.json"])


def test_the_files_are_the_golden_ones_to_the_byte(tmp_path: Path) -> None:
    files = built(tmp_path / "build")
    assert sorted(files) == sorted(path.name for path in GOLDEN.iterdir())
    for name, content in files.items():
        assert content.decode() == (GOLDEN / name).read_text("utf-8"), name


@pytest.mark.parametrize("seed", ["0", "1", "4294967295"])
def test_the_bytes_do_not_hang_on_the_hash_seed(seed: str, tmp_path: Path) -> None:
    out = tmp_path / "build"
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    command = [sys.executable, "-m", "tests.publish.write_golden", str(out)]
    subprocess.run(command, check=True, cwd=ROOT, env=environment)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == {
        path.name: path.read_bytes() for path in GOLDEN.iterdir()
    }


@pytest.mark.parametrize("form", FORMATS, ids=[form.extension for form in FORMATS])
def test_all_formats_hold_the_same_graph(form: Format, tmp_path: Path) -> None:
    files = built(tmp_path / "build")
    known = pyoxigraph.RdfFormat.from_media_type(form.media_type)
    assert known is not None
    assert known.file_extension == form.extension
    quads = list(pyoxigraph.parse(files[f"all.{form.extension}"], format=known))
    if form.keeps_graphs:
        assert set(quads) == set(sample())
    else:
        assert triples_of(quads) == triples_of(sample())


def test_further_files_stand_in_the_manifest_too(tmp_path: Path) -> None:
    rows = write_build(reports(), description(), small_context(), tmp_path / "build", also={"findings.json": b"[]"})
    assert PublishedFile.of("findings.json", b"[]") in rows
    assert list(rows) == sorted(rows)
    assert (tmp_path / "build" / "findings.json").read_bytes() == b"[]"


@pytest.mark.parametrize("key", ["all", "dataset", "manifest", "a/b", "..", "", "ein Bericht"])
def test_a_key_that_is_no_file_name_of_its_own_is_refused(key: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot have this key"):
        write_build({key: sample()}, description(), small_context(), tmp_path / "build")
    assert not list(tmp_path.iterdir())


def test_a_graph_that_cannot_be_published_leaves_the_old_build(tmp_path: Path) -> None:
    before = built(tmp_path / "build")
    a = NamedNode("urn:a")
    with pytest.raises(DataError, match="blank node"):
        write_build({"k": [Quad(a, a, BlankNode("b"), a)]}, description(), small_context(), tmp_path / "build")
    assert {path.name: path.read_bytes() for path in (tmp_path / "build").iterdir()} == before


def test_a_build_of_nothing_is_a_build(tmp_path: Path) -> None:
    rows = write_build({}, description(), small_context(), tmp_path / "build")
    assert [row.file for row in rows] == ["all.jsonld", "all.nq", "all.trig", "all.ttl", "dataset.ttl"]
