"""Annotated documents: how they are read, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.cli import WRONG_USE, main
from kg.errors import DataError
from kg.evaluation import gold_in
from kg.evaluation.gold import fingerprint_of
from tests.volumes import DOCUMENTS, volume_of

EVENT = {
    "type": "visit",
    "participants": [{"name": "Sorel", "role": "visitor"}],
    "place": "",
    "date": "",
    "realis": "actual",
    "attributed_to": ["Sorel"],
    "quote": "Sorel called on\nAbadi",
}
ENTITIES = [{"name": "Sorel", "kind": "person", "mentions": ["Sorel"]}]


def annotated(folder: Path, **changes: object) -> Path:
    (folder / "one.json").write_text(json.dumps({"entities": ENTITIES, "events": [EVENT], **changes}), "utf-8")
    return folder


def test_a_folder_without_annotations_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no annotated document"):
        list(gold_in(tmp_path))


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"entities": [], "events": [{"type": "visit"}]}'])
def test_a_file_that_is_no_annotation_is_refused_by_name(content: str, tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text(content, "utf-8")
    with pytest.raises(DataError, match=r"one\.json: not an annotated document"):
        list(gold_in(tmp_path))


def test_an_annotation_needs_its_text(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="its text is missing"):
        list(gold_in(annotated(tmp_path)))


def test_a_fingerprint_finds_its_quote_again(tmp_path: Path) -> None:
    length, digest = fingerprint_of(str(EVENT["quote"]))
    event = {**EVENT, "quote": {"length": length, "sha256": digest}}
    (gold,) = gold_in(annotated(tmp_path, events=[event], document="frus1961#d1"))
    assert gold.events[0].placed_in("At noon Sorel called on Abadi. He left.").quote == "Sorel called on Abadi"
    with pytest.raises(DataError, match="have the fingerprint"):
        gold.events[0].placed_in("At noon Sorel met Abadi.")


def test_a_text_that_stays_in_its_volume_is_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", str(annotated(tmp_path, document="frus1961#d1")), "--out", str(tmp_path)]) == WRONG_USE
    assert "--volumes" in capsys.readouterr().err


def test_an_annotated_document_is_read_out_of_its_volume(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "frus1960v01.xml").write_text(volume_of(*DOCUMENTS), "utf-8")
    length, digest = fingerprint_of("Called on Sapt at MFA today.")
    event = {**EVENT, "quote": {"length": length, "sha256": digest}}
    gold = tmp_path / "gold"
    gold.mkdir()
    annotated(gold, events=[event], document="frus1960v01#d1")
    assert main(["evaluate", str(gold), "--volumes", str(tmp_path), "--out", str(tmp_path / "out")]) == 0
    assert "1 documents; quotes that are not in the text: 0" in capsys.readouterr().out
    figures = json.loads((tmp_path / "out" / "evaluation.json").read_text("utf-8"))
    assert figures["shares"]["events strict"]["wanted"] == 1
