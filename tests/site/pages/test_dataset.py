"""The pages of the dataset: its files, its rights, its counts, each part; long lists in pages."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from kg.site.pages import dataset
from kg.site.site import Site
from tests.publish.graphs import quads_of
from tests.site.libraries import BASE, RIGA, site_of


def text_of(site: Site, path: str) -> str:
    """A page as text."""
    page = site.page(path)
    assert page, path
    return page.decode()


@pytest.fixture(scope="module")
def long_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of more documents than a page lists."""
    keys = [f"1951-05-02-note-{number:03}" for number in range(dataset.PARTS_ON_A_PAGE + 1)]
    documents = {
        key: quads_of(
            f'<graph/{key}/v1> {{ <doc/{key}/record> dcterms:title "<Note> {key}" . }}'.replace(
                "dcterms:title", "<http://purl.org/dc/terms/title>"
            )
        )
        for key in keys
    }
    return site_of(documents, Path(tmp_path_factory.mktemp("long")))


def test_the_page_shows_each_file_with_its_size_and_checksum(whole_site: Site) -> None:
    text = text_of(whole_site, "dataset.html")
    for file in whole_site.edition.files.glob("all.*"):
        content = file.read_bytes()
        assert f'href="dataset/{file.name}"' in text
        assert f"{len(content):,}" in text
        assert sha256(content).hexdigest() in text


def test_the_rights_of_a_source_stand_word_for_word_on_the_page_of_its_part(whole_site: Site) -> None:
    assert "Free to read, “not to copy”." in text_of(whole_site, f"dataset/{RIGA}/about.html")


def test_the_partitions_have_anchors_that_their_iris_lead_to(whole_site: Site) -> None:
    text = text_of(whole_site, "dataset.html")
    for part in whole_site.describer.dataset.iris(f"{BASE}dataset", "void:classPartition", "void:propertyPartition"):
        page, _, anchor = whole_site.graph.addresses.page(part).partition("#")
        assert page == "dataset.html"
        assert f'id="{anchor}"' in text


def test_a_long_list_of_documents_is_paged_and_nothing_is_left_out(long_site: Site) -> None:
    first, second = (text_of(long_site, path) for path in ("dataset-documents.html", "dataset-documents-2.html"))
    assert "1 to 100 of 101" in first
    assert "101 to 101 of 101" in second
    assert 'href="dataset-documents-2.html"' in first
    assert "note-099" in first
    assert "note-100" not in first
    assert "note-100" in second
    assert len(first) < 100_000
    assert {"dataset-documents.html", "dataset-documents-2.html"} <= set(long_site.paths())
    for path in ("dataset-documents-3.html", "dataset-documents-0.html", "dataset-documents-1.html"):
        assert long_site.page(path) is None


def test_a_title_that_looks_like_markup_is_shown_as_it_is(long_site: Site) -> None:
    assert "&lt;Note&gt; 1951-05-02-note-000" in text_of(long_site, "dataset-documents.html")
    assert "<Note>" not in text_of(long_site, "dataset/1951-05-02-note-000/about.html")


def test_without_an_endpoint_the_page_names_none(whole_site: Site) -> None:
    site = Site.of(whole_site.edition, whole_site.context, has_endpoint=False)
    assert 'id="sparql"' not in text_of(site, "dataset.html")
    assert 'id="sparql"' in text_of(whole_site, "dataset.html")
