"""XML that is broken or hostile: refused with its place, nothing fetched, nothing expanded, nothing kept in memory."""

from __future__ import annotations

import time
import tracemalloc
from pathlib import Path

import pytest

from kg.errors import SourceError
from kg.sources.teivolume import documents_in, survey
from kg.sources.xmlstream import elements_in
from tests.volumes import EDITORIAL, HEAD, TAIL, TELEGRAM, volume_of


def refused(folder: Path, content: str | bytes) -> SourceError:
    path = folder / "volume.xml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(SourceError) as caught:
        survey(path)
    assert caught.value.place.startswith(str(path))
    assert caught.value.cure
    return caught.value


def test_a_truncated_volume_names_line_and_column(tmp_path: Path) -> None:
    whole = volume_of(TELEGRAM)
    cut = whole[: whole.index("Comment")]
    error = refused(tmp_path, cut)
    last = cut.split("\n")
    assert error.place.endswith(f"line {len(last)}, column {len(last[-1]) + 1}")


def test_a_fault_in_the_middle_names_its_line(tmp_path: Path) -> None:
    broken = volume_of(TELEGRAM).replace("<p>Comment follows", "<p>Comment </q> follows")
    line = broken[: broken.index("</q>")].count("\n") + 1
    assert f"line {line}, column" in refused(tmp_path, broken).place


BOMB = '<!DOCTYPE TEI [<!ENTITY a "road">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefghi", "bcdefghij", strict=True)
)


@pytest.mark.parametrize(
    "doctype",
    [
        BOMB + "]>",
        '<!DOCTYPE TEI [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE TEI SYSTEM "http://example.org/tei.dtd">',
        '<!DOCTYPE TEI [<!ENTITY % a SYSTEM "http://example.org/a"> %a;]>',
    ],
)
def test_entities_are_never_declared_fetched_or_expanded(tmp_path: Path, doctype: str) -> None:
    content = HEAD.replace("<TEI", f"{doctype}\n<TEI", 1) + EDITORIAL.replace("On May", "&j;&a; On May") + TAIL
    start = time.process_time()
    assert "DOCTYPE" in str(refused(tmp_path, content))
    assert time.process_time() - start < 2


def test_an_entity_that_nobody_declared_is_malformed(tmp_path: Path) -> None:
    assert "undefined entity" in str(refused(tmp_path, volume_of(EDITORIAL.replace("On May", "&road; On May"))))


@pytest.mark.parametrize("inside", [True, False])
def test_a_hundred_thousand_nested_elements_are_refused(tmp_path: Path, inside: bool) -> None:
    deep = "<hi>" * 100_000 + "</hi>" * 100_000
    content = volume_of(EDITORIAL.replace("On May", f"{deep}On May")) if inside else HEAD + deep + TAIL
    assert "nested" in str(refused(tmp_path, content))


def test_a_volume_without_documents_is_refused(tmp_path: Path) -> None:
    assert "no documents" in str(refused(tmp_path, volume_of()))


@pytest.mark.parametrize("name", ["ISO-8859-1", "windows-1252", "UTF-16", "KOI8-R"])
def test_another_encoding_than_utf_8_is_refused_by_its_name(tmp_path: Path, name: str) -> None:
    assert name in str(refused(tmp_path, volume_of(EDITORIAL).replace("UTF-8", name)))


def test_bytes_that_are_not_what_the_declaration_says_are_refused(tmp_path: Path) -> None:
    latin = volume_of(EDITORIAL.replace("road", "Straße")).encode("latin-1", "replace")
    assert "line" in refused(tmp_path, latin).place


def test_utf_16_is_refused_whatever_it_declares(tmp_path: Path) -> None:
    assert "UTF-16" in str(refused(tmp_path, volume_of(EDITORIAL).encode("utf-16")))


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "volume.xml"
    path.write_bytes(b"\xef\xbb\xbf" + volume_of(EDITORIAL).encode())
    assert survey(path).document_ids == ("d4",)


def test_memory_stays_flat_as_documents_go_by(tmp_path: Path) -> None:
    """A volume of ten times as many documents takes no more at its peak: no tree of the whole is ever there."""
    peaks = []
    for count in (60, 600):
        path = tmp_path / f"volume{count}.xml"
        long = EDITORIAL.replace("the road was", "the long road to the town was " * 300)
        path.write_text(volume_of(*(long.replace('"d4"', f'"d{n}"') for n in range(count))), encoding="utf-8")
        volume = survey(path)
        tracemalloc.start()
        assert sum(1 for _ in documents_in(volume)) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.5
    assert peaks[1] < (tmp_path / "volume600.xml").stat().st_size / 4


def test_only_what_is_wanted_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text("<a><b>one<c/>two</b><d><b>three</b></d></a>", encoding="utf-8")
    found = [(element.tag, element.text) for element in elements_in(path, lambda name, _: name == "b")]
    assert found == [("b", "one"), ("b", "three")]
