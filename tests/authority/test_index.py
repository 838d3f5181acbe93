"""The index on disk: the right bearers of a name, the most prominent first, and a clear word on a file that is none."""

from __future__ import annotations

import resource
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from kg.authority.importing import Account, Reading, imported
from kg.authority.index import CandidateIndex
from kg.authority.records import Entry, Name
from kg.authority.schema import SourceRow
from kg.authority.staging import Job
from kg.errors import DataError, OutputError, SourceError
from kg.model.authority import CandidateSource, Known
from kg.model.entity import Kind


def entry(key: str, name: str, *names: str, kind: Kind = Kind.PERSON, **more: object) -> Entry:
    known = Known(key=key, kind=kind, name=name, source="", **more)  # type: ignore[arg-type]
    return Entry(known, tuple(Name(text) for text in (name, *names)))


def put(index: Path, *entries: Entry, source: str = "a table", form: str = "csv") -> Account:
    """An import of these entries."""

    def read(reading: Reading) -> None:
        number = reading.staging.source(SourceRow(source, form, "2026-11-02"))
        for line, each in enumerate(entries, start=1):
            reading.take(number, line, each)

    return imported(Job(source, {"entries": repr(entries)}), index, read)


def names_called(
    index: Path, name: str, year: int | None = None, kind: Kind = Kind.PERSON, limit: int = 8
) -> list[str]:
    with CandidateIndex.opened(index) as opened:
        return [known.name for known in opened.called(kind, [name], year, limit)]


@pytest.fixture
def index(tmp_path: Path) -> Path:
    path = tmp_path / "index.sqlite"
    put(
        path,
        entry("moskovsky", "Vasily Petrovich Moskovsky", "Московский, Василий Петрович", start="1904"),
        entry("moskovsky-2", "Nikolai Moskovsky", prominence=9),
        entry("kovacs", "József Kovács", start="1911"),
        entry("kovacs-late", "József Kovács", start="1970", prominence=40),
        entry("Q41117", "Kim Il Sung", "Kim Il-sung", "김일성", start="1912-04-15", prominence=150),
        *(entry(f"kim-{number}", f"Kim Chang {number}bok", prominence=number % 90) for number in range(500)),
        entry("kim-obscure", "Kim Chang Bong"),
        entry("Q423", "North Korea", "DPRK", kind=Kind.STATE, prominence=300),
        entry("kwp", "Korean Workers' Party", kind=Kind.ORGANISATION),
    )
    return path


def test_the_index_is_a_source_of_candidates(index: Path) -> None:
    with CandidateIndex.opened(index) as opened:
        source: CandidateSource = opened
        assert (source.date, len(source.version)) == ("2026-11-02", 64)


def test_initials_find_the_full_name_before_a_namesake_who_is_better_known(index: Path) -> None:
    assert names_called(index, "V.P. Moskovsky")[0] == "Vasily Petrovich Moskovsky"


def test_a_surname_in_another_order_is_found(index: Path) -> None:
    assert names_called(index, "Kovács József") == ["József Kovács", "József Kovács"]
    assert names_called(index, "Kovacs") == ["József Kovács", "József Kovács"]


def test_nobody_is_named_before_he_is_born(index: Path) -> None:
    with CandidateIndex.opened(index) as opened:
        assert [known.key for known in opened.called(Kind.PERSON, ["József Kovács"], 1962, 8)] == ["kovacs"]


def test_of_hundreds_of_bearers_the_most_prominent_come_first(index: Path) -> None:
    found = names_called(index, "Kim", 1962, limit=32)
    assert found[0] == "Kim Il Sung"
    assert len(found) == 32


def test_who_bears_the_whole_name_is_found_among_hundreds_who_are_better_known(index: Path) -> None:
    assert names_called(index, "Kim Chang-bong", limit=3)[0] == "Kim Chang Bong"


def test_other_scripts_and_other_kinds(index: Path) -> None:
    assert names_called(index, "김일성") == ["Kim Il Sung"]
    assert names_called(index, "Московский Василий")[0] == "Vasily Petrovich Moskovsky"
    assert names_called(index, "the Korean Workers’ Party", kind=Kind.ORGANISATION) == ["Korean Workers' Party"]
    assert names_called(index, "North Korea") == []


def test_several_names_of_one_thing_are_looked_up_together(index: Path) -> None:
    with CandidateIndex.opened(index) as opened:
        found = opened.called(Kind.STATE, ["Democratic Korea", "DPRK", ""], 1962, 8)
        assert [known.key for known in found] == ["Q423"]
        assert opened.called(Kind.STATE, ["😀", ""], 1962, 8) == ()


def test_every_fact_has_its_source(index: Path) -> None:
    put(index, entry("Q41117", "Kim Ir Sen", start="1912", end="1994-07-08"), source="dump", form="wikidata-dump")
    with CandidateIndex.opened(index) as opened:
        known = opened.entry("Q41117")
        assert known is not None
        assert (known.name, known.start, known.end) == ("Kim Il Sung", "1912-04-15", "1994-07-08")
        assert known.source == "a table, 2026-11-02, line 5"
        assert dict(known.fact_sources) == {"end": "dump, 2026-11-02, line 1", "Kim Ir Sen": "dump, 2026-11-02, line 1"}
        assert {(name.text, name.source) for name in opened.names_of("Q41117")} >= {
            ("김일성", "a table, 2026-11-02, line 5"),
            ("Kim Ir Sen", "dump, 2026-11-02, line 1"),
        }


def test_prominence_and_birth_of_one_source_hold_for_the_names_of_another(index: Path) -> None:
    put(index, entry("Q41117", "Song Ju", prominence=1), entry("nobody", "Song Ju", prominence=20), source="b")
    put(index, entry("kovacs", "K. Jocó"), source="c")
    assert names_called(index, "Song Ju")[0] == "Kim Il Sung"
    with CandidateIndex.opened(index) as opened:
        assert "kovacs" in [known.key for known in opened.called(Kind.PERSON, ["Jocó"], 1911, 8)]
        assert "kovacs" not in [known.key for known in opened.called(Kind.PERSON, ["Jocó"], 1910, 8)]


def test_importing_a_source_again_replaces_what_it_said(index: Path) -> None:
    put(index, entry("kovacs", "Kovács Elemér"), source="a table")
    with CandidateIndex.opened(index) as opened:
        assert opened.counts["Person"] == 1
        assert [source.name for source in opened.sources] == ["a table"]
    assert names_called(index, "József Kovács") == []
    assert names_called(index, "Kovács Elemér") == ["Kovács Elemér"]


def test_the_same_sources_give_the_same_version_in_any_order(tmp_path: Path) -> None:
    one, other = tmp_path / "one.sqlite", tmp_path / "other.sqlite"
    both = [("a", entry("x", "Ada Alpha")), ("b", entry("y", "Ben Beta")), ("c", entry("x", "A. Alpha", start="1900"))]
    for source, each in both:
        put(one, each, source=source)
    for source, each in reversed(both):
        put(other, each, source=source)
    assert one.read_bytes() == other.read_bytes()
    put(other, entry("y", "Ben Betta"), source="b")
    with CandidateIndex.opened(one) as first, CandidateIndex.opened(other) as second:
        assert first.version != second.version


def test_an_open_index_goes_on_while_another_takes_its_place(index: Path) -> None:
    with CandidateIndex.opened(index) as opened:
        put(index, entry("kovacs", "Kovács Jenő"), source="a table")
        assert [known.key for known in opened.called(Kind.PERSON, ["V.P. Moskovsky"], None, 1)] == ["moskovsky"]


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20_000])


def scrambled(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    whole[8192:] = b"\xff" * (len(whole) - 8192)
    path.write_bytes(whole)


def changed(statement: str) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        connection = sqlite3.connect(path)
        connection.execute(statement)
        connection.commit()
        connection.close()

    return change


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (Path.unlink, "there is no index"),
        (lambda path: path.write_bytes(b""), "no index of candidates"),
        (lambda path: path.write_text("key\tname\n"), "no index of candidates"),
        (changed("PRAGMA application_id = 7"), "no index of candidates"),
        (changed("PRAGMA user_version = 99"), "version 99"),
        (changed("UPDATE meta SET value = 'older' WHERE name = 'key_rules'"), "name keys"),
        (cut, "cut off"),
        (scrambled, "damaged"),
    ],
)
def test_a_file_that_cannot_be_searched_is_refused_with_a_cure(
    index: Path, spoil: Callable[[Path], None], words: str
) -> None:
    spoil(index)
    with pytest.raises(DataError, match=words) as refused:
        CandidateIndex.opened(index).check()
    assert refused.value.cure
    assert refused.value.place == str(index)


def test_a_folder_is_no_index(tmp_path: Path) -> None:
    with pytest.raises(DataError):
        CandidateIndex.opened(tmp_path)


def test_damage_that_is_met_late_is_told_too(index: Path) -> None:
    with CandidateIndex.opened(index) as whole:
        wanted = whole.entry("kwp")
    assert wanted is not None
    changed("UPDATE entity SET said = x'7b' WHERE id > 1000000000")(index)
    with CandidateIndex.opened(index) as opened, pytest.raises(DataError, match="cannot be read"):
        opened.entry("kwp")


def test_an_index_is_read_where_nothing_may_be_written(index: Path, tmp_path: Path) -> None:
    folder = tmp_path / "read-only"
    folder.mkdir()
    shutil.copy(index, folder / "index.sqlite")
    folder.chmod(0o555)
    try:
        assert names_called(folder / "index.sqlite", "Kim", limit=1) == ["Kim Il Sung"]
        assert [path.name for path in folder.iterdir()] == ["index.sqlite"]
    finally:
        folder.chmod(0o755)


def test_an_account_of_nothing_is_an_error_and_changes_nothing(index: Path) -> None:
    before = index.read_bytes()
    with pytest.raises(SourceError, match="nothing in it can be imported"):
        put(index)
    assert index.read_bytes() == before


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    """A disk that is full, as far as this process can tell."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_while_reading_is_told_and_the_index_stays(index: Path) -> None:
    before = index.read_bytes()

    def read(reading: Reading) -> None:
        number = reading.staging.source(SourceRow("another", "csv"))
        for line in range(1000):
            reading.take(number, line, entry(f"yi-{line}", f"Yi Chang {line}bok"))

    with no_file_larger_than(250_000), pytest.raises(OutputError, match="what is read cannot be kept"):
        imported(Job("another", {}), index, read)
    assert index.read_bytes() == before
    assert imported(Job("another", {}), index, read).added == 1000


def test_a_full_disk_while_writing_is_never_called_a_damaged_index(index: Path) -> None:
    put(index, *(entry(f"yi-{number}", f"Yi Chang {number}bok") for number in range(2000)), source="large")
    before = index.read_bytes()
    assert len(before) > 400_000
    with no_file_larger_than(300_000), pytest.raises(OutputError, match="the new index cannot be written") as refused:
        put(index, entry("pak", "Pak Song Chol"), source="small")
    assert "The index in use stays as it is." in refused.value.cure
    assert index.read_bytes() == before
    assert not index.with_name(f"{index.name}.new").exists()
    assert put(index, entry("pak", "Pak Song Chol"), source="small").added == 1


def test_an_index_that_cannot_be_joined_is_refused_before_anything_is_read(index: Path) -> None:
    index.write_text("my notes")
    files = sorted(index.parent.iterdir())

    def read(reading: Reading) -> None:
        raise AssertionError("hours of reading for nothing")

    with pytest.raises(DataError, match="no index of candidates"):
        imported(Job("a dump", {}), index, read)
    assert sorted(index.parent.iterdir()) == files


@pytest.mark.parametrize(
    "change",
    ["UPDATE source SET form = 'hearsay'", "UPDATE entity SET said = '[[1, 1, {}]]'", "UPDATE entity SET said = '{'"],
)
def test_a_broken_record_of_the_old_index_is_damage_and_no_fault_of_ours(index: Path, change: str) -> None:
    with closing(sqlite3.connect(index)) as connection:
        connection.execute(change)
        connection.commit()
    with pytest.raises(DataError, match="the index is damaged"):
        put(index, entry("pak", "Pak Song Chol"), source="another")
