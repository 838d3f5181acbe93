"""What has to be done so that a store holds exactly a build, and doing it.

Before a graph is touched the books say that it is under way; when it has come and its triples were counted, they say
with which checksum. So whatever is interrupted is seen by the next run, and done again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from threading import Lock

from attrs import define, field, frozen

from kg.stores.books import Books
from kg.stores.comparing import is_whole
from kg.stores.contents import Contents, Graph, fits
from kg.stores.faults import RefusedError, StoreError
from kg.stores.sidebyside import side_by_side
from kg.stores.store import Store

# Graphs are written into the books in batches, so that an interrupted run does little twice. Where many graphs go into
# one request, a batch is that request.
BATCH_GRAPHS = 1000
_MORE = ": does another kg sync write at this time? Run it again when that has ended"


class Reason(StrEnum):
    """Why a graph is sent."""

    NEW = "new"
    CHANGED = "changed"
    UNFINISHED = "its loading was interrupted"
    TAMPERED = "the store has not as many triples as it should"
    ASKED = "everything is sent"


@frozen
class Sending:
    """A graph to send, and why; `is_fresh` if the store has nothing of it."""

    graph: Graph
    reason: Reason
    is_fresh: bool


@frozen
class Plan:
    """What is to be done: graphs to send, graphs that stay, graphs that the build no longer has."""

    sending: tuple[Sending, ...]
    unchanged: tuple[Graph, ...]
    withdrawn: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing has to be done."""
        return not self.sending and not self.withdrawn


@define
class Account:
    """What was done, and what could not be: the reason by the IRI of each graph that failed."""

    sent: list[Graph] = field(factory=list)
    unchanged: list[Graph] = field(factory=list)
    removed: list[str] = field(factory=list)
    failed: dict[str, str] = field(factory=dict)
    not_tried: int = 0
    stopped: StoreError | None = None

    @property
    def is_whole(self) -> bool:
        """Whether the store holds the build, as far as counts tell."""
        return not self.failed and self.stopped is None


def plan_for(contents: Contents, store: Store, patterns: Sequence[str] = (), *, everything: bool = False) -> Plan:
    """What has to be done, by the books of the store and its counts. Raises StoreError or DataError.

    With `patterns` only those graphs are looked at whose name fits one; with `everything` all of them are sent, and
    none is removed.
    """
    chosen = contents.only(patterns).graphs
    known = Books(store, contents.base).entries()
    counts = store.counts([graph.iri for graph in chosen])
    sending, unchanged = [], []
    for graph in chosen:
        reason = Reason.ASKED if everything else _reason(graph, known.get(graph.iri), counts[graph.iri])
        if reason is None:
            unchanged.append(graph)
        else:
            sending.append(Sending(graph, reason, is_fresh=counts[graph.iri] == 0))
    ours = {graph.iri for graph in contents.graphs}
    gone = [iri for iri in sorted(set(known) - ours) if fits(iri, contents.base, tuple(patterns))]
    return Plan(tuple(sending), tuple(unchanged), () if everything else tuple(gone))


def _reason(graph: Graph, digest: str | None, count: int) -> Reason | None:
    if digest is None:
        return Reason.NEW
    if not digest:
        return Reason.UNFINISHED
    if digest != graph.sha256:
        return Reason.CHANGED
    return None if is_whole(graph, count) else Reason.TAMPERED


def carry_out(plan: Plan, contents: Contents, store: Store, told: Callable[[Graph | None], None]) -> Account:
    """Do what the plan says; `told` hears of each graph that was sent, and of None for each that was removed.

    A graph that the store refuses is left out and named. Where the store fails altogether the run stops: the account
    says what was done until then.
    """
    account = Account(unchanged=list(plan.unchanged))
    books = Books(store, contents.base)
    batches = list(_batches(plan.sending, store.profile.batch_bytes))
    writing = Lock()
    others = [store.another() for _ in range(min(store.profile.connections, len(batches)) - 1)]
    try:
        for done in side_by_side(batches, [_Sender(each, contents, writing) for each in (store, *others)]):
            account.sent.extend(done.sent)
            account.failed.update(done.failed)
            for graph in done.sent:
                told(graph)
        if plan.withdrawn:
            books.begin(plan.withdrawn)
        for iri in plan.withdrawn:
            store.remove(iri)
            books.forget([iri])
            account.removed.append(iri)
            told(None)
    except StoreError as error:
        account.stopped = error
    finally:
        for each in others:
            store.exchange.repeats += each.exchange.repeats
            each.close()
    account.not_tried = len(plan.sending) - len(account.sent) - len(account.failed)
    return account


def _batches(sending: Sequence[Sending], most_bytes: int) -> Iterator[list[Sending]]:
    batch: list[Sending] = []
    size = 0
    for each in sending:
        if batch and (len(batch) >= BATCH_GRAPHS or size + each.graph.size_bytes > most_bytes):
            yield batch
            batch, size = [], 0
        batch.append(each)
        size += each.graph.size_bytes
    if batch:
        yield batch


@define
class _Done:
    """What became of a batch: the graphs that are there whole, and why others are not."""

    sent: list[Graph] = field(factory=list)
    failed: dict[str, str] = field(factory=dict)


@frozen
class _Sender:
    """Sends batches over one connection. One at a time writes into the books: stores refuse such writes as a clash."""

    store: Store
    contents: Contents
    writing: Lock

    def __call__(self, batch: Sequence[Sending]) -> _Done:
        """Send a batch, count what came of it, and write that down. Raises StoreError."""
        books, done = Books(self.store, self.contents.base), _Done()
        self.contents.refuse_if_replaced()
        with self.writing:
            books.begin([sending.graph.iri for sending in batch])
        came = list(self._sent(batch, done))
        self.contents.refuse_if_replaced()
        # One by one: a query over all graphs would read the whole store for each batch.
        for graph in came:
            count = self.store.count(graph.iri)
            if is_whole(graph, count):
                done.sent.append(graph)
            else:
                why = _MORE if count > graph.triples else ""
                done.failed[graph.iri] = f"of {graph.triples:,} triples that were sent the store has {count:,}{why}."
        with self.writing:
            if done.failed:
                # Another kg sync may have found them whole a moment ago.
                books.begin(sorted(done.failed))
            books.finish({graph.iri: graph.sha256 for graph in done.sent})
        return done

    def _sent(self, batch: Sequence[Sending], done: _Done) -> Iterator[Graph]:
        """Send the graphs of a batch; each that came."""
        # Documents only: shapes have blank nodes, and these come twice where a request is repeated that was cut.
        fresh = [each.graph for each in batch if each.is_fresh and each.graph.path is not None]
        together = fresh if self.store.profile.quads and len(fresh) > 1 else []
        if together:
            try:
                self.store.add_all(together)
            except RefusedError:
                together = []  # Which of them is at fault shows when each is sent by itself.
            else:
                yield from together
        gone = {graph.iri for graph in together}
        for each in batch:
            if each.graph.iri in gone:
                continue
            try:
                self.store.put(each.graph, is_fresh=each.is_fresh and each.graph.path is not None)
            except RefusedError as error:
                done.failed[each.graph.iri] = str(error)
            else:
                yield each.graph
