"""The drafts become the reading: frozen, with ids, in the order of the text."""

from __future__ import annotations

from collections import Counter

from attrs import evolve

from kg.claims.dating import Dating
from kg.claims.drafts import ClaimDraft, EventDraft, TurnDraft, VoiceDraft
from kg.claims.flat import flat_type
from kg.claims.scene import Scene
from kg.claims.settling import settle
from kg.model.claim import Claim, Polarity, Turn, Voice
from kg.model.dates import Resolution, TimeExpression
from kg.model.event import Attribute, Event, Participant, Relation
from kg.model.reading import Reading

COUNTED = frozenset(
    [
        Resolution.OFFSET_FROM_ANCHOR,
        Resolution.BEFORE_ANCHOR,
        Resolution.AFTER_ANCHOR,
        Resolution.DURATION_ENDING_AT_ANCHOR,
    ]
)
"""What is counted from an event or a day, and says nothing without it."""


def assemble(scene: Scene, dating: Dating) -> Reading:
    """The reading of a scene. Claims that deny what another affirms dispute it."""
    needed = _needed(scene)
    events = [event for event in scene.events if id(event) in needed]
    settle(scene, events)
    by_draft = _ids(events)
    voices = _voices(scene, events)
    claims = [_claim(claim, by_draft) for claim in scene.claims]
    disputes = _disputes(scene.claims, claims)
    claims = [evolve(claim, disputes=disputes.get(claim.id, ())) for claim in claims]
    frozen_events = tuple(_event(event, by_draft) for event in events)
    ids = {event.id for event in frozen_events}
    times = tuple(_kept_time(time, ids) for time in dating.times())
    return Reading(
        report=scene.report,
        entities=tuple(scene.entities[key] for key in sorted(scene.entities)),
        mentions=scene.discourse.mentions,
        open_mentions=scene.discourse.open_mentions,
        times=times,
        events=tuple(sorted(frozen_events, key=lambda event: (event.trigger, event.id))),
        voices=tuple(_voice(voice, by_draft) for voice in voices),
        claims=tuple(sorted(claims, key=lambda claim: (claim.evidence[0], claim.id))),
        marks=tuple(mark for paragraph in scene.paragraphs for mark in paragraph.marks),
        findings=tuple(scene.findings),
        turns=tuple(_turn(turn) for turn in _shown(scene)),
    )


def _shown(scene: Scene) -> list[TurnDraft]:
    """Of each turn the first words that tell of more than events of the flat list, those with a cue before others."""
    shown: dict[int, TurnDraft] = {}
    for turn in sorted(scene.turns, key=lambda turn: turn.is_implicit):
        if not _is_told_as_events(turn, scene):
            shown.setdefault(id(turn.first or turn), turn)
    return sorted(shown.values(), key=lambda turn: turn.place_in_text)


def _turn(turn: TurnDraft) -> Turn:
    return Turn(turn.voice.id, turn.speakers, turn.hearers, turn.passage, turn.date)


def _is_told_as_events(turn: TurnDraft, scene: Scene) -> bool:
    """Whether all that was said in a turn stands among the events of the flat list already."""
    said = [
        claim
        for claim in scene.claims
        if (claim.voice is turn.content or claim.content.place_in_text in scene.done_by_saying)
        and claim.content.type != "Tenure"  # a title beside a name is not what was said
        and any(turn.said_from <= p.start_char < turn.passage.end_char for p in claim.evidence)
    ]
    inner = (other for other in scene.turns if other.voice is turn.content and other is not turn)
    if any(turn.said_from <= other.passage.start_char < turn.passage.end_char for other in inner):
        return all(flat_type(claim.content) for claim in said)  # he told of another's turn, which is shown itself
    return bool(said) and all(flat_type(claim.content) for claim in said)


def _kept_time(time: TimeExpression, ids: set[str]) -> TimeExpression:
    """A time expression that points to kept events only; without its anchor it is counted from an unknown one."""
    anchor = time.anchor_event if time.anchor_event in ids else ""
    resolution = time.resolution
    if resolution in COUNTED and not anchor and time.anchor_date is None:
        resolution = Resolution.OFFSET_FROM_UNKNOWN_ANCHOR
    return evolve(time, event=time.event if time.event in ids else "", anchor_event=anchor, resolution=resolution)


def _needed(scene: Scene) -> set[int]:
    """The identities of the events that stand: they are claimed, or one that stands points to them."""
    reached = {id(claim.content) for claim in scene.claims}
    growing = True
    while growing:
        size = len(reached)
        for other in scene.events:
            if id(other) in reached:
                reached.update(id(target) for kind, target in other.relations if kind not in ("follows", "precedes"))
        growing = len(reached) > size
    return reached


def _ids(events: list[EventDraft]) -> dict[int, str]:
    """An id for each event; the second of one class at one word is "…#2"."""
    counts: Counter[str] = Counter()
    found: dict[int, str] = {}
    for event in events:
        own = event.id
        counts[own] += 1
        found[id(event)] = own + (f"#{counts[own]}" if counts[own] > 1 else "")
    return found


def _voices(scene: Scene, events: list[EventDraft]) -> list[VoiceDraft]:
    """The voices that a claim or a turn of speech needs, with all the voices around them."""
    needed: dict[str, VoiceDraft] = {}
    speaking = [*(claim.voice for claim in scene.claims), *(turn.voice for turn in scene.turns)]
    for voice in speaking:
        outer: VoiceDraft | None = voice
        while outer is not None:
            needed[outer.id] = outer
            outer = outer.outer
    standing = {id(event) for event in events}
    for voice in needed.values():
        voice.uttered_in = [event for event in voice.uttered_in if id(event) in standing]
    return [needed[key] for key in sorted(needed)]


def _voice(voice: VoiceDraft, ids: dict[int, str]) -> Voice:
    return Voice(
        voice.id,
        voice.speakers,
        voice.outer.id if voice.outer else "",
        voice.depth,
        tuple(voice.hearers),
        tuple(ids[id(event)] for event in voice.uttered_in),
        voice.cue,
    )


def _claim_id(claim: ClaimDraft, ids: dict[int, str]) -> str:
    return f"{claim.voice.id}|{ids[id(claim.content)]}|{claim.polarity}"


def _claim(claim: ClaimDraft, ids: dict[int, str]) -> Claim:
    return Claim(
        _claim_id(claim, ids),
        claim.voice.id,
        ids[id(claim.content)],
        claim.polarity,
        claim.certainty,
        claim.modality,
        claim.basis,
        tuple(sorted(set(claim.evidence))),
        claim.gloss,
        claim.rule,
        claim.date,
    )


def _disputes(drafts: list[ClaimDraft], claims: list[Claim]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for draft, claim in zip(drafts, claims, strict=True):
        if draft.polarity is Polarity.NEGATIVE:
            against = [
                other.id
                for known, other in zip(drafts, claims, strict=True)
                if known.content is draft.content and known.polarity is Polarity.AFFIRMATIVE
            ]
            if against:
                found[claim.id] = tuple(sorted(against))
    return found


def _event(event: EventDraft, ids: dict[int, str]) -> Event:
    return Event(
        id=ids[id(event)],
        type=event.type,
        trigger=event.trigger,
        label=event.label[:1].upper() + event.label[1:],
        status=event.status,
        rule=event.rule,
        participants=tuple(Participant(role, entity) for role, entity in event.participants),
        relations=tuple(Relation(kind, ids[id(target)]) for kind, target in event.relations if id(target) in ids),
        attributes=tuple(Attribute(name, text, passage) for name, text, passage in event.attributes),
        date=event.date,
        date_rule=event.date_rule if event.date else "",
        duration=event.duration,
        place=event.place,
        count=event.count,
        flat_type=flat_type(event),
    )
