"""A build again: the same bytes as a build from nothing, whatever changed, and the right reason for each report."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

import kg.building.tasks
import kg.publish
from kg.building import fingerprints
from kg.building.ledger import Ledger
from kg.errors import DataError
from tests.building.library import NAMES, built_again, built_anew, contents, explained

CACHE = Path("build.cache")


def edit_source() -> None:
    """A report says more."""
    Path("b.txt").write_text(Path("b.txt").read_text("utf-8") + "\nHe left Bonn on 6 May.\n", "utf-8")


def edit_shapes() -> None:
    """A shape that every document fails, with a warning."""
    Path("shapes/own.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n@prefix prov: <http://www.w3.org/ns/prov#> .\n"
        "<https://w3id.org/diplograph/shapes#S98-own> a sh:NodeShape ; sh:targetSubjectsOf prov:wasDerivedFrom ;\n"
        "  sh:property <https://w3id.org/diplograph/shapes#S99-own> .\n"
        "<https://w3id.org/diplograph/shapes#S99-own> a sh:PropertyShape ;\n"
        "  sh:path <urn:none> ; sh:minCount 1 ; sh:severity sh:Warning ;\n"
        '  sh:message "It has no such thing. Leave it." .\n',
        "utf-8",
    )


def edit_authority() -> None:
    """A table of what is known has a row less."""
    place = Path("data/authority/terms.tsv")
    lines = place.read_text("utf-8").splitlines(keepends=True)
    place.write_text("".join(lines[:-1]), "utf-8")


def edit_built_file() -> None:
    """Somebody writes into a file of the cache, through its link in the build."""
    for place in CACHE.glob("documents/*/*/a.ttl"):
        with place.open("a") as file:
            file.write("# mine\n")


def delete_built_file() -> None:
    """A kept file is gone."""
    next(CACHE.glob("documents/*/*/b.nq")).unlink()


def delete_drafts() -> None:
    """Kept drafts are gone."""
    shutil.rmtree(CACHE / "drafts")


def damage_draft_and_base() -> None:
    """Drafts that cannot be read, for documents that have to be made anew."""
    for place in CACHE.glob("drafts/*/*"):
        place.write_bytes(place.read_bytes()[:-20])
    shutil.rmtree(CACHE / "documents")


def damage_parses() -> None:
    """Parses that cannot be read, for drafts that have to be made anew."""
    for place in CACHE.glob("parses/*/*"):
        place.write_bytes(place.read_bytes()[:-20])
    shutil.rmtree(CACHE / "drafts")


def delete_ledger() -> None:
    """Nothing is known of the build before."""
    (CACHE / "ledger.sqlite").unlink()


def truncate_ledger() -> None:
    """Half a ledger."""
    place = CACHE / "ledger.sqlite"
    place.write_bytes(place.read_bytes()[: place.stat().st_size // 2])


def no_ledger_at_all() -> None:
    """A file that is no database."""
    (CACHE / "ledger.sqlite").write_bytes(b"no database" * 500)


def delete_counts() -> None:
    """What was counted is gone."""
    shutil.rmtree(CACHE / "counted")


def damage_counts() -> None:
    """What was counted cannot be read."""
    for place in CACHE.glob("counted/*/*"):
        place.write_bytes(place.read_bytes()[:-8])


def ledger_of_another_layout() -> None:
    """A ledger that an earlier version of the program wrote."""
    with closing(sqlite3.connect(CACHE / "ledger.sqlite")) as rows:
        for (name,) in rows.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            rows.execute(f"DROP TABLE {name}")
        rows.execute("CREATE TABLE entry (word TEXT PRIMARY KEY, place TEXT, piece BLOB) WITHOUT ROWID")
        rows.execute("INSERT INTO entry VALUES ('a.txt', 'a.txt', x'80')")
        rows.execute("PRAGMA user_version = 1")
        rows.commit()


CHANGES: list[tuple[Callable[[], None], str]] = [
    (lambda: None, ""),
    (edit_source, "1 because its source changed: b"),
    (edit_shapes, "3 because the shapes or the checks changed: a, b, c"),
    (edit_authority, "3 because the authority changed: a, b, c"),
    (edit_built_file, "1 because its kept files are not as they were written: a"),
    (delete_built_file, "1 because its kept files are not as they were written: b"),
    (delete_drafts, "3 because what was kept of it is gone: a, b, c"),
    (damage_draft_and_base, "3 because its kept files are not as they were written: a, b, c"),
    (damage_parses, "3 because what was kept of it is gone: a, b, c"),
    (delete_ledger, "3 because new: a, b, c"),
    (truncate_ledger, "3 because new: a, b, c"),
    (no_ledger_at_all, "3 because new: a, b, c"),
    (ledger_of_another_layout, "3 because new: a, b, c"),
    (delete_counts, ""),
    (damage_counts, ""),
]


@pytest.mark.parametrize(("change", "reason"), CHANGES, ids=[(change.__doc__ or "nothing") for change, _ in CHANGES])
def test_a_build_again_is_a_build_from_nothing_and_says_why(
    change: Callable[[], None], reason: str, built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change()
    capsys.readouterr()
    assert built_again("--explain", "--jobs", "1") == 0
    said = explained(capsys).splitlines()
    assert said[1:] == ([reason] if reason else [])
    assert contents(built / "build") == built_anew("--jobs", "1")


def test_only_the_share_of_a_changed_report_is_counted_again(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def shares() -> set[str]:
        return {place.name for place in CACHE.glob("counted/*/*")}

    monkeypatch.setattr("kg.building.building.MOST_IN_A_SHARE", 1)
    assert built_again("--quiet", "--jobs", "1") == 0
    before = shares()
    assert len(before) > 1
    assert contents(built / "build") == built_anew("--jobs", "1")
    edit_source()
    assert built_again("--quiet", "--jobs", "1") == 0
    assert len(before - shares()) == len(shares() - before) == 1
    assert contents(built / "build") == built_anew("--jobs", "1")


def test_a_changed_frame_is_read_anew_where_a_text_holds_its_words_and_words_are_asked_for_only_then(
    built: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger = Ledger(CACHE / "ledger.sqlite")
    held = {name: ledger.words(name) for name in NAMES}
    ledger.close()
    frames, others = fingerprints._frames()
    id, frame = next(
        (id, frame) for id, frame in frames.items() if [name for name in NAMES if frame.words & held[name]] == ["b.txt"]
    )
    changed = {**frames, id: fingerprints.Frame("another", frame.words)}
    monkeypatch.setattr(fingerprints, "_frames", lambda: (changed, others))
    assert built_again("--explain", "--jobs", "1") == 0
    assert f"1 because a frame changed: {id}: b" in explained(capsys)
    assert contents(built / "build") == built_anew("--jobs", "1")

    def refuse(ledger: Ledger, word: str) -> frozenset[str]:
        raise AssertionError(word)

    monkeypatch.setattr(Ledger, "words", refuse)
    assert built_again("--explain", "--jobs", "1") == 0
    assert explained(capsys).splitlines()[1:] == []


def test_a_report_added_and_one_gone_and_another_base(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("d.txt").write_text(Path("a.txt").read_text("utf-8").replace("3 May", "7 May"), "utf-8")
    Path("c.txt").unlink()
    names = ("a.txt", "b.txt", "d.txt")
    assert built_again("--explain", "--jobs", "1", names=names) == 0
    assert "1 because new: d" in explained(capsys)
    assert contents(built / "build") == built_anew(names=names)
    assert not list(CACHE.glob("documents/*/*/c.nq")), "what no report needs is let go"
    assert built_again("--explain", "--base", "https://example.org/", names=names) == 0
    assert "3 because the conversion or the base changed: a, b, d" in explained(capsys)
    assert contents(built / "build") == built_anew("--base", "https://example.org/", names=names)


@pytest.mark.parametrize("step", ["draft_of", "quads_of"])
def test_a_report_refused_before_is_tried_again_and_told_each_time(
    step: str, built: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*given: object) -> None:
        raise DataError("Nothing can be made of it.")

    with monkeypatch.context() as patched:
        patched.setattr(kg.building.tasks, step, refuse)
        edit_source()
        for reason in ("its source changed", "it was refused before"):
            assert built_again("--explain", "--jobs", "1") == 1
            shown = capsys.readouterr()
            assert "kg: b.txt: Nothing can be made of it." in shown.err
            assert "3 in = 2 built + 1 refused" in shown.out
            assert f"1 because {reason}: b.txt" in shown.out
    assert built_again("--explain", "--jobs", "1") == 0
    assert "1 because it was refused before: b" in explained(capsys)
    assert contents(built / "build") == built_anew("--jobs", "1")


def test_a_report_that_cannot_be_read_is_not_told_as_put_back(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(CACHE)
    Path("b.txt").unlink()
    Path("b.txt").mkdir()
    assert built_again("--explain", "--jobs", "1") == 1
    assert "3 done anew, 0 put back as they were" in explained(capsys)


def test_files_of_the_whole_are_left_out_above_a_size(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is put back counts as what is made anew does."""
    size = sum(Path(f"build/{name[0]}.nq").stat().st_size for name in NAMES)
    for most, is_there in ((size, True), (size - 1, False)):
        monkeypatch.setattr("kg.cli.build.LIMITS", kg.publish.Limits(whole_bytes=most))
        assert built_again("--quiet", "--jobs", "1") == 0
        assert Path("build/all.nq").exists() is is_there
