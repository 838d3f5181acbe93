"""What is written down when an edition is made is what its graph says; a page reads no more than it shows."""

from __future__ import annotations

from pathlib import Path

from attrs import evolve

from kg.site.graph import Graph
from kg.site.keeping import Kept, Stored, write_kept
from kg.site.lists import Known
from kg.site.preparing import ledgers_of
from kg.site.site import Site


def _site(site: Site, kept: Kept | None) -> Site:
    graph = Graph(site.graph.store, site.graph.addresses, site.graph.files, kept=kept)
    return evolve(site, graph=graph)


def test_pages_are_the_same_whether_their_lists_were_written_down_or_not(whole_site: Site, tmp_path: Path) -> None:
    found = list(ledgers_of(whole_site.graph, Known(whole_site.edition.lists), many=1))
    write_kept(tmp_path / "kept.sqlite", found, ())
    written, made = _site(whole_site, Kept(tmp_path / "kept.sqlite")), _site(whole_site, None)
    assert len(found) >= 10
    for iri, _ in found:
        page = whole_site.graph.addresses.page(iri)
        further = made.further(page)
        assert written.further(page) == further
        for path in (page, *further):
            assert written.page(path) == made.page(path), path


def test_who_is_named_in_few_documents_is_not_written_down(whole_site: Site) -> None:
    assert list(ledgers_of(whole_site.graph, Known(whole_site.edition.lists))) == []


def test_only_the_chunks_that_are_shown_are_read(tmp_path: Path) -> None:
    members = [f"x:{number}" for number in range(1000)]
    groups = {"one": members[:10], "other": members[10:], "none": []}
    write_kept(tmp_path / "kept.sqlite", [("x:thing", {"list": groups})], ())
    read = Kept(tmp_path / "kept.sqlite").ledger("x:thing")
    assert read is not None
    assert {key: list(found) for key, found in (read("list") or {}).items()} == groups
    assert read("another") is None
    asked: list[int] = []

    def chunk(number: int) -> list[str]:
        asked.append(number)
        return members[number * 256 : number * 256 + 256]

    stored = Stored(chunk, 10, 990)
    assert stored[300:302] == ("x:310", "x:311")
    assert stored[-1] == "x:999"
    assert set(asked) == {1, 3}
    assert len(stored) == 990


def test_a_thing_that_is_not_written_down_has_no_lists(tmp_path: Path) -> None:
    write_kept(tmp_path / "kept.sqlite", (), [("x:record", ((3, 40),))])
    kept = Kept(tmp_path / "kept.sqlite")
    assert kept.ledger("x:thing") is None
    assert kept.cuts("x:record") == ((3, 40),)
    assert kept.cuts("x:other") == ()
