"""The walk through a report that gives each name, title, group and pronoun its entity."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from attrs import define, evolve, field

from kg.lexicon import Cues, NameWords
from kg.mentions.binding import SUBJECTS, Referents, in_complement, opens_voice
from kg.mentions.coreference import Resolver
from kg.mentions.gazetteer import Gazetteer
from kg.mentions.marked import MarkedNames
from kg.mentions.naming import name_spans
from kg.mentions.offices import Offices
from kg.mentions.registry import PEOPLE, Registry
from kg.mentions.spans import NameSpan
from kg.model.authority import Authority
from kg.model.discourse import ROLES_OF_SPEECH, SPEAKER
from kg.model.entity import Kind
from kg.model.mark import MarkKind
from kg.model.mention import Mention, OpenMention
from kg.model.syntax import ParsedParagraph, Token

BARE_ORGANS = ("CC", "Central Committee", "Embassy")
"""Organs that are named without their state where it is plain whose they are."""


@define
class Walk:
    """Reads one report from left to right."""

    authority: Authority
    gazetteer: Gazetteer
    words: NameWords
    cues: Cues
    registry: Registry
    resolver: Resolver
    offices: Offices
    author: str
    marked: MarkedNames
    sender: str = ""
    mentions: list[Mention] = field(factory=list)
    open_mentions: list[OpenMention] = field(factory=list)
    asides: dict[tuple[int, int], tuple[str, ...]] = field(factory=dict)  # (paragraph, place) -> speakers

    def paragraph(self, paragraph: ParsedParagraph) -> tuple[Referents, dict[int, tuple[int, int]]]:
        """Head token -> entities, and head token -> first and last token of its name."""
        spans = {
            span.first: span for span in name_spans(paragraph, self.gazetteer, self.authority, self.words, self.marked)
        }
        referents: Referents = {}
        glosses = self._glosses(paragraph)
        for sentence in paragraph.sentences:
            self._sentence(paragraph, sentence, spans, glosses, referents)
        return referents, {span.head: (span.first, span.last) for span in spans.values()}

    def participants(self, entries: Sequence[ParsedParagraph]) -> None:
        """Read a list of participants: "the Ambassador" is then the one of them who is an ambassador."""
        for entry in entries:
            referents: Referents = {}
            known = len(self.registry.offices)
            for span in name_spans(entry, self.gazetteer, self.authority, self.words, self.marked):
                self._name(entry, span, referents, note=False)
            self.registry.hide_words(known)
            people = (entity for entities in referents.values() for entity in entities)
            self.registry.participants.update(
                entity for entity in people if self.registry.drafts[entity].kind in PEOPLE
            )

    def _sentence(
        self,
        paragraph: ParsedParagraph,
        sentence: range,
        spans: dict[int, NameSpan],
        glosses: dict[int, str],
        referents: Referents,
    ) -> None:
        """Resolve the names of a sentence, then its other words: those before their subject after all others."""
        self.resolver.sentence += 1
        named: set[int] = set()
        for i in sentence:
            if i in spans:
                self._name(paragraph, spans[i], referents)
                named.update(range(spans[i].first, spans[i].last + 1))
            elif i in glosses:
                self._mean(paragraph, i, self._entity_of_gloss(glosses[i]), referents, "gloss")
                named.add(i)
        self._note_joined(paragraph, sentence, referents)
        words = [paragraph.tokens[i] for i in sentence if i not in named]
        fronted = {token.i for token in words if self._is_fronted(paragraph, token)}
        for token in sorted(words, key=lambda token: token.i in fronted) if fronted else words:
            if token.i not in referents:
                self._word(paragraph, token, referents)
        self._note_joined(paragraph, sentence, referents)
        self.offices.settle_predecessors(referents)
        self._note_joined(paragraph, sentence, referents)
        self._remember_speaker(paragraph, sentence, referents)
        resolved = {paragraph.passage(i, i) for i in referents if i in sentence}
        self.open_mentions[:] = [mention for mention in self.open_mentions if mention.passage not in resolved]

    # --- names --------------------------------------------------------------------------------------------------------

    def _name(self, paragraph: ParsedParagraph, span: NameSpan, referents: Referents, *, note: bool = True) -> None:
        """Resolve a name; with `note` pronouns can take it up."""
        entities = self._named(paragraph, span, referents)
        passage = paragraph.passage(span.first, span.last)
        if not entities:
            self.open_mentions.append(OpenMention(passage, "no one known to hold this office"))
            return
        referents[span.head] = entities
        self.mentions.append(Mention(passage, entities[0], span.rule))
        if note:
            self.resolver.note(paragraph, span.head, entities)

    def _named(self, paragraph: ParsedParagraph, span: NameSpan, referents: Referents) -> tuple[str, ...]:
        if span.kind is Kind.PERSON:
            full = self.marked.name_of(paragraph, span)
            person = self.registry.person(evolve(span, name=full) if full else span)
            self.registry.add(person, Kind.PERSON, span.name)
            if span.title:
                self.offices.give(paragraph, person, span)
            self._settle_apposition(paragraph, span, person, referents)
            return (person,)
        if span.kind is Kind.UNNAMED_PERSON:
            return self.offices.holder(paragraph, span, referents)
        if span.kind is Kind.COLLECTIVE:
            return (self.registry.group(span),)
        if span.kind in (Kind.ORGANISATION, Kind.MISSION, Kind.DELEGATION):
            return (self._bare_organ(span) or self.registry.organisation(span),)
        if span.keys:
            return (self.registry.known(span),)
        return (self.registry.add(f"place/{span.name}", Kind.PLACE, span.name),)

    def _bare_organ(self, span: NameSpan) -> str:
        """The organ that "the Central Committee", "the Embassy" mean without their state; "" if none is plain."""
        if span.states or span.keys or span.name not in BARE_ORGANS:
            return ""
        if span.name == "Embassy":
            speaker = self.resolver.last_speaker
            return self.registry.organ_of("Embassy", self.registry.side_of(speaker)) if speaker else self.sender
        for mention in reversed(self.mentions):
            if mention.passage.exact in ("CC", "Central Committee"):
                return mention.entity
        for seen in reversed(self.resolver.seen):
            if len(seen.entities) == 1 and self.registry.drafts[seen.entities[0]].kind is Kind.PERSON:
                organ = self.registry.organ_of("CC", self.registry.side_of(seen.entities[0]))
                if organ:
                    return organ
        return ""

    def _settle_apposition(self, paragraph: ParsedParagraph, span: NameSpan, person: str, referents: Referents) -> None:
        """Give a name to the title or relation before it: "the Ambassador, M. Wilk", "his predecessor, Orlov"."""
        token = paragraph.tokens[span.head]
        if token.dep != "appos":
            return
        governor = paragraph.tokens[token.head]
        title = self.offices.title_before(paragraph, governor.i)
        if title:
            for unnamed in referents.get(governor.i, ()):
                self._replace(unnamed, person)
            self.offices.give(paragraph, person, title)
            referents[governor.i] = (person,)
        elif governor.lemma in self.words.relational:
            owner = self._owner_of(paragraph, governor, referents)
            if owner is not None and governor.lemma == "predecessor":
                self.offices.expect_predecessor(paragraph, owner, span.last, person)
                referents[governor.i] = (person,)

    def _replace(self, unnamed: str, person: str) -> None:
        """Forget an unnamed office-holder who turns out to be a person with a name, unless he was met before."""
        draft = self.registry.drafts.get(unnamed)
        was_met = any(seen.entities == (unnamed,) for seen in self.resolver.seen[:-1])
        if draft and draft.kind is Kind.UNNAMED_PERSON and unnamed != person and not was_met:
            del self.registry.drafts[unnamed]
            self.registry.offices[:] = [fact for fact in self.registry.offices if fact.person != unnamed]
            self.mentions[:] = [mention for mention in self.mentions if mention.entity != unnamed]
            self.resolver.seen[:] = [seen for seen in self.resolver.seen if seen.entities != (unnamed,)]

    # --- other words --------------------------------------------------------------------------------------------------

    def _word(self, paragraph: ParsedParagraph, token: Token, referents: Referents) -> None:
        """Resolve a pronoun or a word that takes up someone: "the latter", "the two", "his predecessor"."""
        latter = _beginning_with(token.text.casefold(), self.words.last_mentioned)
        if latter and paragraph.text[token.start : token.start + 40].casefold().startswith(latter):
            meant = self.resolver.last_person(paragraph, token.i)
            self._mean(paragraph, token.i, meant, referents, "coreference.latter")
        elif self._is_writer(paragraph, token):
            self._mean(paragraph, token.i, (SPEAKER,), referents, "coreference.writer")
        elif token.lemma in self.words.interlocutors and self._is_mine(paragraph, token):
            last = self.resolver.last_speaker
            meant = (last,) if last else self.resolver.last_person(paragraph, token.i)
            self._mean(paragraph, token.i, meant, referents, "coreference.interlocutor")
        elif token.text.lower() in ("two", "both") and token.dep in SUBJECTS:
            self._mean(paragraph, token.i, self.resolver.pair(), referents, "coreference.pair")
        elif token.lemma in self.words.relational and paragraph.children(token.i, "poss"):
            owner = self._owner_of(paragraph, token, referents)
            known = self.offices.predecessor_known(referents.get(owner, ()) if owner is not None else ())
            if token.lemma == "predecessor" and known and owner is not None:
                referents[owner] = (known.predecessor_of,)
                self._mean(paragraph, token.i, (known.person,), referents, "coreference.relation")
            elif not paragraph.children(token.i, "appos"):
                self._mean(paragraph, token.i, (), referents, "coreference.relation")
        else:
            pronoun = self.resolver.pronoun(paragraph, token, referents)
            if pronoun is not None:
                self._mean(paragraph, token.i, pronoun, referents, "coreference.pronoun")

    def _is_writer(self, paragraph: ParsedParagraph, token: Token) -> bool:
        """Whether a word ends one of the phrases by which a writer means himself."""
        ending = _ending_in(token.text.casefold(), self.words.writers)
        return bool(ending) and paragraph.text[: token.end].casefold().endswith(ending)

    def _is_mine(self, paragraph: ParsedParagraph, token: Token) -> bool:
        """Whether a noun belongs to the writer or his side: "my interlocutor"."""
        return any(child.text.lower() in ("my", "our") for child in paragraph.children(token.i, "poss"))

    def _owner_of(self, paragraph: ParsedParagraph, noun: Token, referents: Referents) -> int | None:
        """The token that says whose predecessor, deputy or wife someone is; it is resolved if that can be."""
        owners = paragraph.children(noun.i, "poss")
        if not owners:
            return None
        if owners[0].i not in referents:
            meant = self.resolver.pronoun(paragraph, owners[0], referents)
            if meant:
                referents[owners[0].i] = meant
        return owners[0].i

    def _mean(
        self, paragraph: ParsedParagraph, i: int, entities: tuple[str, ...], referents: Referents, rule: str
    ) -> None:
        """Keep what a word means, or that it stays open."""
        passage = paragraph.passage(i, i)
        if not entities:
            self.open_mentions.append(OpenMention(passage, f"{paragraph.tokens[i].text!r} could not be resolved"))
            return
        referents[i] = entities
        if entities[0] not in ROLES_OF_SPEECH:
            self.mentions += [Mention(passage, entity, rule) for entity in entities]
            self.resolver.note(paragraph, i, entities)

    def _is_fronted(self, paragraph: ParsedParagraph, token: Token) -> bool:
        """Whether a pronoun stands before the subject of its clause, which it may mean."""
        if self.words.pronouns.get(token.text.lower()) not in ("male", "female", "plural", "neuter"):
            return False
        if token.dep in SUBJECTS:
            return False
        for ancestor in paragraph.ancestors(token.i):
            if ancestor.pos in ("VERB", "AUX"):
                return any(subject.i > token.i for subject in paragraph.children(ancestor.i, *SUBJECTS))
        return False

    def _note_joined(self, paragraph: ParsedParagraph, sentence: range, referents: Referents) -> None:
        """Remember "A and B" as a pair as well, for a "they" or "between them" that follows."""
        for i in list(referents):
            if i not in sentence:
                continue
            members = [i]
            for child in paragraph.children(i, "conj"):
                if child.i in referents:
                    members += [child.i, *(c.i for c in paragraph.children(child.i, "conj") if c.i in referents)]
            entities = tuple(dict.fromkeys(entity for member in members for entity in referents[member]))
            if len(members) > 1 and len(entities) > 1:
                self.resolver.note(paragraph, i, entities)

    # --- glosses ------------------------------------------------------------------------------------------------------

    def _glosses(self, paragraph: ParsedParagraph) -> dict[int, str]:
        """Pronoun token -> the bracket's words: they [the Soviets]."""
        found = {}
        for mark in paragraph.marks:
            if mark.kind is MarkKind.GLOSS and mark.host:
                for token in paragraph.tokens:
                    is_host = paragraph.offsets[token.start] == mark.host.start_char
                    if is_host and token.text.lower() in self.words.pronouns:
                        found[token.i] = mark.text
        return found

    def _entity_of_gloss(self, text: str) -> tuple[str, ...]:
        """Whom a bracket names: a people, a known name, or a person; () for other words."""
        bare = text.removeprefix("the ").removeprefix("The ")
        states = self.gazetteer.states_of(bare)
        if states:
            return (self.registry.group(NameSpan(0, 0, 0, Kind.COLLECTIVE, name=bare, states=(states,))),)
        keys = self.gazetteer.names.get(bare)
        if keys:
            return (self.registry.known(NameSpan(0, 0, 0, self.authority.entries[keys[0]].kind, keys, bare)),)
        if bare[:1].isupper() and bare == text:
            return (self.registry.person_named(bare),)
        return ()

    # --- speakers -----------------------------------------------------------------------------------------------------

    def _remember_speaker(self, paragraph: ParsedParagraph, sentence: range, referents: Referents) -> None:
        """Remember who spoke last, for "he said" and "he went on"."""
        for aside in paragraph.parentheses:
            place = (paragraph.number, aside.at)
            if aside.at in range(sentence.start, sentence.stop + 1) and place not in self.asides:
                known = len(self.registry.offices)
                self.asides[place] = self._speakers_of_aside(aside.speaker)
                self.registry.hide_words(known)
                if len(self.asides[place]) == 1:
                    self.resolver.last_speaker = self.asides[place][0]
        for i in sentence:
            for name in self._speakers(paragraph, paragraph.tokens[i]):
                entities = referents.get(name.i, ())
                if len(entities) != 1 or entities[0] in {*ROLES_OF_SPEECH, self.author}:
                    continue
                if self.registry.drafts[entities[0]].kind in PEOPLE:
                    self.resolver.last_speaker = entities[0]

    def _speakers(self, paragraph: ParsedParagraph, token: Token) -> Sequence[Token]:
        """The words that name who speaks or thinks by a verb or noun of speech; none for other words."""
        if opens_voice(paragraph, token, self.cues) and not in_complement(paragraph, token.i, self.cues):
            return paragraph.children(token.i, *SUBJECTS)
        if token.lemma not in self.cues.nouns:
            return ()
        of = (prep for prep in paragraph.children(token.i, "prep") if prep.text == "of")
        return (
            *paragraph.children(token.i, "poss"),
            *(noun for prep in of for noun in paragraph.children(prep.i, "pobj")),
        )

    def _speakers_of_aside(self, speaker: ParsedParagraph) -> tuple[str, ...]:
        """Whom the words of a lifted aside name: "the Soviet Ambassador", "he"."""
        for span in name_spans(speaker, self.gazetteer, self.authority, self.words):
            found: Referents = {}
            self._name(speaker, span, found, note=False)
            if span.head in found:
                return found[span.head]
        if any(token.tag == "PRP" for token in speaker.tokens) and self.resolver.last_speaker:
            return (self.resolver.last_speaker,)
        return ()


@lru_cache(maxsize=1 << 16)
def _ending_in(word: str, phrases: tuple[str, ...]) -> tuple[str, ...]:
    """The phrases whose end is this word."""
    return tuple(phrase for phrase in phrases if phrase.endswith(word))


@lru_cache(maxsize=1 << 16)
def _beginning_with(word: str, phrases: tuple[str, ...]) -> tuple[str, ...]:
    """The phrases that begin with this word, and those with which it begins."""
    return tuple(phrase for phrase in phrases if phrase.startswith(word) or word.startswith(phrase))
