"""`kg claims`: who says what, and through whom."""

from __future__ import annotations

from collections.abc import Iterator

import click

from kg.cli.library import current_settings, format_option
from kg.cli.reports import reading_named
from kg.cli.tables import print_rows
from kg.model.claim import Voice
from kg.model.reading import Reading

COLUMNS = ("depth", "voices", "polarity", "certainty", "modality", "basis", "says", "status", "quote", "rule")


@click.command("claims", epilog="REPORT is a key of data/reports/ or the path of a file.")
@click.argument("report", metavar="REPORT")
@format_option
def command(report: str, form: str) -> None:
    """List who says what in a report, and through whom.

    Voices are named from the outside in: the author of the report, whom he heard, whom that one had heard. Depth 0 is
    what the author says himself. The quote is what the claim rests on; several are parted by " … ".

    \b
    Example:
      kg claims 1962-08-27-embassy-hungary-pyongyang
    """
    print_rows(COLUMNS, claim_rows(reading_named(report, current_settings())), form)


def claim_rows(reading: Reading) -> Iterator[dict[str, object]]:
    """One row a claim, in the order of the text."""
    events = {event.id: event for event in reading.events}
    voices = {voice.id: voice for voice in reading.voices}
    names = {entity.id: entity.name for entity in reading.entities}
    for claim in sorted(reading.claims, key=lambda claim: (min(claim.evidence), claim.id)):
        voice = voices[claim.voice]
        yield {
            "depth": voice.depth,
            "voices": [speakers_of(link, names) for link in chain_of(voice, voices)],
            "polarity": claim.polarity.value,
            "certainty": claim.certainty.value,
            "modality": claim.modality.value,
            "basis": claim.basis.value,
            "says": claim.gloss,
            "status": events[claim.content].status.value,
            "quote": " … ".join(passage.exact for passage in claim.evidence),
            "rule": claim.rule,
        }


def chain_of(voice: Voice, voices: dict[str, Voice]) -> list[Voice]:
    """The voices around this one and itself, outermost first."""
    chain = [voice]
    while chain[-1].outer:
        chain.append(voices[chain[-1].outer])
    return chain[::-1]


def speakers_of(voice: Voice, names: dict[str, str]) -> str:
    """Who speaks: joint speakers are joined by a plus."""
    return " + ".join(names[speaker] for speaker in voice.speakers)
