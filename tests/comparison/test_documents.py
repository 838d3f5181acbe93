"""What became of claims, links and documents: known again by what they say and rest on."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from attrs import evolve
from hypothesis import given, settings
from pyoxigraph import Quad, RdfFormat, serialize

from kg.comparison import DocumentChange, Fate, Kind, Totals, What, document_changes, sides
from kg.errors import DataError, UsageError
from tests.comparison.builds import CALL, DINNER, JULY, JUNE, MAY, NEW, OLD, PLAN, RETURN, Letter, Said, build
from tests.publish.graphs import wild_quads


def compared(old: Path, new: Path) -> list[DocumentChange]:
    with sides(old, new) as both:
        return [*document_changes(*both)]


def change_of(old: Letter, new: Letter, tmp_path: Path) -> DocumentChange:
    """What became of one letter."""
    (found,) = compared(build([old], tmp_path / "old"), build([new], tmp_path / "new"))
    return found


def told(was: Said, now: Said, tmp_path: Path) -> dict[str, tuple[str, str]]:
    """What is told of a claim that is known again."""
    found = change_of(evolve(MAY, said=(was,)), evolve(MAY, said=(now,)), tmp_path)
    (change,) = [each for each in found.changes if each.kind is Kind.CLAIM]
    assert change.what is What.CHANGED
    return dict(change.fields)


@pytest.mark.parametrize(
    ("now", "field", "values"),
    [
        (evolve(CALL, certainty="Probable"), "certainty", ("Certain", "Probable")),
        (evolve(CALL, date="1931-04"), "event date", ("1931-05-01", "1931-04")),
        (evolve(CALL, status="Withdrawn"), "status", ("Occurred", "Withdrawn")),
        (evolve(CALL, gloss="He called"), "says", ("The minister called on Varga", "He called")),
        (evolve(CALL, name="z", polarity="Negative"), "polarity", ("Affirmative", "Negative")),
        (
            evolve(CALL, name="z", voice="varga"),
            "voice",
            ("the minister", "the minister > Ilse Varga (to the minister)"),
        ),
        (evolve(CALL, quote="called on Miss Varga"), "quote", ("I called on Miss Varga", "called on Miss Varga")),
        (
            evolve(CALL, host="rehm"),
            "participants",
            ("Ilse Varga (host); the minister (visitor)", "Rehm (host); the minister (visitor)"),
        ),
    ],
)
def test_a_claim_that_is_known_again_tells_what_changed_from_what_to_what(
    now: Said, field: str, values: tuple[str, str], tmp_path: Path
) -> None:
    assert told(CALL, now, tmp_path)[field] == values


def test_a_claim_that_says_something_else_at_another_address_is_another_claim(tmp_path: Path) -> None:
    found = change_of(evolve(MAY, said=(CALL,)), evolve(MAY, said=(evolve(CALL, name="z", gloss="He came"),)), tmp_path)
    claims = sorted(change.what for change in found.changes if change.kind is Kind.CLAIM)
    assert claims == [What.ADDED, What.REMOVED]


def test_in_another_text_claims_are_known_by_their_quotes_though_every_place_moved(tmp_path: Path) -> None:
    moved = tuple(evolve(said, name=f"{said.name}2", start=said.start + 100) for said in MAY.said)
    found = change_of(MAY, evolve(MAY, sha="bb", said=moved), tmp_path)
    assert found.is_other_text
    assert found.changes == ()
    assert found.fate is Fate.CHANGED


def test_in_the_same_text_another_place_is_a_change(tmp_path: Path) -> None:
    assert told(CALL, evolve(CALL, start=500), tmp_path)["characters"] == ("10-32", "500-522")


def test_the_same_words_said_twice_are_paired_in_the_order_of_the_text(tmp_path: Path) -> None:
    said = (CALL, evolve(CALL, name="e", start=200, certainty="Probable"))
    moved = tuple(evolve(each, name=f"{each.name}2", start=each.start + 7) for each in said)
    assert change_of(evolve(MAY, said=said), evolve(MAY, sha="bb", said=moved), tmp_path).changes == ()
    fewer = change_of(evolve(MAY, said=said), evolve(MAY, sha="bb", said=moved[:1]), tmp_path / "fewer")
    gone = fewer.of(Kind.CLAIM, What.REMOVED)
    assert [change.thing.iri.rpartition("/")[2] for change in gone] == ["e"]


def test_a_link_tells_what_it_was_and_is_with_the_reasons(tmp_path: Path) -> None:
    found = change_of(MAY, evolve(MAY, link="wd:Q90000002", reason="post and date"), tmp_path)
    (link,) = found.of(Kind.LINK, What.CHANGED)
    assert link.thing.title == "Ilse Varga"
    assert dict(link.fields) == {
        "linked to": ("wd:Q90000001", "wd:Q90000002"),
        "reason": ("own name", "post and date"),
    }
    assert {name for change in found.changes if change.kind is Kind.CLAIM for name in change.fields} == {"links"}


def test_each_document_has_its_fate_and_the_totals_add_up(tmp_path: Path) -> None:
    totals = Totals()
    found = compared(build(OLD, tmp_path / "old"), build(NEW, tmp_path / "new"))
    for document in found:
        totals.count(document)
    assert [(document.key[:10], document.fate.value) for document in found] == [
        ("1931-05-03", "changed"),
        ("1931-06-07", "changed"),
        ("1931-07-01", "unchanged"),
        ("1931-07-02", "withdrawn"),
        ("1931-08-09", "added"),
    ]
    assert totals.documents.total() == len(found)
    assert totals.added - totals.removed == sum(len(letter.quads) for letter in NEW) - sum(
        len(letter.quads) for letter in OLD
    )
    assert not totals.is_same


def test_builds_and_files_of_them_are_compared_alike(tmp_path: Path) -> None:
    old, new = build(OLD, tmp_path / "old"), build(NEW, tmp_path / "new")
    wanted = compared(old, new)
    for pair in ((old / "all.nq", new / "all.trig"), (old, new / "all.nq"), (old / "all.trig", new)):
        assert compared(*pair) == wanted


def test_what_is_the_same_by_the_manifest_is_not_read(tmp_path: Path) -> None:
    old, new = build([JULY, JUNE], tmp_path / "old"), build([JULY, MAY], tmp_path / "new")
    for folder in (old, new):
        (folder / f"{JULY.key}.nq").unlink()
        (folder / "all.nq").unlink()
    assert [document.fate for document in compared(old, new)] == [Fate.ADDED, Fate.WITHDRAWN, Fate.UNCHANGED]


def test_a_file_that_is_not_what_the_manifest_names_is_refused(tmp_path: Path) -> None:
    old, new = build([MAY], tmp_path / "old"), build([evolve(MAY, said=(RETURN, DINNER, PLAN))], tmp_path / "new")
    path = new / f"{MAY.key}.nq"
    lines = path.read_bytes().splitlines(keepends=True)
    for broken in (b"".join(lines[1:]), b"".join(lines)[:-9], b"nothing\n"):
        path.write_bytes(broken)
        with pytest.raises(DataError, match="changed after the build"):
            compared(old, new)
    path.unlink()
    with pytest.raises(DataError, match="cannot be read"):
        compared(old, new)


@pytest.mark.parametrize("line", ["_:b <urn:p> <urn:o> <urn:g> .", '<urn:s> <urn:p> "a"@en--ltr <urn:g> .'])
def test_what_has_no_name_of_its_own_cannot_be_compared(line: str, tmp_path: Path) -> None:
    path = tmp_path / "a.nq"
    path.write_text(f"{line}\n", "utf-8")
    with pytest.raises(DataError, match="blank node, or a term"):
        compared(path, path)


def test_what_is_no_build_and_no_file_of_one_is_refused(tmp_path: Path) -> None:
    build([MAY], tmp_path / "old")
    (tmp_path / "empty").mkdir()
    for place in ("empty", "missing", f"old/{MAY.key}.ttl"):
        with pytest.raises(UsageError):
            compared(tmp_path / "old", tmp_path / place)


@settings(deadline=None, max_examples=60)
@given(wild_quads, wild_quads)
def test_whatever_the_statements_they_are_told_and_the_same_is_the_same(old: list[Quad], new: list[Quad]) -> None:
    with TemporaryDirectory() as place:
        before, after = Path(place) / "old.nq", Path(place) / "new.trig"
        before.write_bytes(serialize(old, format=RdfFormat.N_QUADS) or b"")
        after.write_bytes(serialize(new, format=RdfFormat.TRIG) or b"")
        found = compared(before, after)
        assert {document.fate for document in found} - {Fate.UNCHANGED} or set(old) == set(new)
        assert sum(document.statements[0] for document in found) == len(set(old) - set(new))
        assert sum(document.statements[1] for document in found) == len(set(new) - set(old))
        assert {document.fate for document in compared(after, after)} <= {Fate.UNCHANGED}
