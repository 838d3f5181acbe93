"""Voices: who says it, through whom, and where one voice ends."""

from __future__ import annotations

import pytest

from kg.model.claim import Basis

from .told import NOWAK, to_mend, told


def test_what_nobody_else_is_said_to_say_is_the_authors_word() -> None:
    reading = told("Minister Dube visited Mr. Silva on 3 May.")
    claim = reading.claim_on(reading.event("Visit"))
    assert reading.chain_of(claim) == (NOWAK,)
    assert claim.basis is Basis.EXPLICIT


def test_voices_nest_to_the_depth_of_the_sentence() -> None:
    reading = told(
        "Mr. Silva explained that Mr. Dube had told him that Minister Lund considered that the talks had failed."
    )
    assert reading.chain("the talks had failed") == (NOWAK, "Silva", "Dube", "Lund")
    voice = reading.voice(reading.claim("the talks had failed"))
    assert voice.depth == 3
    assert voice.cue
    assert voice.cue.exact == "considered"


def test_a_voice_knows_its_hearers() -> None:
    reading = told("Mr. Silva told Minister Lund that the talks had failed.")
    voice = reading.voice(reading.claim("the talks had failed"))
    assert [reading.name(hearer) for hearer in voice.hearers] == ["Lund"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The talks in Delhi, said Minister Lund, had failed.",
        "It was known, Minister Lund added, that the talks had failed.",
        "Therefore, Minister Lund went on, the talks had failed.",
        "The talks in Delhi had failed, said Minister Lund.",
    ],
)
def test_an_aside_names_the_speaker_of_its_sentence(sentence: str) -> None:
    assert told(sentence).chain("had failed") == (NOWAK, "Lund")


def test_an_aside_may_stand_between_a_judgement_and_what_it_is_about() -> None:
    sentence = "It was probable, said the Indian Ambassador, that the Chinese would refuse."
    assert told(sentence).chain("the Chinese would refuse") == (NOWAK, "Indian Ambassador")


def test_an_aside_is_printed_where_it_stands_and_is_in_nobodys_mouth() -> None:
    claim = told("The talks in Delhi, said Minister Lund, had failed.").claim("had failed")
    assert [passage.exact for passage in claim.evidence] == ["The talks in Delhi, said Minister Lund, had failed"]
    assert "said" not in claim.gloss


@pytest.mark.parametrize(
    "opening", ["In Minister Lund's view,", "In the opinion of Minister Lund,", "According to Minister Lund,"]
)
def test_a_view_is_its_holders(opening: str) -> None:
    reading = told(f"{opening} relations between Sweden and India were good.")
    assert reading.chain_of(reading.claim_on(reading.event("RelationState"))) == (NOWAK, "Lund")


@to_mend('the title in "according to Minister Lund" is made Lund\'s own claim of his office')
def test_the_words_that_name_a_speaker_are_not_his_own() -> None:
    reading = told("According to Minister Lund, the talks had failed.")
    assert reading.chain_of(reading.claim_on(reading.event("Tenure"))) == (NOWAK,)


@to_mend('words of an aside are counted as words of its sentence: the quote of Lund\'s office reads "The talks"')
def test_the_office_of_him_who_speaks_in_an_aside_rests_on_the_words_of_the_aside() -> None:
    reading = told("The talks in Delhi, said Minister Lund, had failed.")
    assert "Minister Lund" in reading.claim_on(reading.event("Tenure")).evidence[0].exact


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("It was the impression of Minister Lund that Mr. Silva had refused.", "Mr. Silva had refused"),
        ("Minister Lund had the impression that Mr. Silva had refused.", "Mr. Silva had refused"),
        ("Minister Lund gave the explanation that Mr. Silva had refused.", "Mr. Silva had refused"),
        ("Mr. Silva told me the story of Minister Lund's visit to Delhi.", "Lund's visit to Delhi"),
    ],
)
def test_a_noun_of_speech_opens_a_voice(sentence: str, words: str) -> None:
    chain = told(sentence).chain(words)
    assert len(chain) == 2
    assert chain[1] in ("Lund", "Silva")


# --- a voice goes on ------------------------------------------------------------------------------------------------

OPENED = "Minister Lund said that the talks had been long. The Indians had asked for a loan."


def test_a_voice_goes_on_over_sentences_without_a_cue() -> None:
    reading = told(OPENED)
    claim = reading.claim("The Indians had asked for a loan")
    assert reading.chain_of(claim) == (NOWAK, "Lund")
    assert claim.basis is Basis.IMPLICIT
    assert reading.claim("the talks had been long").basis is Basis.EXPLICIT


def test_a_voice_ends_where_its_speaker_is_named() -> None:
    reading = told(f"{OPENED} Minister Lund met Mr. Silva on 3 May.")
    assert reading.chain("met Mr. Silva") == (NOWAK,)


def test_a_voice_ends_where_the_author_speaks_of_himself() -> None:
    reading = told(f"{OPENED} I visited Mr. Silva on 3 May.")
    assert reading.chain("I visited Mr. Silva") == (NOWAK,)


def test_a_voice_ends_with_its_paragraph() -> None:
    reading = told(OPENED, "The Norwegians refused the offer.")
    assert reading.chain("The Norwegians refused") == (NOWAK,)


def test_a_voice_goes_on_into_a_paragraph_that_takes_up_what_was_said() -> None:
    reading = told(OPENED, "Moreover, the Norwegians refused the offer.")
    assert reading.chain("the Norwegians refused") == (NOWAK, "Lund")


def test_a_new_cue_closes_the_voice_before() -> None:
    reading = told(f"{OPENED} Mr. Silva stated that the loan was small.")
    assert reading.chain("the loan was small") == (NOWAK, "Silva")


def test_what_a_partner_of_the_author_did_elsewhere_is_his_own_telling() -> None:
    reading = told("I talked with Minister Lund on 3 May.", "Minister Lund was received by President Silva.")
    claim = reading.claim_on(reading.event("Audience"))
    assert reading.chain_of(claim) == (NOWAK, "Lund")
    assert claim.basis is Basis.IMPLICIT


def test_a_paragraph_goes_on_in_the_voice_of_him_with_whom_the_author_talked() -> None:
    reading = told("I talked with Minister Lund. He said that rice was scarce.", "The Norwegians refused the offer.")
    assert reading.chain("The Norwegians refused") == (NOWAK, "Lund")


def test_a_paragraph_that_takes_up_a_meeting_goes_on_in_the_voice_of_him_who_told_of_it() -> None:
    opened = "Minister Lund said that Mr. Silva had received him on 3 May."
    reading = told(opened, "At the first audience Mr. Silva refused the offer. Minister Lund promised a loan.")
    assert reading.chain("Mr. Silva refused the offer") == (NOWAK, "Lund")


def test_an_announced_speech_goes_on_over_its_paragraphs_until_its_speaker_is_named() -> None:
    reading = told(
        "Minister Lund made the following points:",
        "The Norwegians refused the offer.",
        "The Danes refused the loan.",
        "Minister Lund visited Mr. Silva.",
    )
    assert reading.chain("The Norwegians refused") == (NOWAK, "Lund")
    assert reading.chain("The Danes refused") == (NOWAK, "Lund")
    assert reading.chain("Lund visited") == (NOWAK,)


@pytest.mark.parametrize(
    "sentence",
    [
        "The Norwegians refused the offer (our note).",
        "As you know, the Norwegians refused the offer.",
        "I know that the Norwegians refused the offer.",
    ],
)
def test_a_remark_of_the_authors_is_his_own(sentence: str) -> None:
    reading = told(f"{OPENED} {sentence}")
    assert reading.chain_of(reading.claim_on(reading.event("Refusal"))) == (NOWAK,)


def test_a_voice_goes_on_behind_a_remark_of_the_authors() -> None:
    reading = told(f"{OPENED} They were ill (our note). The Norwegians refused the offer.")
    assert reading.chain("The Norwegians refused") == (NOWAK, "Lund")


@pytest.mark.parametrize(
    ("sentence", "chain"),
    [
        ("He met Mr. Silva on 3 May.", (NOWAK,)),
        ("He had met Mr. Silva on 3 May.", (NOWAK, "Lund")),
    ],
)
def test_what_a_speaker_did_in_the_plain_past_the_author_tells(sentence: str, chain: tuple[str, ...]) -> None:
    reading = told(f"{OPENED} {sentence}")
    assert reading.chain_of(reading.claim_on(reading.event("Meeting"))) == chain


def test_another_who_has_spoken_and_acts_ends_the_voice() -> None:
    said = "Mr. Silva said that it rained. Minister Lund said that rice was scarce."
    assert told(f"{said} Mr. Silva refused the offer.").chain("refused the offer") == (NOWAK,)


# --- who speaks -----------------------------------------------------------------------------------------------------


def test_two_bodies_that_hold_one_view_are_one_joint_voice() -> None:
    reading = told("The Swedish Government and the Swedish Embassy considered that the talks had failed.")
    voice = reading.voice(reading.claim("the talks had failed"))
    assert [reading.name(speaker) for speaker in voice.speakers] == ["Swedish Government", "Swedish Embassy"]


def test_i_inside_a_voice_is_its_speaker() -> None:
    reading = told('Minister Lund told me: "I visited Mr. Silva on 3 May."')
    assert reading.who(reading.event("Visit"), "visitor") == ["Lund"]


@to_mend('without quotation marks "me" and "my" are still those of the author, and are read as the speaker')
def test_i_inside_indirect_speech_is_still_the_author() -> None:
    reading = told("Minister Lund told me that Mr. Silva had visited me.")
    assert reading.who(reading.event("Visit"), "host") == [NOWAK]


def test_a_teller_without_a_name_is_a_person_without_a_name() -> None:
    reading = told("Mr. Silva reported that a reliable source had told him that the Chinese had refused.")
    assert reading.chain("the Chinese had refused") == (NOWAK, "Silva", "reliable source")


def test_who_takes_words_in_is_not_their_speaker() -> None:
    reading = told("Minister Lund received the information that the Chinese had refused.")
    assert reading.chain("the Chinese had refused") == (NOWAK,)


@pytest.mark.parametrize(
    ("sentence", "chain"),
    [
        ("Stated he had visited Mr. Silva.", (NOWAK, "Lund")),
        ("Told him that the Danes had visited Mr. Silva.", (NOWAK,)),
    ],
)
def test_a_dropped_subject_is_who_spoke_last_or_else_the_writer(sentence: str, chain: tuple[str, ...]) -> None:
    reading = told(f"Minister Lund said that rice was scarce. {sentence}")
    assert reading.chain_of(reading.claim_on(reading.event("Visit"))) == chain


def test_what_is_in_brackets_names_the_speaker() -> None:
    reading = told("Mr. Silva was ill. He [Dube] told me that the Chinese had refused.")
    assert reading.chain("the Chinese had refused") == (NOWAK, "Dube")


def test_who_tells_of_his_predecessor_is_not_the_predecessor() -> None:
    reading = told(
        "Mr. Lund, the new Swedish Ambassador to Egypt, paid me a visit on 3 May. "
        "Of his predecessor, Mr. Dube, he said that Mr. Dube had left Cairo in March."
    )
    assert reading.chain("had left Cairo") == (NOWAK, "Lund")


def test_a_verb_of_speech_without_a_known_speaker_opens_no_voice() -> None:
    assert told("It is known that Mr. Silva was ill.").chain("Mr. Silva was ill") == (NOWAK,)


def test_the_abstract_is_the_cataloguers_word() -> None:
    reading = told("I visited Mr. Silva on 3 May.", abstract="A report by Jan Nowak on his meeting with Mr. Silva.")
    assert reading.chain("his meeting with Mr. Silva") == ("Cataloguer",)


def test_every_voice_leads_to_a_root_and_counts_its_depth() -> None:
    reading = told(f"{OPENED} Mr. Silva explained that Mr. Dube had told him that the bank had failed.")
    voices = {voice.id: voice for voice in reading.reading.voices}
    assert max(voice.depth for voice in voices.values()) >= 2
    for voice in voices.values():
        assert voice.depth == (voices[voice.outer].depth + 1 if voice.outer else 0)
        assert voice.speakers
