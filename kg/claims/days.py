"""The days of a story: named by the author as he tells, and held until he names another one."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import define, evolve, field, frozen

from kg.claims.acts import TALKS
from kg.claims.aspects import Aspect, aspect_of, preposition_of, sentence_of
from kg.claims.belonging import clause_around, is_in_brackets, is_in_paper, is_of_the_act, token_at, up
from kg.claims.clauses import Clause
from kg.claims.drafts import Context, EventDraft
from kg.claims.phrases import noun_arguments
from kg.claims.scene import ACTORS, Scene
from kg.claims.timing import TimeDraft
from kg.model.claim import Basis
from kg.model.dates import EdtfDate, Resolution
from kg.model.syntax import ParsedParagraph
from kg.model.timephrase import Calendar, PhraseKind

OTHER_MATTERS = frozenset(["of", "about", "concerning", "regarding", "since", "from", "before", "than", "like"])
"""Before the name of an act: it is only spoken of, or lies apart ("a report of his visit")."""
SCENES = frozenset(["at", "in", "on", "during", "after", "over", "following", "upon", "throughout"])
"""Before the name of a talk: there and then ("during a talk on 3 May he said")."""


@frozen
class Day:
    """A time that the author names, from the place on where he names it; no `people` in a record of one day."""

    date: EdtfDate
    place: tuple[int, int]
    sentence: int
    people: frozenset[str]
    rule: str
    is_authors: bool = True  # whether the author took part: then the paragraphs that follow may go on with it

    @property
    def is_day(self) -> bool:
        """Whether it is one day, not a month, a year or a stretch of time."""
        return not self.date.is_interval and self.date.earliest == self.date.latest


@define
class Days:
    """Follows the days of a scene in the order of the text."""

    scene: Scene
    calendar: Calendar
    drafts: list[TimeDraft]
    days: list[Day] = field(factory=list)

    def _open(self) -> None:
        """Begin a record of one day, such as a memorandum of conversation, on that day."""
        report = self.scene.report
        if report.date and self.is_record():
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
            if first is None or is_in_brackets(paragraph, draft.phrase.start):
                continue
            self._count_from_day(draft, (paragraph.number, first))
            clause = clause_around(self.scene, paragraph, first)
            if self._sets_the_day(draft, first, clause) and draft.value is not None:
                start = min(paragraph.subtree(clause.head)) if clause else first
                place = (paragraph.number, min(start, first))
                sentence = sentence_of(paragraph, first)
                people = self._people_of_day(paragraph, sentence)
                is_authors = clause is None or not clause.subjects or self.scene.discourse.author in people
                is_authors = is_authors or self._is_authors_talk(paragraph, first, clause)
                self.days.append(Day(draft.value, place, sentence, people, "date.story", is_authors))
                if clause is not None:
                    self._date_turns_of(clause, draft.value)
        self.days.sort(key=lambda day: day.place)

    def _date_turns_of(self, clause: Clause, date: EdtfDate) -> None:
        for turn in self.scene.turns:
            if turn.place_in_text == (clause.paragraph.number, clause.head):
                turn.date = turn.date or date

    def _count_from_day(self, draft: TimeDraft, place: tuple[int, int]) -> None:
        """Count "the following day", "at 6 p.m." and the like from the day of the story, if nothing nearer dates it."""
        phrase, last = draft.phrase, self.last(place)
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
            return is_deictic and not any(preposition_of(paragraph, i) in OTHER_MATTERS for i in up(paragraph, first))
        number = paragraph.number
        context = self.scene.context_at.get((number, clause.head))
        if any(not is_of_the_act(self.scene, phrase, event) for event in self.events_at(number, clause.head)):
            return False
        is_headed_by_time = clause.kind == "relative" and clause.token.head in up(paragraph, first)
        if context is None or not self._is_authors(clause, context):
            return False
        if is_headed_by_time or clause.kind not in ("main", "adverbial"):
            return is_headed_by_time and clause.parent is None and aspect_of(self.scene, clause) is Aspect.PLAIN
        return aspect_of(self.scene, clause) is Aspect.PLAIN and self._is_of_the_scene(paragraph, first, clause)

    def _is_authors_talk(self, paragraph: ParsedParagraph, first: int, clause: Clause | None) -> bool:
        """Whether a time is that of a talk in which one side goes without saying: "at a meeting with him today"."""
        beside = [i for name, row in (clause.prepositions.items() if clause else ()) if name in SCENES for i in row]
        for i in (*up(paragraph, first), *beside):
            is_talk = any(f.type in TALKS for f in self.scene.frames.by_noun.get(paragraph.tokens[i].lemma, ()))
            if is_talk and preposition_of(paragraph, i) in SCENES:
                own = noun_arguments(paragraph, i)
                return bool(own.get("with")) and not any(own.get(name) for name in ("poss", "of", "between"))
        return False

    def events_at(self, number: int, head: int) -> list[EventDraft]:
        """The events that a token tells of."""
        return [event for event in self.scene.events if event.place_in_text == (number, head)]

    def _is_authors(self, clause: Clause, context: Context) -> bool:
        """Whether a clause is told by the author: in a chronicle also what nobody in so many words is said to tell."""
        is_left_open = clause.kind == "main" and context.basis is Basis.IMPLICIT
        return context.voice.outer is None or (is_left_open and self.is_chronicle())

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
                if not is_time and not (is_talk and preposition_of(paragraph, i) in SCENES):
                    return False
        return True

    def last(self, place: tuple[int, int], *, only_days: bool = False) -> Day | None:
        """The last time named before a place."""
        before = [day for day in self.days if day.place <= place and (day.is_day or not only_days)]
        return max(before, key=lambda day: day.place, default=None)

    def _people_of_day(self, paragraph: ParsedParagraph, sentence: int) -> frozenset[str]:
        """Whose day it is: all that a record tells, where it first names the day of the talk, is of that day."""
        is_first = self.is_record() and not any(day.rule == "date.story" for day in self.days)
        return frozenset() if is_first else self._people(paragraph, sentence)

    def _people(self, paragraph: ParsedParagraph, *sentences: int) -> frozenset[str]:
        """Who is named in some sentences of a paragraph."""
        inside = [i for sentence in sentences for i in paragraph.sentences[sentence]]
        root = next((voice for voice in self.scene.voices.values() if voice.outer is None), None)
        if root is None:
            return frozenset()
        named = self.scene.all_meant(paragraph.number, inside, root)
        return frozenset(entity for entity in named if self.scene.entities[entity].kind in ACTORS)

    def day_for(self, place: tuple[int, int], people: Iterable[str]) -> Day | None:
        """The day of the story at a place, if it is that of these people: a scene of others has a time of its own.

        A month or a year holds in its own sentence; after that the day before it goes on. A chronicle keeps to its day
        through a paragraph, whoever acts; what somebody wrote in a paper is of no day that is told.
        """
        number, i = place
        paragraph = self.scene.paragraphs[number]
        last = self.last(place)
        if last is not None and last.place[0] == number and last.sentence == sentence_of(paragraph, i):
            return last
        last = self.last(place, only_days=True)
        if last is None or not last.people:
            return last
        if is_in_paper(self.scene, paragraph, i):
            return None
        others = set(people) - {self.scene.discourse.author} if self._are_named(paragraph, i) else set()
        if last.place[0] == number:
            is_theirs = not others or bool(others & last.people) or self.is_chronicle()
        else:
            around = others or self._people(paragraph, *range(sentence_of(paragraph, i) + 1))
            is_theirs = bool(around & last.people) and last.is_authors
        if is_theirs:
            self.days[self.days.index(last)] = evolve(last, people=last.people | others)
        return last if is_theirs else None

    def _are_named(self, paragraph: ParsedParagraph, i: int) -> bool:
        """Whether a clause names by name who acts in it; whom a pronoun means is less sure than the day."""
        clause = clause_around(self.scene, paragraph, i)
        if clause is None:
            return True
        arguments = (*clause.subjects, *clause.agents, *clause.datives, *clause.objects)
        return any(paragraph.tokens[i].pos == "PROPN" for i in arguments) or clause.head != i

    def is_record(self) -> bool:
        """Whether the document records what was said and done on one day."""
        return self.calendar.subject_day is not None or bool(
            self.scene.frames.support["record"].intersection(self.scene.report.kind.split())
        )

    def is_chronicle(self) -> bool:
        """Whether the document tells, from a distance, one thing after the other."""
        return bool(self.scene.frames.support["chronicle"].intersection(self.scene.report.kind.split()))
