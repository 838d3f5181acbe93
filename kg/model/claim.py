"""A claim: one voice says, in some way, that an eventuality was so. Voices nest to any depth."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from attrs import frozen

from kg.model.dates import EdtfDate
from kg.model.passage import Passage


class Polarity(StrEnum):
    """Whether the voice affirms or denies."""

    AFFIRMATIVE = "Affirmative"
    NEGATIVE = "Negative"


class Certainty(StrEnum):
    """How sure the voice is."""

    CERTAIN = "Certain"
    PROBABLE = "Probable"
    POSSIBLE = "Possible"
    UNSPECIFIED = "Unspecified"


class Modality(StrEnum):
    """In what manner the voice puts it."""

    REPORT = "Report"
    EVALUATION = "Evaluation"
    PRESUMPTION = "Presumption"
    PREDICTION = "Prediction"
    CONDITIONAL = "Conditional"
    HOPE = "Hope"
    INTENTION = "Intention"
    DIRECTIVE = "Directive"
    OFFER = "Offer"
    JUSTIFICATION = "Justification"
    IMPRESSION = "Impression"
    AGREEMENT = "Agreement"


class Basis(StrEnum):
    """What in the text shows whose claim it is."""

    EXPLICIT = "Explicit"  # a cue names the speaker: "said Comrade Khrushchev"
    IMPLICIT = "Implicit"  # free indirect speech that goes on
    INFERRED = "Inferred"
    EDITORIAL_INSERTION = "EditorialInsertion"
    BACKGROUND = "Background"


@frozen
class Voice:
    """A speaker inside another voice, down to a root voice (depth 0) that the record itself expresses.

    Several speakers are one joint voice ("the CPSU CC and the Soviet government considered …").
    """

    id: str  # the path from the root: "author", "author/moskovsky@512"
    speakers: tuple[str, ...]
    outer: str = ""  # the id of the voice around it; "" for a root
    depth: int = 0
    hearers: tuple[str, ...] = ()
    uttered_in: tuple[str, ...] = ()  # events in which it was uttered
    cue: Passage | None = None  # the words that open the voice


@frozen
class Claim:
    """What one voice says of one eventuality, and on which words it rests.

    `id` is "{voice}|{content}|{polarity}"; `evidence` is never empty; `confidence` is the measured precision of
    `rule` on annotated documents, None where it has not been measured.
    """

    id: str
    voice: str
    content: str
    polarity: Polarity
    certainty: Certainty
    modality: Modality
    basis: Basis
    evidence: tuple[Passage, ...]
    gloss: str
    rule: str
    date: EdtfDate | None = None  # a time that belongs to this claim, not to the eventuality
    disputes: tuple[str, ...] = ()  # claims
    confidence: float | None = None


@frozen
class Turn:
    """One turn of speech, told of with a verb that says so: who spoke to whom, and the words that tell it.

    The flat list shows it as a statement; in the graph it is the voice that was opened there.
    """

    voice: str  # in which voice the turn is told
    speakers: tuple[str, ...]
    hearers: tuple[str, ...]
    passage: Passage
    date: EdtfDate | None = None
    confidence: float | None = None  # measured precision of RULE

    RULE: ClassVar[str] = "turn"
