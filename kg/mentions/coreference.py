"""Whom pronouns and definite phrases mean, by rules that abstain when unsure.

The order of the rules is the order of trust: the translator's own bracket ("they [the Soviets]"), grammar (reflexives,
fronted possessives, "X told Y that he"), then the subject that goes on, then the open speaker. See docs/reading.md.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence

from attrs import define, field, frozen

from kg.lexicon import Cues, NameWords
from kg.mentions.registry import Registry
from kg.model.discourse import SPEAKER, SPEAKERS
from kg.model.entity import Kind
from kg.model.syntax import ParsedParagraph, Token

SUBJECTS = ("nsubj", "nsubjpass")
PLURALS = (Kind.COLLECTIVE, Kind.DELEGATION, Kind.ORGANISATION, Kind.MISSION)
REACH = 3  # sentences back across a paragraph border: farther, and half of what we looked at was wrong


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
    """Walks through a report from left to right; `resolve` answers with entity ids, () where it abstains."""

    registry: Registry
    words: NameWords
    cues: Cues
    author: str
    seen: list[Seen] = field(factory=list)
    last_speaker: str = ""
    sentence: int = 0

    def note(self, paragraph: ParsedParagraph, token: int, entities: tuple[str, ...]) -> None:
        """Remember a mention."""
        is_subject = subject_like(paragraph, token)
        insort(self.seen, Seen(self.sentence, token, entities, paragraph.number, is_subject))

    def pronoun(
        self, paragraph: ParsedParagraph, token: Token, referents: dict[int, tuple[str, ...]]
    ) -> tuple[str, ...] | None:
        """Whom a pronoun means; None if it is none of ours (an expletive "it")."""
        group = self.words.pronouns.get(token.text.lower())
        if group is None or token.tag not in ("PRP", "PRP$"):
            return None
        if group == "first":
            return (SPEAKER,)
        if group == "first_plural":
            return (SPEAKERS,)
        if group == "neuter":
            return self._its(paragraph, token, referents)
        if token.text.lower() in ("himself", "herself", "themselves"):
            return _subject_of(paragraph, token.i, referents) or self._reflexive_apposition(paragraph, token, referents)
        barred = co_arguments(paragraph, token, referents)
        if group == "plural":
            return self._plural(paragraph, token, referents, barred)
        return self._singular(paragraph, token, referents, barred, is_female=group == "female")

    def last_person(self, paragraph: ParsedParagraph, token: int) -> tuple[str, ...]:
        """ "The latter", "the person in question": the person named last before this word."""
        for seen in reversed(self.seen):
            if self.sentence - seen.sentence > 1:
                break
            if (
                len(seen.entities) == 1
                and self._is_person(seen.entities[0], author=paragraph.is_abstract)
                and (seen.sentence, seen.token) < (self.sentence, token)
            ):
                return seen.entities
        return ()

    def pair(self, paragraph: ParsedParagraph) -> tuple[str, ...]:
        """ "The two", "both": the last two different persons of this sentence or the one before."""
        found: list[str] = []
        for seen in reversed(self.seen):
            if self.sentence - seen.sentence > 1 or len(found) == 2:
                break
            found += [
                entity for entity in seen.entities if self._is_person(entity, author=True) and entity not in found
            ]
        return tuple(reversed(found)) if len(found) == 2 else ()

    def _singular(
        self,
        paragraph: ParsedParagraph,
        token: Token,
        referents: dict[int, tuple[str, ...]],
        barred: set[str],
        *,
        is_female: bool,
    ) -> tuple[str, ...]:
        def fits(seen: Seen) -> bool:
            return (
                len(seen.entities) == 1
                and seen.entities[0] not in barred
                and self._is_person(seen.entities[0], author=paragraph.is_abstract, is_female=is_female)
            )

        fronted = fronted_subject(paragraph, token, referents)
        if (
            fronted
            and len(fronted) == 1
            and fronted[0] not in barred
            and self._is_person(fronted[0], author=True, is_female=is_female)
        ):
            return fronted
        controller = self._controller(paragraph, token, referents)
        if controller and len(controller) == 1 and self._is_person(controller[0], author=True, is_female=is_female):
            return controller
        here = [seen for seen in self.seen if seen.sentence == self.sentence and seen.token < token.i and fits(seen)]
        subjects = [seen for seen in here if seen.is_subject]
        verb = paragraph.tokens[token.head]
        is_cue = token.dep in SUBJECTS and opens_voice(paragraph, verb, self.cues)
        if (
            is_cue
            and self.cues.verbs[verb.lemma].modality not in ("Report", "Agreement")
            and any(seen.entities == (self.last_speaker,) for seen in here)
        ):
            return (self.last_speaker,)  # whose hopes and beliefs can be told, is he who tells
        if subjects:
            return subjects[-1].entities
        if (
            is_cue
            and not here
            and self.last_speaker
            and self.last_speaker not in barred
            and self._is_person(self.last_speaker, is_female=is_female)
        ):
            return (self.last_speaker,)
        if here:
            return here[-1].entities
        before = [
            seen
            for seen in self.seen
            if seen.sentence == self.sentence - 1 and seen.paragraph == paragraph.number and fits(seen)
        ]
        if any(seen.is_subject for seen in before):
            return [seen for seen in before if seen.is_subject][-1].entities
        if (
            token.dep in SUBJECTS
            and self.last_speaker
            and self.last_speaker not in barred
            and self._is_person(self.last_speaker, is_female=is_female)
            and not paragraph.is_abstract
        ):
            return (self.last_speaker,)
        back = [
            seen
            for seen in self.seen
            if fits(seen) and (seen.paragraph == paragraph.number or self.sentence - seen.sentence <= REACH)
        ]
        for distance in range(1, 12):
            at = [seen for seen in back if self.sentence - seen.sentence == distance]
            choice = [seen for seen in at if seen.is_subject] or at
            if choice:
                return (
                    choice[-1].entities if len({seen.entities for seen in choice}) == 1 or choice[-1].is_subject else ()
                )
        return ()

    def _plural(
        self, paragraph: ParsedParagraph, token: Token, referents: dict[int, tuple[str, ...]], barred: set[str]
    ) -> tuple[str, ...]:
        fronted = fronted_subject(paragraph, token, referents)
        if fronted and self._is_plural(fronted):
            return fronted
        if paragraph.tokens[token.head].text.lower() == "between":
            pairs = [
                seen
                for seen in self.seen
                if self.sentence - seen.sentence <= 1
                and len(seen.entities) > 1
                and (seen.sentence, seen.token) < (self.sentence, token.i)
                and all(self._is_person(entity, author=True) for entity in seen.entities)
            ]
            if pairs:
                return pairs[-1].entities
        here = [
            seen
            for seen in self.seen
            if seen.sentence == self.sentence
            and seen.token < token.i
            and self._is_plural(seen.entities)
            and not barred & set(seen.entities)
        ]
        if here:
            return ([seen for seen in here if seen.is_subject] or here)[-1].entities
        if token.dep in SUBJECTS and (in_complement(paragraph, token.i, self.cues)):
            return (SPEAKERS,)
        before = [
            seen
            for seen in self.seen
            if seen.sentence == self.sentence - 1
            and seen.paragraph == paragraph.number
            and self._is_plural(seen.entities)
            and not barred & set(seen.entities)
        ]
        subjects = [seen for seen in before if seen.is_subject]
        if subjects:
            return subjects[-1].entities
        return before[-1].entities if len({seen.entities for seen in before}) == 1 else ()

    def _its(
        self, paragraph: ParsedParagraph, token: Token, referents: dict[int, tuple[str, ...]]
    ) -> tuple[str, ...] | None:
        if token.tag != "PRP$":
            return None
        fronted = fronted_subject(paragraph, token, referents) or _subject_of(paragraph, token.i, referents)
        return fronted if fronted and not any(self._is_person(entity, author=True) for entity in fronted) else ()

    def _controller(
        self, paragraph: ParsedParagraph, token: Token, referents: dict[int, tuple[str, ...]]
    ) -> tuple[str, ...]:
        """In "instructed M. to do his best" the one who is to do it is the object of the governing verb."""
        verb = clause_verb(paragraph, token.i)
        while (
            verb is not None
            and paragraph.tokens[verb].dep in ("xcomp", "advcl", "acl")
            and not paragraph.children(verb, *SUBJECTS)
        ):
            governor = paragraph.tokens[verb].head
            if paragraph.tokens[verb].dep == "xcomp":
                for wanted in paragraph.children(governor, "dobj", "dative"):
                    if wanted.i in referents and wanted.i != token.i:
                        return referents[wanted.i]
            if paragraph.tokens[governor].pos not in ("VERB", "AUX"):
                break
            verb = governor
        return ()

    def _reflexive_apposition(
        self, paragraph: ParsedParagraph, token: Token, referents: dict[int, tuple[str, ...]]
    ) -> tuple[str, ...]:
        return referents.get(token.head, ())

    def _is_person(self, entity: str, *, author: bool = False, is_female: bool = False) -> bool:
        draft = self.registry.drafts.get(entity)
        if draft is None or draft.kind not in (Kind.PERSON, Kind.UNNAMED_PERSON):
            return False
        return draft.is_female == is_female and (author or entity != self.author)

    def _is_plural(self, entities: Sequence[str]) -> bool:
        if len(entities) > 1:
            return True
        draft = self.registry.drafts.get(entities[0])
        return draft is not None and draft.kind in PLURALS


def opens_voice(paragraph: ParsedParagraph, verb: Token, cues: Cues) -> bool:
    """Whether a verb of speech or thought has what is said or thought behind it."""
    if verb.lemma not in cues.verbs or verb.pos not in ("VERB", "AUX"):
        return False
    if any(child.i > verb.i for child in paragraph.children(verb.i, "ccomp")):
        return True
    return cues.verbs[verb.lemma].modality != "Evaluation" and any(
        child.i > verb.i for child in paragraph.children(verb.i, "xcomp", "dobj")
    )


def clause_verb(paragraph: ParsedParagraph, i: int) -> int | None:
    """The verb of the clause in which token `i` stands."""
    for token in paragraph.ancestors(i):
        if token.pos in ("VERB", "AUX"):
            return token.i
    return None


def _subject_of(paragraph: ParsedParagraph, i: int, referents: dict[int, tuple[str, ...]]) -> tuple[str, ...]:
    verb: int | None = i
    while verb is not None:
        verb = clause_verb(paragraph, verb)
        if verb is None:
            return ()
        for subject in paragraph.children(verb, *SUBJECTS):
            if subject.i in referents:
                return referents[subject.i]
        if paragraph.tokens[verb].head == verb:
            return ()
    return ()


def subject_like(paragraph: ParsedParagraph, i: int) -> bool:
    """Whether a mention stands as the subject, or as one of two joined subjects, of some clause."""
    token = paragraph.tokens[i]
    while token.dep == "conj" and paragraph.tokens[token.head].pos in ("NOUN", "PROPN", "PRON"):
        token = paragraph.tokens[token.head]
    return token.dep in SUBJECTS


def co_arguments(paragraph: ParsedParagraph, pronoun: Token, referents: dict[int, tuple[str, ...]]) -> set[str]:
    """The entities that a pronoun cannot mean since they stand beside it under the same verb (Binding Principle B)."""
    if pronoun.tag == "PRP$":
        return set()
    verb = clause_verb(paragraph, pronoun.i)
    if verb is None:
        return set()
    barred: set[str] = set()
    for child in paragraph.children(verb):
        arguments = [child, *(paragraph.children(child.i, "pobj") if child.dep in ("prep", "agent", "dative") else ())]
        for argument in arguments:
            if (
                argument.i != pronoun.i
                and argument.i in referents
                and argument.dep in (*SUBJECTS, "dobj", "dative", "pobj")
            ):
                barred.update(referents[argument.i])
    for i in paragraph.subtree(verb):  # "no opportunity to meet X was given to him"
        inner = paragraph.tokens[i]
        if (
            inner.tag == "VB"
            and paragraph.children(i, "aux")
            and not paragraph.children(i, *SUBJECTS)
            and clause_verb(paragraph, i) == verb
        ):
            barred.update(entity for wanted in paragraph.children(i, "dobj") for entity in referents.get(wanted.i, ()))
    if pronoun.dep not in SUBJECTS:
        verb_token = paragraph.tokens[verb]
        if not paragraph.children(verb, *SUBJECTS) and verb_token.dep in ("conj", "xcomp", "advcl", "pcomp"):
            barred.update(_subject_of(paragraph, verb, referents))
    return barred


def fronted_subject(paragraph: ParsedParagraph, token: Token, referents: dict[int, tuple[str, ...]]) -> tuple[str, ...]:
    """For a pronoun in a phrase before its clause's subject ("Before his departure, he …"): that subject's entities."""
    i = token.i
    for ancestor in paragraph.ancestors(i):
        if ancestor.pos in ("VERB", "AUX"):
            subjects = [subject for subject in paragraph.children(ancestor.i, *SUBJECTS) if subject.i > token.i]
            if subjects:
                return referents.get(subjects[0].i, ())
            if token.i in paragraph.subtree(ancestor.i) and ancestor.i < token.i:
                return ()
    return ()


def in_complement(paragraph: ParsedParagraph, i: int, cues: Cues) -> bool:
    """Whether token `i` stands in what a verb or noun of speech or thought introduces."""
    for ancestor in paragraph.ancestors(i):
        if ancestor.dep in ("ccomp", "acl", "relcl") and ancestor.head < ancestor.i:
            governor = paragraph.tokens[ancestor.head]
            if ancestor.dep == "ccomp" and governor.lemma in cues.verbs:
                return True
    return False
