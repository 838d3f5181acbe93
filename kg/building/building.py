"""A build: what changed is done anew, the rest is put back; who is who is decided by all reports together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from attrs import define, evolve, field, frozen

from kg.building.engines import Engine, InThisProcess, Opener
from kg.building.ledger import Entry, Ledger
from kg.building.materials import Materials, Workshop
from kg.building.outcome import Outcome, or_refusal
from kg.building.plan import CHECKS, REFUSED, UNREADABLE, Planner
from kg.building.tasks import Documented, DocumentTask, Drafted, DraftTask, Task, draft_inputs
from kg.errors import UsageError
from kg.links import Library
from kg.publish import Piece
from kg.publish.formats import N_QUADS

_BETWEEN_COMMITS = 25


@define
class Watch:
    """Hears how far a build is: how many tasks are to be done, and of each that it is done."""

    planned: Callable[[int], None] = lambda count: None
    done: Callable[[], None] = lambda: None


@frozen
class Result:
    """What became of one report: its outcome, why it was done anew ("" if it was not), and where its files lie."""

    name: str
    outcome: Outcome
    why: str
    files: Path


@define(eq=False)
class Building:
    """One build: the reports that are wanted, each by its word on the command line, with its place."""

    workshop: Workshop
    places: Mapping[str, Path]
    watch: Watch
    _ledger: Ledger
    _planner: Planner
    _reasons: dict[str, str] = field(factory=dict, init=False)
    _entries: dict[str, Entry] = field(factory=dict, init=False)
    _refused: dict[str, Outcome] = field(factory=dict, init=False)

    @classmethod
    @contextmanager
    def opened(cls, materials: Materials, places: Mapping[str, Path], watch: Watch) -> Iterator[Building]:
        """A build with the ledger of the one before it. Raises DataError at tables or shapes that cannot be read."""
        ledger = Ledger(materials.cache / "ledger.sqlite")
        try:
            workshop = Workshop.of(materials)
            planner = Planner(workshop.fingerprints, workshop.artefacts, ledger.frames())
            yield cls(workshop, places, watch, ledger, planner)
        finally:
            ledger.close()

    def work(self, opener: Opener | None, few: int = 0) -> None:
        """Do anew what has to be: all are read, each decided alone; then each is decided with the others, and made.

        What is done is noted at once: a build that is stopped goes on where it was. `opener` begins those who do the
        work; without one it is done here, and so is what has no more than `few` tasks: these are done sooner than
        processes are begun. But what was refused before may be what ends its process. Refuses two reports of
        one key (UsageError).
        """
        with ExitStack() as stack:
            work = _Work(self._ledger, self.workshop, opener, few, stack, self.watch)
            self._read_all(work)
            self._refuse_keys_used_twice()
            self._make_all(work)

    @property
    def nquads_bytes(self) -> int:
        """The size of all that is built, as N-Quads."""
        return sum(entry.nquads_bytes for entry in self._entries.values() if entry.outcome and entry.outcome.is_built)

    def results(self) -> Iterator[Result]:
        """What became of each report, in their order."""
        for word in self.places:
            why = self._reasons.get(word, "")
            if word in self._refused:
                yield Result(word, self._refused[word], why, Path())
                continue
            entry = self._entries[word]
            assert entry.outcome, "it was made"
            assert entry.contribution, "it was read"
            place = self._planner.artefacts.document(entry.document)
            yield Result(entry.contribution.report, entry.outcome, why, place)

    def pieces(self, *, with_lines: bool) -> Iterator[Piece]:
        """The pieces of all reports that are built, in their order, as the files of the whole want them."""
        for word in self.places:
            entry = self._entries.get(word)
            if entry and word not in self._refused and entry.outcome and entry.outcome.is_built:
                yield self._ledger.piece(word, with_lines=with_lines)

    def forget(self) -> None:
        """Let go of what no report needs any more: those that are gone, and what was made of them."""
        entries = tuple(self._ledger.kept())
        gone = {word for word, place, *_ in entries if word not in self.places and not Path(place).exists()}
        self._ledger.remove(gone)
        self._ledger.put_frames({id: frame.digest for id, frame in self._planner.fingerprints.frames.items()})
        self._ledger.commit()
        kept = [row for row in entries if row[0] not in gone]
        self._planner.artefacts.prune(frozenset(row[2] for row in kept), frozenset(row[3] for row in kept))

    def _read_all(self, work: _Work) -> None:
        before = work.ledger.entries()
        tasks = []
        for word, place in self.places.items():
            found = or_refusal(partial(self._planner.entry_of, word, place, before.get(word)))
            if isinstance(found, Outcome):
                self._refused[word] = found
                self._reasons[word] = UNREADABLE
                continue
            self._entries[word] = found
            why = self._planner.why_draft(found)
            if why:
                self._reasons[word] = why
                tasks.append(DraftTask(word, place, found.source))
            elif found != before.get(word):
                work.ledger.put(found)
        for task, done in work.each(tasks, self._reasons):
            entry = self._entries[task.word]
            inputs = draft_inputs(self._planner.fingerprints, entry.source)
            entry = Entry(entry.word, entry.place, entry.signature, entry.source, inputs)
            if isinstance(done, Drafted):
                kept = evolve(entry, draft=done.draft, words=done.words, contribution=done.contribution)
                self._entries[task.word] = kept
                work.ledger.put(kept)
            else:
                assert isinstance(done, Outcome), "a refusal"
                self._refused[task.word] = done
                del self._entries[task.word]
                # Without a draft, it is tried again: one that ended its process may do better next time.
                work.ledger.put(evolve(entry, outcome=done))

    def _make_all(self, work: _Work) -> None:
        library = Library()
        for entry in self._entries.values():
            assert entry.contribution, "it was read"
            library.add(entry.contribution)
        tasks = []
        for word, entry in self._entries.items():
            assert entry.contribution, "it was read"
            elsewhere = library.elsewhere(entry.contribution)
            why = self._planner.why_document(entry, elsewhere)
            if why:
                self._reasons.setdefault(word, why)
                is_built = entry.outcome is not None and entry.outcome.is_built
                tasks.append(
                    DocumentTask(
                        *(word, self.places[word], entry.draft, elsewhere),
                        entry.document if why == CHECKS and is_built else "",
                    )
                )
        for task, done in work.each(tasks, self._reasons):
            if isinstance(done, Documented):
                entry = evolve(
                    self._entries[task.word],
                    asked=done.asked,
                    document=done.document,
                    checked=self._planner.checked,
                    files=self._planner.artefacts.signature(done.document) if done.outcome.is_built else "",
                    outcome=done.outcome,
                    nquads_bytes=_nquads_bytes(done.piece) if done.piece else self._entries[task.word].nquads_bytes,
                )
                if done.piece is not None:
                    entry = evolve(entry, nquads_bytes=_nquads_bytes(done.piece))
                self._entries[task.word] = entry
                work.ledger.put(entry, done.piece)
            else:
                assert isinstance(done, Outcome), "a refusal"
                self._refused[task.word] = done
                self._entries[task.word] = evolve(self._entries[task.word], asked=None, outcome=done)
                work.ledger.put(self._entries[task.word])

    def _refuse_keys_used_twice(self) -> None:
        words: dict[str, str] = {}
        for word, entry in self._entries.items():
            assert entry.contribution, "it was read"
            key = entry.contribution.report
            if (other := words.setdefault(key, word)) != word:
                message = f"{other} and {word} are both called {key}."
                raise UsageError(message, cure="Rename one, or build them into folders of their own.")


@define(eq=False)
class _Work:
    """Tasks and where they are done: here if they are few or nobody else was named."""

    ledger: Ledger
    workshop: Workshop
    opener: Opener | None
    few: int
    stack: ExitStack
    watch: Watch
    _engine: Engine | None = None

    def each(self, tasks: Sequence[Task], reasons: Mapping[str, str]) -> Iterator[tuple[Task, object]]:
        """What came of each task; what was noted of it is put down every now and then."""
        self.watch.planned(len(tasks))
        if not tasks:
            return
        is_wary = any(reasons.get(task.word) == REFUSED for task in tasks)
        engine = self._begun() if is_wary or len(tasks) > self.few else self._here()
        for number, (task, done) in enumerate(engine.each(tasks), start=1):
            yield task, done
            if number % _BETWEEN_COMMITS == 0:
                self.ledger.commit()
            self.watch.done()
        self.ledger.commit()

    def _here(self) -> Engine:
        return self._engine or InThisProcess(self.workshop)

    def _begun(self) -> Engine:
        if self._engine is None:
            self._engine = self.stack.enter_context(self.opener(self.workshop)) if self.opener else self._here()
        return self._engine


def _nquads_bytes(piece: Piece) -> int:
    return next(file.size_bytes for file in piece.files if file.file.endswith(f".{N_QUADS.extension}"))
