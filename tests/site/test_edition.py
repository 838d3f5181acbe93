"""An edition is whole or not there, is made once, holds one build and no other, and may stand under another base."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat

from kg.errors import DataError, OutputError, UsageError
from kg.publish.files import PublishedFile
from kg.site import buildfiles
from kg.site import edition as making
from kg.site.buildfiles import BuildFiles
from kg.site.edition import Edition
from kg.site.shelf import ABOUT, remove_editions, shelved
from kg.site.site import Site
from tests.publish.graphs import our_context, quads_of, reports, sample
from tests.site.libraries import BASE, BERN, RIGA, ROOT, build_of, edition_in, name

OTHER = "https://example.org/kg/"
TERMS = tuple(f"{BASE}{each}#" for each in ("ontology", "vocab", "shapes"))
needs_posix = pytest.mark.skipif(os.name != "posix", reason="needs limits and signals of POSIX")


@pytest.fixture
def build(tmp_path: Path) -> Path:
    """A build of two invented reports."""
    return build_of(reports(), tmp_path / "build")


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of such a build under another base, in which a text and a term name the old one."""
    place = Path(tmp_path_factory.mktemp("moved"))
    more = quads_of(
        f'<graph/{BERN}/v1> {{ <agent/x> rdfs:label "see {BASE}agent/x" ; dg:status dgv:Occurred ; '
        f'dg:date "x"^^<{BASE}ontology#own> ; rdfs:seeAlso <{BASE}vocab> . }}'
    )
    documents = {**reports(), BERN: [*reports()[BERN], *more]}
    edition = edition_in(place, build_of(documents, place / "build"), OTHER)
    return Site.of(edition, our_context(), has_endpoint=True)


def as_moved(iri: str) -> str:
    """Where an IRI stands under the other base."""
    stays = not iri.startswith(BASE) or iri.startswith(TERMS) or iri == f"{BASE}vocab"
    return iri if stays else OTHER + iri.removeprefix(BASE)


def quad_as_moved(quad: Quad) -> Quad:
    """A quad under the other base."""
    value = NamedNode(as_moved(quad.object.value)) if isinstance(quad.object, NamedNode) else quad.object
    return Quad(
        NamedNode(as_moved(name(quad.subject))),
        NamedNode(as_moved(quad.predicate.value)),
        value,
        NamedNode(as_moved(name(quad.graph_name))),
    )


def stored(edition: Edition, *graphs: str) -> set[Quad]:
    """The quads of the named graphs of documents, or of some graphs."""
    prefixes = graphs or (f"{edition.base}graph/",)
    return {
        quad
        for quad in edition.opened().quads_for_pattern(None, None, None, None)
        if isinstance(quad.graph_name, NamedNode) and quad.graph_name.value.startswith(prefixes)
    }


def in_store(quads: list[Quad]) -> set[Quad]:
    """The quads as a store spells their numbers."""
    store = pyoxigraph.Store()
    store.extend(quads)
    return set(store)


def test_the_default_graph_is_the_union_as_a_set(build: Path, tmp_path: Path) -> None:
    store = edition_in(tmp_path, build).opened()
    union = [quad.triple for quad in store.quads_for_pattern(None, None, None, DefaultGraph())]
    assert len(union) == len(set(union))
    assert set(union) == {quad.triple for quad in in_store(sample())}


def test_an_edition_is_made_once_and_found_again(build: Path, tmp_path: Path) -> None:
    edition = edition_in(tmp_path, build)
    made = (edition.folder / ABOUT).stat().st_mtime_ns
    assert edition_in(tmp_path, build) == edition
    assert (edition.folder / ABOUT).stat().st_mtime_ns == made


def test_under_another_base_every_iri_of_the_data_moves_and_nothing_else(moved: Site) -> None:
    files = list(pyoxigraph.parse(path=str(moved.edition.files / "all.nq"), format=RdfFormat.N_QUADS))
    assert stored(moved.edition) == in_store([quad_as_moved(quad) for quad in files])
    labels = moved.graph.texts(f"{OTHER}agent/x", "rdfs:label")
    assert labels == (f"see {BASE}agent/x",)
    assert moved.graph.iri(f"{OTHER}agent/x", "dg:status") == f"{BASE}vocab#Occurred"


def test_under_another_base_the_union_moves_as_well(moved: Site) -> None:
    union = {quad.triple for quad in moved.graph.store.quads_for_pattern(None, None, None, DefaultGraph())}
    assert union == {quad.triple for quad in stored(moved.edition)}


def test_under_another_base_the_description_is_true_of_that_base(moved: Site) -> None:
    dataset = moved.describer.dataset
    assert dataset.texts(f"{OTHER}dataset", "void:uriSpace") == (OTHER,)
    assert f"{BASE}ontology#" in dataset.iris(f"{OTHER}dataset", "void:vocabulary")
    assert not dataset.knows(f"{BASE}dataset")
    assert {each for each in dataset.all_subjects() if not each.startswith(OTHER)} == set()


def test_under_another_base_our_terms_stay_and_have_their_pages(moved: Site) -> None:
    assert moved.graph.beside("vocab").label(f"{BASE}vocab#Withdrawn") == "withdrawn"
    assert moved.graph.addresses.page(f"{BASE}vocab#Withdrawn") == "vocab.html#Withdrawn"
    assert moved.page("vocab.html")
    assert moved.description("vocab", "ttl") == (ROOT / "ontology" / "vocab.ttl").read_bytes()


def test_under_another_base_things_are_found_at_their_paths(moved: Site) -> None:
    assert moved.exists("agent/keller-max")
    assert moved.iri("agent/keller-max") == f"{OTHER}agent/keller-max"
    read = pyoxigraph.parse(moved.description("agent/keller-max", "ttl") or b"", format=RdfFormat.TURTLE)
    told = {name(quad.subject) for quad in read}
    assert f"{OTHER}agent/keller-max" in told
    assert {each for each in told if each.startswith(BASE) and not each.startswith(TERMS)} == set()


def test_files_keep_the_iris_that_they_were_built_with_and_that_is_said(moved: Site) -> None:
    assert moved.edition.built_under == BASE
    assert moved.edition.base == OTHER
    read = pyoxigraph.parse(moved.description("dataset", "nq") or b"", format=RdfFormat.N_QUADS)
    said = {
        quad.object.value
        for quad in read
        if name(quad.subject) == f"{OTHER}dataset/all.nq"
        and quad.predicate.value == "http://purl.org/dc/terms/description"
        and isinstance(quad.object, Literal)
    }
    assert said == {f"The IRIs in this file stand under {BASE}, where it was built."}


def test_a_build_that_is_no_build_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no build"):
        edition_in(tmp_path, tmp_path / "nowhere")
    (tmp_path / "manifest.json").write_text('{"files": [{"file": 1}]}')
    with pytest.raises(DataError, match=r"manifest\.json: This is no manifest"):
        edition_in(tmp_path / "shelf", tmp_path)


@pytest.mark.parametrize("file", ["all.nq", "all.ttl", "dataset.ttl", "all.trig"])
def test_a_file_that_is_not_what_the_manifest_says_is_refused_by_its_name(
    build: Path, tmp_path: Path, file: str
) -> None:
    path = build / file
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content[:-20] + b" " * 20)
    with pytest.raises(DataError, match=f"{file}: The file is not the one that the manifest names") as caught:
        edition_in(tmp_path, build)
    assert caught.value.cure == "Run kg build again."
    assert not [*(tmp_path / "editions").iterdir()]


def test_a_file_that_is_missing_is_refused_by_its_name(build: Path, tmp_path: Path) -> None:
    (build / "all.ttl").unlink()
    with pytest.raises(DataError, match=r"all\.ttl: The file is missing"):
        edition_in(tmp_path, build)


@pytest.mark.parametrize(("file", "base"), [("all.nq", ""), ("all.nq", OTHER), ("all.ttl", ""), ("dataset.ttl", "")])
def test_a_file_that_is_not_well_formed_is_refused_by_its_name(
    build: Path, tmp_path: Path, file: str, base: str
) -> None:
    spoil(build, file, lambda content: content + b"<this is no statement\n")
    with pytest.raises(DataError, match=f"{file}: The file cannot be read"):
        edition_in(tmp_path, build, base)
    assert not [*(tmp_path / "editions").iterdir()]


def spoil(build: Path, file: str, change: Callable[[bytes], bytes]) -> None:
    """Change a file and tell the manifest."""
    content = change((build / file).read_bytes())
    (build / file).unlink()
    (build / file).write_bytes(content)
    row = PublishedFile.of(file, content)
    manifest = json.loads((build / "manifest.json").read_bytes())
    for each in manifest["files"]:
        if each["file"] == file:
            each |= {"bytes": row.size_bytes, "sha256": row.sha256}
    (build / "manifest.json").write_text(json.dumps(manifest))


def test_a_manifest_that_leads_out_of_the_folder_is_refused(build: Path, tmp_path: Path) -> None:
    text = (build / "manifest.json").read_text("utf-8").replace('"all.ttl"', '"../../all.ttl"')
    (build / "manifest.json").write_text(text)
    with pytest.raises(DataError, match="leads out of the folder"):
        edition_in(tmp_path, build)


def test_a_build_without_a_statement_is_refused(build: Path, tmp_path: Path) -> None:
    spoil(build, "all.nq", lambda _: b"")
    with pytest.raises(DataError, match=r"all\.nq: No statement of a document"):
        edition_in(tmp_path, build)


def test_a_build_that_is_replaced_while_it_is_read_is_read_anew(
    build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = build_of({RIGA: reports()[RIGA]}, tmp_path / "other")
    link, linked = buildfiles._link_or_copy, list[str]()

    def link_and_replace(source: Path, target: Path) -> None:
        link(source, target)
        linked.append(source.name)
        if len(linked) == 2:
            shutil.rmtree(build)
            other.rename(build)

    monkeypatch.setattr(buildfiles, "_link_or_copy", link_and_replace)
    edition = edition_in(tmp_path, build)
    assert stored(edition) == in_store(reports()[RIGA])
    assert (edition.files / "manifest.json").read_bytes() == (build / "manifest.json").read_bytes()


def test_a_build_that_is_replaced_again_and_again_is_given_up(
    build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = buildfiles._link_or_copy

    def link_and_change(source: Path, target: Path) -> None:
        link(source, target)
        text = (build / "manifest.json").read_text("utf-8")
        (build / "manifest.json").write_text(f"{text} ")
        (build / "all.trig").unlink(missing_ok=True)

    monkeypatch.setattr(buildfiles, "_link_or_copy", link_and_change)
    with pytest.raises(DataError, match="replaced again and again"):
        edition_in(tmp_path, build)


def test_what_a_killed_process_left_behind_is_swept_whichever_edition_it_made(build: Path, tmp_path: Path) -> None:
    shelf = tmp_path / "editions"
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    dead, alive = shelf / f"0123456789abcdef.{ended.pid}.tmp", shelf / f"fedcba9876543210.{os.getpid()}.tmp"
    for folder in (dead, alive):
        (folder / "store").mkdir(parents=True)
    edition_in(tmp_path, build)
    assert not dead.exists()
    assert alive.exists()


@needs_posix
def test_a_preparation_that_is_killed_leaves_no_edition_and_the_next_one_makes_it(build: Path, tmp_path: Path) -> None:
    shelf = tmp_path / "editions"
    child = multiprocessing.get_context("spawn").Process(target=edition_in, args=(tmp_path, build))
    child.start()
    # Killed at whatever point it has come to, once it has begun to write.
    while not shelf.is_dir() and child.is_alive():
        time.sleep(0.001)
    assert child.pid
    os.kill(child.pid, signal.SIGKILL)
    child.join()
    edition = edition_in(tmp_path, build)
    assert stored(edition) == in_store(sample())
    assert [each.folder for each in shelved(shelf)] == [edition.folder]


def test_two_processes_that_want_one_edition_both_get_it(build: Path, tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        one, two = pool.starmap(edition_in, [(tmp_path, build)] * 2)
    assert one == two
    assert stored(one) == in_store(sample())
    assert [each.folder for each in shelved(tmp_path / "editions")] == [one.folder]


def test_two_threads_that_want_one_edition_both_get_it(build: Path, tmp_path: Path) -> None:
    found: list[Edition] = []
    threads = [threading.Thread(target=lambda: found.append(edition_in(tmp_path, build))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 2
    assert found[0] == found[1]


# No file may be longer than a kilobyte: the store's are.
_LITTLE_ROOM = """
import resource, sys
from pathlib import Path
from kg.errors import KgError
from kg.site.edition import edition_of
resource.setrlimit(resource.RLIMIT_FSIZE, (1024, 1024))
try:
    edition_of(*map(Path, sys.argv[1:]))
except KgError as error:
    print(type(error).__name__, error)
"""


@needs_posix
def test_where_there_is_no_room_that_is_said_in_one_sentence_and_nothing_stays(build: Path, tmp_path: Path) -> None:
    shelf = tmp_path / "editions"
    folders = [build, ROOT / "ontology", ROOT / "shapes", shelf]
    command = [sys.executable, "-c", _LITTLE_ROOM, *map(str, folders)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert ended.stdout.startswith(f"{OutputError.__name__} {shelf}")
    assert "Cannot be written: " in ended.stdout
    assert "File too large" in ended.stdout
    assert not [*shelf.iterdir()]


def test_editions_are_told_with_their_size_and_the_old_ones_are_removed(build: Path, tmp_path: Path) -> None:
    shelf = tmp_path / "editions"
    old = shelf / "of-an-older-layout"
    old.mkdir(parents=True)
    (old / "store").write_bytes(b"12345")
    edition = edition_in(tmp_path, build)
    assert {each.folder.name: each.size_bytes for each in shelved(shelf)}["of-an-older-layout"] == 5
    assert remove_editions(shelf, keep={edition.id}) == 5
    assert [each.folder for each in shelved(shelf)] == [edition.folder]
    assert stored(edition)


def test_where_there_is_no_shelf_nothing_stands_on_it(tmp_path: Path) -> None:
    assert shelved(tmp_path / "nowhere") == ()
    assert remove_editions(tmp_path / "nowhere", keep=()) == 0


def test_an_edition_of_another_layout_is_left_alone(
    build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = edition_in(tmp_path, build)
    monkeypatch.setattr(making, "LAYOUT", making.LAYOUT + 1)
    assert edition_in(tmp_path, build).folder != edition.folder
    assert edition.folder.exists()


def test_a_store_that_is_gone_is_refused_with_its_place(build: Path, tmp_path: Path) -> None:
    edition = edition_in(tmp_path, build)
    shutil.rmtree(edition.store)
    with pytest.raises(DataError, match="The store cannot be opened") as caught:
        edition.opened()
    assert caught.value.place == str(edition.folder)


def test_the_files_of_an_edition_cost_no_room_where_they_can_be_linked(build: Path, tmp_path: Path) -> None:
    edition = edition_in(tmp_path, build)
    assert (edition.files / "all.nq").stat().st_ino == (build / "all.nq").stat().st_ino
    taken = BuildFiles.in_folder(edition.files)
    assert {row.file for row in taken.rows} | {"manifest.json"} == {each.name for each in edition.files.iterdir()}
