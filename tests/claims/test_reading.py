"""A reading as a whole: every claim rests on words that are found again, and nothing hangs in the air."""

from __future__ import annotations

import re

import pytest

from kg.eventlist import flat_events
from kg.model.claim import Certainty, Modality, Polarity
from kg.model.event import REALIS, Status
from kg.model.mark import MarkKind
from kg.pipeline import reading_of
from tests.reports import report_of

from .told import AUTHORITY, NOWAK, ROOT, Told, not_yet, to_mend, told

REPORT = (
    "Mr. Rao, the new Indian Ambassador, paid me an introductory visit on 22 May, which I returned 2 days later.",
    "Before his departure for Cairo, he was received by Prime Minister Nehru. Nehru explained that, in his view, "
    "the Indians had made a mistake when they refused the loan. It is also known, said Nehru, that the British "
    "[in the original: the English] never visited the front […].",
    "At the same time, Nehru sent a message to President Nasser through the Ambassador, in which he wanted to "
    "communicate that the Indian Government considered that relations between India and Egypt were good.",
    "The Egyptians proposed a visit by Nehru to Egypt. They [the Egyptians] withdrew their proposal after ten days. "
    "If the Indians do not reply, relations will become weaker, and the British will rejoice.",
    "In Mr. Rao's view, Nehru's visit to Egypt will take place in all probability in the coming year.",
)


@pytest.fixture(scope="module")
def reading() -> Told:
    return told(*REPORT, abstract="A report by Jan Nowak on his meeting with the Indian Ambassador.")


def test_every_claim_has_a_quote_that_is_found_again(reading: Told) -> None:
    source = reading.reading.report.source.text
    assert len(reading.reading.claims) > 15
    for claim in reading.reading.claims:
        assert claim.evidence
        assert all(passage.is_found_in(source) for passage in claim.evidence)


def test_every_trigger_cue_mention_and_attribute_is_found_again(reading: Told) -> None:
    source = reading.reading.report.source.text
    passages = [event.trigger for event in reading.reading.events]
    passages += [voice.cue for voice in reading.reading.voices if voice.cue]
    passages += [mention.passage for mention in reading.reading.mentions]
    passages += [time.surface for time in reading.reading.times]
    passages += [attribute.passage for event in reading.reading.events for attribute in event.attributes]
    assert all(passage.is_found_in(source) for passage in passages)


def test_all_that_is_named_is_there(reading: Told) -> None:
    whole = reading.reading
    entities = {entity.id for entity in whole.entities}
    events = {event.id for event in whole.events}
    voices = {voice.id for voice in whole.voices}
    claims = {claim.id for claim in whole.claims}
    for event in whole.events:
        assert {participant.entity for participant in event.participants} <= entities
        assert {relation.target for relation in event.relations} <= events
        assert not event.place or event.place in entities
    for voice in whole.voices:
        assert {*voice.speakers, *voice.hearers} <= entities
        assert not voice.outer or voice.outer in voices
        assert set(voice.uttered_in) <= events
    for claim in whole.claims:
        assert claim.voice in voices
        assert claim.content in events
        assert set(claim.disputes) <= claims


def test_no_two_things_have_one_id(reading: Told) -> None:
    whole = reading.reading
    for things in (whole.entities, whole.events, whole.voices, whole.claims):
        ids = [thing.id for thing in things]
        assert len(ids) == len(set(ids))


def test_every_event_is_claimed_or_is_what_a_claimed_one_points_to(reading: Told) -> None:
    reached = {claim.content for claim in reading.reading.claims}
    for _ in reading.reading.events:
        reached |= {
            relation.target for event in reading.reading.events if event.id in reached for relation in event.relations
        }
    assert {event.id for event in reading.reading.events} <= reached


def test_what_nobody_claims_is_not_told_as_having_happened(reading: Told) -> None:
    claimed = {claim.content for claim in reading.reading.claims}
    left = [event for event in reading.reading.events if event.id not in claimed]
    assert left
    assert not set(reading.attested()) & {event.type for event in left if event.type == "OfficialVisit"}
    assert all(REALIS[event.status] != "Realis" for event in left if event.type != "HealthState")


def test_the_modalities_that_are_never_certain_are_not(reading: Told) -> None:
    never = {Modality.PREDICTION, Modality.HOPE, Modality.PRESUMPTION, Modality.IMPRESSION}
    found = [claim for claim in reading.reading.claims if claim.modality in never]
    assert found
    assert all(claim.certainty is not Certainty.CERTAIN for claim in found)


def test_what_did_not_occur_has_a_denial_and_no_certain_affirmation(reading: Told) -> None:
    denied = [event for event in reading.reading.events if event.status is Status.NOT_OCCURRED]
    assert denied
    for event in denied:
        assert {claim.polarity for claim in reading.claims_on(event)} == {Polarity.NEGATIVE}


# --- the words of a claim -------------------------------------------------------------------------------------------


def test_a_bracket_of_the_editor_is_printed_as_it_stands_and_is_in_nobodys_mouth() -> None:
    reading = told("They [the Indians] delivered a note […] to Mr. Abadi.")
    claim = reading.claim_on(reading.event("MessageDelivery"))
    assert [passage.exact for passage in claim.evidence] == ["They [the Indians] delivered a note […] to Mr. Abadi"]
    assert claim.gloss == "Indians delivered a note to Mr. Abadi"
    assert [mark.kind for mark in reading.reading.marks] == [MarkKind.GLOSS, MarkKind.OMISSION]


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("Mr. Rao wrote to me that the British had refused.", "the British had refused"),
        ("The British withdrew the offer, saying that they had been ill.", "The British withdrew the offer, saying"),
        ("Mr. Rao agreed with Mr. Abadi that they should wait.", "Mr. Rao agreed with Mr. Abadi"),
        not_yet(
            '"saying" belongs to the excuse and should not end the quote',
            "Mr. Rao apologized to Mr. Abadi, saying that he had been ill.",
            "Mr. Rao apologized to Mr. Abadi",
        ),
    ],
)
def test_the_evidence_of_a_clause_leaves_out_what_is_said_in_it(sentence: str, quote: str) -> None:
    quotes = [passage.exact for claim in told(sentence).reading.claims for passage in claim.evidence]
    assert quote in quotes


def test_a_gloss_can_be_read_alone() -> None:
    reading = told("Mr. Rao visited Mr. Abadi on 3 May. He gave him a letter. He smiled and left.")
    assert reading.claim_on(reading.event("MessageDelivery")).gloss == "Rao gave Abadi a letter"
    assert reading.claim_on(reading.event("Departure")).gloss == "Rao left"


@to_mend('behind "who" the name and behind "whom" its object are put first: "Abadi Minister Rao had visited"')
def test_a_gloss_of_a_relative_clause_is_a_sentence() -> None:
    reading = told("Mr. Abadi, whom Minister Rao had visited in April, was tired.")
    assert reading.claim_on(reading.event("Visit")).gloss == "Minister Rao had visited Abadi in April"


def test_the_abstract_is_not_the_authors(reading: Told) -> None:
    chains = {reading.chain_of(claim)[0] for claim in reading.reading.claims}
    assert chains == {NOWAK, "Cataloguer"}


def test_the_same_text_is_read_the_same_twice(reading: Told) -> None:
    told.cache_clear()
    again = told(*REPORT, abstract="A report by Jan Nowak on his meeting with the Indian Ambassador.")
    assert again.reading == reading.reading


@pytest.mark.parametrize(
    "paragraphs",
    [
        (),
        (" ",),
        ("…",),
        ("1. 2. 3.",),
        ("I.",),
        ("[…]",),
    ],
    ids=repr,
)
def test_a_report_that_says_nothing_gives_no_claims(paragraphs: tuple[str, ...]) -> None:
    assert told(*paragraphs).reading.claims == ()


def test_without_a_date_and_an_author_the_report_is_still_read() -> None:
    report = report_of("I met Mr. Rao on 3 May. Two days later he met Mr. Abadi.", date="")
    reading = Told(reading_of(report, AUTHORITY))
    assert [event.type for event in reading.reading.events] == ["Meeting", "Meeting"]
    assert all(event.date is None for event in reading.reading.events)
    assert {reading.chain_of(claim)[0] for claim in reading.reading.claims} == {"Unnamed author"}


# --- docs/reading.md ------------------------------------------------------------------------------------------------


def test_what_the_docs_say_of_turns_is_so() -> None:
    page = (ROOT / "docs" / "reading.md").read_text("utf-8")
    paragraph = " ".join(re.findall(r"^> (.*)$", page, re.MULTILINE))
    rows = flat_events(told(paragraph).reading)
    assert [row["type"] for row in rows] == ["visit", "audience", "visit_planned"]
    assert rows[-1]["attributed_to"] == [NOWAK, "Rao", "Zaki"]
    assert told(f"{paragraph} He added that he was satisfied.").turns() == [
        (["Rao"], [NOWAK], "He added that he was satisfied")
    ]


def test_the_paragraph_of_the_docs_gives_the_claims_of_its_table() -> None:
    page = (ROOT / "docs" / "reading.md").read_text("utf-8")
    paragraph = " ".join(re.findall(r"^> (.*)$", page, re.MULTILINE))
    reading = told(paragraph)
    wanted = [
        [cell.strip() for cell in row.strip("|").split("|")]
        for row in page.partition("\n## 11. Claims\n")[2].splitlines()
        if row.startswith("| Jan Nowak")
    ]
    found = []
    for claim in reading.reading.claims:
        event = reading.with_id(claim.content)
        how = f"{claim.polarity}, {claim.certainty}, {claim.modality}"
        date = event.date.value if event.date else ""
        found.append([" > ".join(reading.chain_of(claim)), claim.gloss, how, f"{event.type}, {event.status}", date])
    assert sorted(found) == sorted(wanted)
    assert len(wanted) == 5
