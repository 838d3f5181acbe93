"""How something was found, in words a historian understands: the rules of reading and dating, and how good they are."""

from __future__ import annotations

from functools import lru_cache

from kg.lexicon import read_frames
from kg.site.words import in_words

_MOST_WORDS = 6  # of a frame, as an example

# The rules that are no frame; what each does is told in docs/reading.md.
_OTHER = {
    "situation.plain": "A clause that no rule for an event fits was kept as it stands, as a state of things.",
    "situation.relation": "A clause on how parties stand to each other was read as a state of their relations.",
    "situation.between": "A clause on what is or is not between two parties was read as a state of their relations.",
    "tenure.title": "A title beside a name was read as the holding of that post.",
    "tenure.predecessor": "A word such as “predecessor” was read as an earlier holding of the same post.",
    "implication.if": "An “if” and what depends on it were read as a condition and its consequence.",
    "cause.because": "A “because”, or a word like it, was read as a cause and what it brought about.",
    "meeting.heading": "The heading of a record of a conversation was read as the meeting that it records.",
    "directive.demand": "What somebody is told, asked or urged to do was read as a thing demanded.",
}
# What dg:dateRule says (docs/dates.md).
_DATES = {
    "date.words": "The date stands in the words of its own clause.",
    "date.counted": "The date was counted from another event, or from the day that the story has reached.",
    "date.story": "The date is the day that the story has reached.",
    "date.record": "The date is the day of the record.",
    "date.entry": "The date is the day of the journal’s entry.",
    "date.talk": "The date is that of the last talk of the same two.",
    "date.message": "The date is that of the message that says it.",
    "date.joined": "The date is that of the act told in one breath with it.",
    "date.writing": "The date is the day of the document: it is done by being written.",
    "date.told-by": "No date is given; it was over by the time it was told.",
    "date.before-arrival": "No date is given; it was before an arrival that has one.",
    "date.dealings": "No date is given; it lies between an arrival and a talk that have one.",
}


@lru_cache(maxsize=512)
def rule_in_words(rule: str) -> str:
    """What a rule of reading does; of one that is not known here, its name.

    >>> rule_in_words("tenure.title")
    'A title beside a name was read as the holding of that post.'
    >>> rule_in_words("made-elsewhere")
    'A rule called “made-elsewhere” found it.'
    """
    if rule in _OTHER:
        return _OTHER[rule]
    frame = next((frame for frame in read_frames().all if frame.id == rule), None)
    if frame is None:
        return f"A rule called “{rule}” found it."
    words = [*frame.verbs, *sorted(frame.nouns)]
    shown = ", ".join(f"“{word}”" for word in words[:_MOST_WORDS]) + (" and others" if words[_MOST_WORDS:] else "")
    kind = in_words(frame.type)
    article = "an" if kind[0] in "aeiou" else "a"
    plural = "The words" if len(words) > 1 else "The word"
    return f"{plural} {shown}, with the right people or things beside, can tell of {article} {kind}."


def date_rule_in_words(rule: str) -> str:
    """How a date was reached; "" where nothing says so."""
    return _DATES.get(rule) or (f"The date was given by a rule called “{rule}”." if rule else "")


def confidence_in_words(confidence: str, *, of_claim: bool) -> str:
    """How often a rule was right on annotated reports (docs/quality.md): no word on how sure a speaker is.

    >>> confidence_in_words("0.83", of_claim=False)
    'On annotated reports, 83 of 100 such events were events of this type.'
    """
    if not confidence:
        return "How often this rule is right has not been measured."
    right = (
        "claims had the event, whether it is told as real, and the chain of voices right"
        if of_claim
        else "events were events of this type"
    )
    return f"On annotated reports, {round(float(confidence) * 100)} of 100 such {right}."
