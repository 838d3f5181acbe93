"""The day on which the story stands: named by the author as he tells, and held until he names another one.

What the author tells in the plain past of the people of that day happened on it (the narrative past moves on from the
time last named: Reichenbach's reference time). The pluperfect, the perfect and words such as "earlier" leave the day:
then it is only known that it was over by then. What somebody else told in a talk was over by the talk.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from attrs import define, evolve, field, frozen

from kg.claims.belonging import clause_around, is_in_citation, is_of_the_act, token_at, up
from kg.claims.clauses import Clause
from kg.claims.drafts import Context, EventDraft, TurnDraft, VoiceDraft
from kg.claims.scene import PERSONS, Scene
from kg.claims.timing import TimeDraft
from kg.model.claim import Basis
from kg.model.dates import EdtfDate, Resolution
from kg.model.entity import Kind
from kg.model.event import Status
from kg.model.syntax import ParsedParagraph
from kg.model.timephrase import Calendar, PhraseKind

TALKS = frozenset(
    [
        *("Visit", "CourtesyVisit", "FarewellVisit", "ReturnVisit"),
        *("Audience", "Meeting", "Negotiation", "MessageDelivery", "Consultation"),
    ]
)
SAID = frozenset(
    [
        *("Request", "Instruction", "Agreement", "Refusal", "Invitation", "Proposal", "Apology", "Protest"),
        *("Statement", "Authorization", "Withdrawal", "Postponement"),
    ]
)
"""What is done with words, and so at one moment."""
ANSWERS = frozenset(["Agreement", "Refusal"])
ON_THE_WAY = frozenset(["Arrival", "Departure", "OfficialVisit", "Visit", "MessageSending"])
"""What follows in a story without being over on the same day."""
OVER = TALKS | SAID | ON_THE_WAY | {"MeetingSeries", "Appointment", "PartySession", "InspectionTour"}
"""What happens at a time and is over when it is told."""
OTHER_MATTERS = frozenset(["of", "about", "concerning", "regarding", "since", "from", "before", "than", "like"])
"""Before the name of an act: it is only spoken of, or lies apart ("a report of his visit")."""
SCENES = frozenset(["at", "in", "on", "during", "after", "over", "following", "upon", "throughout"])
"""Before the name of a talk: there and then ("during a talk on 3 May he said")."""
ACTORS = (*PERSONS, Kind.COLLECTIVE, Kind.ORGANISATION, Kind.MISSION, Kind.DELEGATION, Kind.STATE)


class Aspect(Enum):
    """How the words of a clause stand to the time of the story."""

    PLAIN = "at that time"
    EARLIER = "before that time"
    LATER = "after that time"
    NOW = "as the author writes"
    NONE = "no time of its own"


@frozen
class Day:
    """A time that the author names, from the place on where he names it; no `people` in a record of one day."""

    date: EdtfDate
    place: tuple[int, int]
    sentence: int
    people: frozenset[str]
    rule: str

    @property
    def is_day(self) -> bool:
        """Whether it is one day, not a month, a year or a stretch of time."""
        return not self.date.is_interval and self.date.earliest == self.date.latest


@define
class Story:
    """Follows the days of a scene and dates by them what has no date of its own."""

    scene: Scene
    calendar: Calendar
    drafts: list[TimeDraft]
    days: list[Day] = field(factory=list)

    def date_told(self) -> None:
        """Date what the author tells by the day of the story."""
        items: list[EventDraft | TurnDraft] = [*self._told_by_author(), *self.scene.turns]
        for item in sorted(items, key=lambda item: item.place_in_text):
            if isinstance(item, TurnDraft):
                self._date_turn(item)
            else:
                self._date_event(item)

    # --- the days -----------------------------------------------------------------------------------------------------

    def _open(self) -> None:
        """Begin a record of one day, such as a memorandum of conversation, on that day."""
        report = self.scene.report
        if report.date and self._is_record():
            self.days.append(Day(report.date, (-1, 0), -1, frozenset(), "date.record"))
        if self.calendar.subject_day is not None:
            self.days.append(Day(self.calendar.subject_day, (-1, 0), -1, frozenset(), "date.record"))
        for number, entry in enumerate(self.calendar.entries):
            if entry is not None:
                self.days.append(Day(entry, (number, 0), -1, frozenset(), "date.entry"))

    def follow(self) -> None:
        """Take the days as the text names them; count "the following day" from the last one."""
        self._open()
        for draft in sorted(self.drafts, key=lambda draft: (draft.paragraph.number, draft.phrase.start)):
            paragraph, first = draft.paragraph, token_at(draft.paragraph, draft.phrase.start)
            if first is None or is_in_citation(paragraph, draft.phrase.start):
                continue
            self._count_from_day(draft, (paragraph.number, first))
            clause = clause_around(self.scene, paragraph, first)
            if self._sets_the_day(draft, first, clause) and draft.value is not None:
                start = min(paragraph.subtree(clause.head)) if clause else first
                place = (paragraph.number, min(start, first))
                sentence = _sentence_of(paragraph, first)
                self.days.append(
                    Day(draft.value, place, sentence, self._people_of_day(paragraph, sentence), "date.story")
                )
                if clause is not None:
                    self._date_turns_of(clause, draft.value)
        self.days.sort(key=lambda day: day.place)

    def _date_turns_of(self, clause: Clause, date: EdtfDate) -> None:
        for turn in self.scene.turns:
            if turn.place_in_text == (clause.paragraph.number, clause.head):
                turn.date = turn.date or date

    def _count_from_day(self, draft: TimeDraft, place: tuple[int, int]) -> None:
        """Count "the following day", "at 6 p.m." and the like from the day of the story, if nothing nearer dates it."""
        phrase, last = draft.phrase, self._last(place)
        is_free = draft.value is None and draft.anchor is None and phrase.needs_anchor and not phrase.anchor_phrase
        if not is_free or phrase.resolution is Resolution.OFFSET_FROM_UNKNOWN_ANCHOR:
            return
        anchor = last.date if last is not None else None
        if self._takes_up(draft):  # "in that year": the time named last, whoever named it
            anchor = self._named_before(draft) or anchor
        if anchor is None:
            return
        draft.value = self.calendar.count(phrase, anchor)
        draft.anchor_day = anchor
        if draft.event is not None and draft.value is not None:
            draft.event.give_date(draft.value, "date.counted")

    def _takes_up(self, draft: TimeDraft) -> bool:
        """Whether a phrase takes up a time: "that year", "in the same month", "after that"."""
        words = draft.paragraph.text[draft.phrase.start : draft.phrase.end].lower().split()
        return bool(self.scene.frames.support["take_up"].intersection(words))

    def _named_before(self, draft: TimeDraft) -> EdtfDate | None:
        """The time named last before a phrase, in its paragraph."""
        before = [
            other
            for other in self.drafts
            if other.paragraph is draft.paragraph
            and other.phrase.start < draft.phrase.start
            and other.value is not None
        ]
        return max(before, key=lambda other: other.phrase.start).value if before else None

    def _sets_the_day(self, draft: TimeDraft, first: int, clause: Clause | None) -> bool:
        """Whether a time is that of the story: it hangs on a verb of the author's own, told in the plain past."""
        phrase, paragraph = draft.phrase, draft.paragraph
        if phrase.kind not in (PhraseKind.DATE, PhraseKind.OFFSET) or phrase.direction not in ("", "after"):
            return False
        if phrase.direction and phrase.kind is PhraseKind.DATE:
            return False
        if clause is None:  # "Met the Foreign Minister yesterday."
            is_deictic = phrase.resolution is Resolution.DEICTIC_FROM_UTTERANCE
            return is_deictic and not any(_preposition(paragraph, i) in OTHER_MATTERS for i in up(paragraph, first))
        number = paragraph.number
        context = self.scene.context_at.get((number, clause.head))
        if any(not is_of_the_act(self.scene, phrase, event) for event in self._events_at(number, clause.head)):
            return False
        is_headed_by_time = clause.kind == "relative" and clause.token.head in up(paragraph, first)
        if context is None or not self._is_authors(clause, context):
            return False
        if is_headed_by_time or clause.kind not in ("main", "adverbial"):
            return is_headed_by_time and clause.parent is None and self.aspect(clause) is Aspect.PLAIN
        return self.aspect(clause) is Aspect.PLAIN and self._is_of_the_scene(paragraph, first, clause)

    def _events_at(self, number: int, head: int) -> list[EventDraft]:
        return [event for event in self.scene.events if event.place_in_text == (number, head)]

    def _is_authors(self, clause: Clause, context: Context) -> bool:
        """Whether a clause is told by the author: in a chronicle also what nobody in so many words is said to tell."""
        is_left_open = clause.kind == "main" and context.basis is Basis.IMPLICIT
        return context.voice.outer is None or (is_left_open and self._is_chronicle())

    def _is_of_the_scene(self, paragraph: ParsedParagraph, first: int, clause: Clause) -> bool:
        """Whether nothing stands between a time and its verb but a talk: "during a talk on 3 May he said"."""
        before = paragraph.tokens[first - 1] if first else None
        if before is not None and before.pos == "ADP" and before.head == clause.head:
            return before.text.lower() in SCENES  # whatever the parser makes of the words behind: "On May 3 Mr. X left"
        for i in up(paragraph, first):
            token = paragraph.tokens[i]
            if i == clause.head:
                return True
            if token.pos in ("NOUN", "PROPN") and token.dep in ("pobj", "dobj", "conj", "nsubj", "nsubjpass", "poss"):
                is_time = i == first or token.ent in ("DATE", "TIME")
                is_talk = any(frame.type in TALKS for frame in self.scene.frames.by_noun.get(token.lemma, ()))
                if not is_time and not (is_talk and _preposition(paragraph, i) in SCENES):
                    return False
        return True

    def _last(self, place: tuple[int, int], *, only_days: bool = False) -> Day | None:
        before = [day for day in self.days if day.place <= place and (day.is_day or not only_days)]
        return max(before, key=lambda day: day.place, default=None)

    def _people_of_day(self, paragraph: ParsedParagraph, sentence: int) -> frozenset[str]:
        """Whose day it is: all that a record tells, where it first names the day of the talk, is of that day."""
        is_first = self._is_record() and not any(day.rule == "date.story" for day in self.days)
        return frozenset() if is_first else self._people(paragraph, sentence)

    def _people(self, paragraph: ParsedParagraph, *sentences: int) -> frozenset[str]:
        """Who is named in some sentences of a paragraph."""
        inside = [i for sentence in sentences for i in paragraph.sentences[sentence]]
        root = next((voice for voice in self.scene.voices.values() if voice.outer is None), None)
        if root is None:
            return frozenset()
        named = self.scene.all_meant(paragraph.number, inside, root)
        return frozenset(entity for entity in named if self.scene.entities[entity].kind in ACTORS)

    # --- what the author tells ----------------------------------------------------------------------------------------

    def _told_by_author(self) -> list[EventDraft]:
        told = {id(claim.content) for claim in self.scene.claims if claim.voice.outer is None}
        return [event for event in self.scene.events if id(event) in told]

    def day_for(self, place: tuple[int, int], people: Iterable[str]) -> Day | None:
        """The day of the story at a place, if it is that of these people: a scene of others has a time of its own.

        A month or a year holds in its own sentence; after that the day before it goes on.
        """
        number, i = place
        paragraph = self.scene.paragraphs[number]
        last = self._last(place)
        if last is not None and last.place[0] == number and last.sentence == _sentence_of(paragraph, i):
            return last
        last = self._last(place, only_days=True)
        if last is None or not last.people:
            return last
        around = self._people(paragraph, *range(_sentence_of(paragraph, i) + 1)) | set(people)
        if last.place[0] != number and not last.people & around:
            return None
        self.days[self.days.index(last)] = evolve(last, people=last.people | set(people))
        return last

    def _date_event(self, event: EventDraft) -> None:
        if event.date is not None or event.type not in OVER or not self._is_done(event):
            return
        paragraph = self.scene.paragraphs[event.paragraph]
        clause = clause_around(self.scene, paragraph, event.head)
        if clause is None:
            return
        is_noun = clause.head != event.head and paragraph.tokens[event.head].pos == "NOUN"
        aspect = self.aspect(clause)
        day = self.day_for(event.place_in_text, event.of())
        if aspect is Aspect.NOW and event.type in SAID and not is_noun:
            event.give_date(self._now(day), "date.writing")
        if is_noun and event.type == "Invitation" and _preposition(paragraph, event.head) in ("at", "on", "upon"):
            for act in self._events_at(event.paragraph, clause.head):
                if act.date is not None and act.date.latest is not None:
                    event.give_date(EdtfDate.before(act.date.latest), "date.counted")
        if day is None or (is_noun and not self._is_told_by_noun(event, clause)):
            return
        if aspect is Aspect.LATER or (aspect is Aspect.PLAIN and event.type in ON_THE_WAY - TALKS):
            if day.is_day and self._is_told_in_order(event):
                event.give_date(EdtfDate.after(day.date), "date.story")
        elif aspect is Aspect.PLAIN and event.type in TALKS | SAID | {"MessageSending"}:
            event.give_date(day.date, day.rule)

    def _is_done(self, event: EventDraft) -> bool:
        """Whether an act took place; "we request" and "I accept" are done by being written."""
        if event.status is Status.HABITUAL and event.type in SAID:
            clause = self.scene.clauses[event.paragraph].get(event.head)
            return clause is not None and clause.tense == "present" and not clause.is_negated
        return event.status is Status.OCCURRED

    def _now(self, day: Day | None) -> EdtfDate | None:
        """When the author says "now": in the talk that a record records, else as he writes."""
        return day.date if self._is_record() and day is not None else self.scene.report.date

    def _is_record(self) -> bool:
        return self.calendar.subject_day is not None or bool(
            self.scene.frames.support["record"].intersection(self.scene.report.kind.split())
        )

    def _is_told_in_order(self, event: EventDraft) -> bool:
        """Whether what is told next came next: in the notes of editors, and on the day of a paragraph."""
        day = self._last(event.place_in_text)
        return day is not None and day.place[0] == event.paragraph and self._is_chronicle()

    def _is_chronicle(self) -> bool:
        return bool(self.scene.frames.support["chronicle"].intersection(self.scene.report.kind.split()))

    def _is_told_by_noun(self, event: EventDraft, clause: Clause) -> bool:
        """Whether a noun tells of an act at the time of its clause, and does not only name it."""
        paragraph = self.scene.paragraphs[event.paragraph]
        before = _preposition(paragraph, event.head)
        if event.type in TALKS:
            speaks = clause.token.lemma in self.scene.cues.verbs
            return before in SCENES if speaks else before not in OTHER_MATTERS
        governor = paragraph.tokens[paragraph.tokens[paragraph.tokens[event.head].head].head].lemma
        is_answered = before == "to" and governor in self.scene.frames.support["answer"]
        return event.type in ("Request", "Instruction") and (before in ("at", "on", "upon") or is_answered)

    def _date_turn(self, turn: TurnDraft) -> None:
        number, head = turn.place_in_text
        clause = self.scene.clauses[number].get(head)
        if turn.date is not None or clause is None or turn.voice.outer is not None:
            return
        aspect = self.aspect(clause)
        day = self.day_for(turn.place_in_text, (*turn.speakers, *turn.hearers))
        if aspect in (Aspect.PLAIN, Aspect.LATER) and day is not None:
            turn.date = day.date
        elif aspect is Aspect.NOW and self.scene.discourse.author in turn.speakers:
            turn.date = self._now(day)

    # --- what was over by then ----------------------------------------------------------------------------------------

    def bound_the_rest(self) -> None:
        """Bound what is told as past, with no better date, by the day on which it was told."""
        for claim in self.scene.claims:
            event = claim.content
            if event.date is None and event.type in OVER and self._is_done(event):
                told = self._told_on(claim.voice, event.place_in_text)
                if told is not None and told.latest is not None:
                    is_answer = claim.voice.outer is not None and self._is_given_in_telling(event)
                    event.give_date(told if is_answer else EdtfDate.before(told.latest), "date.told-by")
        for turn in self.scene.turns:
            told = self._told_on(turn.voice, turn.place_in_text)
            if turn.date is None and told is not None and told.latest is not None:
                turn.date = EdtfDate.before(told.latest)

    def _is_given_in_telling(self, event: EventDraft) -> bool:
        """Whether an answer is given by being told: "said they agreed" is "we agree", moved back with the verb."""
        clause = self.scene.clauses[event.paragraph].get(event.head)
        if event.status is Status.HABITUAL:
            return True
        return (
            event.type in ANSWERS
            and clause is not None
            and clause.kind == "complement"
            and self.aspect(clause) is Aspect.PLAIN
            and not clause.is_passive
        )

    def _told_on(self, voice: VoiceDraft, place: tuple[int, int]) -> EdtfDate | None:
        """When it was told: the day of the story if somebody told the author, else that of the report."""
        written = self.scene.report.date
        if voice.outer is None:
            day = self._last(place, only_days=True) if self._is_record() else None
            return day.date if day is not None else written
        while voice.outer is not None and voice.outer.outer is not None:
            voice = voice.outer
        day = self.day_for(place, voice.speakers)
        return day.date if day is not None and day.is_day else written

    # --- clauses ------------------------------------------------------------------------------------------------------

    def aspect(self, clause: Clause) -> Aspect:
        """How a clause stands to the time of the story; one without a tense stands as the one that it hangs on."""
        words = set(clause.auxiliaries)
        support, adverbs = self.scene.frames.support, self._adverbs(clause)
        if words & {"had", "having", "has", "have"} or adverbs & support["earlier"]:
            return Aspect.EARLIER
        if not clause.is_finite:
            parent = self.scene.clauses[clause.paragraph.number].get(clause.parent if clause.parent is not None else -1)
            return self.aspect(parent) if parent is not None else Aspect.NONE
        if clause.tense == "past":
            return Aspect.LATER if adverbs & support["later"] else Aspect.PLAIN
        return Aspect.NOW if clause.tense == "present" else Aspect.NONE

    def _adverbs(self, clause: Clause) -> set[str]:
        """The adverbs of a clause that stand alone: not the "later" of "two days later"."""
        paragraph = clause.paragraph
        phrases = self.scene.times[paragraph.number]
        return {
            child.text.lower()
            for child in paragraph.children(clause.head, "advmod")
            if not any(phrase.start <= child.start < phrase.end for phrase in phrases)
        }


def _preposition(paragraph: ParsedParagraph, i: int) -> str:
    """The preposition that a noun stands behind, "" if none."""
    token = paragraph.tokens[i]
    while token.dep == "conj":
        token = paragraph.tokens[token.head]
    governor = paragraph.tokens[token.head]
    is_behind = token.dep in ("pobj", "pcomp") or governor.pos in ("ADP", "SCONJ")
    return governor.text.lower() if is_behind and governor.i != token.i else ""


def _sentence_of(paragraph: ParsedParagraph, i: int) -> int:
    return next(n for n, sentence in enumerate(paragraph.sentences) if i in sentence)
