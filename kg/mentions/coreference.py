"""Whom pronouns and definite phrases mean, by rules that abstain when unsure.

The order of the rules is the order of trust: the translator's own bracket ("they [the Soviets]"), grammar (reflexives,
fronted possessives, "X told Y that he"), then the subject that goes on, then the open speaker. See docs/reading.md.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator, Sequence

from attrs import define, field, frozen

from kg.lexicon import Cues, NameWords
from kg.mentions.binding import (
    SUBJECTS,
    Referents,
    clause_verb,
    co_arguments,
    fronted_subject,
    in_complement,
    is_subject_like,
    opens_voice,
    subject_of,
)
from kg.mentions.registry import PEOPLE, Registry
from kg.model.discourse import HEARER, SPEAKER, SPEAKERS
from kg.model.entity import Kind
from kg.model.syntax import ParsedParagraph, Token

PLURALS = (Kind.COLLECTIVE, Kind.DELEGATION, Kind.ORGANISATION, Kind.MISSION)
REACH = 3  # sentences back across a paragraph border: farther, and half of what we looked at was wrong
FARTHEST = 11  # sentences back within a paragraph


@frozen(order=True)
class Seen:
    """One mention: whose, where, and whether as a subject. Sorts as the text runs."""

    sentence: int  # counted through the report
    token: int
    entities: tuple[str, ...]
    paragraph: int
    is_subject: bool


@define
class Resolver:
    """Walks through a report from left to right; its answers are entity ids, () where it abstains."""

    registry: Registry
    words: NameWords
    cues: Cues
    author: str
    seen: list[Seen] = field(factory=list)
    last_speaker: str = ""
    sentence: int = 0

    def note(self, paragraph: ParsedParagraph, token: int, entities: tuple[str, ...]) -> None:
        """Remember a mention."""
        is_subject = is_subject_like(paragraph, token)
        seen = Seen(self.sentence, token, entities, paragraph.number, is_subject)
        if not self.seen or not seen < self.seen[-1]:  # as nearly always
            self.seen.append(seen)
        else:
            insort(self.seen, seen)

    def pronoun(self, paragraph: ParsedParagraph, token: Token, referents: Referents) -> tuple[str, ...] | None:
        """Whom a pronoun means; None if it is none of ours (an expletive "it")."""
        group = self.words.pronouns.get(token.text.lower())
        if group is None or token.tag not in ("PRP", "PRP$"):
            return None
        if group == "first":
            return (SPEAKER,)
        if group == "first_plural":
            return (SPEAKERS,)
        if group == "second":
            return (HEARER,)
        if group == "neuter":
            return self._its(paragraph, token, referents)
        if token.text.lower() in ("himself", "herself", "themselves"):
            return subject_of(paragraph, token.i, referents) or referents.get(token.head, ())
        barred = co_arguments(paragraph, token, referents)
        if group == "plural":
            return self._plural(paragraph, token, referents, barred)
        return self._singular(paragraph, token, referents, barred, is_female=group == "female")

    def last_person(self, paragraph: ParsedParagraph, token: int) -> tuple[str, ...]:
        """The person named last before a word: "the latter", "the person in question"."""
        for seen in self._recent():
            is_one = len(seen.entities) == 1 and self._is_person(seen.entities[0], author=paragraph.is_abstract)
            if is_one and (seen.sentence, seen.token) < (self.sentence, token):
                return seen.entities
        return ()

    def pair(self) -> tuple[str, ...]:
        """The last two different persons of this sentence or the one before: "the two", "both"."""
        found: list[str] = []
        for seen in self._recent():
            if len(found) == 2:
                break
            found += [
                entity for entity in seen.entities if self._is_person(entity, author=True) and entity not in found
            ]
        return tuple(reversed(found)) if len(found) == 2 else ()

    def _recent(self) -> Iterator[Seen]:
        """The mentions of this sentence and the one before, the latest first."""
        return (seen for seen in reversed(self.seen) if self.sentence - seen.sentence <= 1)

    # --- he, she ------------------------------------------------------------------------------------------------------

    def _singular(
        self, paragraph: ParsedParagraph, token: Token, referents: Referents, barred: set[str], *, is_female: bool
    ) -> tuple[str, ...]:
        def is_one(entities: tuple[str, ...], *, author: bool) -> bool:
            return len(entities) == 1 and self._is_person(entities[0], author=author, is_female=is_female)

        fronted = fronted_subject(paragraph, token, referents)
        if is_one(fronted, author=True) and fronted[0] not in barred:
            return fronted
        controller = self._controller(paragraph, token, referents)
        if is_one(controller, author=True):
            return controller
        fitting = [
            seen
            for seen in self.seen
            if is_one(seen.entities, author=paragraph.is_abstract) and seen.entities[0] not in barred
        ]
        here = [seen for seen in fitting if seen.sentence == self.sentence and seen.token < token.i]
        subjects = [seen for seen in here if seen.is_subject]
        last = (self.last_speaker,)
        verb = paragraph.tokens[token.head]
        is_cue = token.dep in SUBJECTS and opens_voice(paragraph, verb, self.cues)
        is_inward = is_cue and self.cues.verbs[verb.lemma].modality not in ("Report", "Agreement")
        if is_inward and any(seen.entities == last for seen in here):
            return last  # whose hopes and beliefs can be told, is he who tells
        if subjects:
            return subjects[-1].entities
        is_last = is_one(last, author=False) and self.last_speaker not in barred
        if is_cue and not here and is_last:
            return last
        if here:
            return here[-1].entities
        before = [seen for seen in fitting if seen.sentence == self.sentence - 1 and seen.paragraph == paragraph.number]
        if any(seen.is_subject for seen in before):
            return [seen for seen in before if seen.is_subject][-1].entities
        if token.dep in SUBJECTS and is_last and not paragraph.is_abstract:
            return last
        return self._nearest(paragraph, fitting)

    def _nearest(self, paragraph: ParsedParagraph, fitting: Sequence[Seen]) -> tuple[str, ...]:
        """The subject, else the one person, of the nearest sentence before that names any."""
        for distance in range(1, FARTHEST + 1):
            at = [seen for seen in fitting if self.sentence - seen.sentence == distance]
            at = [seen for seen in at if seen.paragraph == paragraph.number or distance <= REACH]
            choice = [seen for seen in at if seen.is_subject] or at
            if choice:
                is_sure = choice[-1].is_subject or len({seen.entities for seen in choice}) == 1
                return choice[-1].entities if is_sure else ()
        return ()

    def _controller(self, paragraph: ParsedParagraph, token: Token, referents: Referents) -> tuple[str, ...]:
        """The object of the governing verb: in "instructed M. to do his best" it is he who is to do it."""
        verb = clause_verb(paragraph, token.i)
        while verb is not None and not paragraph.children(verb, *SUBJECTS):
            dep, governor = paragraph.tokens[verb].dep, paragraph.tokens[verb].head
            if dep not in ("xcomp", "advcl", "acl"):
                break
            if dep == "xcomp":
                for wanted in paragraph.children(governor, "dobj", "dative"):
                    if wanted.i in referents and wanted.i != token.i:
                        return referents[wanted.i]
            if paragraph.tokens[governor].pos not in ("VERB", "AUX"):
                break
            verb = governor
        return ()

    # --- they, its ----------------------------------------------------------------------------------------------------

    def _plural(
        self, paragraph: ParsedParagraph, token: Token, referents: Referents, barred: set[str]
    ) -> tuple[str, ...]:
        fronted = fronted_subject(paragraph, token, referents)
        if fronted and self._is_plural(fronted):
            return fronted
        if paragraph.tokens[token.head].text.lower() == "between":
            for seen in self._recent():
                is_pair = len(seen.entities) > 1 and (seen.sentence, seen.token) < (self.sentence, token.i)
                if is_pair and all(self._is_person(entity, author=True) for entity in seen.entities):
                    return seen.entities
        fitting = [
            seen for seen in self._recent() if self._is_plural(seen.entities) and not barred & set(seen.entities)
        ]
        here = [seen for seen in fitting if seen.sentence == self.sentence and seen.token < token.i]
        if here:
            return ([seen for seen in here if seen.is_subject] or here)[0].entities
        if token.dep in SUBJECTS and in_complement(paragraph, token.i, self.cues):
            return (SPEAKERS,)
        before = [seen for seen in fitting if seen.sentence < self.sentence and seen.paragraph == paragraph.number]
        subjects = [seen for seen in before if seen.is_subject]
        if subjects:
            return subjects[0].entities
        return before[0].entities if len({seen.entities for seen in before}) == 1 else ()

    def _its(self, paragraph: ParsedParagraph, token: Token, referents: Referents) -> tuple[str, ...] | None:
        if token.tag != "PRP$":
            return None
        owner = fronted_subject(paragraph, token, referents) or subject_of(paragraph, token.i, referents)
        return () if any(self._is_person(entity, author=True) for entity in owner) else owner

    def _is_person(self, entity: str, *, author: bool = False, is_female: bool = False) -> bool:
        """Whether an entity is a man or a woman, as asked for; `author` = the author counts as well."""
        draft = self.registry.drafts.get(entity)
        if draft is None or draft.kind not in PEOPLE:
            return False
        return draft.is_female == is_female and (author or entity != self.author)

    def _is_plural(self, entities: Sequence[str]) -> bool:
        if len(entities) > 1:
            return True
        draft = self.registry.drafts.get(entities[0])
        return draft is not None and draft.kind in PLURALS
