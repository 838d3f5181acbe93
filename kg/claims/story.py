"""The day on which the story stands: named by the author as he tells, and held until he names another one.

What the author tells in the plain past of the people of that day happened on it (the narrative past moves on from the
time last named: Reichenbach's reference time). The pluperfect, the perfect and words such as "earlier" leave the day:
then it is only known that it was over by then. What somebody else told in a talk was over by the talk.
"""

from __future__ import annotations

from attrs import define

from kg.claims.acts import ANSWERS, ON_THE_WAY, OVER, SAID, TALKS
from kg.claims.aspects import Aspect, aspect_of, preposition_of
from kg.claims.belonging import clause_around
from kg.claims.clauses import Clause
from kg.claims.days import OTHER_MATTERS, SCENES, Day, Days
from kg.claims.drafts import ClaimDraft, EventDraft, TurnDraft, VoiceDraft
from kg.claims.scene import Scene
from kg.model.claim import Basis
from kg.model.dates import EdtfDate
from kg.model.event import Status


@define
class Story:
    """Dates by the days of a story what has no date of its own."""

    scene: Scene
    days: Days

    def date_told(self) -> None:
        """Date what the author tells by the day of the story."""
        items: list[EventDraft | TurnDraft] = [*self._told_by_author(), *self.scene.turns]
        for item in sorted(items, key=lambda item: item.place_in_text):
            if isinstance(item, TurnDraft):
                self._date_turn(item)
            else:
                self._date_event(item)

    # --- what the author tells ----------------------------------------------------------------------------------------

    def _told_by_author(self) -> list[EventDraft]:
        told = {id(claim.content) for claim in self.scene.claims if claim.voice.outer is None}
        return [event for event in self.scene.events if id(event) in told]

    def _date_event(self, event: EventDraft) -> None:
        if event.date is not None or event.type not in OVER or not self._is_done(event):
            return
        paragraph = self.scene.paragraphs[event.paragraph]
        clause = clause_around(self.scene, paragraph, event.head)
        if clause is None:
            return
        is_noun = clause.head != event.head and paragraph.tokens[event.head].pos == "NOUN"
        aspect = aspect_of(self.scene, clause)
        day = self.days.day_for(event.place_in_text, event.of())
        if aspect in (Aspect.NOW, Aspect.NONE) and not is_noun and self._is_done_by_writing(event, clause):
            event.give_date(self._now(day), "date.writing")
        if is_noun and event.type == "Invitation" and preposition_of(paragraph, event.head) in ("at", "on", "upon"):
            for act in self.days.events_at(event.paragraph, clause.head):
                if act.date is not None and act.date.latest is not None:
                    event.give_date(EdtfDate.before(act.date.latest), "date.counted")
        if day is None or (is_noun and not self._is_told_by_noun(event, clause)):
            return
        is_on_the_way = event.type in ON_THE_WAY and not self._is_spoken(event, clause)
        if aspect is Aspect.LATER or (aspect is Aspect.PLAIN and is_on_the_way):
            if day.is_day and self._is_told_in_order(event):
                event.give_date(EdtfDate.after(day.date), "date.story")
        elif aspect is Aspect.PLAIN and event.type in TALKS | SAID | {"MessageSending"}:
            event.give_date(day.date, day.rule)

    def _is_spoken(self, event: EventDraft, clause: Clause) -> bool:
        """Whether a message is given by word of mouth: "asked me to convey his thanks", "conveyed his regards"."""
        greetings = self.scene.frames.objects["greeting"]
        tokens = clause.paragraph.tokens
        is_greeting = any(tokens[i].lemma in greetings for i in clause.objects)
        speaks = clause.kind == "open" or clause.token.lemma in self.scene.cues.verbs
        return event.type == "MessageSending" and (is_greeting or speaks)

    def _is_done(self, event: EventDraft) -> bool:
        """Whether an act took place; "we request" and "I accept" are done by being written."""
        if event.status is Status.HABITUAL and event.type in SAID:
            clause = self.scene.clauses[event.paragraph].get(event.head)
            return clause is not None and clause.tense == "present" and not clause.is_negated
        return event.status is Status.OCCURRED

    def _now(self, day: Day | None) -> EdtfDate | None:
        """When the author says "now": in the talk that a record records, else as he writes."""
        return day.date if self.days.is_record() and day is not None else self.scene.report.date

    def _is_done_by_writing(self, event: EventDraft, clause: Clause) -> bool:
        """Whether the author himself does an act in the present: "I request"; in a record those of whom it tells do."""
        agents = event.of("agent", "speaker", "proposer", "sender")
        writers = {self.scene.discourse.author, self.scene.discourse.sender}
        is_his = not agents or bool(writers & set(agents)) or self.days.is_record()
        return event.type in SAID and clause.kind == "main" and is_his

    def _is_told_in_order(self, event: EventDraft) -> bool:
        """Whether what is told next came next: in the notes of editors, and on the day of a paragraph."""
        day = self.days.last(event.place_in_text)
        return day is not None and day.place[0] == event.paragraph and self.days.is_chronicle()

    def _is_told_by_noun(self, event: EventDraft, clause: Clause) -> bool:
        """Whether a noun tells of an act at the time of its clause, and does not only name it."""
        paragraph = self.scene.paragraphs[event.paragraph]
        before = preposition_of(paragraph, event.head)
        token = paragraph.tokens[event.head]
        if event.type in TALKS:
            if before in ("to", "on") and paragraph.tokens[paragraph.tokens[token.head].head].pos == "NOUN":
                return False  # "the reactions to his talks"
            speaks = clause.token.lemma in self.scene.cues.verbs
            return before in SCENES if speaks else before not in OTHER_MATTERS
        if event.type in SAID and token.dep == "dobj" and clause.token.lemma in self.scene.frames.support["utter"]:
            return True
        governor = paragraph.tokens[paragraph.tokens[token.head].head].lemma
        is_answered = before == "to" and governor in self.scene.frames.support["answer"]
        return event.type in ("Request", "Instruction") and (before in ("at", "on", "upon") or is_answered)

    def _date_turn(self, turn: TurnDraft) -> None:
        number, head = turn.place_in_text
        clause = self.scene.clauses[number].get(head)
        if turn.date is not None or turn.voice.outer is not None:
            return
        aspect = aspect_of(self.scene, clause) if clause is not None else Aspect.NONE  # "Mr. X: We are glad."
        day = self.days.day_for(turn.place_in_text, (*turn.speakers, *turn.hearers))
        if aspect in (Aspect.PLAIN, Aspect.LATER) and day is not None:
            turn.date = day.date
        elif aspect in (Aspect.NOW, Aspect.NONE) and self._is_said_here(turn):
            turn.date = self._now(day)

    def _is_said_here(self, turn: TurnDraft) -> bool:
        """Whether a turn is spoken in the document itself: by its author as he writes, or in a written dialogue."""
        return self.scene.discourse.author in turn.speakers or self.days.is_record()

    # --- what was over by then ----------------------------------------------------------------------------------------

    def bound_the_rest(self) -> None:
        """Bound what is told as past, with no better date, by the day on which it was told."""
        for claim in self.scene.claims:
            event = claim.content
            if event.date is None and event.type in OVER and self._is_done(event) and self._is_over(event, claim.voice):
                told = self._told_on(claim.voice, event.place_in_text)
                if told is not None and told.latest is not None:
                    is_answer = claim.voice.outer is not None and self._is_given_in_telling(event, claim)
                    event.give_date(told if is_answer else EdtfDate.before(told.latest), "date.told-by")
        for turn in self.scene.turns:
            told = self._told_on(turn.voice, turn.place_in_text)
            if turn.date is None and told is not None and told.latest is not None:
                turn.date = EdtfDate.before(told.latest)

    def _is_over(self, event: EventDraft, voice: VoiceDraft) -> bool:
        """Whether an act is over: what others do in the present tense may go on."""
        return event.status is Status.OCCURRED or self._is_his_own(event, voice)

    def _is_his_own(self, event: EventDraft, voice: VoiceDraft) -> bool:
        """Whether an act is that of him who tells it, or of his side in a dialogue written down."""
        return bool(set(event.of()) & set(voice.speakers)) or self.days.is_record()

    def _is_given_in_telling(self, event: EventDraft, claim: ClaimDraft) -> bool:
        """Whether an answer is given by being told: "said they agreed" is "we agree", moved back with the verb."""
        voice = claim.voice
        clause = self.scene.clauses[event.paragraph].get(event.head)
        if event.status is Status.HABITUAL:
            return self._is_his_own(event, voice)
        if claim.basis is Basis.IMPLICIT and clause is not None and clause.kind == "main":
            return (
                event.type in SAID and self._is_his_own(event, voice) and aspect_of(self.scene, clause) is Aspect.PLAIN
            )
        return (
            event.type in ANSWERS
            and clause is not None
            and clause.kind == "complement"
            and aspect_of(self.scene, clause) is Aspect.PLAIN
            and not clause.is_passive
        )

    def _told_on(self, voice: VoiceDraft, place: tuple[int, int]) -> EdtfDate | None:
        """When it was told: the day of the story if somebody told the author, else that of the report."""
        written = self.scene.report.date
        if voice.outer is None:
            day = self.days.last(place, only_days=True) if self.days.is_record() else None
            return day.date if day is not None else written
        day = self.days.day_for(place, voice.told_to_author.speakers)
        return day.date if day is not None and day.is_day else written
