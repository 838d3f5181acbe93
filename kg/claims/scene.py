"""What the reading of one report shares: its paragraphs, who is meant where, and the events found so far."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from attrs import define, field

from kg.claims.clauses import Clause, clauses_of
from kg.claims.drafts import ClaimDraft, Context, EventDraft, TurnDraft, VoiceDraft
from kg.claims.phrases import noun_words, own_words, resolved_words
from kg.lexicon import Cues, Frames, NameWords
from kg.model.authority import Authority
from kg.model.discourse import HEARER, SPEAKER, SPEAKERS, Discourse
from kg.model.entity import Entity, Kind
from kg.model.finding import Finding, Severity
from kg.model.passage import Passage
from kg.model.report import Report
from kg.model.syntax import ParsedParagraph
from kg.model.timephrase import TimePhrase

ACTORS = (
    Kind.PERSON,
    Kind.UNNAMED_PERSON,
    Kind.COLLECTIVE,
    Kind.ORGANISATION,
    Kind.MISSION,
    Kind.DELEGATION,
    Kind.STATE,
)
PERSONS = (Kind.PERSON, Kind.UNNAMED_PERSON)
PLACES = (Kind.PLACE, Kind.STATE)


@define(slots=False)
class Scene:
    """One report while it is read."""

    report: Report
    paragraphs: Sequence[ParsedParagraph]
    discourse: Discourse
    times: Sequence[Sequence[TimePhrase]]
    authority: Authority
    frames: Frames
    cues: Cues
    words: NameWords
    entities: dict[str, Entity] = field(factory=dict)
    events: list[EventDraft] = field(factory=list)
    claims: list[ClaimDraft] = field(factory=list)
    turns: list[TurnDraft] = field(factory=list)
    voices: dict[str, VoiceDraft] = field(factory=dict)
    findings: list[Finding] = field(factory=list)
    interlocutor: str = ""  # with whom the author last talked
    # How far the reading has come, by place (paragraph, token).
    event_at: dict[tuple[int, int], EventDraft] = field(factory=dict)  # clauses and nouns that told of an event
    context_at: dict[tuple[int, int], Context] = field(factory=dict)  # in whose voice each clause was read
    used: set[tuple[int, int]] = field(factory=set)  # words that an event has used up: no event of their own
    told_infinitives: set[tuple[int, int]] = field(factory=set)  # "came to say", "failed to come", "had to leave"
    done_by_saying: set[tuple[int, int]] = field(factory=set)  # clauses: "told me that he agreed"
    read_early: set[tuple[int, int]] = field(factory=set)  # clauses read with one that stands before them

    def __attrs_post_init__(self) -> None:
        """Begin with the entities of the discourse."""
        self.entities.update(self.discourse.entities)

    @cached_property
    def clauses(self) -> tuple[dict[int, Clause], ...]:
        """The clauses of each paragraph, by their verb."""
        return tuple(clauses_of(paragraph) for paragraph in self.paragraphs)

    def meant(self, paragraph: int, token: int, voice: VoiceDraft) -> tuple[str, ...]:
        """The entities that a token means where `voice` speaks; () if it means none that is known."""
        found: list[str] = []
        referents = self.discourse.referents[paragraph]
        head = token if token in referents else self._heads_of_names[paragraph].get(token, token)
        for entity in referents.get(head, ()):
            if entity == SPEAKER:
                found += voice.speakers
            elif entity == SPEAKERS:
                found += self.side_of(voice)
            elif entity == HEARER:
                found += self.hearers_of(voice)
            else:
                found.append(entity)
        return tuple(dict.fromkeys(found))

    @cached_property
    def _heads_of_names(self) -> tuple[dict[int, int], ...]:
        """For each paragraph: the word of a name that the parser hangs the rest on -> the word we take for its head.

        They differ where the parser breaks a long name: "the visit of | Soviet Minister of Agriculture Lund".
        """
        rows: list[dict[int, int]] = []
        for paragraph, spans in zip(self.paragraphs, self.discourse.spans, strict=False):
            heads = {}
            for head, (first, last) in spans.items():
                inside = range(first, last + 1)
                heads.update({i: head for i in inside if i != head and paragraph.tokens[i].head not in inside})
            rows.append(heads)
        return (*rows, *({} for _ in range(len(self.paragraphs) - len(rows))))

    def all_meant(self, paragraph: int, tokens: Iterable[int], voice: VoiceDraft) -> tuple[str, ...]:
        """The entities of several tokens."""
        return tuple(dict.fromkeys(entity for token in tokens for entity in self.meant(paragraph, token, voice)))

    def is_speaker(self, paragraph: int, tokens: Iterable[int]) -> bool:
        """Whether a first person stands among the tokens."""
        return any(
            entity in (SPEAKER, SPEAKERS)
            for token in tokens
            for entity in self.discourse.referents[paragraph].get(token, ())
        )

    def hearers_of(self, voice: VoiceDraft) -> tuple[str, ...]:
        """Whom "you" means: at the root the addressee, else those to whom the voice is said to speak."""
        if voice.outer is None and not voice.hearers:
            return (self.discourse.addressee,) if self.discourse.addressee else ()
        return tuple(voice.hearers)

    def side_of(self, voice: VoiceDraft) -> tuple[str, ...]:
        """Whom "we" means: at the root the author (and his interlocutor), else the side of the speaker's state."""
        if len(voice.speakers) > 1:
            return voice.speakers
        if voice.outer is None and not self.kinds(voice.speakers) & set(PERSONS):
            return voice.speakers  # a body that writes means itself
        if voice.outer is None:
            return voice.speakers + ((self.interlocutor,) if self.interlocutor else ())
        state = self.state_of(voice.speakers[0]) if voice.speakers else ""
        if not state:
            return ()
        people = (
            self.authority.entries[state.removeprefix("state/")].people
            if state.removeprefix("state/") in self.authority.entries
            else ()
        )
        if not people:
            return ()
        return (
            self.add(Entity(f"group/{people[0].casefold()}", Kind.COLLECTIVE, people[0], (people[0],), state=state)),
        )

    def state_of(self, entity: str) -> str:
        """The state that an entity belongs to, as the document says, else as the one known thing of that name is."""
        known = self.entities.get(entity)
        if known is None:
            return ""
        if known.kind is Kind.STATE:
            return known.id
        if known.state:
            return known.state
        key = self.discourse.sides.get(entity, "")
        return self.state(key) if key else ""

    def state(self, key: str) -> str:
        """The entity of a state of the authority file, kept if it is new."""
        return self.add(Entity(f"state/{key}", Kind.STATE, self.authority.entries[key].name, authority=key))

    def add(self, entity: Entity) -> str:
        """The id of an entity, kept if it is new."""
        return self.entities.setdefault(entity.id, entity).id

    def kinds(self, entities: Iterable[str]) -> set[Kind]:
        """The kinds of some entities."""
        return {self.entities[entity].kind for entity in entities}

    def name(self, entity: str) -> str:
        """The name of an entity."""
        return self.entities[entity].name

    def names_at(self, paragraph: ParsedParagraph, first: int, last: int, voice: VoiceDraft) -> dict[int, str]:
        """Token -> the name it stands for, of the tokens from `first` to `last` that stand for one that is known."""
        referents, heads = self.discourse.referents[paragraph.number], self._heads_of_names[paragraph.number]
        known = [token for token in range(first, last + 1) if token in referents or token in heads]
        names = [(token, self.name_at(paragraph.number, token, voice)) for token in known]
        found = {token: name for token, name in names if name}
        for clause in self.clauses[paragraph.number].values():  # "who" reads as the name before it
            if clause.kind != "relative":
                continue
            name = self.name_at(paragraph.number, clause.token.head, voice)
            for i in paragraph.subtree(clause.head)[:2] if name else ():
                if first <= i <= last and paragraph.tokens[i].tag == "WP":
                    found[i] = name
        return found

    def name_at(self, paragraph: int, token: int, voice: VoiceDraft) -> str:
        """The name, or the names, that a token stands for; "" if none is known."""
        names = [self.name(entity) for entity in self.meant(paragraph, token, voice)]
        return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else "".join(names)

    def clause_of(self, paragraph: ParsedParagraph, i: int) -> Clause | None:
        """The clause in which a token stands: of that token, or of the nearest of its governors that has one."""
        clauses = self.clauses[paragraph.number]
        if i in clauses:
            return clauses[i]
        return next((clauses[token.i] for token in paragraph.ancestors(i) if token.i in clauses), None)

    def words_of_clause(self, clause: Clause, voice: VoiceDraft) -> str:
        """A clause's own words as a sentence that can be read alone: pronouns are replaced by names."""
        first, last = own_words(clause, self.clauses[clause.paragraph.number])
        return self.resolved_words(clause.paragraph, first, last, voice)

    def words_of_noun(self, paragraph: ParsedParagraph, head: int, voice: VoiceDraft) -> str:
        """A noun phrase as it reads alone: pronouns are replaced by names."""
        return self.resolved_words(paragraph, *noun_words(paragraph, head), voice)

    def resolved_words(self, paragraph: ParsedParagraph, first: int, last: int, voice: VoiceDraft) -> str:
        """The words from token `first` to token `last`, with names for the pronouns that `voice` uses."""
        return resolved_words(paragraph, first, last, self.names_at(paragraph, first, last, voice))

    def passage_of_clause(self, clause: Clause) -> Passage:
        """A clause's own words in the source."""
        return clause.paragraph.passage(*own_words(clause, self.clauses[clause.paragraph.number]))

    def keep(self, event: EventDraft) -> None:
        """Count an event among those of the report, once."""
        if event not in self.events:
            self.events.append(event)

    def add_claim(self, claim: ClaimDraft) -> ClaimDraft:
        """The claim as it is kept: if the same voice has said the same of the same before, that one gets the quotes."""
        for known in self.claims:
            if known.voice is claim.voice and known.content is claim.content and known.polarity is claim.polarity:
                known.evidence += [passage for passage in claim.evidence if passage not in known.evidence]
                return known
        self.claims.append(claim)
        return claim

    def latest(self, *types: str, before: EventDraft) -> EventDraft | None:
        """The last event of these types that the text tells of before another."""
        found = [event for event in self.events if event.type in types and event.place_in_text < before.place_in_text]
        return max(found, key=lambda event: event.place_in_text, default=None)

    def note(self, code: str, message: str, passage: Passage) -> None:
        """Say what was not understood."""
        self.findings.append(Finding(Severity.NOTE, code, message, self.report.key, passage))
