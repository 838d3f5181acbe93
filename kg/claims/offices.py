"""Offices that a report gives to people, as tenures with their claims."""

from __future__ import annotations

from kg.claims.drafts import ClaimDraft, Context, EventDraft
from kg.claims.reader import Reader
from kg.claims.scene import Scene
from kg.model.claim import Certainty, Modality, Polarity
from kg.model.discourse import OfficeFact
from kg.model.entity import Kind
from kg.model.event import Status


def add_tenures(scene: Scene, reader: Reader) -> None:
    """One tenure for each person and post, claimed by the voice that names it first."""
    known: dict[tuple[str, str], EventDraft] = {}
    for fact in scene.discourse.offices:
        if scene.entities[fact.person].kind is not Kind.PERSON or (fact.person, fact.post) in known:
            continue
        paragraph = scene.paragraphs[fact.paragraph]
        context = _context(scene, reader, fact)
        passage = paragraph.passage(fact.first, fact.last)
        tenure = EventDraft("Tenure", passage, fact.paragraph, fact.last, "tenure.title", status=Status.HOLDS)
        tenure.take("holder", (fact.person,))
        tenure.take("post", (fact.post,))
        tenure.label = f"{scene.name(fact.person)}, {scene.name(fact.post)}"
        if fact.predecessor_of:
            tenure.rule = "tenure.predecessor"
        known[(fact.person, fact.post)] = tenure
        scene.events.append(tenure)
        gloss = f"{scene.name(fact.person)} {'was' if fact.predecessor_of else 'is'} {scene.name(fact.post)}"
        scene.claims.append(
            ClaimDraft(context.voice, tenure, Polarity.AFFIRMATIVE, Certainty.CERTAIN, Modality.REPORT, context.basis, [passage], gloss, tenure.rule)
        )
    for fact in scene.discourse.offices:
        if fact.predecessor_of and (fact.predecessor_of, fact.post) in known and (fact.person, fact.post) in known:
            known[(fact.predecessor_of, fact.post)].relate("predecessor", known[(fact.person, fact.post)])


def _context(scene: Scene, reader: Reader, fact: OfficeFact) -> Context:
    paragraph = scene.paragraphs[fact.paragraph]
    for token in (paragraph.tokens[fact.last], *paragraph.ancestors(fact.last)):
        context = reader.context_at.get((fact.paragraph, token.i))
        if context:
            return context
    return reader.root_context(paragraph)
