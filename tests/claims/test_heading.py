"""The talk of which a paper is the record is told of once: by its heading, unless by its prose."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.eventlist import flat_events
from kg.model.event import Event
from kg.model.reading import Reading
from kg.pipeline import reading_of
from kg.sources.reports import read_report

from .told import AUTHORITY

HEADING = "Memorandum of Conversation\n\nLisbon, 9 May 1959\n\nPARTICIPANTS\nAmbassador Karl Lund\nMinister Rui Silva"
PROSE = "The Minister said that the talks on fish had failed. The Ambassador answered that he was sorry to hear it."


def read(folder: Path, heading: str, prose: str = PROSE) -> Reading:
    """What is understood of a record with this heading."""
    path = folder / "record.txt"
    path.write_text(f"{heading}\n\n{prose}\n", "utf-8")
    return reading_of(read_report(path), AUTHORITY)


def meetings(reading: Reading) -> list[Event]:
    return [event for event in reading.events if event.type in ("Meeting", "Visit")]


@pytest.mark.parametrize(
    "heading",
    [HEADING, "Memorandum of Conversation between Ambassador Karl Lund and Minister Rui Silva\n\nLisbon, 9 May 1959"],
)
def test_a_record_tells_of_its_talk_by_its_heading(tmp_path: Path, heading: str) -> None:
    reading = read(tmp_path, heading)
    (talk,) = meetings(reading)
    names = {entity.id: entity.name for entity in reading.entities}
    assert sorted(names[entity] for entity in talk.agents("participant")) == ["Karl Lund", "Rui Silva"]
    assert talk.date is not None
    assert (talk.date.value, talk.rule) == ("1959-05-09", "meeting.heading")
    (claim,) = [claim for claim in reading.claims if claim.content == talk.id]
    assert all(passage.is_found_in(reading.report.source.text) for passage in claim.evidence)
    assert all(row["type"] != "meeting" for row in flat_events(reading))


def test_a_talk_that_the_prose_tells_of_is_not_told_of_twice(tmp_path: Path) -> None:
    reading = read(tmp_path, HEADING, f"Minister Silva met Ambassador Lund at his office. {PROSE}")
    assert [event.rule for event in meetings(reading)] == ["meet"]


def test_a_list_of_one_is_no_talk(tmp_path: Path) -> None:
    assert meetings(read(tmp_path, HEADING.removesuffix("\nMinister Rui Silva"))) == []


def test_a_report_is_no_record_of_a_talk(tmp_path: Path) -> None:
    assert meetings(read(tmp_path, HEADING.replace("Memorandum of Conversation", "Report"))) == []
