"""A page saved as HTML: its own markup where it is one of the archive, else its text, never a server's error."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import SourceError
from kg.model.report import Report
from kg.sources import read_report
from kg.sources.savedpage import read_page

PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>Report, Embassy of Ruritania | Digital Archive</title>
<link rel="canonical" href="https://digitalarchive.example.org/document/report-embassy-ruritania">
<style>.a{color:red}</style><script>document.write("<p>nothing</p>")</script></head>
<body><nav><ul><li>Search<li>Collections</ul></nav><main>
<div class="content-block"><p class="date">May 3, 1960</p>
<h1 class="title">Report, Embassy of Ruritania in Strelsau to the Foreign Ministry</h1>
<div class="donated">This document was made possible with support from the Friends of the Archive</div>
<div class="text-block"><p>The Ambassador calls on the Minister, who speaks of the road.</p></div></div>
<div id="documentTabs"><ul><li>English Translation</li><li>Original</li></ul><div class="tab-content">
<div class="tab-pane active"><p>Strelsau, 3 May 1960.</p><p>On 2 May I called on the Minister.<br>
He said&nbsp;that the road
 was open &amp; safe.</p><p>He added nothing.</p><p>Fritz Sapt<br>Ambassador</p></div>
<div class="tab-pane"><p>Az eredeti.</p></div></div></div>
<div class="information-block"><h3 class="sub-title">Source</h3><div class="text"><p>MOL, XIX-J-1-j Ruritania, 5. doboz.
 Translated by Bertha Tarlenheim.</p></div></div>
<div class="information-block"><h3 class="sub-title">Rights</h3><div class="text"><p>The programme welcomes reuse.</p>
<p>Ask before you print it.</p></div></div>
<div class="pill-block"><h3 class="title">Author(s)</h3><div
class="pill"><span class="name">Sapt, Fritz</span></div></div>
</main><footer>Print | Share</footer></body></html>
"""


def report(folder: Path, page: str) -> Report:
    path = folder / "page.html"
    path.write_text(page, encoding="utf-8")
    return read_report(path)


def test_a_page_of_the_archive_is_read_by_its_markup(tmp_path: Path) -> None:
    one = report(tmp_path, PAGE)
    assert (one.layout, one.kind, str(one.date)) == ("wilson-html", "report", "1960-05-03")
    assert (one.sender, one.addressee) == ("Embassy of Ruritania in Strelsau", "Foreign Ministry")
    assert (one.author, one.translator, one.place) == ("Fritz Sapt", "Bertha Tarlenheim", "Strelsau")
    assert one.signature
    assert (one.signature.archive, one.signature.box) == ("MOL", "5")
    assert one.abstract
    assert one.abstract.exact == "The Ambassador calls on the Minister, who speaks of the road."
    assert one.rights == ("The programme welcomes reuse.", "Ask before you print it.")
    assert one.address == "https://digitalarchive.example.org/document/report-embassy-ruritania"


def test_only_the_document_itself_is_its_text(tmp_path: Path) -> None:
    one = report(tmp_path, PAGE)
    for residue in ("Search", "nothing</p>", "made possible", "eredeti", "Share", "color"):
        assert residue not in one.source.text
    assert [p.exact for p in one.paragraphs] == [
        "On 2 May I called on the Minister.",
        "He said that the road was open & safe.",
        "He added nothing.",
    ]


def test_every_fact_stands_where_it_says(tmp_path: Path) -> None:
    one = report(tmp_path, PAGE)
    assert one.abstract
    for passage in (*one.places.values(), *one.paragraphs, *one.preamble, one.abstract):
        assert passage.is_found_in(one.source.text)
    assert one.places["author"].exact == "Fritz Sapt"


def test_a_summary_is_never_taken_for_the_last_paragraph_nor_the_other_way_round(tmp_path: Path) -> None:
    without = PAGE[: PAGE.index('<div class="text-block">')] + PAGE[PAGE.index("</div>\n<div id=") :]
    one = report(tmp_path, without)
    assert one.abstract is None
    assert one.paragraphs[-1].exact == "He added nothing."


def test_a_page_without_that_markup_is_read_as_text(tmp_path: Path) -> None:
    page = (
        "<html><body><header>Menu</header><article><h2>Telegram from Strelsau to Zenda</h2><p>Strelsau, May 4, 1960."
        "<p>The Minister left the town today.<p>He will come back soon.</article></body></html>"
    )
    one = report(tmp_path, page)
    assert (one.layout, one.kind, one.sender, one.addressee) == ("plain", "telegram", "Strelsau", "Zenda")
    assert [p.exact for p in one.paragraphs] == ["The Minister left the town today.", "He will come back soon."]
    assert "Menu" not in one.source.text


@pytest.mark.parametrize(
    "title", ["404 Not Found", "Page not found | Digital Archive", "Just a moment...", "Error 503"]
)
def test_an_error_page_is_refused_by_what_it_says(tmp_path: Path, title: str) -> None:
    page = f"<html><title>{title}</title><body><h1>{title}</h1><p>Try the search of the archive.</p></body></html>"
    with pytest.raises(SourceError, match="error page"):
        report(tmp_path, page)


def test_an_error_page_saved_as_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text("Page not found\n\nMay 4, 1960\n\nThe page that you asked for is not here.\n", encoding="utf-8")
    with pytest.raises(SourceError, match="error page"):
        read_report(path)


def test_a_telegram_with_the_number_404_is_no_error_page(tmp_path: Path) -> None:
    page = PAGE.replace(
        "Report, Embassy of Ruritania in Strelsau to the Foreign Ministry", "Telegram 404 from Strelsau"
    )
    assert report(tmp_path, page).kind == "telegram"


def test_a_page_nested_beyond_measure_is_refused_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="nested") as caught:
        report(tmp_path, "<html>\n" + "<div>" * 100_000)
    assert "line 2, column" in caught.value.place


def test_a_page_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(b"<html><p>caf\xe9</p></html>")
    with pytest.raises(SourceError, match="not UTF-8"):
        read_page(path)


def test_broken_markup_loses_no_words(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("<html><p>One <b>two</p><p>three</i> four<td>five </body></div>six", encoding="utf-8")
    assert read_page(path).source.text.split() == ["One", "two", "three", "four", "five", "six"]
