"""From a word on the command line to a report, and to what is understood of it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from kg.cli.library import authority_of
from kg.errors import UsageError
from kg.links import Contribution, Library
from kg.model.authority import Authority
from kg.model.reading import Reading
from kg.model.report import Report
from kg.pipeline import draft_of, linked, reading_of
from kg.settings import Settings
from kg.sources import catalogue, read_report


def report_named(word: str, settings: Settings) -> Report:
    """The report with this key, or in this file. Refuses a word that names neither (UsageError)."""
    return read_report(places_named([word], settings)[word])


def places_named(words: Iterable[str], settings: Settings) -> dict[str, Path]:
    """Where each report stands: a word is a key or the path of a file. Refuses one that is neither (UsageError)."""
    keys = catalogue(settings.reports) if settings.has_reports else ()
    known = frozenset(keys)
    places = {}
    for word in words:
        place = settings.reports / word if word in known else Path(word)
        if word not in known and not place.exists():
            raise _unknown(word, keys, settings)
        places[word] = place
    return places


def _unknown(word: str, keys: Sequence[str], settings: Settings) -> UsageError:
    near = difflib.get_close_matches(word, keys, n=1)
    if near:
        cure = f"Did you mean {near[0]}?"
    elif keys:
        cure = f"The keys of {settings.reports} are: {', '.join(keys[:10])}{' …' if len(keys) > 10 else ''}."
    else:
        cure = "Give the path of a file, or put reports into data/reports/."
    return UsageError(f"there is no report {word!r}, neither as a key nor as a file.", cure=cure)


def reading_named(word: str, settings: Settings) -> Reading:
    """What is understood of the report that `word` names, decided alone; no shapes are run."""
    return reading_of(report_named(word, settings), authority_of(settings, None))


def readings_of(words: Sequence[str], settings: Settings, authority: Authority) -> Iterator[Reading]:
    """What is understood of each of the reports, decided together; no shapes are run."""
    drafts = [draft_of(report_named(word, settings), authority) for word in words]
    library = Library()
    said = [Contribution.of(draft.reading, linked(draft, authority).links) for draft in drafts]
    for contribution in said:
        library.add(contribution)
    together = zip(drafts, said, strict=True)
    return (linked(draft, authority, library.elsewhere(contribution)) for draft, contribution in together)
