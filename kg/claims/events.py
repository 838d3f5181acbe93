"""Frames at work: a clause or an event noun becomes an event with its participants."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import define

from kg.claims.clauses import CONDITIONS, Clause, prepositions_of
from kg.claims.drafts import EventDraft, VoiceDraft
from kg.claims.fitting import Arguments, Fitting
from kg.claims.phrases import modifiers, noun_arguments, noun_words
from kg.claims.scene import ACTORS, PERSONS, PLACES, Scene
from kg.lexicon import Frame
from kg.model.entity import Entity, Kind
from kg.model.syntax import ParsedParagraph

SPOKESMEN = frozenset(["agent", "sender", "recipient", "addressee", "supplier", "proposer"])
"""Roles that a government fills whom the name of its capital means."""


@define
class EventBuilder:
    """Builds events of a scene; it decides nothing about whether they happened."""

    scene: Scene
    fitting: Fitting

    def of_clause(self, clause: Clause, voice: VoiceDraft) -> tuple[EventDraft, Frame] | None:
        """The event that a clause's verb, or its light verb with a noun, evokes; None if no frame fits."""
        if clause.token.text.lower() in CONDITIONS and clause.complements:
            return None  # "provided that": no supply
        for frame, objects in self._verb_frames(clause):
            arguments = self._arguments(clause, objects)
            if frame.through_complement:
                arguments["to"] = self._of_complements(clause, "to")
            if self.fitting.clause(frame, clause, arguments, voice):
                event = self.of_frame(frame, clause.paragraph, clause.head, arguments, voice)
                if frame.when_denied and clause.is_negated:
                    event.type, event.is_denial = frame.when_denied, True
                return event, frame
        return self._light(clause, voice)

    def of_noun(
        self, paragraph: ParsedParagraph, head: int, voice: VoiceDraft, *, bare: bool = False
    ) -> tuple[EventDraft, Frame] | None:
        """The event that a noun evokes: "his departure for Korea", "the CC session held on 7 April".

        `bare` = also if nobody stands with it: "the second meeting took four hours".
        """
        token = paragraph.tokens[head]
        if token.pos not in ("NOUN", "PROPN"):
            return None
        arguments = noun_arguments(paragraph, head)
        for frame in self.scene.frames.by_noun.get(token.lemma, ()):
            if frame.needs_light or frame.as_topic_of or frame.aside:
                continue
            if self.fitting.noun(frame, paragraph, head, arguments, voice, is_bare=bare):
                return self.of_frame(frame, paragraph, head, arguments, voice), frame
        return None

    def of_frame(
        self, frame: Frame, paragraph: ParsedParagraph, head: int, arguments: Arguments, voice: VoiceDraft
    ) -> EventDraft:
        """The event of a frame at the word `head`, each role filled by whom its argument means."""
        trigger = paragraph.passage(head, head)
        event = EventDraft(
            self._type(frame, paragraph, head), trigger, paragraph.number, head, frame.id, flat=frame.flat
        )
        for name, role in frame.roles.items():
            tokens = arguments.get(name, ())
            if name == "adj":
                self.take_adjective(event, role, paragraph, head)
                continue
            if name == "organ":
                event.take(role, self.fitting.organ(paragraph, head, voice))
                continue
            if role == "invitee" and name == "to" and arguments.get("object"):
                continue  # "invited him to Egypt": where to, not whom
            for i in tokens:
                self._fill(event, role, paragraph, i, voice)
                self._take_leaders(event, paragraph, i, voice)
        if frame.type == "OfficialVisit" and _has_gone(paragraph, head):
            event.type = "Departure"
        if frame.domain:
            self._take_goods(event, paragraph, head, voice)
        if frame.type == "Audience" and not self.scene.kinds(event.of("host")) & set(PERSONS):
            event.type = "Meeting"
        return event

    def take_adjective(self, event: EventDraft, role: str, paragraph: ParsedParagraph, head: int) -> None:
        """Fill a role with the states that adjectives name: "the Soviet supplies", "Soviet-Korean relations"."""
        for token in modifiers(paragraph, head):
            for part in token.text.split("-"):
                state = self.state_named(part)
                if not state:
                    continue
                if role == "place":
                    event.place = event.place or state
                else:
                    event.take(role, (state,))

    def state_named(self, adjective: str) -> str:
        """The state entity of an adjective, if the document leaves no doubt which one."""
        keys = [known.key for known in self.scene.authority.of_kind(Kind.STATE) if adjective in known.adjectives]
        here = [key for key in keys if f"state/{key}" in self.scene.entities]
        if len(here) == 1:
            return f"state/{here[0]}"
        if len(keys) == 1:
            return self.scene.state(keys[0])
        return ""

    # --- which frame --------------------------------------------------------------------------------------------------

    def _arguments(self, clause: Clause, objects: tuple[int, ...] | None = None) -> dict[str, tuple[int, ...]]:
        """The arguments of a clause by name; `objects` replaces the object of the verb."""
        found: dict[str, tuple[int, ...]] = dict(clause.prepositions)
        found["subject"] = clause.subjects
        found["object"] = clause.objects if objects is None else objects
        found["dative"] = clause.datives
        found["person"] = clause.objects
        tokens = found["object"]
        found["owner"] = tuple(child.i for i in tokens for child in clause.paragraph.children(i, "poss"))
        senders = [noun for i in tokens for noun in prepositions_of(clause.paragraph, i).get("from", ())]
        found["from"] = (*found.get("from", ()), *senders)
        if tokens and not found.get("to"):  # "wrote a memorandum to the President"
            letters = self.scene.frames.objects["message"]
            papers = [i for i in tokens if clause.paragraph.tokens[i].lemma in letters]
            found["to"] = tuple(n for i in papers for n in prepositions_of(clause.paragraph, i).get("to", ()))
        return found

    def _verb_frames(self, clause: Clause) -> Iterator[tuple[Frame, tuple[int, ...] | None]]:
        """The frames of a verb, the longest form first, each with what is its object if that is not the verb's."""
        lemma = clause.token.lemma
        frames = self.scene.frames.by_verb
        if clause.particle:
            for frame in frames.get(f"{lemma} {clause.particle}", ()):
                yield frame, None
        for preposition, nouns in clause.prepositions.items():
            if clause.particle:
                for frame in frames.get(f"{lemma} {clause.particle} {preposition}", ()):
                    yield frame, nouns
            for frame in frames.get(f"{lemma} {preposition}", ()):
                yield frame, (None if preposition == "about" else nouns)  # "asked him about it": he is the object
        for child in clause.paragraph.children(clause.head, "acomp", "intj"):
            for preposition, nouns in prepositions_of(clause.paragraph, child.i).items():
                for frame in frames.get(f"{lemma} {child.lemma} {preposition}", ()):
                    yield frame, nouns
            for frame in frames.get(f"{lemma} {child.lemma}", ()):
                yield frame, None
        for i in clause.objects:  # "discussed the loan with him": the parser takes him for part of the loan
            for preposition, nouns in prepositions_of(clause.paragraph, i).items():
                for frame in frames.get(f"{lemma} {preposition}", ()):
                    if preposition == "with" or frame.thing:
                        yield frame, nouns
        for adverb in clause.adverbs:  # "is expected here", "went abroad"
            for frame in frames.get(f"{lemma} {adverb}", ()) if adverb != clause.particle else ():
                yield frame, None
        purposes = (
            child.i
            for child in clause.paragraph.children(clause.head, "advcl")
            if any(aux.text.lower() == "to" for aux in clause.paragraph.children(child.i, "aux"))
        )
        for inner in (*clause.complements, *purposes):
            for frame in frames.get(f"{lemma} {clause.paragraph.tokens[inner].lemma}", ()):
                yield frame, tuple(child.i for child in clause.paragraph.children(inner, "dobj", "nsubjpass"))
        for frame in frames.get(lemma, ()):
            yield frame, None

    def _of_complements(self, clause: Clause, preposition: str) -> tuple[int, ...]:
        """What stands behind a preposition of the verbs that a verb takes behind it: "asked him to convey it to X"."""
        clauses = self.scene.clauses[clause.paragraph.number]
        inner = (clauses[i] for i in clause.complements if i in clauses)
        return tuple(noun for other in inner for noun in other.prepositions.get(preposition, ()))

    def _light(self, clause: Clause, voice: VoiceDraft) -> tuple[EventDraft, Frame] | None:
        """A light verb and its noun: "paid me an introductory visit", "the resolution passed by the CC"."""
        verb = f"{clause.token.lemma} {clause.particle}".strip()
        carried = [(i, {verb, clause.token.lemma}) for i in clause.objects]
        for preposition, nouns in clause.prepositions.items():  # "came forward with the request"
            carried += [(i, {f"{verb} {preposition}"}) for i in nouns]
        for i, verbs in carried:
            for frame in self.scene.frames.by_noun.get(clause.paragraph.tokens[i].lemma, ()):
                if not verbs & frame.light:
                    continue
                arguments: dict[str, tuple[int, ...]] = dict(noun_arguments(clause.paragraph, i))
                for name, tokens in self._arguments(clause).items():
                    if name != "object":
                        arguments[name] = (*arguments.get(name, ()), *tokens)
                if self.fitting.noun(
                    frame, clause.paragraph, i, arguments, voice, is_bare=clause.drops_subject or clause.is_passive
                ):
                    return self.of_frame(frame, clause.paragraph, i, arguments, voice), frame
        return None

    def of_aside(
        self, clause: Clause, noun: int, preposition: str, voice: VoiceDraft
    ) -> tuple[EventDraft, Frame] | None:
        """The event of a noun beside a verb of speech, with who speaks and hears: "at lunch he told me"."""
        paragraph = clause.paragraph
        for frame in self.scene.frames.by_noun.get(paragraph.tokens[noun].lemma, ()):
            if preposition not in frame.aside:
                continue
            arguments = {**noun_arguments(paragraph, noun), **self._arguments(clause)}
            arguments["to"] = (*arguments.get("to", ()), *noun_arguments(paragraph, noun).get("to", ()))
            if self.fitting.noun(frame, paragraph, noun, arguments, voice):
                return self.of_frame(frame, paragraph, noun, arguments, voice), frame
        return None

    # --- who and what -------------------------------------------------------------------------------------------------

    def _take_goods(self, event: EventDraft, paragraph: ParsedParagraph, head: int, voice: VoiceDraft) -> None:
        """Add the things supplied ("including submarines and facilities …") and whose needs they serve."""
        inside = paragraph.subtree(head)
        for i in inside:
            if paragraph.tokens[i].dep == "poss" and not event.of("recipient"):
                owners = self.scene.meant(paragraph.number, i, voice)
                event.take("recipient", tuple(entity for entity in owners if entity not in event.of("supplier")))
            if paragraph.tokens[i].text.lower() == "including":
                for first, last in _listed(paragraph, i, inside[-1] + 1):
                    event.describe("item", paragraph, first, last)

    def _take_leaders(self, event: EventDraft, paragraph: ParsedParagraph, i: int, voice: VoiceDraft) -> None:
        """Add those who lead a delegation that takes part: "a delegation led by Premier Farouk arrived"."""
        if not self.scene.kinds(self.scene.meant(paragraph.number, i, voice)) & {Kind.DELEGATION}:
            return
        for child in paragraph.children(i, "acl"):
            if child.lemma in ("lead", "head"):
                for leader in noun_arguments(paragraph, child.i).get("by", ()):
                    self._fill(event, "head", paragraph, leader, voice)

    def _fill(self, event: EventDraft, role: str, paragraph: ParsedParagraph, i: int, voice: VoiceDraft) -> None:
        """Give a role to those of the entities a token means that can play it."""
        entities = self.scene.meant(paragraph.number, i, voice)
        if paragraph.tokens[i].text.lower() in ("we", "us"):  # "Lund received us": not him too
            entities = tuple(entity for entity in entities if entity not in event.of())
        if paragraph.tokens[i].dep in ("compound", "nmod", "amod"):  # "the Frost visit"; "the Korea visit" is one to it
            entities = tuple(entity for entity in entities if self.scene.entities[entity].kind in PERSONS)
        if role == "place":
            places = [entity for entity in entities if self.scene.entities[entity].kind in PLACES]
            if places:
                event.place = event.place or places[0]
            elif paragraph.tokens[i].lemma in self.scene.words.place_nouns:
                words = paragraph.words(*noun_words(paragraph, i))
                place = Entity(f"place/{words.casefold()}", Kind.PLACE, words, (words,))
                event.place = event.place or self.scene.add(place)
            return
        if role in SPOKESMEN:
            entities = tuple(self._government(entity) for entity in entities)
        actors = tuple(entity for entity in entities if self.scene.entities[entity].kind in ACTORS)
        event.take(role, actors)

    def _government(self, entity: str) -> str:
        """For a capital the government that sits there, which is meant by its name: "Moscow refused"."""
        known = self.scene.entities[entity]
        place = self.scene.authority.entries.get(entity.removeprefix("place/"))
        if known.kind is not Kind.PLACE or place is None:
            return entity
        state = self.scene.authority.entries.get(place.state)
        if state is None or state.capital != place.key:
            return entity
        seat = Entity(
            f"org/government-in-{place.key}",
            Kind.ORGANISATION,
            known.name,
            (known.name,),
            state=self.scene.state(state.key),
        )
        return self.scene.add(seat)

    def _type(self, frame: Frame, paragraph: ParsedParagraph, head: int) -> str:
        """The class of the event: that of the frame, or a narrower one that a word beside it tells."""
        if frame.domain:
            return self.fitting.domain(frame, paragraph, head) or frame.type
        near = [token.lemma for token in modifiers(paragraph, head)]
        near += [child.lemma for child in paragraph.children(head, "advmod")]
        return next((frame.subtypes[word] for word in near if word in frame.subtypes), frame.type)


def _has_gone(paragraph: ParsedParagraph, head: int) -> bool:
    """Whether somebody "has gone to Hanoi": he left and is not back."""
    auxiliaries = {child.text.lower() for child in paragraph.children(head, "aux")}
    return paragraph.tokens[head].lemma == "go" and bool(auxiliaries & {"has", "have", "'s", "'ve"})


def _listed(paragraph: ParsedParagraph, i: int, end: int) -> Iterator[tuple[int, int]]:
    """First and last token of each thing in the list behind token `i`, before token `end`."""
    tokens = paragraph.tokens
    nouns = (k for k in range(i + 1, end) if tokens[k].pos == "NOUN")
    first = next((k for k in nouns if tokens[k].dep in ("pobj", "dobj", "nsubj", "conj")), None)
    if first is None:
        return
    things = [first, *(child.i for child in paragraph.children(first, "conj"))]
    for thing, following in zip(things, [*things[1:], end], strict=True):
        last = max((k for k in range(thing, following) if tokens[k].pos in ("NOUN", "PROPN")), default=thing)
        yield min(k for k in paragraph.subtree(thing) if i < k <= thing), last
