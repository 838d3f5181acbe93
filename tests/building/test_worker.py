"""A worker does nothing where it is unlike the machine of the build: the same bytes are promised."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve

from kg.building import Materials, Outcome
from kg.building.artefacts import Artefacts
from kg.building.fingerprints import PROGRAM, program
from kg.building.materials import Workshop
from kg.building.sourcefiles import digest_of
from kg.building.tasks import Drafted, DraftTask
from kg.building.worker import Order, likeness, refuse_other_program, work
from kg.errors import UsageError
from kg.publish import Description, Run

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def order(tmp_path: Path) -> Order:
    """The order of a build with our own tables."""
    run = Run(tool_version="0", pipeline="none", pipeline_version="0", settings={}, ended=None)
    materials = Materials(
        ROOT / "data" / "authority",
        None,
        None,
        "",
        ROOT / "shapes",
        ROOT / "ontology" / "context.jsonld",
        "https://example.org/",
        Description(run, "https://example.org/"),
        tmp_path / "cache",
    )
    return Order.of(Workshop.of(materials))


def report(folder: Path) -> DraftTask:
    """A report in a file, to be read."""
    place = folder / "a.txt"
    place.write_text("Vienna, 3 May 1961.\n\nMinister Sorel told Ambassador Lund that they were late.\n", "utf-8")
    return DraftTask("a", place, digest_of(place))


def test_a_worker_that_is_alike_does_the_task(order: Order, tmp_path: Path) -> None:
    assert isinstance(work(order, report(tmp_path)), Drafted)


def test_other_tables_are_refused_and_named(order: Order, tmp_path: Path) -> None:
    other = evolve(order, tables={**order.tables, "the shapes": "others"})
    with pytest.raises(UsageError, match=r"sees others than the build: the shapes\. All machines have to see"):
        work(other, report(tmp_path))


def test_tables_that_this_machine_does_not_see_are_refused(order: Order, tmp_path: Path) -> None:
    other = evolve(order, materials=evolve(order.materials, context=tmp_path / "gone.jsonld"))
    with pytest.raises(UsageError, match=r"gone\.jsonld: \(worker on .+ context cannot be read"):
        work(other, report(tmp_path))


def test_a_report_that_looks_otherwise_here_is_refused_and_nothing_is_kept_of_it(order: Order, tmp_path: Path) -> None:
    task = report(tmp_path)
    task.place.write_text("Vienna, 4 May 1961.\n\nMinister Sorel was silent.\n", "utf-8")
    found = work(order, task)
    assert isinstance(found, Outcome)
    assert "its files are not those that the build saw" in found.refusals[0]
    assert not list(order.materials.cache.rglob("drafts/*"))


def test_a_place_or_a_sign_that_is_not_seen_is_told(tmp_path: Path) -> None:
    sign = tmp_path / "sign"
    sign.write_bytes(b"seen")
    found = likeness([tmp_path, tmp_path / "gone"], sign)
    assert (found.unseen, found.reads) == ((str(tmp_path / "gone"),), b"seen")
    assert likeness([], tmp_path / "elsewhere" / "sign").unseen == (str(tmp_path / "elsewhere"),)


def test_another_version_is_told_with_both_numbers() -> None:
    ours = program()
    with pytest.raises(UsageError, match=r"spacy 1\.0 where .+ is wanted"):
        refuse_other_program("there", {**ours, "spacy": "1.0"}, ours)
    refuse_other_program("there", dict(ours), ours)


def test_every_part_that_documents_depend_on_is_in_the_program() -> None:
    assert {f"kg/{part}" for part in PROGRAM} < set(program())
    assert {"kg/claims", "kg/lexicon/frames.toml", "kg/building", "Python"} < set(program())


def test_a_document_that_another_process_made_meanwhile_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Artefacts(tmp_path)
    kept.put_document("ab", {"a.nq": b"1"})
    monkeypatch.setattr("kg.building.artefacts.shutil.rmtree", lambda place, **named: None)
    kept.put_document("ab", {"a.nq": b"1"})
    assert (kept.document("ab") / "a.nq").read_bytes() == b"1"
