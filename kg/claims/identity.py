"""One event told of twice: "this proposal", "their proposal", "his illness" take up what was told before."""

from __future__ import annotations

from kg.claims.drafts import EventDraft
from kg.claims.scene import Scene

ONCE = ("Proposal", "HealthState", "NonResponse", "Withdrawal")  # one such event goes on through a paragraph or two


def same_as_before(scene: Scene, event: EventDraft) -> EventDraft:
    """The earlier event that this one takes up, with what is new in it; else the event itself."""
    if event.type not in ONCE:
        return event
    for known in reversed(scene.events):
        if known is event or known.type != event.type or event.paragraph - known.paragraph > 1:
            continue
        if _agree(scene, known, event) and (event.type != "HealthState" or _is_same_ailment(scene, known, event)):
            for role, entity in event.participants:
                known.take(role, (entity,))
            known.duration = known.duration or event.duration
            return known
    return event


def _agree(scene: Scene, known: EventDraft, event: EventDraft) -> bool:
    """Whether no role is filled differently; groups of one state count as one, unless it is their health."""
    for role in {role for role, _ in event.participants} & {role for role, _ in known.participants}:
        one, other = set(known.of(role)), set(event.of(role))
        if one & other:
            continue
        states = {scene.state_of(entity) for entity in one} & {scene.state_of(entity) for entity in other} - {""}
        if event.type == "HealthState" or not states:
            return False
    return True


def _is_same_ailment(scene: Scene, known: EventDraft, event: EventDraft) -> bool:
    """Whether both say that someone is ill; a recovery is another matter."""
    ailments = scene.frames.support["ailment"]
    for draft in (known, event):
        paragraph = scene.paragraphs[draft.paragraph]
        words = {
            paragraph.tokens[draft.head].lemma,
            *(child.lemma for child in paragraph.children(draft.head, "acomp")),
        }
        if not words & ailments:
            return False
    return True
