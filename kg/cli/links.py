"""`kg links`: which known things reports name, why we think so, and what else was looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from kg.cli.library import authority_of, current_settings, format_option, index_option, tell_decisions_not_applied
from kg.cli.reports import readings_of
from kg.cli.tables import print_line, print_rows, print_table
from kg.errors import UsageError
from kg.links.weights import Feature
from kg.model.entity import Entity
from kg.model.mention import Candidate, Link
from kg.model.reading import Reading
from kg.names import is_same_name, likeness
from kg.sources import catalogue

COLUMNS = ("name", "kind", "authority", "wikidata", "confidence", "reason", "candidates")
MOST_CANDIDATES = 5  # in one cell; --why shows them all


@click.command("links", epilog="REPORT is a key of data/reports/ or the path of a file; all reports if none is named.")
@click.argument("reports", nargs=-1, metavar="[REPORT]...")
@click.option("--why", metavar="NAME", help="Show all candidates for this name side by side, with every feature.")
@index_option
@format_option
def command(reports: tuple[str, ...], why: str | None, index: Path | None, form: str) -> None:
    """List which known people, states and offices a report names, and why.

    NIL is an answer: nothing that is known fits, and the reason says what was looked at. A thing that is in the
    authority file and has no number there is known here and not in Wikidata. Several reports are decided together.

    \b
    Example:
      kg links 1962-08-27-embassy-hungary-pyongyang
      kg links --why Moskovsky
    """
    settings = current_settings()
    words = reports or (catalogue(settings.reports) if settings.has_reports else ())
    if not words:
        raise UsageError("no report is named, and the library holds none.", cure="Name a file.")
    authority = authority_of(settings, index)
    tell_decisions_not_applied(authority)
    readings = readings_of(words, settings, authority)
    if why is not None:
        show_why(why, readings)
        return
    columns = COLUMNS if len(words) == 1 else ("report", *COLUMNS)
    print_rows(columns, (row for reading in readings for row in link_rows(reading)), form)


def link_rows(reading: Reading) -> Iterator[dict[str, object]]:
    """One row a link, accepted or NIL, in the order of names."""
    entities = {entity.id: entity for entity in reading.entities}
    for link in sorted(reading.links, key=lambda link: (entities[link.entity].kind, entities[link.entity].name)):
        entity = entities[link.entity]
        yield {
            "report": reading.report.key,
            "name": entity.name,
            "kind": entity.kind.value,
            "authority": link.authority or "NIL",
            "wikidata": link.qid or "NIL",
            "confidence": "" if link.confidence is None else link.confidence,
            "reason": link.reason,
            "candidates": [candidate_words(candidate) for candidate in link.candidates[:MOST_CANDIDATES]],
        }


def candidate_words(candidate: Candidate) -> str:
    """A candidate with its probability and the features that decided."""
    return f"{candidate.name} {candidate.score:.2f} ({', '.join(candidate.reasons)})"


def show_why(name: str, readings: Iterator[Reading]) -> None:
    """For each entity of that name: the decision, and all candidates side by side. Refuses a name that none bears."""
    found = False
    for reading in readings:
        links = {link.entity: link for link in reading.links}
        for entity in reading.entities:
            if entity.id in links and is_called(entity, name):
                if found:
                    print_line("")
                found = True
                show_decision(reading, entity, links[entity.id])
    if not found:
        cure = "Run kg links without --why to see the names that were read."
        raise UsageError(f"nothing that could be linked is called {name!r} there.", cure=cure)


def is_called(entity: Entity, name: str) -> bool:
    """Whether an entity may be meant by a name on the command line."""
    return any(is_same_name(name, own) or likeness(name, own) > 0 for own in (entity.name, *entity.names))


def show_decision(reading: Reading, entity: Entity, link: Link) -> None:
    """One entity: what was decided on it, and a column for each candidate."""
    answer = f"{link.authority} {link.qid or 'no Wikidata number'}" if link.authority else "NIL"
    sure = "" if link.confidence is None else f", confidence {link.confidence}"
    print_line(f"{entity.name} ({entity.kind.value}) in {reading.report.key}: {answer}{sure}")
    print_line(f"  {link.reason}")
    if link.version:
        print_line(f"  decided with {link.version}{f', {link.decided_on}' if link.decided_on else ''}")
    if link.candidates:
        columns = ("", *(candidate.authority for candidate in link.candidates))
        print_table(columns, list(side_by_side(link.candidates)))


def probability_words(candidate: Candidate) -> str:
    """The probability of a candidate; one that only a curator named has none."""
    if candidate.is_barred:
        return "out"
    return f"{candidate.score:.3f}" if candidate.features else candidate.reasons[0]


def side_by_side(candidates: Sequence[Candidate]) -> Iterator[tuple[str, ...]]:
    """The rows of the table: what each candidate is, then one row a feature."""
    yield "name", *(candidate.name for candidate in candidates)
    if any(candidate.description for candidate in candidates):
        yield "is", *(candidate.description for candidate in candidates)
    yield "lived, existed", *(f"{one.start or '?'} to {one.end or '?'}" for one in candidates)
    yield "Wikidata", *(candidate.qid or "none known" for candidate in candidates)
    yield "probability", *(probability_words(candidate) for candidate in candidates)
    said = [dict(reason.partition(": ")[::2] for reason in candidate.reasons) for candidate in candidates]
    for feature in Feature:
        if any(feature in row for row in said):
            yield str(feature), *(row.get(feature, "") for row in said)
    yield "facts from", *(candidate.source for candidate in candidates)
