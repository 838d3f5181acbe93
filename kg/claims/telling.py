"""What the parts that read single clauses need of the walk through them, and what they hand back to it."""

from __future__ import annotations

from typing import Protocol

from kg.claims.clauses import Clause
from kg.claims.drafts import Context, EventDraft

Told = tuple[EventDraft | None, set[int]]
"""The event that a clause tells of, if any, and the heads of the dependent clauses that were read with it."""


class Telling(Protocol):
    """The walk through the clauses, seen from a reading that meets a clause inside its own."""

    def clause(self, clause: Clause, context: Context, stance_from: Clause | None = None) -> Context | None:
        """Read a clause with all that hangs on it; `stance_from` = the clause that says whether it happened."""
