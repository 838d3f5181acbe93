"""Frames at work: a clause or an event noun becomes an event with its participants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from attrs import define

from kg.claims.clauses import Clause, prepositions_of
from kg.claims.drafts import EventDraft, VoiceDraft
from kg.claims.phrases import modifiers, noun_arguments, noun_words
from kg.claims.scene import ACTORS, PERSONS, Scene
from kg.lexicon import Frame
from kg.model.entity import Entity, Kind
from kg.model.syntax import ParsedParagraph

Arguments = Mapping[str, tuple[int, ...]]
PLACES = (Kind.PLACE, Kind.STATE)
CAN = frozenset(["can", "ca", "could"])


@define
class EventBuilder:
    """Builds events of a scene; it decides nothing about whether they happened."""

    scene: Scene

    def of_clause(self, clause: Clause, voice: VoiceDraft) -> tuple[EventDraft, Frame] | None:
        """The event that a clause's verb, or its light verb with a noun, evokes; None if no frame fits."""
        for frame, objects in self._verb_frames(clause):
            arguments = self._arguments(clause, objects)
            if frame.through_complement:
                arguments["to"] = self._of_complements(clause, "to")
            if self._fits(frame, clause, arguments, voice):
                event = self.of_frame(frame, clause.paragraph, clause.head, arguments, voice)
                if frame.when_denied and clause.is_negated:
                    event.type, event.is_denial = frame.when_denied, True
                return event, frame
        return self._light(clause, voice)

    def of_noun(self, paragraph: ParsedParagraph, head: int, voice: VoiceDraft) -> tuple[EventDraft, Frame] | None:
        """The event that a noun evokes: "his departure for Korea", "the CC session held on 7 April"."""
        token = paragraph.tokens[head]
        if token.pos not in ("NOUN", "PROPN"):
            return None
        arguments = noun_arguments(paragraph, head)
        for frame in self.scene.frames.by_noun.get(token.lemma, ()):
            if frame.needs_light or frame.as_topic_of or frame.aside:
                continue
            if self._noun_fits(frame, paragraph, head, arguments, voice):
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
                event.take(role, self._organ(paragraph, head, voice))
                continue
            for i in tokens:
                self._fill(event, role, paragraph, i, voice)
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
            for frame in frames.get(f"{lemma} {child.lemma}", ()):
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

    def _fits(self, frame: Frame, clause: Clause, arguments: Arguments, voice: VoiceDraft) -> bool:
        """Whether the arguments of a clause are what a frame asks for."""
        scene, number = self.scene, clause.paragraph.number
        objects = arguments["object"]
        entities = scene.all_meant(number, objects, voice)
        lemmas = {clause.paragraph.tokens[i].lemma for i in objects}
        if frame.object == "none" and objects:
            return False
        if frame.object == "person" and not scene.kinds(entities) & set(ACTORS):
            return False
        if frame.object == "person" and frame.type in ("Visit", "Audience") and scene.kinds(entities) <= {Kind.STATE}:
            return False
        if frame.object == "place" and not scene.kinds(entities) & set(PLACES):
            return False
        if frame.object == "thing" and (not objects or scene.kinds(entities) & set(PERSONS)):
            return False
        if frame.if_new and not self._is_new(clause.paragraph, arguments, voice):
            return False
        needed = [i for name in frame.needs_one for i in arguments.get(name, ())]
        if frame.needs_one and not scene.kinds(scene.all_meant(number, needed, voice)) & set(ACTORS):
            return False
        wanted = scene.frames.objects.get(frame.object)
        if wanted and not lemmas & wanted and not self._is_taken_up(wanted, clause):
            return False
        if frame.plural_subject and not self._is_plural(clause, voice):
            return False
        if frame.only_denied and not clause.is_negated:
            return False
        can = frame.only_denied and CAN & set(clause.auxiliaries)
        if frame.modal and clause.tense not in ("future", "conditional") and not can:
            return False
        if frame.needs_open and not _has_infinitive(clause, frame, scene.cues.turns):
            return False
        if frame.subject == "organ" and not _are_organs(scene, scene.all_meant(number, clause.subjects, voice)):
            return False
        if frame.type == "Agreement" and not clause.complements and not _is_act_of_will(clause, scene, voice):
            return False
        if frame.domain and not self._domain(frame, clause.paragraph, clause.head):
            return False
        if frame.needs_complement and not (clause.complements or objects):
            return False
        if frame.needs_complement and clause.token.lemma == "ask" and not _is_asked_to_act(clause, arguments):
            return False
        if frame.forbids_complement and clause.complements:
            return False
        if frame.type == "Establishment" and any(self._is_carrier(clause.paragraph, i) for i in objects):
            return False
        return not (frame.type == "InspectionTour" and not objects)

    def _is_carrier(self, paragraph: ParsedParagraph, i: int) -> bool:
        return any(frame.carrier for frame in self.scene.frames.by_noun.get(paragraph.tokens[i].lemma, ()))

    def _is_taken_up(self, wanted: Set[str], clause: Clause) -> bool:
        """Whether "which" takes up an event named before: "… paid me a visit, which I returned"."""
        paragraph = clause.paragraph
        if clause.kind != "relative" or all(c.tag != "WDT" for c in paragraph.children(clause.head, "dobj")):
            return False
        before = (event for event in self.scene.events if event.paragraph == paragraph.number)
        return any(event.head < clause.head and paragraph.tokens[event.head].lemma in wanted for event in before)

    def _is_plural(self, clause: Clause, voice: VoiceDraft) -> bool:
        entities = self.scene.all_meant(clause.paragraph.number, clause.subjects, voice)
        return len(entities) > 1 or bool(self.scene.kinds(entities) & {Kind.COLLECTIVE, Kind.DELEGATION})

    def _light(self, clause: Clause, voice: VoiceDraft) -> tuple[EventDraft, Frame] | None:
        """A light verb and its noun: "paid me an introductory visit", "the resolution passed by the CC"."""
        verb = f"{clause.token.lemma} {clause.particle}".strip()
        for i in clause.objects:
            for frame in self.scene.frames.by_noun.get(clause.paragraph.tokens[i].lemma, ()):
                if verb not in frame.light and clause.token.lemma not in frame.light:
                    continue
                arguments: dict[str, tuple[int, ...]] = dict(noun_arguments(clause.paragraph, i))
                for name, tokens in self._arguments(clause).items():
                    if name != "object":
                        arguments[name] = (*arguments.get(name, ()), *tokens)
                if self._noun_fits(frame, clause.paragraph, i, arguments, voice, drops_subject=clause.drops_subject):
                    return self.of_frame(frame, clause.paragraph, i, arguments, voice), frame
        return None

    def _noun_fits(
        self,
        frame: Frame,
        paragraph: ParsedParagraph,
        head: int,
        arguments: Arguments,
        voice: VoiceDraft,
        *,
        drops_subject: bool = False,
    ) -> bool:
        """Whether the arguments of a noun are what a frame asks for."""
        scene = self.scene
        needed = [i for name in frame.needs_one for i in arguments.get(name, ())]
        is_there = bool(scene.all_meant(paragraph.number, needed, voice))
        if frame.needs_one and not is_there and not (drops_subject and "subject" in frame.needs_one):
            return False
        if frame.host == "person":
            near = [i for name in ("dative", "to", "on", "with") for i in arguments.get(name, ())]
            hosts = scene.all_meant(paragraph.number, near, voice)
            if not scene.kinds(hosts) & {*PERSONS, Kind.COLLECTIVE, Kind.DELEGATION, Kind.MISSION}:
                return False
        if frame.owner and not self._organ(paragraph, head, voice):
            return False
        if frame.if_new and not self._is_new(paragraph, arguments, voice):
            return False
        return not (frame.domain and not self._domain(frame, paragraph, head))

    def _is_new(self, paragraph: ParsedParagraph, arguments: Arguments, voice: VoiceDraft) -> bool:
        """Whether no message of these senders has been told of."""
        near = [i for name in ("poss", "owner", "from") for i in arguments.get(name, ())]
        senders = set(self.scene.all_meant(paragraph.number, near, voice))
        return bool(senders) and not any(
            event.type in ("MessageSending", "MessageDelivery") and senders & set(event.of("sender", "bearer"))
            for event in self.scene.events
        )

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
            if self._noun_fits(frame, paragraph, noun, arguments, voice):
                return self.of_frame(frame, paragraph, noun, arguments, voice), frame
        return None

    def _organ(self, paragraph: ParsedParagraph, head: int, voice: VoiceDraft) -> tuple[str, ...]:
        """The party organ that holds a session: "a CC meeting", "the session of the Politburo"."""
        near = [child.i for child in paragraph.children(head, "compound", "nmod", "poss")]
        near += noun_arguments(paragraph, head).get("of", ())
        entities = self.scene.all_meant(paragraph.number, near, voice)
        return tuple(entity for entity in entities if self.scene.entities[entity].kind is Kind.ORGANISATION)

    def _domain(self, frame: Frame, paragraph: ParsedParagraph, head: int) -> str:
        """Which class the goods make of a supply; "" if nothing near says what kind of supply it is."""
        near = {paragraph.tokens[i].lemma for i in paragraph.subtree(head)}
        if near & frame.domain:
            return frame.type
        return frame.else_type if near & frame.else_domain else ""

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

    def _fill(self, event: EventDraft, role: str, paragraph: ParsedParagraph, i: int, voice: VoiceDraft) -> None:
        """Give a role to those of the entities a token means that can play it."""
        entities = self.scene.meant(paragraph.number, i, voice)
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
        actors = tuple(entity for entity in entities if self.scene.entities[entity].kind in ACTORS)
        event.take(role, actors)

    def _type(self, frame: Frame, paragraph: ParsedParagraph, head: int) -> str:
        """The class of the event: that of the frame, or a narrower one that a word beside it tells."""
        if frame.domain:
            return self._domain(frame, paragraph, head) or frame.type
        near = [token.lemma for token in modifiers(paragraph, head)]
        near += [child.lemma for child in paragraph.children(head, "advmod")]
        return next((frame.subtypes[word] for word in near if word in frame.subtypes), frame.type)


def _is_asked_to_act(clause: Clause, arguments: Arguments) -> bool:
    """Whether somebody is asked for something or to do something, and not asked a question."""
    paragraph = clause.paragraph
    if "for" in clause.prepositions or arguments["object"] != clause.objects:
        return True
    for i in clause.complements:
        opening = [paragraph.tokens[k] for k in paragraph.subtree(i)[:2]]
        if not any(token.tag in ("WRB", "WP", "WDT") or token.text.lower() in ("whether", "if") for token in opening):
            return True
    return False


def _has_infinitive(clause: Clause, frame: Frame, turns: Set[str]) -> bool:
    """Whether an infinitive stands behind the verb, or behind its adjective: "was not prepared to go".

    What is asked for is no word of speech: who "called on X to say" something asked for nothing.
    """
    paragraph = clause.paragraph
    near = (clause.head, *(child.i for child in paragraph.children(clause.head, "acomp")))
    open_ = [child for i in near for child in paragraph.children(i, "xcomp")]
    return any(child.lemma not in turns for child in open_) if frame.type == "Request" else bool(open_)


def _are_organs(scene: Scene, entities: tuple[str, ...]) -> bool:
    """Whether all these are states, missions or bodies and no people."""
    return bool(entities) and scene.kinds(entities) <= {Kind.STATE, Kind.MISSION, Kind.ORGANISATION}


def _is_act_of_will(clause: Clause, scene: Scene, voice: VoiceDraft) -> bool:
    """Whether somebody binds himself to something or with somebody, and does not merely share or like a view."""
    if clause.token.lemma == "approve" and "of" in clause.prepositions:
        return False
    partners = clause.prepositions.get("with", ())
    return not partners or bool(scene.all_meant(clause.paragraph.number, partners, voice))


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
