"""An editorial mark: what a translator or editor put into the text, which is nobody else's word."""

from __future__ import annotations

from enum import StrEnum

from attrs import frozen

from kg.model.passage import Passage


class MarkKind(StrEnum):
    """What an insertion in brackets does."""

    OMISSION = "omission"  # […]
    SUPPLIED = "supplied"  # [Soviet] policies; [I] went: words that the parser needs
    GLOSS = "gloss"  # they [the Soviets]; Pak Seong-cheol [Pak Song Chol]
    EXPANSION = "expansion"  # M[inistry]
    REMARK = "remark"  # [emphasis in the original], [sic], [handwritten: …]
    UNCERTAIN = "uncertain"  # [[11]]


@frozen
class Mark:
    """`passage` includes the brackets; `text` is what stands inside; a gloss says of which words it is one."""

    passage: Passage
    kind: MarkKind
    text: str
    host: Passage | None = None  # the word or words before it that a gloss explains
