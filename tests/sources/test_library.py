"""What `kg add` rests on: texts byte for byte, keys that stay, one record once, and nothing lost or overwritten."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.sources import catalogue, read_report
from kg.sources.keys import slug
from kg.sources.library import Library, Outcome, Status, files_in
from tests.sources.test_savedpage import PAGE
from tests.volumes import DOCUMENTS, TELEGRAM, volume_of

FIRST = Path(__file__).parents[2] / "data/reports/1962-08-27-embassy-hungary-pyongyang/source.txt"
TEXTS = Path(__file__).parent / "texts"
SIGNED = """May 4, 1960

Report, Embassy of Ruritania in Strelsau to the Foreign Ministry

The Minister left the town today, and the Ambassador saw him off.

He will be back soon, as he said to all of them.

The Ambassador tells how the Minister left.

Document Information

MOL, XIX-J-1-j Ruritania, 5. doboz, 5/bc, 0066/1960.
"""


def added(library: Path, *files: Path) -> list[Outcome]:
    shelf = Library(library)
    return [outcome for path in files for outcome in shelf.add(path)]


def one(library: Path, path: Path) -> Outcome:
    (outcome,) = added(library, path)
    return outcome


def text(folder: Path, content: str, name: str = "page.txt") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(content.encode())
    return path


def test_a_text_is_kept_byte_for_byte_and_reads_as_before(tmp_path: Path) -> None:
    outcome = one(tmp_path / "library", FIRST)
    assert outcome.status is Status.ADDED
    assert outcome.report
    place = tmp_path / "library" / outcome.report.key
    assert (place / "source.txt").read_bytes() == FIRST.read_bytes()
    again = read_report(place)
    assert (again.paragraphs, again.author, again.date) == (
        outcome.report.paragraphs,
        outcome.report.author,
        outcome.report.date,
    )


@given(st.text(alphabet="ab \t\r\n.,\ufeffß…\u00a0“”", max_size=60))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_stands_around_the_prose_comes_back_byte_for_byte(tmp_path: Path, wild: str) -> None:
    path = tmp_path / "wild.txt"
    path.write_bytes(f"{wild}\r\n{SIGNED}\n{wild}".encode())
    library = tmp_path / hashlib.sha256(wild.encode()).hexdigest()
    outcome = one(library, path)
    if outcome.status is not Status.REFUSED:
        assert outcome.report
        stored = library / outcome.report.key / "source.txt"
        assert stored.read_bytes() == path.read_bytes()


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    library, volume = tmp_path / "library", text(tmp_path, volume_of(*DOCUMENTS), "v.xml")
    page = text(tmp_path, PAGE, "p.html")
    first = added(library, volume, page, FIRST)
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in library.rglob("*") if path.is_file()}
    second = added(library, volume, page, FIRST)
    assert {
        path: (path.read_bytes(), path.stat().st_mtime_ns) for path in library.rglob("*") if path.is_file()
    } == before
    assert [each.status for each in second] == [
        Status.THERE if each.status is Status.ADDED else Status.REFUSED for each in first
    ]


def test_every_document_of_a_volume_is_added_or_refused_and_reads_again(tmp_path: Path) -> None:
    library = tmp_path / "library"
    found = added(library, text(tmp_path, volume_of(*DOCUMENTS), "v.xml"))
    assert len(found) == len(DOCUMENTS)
    assert [each.status for each in found] == [Status.ADDED] * 4 + [Status.REFUSED] * 2
    assert catalogue(library) == tuple(f"frus1960v01-d{n}" for n in range(1, 5))
    for each in found[:4]:
        assert each.report
        assert read_report(library / each.report.key) == each.report


def test_a_broken_volume_is_refused_as_one_and_leaves_the_others_alone(tmp_path: Path) -> None:
    broken = text(tmp_path, volume_of(TELEGRAM, "<div type='document' xml:id='d2'><p>cut"), "a.xml")
    found = added(tmp_path / "library", broken, text(tmp_path, volume_of(TELEGRAM), "b.xml"))
    assert [each.status for each in found] == [Status.REFUSED, Status.ADDED]
    assert "line" in found[0].because


def test_keys_tell_date_and_sender_and_place(tmp_path: Path) -> None:
    found = added(tmp_path / "library", *sorted(TEXTS.glob("r-*.txt")), FIRST)
    assert [each.report.key for each in found if each.report] == [
        "1953-09-02-embassy-polish-pyongyang",
        "1957-08-21-soviet-ambassador-dprk",
        "1961-03-16-embassy-hungarian-pyongyang",
        "1963-08-22-vasily-moskovsky",
        "1963-08-26-embassy-hungary-north-korea",
        "1968-03-01-pyongyang",
        "1962-08-27-embassy-hungary-north-korea",
    ]


def test_a_file_that_is_named_by_its_date_keeps_its_name(tmp_path: Path) -> None:
    outcome = one(tmp_path / "library", text(tmp_path, SIGNED, "1960-05-04-My_Road.txt"))
    assert outcome.report
    assert outcome.report.key == "1960-05-04-my-road"


def test_another_text_of_the_same_day_and_sender_gets_a_number(tmp_path: Path) -> None:
    other = SIGNED.replace("0066", "0067").replace("left the town", "stayed in the town")
    found = added(tmp_path / "library", text(tmp_path, SIGNED, "a.txt"), text(tmp_path, other, "b.txt"))
    assert [each.report.key for each in found if each.report] == [
        "1960-05-04-embassy-ruritania-strelsau",
        "1960-05-04-embassy-ruritania-strelsau-2",
    ]
    again = added(tmp_path / "library", tmp_path / "b.txt", tmp_path / "a.txt")
    assert [each.status for each in again] == [Status.THERE, Status.THERE]


def test_the_same_document_at_two_addresses_is_one_record(tmp_path: Path) -> None:
    old_site = (
        "ADD SEARCH FILTER CANCEL SEARCH FILTER\n\nCITATION SHARE DOWNLOAD\n\n“Report, Embassy of Ruritania in "
        "Strelsau to the Foreign Ministry,” May 4, 1960, History and Public Policy Program Digital Archive, "
        "MOL, XIX-J-1-j Ruritania, 5. doboz, 5/bc, 0066/1960. https://digitalarchive.example.org/document/1\n\n"
        "VIEW DOCUMENT IN\n\nEnglish HTML\n\nThe Minister left the town  today, and the\nAmbassador saw him off.\n\n"
        "He will be back soon, as he said to all of them.\n"
    )
    first, second = added(tmp_path / "library", text(tmp_path, SIGNED, "a.txt"), text(tmp_path, old_site, "b.txt"))
    assert first.report
    assert (second.status, second.because) == (Status.THERE, f"the same document as {first.report.key}")
    assert len(catalogue(tmp_path / "library")) == 1


def test_two_texts_under_one_signature_and_date_stay_two_and_are_said_to_be_alike(tmp_path: Path) -> None:
    first, second = added(
        tmp_path / "library",
        text(tmp_path, SIGNED, "a.txt"),
        text(tmp_path, SIGNED.replace("saw him off", "did not see him off"), "b.txt"),
    )
    assert first.report
    assert second.status is Status.ADDED
    assert second.because == f"signature and date of {first.report.key}, but another text"


def test_texts_without_a_signature_are_never_one_record(tmp_path: Path) -> None:
    bare = SIGNED[: SIGNED.index("Document Information")]
    found = added(tmp_path / "library", text(tmp_path, bare, "a.txt"), text(tmp_path, f"{bare}\n", "b.txt"))
    assert [each.status for each in found] == [Status.ADDED, Status.ADDED]


def test_another_text_under_the_key_of_a_volume_is_not_overwritten(tmp_path: Path) -> None:
    library = tmp_path / "library"
    added(library, text(tmp_path, volume_of(TELEGRAM), "v.xml"))
    changed = one(library, text(tmp_path, volume_of(TELEGRAM.replace("today", "yesterday")), "w.xml"))
    assert changed.status is Status.REFUSED
    assert "another text" in changed.because
    assert "today" in (library / "frus1960v01-d1" / "source.txt").read_text("utf-8")


def test_what_an_interrupted_run_left_aside_is_no_report_and_is_replaced(tmp_path: Path) -> None:
    aside = tmp_path / "library" / ".adding-frus1960v01-d1"
    aside.mkdir(parents=True)
    (aside / "source.txt").write_text("half", encoding="utf-8")
    assert one(tmp_path / "library", text(tmp_path, volume_of(TELEGRAM), "v.xml")).status is Status.ADDED
    assert not aside.exists()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.pdf", b"%PDF-1.7", "no known kind"),
        ("a.txt", b"caf\xe9", "not UTF-8"),
        ("a.txt", b"", "empty"),
        ("a.html", b"<html><title>404 Not Found</title></html>", "error page"),
        ("a.xml", b"<?xml version='1.0'?><a/>", "markup"),
    ],
)
def test_what_cannot_be_read_is_refused_with_file_and_reason(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    outcome = one(tmp_path / "library", tmp_path / name)
    assert outcome.status is Status.REFUSED
    assert said in outcome.because
    assert name in outcome.because
    assert not (tmp_path / "library").exists()


def test_a_folder_is_taken_in_order_without_hidden_files_and_no_file_twice(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", ".hidden.txt", "c/d.txt", ".git/e.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    found = [path.name for path in files_in([tmp_path, tmp_path / "b.txt"])]
    assert found == ["a.txt", "b.txt", "d.txt"]


@given(st.text(max_size=40))
def test_a_slug_is_a_part_of_a_key(words: str) -> None:
    made = slug(words)
    assert made == slug(made)
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not made.startswith("-")
    assert not made.endswith("-")
