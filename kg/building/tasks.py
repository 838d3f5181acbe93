"""What a process does for one document. A task is sent with names alone; what is large lies in files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

import pyoxigraph
from attrs import evolve, frozen

from kg.building.artefacts import name_of
from kg.building.fingerprints import Fingerprints
from kg.building.materials import Workshop
from kg.building.outcome import Outcome, or_refusal
from kg.building.sourcefiles import digest_of
from kg.checks import findings_on
from kg.converters import quads_of
from kg.errors import SourceError
from kg.links import Contribution
from kg.model.reading import Reading
from kg.pipeline import Draft, draft_of, linked
from kg.publish import Piece
from kg.sources import read_report


@frozen
class DraftTask:
    """Read a report and understand it, decided alone. `source` is the hash of its files."""

    word: str
    place: Path
    source: str


@frozen
class Drafted:
    """A draft lies under `draft`. `words` are what its text holds of words that frames hang on."""

    word: str
    draft: str
    words: frozenset[str]
    contribution: Contribution


@frozen
class DocumentTask:
    """Link a draft with what other documents say, convert and check it. With `document`, check its files only."""

    word: str
    place: Path
    draft: str
    elsewhere: Mapping[str, int]
    document: str = ""


@frozen
class Documented:
    """The files of a document lie under `document`; `asked` is what it asked of the other documents, with the answers.

    `piece` is None where the files were there, or where the report is refused.
    """

    word: str
    document: str
    asked: Mapping[str, int]
    outcome: Outcome
    piece: Piece | None


Task: TypeAlias = DraftTask | DocumentTask
Done: TypeAlias = Drafted | Documented | Outcome


def draft_inputs(fingerprints: Fingerprints, source: str) -> tuple[str, ...]:
    """All that a draft depends on, but for the frames."""
    return (source, fingerprints.reader, fingerprints.rules, fingerprints.authority)


def draft_name(fingerprints: Fingerprints, source: str, words: frozenset[str]) -> str:
    """The name of the draft of a report with these files, whose text holds these words."""
    return name_of(*draft_inputs(fingerprints, source), fingerprints.of_frames(words))


def document_name(fingerprints: Fingerprints, draft: str, asked: Mapping[str, int]) -> str:
    """The name of the files of a draft that was linked with these answers of the other documents."""
    answers = " ".join(f"{key}={count}" for key, count in sorted(asked.items()))
    return name_of(draft, answers, fingerprints.rules, fingerprints.conversion, fingerprints.base)


def done(workshop: Workshop, task: Task) -> Done:
    """Do a task; an Outcome is a refusal. Raises what concerns all tasks: OutputError, MemoryError."""
    if isinstance(task, DraftTask):
        return or_refusal(lambda: _draft(workshop, task))
    return or_refusal(lambda: _document(workshop, task))


def _draft(workshop: Workshop, task: DraftTask) -> Drafted:
    draft = draft_of(read_report(task.place), workshop.authority, workshop.artefacts)
    contribution = Contribution.of(draft.reading, linked(draft, workshop.authority).links)
    name = draft_name(workshop.fingerprints, task.source, draft.words)
    workshop.artefacts.put_draft(name, evolve(draft, words=frozenset()))
    return Drafted(task.word, name, draft.words, contribution)


def _document(workshop: Workshop, task: DocumentTask) -> Documented:
    draft = workshop.artefacts.draft(task.draft) or _draft_again(workshop, task)
    asked = _Asked(task.elsewhere)
    reading = linked(draft, workshop.authority, asked)
    name = document_name(workshop.fingerprints, task.draft, asked.answers)
    if task.document == name:
        place = workshop.artefacts.document(name) / f"{reading.report.key}.nq"
        quads = tuple(pyoxigraph.parse(path=str(place), format=pyoxigraph.RdfFormat.N_QUADS, lenient=True))
        return Documented(task.word, name, asked.answers, _outcome(workshop, reading, quads), None)
    quads = quads_of(reading, workshop.base)
    outcome = _outcome(workshop, reading, quads)
    if not outcome.is_built:
        return Documented(task.word, name, asked.answers, outcome, None)
    report = reading.report
    whole_text = None if report.quotes_only else report.source.text
    document = workshop.printer.document(report.key, quads, report.rights, whole_text)
    workshop.artefacts.put_document(name, document.files)
    return Documented(task.word, name, asked.answers, outcome, document.piece)


def _draft_again(workshop: Workshop, task: DocumentTask) -> Draft:
    """The draft of a document whose kept one is damaged. Raises SourceError if the report is another by now."""
    draft = draft_of(read_report(task.place), workshop.authority, workshop.artefacts)
    if draft_name(workshop.fingerprints, digest_of(task.place), draft.words) != task.draft:
        raise SourceError("the report was written to while it was built.", place=str(task.place), cure="Run again.")
    kept = evolve(draft, words=frozenset())
    workshop.artefacts.put_draft(task.draft, kept)
    return kept


def _outcome(workshop: Workshop, reading: Reading, quads: tuple[pyoxigraph.Quad, ...]) -> Outcome:
    return Outcome.of(reading, (*findings_on(reading, quads, workshop.shapes), *reading.findings))


class _Asked(dict[str, int]):
    """What other documents say, and which of it was asked for: what nobody asked for may change."""

    def __init__(self, said: Mapping[str, int]) -> None:
        super().__init__(said)
        self.answers: dict[str, int] = {}

    def __contains__(self, key: object) -> bool:
        count = self.get(str(key), 0)
        self.answers[str(key)] = count
        return count > 0
