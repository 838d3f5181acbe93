"""Offices that a report gives to people, as tenures with their claims."""

from __future__ import annotations

from kg.claims.drafts import ClaimDraft, Context, EventDraft
from kg.claims.scene import Scene
from kg.claims.voices import Voices
from kg.model.claim import Basis, Certainty, Modality, Polarity
from kg.model.discourse import OfficeFact
from kg.model.entity import Kind
from kg.model.event import Status


def add_tenures(scene: Scene, voices: Voices) -> None:
    """Claim one tenure for each person and post, in the voice that names it first."""
    known: dict[tuple[str, str], EventDraft] = {}
    for fact in scene.discourse.offices:
        if scene.entities[fact.person].kind is not Kind.PERSON or (fact.person, fact.post) in known:
            continue
        if fact.first < 0:
            continue  # no words can be shown for it
        paragraph = scene.paragraphs[fact.paragraph]
        passage = paragraph.passage(fact.first, fact.last)
        tenure = EventDraft("Tenure", passage, fact.paragraph, fact.last, "tenure.title", status=Status.HOLDS)
        tenure.take("holder", (fact.person,))
        tenure.take("post", (fact.post,))
        tenure.label = f"{scene.name(fact.person)}, {scene.name(fact.post)}"
        if fact.predecessor_of:
            tenure.rule = "tenure.predecessor"
        known[(fact.person, fact.post)] = tenure
        scene.keep(tenure)
        context = _context(scene, voices, fact)
        scene.add_claim(
            ClaimDraft(
                voice=context.voice,
                content=tenure,
                polarity=Polarity.AFFIRMATIVE,
                certainty=Certainty.CERTAIN,
                modality=Modality.REPORT,
                basis=context.basis,
                evidence=[passage],
                gloss=f"{scene.name(fact.person)} {'was' if fact.predecessor_of else 'is'} {scene.name(fact.post)}",
                rule=tenure.rule,
            )
        )
    for fact in scene.discourse.offices:
        later = known.get((fact.predecessor_of, fact.post))
        earlier = known.get((fact.person, fact.post))
        if later and earlier:
            later.relate("predecessor", earlier)


def _context(scene: Scene, voices: Voices, fact: OfficeFact) -> Context:
    """The context of the clause that names an office; outside of any clause the author's own word."""
    paragraph = scene.paragraphs[fact.paragraph]
    for token in (paragraph.tokens[fact.last], *paragraph.ancestors(fact.last)):
        context = scene.context_at.get((fact.paragraph, token.i))
        if context:
            return context
    return Context(voices.root(paragraph), Basis.EXPLICIT)
