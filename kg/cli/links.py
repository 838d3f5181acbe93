"""`kg links`: which known things a report names, and why we think so."""

from __future__ import annotations

from collections.abc import Iterator

import click

from kg.cli.library import current_settings, format_option
from kg.cli.reports import reading_named
from kg.cli.tables import print_rows
from kg.model.mention import Candidate
from kg.model.reading import Reading

COLUMNS = ("name", "kind", "authority", "wikidata", "reason", "candidates")


@click.command("links", epilog="REPORT is a key of data/reports/ or the path of a file.")
@click.argument("report", metavar="REPORT")
@format_option
def command(report: str, form: str) -> None:
    """List which known people, states and offices a report names, and why.

    NIL is an answer: nothing in the authority file fits, and the reason says what was looked at. A thing that is in the
    authority file and has no number there is known here and not in Wikidata.

    \b
    Example:
      kg links 1962-08-27-embassy-hungary-pyongyang
    """
    print_rows(COLUMNS, link_rows(reading_named(report, current_settings())), form)


def link_rows(reading: Reading) -> Iterator[dict[str, object]]:
    """One row a link, accepted or NIL, in the order of names."""
    entities = {entity.id: entity for entity in reading.entities}
    for link in sorted(reading.links, key=lambda link: (entities[link.entity].kind, entities[link.entity].name)):
        entity = entities[link.entity]
        yield {
            "name": entity.name,
            "kind": entity.kind.value,
            "authority": link.authority or "NIL",
            "wikidata": link.qid or "NIL",
            "reason": link.reason,
            "candidates": [candidate_words(candidate) for candidate in link.candidates],
        }


def candidate_words(candidate: Candidate) -> str:
    """A candidate with its score and the features that decided."""
    return f"{candidate.name} {candidate.score:.2f} ({', '.join(candidate.reasons)})"
