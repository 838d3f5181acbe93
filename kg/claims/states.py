"""States of affairs: relations between parties, their trend, and what a clause says of a thing without an act."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import define

from kg.claims.clauses import Clause
from kg.claims.drafts import Context, EventDraft
from kg.claims.events import EventBuilder
from kg.claims.phrases import modifiers, noun_arguments, own_words
from kg.claims.scene import Scene
from kg.lexicon import read_frames
from kg.model.claim import Modality
from kg.model.entity import Kind
from kg.model.syntax import ParsedParagraph

NO_PARTIES = (Kind.POST, Kind.PLACE, Kind.MESSAGE)
WITHOUT_TENSE = (Modality.INTENTION, Modality.HOPE)  # "hopes to be invited" says something without a tense


@define
class States:
    """Builds the situations of a scene; it decides nothing about who claims them."""

    scene: Scene
    builder: EventBuilder

    def of_clause(self, clause: Clause, context: Context) -> EventDraft | None:
        """The state of affairs that a clause without a frame tells of; None if it has nothing to hold on to."""
        paragraph = clause.paragraph
        if not (clause.is_finite or context.modality in WITHOUT_TENSE) or not (clause.subjects or clause.objects):
            return None
        if clause.token.lemma in ("mention", "note", "see") and clause.mark == "as":  # "as mentioned above"
            return None
        nouns = self._relation_nouns(clause)
        event = self.bare(paragraph, clause.head)
        if nouns:
            event.type, event.rule = "RelationState", "situation.relation"
            for noun in nouns:
                self.fill_relation(event, paragraph, noun, context)
            if clause.token.lemma in ("have", "establish", "maintain", "keep"):
                event.take("party", self.actors(paragraph, clause.subjects, context))
            for name in ("between", "with"):
                event.take("party", self.actors(paragraph, clause.prepositions.get(name, ()), context))
        elif len(parties := self.actors(paragraph, _between(clause), context)) > 1:
            event.type, event.rule = "RelationState", "situation.between"
            event.take("party", parties)
        else:
            event.take("subject", self.actors(paragraph, clause.subjects, context))
            rest = [*clause.objects, *clause.datives, *(i for row in clause.prepositions.values() for i in row)]
            event.take("affected", self.actors(paragraph, _with_nested(paragraph, rest), context))
        self._take_trend(event, clause)
        self._take_up_last_claim(event, clause)
        return event

    def bare(self, paragraph: ParsedParagraph, head: int) -> EventDraft:
        """A state of affairs of which only the word is known."""
        return EventDraft("OpinionState", paragraph.passage(head, head), paragraph.number, head, "situation.plain")

    def fill_relation(self, event: EventDraft, paragraph: ParsedParagraph, noun: int, context: Context) -> None:
        """Add parties and quality of a relation from its noun: "a very good relationship with X"."""
        arguments = noun_arguments(paragraph, noun)
        for name in ("poss", "between", "with"):
            event.take("party", self.actors(paragraph, arguments.get(name, ()), context))
        for i in paragraph.subtree(noun):  # "the relationship established earlier between them"
            if paragraph.tokens[i].text.lower() == "between":
                event.take("party", self.actors(paragraph, [k for k in paragraph.subtree(i) if k != i], context))
        self.builder.take_adjective(event, "party", paragraph, noun)
        words = [
            token
            for token in modifiers(paragraph, noun)
            if token.pos in ("ADJ", "ADV") and not any(map(self.builder.state_named, token.text.split("-")))
        ]
        if words:
            event.describe("quality", paragraph, words[0].i, words[-1].i)

    def is_relation(self, paragraph: ParsedParagraph, i: int) -> bool:
        """Whether a noun is one of relation: "relations", "ties", "friendship"."""
        frames = self.scene.frames.by_noun.get(paragraph.tokens[i].lemma, ())
        return any(frame.type == "RelationState" for frame in frames)

    def actors(self, paragraph: ParsedParagraph, tokens: Iterable[int], context: Context) -> tuple[str, ...]:
        """The entities that tokens mean, without those that can neither act nor be a party."""
        entities = self.scene.all_meant(paragraph.number, tokens, context.voice)
        return tuple(entity for entity in entities if self.scene.entities[entity].kind not in NO_PARTIES)

    def _relation_nouns(self, clause: Clause) -> list[int]:
        """The nouns of relation that a clause is about: as its arguments, or one noun deeper."""
        paragraph = clause.paragraph
        near = [*clause.subjects, *clause.objects]
        near += [i for name, row in clause.prepositions.items() if name not in ("before", "after", "on") for i in row]
        for child in paragraph.children(clause.head, "acomp", "prep", "xcomp", "advcl"):
            if child.dep in ("xcomp", "advcl") and (child.tag != "VB" or child.dep == "advcl"):
                continue
            near += [i for i in paragraph.subtree(child.i) if paragraph.tokens[i].pos == "NOUN"][:4]
        found: list[int] = []
        for i in near:
            for noun in (i, *(n for row in noun_arguments(paragraph, i).values() for n in row)):
                if paragraph.tokens[noun].pos == "NOUN" and self.is_relation(paragraph, noun):
                    found.append(noun)
                deeper = noun_arguments(paragraph, noun).get("of", ())
                found += [inner for inner in deeper if self.is_relation(paragraph, inner)]
        return list(dict.fromkeys(found))

    def _take_trend(self, event: EventDraft, clause: Clause) -> None:
        """Whether a relation gets better or worse, as the first word of such a trend says."""
        if event.type != "RelationState":
            return
        first, last = own_words(clause, self.scene.clauses[clause.paragraph.number])
        for token in clause.paragraph.tokens[first : last + 1]:
            for trend, stems in self.scene.frames.trend.items():
                if token.text.lower().startswith(stems):
                    event.attributes.append(("trend", trend, clause.paragraph.passage(token.i, token.i)))
                    return

    def _take_up_last_claim(self, event: EventDraft, clause: Clause) -> None:
        """Relate "this" in "this cannot be said of …" to the last thing told."""
        for i in (*clause.subjects, *clause.objects):
            token = clause.paragraph.tokens[i]
            if token.text.lower() in ("this", "that") and token.tag == "DT" and self.scene.claims:
                event.relate("regarding", self.scene.claims[-1].content)


def is_definite(paragraph: ParsedParagraph, head: int) -> bool:
    """Whether a noun phrase speaks of one event that took place: "his visit", "the talk with X", "a talk with Y"."""
    children = paragraph.children(head)
    if any(child.dep == "poss" for child in children):
        return True
    if any(
        child.dep == "det" and child.text.lower() in ("the", "this", "that", "these", "those") for child in children
    ):
        return True
    if any(child.dep == "amod" and child.lemma in read_frames().support["planned"] for child in children):
        return True  # "planned visits to Cairo"
    return any(child.dep == "prep" and child.text.lower() in ("with", "between", "by") for child in children)


def _between(clause: Clause) -> tuple[int, ...]:
    found = list(clause.prepositions.get("between", ()))
    for child in clause.paragraph.children(clause.head, "acomp", "attr"):
        found += noun_arguments(clause.paragraph, child.i).get("between", ())
    return tuple(found)


def _with_nested(paragraph: ParsedParagraph, tokens: list[int]) -> list[int]:
    """Nouns with those that hang on them, but not in a clause of their own."""
    found = list(tokens)
    for i in tokens:
        nouns = (k for k in paragraph.subtree(i) if paragraph.tokens[k].pos in ("PROPN", "NOUN") and k != i)
        found += [k for k in nouns if not _is_below_clause(paragraph, k, i)]
    return found


def _is_below_clause(paragraph: ParsedParagraph, i: int, top: int) -> bool:
    while i != top:
        if paragraph.tokens[i].dep in ("relcl", "ccomp", "acl", "advcl"):
            return True
        i = paragraph.tokens[i].head
    return False
