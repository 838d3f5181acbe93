"""The walk through a report that gives each name, title, group and pronoun its entity."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define, field

from kg.lexicon import Cues, NameWords
from kg.mentions.binding import SUBJECTS, Referents, in_complement, opens_voice
from kg.mentions.coreference import Resolver
from kg.mentions.gazetteer import Gazetteer
from kg.mentions.naming import name_spans
from kg.mentions.registry import Registry
from kg.mentions.spans import NameSpan
from kg.model.authority import Authority
from kg.model.discourse import SPEAKER, SPEAKERS, OfficeFact
from kg.model.entity import Kind
from kg.model.mark import MarkKind
from kg.model.mention import Mention, OpenMention
from kg.model.syntax import ParsedParagraph, Token


@define
class Walk:
    """Reads one report from left to right."""

    authority: Authority
    gazetteer: Gazetteer
    words: NameWords
    cues: Cues
    registry: Registry
    resolver: Resolver
    author: str
    sender: str = ""
    mentions: list[Mention] = field(factory=list)
    open_mentions: list[OpenMention] = field(factory=list)
    pending: dict[tuple[int, int], NameSpan] = field(factory=dict)  # titles that wait for their bearer

    def paragraph(self, paragraph: ParsedParagraph) -> tuple[Referents, dict[int, tuple[int, int]]]:
        """Head token -> entities, and head token -> first and last token of its name."""
        spans = {span.first: span for span in name_spans(paragraph, self.gazetteer, self.authority, self.words)}
        referents: Referents = {}
        bounds = {span.head: (span.first, span.last) for span in spans.values()}
        glosses = self._glosses(paragraph)
        for sentence in paragraph.sentences:
            self.resolver.sentence += 1
            done: set[int] = set()
            for token in paragraph.tokens[sentence.start : sentence.stop]:
                if token.i in spans:
                    self._name(paragraph, spans[token.i], referents)
                    done.update(range(spans[token.i].first, spans[token.i].last + 1))
                elif token.i in glosses:
                    self._set(paragraph, token.i, self._entity_of_gloss(glosses[token.i]), referents, "gloss")
                    done.add(token.i)
            self._joined(paragraph, sentence, referents)
            words = [token for token in paragraph.tokens[sentence.start : sentence.stop] if token.i not in done]
            fronted = {token.i for token in words if self._is_fronted(paragraph, token)}
            for token in sorted(words, key=lambda token: (token.i in fronted, token.i)):
                if token.i not in referents:
                    self._word(paragraph, token, referents)
            self._joined(paragraph, sentence, referents)
            self._settle_predecessors(referents)
            self._joined(paragraph, sentence, referents)
            self._speaker_of(paragraph, sentence, referents)
        return referents, bounds

    asides: dict[tuple[int, int], tuple[str, ...]] = field(factory=dict)  # (paragraph, place) -> speakers

    def aside(self, speaker: ParsedParagraph) -> tuple[str, ...]:
        """Whom the words of a lifted aside name: "the Soviet Ambassador", "he"."""
        for span in name_spans(speaker, self.gazetteer, self.authority, self.words):
            found: Referents = {}
            self._name(speaker, span, found, note=False)
            if span.head in found:
                return found[span.head]
        if any(token.tag == "PRP" for token in speaker.tokens) and self.resolver.last_speaker:
            return (self.resolver.last_speaker,)
        return ()

    def _word(self, paragraph: ParsedParagraph, token: Token, referents: Referents) -> None:
        phrase = paragraph.text[token.start : token.start + 40].casefold()
        if any(phrase.startswith(words) for words in self.words.last_mentioned):
            self._set(
                paragraph, token.i, self.resolver.last_person(paragraph, token.i), referents, "coreference.latter"
            )
        elif token.text.lower() in ("two", "both") and token.dep in SUBJECTS:
            self._set(paragraph, token.i, self.resolver.pair(), referents, "coreference.pair")
        elif token.lemma in self.words.relational and paragraph.children(token.i, "poss"):
            self._relation(paragraph, token, referents)
        else:
            meant = self.resolver.pronoun(paragraph, token, referents)
            if meant is not None:
                self._set(paragraph, token.i, meant, referents, "coreference.pronoun")

    def _name(self, paragraph: ParsedParagraph, span: NameSpan, referents: Referents, *, note: bool = True) -> None:
        entities: tuple[str, ...] = ()
        if span.kind is Kind.PERSON:
            entity = self.registry.person(span)
            entities = (entity,)
            if span.title:
                self._office(paragraph, entity, span)
            self._appositions(paragraph, span, entity, referents)
        elif span.kind is Kind.UNNAMED_PERSON:
            entities = self._office_holder(paragraph, span, referents)
        elif span.kind is Kind.COLLECTIVE:
            entities = (self.registry.group(span),)
        elif span.keys and span.kind in (Kind.STATE, Kind.PLACE):
            entities = (self.registry.known(span),)
        elif span.kind in (Kind.ORGANISATION, Kind.MISSION, Kind.DELEGATION):
            entities = (self._bare_organ(paragraph, span) or self.registry.organisation(span),)
        elif span.kind is Kind.PLACE:
            entities = (self.registry.add(f"place/{span.name}", Kind.PLACE, span.name),)
        if entities:
            referents[span.head] = entities
            self.mentions.append(Mention(paragraph.passage(span.first, span.last), entities[0], span.rule))
            if note:
                self.resolver.note(paragraph, span.head, entities)
        else:
            self.open_mentions.append(
                OpenMention(paragraph.passage(span.first, span.last), "no one known to hold this office")
            )

    def _bare_organ(self, paragraph: ParsedParagraph, span: NameSpan) -> str:
        """ "The Central Committee", "the Embassy" without their state: those of the one who acts or speaks there."""
        if span.states or span.keys or span.name not in ("CC", "Central Committee", "Embassy"):
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

    def _office(self, paragraph: ParsedParagraph, person: str, span: NameSpan) -> None:
        if (
            span.title == "Official"
            and span.title_words.lower() in ("chairman", "secretary", "member", "adviser", "advisor")
            and not span.states
        ):
            return  # chairman of what? the words do not say
        post = self.registry.post(span.title, self._states_of(person, span), span.title_words)
        fact = OfficeFact(person, post, paragraph.number, span.first, span.last)
        if not any(known.person == person and known.post == post for known in self.registry.offices):
            self.registry.offices.append(fact)
        self._give_state(person, post)

    def _states_of(self, person: str, span: NameSpan) -> tuple[tuple[str, ...], ...]:
        if span.states:
            return span.states
        state = self.registry.drafts[person].fields.get("state", "")
        return ((state.removeprefix("state/"),),) if state else ()

    def _give_state(self, person: str, post: str) -> None:
        state = self.registry.drafts[post].fields.get("state", "")
        if state:
            self.registry.drafts[person].fields.setdefault("state", state)

    def _appositions(self, paragraph: ParsedParagraph, span: NameSpan, person: str, referents: Referents) -> None:
        """The Romanian Ambassador, M. Bodnãra; his predecessor, Comrade Puzanov."""
        governor = paragraph.tokens[paragraph.tokens[span.head].head]
        if paragraph.tokens[span.head].dep == "appos":
            title = self.pending.pop((paragraph.number, governor.i), None)
            if title:
                self._rename(referents.get(governor.i, ()), person)
                self._office(paragraph, person, title)
                referents[governor.i] = (person,)
            elif governor.lemma in self.words.relational:
                self._relation(paragraph, governor, referents, person, span.last)

    def _rename(self, old: tuple[str, ...], new: str) -> None:
        for entity in old:
            draft = self.registry.drafts.get(entity)
            if (
                draft
                and draft.kind is Kind.UNNAMED_PERSON
                and entity != new
                and not any(seen.entities == old for seen in self.resolver.seen[:-1])
            ):
                del self.registry.drafts[entity]
                self.registry.offices[:] = [fact for fact in self.registry.offices if fact.person != entity]
                self.mentions[:] = [mention for mention in self.mentions if mention.entity != entity]
                self.resolver.seen[:] = [seen for seen in self.resolver.seen if seen.entities != old]

    def _office_holder(self, paragraph: ParsedParagraph, span: NameSpan, referents: Referents) -> tuple[str, ...]:
        """Who is meant by an office alone; an appositive name that comes next may settle it."""
        token = paragraph.tokens[span.head]
        governor = paragraph.tokens[token.head]
        if (
            token.dep == "appos"
            and governor.i in referents
            and len(referents[governor.i]) == 1
            and self.registry.drafts[referents[governor.i][0]].kind is Kind.PERSON
        ):
            self._office(paragraph, referents[governor.i][0], span)
            return referents[governor.i]
        if token.dep in ("attr", "compound", "nmod") or (token.dep == "pobj" and governor.text.lower() == "as"):
            return ()
        state = self.registry.one_state(span.states)
        if any(child.dep == "appos" and child.i > span.last for child in paragraph.children(span.head)):
            self.pending[(paragraph.number, span.head)] = span
        else:
            holders = [
                person
                for person in self.registry.holders(span.title, state)
                if person != self.author or paragraph.is_abstract
            ]
            if holders:
                return (holders[-1],)
            home = self.registry.frame.home
            for where in dict.fromkeys(
                filter(
                    None, (state, *(f"state/{key}" for key in (self.registry.frame.post, home) if key and not state))
                )
            ):
                holder = self.registry.known_holder(span.title, where)
                if holder and holder != self.author:
                    self._fact(paragraph, span, holder, where)
                    return (holder,)
            if not state and span.title in ("HeadOfGovernment", "HeadOfState", "PartyLeader", "ForeignMinister"):
                holder = self._only_person_without_office(paragraph)
                if holder:
                    self._fact(paragraph, span, holder, self.registry.side_of(holder))
                    return (holder,)
        if not state and not (paragraph.number, span.head) in self.pending and span.title not in ("MilitaryAttache",):
            return ()
        name = paragraph.words(span.first, span.last)
        post = self.registry.post(span.title, span.states, span.title_words)
        entity = self.registry.add(f"unnamed/{name.casefold()}", Kind.UNNAMED_PERSON, name, state=state)
        self.registry.offices.append(OfficeFact(entity, post, paragraph.number, span.first, span.last))
        return (entity,)

    def _fact(self, paragraph: ParsedParagraph, span: NameSpan, person: str, state: str) -> None:
        keys = span.states or (((state.removeprefix("state/"),),) if state else ())
        post = self.registry.post(span.title, keys, span.title_words)
        if not any(fact.person == person and fact.post == post for fact in self.registry.offices):
            self.registry.offices.append(OfficeFact(person, post, paragraph.number, span.first, span.last))

    def _only_person_without_office(self, paragraph: ParsedParagraph) -> str:
        """The one person of this paragraph, the author and the open speaker apart, to whom no office was given."""
        near = (
            {
                seen.entities[0]
                for seen in self.resolver.seen
                if seen.paragraph == paragraph.number
                and len(seen.entities) == 1
                and self.registry.drafts[seen.entities[0]].kind is Kind.PERSON
            }
            if self.resolver.seen
            else set()
        )
        free = {
            person
            for person in near
            if not self.registry.has_office(person) and person not in (self.author, self.resolver.last_speaker)
        }
        return free.pop() if len(free) == 1 else ""

    def _relation(
        self, paragraph: ParsedParagraph, token: Token, referents: Referents, person: str = "", last: int = 0
    ) -> None:
        """ "His predecessor, Comrade Puzanov" gives an office; "his predecessor" alone means the same man again."""
        poss = paragraph.children(token.i, "poss")[0]
        if poss.i not in referents:
            meant = self.resolver.pronoun(paragraph, poss, referents)
            if meant:
                referents[poss.i] = meant
        whose = referents.get(poss.i, ())
        if not person:
            known = [fact for fact in self.registry.offices if fact.predecessor_of]
            fitting = [fact for fact in known if fact.predecessor_of in whose] or (known if len(known) == 1 else [])
            if token.lemma == "predecessor" and fitting:
                referents[poss.i] = (fitting[-1].predecessor_of,)
                self._set(paragraph, token.i, (fitting[-1].person,), referents, "coreference.relation")
            return
        if token.lemma == "predecessor":
            self.predecessors.append((paragraph, token, poss.i, person, last))
            referents[token.i] = (person,)

    predecessors: list[tuple[ParsedParagraph, Token, int, str, int]] = field(factory=list)

    def _settle_predecessors(self, referents: Referents) -> None:
        """Give a predecessor the post of the man he came before, once "his" is resolved."""
        for paragraph, _, poss, person, last in self.predecessors:
            for whose in referents.get(poss, ()):
                posts = [fact.post for fact in self.registry.offices if fact.person == whose]
                if posts:
                    self.registry.offices.append(
                        OfficeFact(person, posts[-1], paragraph.number, poss, last, predecessor_of=whose)
                    )
                    self._give_state(person, posts[-1])
        self.predecessors.clear()

    def _set(
        self, paragraph: ParsedParagraph, i: int, entities: tuple[str, ...], referents: Referents, rule: str
    ) -> None:
        token = paragraph.tokens[i]
        passage = paragraph.passage(i, i)
        if not entities:
            self.open_mentions.append(OpenMention(passage, f"{token.text!r} could not be resolved"))
            return
        referents[i] = entities
        if entities[0] in (SPEAKER, SPEAKERS):
            return
        for entity in entities:
            self.mentions.append(Mention(passage, entity, rule))
        self.resolver.note(paragraph, i, entities)

    def _glosses(self, paragraph: ParsedParagraph) -> dict[int, str]:
        """Pronoun token -> the bracket's words: they [the Soviets]."""
        found = {}
        for mark in paragraph.marks:
            if mark.kind is MarkKind.GLOSS and mark.host:
                for token in paragraph.tokens:
                    if (
                        paragraph.offsets[token.start] == mark.host.start_char
                        and token.text.lower() in self.words.pronouns
                    ):
                        found[token.i] = mark.text
        return found

    def _entity_of_gloss(self, text: str) -> tuple[str, ...]:
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

    def _is_fronted(self, paragraph: ParsedParagraph, token: Token) -> bool:
        if (
            self.words.pronouns.get(token.text.lower()) not in ("male", "female", "plural", "neuter")
            or token.dep in SUBJECTS
        ):
            return False
        for ancestor in paragraph.ancestors(token.i):
            if ancestor.pos in ("VERB", "AUX"):
                return any(subject.i > token.i for subject in paragraph.children(ancestor.i, *SUBJECTS))
        return False

    def _joined(self, paragraph: ParsedParagraph, sentence: range, referents: Referents) -> None:
        """ "A and B": remember the pair as well, for a "they" or "between them" that follows."""
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

    def _speaker_of(self, paragraph: ParsedParagraph, sentence: range, referents: Referents) -> None:
        """Remember who spoke last, for "he said" and "he went on"."""
        for aside in paragraph.parentheses:
            if (aside.at in sentence or aside.at == sentence.stop) and (paragraph.number, aside.at) not in self.asides:
                named = self.aside(aside.speaker)
                self.asides[(paragraph.number, aside.at)] = named
                if len(named) == 1:
                    self.resolver.last_speaker = named[0]
        for token in paragraph.tokens[sentence.start : sentence.stop]:
            who: Sequence[Token] = ()
            if opens_voice(paragraph, token, self.cues) and not in_complement(paragraph, token.i, self.cues):
                who = paragraph.children(token.i, *SUBJECTS)
            elif token.lemma in self.cues.nouns:
                preps = [
                    inner
                    for prep in paragraph.children(token.i, "prep")
                    if prep.text == "of"
                    for inner in paragraph.children(prep.i, "pobj")
                ]
                who = (*paragraph.children(token.i, "poss"), *preps)
            for name in who:
                entities = referents.get(name.i, ())
                if (
                    len(entities) == 1
                    and entities[0] not in (SPEAKER, SPEAKERS, self.author)
                    and self.registry.drafts[entities[0]].kind in (Kind.PERSON, Kind.UNNAMED_PERSON)
                ):
                    self.resolver.last_speaker = entities[0]
