"""A finding: what is wrong or was not understood, where, how bad. The one result of every check."""

from __future__ import annotations

from enum import StrEnum

from attrs import frozen

from kg.model.passage import Passage


class Severity(StrEnum):
    """An error refuses the build of a report; a warning and a note are published with it."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@frozen
class Finding:
    """`code` is stable ("S11", "open-pronoun", "quote-not-found"); `subject` names the claim, event or file."""

    severity: Severity
    code: str
    message: str
    subject: str = ""
    passage: Passage | None = None
