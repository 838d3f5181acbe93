"""What stands inside a text and is no part of its sentences, lifted out so that the rest parses whole.

Words of speech in the middle of a sentence (", said the Ambassador,"), and the sources that editors cite in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from attrs import field, frozen

from kg.lexicon import read_parsing
from kg.model.mark import Mark
from kg.text.masking import MaskedText

FORMS = read_parsing().asides
"""The forms of verbs that stand in such asides, with their lemmas."""
_VERB = "|".join(sorted(map(re.escape, FORMS), key=len, reverse=True))
# A full stop belongs to a name only behind initials and titles; else it ends the sentence.
_PART = rf"(?:(?:[A-ZÀ-Ž]\.)+|(?:{'|'.join(read_parsing().name_titles)})\.|[^\W\d_][\w'’-]*)"
_WHO = rf"(?:[Tt]he |his |our )?(?:{_PART} ){{0,5}}{_PART}"
ASIDE = re.compile(
    rf",\s(?:(?P<verb1>{_VERB})\s(?P<who1>{_WHO})|(?P<who2>{_WHO})\s(?P<verb2>{_VERB}))(?P<close>,(?=\s)|(?=[.?!](?:\s|$)))"
)
_LABEL = re.compile(rf"\s*(?P<who>(?:(?:The |THE )?{_PART}\s){{0,5}}{_PART})\s?:\s+(?=\S)")
# A source in brackets: it begins as one does, and names a file, a date, a page, or the source before.
_CITED = "|".join(map(re.escape, read_parsing().citations))
CITATION = re.compile(
    rf"\s?\((?=(?:{_CITED})\b)(?=[^()]*(?:\d|\b[Ii]bid\b))[^()]*(?:\([^()]*\)[^()]*)*\)",
)
# Behind a name and its verb this shows that they are the sentence itself: "On 3 May, Wilk said, in passing, that …".
IS_MAIN = re.compile(r"\s(?:[^.?!,]{0,40},\s)?that\b")
# Words that open a clause: with one of them the words between the commas are no aside but part of the sentence.
NO_SPEAKER = re.compile(r"\b(?:who|which|that|and|but|because|when|as|if|while|was|were|is|had|has|to|of whom)\b")


@frozen
class Aside:
    """One lifted aside: where it stood, its verb, the words that name the speaker."""

    at: int  # in the cut text
    cue: str
    speaker_text: str
    start_char: int  # in the source
    end_char: int
    offsets: tuple[int, ...] = field(repr=False)  # of the speaker's words in the source

    def as_cut(self, cut: CutText) -> CutText:
        """The speaker's words as a text of their own."""
        return CutText(self.speaker_text, cut.source, self.offsets, frozenset(), (), ())


@frozen
class CutText:
    """A masked text without its asides, with its way back to the source."""

    text: str
    source: str = field(repr=False)
    offsets: tuple[int, ...] = field(repr=False)
    supplied: frozenset[int] = field(repr=False)
    marks: tuple[Mark, ...] = ()
    asides: tuple[Aside, ...] = ()


def speaker_labels(texts: Sequence[str]) -> frozenset[str]:
    """The labels that name the speakers of a dialogue, one before each turn: "Mr. Dube: …"; none in other texts.

    >>> sorted(speaker_labels(["Mr. Dube: We agree.", "Mr. Lund: When?", "Comment: He is ill."]))
    ['Mr. Dube', 'Mr. Lund']
    >>> speaker_labels(["Conclusion: he is ill."])
    frozenset()
    """
    found = [match.group("who") for text in texts if (match := _LABEL.match(text))]
    speakers = [who for who in found if who.split()[0] not in read_parsing().no_speakers]
    return frozenset(speakers) if len(speakers) > 1 else frozenset()


def without_parentheses(text: MaskedText, labels: Container[str] = ()) -> CutText:
    """The text without ", said X," and ", he went on,", each of which is kept with its place, and without citations.

    Both commas go: "But it was probable, said the Ambassador, that …" becomes "But it was probable that …". One of
    the `labels` at the head of the text is an aside at its very beginning.
    """
    kept: list[int] = []
    asides: list[Aside] = []
    position = 0
    cited = frozenset(i for citation in CITATION.finditer(text.text) for i in range(*citation.span()))
    label = _LABEL.match(text.text)
    if label and label.group("who") in labels:
        position = label.end()
        start, end = label.span("who")
        offsets = tuple(text.source_offset(i) for i in range(start, end))
        asides.append(Aside(0, "say", label.group("who"), offsets[0], offsets[-1] + 1, offsets))
    for match in ASIDE.finditer(text.text, position):
        who = "who1" if match.group("who1") else "who2"
        if match.start() in cited or NO_SPEAKER.search(match.group(who)):
            continue
        if who == "who2" and IS_MAIN.match(text.text, match.end()):
            continue
        kept.extend(i for i in range(position, match.start()) if i not in cited)
        position = match.end()
        start, end = match.span(who)
        asides.append(
            Aside(
                at=len(kept),
                cue=FORMS[match.group("verb1") or match.group("verb2")],
                speaker_text=match.group(who),
                start_char=text.source_offset(match.start() + 2),
                end_char=text.source_offset(match.start("close") - 1) + 1,
                offsets=tuple(text.source_offset(i) for i in range(start, end)),
            )
        )
    if not asides and not cited:
        return CutText(text.text, text.source, text.offsets, text.supplied, text.marks)
    kept.extend(i for i in range(position, len(text.text)) if i not in cited)
    return CutText(
        "".join(text.text[i] for i in kept),
        text.source,
        tuple(text.source_offset(i) for i in kept),
        frozenset(new for new, old in enumerate(kept) if text.is_supplied(old)),
        text.marks,
        tuple(asides),
    )
