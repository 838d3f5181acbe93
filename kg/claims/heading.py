"""The talk that the heading of its record states: who took part, and on which day."""

from __future__ import annotations

from kg.claims.acts import TALKS
from kg.claims.drafts import ClaimDraft, EventDraft
from kg.claims.scene import Scene
from kg.claims.stance import AS_TOLD
from kg.claims.voices import Voices
from kg.model.claim import Basis
from kg.model.event import Status

RECORDS = frozenset({"memorandum of conversation", "minutes", "transcript"})
RULE = "meeting.heading"


def claim_heading(scene: Scene, voices: Voices) -> None:
    """Claim, in the author's voice, the talk of which a report is the record, unless its prose tells of it itself.

    The words are those of the title, or of the first entry of the list of participants. It is not in the flat list,
    which holds what the prose tells.
    """
    report, taking_part = scene.report, scene.discourse.participants
    title = report.places.get("title")
    shown = title or next(iter(report.participants), None)
    if report.kind not in RECORDS or len(taking_part) < 2 or shown is None or not scene.paragraphs:
        return
    told = (event for event in scene.events if event.type in TALKS and event.status is Status.OCCURRED)
    if any(len(set(event.of()) & set(taking_part)) > 1 for event in told):
        return
    event = EventDraft("Meeting", shown, 0, -1, RULE, label=" ".join(shown.exact.split()), date=report.date)
    event.date_rule = "date.record" if report.date else ""
    event.take("participant", taking_part)
    event.flat = ""
    scene.keep(event)
    scene.add_claim(
        ClaimDraft(
            voice=voices.root(scene.paragraphs[0]),
            content=event,
            polarity=AS_TOLD.polarity,
            certainty=AS_TOLD.certainty,
            modality=AS_TOLD.modality,
            basis=Basis.EXPLICIT,
            evidence=[shown],
            gloss=event.label,
            rule=RULE,
        )
    )
