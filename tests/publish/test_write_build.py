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
from kg.publish import PublishedFile, publication
from kg.publish.formats import FORMATS, Format

from .graphs import (
    BERN,
    GOLDEN,
    RIGA,
    RIGHTS,
    ROOT,
    description,
    files_in,
    published,
    reports,
    sample,
    small_context,
    triples_of,
)

NAMES = [f"{stem}.{form.extension}" for stem in (RIGA, BERN, "all") for form in FORMATS]


def built(out: Path) -> dict[str, bytes]:
    """Write the build of the two reports, and read all its files."""
    published(reports(), out)
    return files_in(out)


def test_a_build_has_four_files_a_document_four_of_all_and_its_description(tmp_path: Path) -> None:
    assert sorted(built(tmp_path / "build")) == sorted([*NAMES, "dataset.ttl", "manifest.json"])


def test_the_files_are_the_golden_ones_to_the_byte(tmp_path: Path) -> None:
    files = built(tmp_path / "build")
    assert sorted(files) == sorted(path.name for path in GOLDEN.iterdir())
    for name, content in files.items():
        assert content.decode() == (GOLDEN / name).read_text("utf-8"), name


def test_a_whole_text_is_written_to_the_byte_and_listed_and_changes_no_other_file(tmp_path: Path) -> None:
    text = "\ufeffTo the Minister.\r\n\nNo news.\u2028"
    with publication(tmp_path / "build", description(), small_context()) as edition:
        for key, quads in reports().items():
            edition.add(key, quads, RIGHTS.get(key, ()), text if key == RIGA else None)
        rows = {row.file: row for row in edition.finish()}
    files = files_in(tmp_path / "build")
    assert files.pop(f"{RIGA}.txt") == text.encode()
    assert rows[f"{RIGA}.txt"].size_bytes == len(text.encode())
    golden = files_in(GOLDEN)
    assert {name for name in files if files[name] != golden[name]} == {"manifest.json"}
    assert set(files) == set(golden)


@pytest.mark.parametrize("seed", ["0", "1", "4294967295"])
def test_the_bytes_do_not_hang_on_the_hash_seed(seed: str, tmp_path: Path) -> None:
    out = tmp_path / "build"
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    command = [sys.executable, "-m", "tests.publish.write_golden", str(out)]
    subprocess.run(command, check=True, cwd=ROOT, env=environment)
    assert files_in(out) == files_in(GOLDEN)


def test_the_order_of_the_documents_is_of_no_consequence(tmp_path: Path) -> None:
    published(dict(reversed(reports().items())), tmp_path / "build")
    assert files_in(tmp_path / "build") == files_in(GOLDEN)


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
    rows = published(reports(), tmp_path / "build", also={"findings.json": b"[]"})
    assert PublishedFile.of("findings.json", b"[]") in rows
    assert list(rows) == sorted(rows)
    assert (tmp_path / "build" / "findings.json").read_bytes() == b"[]"


@pytest.mark.parametrize("key", ["all", "dataset", "manifest", "a/b", "..", "", "ein Bericht"])
def test_a_key_that_is_no_file_name_of_its_own_is_refused(key: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot have this key"):
        published({key: sample()}, tmp_path / "build")
    assert not list(tmp_path.iterdir())


def test_a_graph_that_cannot_be_published_leaves_the_old_build(tmp_path: Path) -> None:
    before = built(tmp_path / "build")
    a = NamedNode("urn:a")
    with pytest.raises(DataError, match="blank node"):
        published({**reports(), "k": [Quad(a, a, BlankNode("b"), a)]}, tmp_path / "build")
    assert files_in(tmp_path / "build") == before


def test_a_build_of_nothing_is_a_build(tmp_path: Path) -> None:
    rows = published({}, tmp_path / "build")
    assert [row.file for row in rows] == ["all.jsonld", "all.nq", "all.trig", "all.ttl", "dataset.ttl"]
