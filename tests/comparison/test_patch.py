"""A patch or an update, applied to the old side, gives the new one: by readers that share no code with the writers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, serialize

from kg.comparison import patch_lines, sides, update_lines
from tests.comparison.builds import NEW, OLD, build
from tests.publish.graphs import wild_quads

SLOW = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
A = NamedNode("https://example.org/a")
# What SPARQL and N-Quads read differently: escapes before quotes, escapes of escapes.
NASTY = (
    r"\u0041",
    "\\\\u0041",
    "\\\u202eU0001F600",
    'a"b\\',
    "\r\n\t\b\f",
    "\x0b\x7f\u2028",
    "\\" * 5 + "u0041",
    "{ } ;",
)


@pytest.fixture(autouse=True)
def _spelled_as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """rdflib writes "01"^^xsd:integer as "1" otherwise, and makes two literals one."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)


def written(quads: Iterable[Quad], path: Path) -> Path:
    path.write_bytes(serialize(quads, format=RdfFormat.N_QUADS) or b"")
    return path


def quads_with_rdflib(dataset: rdflib.Dataset) -> set[tuple[object, ...]]:
    return {tuple(part for part in quad) for quad in dataset.quads()}


def read_with_rdflib(path: Path) -> rdflib.Dataset:
    dataset = rdflib.Dataset()
    dataset.parse(path, format="nquads")
    return dataset


def quads_of_build(folder: Path, scratch: Path) -> Path:
    """The documents of a build as one file, made without the code under test."""
    scratch.write_bytes(b"".join(path.read_bytes() for path in sorted(folder.glob("*.nq")) if path.name != "all.nq"))
    return scratch


@SLOW
@given(wild_quads, wild_quads)
def test_a_patch_applied_to_the_old_side_gives_the_new_one(old: list[Quad], new: list[Quad]) -> None:
    with TemporaryDirectory() as place:
        before, after = written(old, Path(place) / "old.nq"), written(new, Path(place) / "new.nq")
        with sides(before, after) as both:
            patch = b"".join(patch_lines(*both))
        dataset = read_with_rdflib(before)
        dataset.parse(data=patch, format="patch")
        assert quads_with_rdflib(dataset) == quads_with_rdflib(read_with_rdflib(after))


@SLOW
@given(wild_quads.map(lambda quads: kept(quads)), wild_quads.map(lambda quads: kept(quads)), st.integers(1, 4))
def test_an_update_applied_to_the_old_side_gives_the_new_one(old: list[Quad], new: list[Quad], most: int) -> None:
    with TemporaryDirectory() as place:
        before, after = written(old, Path(place) / "old.nq"), written(new, Path(place) / "new.nq")
        with sides(before, after) as both:
            update = b"".join(update_lines(*both, most)).decode()
    store = Store()
    store.extend(old)
    for operation in operations(update):
        assert operation.count(" .\n") <= most
        store.update(operation)
    assert set(store) == set(new)


def kept(quads: Iterable[Quad]) -> list[Quad]:
    """Those that Oxigraph's store keeps as they are written: it makes "01"^^xsd:integer and the like "1"."""
    found = []
    for quad in quads:
        store = Store()
        store.add(quad)
        found += [quad] if quad in store and set(store) == {quad} else []
    return found


def operations(update: str) -> Iterator[str]:
    """The operations of an update, one by one, as a program would cut them: at a line that holds a semicolon only."""
    for is_end, lines in groupby(update.splitlines(keepends=True), lambda line: line == ";\n"):
        if not is_end:
            yield "".join(lines)


@given(wild_quads)
def test_what_is_compared_with_itself_gives_an_empty_patch_and_no_update(quads: list[Quad]) -> None:
    with TemporaryDirectory() as place:
        one, other = written(quads, Path(place) / "a.nq"), written(reversed(quads), Path(place) / "b.nq")
        with sides(one, other) as both:
            assert [line[:2] for line in patch_lines(*both)] == [b"H ", b"TX", b"TC"]
            assert not [*update_lines(*both)]


@pytest.mark.parametrize("text", NASTY)
def test_escapes_mean_the_same_in_an_update_to_two_engines(text: str, tmp_path: Path) -> None:
    quad = Quad(A, A, Literal(text), A)
    before, after = written([], tmp_path / "old.nq"), written([quad], tmp_path / "new.nq")
    with sides(before, after) as both:
        update = b"".join(update_lines(*both)).decode()
    store = Store()
    store.update(update)
    assert set(store) == {quad}
    dataset = rdflib.Dataset()
    dataset.update(update)
    assert [str(value) for _, _, value, _ in dataset.quads()] == [text]


@pytest.mark.parametrize("reversed_order", [False, True])
def test_a_patch_between_two_builds_gives_the_new_build(tmp_path: Path, *, reversed_order: bool) -> None:
    folders = [build(OLD, tmp_path / "old"), build(NEW, tmp_path / "new")]
    old, new = reversed(folders) if reversed_order else folders
    with sides(old, new) as both:
        patch = b"".join(patch_lines(*both))
    dataset = read_with_rdflib(quads_of_build(old, tmp_path / "before.nq"))
    dataset.parse(data=patch, format="patch")
    wanted = read_with_rdflib(quads_of_build(new, tmp_path / "after.nq"))
    assert quads_with_rdflib(dataset) == quads_with_rdflib(wanted)


def test_all_that_is_removed_stands_before_all_that_is_added_and_each_part_is_sorted(tmp_path: Path) -> None:
    with sides(build(OLD, tmp_path / "old"), build(NEW, tmp_path / "new")) as both:
        lines = [line.decode() for line in patch_lines(*both)]
    assert [mark for mark, _ in groupby(line.split(" ")[0] for line in lines)] == ["H", "TX", "D", "A", "TC"]
    for mark in "DA":
        # By document first, then by graph and triple.
        places = [
            (line.split("/graph/")[1].split("/")[0], line.split(" ")[-2], line) for line in lines if line[0] == mark
        ]
        assert places == sorted(places)


def test_the_same_comparison_gives_the_same_bytes_and_another_one_another_id(tmp_path: Path) -> None:
    old, new = build(OLD, tmp_path / "old"), build(NEW, tmp_path / "new")
    patches: Mapping[tuple[Path, Path], list[bytes]] = {
        (one, other): [*_patch(one, other)] for one, other in ((old, new), (new, old), (old, old))
    }
    assert [*_patch(old, new)] == patches[old, new]
    assert len({patch[0] for patch in patches.values()}) == 3


def _patch(old: Path, new: Path) -> Iterator[bytes]:
    with sides(old, new) as both:
        yield from patch_lines(*both)
