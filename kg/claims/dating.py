"""When it was: the time words of a clause, counted from what they are counted from, and the bounds that follow."""

from __future__ import annotations

from attrs import define, field

from kg.claims.acts import ON_THE_WAY, TALKS
from kg.claims.belonging import clause_around, is_in_citation, is_of_the_act, token_at, up
from kg.claims.bounds import (
    date_dealings,
    date_departures,
    date_talks,
    date_what_was_told,
)
from kg.claims.days import Days
from kg.claims.drafts import ClaimDraft, EventDraft
from kg.claims.joining import date_in_messages, date_joined
from kg.claims.scene import Scene
from kg.claims.stance import HAPPENED, PLANNED
from kg.claims.story import Story
from kg.claims.timing import TimeDraft
from kg.model.claim import Modality
from kg.model.dates import EdtfDate, Resolution, TimeExpression, date_plus
from kg.model.event import Status
from kg.model.passage import Passage
from kg.model.syntax import ParsedParagraph
from kg.model.timephrase import Calendar, Count, PhraseKind, TimePhrase

AHEAD = frozenset([Modality.PREDICTION, Modality.OFFER, Modality.INTENTION, Modality.HOPE])
UNREAL = (Status.PROSPECTIVE, Status.DESIRED, Status.HYPOTHETICAL)
UNDATED = frozenset(["CausalLink", "Implication"])


@define
class Dating:
    """Dates the events of a scene."""

    scene: Scene
    calendar: Calendar
    drafts: list[TimeDraft] = field(factory=list)

    def date_all(self) -> None:
        """Give every event the time that the words of its claims give it."""
        taken: set[tuple[int, int]] = set()
        for claim in self._by_size():
            for passage in claim.evidence:
                self._date_from_words(claim, passage, taken)
        for paragraph, phrases in zip(self.scene.paragraphs, self.scene.times, strict=True):
            free = [phrase for phrase in phrases if (paragraph.number, phrase.start) not in taken]
            self.drafts += [self._of_what_is_ahead(phrase, paragraph) for phrase in free]
        date_departures(self.scene)
        for draft in self.drafts:
            self._count_from_anchor(draft)
            self._give_to_office(draft)
            self._bound_anchor(draft)
        days = Days(self.scene, self.calendar, self.drafts)
        days.follow()
        story = Story(self.scene, days)
        date_in_messages(self.scene)
        date_joined(self.scene)
        date_dealings(self.scene)
        date_talks(self.scene, days)
        story.date_told()
        date_in_messages(self.scene)
        date_what_was_told(self.scene)
        story.bound_the_rest()
        self._settle_dates_to_come()

    def _settle_dates_to_come(self) -> None:
        """Settle what is told as past and whose date, as read, lies behind the report's.

        What a noun names is planned ("his visit next month"); what a verb tells is left undated.
        """
        written = self.scene.report.date.latest if self.scene.report.date else None
        for event in self.scene.events:
            start = event.date.earliest if event.date else None
            if not (written and start and start > written and event.status in HAPPENED):
                continue
            if self.scene.paragraphs[event.paragraph].tokens[event.head].pos == "NOUN":
                event.status = PLANNED.status
                for claim in self.scene.claims:
                    if claim.content is event:
                        claim.modality, claim.certainty = PLANNED.modality, PLANNED.certainty
            else:
                self.scene.note("date-to-come", f"Told as past, but read as {event.date}: left undated", event.trigger)
                event.date = None

    def times(self) -> tuple[TimeExpression, ...]:
        """The time expressions of the report, in the order of the text."""
        found = []
        for draft in self.drafts:
            anchor_date = draft.anchor.date if draft.anchor else draft.anchor_day
            if draft.phrase.resolution is Resolution.DEICTIC_FROM_UTTERANCE:
                anchor_date = anchor_date or self.scene.report.date
            found.append(
                TimeExpression(
                    draft.paragraph.passage_of_chars(draft.phrase.start, draft.phrase.end),
                    draft.phrase.resolution,
                    resolves_to=draft.value,
                    duration=draft.phrase.duration,
                    anchor_date=anchor_date,
                    anchor_event=draft.anchor.id if draft.anchor else "",
                    event=draft.event.id if draft.event else "",
                )
            )
        return tuple(sorted(found, key=lambda expression: expression.surface))

    # --- time words ---------------------------------------------------------------------------------------------------

    def _by_size(self) -> list[ClaimDraft]:
        """Claims with short evidence first: a date inside "his arrival (on 9th August)" is the arrival's."""

        def size(claim: ClaimDraft) -> tuple[int, tuple[int, int]]:
            return min(len(passage.exact) for passage in claim.evidence), claim.content.place_in_text

        return sorted((claim for claim in self.scene.claims if claim.content.type not in UNDATED), key=size)

    def _date_from_words(self, claim: ClaimDraft, passage: Passage, taken: set[tuple[int, int]]) -> None:
        """Date the event of a claim by the time phrases that begin in its evidence and are still free."""
        paragraph = next((paragraph for paragraph in self.scene.paragraphs if _holds(paragraph, passage)), None)
        if paragraph is None:
            return
        for phrase in self.scene.times[paragraph.number]:
            start = paragraph.offsets[phrase.start]
            place = (paragraph.number, phrase.start)
            is_inside = passage.start_char <= start < passage.end_char and place not in taken
            if (
                is_inside
                and not is_in_citation(paragraph, phrase.start)
                and is_of_the_act(self.scene, phrase, claim.content)
            ):
                taken.add(place)
                self._apply(phrase, claim, paragraph)

    def _apply(self, phrase: TimePhrase, claim: ClaimDraft, paragraph: ParsedParagraph) -> None:
        event = claim.content
        is_ahead = claim.modality in AHEAD
        value = phrase.value_in(future=is_ahead or event.status in UNREAL)
        is_length = phrase.kind is PhraseKind.DURATION and phrase.direction in ("", "ending")
        is_date = phrase.kind in (PhraseKind.DATE, PhraseKind.PERIOD, PhraseKind.OFFSET)
        if event.type == "Postponement" and phrase.direction == "before" and value is not None and value.latest:
            visit = next(iter(event.targets("regarding")), event)  # "put off until May": May is when it will be
            later = phrase.value_in(future=True) or value
            visit.give_date(EdtfDate(later.value.removeprefix("../")), "date.words")
        elif is_length and not self._is_stay(phrase, paragraph):
            event.duration = event.duration or phrase.duration
        elif is_date and phrase.resolution not in (Resolution.RATE, Resolution.VAGUE):
            event.give_date(value, "date.words")
            claim.date = claim.date or (value if is_ahead else None)
        self.drafts.append(TimeDraft(phrase, paragraph, event, value=value))

    def _of_what_is_ahead(self, phrase: TimePhrase, paragraph: ParsedParagraph) -> TimeDraft:
        """A free time phrase; in "suggested a visit in May" it dates the visit, which nobody claims."""
        first = token_at(paragraph, phrase.start)
        if first is None or is_in_citation(paragraph, phrase.start) or phrase.kind is not PhraseKind.DATE:
            return TimeDraft(phrase, paragraph, value=phrase.value)
        clause = clause_around(self.scene, paragraph, first)
        claimed = {id(claim.content) for claim in self.scene.claims}
        for i in up(paragraph, first):
            for event in self.scene.events:
                is_ahead = event.status in UNREAL and id(event) not in claimed and event.type in ON_THE_WAY | TALKS
                if is_ahead and event.place_in_text == (paragraph.number, i):
                    value = phrase.value_in(future=True)
                    event.give_date(value, "date.words")
                    return TimeDraft(phrase, paragraph, event, value=value)
            if clause is not None and i == clause.head:
                break
        return TimeDraft(phrase, paragraph, value=phrase.value)

    # --- anchors ------------------------------------------------------------------------------------------------------

    def _count_from_anchor(self, draft: TimeDraft) -> None:
        """Count "2 days later" from the event that this one returns, or from the last dated one before it."""
        phrase, event = draft.phrase, draft.event
        if event is None or not (phrase.needs_anchor or phrase.anchor_phrase):
            return
        anchor = self._anchor_of(phrase, draft.paragraph, event)
        draft.anchor = anchor
        if anchor is not None and anchor.date is not None:
            draft.value = _counted(phrase, anchor.date, draft.value, self.calendar.count)
        is_known = "unknown" not in phrase.resolution.value.lower()
        if phrase.needs_anchor and draft.value is not None and event is not anchor and is_known:
            event.give_date(draft.value, "date.counted")

    def _bound_anchor(self, draft: TimeDraft) -> None:
        """Bound the event that a dated one comes after, or before: "following his talks in X, he arrived on 3 May"."""
        anchor, event = draft.anchor, draft.event
        if anchor is None or event is None or event.date is None or anchor is event or not self._is_named_in(draft):
            return
        if draft.phrase.resolution is Resolution.AFTER_ANCHOR and event.date.latest:
            anchor.give_date(EdtfDate.before(event.date.latest), "date.counted")
        elif draft.phrase.resolution is Resolution.BEFORE_ANCHOR and event.date.earliest:
            anchor.give_date(EdtfDate.after(event.date.earliest), "date.counted")

    def _is_named_in(self, draft: TimeDraft) -> bool:
        """Whether the words of a phrase are those that tell of its anchor, which took place."""
        anchor, place = draft.anchor, draft.phrase.anchor_phrase
        if anchor is None or place is None or anchor.status is not Status.OCCURRED:
            return False
        start = draft.paragraph.tokens[anchor.head].start if anchor.paragraph == draft.paragraph.number else -1
        return place[0] <= start < place[1]

    def _anchor_of(self, phrase: TimePhrase, paragraph: ParsedParagraph, event: EventDraft) -> EventDraft | None:
        """The event that a phrase is counted from: named in it, returned by this event, or dated before it."""
        here = [other for other in self.scene.events if other.paragraph == paragraph.number and other is not event]
        if phrase.anchor_phrase is not None:
            first, end = phrase.anchor_phrase
            named = (other for other in here if first <= paragraph.tokens[other.head].start < end)
            return next(named, None) or self._known_event(first, end, paragraph, event)
        if phrase.resolution is Resolution.OFFSET_FROM_UNKNOWN_ANCHOR:
            return None
        for other in event.targets("returns"):
            return other
        before = (
            other
            for other in here
            if other.date is not None and other.status in HAPPENED and other.place_in_text < event.place_in_text
        )
        last = max(before, key=lambda other: other.head, default=None)
        return last if last is not None and not self._is_moved(last, phrase, paragraph) else None

    def _is_moved(self, anchor: EventDraft, phrase: TimePhrase, paragraph: ParsedParagraph) -> bool:
        """Whether another time is named between an event and a phrase: then the phrase counts from that time."""
        start = paragraph.tokens[anchor.head].end
        kinds = (PhraseKind.DATE, PhraseKind.OFFSET)
        between = (other for other in self.scene.times[paragraph.number] if start <= other.start < phrase.start)
        others = (other for other in between if other.kind in kinds and other.rule != "time.clock")
        return any(not _is_of(self.drafts, other, anchor) for other in others)

    def _known_event(self, first: int, end: int, paragraph: ParsedParagraph, event: EventDraft) -> EventDraft | None:
        """The departure, told of before, that "before his departure" means the second time."""
        for token in paragraph.tokens:
            if first <= token.start < end:
                for frame in self.scene.frames.by_noun.get(token.lemma, ()):
                    for other in self.scene.events:
                        if other.type == frame.type and set(other.of()) & set(event.of()) and other is not event:
                            return other
        return None

    # --- offices ------------------------------------------------------------------------------------------------------

    def _is_stay(self, phrase: TimePhrase, paragraph: ParsedParagraph) -> bool:
        """Whether a length of time is that of an office: "his five-year stay here"."""
        words = paragraph.text[phrase.start : phrase.end + 12].lower()
        return any(word in words for word in self._stays())

    def _stays(self) -> frozenset[str]:
        return self.scene.frames.support["stay"] | self.scene.frames.support["tour"]

    def _give_to_office(self, draft: TimeDraft) -> None:
        """Give "during his five-year stay here" to the office that the man held there."""
        phrase, paragraph = draft.phrase, draft.paragraph
        if phrase.kind is not PhraseKind.DURATION or phrase.duration is None or not self._is_stay(phrase, paragraph):
            return
        behind = (token for token in paragraph.tokens if token.start >= phrase.start)
        stay = next((token for token in behind if token.lemma in self._stays()), None)
        voice = next((claim.voice for claim in self.scene.claims if claim.content is draft.event), None)
        if stay is None or voice is None:
            return
        owners = [child.i for child in paragraph.children(stay.i, "poss")]
        people = self.scene.all_meant(paragraph.number, owners, voice)
        for event in self.scene.events:
            if event.type == "Tenure" and set(people) & set(event.of("holder")) and event.duration is None:
                event.duration = phrase.duration
                draft.event = event


def _is_of(drafts: list[TimeDraft], phrase: TimePhrase, event: EventDraft) -> bool:
    """Whether a phrase is the one that dates an event."""
    return any(draft.phrase is phrase and draft.event is event for draft in drafts)


def _holds(paragraph: ParsedParagraph, passage: Passage) -> bool:
    """Whether a passage of the source lies inside a paragraph."""
    offsets = paragraph.offsets
    return bool(offsets) and offsets[0] <= passage.start_char and passage.end_char <= offsets[-1] + 1


def _counted(phrase: TimePhrase, anchor: EdtfDate, value: EdtfDate | None, count: Count) -> EdtfDate | None:
    """The date of a phrase counted from an anchor's date; `value` where the phrase says nothing to count."""
    if phrase.anchor_phrase is None:
        if phrase.duration is None or phrase.direction not in ("after", "before"):
            return value or count(phrase, anchor)
        return date_plus(anchor, phrase.duration, back=phrase.direction == "before")
    if phrase.kind is not PhraseKind.OFFSET or phrase.duration is not None:
        return value
    if phrase.direction == "before" and anchor.latest:
        return EdtfDate.before(anchor.latest)
    return EdtfDate.after(anchor.earliest) if phrase.direction == "after" and anchor.earliest else None
