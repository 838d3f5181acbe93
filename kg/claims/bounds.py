"""Bounds of dates that follow from other dates: a departure's from an arrival, an envoy's dealings' from his stay."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kg.claims.acts import OVER, SAID, TALKS
from kg.claims.aspects import preposition_of
from kg.claims.belonging import is_in_paper
from kg.claims.days import OTHER_MATTERS, Days
from kg.claims.drafts import EventDraft
from kg.claims.scene import PERSONS, Scene
from kg.model.dates import EdtfDate
from kg.model.entity import Kind
from kg.model.event import Status

AT_POST = frozenset(
    [
        "Visit",
        "CourtesyVisit",
        "FarewellVisit",
        "ReturnVisit",
        "Audience",
        "Meeting",
        "Negotiation",
        "MessageDelivery",
        "Apology",
        "Invitation",
        "Request",
        "Protest",
        "Proposal",
        "Agreement",
        "Refusal",
    ]
)
"""What an envoy does at his post, with those who receive him there."""
PRESENT = ("visitor", "host", "participant", "bearer", "recipient", "agent", "addressee")
"""Who is there when a visit is paid or a message delivered; its sender is not."""


def date_departures(scene: Scene) -> None:
    """Date each departure before the arrival of the same man: who arrived on a known day had left before."""
    for arrival in _arrivals(scene):
        latest = arrival.date.latest if arrival.date else None
        for event in scene.events:
            if latest is None or event.type != "Departure" or event.date is not None:
                continue
            is_same_man = bool(set(event.of("mover")) & set(arrival.of("mover")))
            if is_same_man and event.place and event.status is Status.OCCURRED:
                event.give_date(EdtfDate.before(latest), "date.before-arrival")


def date_dealings(scene: Scene) -> None:
    """Date an envoy's dealings at his post, told by himself, between his arrival and the talk in which he told them."""
    for arrival in _arrivals(scene):
        if arrival.date is None or arrival.date.earliest is None or arrival.status is not Status.OCCURRED:
            continue
        for person in arrival.of("mover"):
            told = _last_talk(scene, person) or scene.report.date
            tenures = [event for event in scene.events if event.type == "Tenure" and person in event.of("holder")]
            if told is None or not tenures:
                continue
            for event in scene.events:
                if not _is_dealing(scene, event, person, tenures):
                    continue
                is_open = event.date is not None and event.date.latest is None
                if event.date is None or (is_open and event.date.earliest == arrival.date.earliest):
                    event.date = None
                    event.give_date(EdtfDate.between(arrival.date, told), "date.dealings")


def date_talks(scene: Scene, days: Days) -> None:
    """Date what was said and done in a talk by the talk: the last dated one before it in the text, of the same two."""
    talks = [event for event in scene.events if event.type in TALKS and event.date and event.status is Status.OCCURRED]
    for event in scene.events:
        if event.type not in SAID | {"MessageDelivery"} or event.date is not None or _is_at_another_time(scene, event):
            continue
        paragraph = scene.paragraphs[event.paragraph]
        is_aside = preposition_of(paragraph, event.head) in OTHER_MATTERS or is_in_paper(scene, paragraph, event.head)
        if event.status is Status.OCCURRED and not is_aside:
            event.give_date(_date_of_talk(scene, talks, days, event.of(), event.place_in_text), "date.talk")
    for turn in scene.turns:
        if is_in_paper(scene, scene.paragraphs[turn.place_in_text[0]], turn.place_in_text[1]):
            continue
        turn.date = turn.date or _date_of_talk(scene, talks, days, (*turn.speakers, *turn.hearers), turn.place_in_text)


def _is_at_another_time(scene: Scene, event: EventDraft) -> bool:
    """Whether the words say that it was before or after the talk: "had refused", "once", "later"."""
    clause = scene.clause_of(scene.paragraphs[event.paragraph], event.head)
    other_times = scene.frames.support["earlier"] | scene.frames.support["later"]
    return clause is not None and (
        bool({"had", "has", "have"}.intersection(clause.auxiliaries) or other_times.intersection(clause.adverbs))
    )


def date_what_was_told(scene: Scene) -> None:
    """Bound what somebody told in a dated talk with the author: it had happened by then."""
    for claim in scene.claims:
        event, voice = claim.content, claim.voice.told_to_author
        if voice.outer is None or event.date is not None or event.status is not Status.OCCURRED:
            continue
        told = _last_talk(scene, voice.speakers[0]) if len(voice.speakers) == 1 else None
        if told is not None and told.latest is not None and event.type in OVER:
            event.give_date(EdtfDate.before(told.latest), "date.told-by")
    for turn in scene.turns:
        voice = turn.voice.told_to_author
        told = _last_talk(scene, voice.speakers[0]) if voice.outer is not None and len(voice.speakers) == 1 else None
        if turn.date is None and told is not None and told.latest is not None:
            turn.date = EdtfDate.before(told.latest)


def _date_of_talk(
    scene: Scene, talks: Iterable[EventDraft], days: Days, people: Iterable[str], place: tuple[int, int]
) -> EdtfDate | None:
    both = set(people)
    if len(both) == 1:
        both.add(scene.discourse.author)
    before = [talk for talk in talks if len(both & set(talk.of(*PRESENT))) > 1 and talk.place_in_text < place]
    last = max(before, key=lambda talk: talk.place_in_text, default=None)
    day = days.last(place, only_days=True)
    if last is not None and day is not None and day.place > last.place_in_text and both <= day.people:
        return None  # the same two, on a later day
    return last.date if last else None


def _arrivals(scene: Scene) -> list[EventDraft]:
    return [event for event in scene.events if event.type == "Arrival" and event.date]


def _last_talk(scene: Scene, person: str) -> EdtfDate | None:
    """The date of the last dated meeting of the author with a person: when he told what he told."""
    both = {scene.discourse.author, person}
    talks = (event for event in scene.events if event.type in AT_POST and both <= set(event.of()))
    dates = [event.date for event in talks if event.date and event.status is Status.OCCURRED]
    return max((when for when in dates if not when.is_interval), key=_end, default=None)


def _end(when: EdtfDate) -> date:
    return when.latest or when.earliest or date.min


def _is_dealing(scene: Scene, event: EventDraft, person: str, tenures: Iterable[EventDraft]) -> bool:
    """Whether a person dealt at one of his posts with those who receive him there."""
    if event.type not in AT_POST | {"MeetingSeries"} or event.status is not Status.OCCURRED or person not in event.of():
        return False
    posts = [scene.entities[post] for tenure in tenures for post in tenure.of("post")]
    states = {post.receiving_state for post in posts if post.receiving_state}
    kinds = (*PERSONS, Kind.COLLECTIVE, Kind.ORGANISATION)
    others = (entity for entity in event.of() if entity != person)
    return any(scene.state_of(other) in states for other in others if scene.entities[other].kind in kinds)
