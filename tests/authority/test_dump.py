"""A dump into the index: every line accounted for, nothing fatal, and a stop loses nothing that was kept."""

from __future__ import annotations

import bz2
import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import orjson
import pytest

from bench.dump import dump_lines
from kg.authority import compressed, dump
from kg.authority.dump import Dump, read_dump
from kg.authority.importing import Account, Reading, imported
from kg.authority.index import CandidateIndex
from kg.authority.staging import Staging
from kg.authority.wikidata import read_item
from kg.errors import SourceError
from kg.model.entity import Kind
from tests.authority.items import item, item_statement, person, position, write_dump

AMBASSADOR = 900


def put(path: Path, index: Path, **options: Any) -> Account:
    wanted = Dump(path, **options)
    return imported(wanted.job, index, lambda reading: read_dump(wanted, reading))


def keys_in(index: Path) -> list[str]:
    with CandidateIndex.opened(index) as opened:
        found = [opened.entry(f"Q{number}") for number in range(1, 40)]
        return [known.key for known in found if known is not None]


def people(count: int) -> list[dict[str, Any]]:
    return [person(number, f"Jan Novák {number}", born=1900 + number) for number in range(1, count + 1)]


def test_an_office_is_known_to_those_who_held_it_wherever_it_stands_in_the_dump(tmp_path: Path) -> None:
    path = write_dump(
        tmp_path / "wikidata-20261102-all.json",
        person(1, "Vasily Moskovsky", positions=[(AMBASSADOR, 1962, 1965)]),
        position(AMBASSADOR, "ambassador of the Soviet Union to North Korea"),
        person(2, "Alexander Puzanov", positions=[(AMBASSADOR, 1957, 1962), (4242, 1952, 1956)]),
    )
    account = put(path, tmp_path / "i.sqlite")
    assert account.adds_up
    with CandidateIndex.opened(tmp_path / "i.sqlite") as index:
        assert index.date == "2026-11-02"
        for key in ("Q1", "Q2"):
            known = index.entry(key)
            assert known is not None
            term = known.offices[0]
            assert (term.role, term.state, term.receiving_state) == ("Ambassador", "Q15180", "Q423")
            assert term.position == "ambassador of the Soviet Union to North Korea"
        puzanov = index.entry("Q2")
        assert puzanov is not None
        assert (puzanov.offices[1].position, puzanov.offices[1].role) == ("Q4242", "Official")
        assert puzanov.source == "Wikidata, 2026-11-02, line 4"
        assert [post.key for post in index.called(Kind.POST, [term.position], None, 4)] == [f"Q{AMBASSADOR}"]


@pytest.mark.parametrize("written", [bytes, gzip.compress, bz2.compress])
@pytest.mark.parametrize("name", ["d.json", "d.json.gz", "d.json.bz2"])
def test_the_bytes_tell_how_a_file_is_compressed_not_its_name(tmp_path: Path, written: Any, name: str) -> None:
    plain = write_dump(tmp_path / "plain", *people(3)).read_bytes()
    (tmp_path / name).write_bytes(written(plain))
    assert put(tmp_path / name, tmp_path / "i.sqlite").added == 3


@pytest.mark.parametrize("written", [gzip.compress, bz2.compress])
def test_a_file_of_several_streams_is_read_to_the_end(tmp_path: Path, written: Any) -> None:
    plain = write_dump(tmp_path / "plain", *people(9)).read_bytes()
    pieces = [written(plain[start : start + 700]) for start in range(0, len(plain), 700)]
    (tmp_path / "d").write_bytes(b"".join(pieces) + b"\0" * 512)
    assert put(tmp_path / "d", tmp_path / "i.sqlite").added == 9


def test_a_broken_line_is_counted_and_named_and_never_fatal(tmp_path: Path) -> None:
    path = write_dump(
        tmp_path / "d.json",
        person(1, "Jan Novák"),
        b'{"type":"item","id":"Q2","labels":{"en"',
        b"<html>502 Bad Gateway</html>",
        orjson.dumps(person(3, "Jan \\ud83d")).replace(b"\\\\ud83d", b"\\ud83d"),
        b"\xff\xfe" + orjson.dumps(person(4, "Jan")),
        b"[1, 2]",
        person(5, "Jan Novák"),
    )
    account = put(path, tmp_path / "i.sqlite")
    assert (account.rows, account.added, account.broken) == (7, 2, 5)
    assert account.adds_up
    with CandidateIndex.opened(tmp_path / "i.sqlite") as index:
        findings = [finding for finding in index.findings() if finding.code == "broken"]
    assert [finding.place.split(",")[0] for finding in findings] == [f"line {number}" for number in (3, 4, 5, 6, 7)]
    whole = path.read_bytes()
    assert findings[1].place == f"line 4, byte {whole.index(b'<html>')}"


def test_a_line_longer_than_any_item_is_dropped_without_being_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dump, "LineFile", lambda path: compressed.LineFile(path, longest_line_bytes=100_000))
    huge = b'{"type":"item","id":"Q2","claims":{"' + b"x" * 5_000_000 + b'"}}'
    path = write_dump(tmp_path / "d.json", person(1, "Jan"), huge, person(3, "Jan"))
    path.write_bytes(gzip.compress(path.read_bytes()))
    account = put(path, tmp_path / "i.sqlite")
    assert (account.added, account.broken) == (2, 1)
    with CandidateIndex.opened(tmp_path / "i.sqlite") as index:
        assert [finding.message for finding in index.findings()] == ["5,000,040 bytes in one line; no item has so many"]


def test_memory_does_not_grow_with_a_line_of_300_megabytes(tmp_path: Path) -> None:
    """In a process of its own: the most memory that a process ever had does not go down again."""
    resource = pytest.importorskip("resource")
    assert resource
    path = tmp_path / "d.json.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        for _ in range(300):
            file.write(b"0" * 1_000_000)
    script = (
        "import resource, sys; from pathlib import Path; from kg.authority.compressed import LineFile\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "lines = list(LineFile(Path(sys.argv[1])).lines())\n"
        "assert [(line.content, line.length) for line in lines] == [(None, 300_000_000)]\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 200_000  # kilobytes (on macOS bytes)


@pytest.mark.parametrize(
    "spoiled",
    [
        lambda plain: gzip.compress(plain)[:-200],
        lambda plain: bz2.compress(plain)[:-200],
        lambda plain: gzip.compress(plain)[:-400] + b"\x07" * 400,
        lambda plain: plain[:-3],
        lambda plain: plain[: len(plain) // 2],
    ],
    ids=["gzip", "bzip2", "broken gzip", "no bracket", "plain"],
)
def test_a_dump_that_breaks_off_is_refused_and_what_was_read_is_kept(tmp_path: Path, spoiled: Any) -> None:
    index = tmp_path / "i.sqlite"
    put(write_dump(tmp_path / "before.json", person(30, "Jan")), index)
    before = index.read_bytes()
    plain = write_dump(tmp_path / "plain", *people(30)).read_bytes()
    (tmp_path / "d").write_bytes(spoiled(plain))
    with pytest.raises(SourceError, match="breaks off after line") as refused:
        put(tmp_path / "d", index)
    assert "--accept-cut-off" in refused.value.cure
    assert index.read_bytes() == before
    account = put(tmp_path / "d", index, takes_cut_off=True)
    assert account.adds_up
    with CandidateIndex.opened(index) as opened:
        assert [finding.code for finding in opened.findings()].count("cut-off") == 1


def test_a_page_of_an_error_is_no_dump_and_replaces_nothing(tmp_path: Path) -> None:
    index = tmp_path / "i.sqlite"
    put(write_dump(tmp_path / "before.json", person(30, "Jan")), index)
    before = index.read_bytes()
    (tmp_path / "d.json.gz").write_bytes(b"<!DOCTYPE html>\n<html><title>503</title></html>\n")
    with pytest.raises(SourceError, match="nothing in it can be imported"):
        put(tmp_path / "d.json.gz", index)
    (tmp_path / "empty.json").write_bytes(b"")
    with pytest.raises(SourceError, match="nothing in it can be imported"):
        put(tmp_path / "empty.json", index)
    with pytest.raises(SourceError, match="cannot be read"):
        put(tmp_path / "nowhere.json", index)
    assert index.read_bytes() == before


def stopped_after(line: int, path: Path, index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An import that is stopped while it reads a line."""
    seen = 0

    def reading(*given: Any) -> Any:
        nonlocal seen
        seen += 1
        if seen > line:
            raise KeyboardInterrupt
        return read_item(*given)

    with monkeypatch.context() as patch:
        patch.setattr(dump, "read_item", reading)
        patch.setattr(dump, "CHECKPOINT_SECONDS", 0.0)
        patch.setattr(dump, "_FEW_LINES", 1)
        with pytest.raises(KeyboardInterrupt):
            put(path, index)


def test_a_stopped_import_goes_on_and_gives_the_same_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "d.json.gz"
    path.write_bytes(gzip.compress(b"".join(dump_lines(300, 0.5, seed=4))))
    whole, resumed = tmp_path / "whole.sqlite", tmp_path / "resumed.sqlite"
    put(path, whole)
    for _ in range(2):
        stopped_after(40, path, resumed, monkeypatch)
    assert not resumed.exists()
    account = put(path, resumed)
    assert account.resumed_at > 80
    assert account.adds_up
    assert account.rows == 300
    assert resumed.read_bytes() == whole.read_bytes()
    assert not list(tmp_path.glob("*.partial*"))


def test_a_changed_file_is_read_from_its_beginning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, index = write_dump(tmp_path / "d.json", *people(20)), tmp_path / "i.sqlite"
    stopped_after(10, path, index, monkeypatch)
    write_dump(path, *people(21))
    account = put(path, index)
    assert (account.resumed_at, account.added) == (0, 21)


def test_an_import_that_stopped_after_reading_only_has_to_be_swapped_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, index = write_dump(tmp_path / "d.json", *people(5)), tmp_path / "i.sqlite"

    def killed(staging: Staging, index: Path) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("kg.authority.importing.swap_in", killed)
        with pytest.raises(KeyboardInterrupt):
            put(path, index)
    wanted = Dump(path)

    def again(reading: Reading) -> None:
        raise AssertionError("read twice")

    assert imported(wanted.job, index, again).added == 5


def test_duplicate_ids_are_merged_and_found(tmp_path: Path) -> None:
    path = write_dump(
        tmp_path / "d.json", person(1, "Jan Novák", born=1900), person(1, "Johann Novák", born=1950, citizenship=28)
    )
    account = put(path, tmp_path / "i.sqlite")
    assert (account.added, account.merged, account.findings) == (1, 1, {"duplicate": 1})
    with CandidateIndex.opened(tmp_path / "i.sqlite") as index:
        known = index.entry("Q1")
        assert known is not None
        assert (known.name, known.names, known.start, known.state) == ("Jan Novák", ("Johann Novák",), "1900", "Q28")
        assert [found.key for found in index.called(Kind.PERSON, ["Johann Novak"], None, 4)] == ["Q1"]


def test_redirects_are_followed_and_circles_are_found(tmp_path: Path) -> None:
    path = write_dump(
        tmp_path / "d.json",
        {"entity": "Q11", "redirect": "Q10"},
        {"entity": "Q10", "redirect": "Q1"},
        person(1, "Jan Novák") | {"redirects": {"from": "Q12", "to": "Q1"}},
        {"entity": "Q20", "redirect": "Q21"},
        {"entity": "Q21", "redirect": "Q20"},
    )
    account = put(path, tmp_path / "i.sqlite")
    assert (account.rows, account.redirects, account.added) == (5, 4, 1)
    with CandidateIndex.opened(tmp_path / "i.sqlite") as index:
        assert {key: known.key for key in ("Q10", "Q11", "Q12") if (known := index.entry(key))} == dict.fromkeys(
            ("Q10", "Q11", "Q12"), "Q1"
        )
        assert index.entry("Q20") is None
        assert [(finding.code, finding.place) for finding in index.findings()] == [("redirect-cycle", "Q20")]


def test_subclasses_of_wanted_classes_are_found_when_asked_for(tmp_path: Path) -> None:
    def below(number: int, above: int) -> dict[str, Any]:
        return item(number, {"en": f"class {number}"}, {"P279": [item_statement("P279", above)]}, 0)

    path = write_dump(
        tmp_path / "d.json",
        item(1, {"en": "Republic of Ruritania"}, {"P31": [item_statement("P31", 701)]}, 2),
        below(701, 702),
        below(702, 6256),
        below(6256, 701),
        person(2, "Jan"),
    )
    put(path, tmp_path / "i.sqlite")
    assert keys_in(tmp_path / "i.sqlite") == ["Q2"]
    put(path, tmp_path / "i.sqlite", subclasses=True)
    assert keys_in(tmp_path / "i.sqlite") == ["Q1", "Q2"]


def test_what_is_not_wanted_is_counted_by_its_reason(tmp_path: Path) -> None:
    painter = person(1, "Jan", claims={"P106": [item_statement("P106", 1028181)]})
    article = item(2, {"en": "An article"}, {"P31": [item_statement("P31", 13442814)]}, 0)
    path = write_dump(tmp_path / "d.json", painter, article, person(3, "😀"), person(4, "Jan"))
    account = put(path, tmp_path / "i.sqlite")
    assert (account.added, sum(account.left_out.values())) == (1, 3)
    assert account.left_out["no usable name"] == 1
    assert account.findings == {"unusable-name": 1}


def test_a_dump_with_blanks_and_windows_line_ends_is_read_alike(tmp_path: Path) -> None:
    rows = [json.dumps(each) for each in (person(1, "Jan", citizenship=28), person(2, "Jan"))]
    (tmp_path / "d.json").write_text("[\r\n" + ",\r\n".join(rows) + "\r\n]\r\n", "utf-8", newline="")
    assert put(tmp_path / "d.json", tmp_path / "i.sqlite").added == 2
    assert keys_in(tmp_path / "i.sqlite") == ["Q1", "Q2"]


def test_a_byte_order_mark_is_no_broken_line_and_hides_no_missing_bracket(tmp_path: Path) -> None:
    plain = write_dump(tmp_path / "d.json", *people(3)).read_bytes()
    (tmp_path / "d.json").write_bytes(b"\xef\xbb\xbf" + plain)
    account = put(tmp_path / "d.json", tmp_path / "i.sqlite")
    assert (account.rows, account.added, account.broken) == (3, 3, 0)
    (tmp_path / "cut.json").write_bytes(b"\xef\xbb\xbf" + plain[:-3])
    with pytest.raises(SourceError, match="not the closing bracket"):
        put(tmp_path / "cut.json", tmp_path / "i.sqlite")


def test_a_strange_line_ends_neither_of_two_passes(tmp_path: Path) -> None:
    strange = [
        {**person(number, "Jan"), "id": id, "claims": {"P279": [item_statement("P279", 5)]}}
        for number, id in enumerate(["P31", "Qx", f"Q{'9' * 30}", 7, None])
    ]
    strange += [{**person(8, "Jan"), "claims": {"P279": 5, "P31": 7}}, {"P279": [1]}]
    path = write_dump(tmp_path / "d.json", *strange, b'["P279"]', *people(2))
    account = put(path, tmp_path / "i.sqlite", subclasses=True)
    assert (account.rows, account.added, account.broken) == (10, 2, 1)


@pytest.mark.parametrize(("name", "day"), [("wikidata-20261102-all.json", "2026-11-02"), ("d-20261939.json", "")])
def test_the_day_of_a_dump_is_one_of_the_calendar(tmp_path: Path, name: str, day: str) -> None:
    assert Dump(tmp_path / name).day == day
