"""What the prose of a document must be, whatever reader found it: there, English, and no longer than one report."""

from __future__ import annotations

from collections.abc import Sequence

from kg.errors import SourceError
from kg.model.passage import Passage
from kg.sources.language import foreign_language_of

# The longest of 3,311 printed documents has 9,000 words; ten times that is a volume.
MOST_WORDS = 100_000
_FEWEST_WORDS = 2  # one word is no prose


def refuse_unreadable(paragraphs: Sequence[Passage], place: str) -> None:
    """Refuse (SourceError) paragraphs that are none, or too many, or in another language."""
    prose = " ".join(passage.exact for passage in paragraphs)
    count = len(prose.split())
    if count < _FEWEST_WORDS:
        raise SourceError(
            "the text has no body: no paragraph of prose was found.", place=place, cure="Complete the text."
        )
    if count > MOST_WORDS:
        raise SourceError(
            f"the text has {count:,} words; the limit for one report is {MOST_WORDS:,}.",
            place=place,
            cure="Cut it into its documents, one file each.",
        )
    if language := foreign_language_of(prose):
        raise SourceError(
            f"the text is not English but {language}.", place=place, cure="Give a translation into English."
        )
