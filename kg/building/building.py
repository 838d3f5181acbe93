"""A build: what changed is done anew, the rest is put back; who is who is decided by all reports together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from hashlib import blake2b
from pathlib import Path

from attrs import define, evolve, field, frozen

from kg.building.artefacts import COUNTED, DOCUMENTS, DRAFTS, name_of
from kg.building.engines import Engine, InThisProcess, Opener
from kg.building.ledger import BUILT, REFUSED, Entry, Ledger
from kg.building.materials import Materials, Workshop
from kg.building.outcome import Outcome, or_refusal
from kg.building.plan import CHECKS, REFUSED_BEFORE, UNREADABLE, Planner
from kg.building.tasks import Documented, DocumentTask, Drafted, DraftTask, Task, draft_inputs
from kg.errors import UsageError
from kg.links import Library
from kg.publish import Counted, Piece
from kg.publish.formats import N_QUADS

MOST_IN_A_SHARE = 256  # documents that are counted together: to count so many again takes 30 ms
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
    """One build: the reports that are wanted, each by its word on the command line, with its place.

    What is known of each report lies in the ledger and is read one at a time. Held are names alone: its word, place and
    key, that of its document, and why it is done anew.
    """

    workshop: Workshop
    places: Mapping[str, Path]
    watch: Watch
    _ledger: Ledger
    _planner: Planner
    _reasons: dict[str, str] = field(factory=dict, init=False)
    _refused: dict[str, Outcome] = field(factory=dict, init=False)
    _keys: dict[str, str] = field(factory=dict, init=False)  # of the reports that were read, by their words
    _documents: dict[str, str] = field(factory=dict, init=False)  # of those that are built
    _library: Library = field(factory=Library, init=False)
    _nquads_bytes: int = field(default=0, init=False)
    _shares: set[str] = field(factory=set, init=False)

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
        return self._nquads_bytes

    def results(self) -> Iterator[Result]:
        """What became of each report, in their order."""
        for word in self.places:
            why = self._reasons.get(word, "")
            if word in self._refused:
                yield Result(word, self._refused[word], why, Path())
                continue
            place = self._planner.artefacts.document(self._documents.get(word, ""))
            yield Result(self._keys[word], self._ledger.outcome(word), why, place)

    def pieces(self, *, with_lines: bool) -> Iterator[Piece]:
        """The pieces of all reports that are built, in their order; what is counted of them is in `counted`."""
        for word in self.places:
            if word in self._documents:
                yield self._ledger.piece(word, with_lines=with_lines)

    def counted(self) -> Iterator[Counted]:
        """What is counted of all reports that are built, in shares; those that are as they were are not counted again.

        A report is always in the same share, unless there are twice as many reports.
        """
        count = 1
        while count * MOST_IN_A_SHARE < len(self.places):
            count *= 2
        shares: dict[int, list[str]] = {}
        for word in self.places:
            if word in self._documents:
                shares.setdefault(_number(word) % count, []).append(word)
        for _, words in sorted(shares.items()):
            yield self._counted(words)

    def forget(self) -> None:
        """Let go of what no report needs any more: those that are gone, and what was made of them."""
        kept = self._ledger.kept
        gone = [word for word, place, *_ in kept() if word not in self.places and not Path(place).exists()]
        self._ledger.remove(gone)
        self._ledger.put_frames({id: frame.digest for id, frame in self._planner.fingerprints.frames.items()})
        self._ledger.commit()
        artefacts = self._planner.artefacts
        artefacts.prune(DRAFTS, {draft for _, _, draft, _ in kept()})
        artefacts.prune(DOCUMENTS, {document for *_, document in kept()})
        artefacts.prune(COUNTED, self._shares)
        artefacts.prune_parses()

    def _read_all(self, work: _Work) -> None:
        words = []
        for word, place in self.places.items():
            before = self._ledger.entry(word)
            found = or_refusal(partial(self._planner.entry_of, word, place, before))
            if isinstance(found, Outcome):
                self._refused[word] = found
                self._reasons[word] = UNREADABLE
                continue
            why = self._planner.why_draft(found, self._ledger.words)
            if why:
                self._reasons[word] = why
                words.append(word)
            elif found.frames != self._planner.all_frames:
                found = evolve(found, frames=self._planner.all_frames)
            if not why:
                self._take(found)
            if found is not before:
                self._ledger.put(found)
        for task, done in work.each(words, self._draft_task, self._reasons):
            entry = self._kept(task.word)
            inputs = draft_inputs(self._planner.fingerprints, entry.source)
            entry = Entry(entry.word, entry.place, entry.signature, entry.source, inputs, self._planner.all_frames)
            if isinstance(done, Drafted):
                entry = evolve(entry, draft=done.draft, contribution=done.contribution)
                self._take(entry)
                self._ledger.put(entry)
                self._ledger.put_words(task.word, done.words)
            else:
                assert isinstance(done, Outcome), "a refusal"
                self._refused[task.word] = done
                # Without a draft, it is tried again: one that ended its process may do better next time.
                self._ledger.put(evolve(entry, became=REFUSED))

    def _refuse_keys_used_twice(self) -> None:
        words: dict[str, str] = {}
        for word in self._in_order():
            key = self._keys[word]
            if (other := words.setdefault(key, word)) != word:
                message = f"{other} and {word} are both called {key}."
                raise UsageError(message, cure="Rename one, or build them into folders of their own.")

    def _make_all(self, work: _Work) -> None:
        words = []
        checked_only = set()
        for word in self._in_order():
            entry = self._kept(word)
            why = self._planner.why_document(entry, self._elsewhere(entry))
            if why:
                self._reasons.setdefault(word, why)
                words.append(word)
            elif entry.is_built:
                self._nquads_bytes += entry.nquads_bytes
                self._documents[word] = entry.document
            if why == CHECKS and entry.is_built:
                checked_only.add(word)

        def task_of(word: str) -> DocumentTask:
            entry = self._kept(word)
            document = entry.document if word in checked_only else ""
            return DocumentTask(word, self.places[word], entry.draft, self._elsewhere(entry), document)

        for task, done in work.each(words, task_of, self._reasons):
            entry = self._kept(task.word)
            if isinstance(done, Documented):
                is_built = done.outcome.is_built
                entry = evolve(
                    entry,
                    asked=done.asked,
                    document=done.document,
                    checked=self._planner.checked,
                    files=self._planner.artefacts.signature(done.document) if is_built else "",
                    became=BUILT if is_built else REFUSED,
                    nquads_bytes=_nquads_bytes(done.piece) if done.piece else entry.nquads_bytes,
                )
                if is_built:
                    self._nquads_bytes += entry.nquads_bytes
                    self._documents[task.word] = entry.document
                self._ledger.put(entry)
                self._ledger.put_outcome(task.word, done.outcome)
                if done.piece is not None:
                    self._ledger.put_piece(task.word, done.piece)
            else:
                assert isinstance(done, Outcome), "a refusal"
                self._refused[task.word] = done
                self._ledger.put(evolve(entry, asked=None, became=REFUSED))

    def _draft_task(self, word: str) -> DraftTask:
        return DraftTask(word, self.places[word], self._kept(word).source)

    def _in_order(self) -> Iterator[str]:
        """The reports that were read."""
        return (word for word in self.places if word in self._keys)

    def _take(self, entry: Entry) -> None:
        """Take a report that was read, with what it says to the others."""
        assert entry.contribution, "it was read"
        key = entry.contribution.report
        self._keys[entry.word] = entry.word if key == entry.word else key
        self._library.add(entry.contribution)

    def _elsewhere(self, entry: Entry) -> Mapping[str, int]:
        """What the others say to a report."""
        assert entry.contribution, "it was read"
        return self._library.elsewhere(entry.contribution)

    def _kept(self, word: str) -> Entry:
        entry = self._ledger.entry(word)
        assert entry, "it was found"
        return entry

    def _counted(self, words: Sequence[str]) -> Counted:
        """What is counted of some documents; kept by the names of these, which say all that it depends on."""
        artefacts = self._planner.artefacts
        name = name_of(*(self._documents[word] for word in words))
        self._shares.add(name)
        if kept := artefacts.counted(name):
            return kept
        counted = Counted.together([self._ledger.counted(word) for word in words])
        artefacts.put_counted(name, counted)
        return artefacts.counted(name) or counted


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

    def each(
        self, words: Sequence[str], task_of: Callable[[str], Task], reasons: Mapping[str, str]
    ) -> Iterator[tuple[Task, object]]:
        """What came of the task of each report; what was noted of it is put down every now and then."""
        self.watch.planned(len(words))
        if not words:
            return
        is_wary = any(reasons.get(word) == REFUSED_BEFORE for word in words)
        engine = self._begun() if is_wary or len(words) > self.few else self._here()
        for number, (task, done) in enumerate(engine.each(map(task_of, words)), start=1):
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


def _number(word: str) -> int:
    """A number for a word, the same in every process."""
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogateescape"), digest_size=8).digest(), "big")


def _nquads_bytes(piece: Piece) -> int:
    return next(file.size_bytes for file in piece.files if file.file.endswith(f".{N_QUADS.extension}"))
