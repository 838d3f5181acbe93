"""A document that another one refers to."""

from __future__ import annotations

from attrs import frozen

from kg.model.passage import Passage


@frozen(order=True)
class Reference:
    """The words that refer to a document, and what they say of it.

    `key` is that of a report of the same volume, where the words name one by its number there; "" otherwise.
    """

    passage: Passage
    kind: str  # telegram, airgram, despatch, letter, note, report, memorandum, document
    number: str
    key: str = ""
