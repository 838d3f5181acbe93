"""Which eventualities may be typed as events that took place. The rule stands here and nowhere else."""

from __future__ import annotations

from attrs import frozen

from kg.converters.classes import is_a
from kg.model.claim import Certainty, Modality, Polarity
from kg.model.event import REALIS, Status
from kg.model.reading import Reading

# 0 is the author of the report, 1 is whom the author quotes: what a third person is quoted to have said stays a claim.
MAX_ATTESTED_DEPTH = 1
ATTESTED_STATUSES = frozenset({Status.OCCURRED, Status.HABITUAL})
PLAIN_MODALITIES = frozenset({Modality.REPORT, Modality.EVALUATION})


@frozen
class AttestationRule:
    """How near to the author a voice must be, and which statuses count. Printed with every data set.

    >>> AttestationRule().sentence()
    'An event is attested if its status is Habitual or Occurred, it is no situation, and a voice at depth 1 or less \
affirms it as certain.'
    """

    max_depth: int = MAX_ATTESTED_DEPTH
    statuses: frozenset[Status] = ATTESTED_STATUSES

    def sentence(self) -> str:
        """The rule in words, for the description of the data set."""
        statuses = " or ".join(sorted(self.statuses))
        return (
            f"An event is attested if its status is {statuses}, it is no situation, "
            f"and a voice at depth {self.max_depth} or less affirms it as certain."
        )


def attested_events(reading: Reading, rule: AttestationRule) -> frozenset[str]:
    """Ids of the eventualities that took place as far as the report goes.

    Each has a status of the rule that is real, is no Situation, and is the content of an affirmative, certain claim
    that reports or evaluates, in a voice no deeper than the rule allows.
    """
    depths = {voice.id: voice.depth for voice in reading.voices}
    affirmed = {
        claim.content
        for claim in reading.claims
        if claim.polarity is Polarity.AFFIRMATIVE
        and claim.certainty is Certainty.CERTAIN
        and claim.modality in PLAIN_MODALITIES
        and claim.voice in depths
        and depths[claim.voice] <= rule.max_depth
    }
    return frozenset(
        event.id
        for event in reading.events
        if event.id in affirmed
        and event.status in rule.statuses
        and REALIS[event.status] == "Realis"
        and not is_a(event.type, "Situation")
    )
