"""Every frame of frames.toml is evoked by a sentence of its own, and not by a near miss."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from kg.lexicon import frames as frames_module
from kg.lexicon import read_frames
from kg.lexicon.tables import table
from kg.model.event import Event

from .told import ROOT, Told, to_mend, told

PLACE = Path(__file__).with_name("frames_examples.toml")
EXAMPLES: list[dict[str, Any]] = tomllib.loads(PLACE.read_text("utf-8"))["example"]
KEYS = {"frame", "text", "type", "roles", "place", "rule", "fails", "miss", "miss_fails"}


def rows(reason: str) -> list[Any]:
    """The examples, those that have `reason` marked as still to be mended."""
    marks = [[to_mend(row[reason])] if reason in row else [] for row in EXAMPLES]
    return [
        pytest.param(row, marks=mark, id=f"{row['frame']}-{number}")
        for number, (row, mark) in enumerate(zip(EXAMPLES, marks, strict=True))
    ]


def evoked(reading: Told, row: dict[str, Any]) -> list[Event]:
    """The events that the frame of a row has given."""
    return [event for event in reading.reading.events if event.rule == row.get("rule", row["frame"])]


def test_every_frame_has_an_example_that_works() -> None:
    assert {row["frame"] for row in EXAMPLES if "fails" not in row} == {frame.id for frame in read_frames().all}


def test_the_table_has_no_key_that_nothing_reads() -> None:
    assert all(set(row) <= KEYS and set(row) >= {"frame", "text", "type", "roles", "miss"} for row in EXAMPLES)


@pytest.mark.parametrize("row", rows("fails"))
def test_a_frame_is_evoked_with_its_roles(row: dict[str, Any]) -> None:
    reading = told(row["text"])
    found = [(event.type, reading.roles(event), reading.place(event)) for event in evoked(reading, row)]
    assert found == [(row["type"], row["roles"], row.get("place", ""))]


@pytest.mark.parametrize("row", rows("miss_fails"))
def test_a_near_miss_does_not_evoke_the_frame(row: dict[str, Any]) -> None:
    assert evoked(told(row["miss"]), row) == []


@pytest.mark.parametrize("row", [row for row in EXAMPLES if "rule" not in row], ids=lambda row: row["frame"])
def test_every_role_of_an_example_is_one_that_its_frame_gives(row: dict[str, Any]) -> None:
    frame = next(frame for frame in read_frames().all if frame.id == row["frame"])
    taken_up = {"host"} if frame.relation == "returns" else set()  # the host of a return visit is the visitor before
    assert set(row["roles"]) <= {*frame.roles.values()} | taken_up


# --- docs/frames.md -------------------------------------------------------------------------------------------------

PAGE = (ROOT / "docs" / "frames.md").read_text("utf-8")


def test_every_key_of_a_frame_is_explained() -> None:
    section = PAGE.partition("## The parts of a frame")[2].partition("\n## ")[0]
    explained = {key for row in re.findall(r"^\| (`.*?`) \|", section, re.MULTILINE) for key in re.findall(r"\w+", row)}
    assert explained == frames_module.KEYS


def test_every_kind_of_object_is_explained() -> None:
    assert all(f"`{kind}`" in PAGE for kind in frames_module.OBJECTS)


def test_the_worked_example_of_the_docs_works(monkeypatch: pytest.MonkeyPatch) -> None:
    (block,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    added = tomllib.loads(block)
    data = table("frames.toml")
    with monkeypatch.context() as patch:
        patch.setattr(frames_module, "table", lambda _: {**data, "frame": [*data["frame"], *added["frame"]]})
        read_frames.cache_clear()
        told.cache_clear()
        for row in added["example"]:
            assert [told(row["text"]).roles(event) for event in evoked(told(row["text"]), row)] == [row["roles"]]
            assert evoked(told(row["miss"]), row) == []
    read_frames.cache_clear()
    told.cache_clear()
    assert [evoked(told(row["text"]), row) for row in added["example"]] == [[], []]
