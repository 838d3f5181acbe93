"""Questions that a newcomer has, answered out of the edition. One that it has no answer to is not asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from attrs import frozen

from kg.site.graph import Graph
from kg.site.lists.filters import Filter
from kg.site.lists.meetings import QUERY, pairs_of
from kg.site.lists.orders import LISTINGS
from kg.site.lists.tables import Lists
from kg.site.readings import claim, event, thing
from kg.site.shown import Claim, Event, Thing

ASKED = 3
_ROWS = 3  # of an answer
_EVEN = 0.5  # a reading that is as likely right as wrong
_LONGEST = 160  # characters of what is shown as an example: a sentence, not a paragraph


@frozen
class Answer:
    """A question with the first rows of its answer, of one sort, where the rest is, and the query behind it."""

    question: str
    href: str
    total: int
    query: str
    pairs: tuple[tuple[Thing, Thing, int], ...] = ()
    events: tuple[Event, ...] = ()
    claims: tuple[Claim, ...] = ()
    things: tuple[Thing, ...] = ()


def answers(lists: Lists, hrefs: Callable[[Filter], str]) -> tuple[Answer, ...]:
    """The first questions that have an answer. `hrefs` tells where a filtered list stands, "" if nowhere."""
    found = []
    for answer in _each(lists, hrefs):
        found.append(answer)
        if len(found) == ASKED:
            break
    return tuple(found)


def example(lists: Lists) -> Claim | None:
    """The claim by which the page shows what a chain of voices is: the deepest that is read with confidence."""
    certain = [("certainty", "Certain")] if "Certain" in lists.options(LISTINGS["claims"], "certainty") else []
    chosen = lists.filter_of(LISTINGS["claims"], [*certain, ("sort", "-depth")])
    found = [claim(lists.graph, row.thing.iri) for row in lists.table(chosen).rows]
    return max(found, key=_as_example, default=None)


def _as_example(shown: Claim) -> tuple[bool, bool, int, float, str]:
    """What makes a good example, the weightiest first: a short chain of different people, not likely to be misread."""
    speakers = [each.iri for speaker in shown.chain for each in speaker.speakers]
    is_plain = 0 < len(shown.gloss) <= _LONGEST and all(speaker.speakers for speaker in shown.chain)
    # A rule whose precision was not measured is neither preferred nor passed over.
    confidence = float(shown.confidence or _EVEN)
    return (
        is_plain and len(speakers) == len(set(speakers)),
        confidence >= _EVEN,
        shown.depth,
        confidence,
        shown.thing.iri,
    )


def _each(lists: Lists, hrefs: Callable[[Filter], str]) -> Iterator[Answer]:
    yield from _who_met_whom(lists.graph)
    yield from _events(lists, hrefs, "What was planned, and then withdrawn?", "Withdrawn")
    yield from _said_through_others(lists, hrefs)
    yield from _events(lists, hrefs, "What was still to come, when the documents were written?", "Prospective")
    yield from _claims(lists, hrefs, "What does somebody deny?", [("polarity", "Negative")])
    yield from _holders(lists, hrefs)


def _who_met_whom(graph: Graph) -> Iterator[Answer]:
    pairs = pairs_of(graph)
    if pairs:
        first = tuple((thing(graph, pair.one), thing(graph, pair.other), len(pair.events)) for pair in pairs[:_ROWS])
        yield Answer("Who met whom?", "network.html", len(pairs), QUERY, pairs=first)


def _events(lists: Lists, hrefs: Callable[[Filter], str], question: str, status: str) -> Iterator[Answer]:
    if status in lists.options(LISTINGS["events"], "status"):
        chosen = lists.filter_of(LISTINGS["events"], [("status", status)])
        table = lists.table(chosen)
        events = tuple(event(lists.graph, row.thing.iri) for row in table.rows[:_ROWS])
        yield Answer(question, hrefs(chosen) or "events.html", table.total, table.query, events=events)


def _said_through_others(lists: Lists, hrefs: Callable[[Filter], str]) -> Iterator[Answer]:
    """Of those who speak at the greatest depth, him who says most there."""
    depths = [int(slug) for slug in lists.options(LISTINGS["claims"], "depth")]
    if max(depths, default=0) >= 2:
        deepest = ("depth", str(max(depths)))
        table = lists.table(lists.filter_of(LISTINGS["claims"], [deepest]))
        speakers = Counter(
            each for row in table.rows if isinstance(said := row.values["claimant"], tuple) for each in said
        )
        speaker = min(speakers, key=lambda each: (-speakers[each], each.iri), default=None)
        if speaker:
            asked = [("speaker", lists.option_of(speaker.iri).slug), deepest]
            yield from _claims(lists, hrefs, f"What is {speaker.label} said to have said, and through whom?", asked)


def _claims(
    lists: Lists, hrefs: Callable[[Filter], str], question: str, asked: list[tuple[str, str]]
) -> Iterator[Answer]:
    listing = LISTINGS["claims"]
    if asked[0][0] == "polarity" and asked[0][1] not in lists.options(listing, "polarity"):
        return
    chosen = lists.filter_of(listing, asked)
    table = lists.table(chosen)
    claims = tuple(claim(lists.graph, row.thing.iri) for row in table.rows[:_ROWS])
    yield Answer(question, hrefs(chosen) or "claims.html", table.total, table.query, claims=claims)


def _holders(lists: Lists, hrefs: Callable[[Filter], str]) -> Iterator[Answer]:
    chosen = lists.filter_of(LISTINGS["offices"], [])
    table = lists.table(chosen)
    if table.total:
        offices = tuple(row.thing for row in table.rows[:_ROWS])
        yield Answer("Which offices are told of?", hrefs(chosen), table.total, table.query, things=offices)
