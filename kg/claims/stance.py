"""How a clause puts what it says: polarity, certainty, modality, and what that means for the event's status."""

from __future__ import annotations

from attrs import frozen

from kg.claims.clauses import Clause
from kg.claims.drafts import Context
from kg.lexicon import Cues
from kg.model.claim import Certainty, Modality, Polarity
from kg.model.event import Status

NECESSITY = frozenset(["must", "should", "ought", "shall", "need"])
NEVER_CERTAIN = frozenset([Modality.PREDICTION, Modality.HOPE, Modality.PRESUMPTION, Modality.IMPRESSION])
FIXED_AHEAD = frozenset(["Arrival", "Departure", "OfficialVisit", "Visit", "Appointment", "Meeting", "InspectionTour"])
"""What is planned and can be told of beforehand in the present tense."""
HAPPENED = frozenset([Status.OCCURRED, Status.HOLDS, Status.HABITUAL])
BY_MODALITY = {
    Modality.PRESUMPTION: Status.PRESUMED,
    Modality.IMPRESSION: Status.PRESUMED,
    Modality.HOPE: Status.DESIRED,
    Modality.INTENTION: Status.PROSPECTIVE,
    Modality.PREDICTION: Status.PROSPECTIVE,
    Modality.OFFER: Status.PROSPECTIVE,
    Modality.DIRECTIVE: Status.DESIRED,
    Modality.CONDITIONAL: Status.HYPOTHETICAL,
}


@frozen
class Stance:
    """What a voice makes of what it says."""

    polarity: Polarity
    certainty: Certainty
    modality: Modality
    status: Status


AS_TOLD = Stance(Polarity.AFFIRMATIVE, Certainty.CERTAIN, Modality.REPORT, Status.OCCURRED)
DEMANDED = Stance(Polarity.AFFIRMATIVE, Certainty.UNSPECIFIED, Modality.DIRECTIVE, Status.DESIRED)
PLANNED = Stance(Polarity.AFFIRMATIVE, Certainty.UNSPECIFIED, Modality.INTENTION, Status.PROSPECTIVE)


def stance_of(clause: Clause, context: Context, cues: Cues, *, is_state: bool, is_denial: bool = False) -> Stance:
    """The stance of a clause in its context.

    `is_state` = it tells of a state, not of an act; `is_denial` = it tells of an act that denying something is, so that
    its own "not" and "can" are used up: who "cannot agree" has refused.
    """
    words = clause_words(clause)
    hedge = hedge_in(words, cues)
    modality = context.modality or Modality.REPORT
    certainty = context.certainty or Certainty.CERTAIN
    status = Status.OCCURRED if is_denial else _plain_status(clause, words, cues, is_state=is_state)
    auxiliaries = set() if is_denial else set(clause.auxiliaries)
    if auxiliaries & {"will", "shall", "'ll"} or (auxiliaries & {"would"} and "have" not in auxiliaries):
        status = Status.PROSPECTIVE
        if modality in (Modality.REPORT, Modality.EVALUATION):
            modality, certainty = Modality.PREDICTION, Certainty.UNSPECIFIED
    elif auxiliaries & {"would"}:
        status = Status.HYPOTHETICAL
    elif auxiliaries & {"may", "might"} or (auxiliaries & {"could"} and not clause.is_negated):
        certainty, status = Certainty.POSSIBLE, Status.HYPOTHETICAL
        if is_evaluative(clause, cues):
            modality = Modality.EVALUATION
    elif auxiliaries & NECESSITY or (_has_to(clause, cues) and not is_denial):
        if is_evaluative(clause, cues):
            modality, status = Modality.EVALUATION, Status.HOLDS
        elif modality is not Modality.AGREEMENT:
            modality, status = Modality.DIRECTIVE, Status.DESIRED
        else:
            status = Status.DESIRED
    if hedge:
        modality = Modality(hedge[0]) if hedge[0] and modality is not Modality.PREDICTION else modality
        certainty = Certainty(hedge[1])
        if modality is Modality.REPORT and status in HAPPENED and not is_state:
            modality = Modality.PRESUMPTION  # "perhaps he visited Bonn"
    if modality in BY_MODALITY and (status in HAPPENED or modality in (Modality.HOPE, Modality.INTENTION)):
        status = BY_MODALITY[modality]
    if modality in NEVER_CERTAIN and certainty is Certainty.CERTAIN:
        certainty = Certainty.UNSPECIFIED
    negative = (clause.is_negated and not is_denial) != context.is_negated
    if negative and status in HAPPENED:
        status = Status.NOT_OCCURRED
    return Stance(Polarity.NEGATIVE if negative else Polarity.AFFIRMATIVE, certainty, modality, status)


LASTING = frozenset(["visit", "stay", "tour", "sojourn", "attend", "confer", "meet", "talk"])
"""What goes on for a while: who "is visiting" is there, who "is leaving" will go."""
AWAITED = frozenset(["when", "after", "before", "until", "till", "once"])
"""What stands before a present tense that tells of what is still awaited."""


def if_futurate(stance: Stance, clause: Clause, event_type: str, *, is_dated: bool) -> Stance:
    """The stance, turned to what is to come where the present or a progressive tells of a fixed plan.

    "When he arrives", "before he leaves for Cairo", "said that he was leaving on 1 January": nothing of it has happened
    yet (Quirk et al., A Comprehensive Grammar of the English Language, 4.44, 4.45 and 14.22).
    """
    if event_type not in FIXED_AHEAD or stance.status not in (Status.OCCURRED, Status.HABITUAL):
        return stance
    auxiliaries = set(clause.auxiliaries)
    is_progressive = clause.token.tag == "VBG" and bool(auxiliaries & {"is", "are", "am", "was", "were"})
    is_progressive = is_progressive and (is_dated or clause.token.lemma not in LASTING)
    is_soon = clause.mark == "as" and clause.paragraph.tokens[clause.token.head].lemma == "soon"
    is_soon = is_soon or (clause.mark == "as" and "soon as" in clause.paragraph.words(0, clause.head).lower())
    is_ahead = is_dated or (clause.kind == "adverbial" and (clause.mark in AWAITED or is_soon))
    is_present = (
        clause.tense == "present"
        and clause.token.tag in ("VBZ", "VBP")
        and (is_ahead or _is_fixed(clause, event_type, stance))
    )
    if not (is_progressive or is_present or (clause.is_passive and "being" in auxiliaries)):
        return stance
    return Stance(stance.polarity, Certainty.UNSPECIFIED, Modality.INTENTION, Status.PROSPECTIVE)


def _is_fixed(clause: Clause, event_type: str, stance: Stance) -> bool:
    """Whether the present tells of a journey of one man, and of no habit: "He leaves for Edinburgh and returns"."""
    is_journey = event_type in ("Arrival", "Departure", "OfficialVisit") and clause.kind in ("main", "complement")
    tokens = clause.paragraph.tokens
    is_one = clause.token.tag == "VBZ" and all(tokens[i].tag != "NNS" for i in clause.subjects)
    return is_journey and is_one and not clause.adverbs and not clause.is_negated


def if_promised(stance: Stance, *, is_own: bool, is_dated: bool) -> Stance:
    """The stance, turned to a plan where the future is no guess: the speaker's own act, or one whose day is named.

    "Said that he would ask the Minister", "the delegation will leave on 20 May"; but not "he thought that they would
    leave", nor what "probably" stands beside.
    """
    is_plain = stance.modality is Modality.PREDICTION and stance.certainty is Certainty.UNSPECIFIED
    if not (is_plain and stance.status is Status.PROSPECTIVE and (is_own or is_dated)):
        return stance
    return Stance(stance.polarity, stance.certainty, Modality.INTENTION, Status.PROSPECTIVE)


def clause_words(clause: Clause) -> str:
    """The adverbs and adjuncts of a clause as a string to look words up in."""
    paragraph = clause.paragraph
    found: list[int] = []
    for child in paragraph.children(clause.head, "advmod", "npadvmod", "acomp", "prep", "attr"):
        if child.dep == "prep" and child.text.lower() not in ("in", "with", "without"):
            continue
        found += [i for i in paragraph.subtree(child.i) if paragraph.tokens[i].dep not in ("relcl", "acl", "ccomp")][:8]
    return " ".join(paragraph.tokens[i].text.lower() for i in sorted(set(found)))


def hedge_in(words: str, cues: Cues) -> tuple[str, str] | None:
    """Modality and certainty of the first hedge among the words."""
    padded = f" {words} "
    for hedge in cues.hedges:
        if f" {' '.join(hedge.words)} " in padded:
            return hedge.modality, hedge.certainty
    return None


def is_evaluative(clause: Clause, cues: Cues) -> bool:
    """Whether the clause says how good or bad something is."""
    paragraph = clause.paragraph
    if (
        clause.token.lemma in cues.approving | cues.disapproving
        or clause.token.text.lower() in cues.evaluative_adjectives
    ):
        return True
    near = [
        token.lemma
        for child in paragraph.children(clause.head, "acomp", "attr", "oprd", "prep")
        for token in (paragraph.tokens[i] for i in paragraph.subtree(child.i))
    ]
    return any(word in cues.evaluative_adjectives or word in cues.evaluative_nouns for word in near[:8])


def is_imperative(clause: Clause) -> bool:
    """Whether a clause tells somebody to do something ("Please visit him"), or what its writer does ("Recommend …")."""
    is_bare = clause.kind == "main" and clause.token.tag == "VB" and not clause.subjects and not clause.auxiliaries
    return is_bare and clause.token.dep == "ROOT"


def _has_to(clause: Clause, cues: Cues) -> bool:
    """Whether a clause has "had to intensify", seen from the inner verb or from "had".

    Some acts were done if they had to be: "it had to be put off".
    """
    paragraph = clause.paragraph
    if clause.token.lemma in cues.forced and paragraph.tokens[clause.token.head].text.lower() == "had":
        return False
    if clause.token.lemma == "have" and any(paragraph.tokens[i].dep == "xcomp" for i in clause.complements):
        return True
    return clause.kind == "open" and paragraph.tokens[clause.token.head].lemma == "have"


def _plain_status(clause: Clause, words: str, cues: Cues, *, is_state: bool) -> Status:
    """What the tense alone makes of an event, without auxiliaries and negation."""
    if cues.habitual.intersection(words.split()):
        return Status.HABITUAL
    if clause.tense == "present":
        return Status.HOLDS if is_state and clause.token.lemma in cues.stative else Status.HABITUAL
    return Status.HOLDS if is_state else Status.OCCURRED
