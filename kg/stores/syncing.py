"""What has to be done so that a store holds exactly a build, and doing it.

Before a graph is touched the books say that it is under way; when it has come and its triples were counted, they say
with which checksum. So whatever is interrupted is seen by the next run, and done again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum

from attrs import define, field, frozen

from kg.stores.books import Books
from kg.stores.comparing import is_whole
from kg.stores.contents import Contents, Graph, fits
from kg.stores.faults import RefusedError, StoreError
from kg.stores.store import Store

# Graphs are written into the books in batches, so that an interrupted run does little twice. Where many graphs go into
# one request, a batch is that request.
BATCH_GRAPHS = 1000
BATCH_BYTES = 32_000_000


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
    try:
        most_bytes = store.profile.quads_bytes if store.profile.quads else BATCH_BYTES
        for batch in _batches(plan.sending, most_bytes):
            contents.refuse_if_replaced()
            books.begin([sending.graph.iri for sending in batch])
            came = []
            for graph in _sent(batch, store, account):
                came.append(graph)
                told(graph)
            contents.refuse_if_replaced()
            _write_down(came, books, store, account)
        if plan.withdrawn:
            books.begin(plan.withdrawn)
        for iri in plan.withdrawn:
            store.remove(iri)
            books.forget([iri])
            account.removed.append(iri)
            told(None)
    except StoreError as error:
        account.stopped = error
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


def _sent(batch: Sequence[Sending], store: Store, account: Account) -> Iterator[Graph]:
    """Send the graphs of a batch; each that came."""
    # Documents only: shapes have blank nodes, and these come twice where a request is repeated that was cut.
    fresh = [each.graph for each in batch if each.is_fresh and each.graph.path is not None]
    together = fresh if store.profile.quads else []
    if len(together) > 1:
        try:
            store.add_all(together)
        except RefusedError:
            together = []  # Which of them is at fault shows when each is sent by itself.
        else:
            yield from together
    done = {graph.iri for graph in together} if len(together) > 1 else set()
    for each in batch:
        if each.graph.iri in done:
            continue
        try:
            store.put(each.graph)
        except RefusedError as error:
            account.failed[each.graph.iri] = str(error)
        else:
            yield each.graph


def _write_down(graphs: Sequence[Graph], books: Books, store: Store, account: Account) -> None:
    """Write into the books which graphs are there whole: those of which the store has as many triples as were sent."""
    counts = store.counts([graph.iri for graph in graphs])
    whole = []
    for graph in graphs:
        if is_whole(graph, counts[graph.iri]):
            whole.append(graph)
        else:
            account.failed[graph.iri] = (
                f"of {graph.triples:,} triples that were sent the store has {counts[graph.iri]:,}."
            )
    books.finish({graph.iri: graph.sha256 for graph in whole})
    account.sent.extend(whole)
