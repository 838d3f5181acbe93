"""How often each rule was right on annotated documents (precision.toml, which `kg evaluate --precision` writes)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from attrs import frozen

from kg.errors import DataError
from kg.lexicon.tables import only, table

LEAST = 5  # events from which a rule has a figure of its own; rarer ones share one
COLUMNS = ("given", "events", "claims")


@frozen
class Count:
    """What a rule gave on annotated documents, how often that was an event, and how often all that was said of it."""

    given: int
    events: int
    claims: int


@frozen
class Precision:
    """The measured precision of the rules. Rules seen fewer than `LEAST` times share that of all such rules."""

    by_rule: Mapping[str, Count]

    def of_event(self, rule: str) -> float | None:
        """The share of what a rule gave that was an event of its type; None if nothing was measured."""
        count = self._count(rule)
        return round(count.events / count.given, 2) if count.given else None

    def of_claim(self, rule: str) -> float | None:
        """The share with the right realis and the right chain of sources as well; None if nothing was measured."""
        count = self._count(rule)
        return round(count.claims / count.given, 2) if count.given else None

    def _count(self, rule: str) -> Count:
        own = self.by_rule.get(rule)
        if own is not None and own.given >= LEAST:
            return own
        rare = [count for count in self.by_rule.values() if count.given < LEAST]
        return Count(*(sum(getattr(count, column) for count in rare) for column in COLUMNS))


@lru_cache(maxsize=1)
def read_precision() -> Precision:
    """The counts of precision.toml. Refuses a row that counts more right ones than were given."""
    found = {}
    for rule, row in table("precision.toml").items():
        place = f"kg/lexicon/precision.toml, rule {rule!r}"
        only(row, COLUMNS, place)
        count = Count(*(int(row[column]) for column in COLUMNS))
        if not count.given >= count.events >= count.claims >= 0:
            raise DataError("more right than given.", place=place, cure="Write it anew with kg evaluate --precision.")
        found[rule] = count
    return Precision(found)
