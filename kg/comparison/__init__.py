"""Two builds compared: which claims, links and statements came, went and changed; in words and as a patch."""

from __future__ import annotations

from kg.comparison.documents import DocumentChange, Fate, Totals, document_changes
from kg.comparison.pairing import Change, What
from kg.comparison.patch import patch_lines, update_lines
from kg.comparison.sides import Side, sides
from kg.comparison.things import Kind, Thing

__all__ = [
    "Change",
    "DocumentChange",
    "Fate",
    "Kind",
    "Side",
    "Thing",
    "Totals",
    "What",
    "document_changes",
    "patch_lines",
    "sides",
    "update_lines",
]
