"""When it was: the time words of a clause, counted from what they are counted from, and the bounds that follow."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import define, field

from kg.claims.drafts import ClaimDraft, EventDraft
from kg.claims.scene import Scene
from kg.model.claim import Modality
from kg.model.dates import EdtfDate, Resolution, TimeExpression, date_plus
from kg.model.entity import Kind
from kg.model.event import Status
from kg.model.passage import Passage
from kg.model.timephrase import PhraseKind, TimePhrase

AT_POST = frozenset(["Visit", "CourtesyVisit", "FarewellVisit", "ReturnVisit", "Audience", "Meeting", "Negotiation", "MessageDelivery", "Apology",
                     "Invitation", "Request", "Protest", "Proposal", "Agreement", "Refusal"])  # fmt: skip
AHEAD = frozenset([Modality.PREDICTION, Modality.OFFER, Modality.INTENTION, Modality.HOPE])
UNDATED = frozenset(["CausalLink", "Implication"])
STAYS = frozenset(["stay", "tenure", "term", "service", "mission", "tour"])


@define
class Dating:
    """Dates the events of a scene."""

    scene: Scene
    expressions: list[tuple[TimePhrase, int, EventDraft | None, EventDraft | None, EdtfDate | None]] = field(
        factory=list
    )

    def date_all(self) -> None:
        """Give every event the time that the words of its claims give it."""
        taken: dict[tuple[int, int], EventDraft] = {}
        for claim in self._by_size():
            for passage in claim.evidence:
                self._from_words(claim, passage, taken)
        for phrase, paragraph in self._left(taken):
            self.expressions.append((phrase, paragraph, None, None, phrase.value))
        self._departures()
        self._anchored(taken)
        self._stays()
        self._series_and_posts()

    def _by_size(self) -> Iterable[ClaimDraft]:
        """Claims with short evidence first: a date inside "his arrival (on 9th August)" is the arrival's."""
        return sorted(
            (claim for claim in self.scene.claims if claim.content.type not in UNDATED),
            key=lambda claim: (
                min(len(passage.exact) for passage in claim.evidence),
                claim.content.paragraph,
                claim.content.head,
            ),
        )

    def _from_words(self, claim: ClaimDraft, passage: Passage, taken: dict[tuple[int, int], EventDraft]) -> None:
        event = claim.content
        paragraph = next(
            (
                p
                for p in self.scene.paragraphs
                if p.offsets and p.offsets[0] <= passage.start_char and passage.end_char <= p.offsets[-1] + 1
            ),
            None,
        )
        if paragraph is None:
            return
        for phrase in self.scene.times[paragraph.number]:
            start = paragraph.offsets[phrase.start]
            if not passage.start_char <= start < passage.end_char or (paragraph.number, phrase.start) in taken:
                continue
            taken[(paragraph.number, phrase.start)] = event
            self._apply(phrase, event, claim, paragraph.number)

    def _apply(self, phrase: TimePhrase, event: EventDraft, claim: ClaimDraft, paragraph: int) -> None:
        future = event.status in (Status.PROSPECTIVE, Status.DESIRED, Status.HYPOTHETICAL) or claim.modality in AHEAD
        value = phrase.value_in(future=future)
        if (
            phrase.kind in (PhraseKind.DURATION,)
            and phrase.duration
            and event.duration is None
            and phrase.direction in ("", "ending")
        ):
            if not self._is_stay(phrase, paragraph):
                event.duration = phrase.duration
        elif (
            value is not None
            and phrase.kind in (PhraseKind.DATE, PhraseKind.PERIOD, PhraseKind.OFFSET)
            and phrase.resolution not in (Resolution.RATE, Resolution.VAGUE)
        ):
            if event.date is None:
                event.date = value
            if claim.modality in AHEAD:
                claim.date = claim.date or value
        self.expressions.append((phrase, paragraph, event, None, value))

    def _is_stay(self, phrase: TimePhrase, paragraph: int) -> bool:
        words = self.scene.paragraphs[paragraph].text[phrase.start : phrase.end + 12].lower()
        return any(word in words for word in STAYS)

    def _left(self, taken: dict[tuple[int, int], EventDraft]) -> list[tuple[TimePhrase, int]]:
        return [
            (phrase, number)
            for number, row in enumerate(self.scene.times)
            for phrase in row
            if (number, phrase.start) not in taken
        ]

    def _anchored(self, taken: dict[tuple[int, int], EventDraft]) -> None:
        """ "2 days later": counted from the event that this one returns, or the last dated one before it."""
        for position, (phrase, paragraph, event, _, value) in enumerate(self.expressions):
            if event is None or not (phrase.needs_anchor or phrase.anchor_phrase):
                continue
            anchor = self._anchor_of(phrase, paragraph, event)
            date = value
            if (
                anchor is not None
                and anchor.date is not None
                and phrase.duration is not None
                and phrase.anchor_phrase is None
                and phrase.direction in ("after", "before")
            ):
                date = date_plus(anchor.date, phrase.duration, back=phrase.direction == "before")
            elif (
                anchor is not None
                and anchor.date is not None
                and phrase.anchor_phrase is not None
                and phrase.kind is PhraseKind.OFFSET
                and phrase.duration is None
            ):
                low, high = anchor.date.earliest, anchor.date.latest
                date = (
                    EdtfDate.before(high)
                    if phrase.direction == "before" and high
                    else EdtfDate.after(low)
                    if phrase.direction == "after" and low
                    else None
                )
            if (
                phrase.needs_anchor
                and date is not None
                and event.date is None
                and event is not anchor
                and "unknown" not in phrase.resolution.value.lower()
            ):
                event.date = date
            self.expressions[position] = (phrase, paragraph, event, anchor, date)

    def _anchor_of(self, phrase: TimePhrase, paragraph: int, event: EventDraft) -> EventDraft | None:
        if phrase.anchor_phrase is not None:
            tokens = self.scene.paragraphs[paragraph].tokens
            for other in self.scene.events:
                if (
                    other.paragraph == paragraph
                    and phrase.anchor_phrase[0] <= tokens[other.head].start < phrase.anchor_phrase[1]
                    and other is not event
                ):
                    return other
            return self._known_event(phrase, paragraph, event)
        if phrase.resolution is Resolution.OFFSET_FROM_UNKNOWN_ANCHOR:
            return None
        for other in event.targets("returns"):
            return other
        before = [
            other
            for other in self.scene.events
            if (other.paragraph, other.head) < (event.paragraph, event.head)
            and other.date is not None
            and other.paragraph == paragraph
        ]
        return max(before, key=lambda other: other.head) if before else None

    def _known_event(self, phrase: TimePhrase, paragraph: int, event: EventDraft) -> EventDraft | None:
        """ "Before his departure" a second time: the departure of the same man told of before."""
        tokens = [
            token
            for token in self.scene.paragraphs[paragraph].tokens
            if phrase.anchor_phrase and phrase.anchor_phrase[0] <= token.start < phrase.anchor_phrase[1]
        ]
        for token in tokens:
            for frame in self.scene.frames.by_noun.get(token.lemma, ()):
                for other in self.scene.events:
                    if other.type == frame.type and set(other.of()) & set(event.of()) and other is not event:
                        return other
        return None

    def _departures(self) -> None:
        """Who arrived on a known day had left before: a departure for the place where he arrived."""
        for arrival in [
            event for event in self.scene.events if event.type == "Arrival" and event.date and event.date.latest
        ]:
            for departure in self.scene.events:
                is_same_journey = (
                    departure.type == "Departure"
                    and departure.date is None
                    and set(departure.of("mover")) & set(arrival.of("mover"))
                )
                if (
                    is_same_journey
                    and departure.place
                    and departure.status is Status.OCCURRED
                    and arrival.date
                    and arrival.date.latest
                ):
                    departure.date = EdtfDate.before(arrival.date.latest)

    def _stays(self) -> None:
        """ "During his five-year stay here": the length of the office that the man held there."""
        for position, (phrase, paragraph, event, anchor, value) in enumerate(self.expressions):
            if (
                phrase.kind is not PhraseKind.DURATION
                or phrase.duration is None
                or not self._is_stay(phrase, paragraph)
            ):
                continue
            tokens = self.scene.paragraphs[paragraph].tokens
            stay = next((token for token in tokens if token.start >= phrase.start and token.lemma in STAYS), None)
            if stay is None:
                continue
            voice = next((claim.voice for claim in self.scene.claims if claim.content is event), None)
            for child in self.scene.paragraphs[paragraph].children(stay.i, "poss"):
                for person in self.scene.meant(paragraph, child.i, voice) if voice else ():
                    for tenure in self.scene.events:
                        if tenure.type == "Tenure" and person in tenure.of("holder") and tenure.duration is None:
                            tenure.duration = phrase.duration
                            self.expressions[position] = (phrase, paragraph, tenure, anchor, value)

    # --- bounds -----------------------------------------------------------------------------------------------------------

    def utterance_of(self, person: str) -> EdtfDate | None:
        """The last dated meeting of the author with a person: when he told what he told."""
        author = self.scene.discourse.author
        dates = [
            event.date for event in self.scene.events
            if event.date and event.type in AT_POST and not event.date.is_interval and event.status is Status.OCCURRED
            and {author, person} <= set(event.of())
        ]  # fmt: skip
        return max(
            dates, key=lambda date: date.latest or date.earliest or EdtfDate("0001-01-01").earliest, default=None
        )  # type: ignore[arg-type,return-value]

    def _series_and_posts(self) -> None:
        """An envoy's dealings at his post, told by himself, lie between his arrival and the talk in which he told them."""
        for arrival in [
            event
            for event in self.scene.events
            if event.type == "Arrival" and event.date and event.status is Status.OCCURRED
        ]:
            for person in arrival.of("mover"):
                told = self.utterance_of(person) or self.scene.report.date
                if arrival.date is None or told is None or arrival.date.earliest is None or not self._is_envoy(person):
                    continue
                for event in self.scene.events:
                    if not self._is_dealing(event, person):
                        continue
                    opens_only = (
                        event.date is not None
                        and event.date.latest is None
                        and event.date.earliest == arrival.date.earliest
                    )
                    if event.date is None or opens_only:
                        event.date = EdtfDate.between(arrival.date, told)

    def _is_envoy(self, person: str) -> bool:
        return any(event.type == "Tenure" and person in event.of("holder") for event in self.scene.events)

    def _is_dealing(self, event: EventDraft, person: str) -> bool:
        if (
            event.type not in AT_POST | {"MeetingSeries"}
            or event.status is not Status.OCCURRED
            or person not in event.of()
        ):
            return False
        posts = [
            self.scene.entities[post]
            for tenure in self.scene.events
            if tenure.type == "Tenure" and person in tenure.of("holder")
            for post in tenure.of("post")
        ]
        states = {post.receiving_state for post in posts if post.receiving_state}
        others = [
            entity
            for entity in event.of()
            if entity != person
            and self.scene.entities[entity].kind
            in (Kind.PERSON, Kind.UNNAMED_PERSON, Kind.COLLECTIVE, Kind.ORGANISATION)
        ]
        return any(self.scene.state_of(other) in states for other in others)

    def times(self) -> tuple[TimeExpression, ...]:
        """The time expressions of the report, in the order of the text."""
        found = []
        for phrase, paragraph, event, anchor, value in self.expressions:
            surface = self.scene.paragraphs[paragraph].passage_of_chars(phrase.start, phrase.end)
            anchor_date = anchor.date if anchor else None
            if phrase.resolution is Resolution.DEICTIC_FROM_UTTERANCE:
                anchor_date = anchor_date or self.scene.report.date
            found.append(
                TimeExpression(
                    surface,
                    phrase.resolution,
                    resolves_to=value,
                    duration=phrase.duration,
                    anchor_date=anchor_date,
                    anchor_event=anchor.id if anchor else "",
                    event=event.id if event else "",
                )  # fmt: skip
            )
        return tuple(sorted(found, key=lambda expression: expression.surface))
