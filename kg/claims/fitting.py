"""Whether a frame fits: whether the words around a verb or an event noun are what it asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

from attrs import define

from kg.claims.acts import JOURNEYS
from kg.claims.clauses import Clause
from kg.claims.drafts import VoiceDraft
from kg.claims.phrases import noun_arguments
from kg.claims.scene import ACTORS, PERSONS, PLACES, Scene
from kg.lexicon import Frame, read_names
from kg.model.entity import Kind
from kg.model.syntax import ParsedParagraph

Arguments = Mapping[str, tuple[int, ...]]
WILLED = frozenset(["Proposal", "Request", "Invitation", "Agreement"])
"""Acts that only somebody with a will does."""
PERFECT = frozenset(["has", "have", "had", "'s", "'ve", "'d"])
"""Forms of the auxiliary that makes a perfect."""
AGAIN = frozenset(["again", "back", "here", "alone", "personally", "early", "late", "today", "yesterday", "tomorrow"])
"""Adverbs that change nothing of what the verb before them means."""
CAN = frozenset(["can", "ca", "could"])


@define
class Fitting:
    """Tries frames on the clauses and nouns of a scene."""

    scene: Scene

    def clause(self, frame: Frame, clause: Clause, arguments: Arguments, voice: VoiceDraft) -> bool:
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
        things = {clause.paragraph.tokens[i].lemma for i in clause.objects}
        if frame.thing and not things & scene.frames.objects[frame.thing]:
            return False
        wanted = scene.frames.objects.get(frame.object)
        if wanted and not lemmas & wanted and not self._is_taken_up(wanted, clause):
            return False
        if frame.plural_subject and not self._is_plural(clause, voice):
            return False
        if frame.only_denied and not clause.is_negated:
            return False
        can = frame.only_denied and CAN & set(clause.auxiliaries)
        if frame.modal and clause.tense not in ("future", "conditional") and not (can or _is_base(clause)):
            return False
        if frame.type in JOURNEYS and (self._are_troops(clause) or self._is_to_a_matter(clause, voice)):
            return False
        if frame.alone and not self._is_alone(frame, clause, voice):
            return False
        if frame.coming and clause.tense in ("past", "present") and clause.auxiliaries[-1:] != ("to",):
            return False
        if frame.perfect and not PERFECT & set(clause.auxiliaries):
            return False
        if frame.needs_open and not _has_infinitive(clause):
            return False
        if frame.object == "body" and (not entities or scene.kinds(entities) & set(PERSONS)):
            return False
        if frame.subject == "person" and not self._are_people(clause, voice):
            return False
        if frame.subject == "party organ" and not self._are_bodies(clause, voice):
            return False
        if frame.subject == "organ" and not _are_organs(scene, scene.all_meant(number, clause.subjects, voice)):
            return False
        if (frame.domain or frame.type in WILLED) and self._is_thing(clause, voice):
            return False
        if frame.type == "Agreement" and not clause.complements and not _is_act_of_will(clause, scene, voice):
            return False
        if frame.domain and not self.domain(frame, clause.paragraph, clause.head):
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

    def noun(
        self,
        frame: Frame,
        paragraph: ParsedParagraph,
        head: int,
        arguments: Arguments,
        voice: VoiceDraft,
        *,
        is_bare: bool = False,
    ) -> bool:
        """Whether the arguments of a noun are what a frame asks for; of a bare one the subject may be missing."""
        scene = self.scene
        needed = [i for name in frame.needs_one for i in arguments.get(name, ())]
        is_there = bool(scene.all_meant(paragraph.number, needed, voice))
        if frame.needs_one and not is_there and not (is_bare and "subject" in frame.needs_one):
            return False
        if frame.host == "person":
            near = [i for name in ("dative", "to", "on", "with") for i in arguments.get(name, ())]
            hosts = scene.all_meant(paragraph.number, near, voice)
            if not scene.kinds(hosts) & {*PERSONS, Kind.COLLECTIVE, Kind.DELEGATION, Kind.MISSION}:
                return False
        if frame.owner and not self.organ(paragraph, head, voice):
            return False
        if frame.if_new and not self._is_new(paragraph, arguments, voice, head):
            return False
        return not (frame.domain and not self.domain(frame, paragraph, head))

    def _is_new(
        self, paragraph: ParsedParagraph, arguments: Arguments, voice: VoiceDraft, head: int | None = None
    ) -> bool:
        """Whether no message of these senders has been told of, or none of the day that it is said to be of."""
        near = [i for name in ("poss", "owner", "from") for i in arguments.get(name, ())]
        senders = set(self.scene.all_meant(paragraph.number, near, voice))
        if not senders:
            return False
        letters = [event for event in self.scene.events if event.type in ("MessageSending", "MessageDelivery")]
        day = _day_named(paragraph, [*arguments.get("object", ()), head] if head is not None else arguments["object"])
        return all(
            not senders & set(event.of("sender", "bearer")) or (day and day not in event.label) for event in letters
        )

    def _is_carrier(self, paragraph: ParsedParagraph, i: int) -> bool:
        return any(frame.carrier for frame in self.scene.frames.by_noun.get(paragraph.tokens[i].lemma, ()))

    def _is_taken_up(self, wanted: Set[str], clause: Clause) -> bool:
        """Whether "which" takes up an event named before: "… paid me a visit, which I returned"."""
        paragraph = clause.paragraph
        if clause.kind != "relative" or all(c.tag != "WDT" for c in paragraph.children(clause.head, "dobj")):
            return False
        before = (event for event in self.scene.events if event.paragraph == paragraph.number)
        return any(event.head < clause.head and paragraph.tokens[event.head].lemma in wanted for event in before)

    def _is_thing(self, clause: Clause, voice: VoiceDraft) -> bool:
        """Whether the subject is a thing, which wills and gives nothing: "the delay suggests that", "this provides"."""
        tokens = clause.paragraph.tokens
        if not clause.subjects or self.scene.all_meant(clause.paragraph.number, clause.subjects, voice):
            return False
        known = self.scene.words.group_nouns | self.scene.words.relational | set(self.scene.words.titles)
        return all(
            tokens[i].lemma in ("this", "that", "it", "which")
            or (tokens[i].pos == "NOUN" and tokens[i].lemma not in known)
            for i in clause.subjects
        )

    def _is_plural(self, clause: Clause, voice: VoiceDraft) -> bool:
        words = (clause.paragraph.tokens[i].text.lower() for i in clause.subjects)
        if any(word in ("they", "we", "both", "two") for word in words):
            return True
        entities = self.scene.all_meant(clause.paragraph.number, clause.subjects, voice)
        return len(entities) > 1 or bool(self.scene.kinds(entities) & {Kind.COLLECTIVE, Kind.DELEGATION})

    def _are_troops(self, clause: Clause) -> bool:
        """Whether those who move are soldiers, goods or letters: that is no journey."""
        lemmas = {clause.paragraph.tokens[i].lemma for i in clause.subjects}
        return bool(lemmas & (self.scene.frames.support["troops"] | self.scene.frames.objects["message"]))

    def _is_to_a_matter(self, clause: Clause, voice: VoiceDraft) -> bool:
        """Whether what is come to is no place and nobody: "returned to the request"."""
        paragraph = clause.paragraph
        nouns = [i for i in clause.prepositions.get("to", ()) if paragraph.tokens[i].tag in ("NN", "NNS")]
        places = (
            self.scene.words.place_nouns | self.scene.frames.objects["country"] | self.scene.frames.objects["premises"]
        )
        return any(
            not self.scene.meant(paragraph.number, i, voice) and paragraph.tokens[i].lemma not in places for i in nouns
        )

    def _is_alone(self, frame: Frame, clause: Clause, voice: VoiceDraft) -> bool:
        """Whether behind a verb stand but times and people: "came on Monday with his wife", not "came to nothing"."""
        paragraph, number = clause.paragraph, clause.paragraph.number
        nouns = [i for name, row in clause.prepositions.items() if name != "with" for i in row]
        phrases = self.scene.times[number]
        starts = (paragraph.tokens[i].start for i in nouns)
        timed = [any(phrase.start <= start < phrase.end for phrase in phrases) for start in starts]
        known = [self.scene.kinds(self.scene.meant(number, i, voice)) for i in nouns]
        if any(not is_time and (not kinds or kinds - set(ACTORS)) for is_time, kinds in zip(timed, known, strict=True)):
            return False
        below = paragraph.children(clause.head)
        manner = [token for token in below if token.dep in ("acomp", "oprd", "advmod") and token.i == clause.head + 1]
        particle = clause.particle if f"{clause.token.lemma} {clause.particle}" not in frame.verbs else ""
        manner = [token for token in manner if token.text.lower() not in clause.particle.split()]
        manner += [inner for token in below if token.dep == "prep" for inner in paragraph.children(token.i, "pcomp")]
        return not (particle or clause.complements) and all(token.lemma in AGAIN for token in manner)

    def _are_bodies(self, clause: Clause, voice: VoiceDraft) -> bool:
        """Whether those who sit are bodies and nothing else: "the Central Committee met"."""
        entities = self.scene.all_meant(clause.paragraph.number, clause.subjects, voice)
        return bool(entities) and self.scene.kinds(entities) <= {Kind.ORGANISATION}

    def _are_people(self, clause: Clause, voice: VoiceDraft) -> bool:
        """Whether the subject is a person, or several who travel together."""
        entities = self.scene.all_meant(clause.paragraph.number, clause.subjects, voice)
        return bool(self.scene.kinds(entities) & {*PERSONS, Kind.COLLECTIVE, Kind.DELEGATION})

    def organ(self, paragraph: ParsedParagraph, head: int, voice: VoiceDraft) -> tuple[str, ...]:
        """The party organ that holds a session: "a CC meeting", "the session of the Politburo"."""
        near = [child.i for child in paragraph.children(head, "compound", "nmod", "poss")]
        near += noun_arguments(paragraph, head).get("of", ())
        entities = self.scene.all_meant(paragraph.number, near, voice)
        return tuple(entity for entity in entities if self.scene.entities[entity].kind is Kind.ORGANISATION)

    def domain(self, frame: Frame, paragraph: ParsedParagraph, head: int) -> str:
        """Which class the goods make of a supply; "" if nothing near says what kind of supply it is."""
        near = {paragraph.tokens[i].lemma for i in paragraph.subtree(head)}
        if near & frame.domain:
            return frame.type
        return frame.else_type if near & frame.else_domain else ""


def _is_asked_to_act(clause: Clause, arguments: Arguments) -> bool:
    """Whether somebody is asked for something or to do something, and not asked a question."""
    paragraph = clause.paragraph
    if "for" in clause.prepositions or arguments["object"] != clause.objects:
        return True
    for i in clause.complements:
        opening = [paragraph.tokens[k] for k in paragraph.subtree(i)[:2]]
        words = [token.text.lower() for token in opening]
        if not any(token.tag in ("WRB", "WP", "WDT") for token in opening) and not {"whether", "if"} & set(words):
            return True
        auxiliaries = {child.text.lower() for child in paragraph.children(i, "aux")}
        if {"whether", "if"} & set(words) and auxiliaries & {"could", "might", "may"}:
            return True  # "asked whether he could be received"
    return False


def _is_base(clause: Clause) -> bool:
    """Whether a verb has no tense, as what is asked or proposed has none: "that Lopez come", "to come on 3 May"."""
    if clause.kind == "main":
        return False
    return clause.token.text.lower() == clause.token.lemma and not set(clause.auxiliaries) - {"to"}


def _has_infinitive(clause: Clause) -> bool:
    """Whether an infinitive stands behind the verb, or behind its adjective: "was not prepared to go"."""
    paragraph = clause.paragraph
    near = (clause.head, *(child.i for child in paragraph.children(clause.head, "acomp")))
    return any(paragraph.children(i, "xcomp") for i in near)


def _day_named(paragraph: ParsedParagraph, nouns: Iterable[int]) -> str:
    """The words of the day of a letter: "May 8" of "your message of May 8"; "" if it names none."""
    calendar = read_names().calendar_words
    for noun in nouns:
        for prep in paragraph.children(noun, "prep"):
            inside = paragraph.subtree(prep.i)
            if prep.text.lower() == "of" and any(paragraph.tokens[i].text.lower() in calendar for i in inside):
                return paragraph.words(inside[1], inside[-1]) if len(inside) > 1 else ""
    return ""


def _are_organs(scene: Scene, entities: tuple[str, ...]) -> bool:
    """Whether all these are states, missions or bodies and no people."""
    return bool(entities) and scene.kinds(entities) <= {Kind.STATE, Kind.MISSION, Kind.ORGANISATION}


def _is_act_of_will(clause: Clause, scene: Scene, voice: VoiceDraft) -> bool:
    """Whether somebody binds himself to something or with somebody, and does not merely share or like a view."""
    if clause.token.lemma == "approve" and "of" in clause.prepositions:
        return False
    partners = clause.prepositions.get("with", ())
    return not partners or bool(scene.all_meant(clause.paragraph.number, partners, voice))
