"""What can be counted in a whole library, from what was counted of its documents, or of shares of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from kg.publish.counted import ENTITIES, OBJECTS, OTHERS, TRIPLES, Counted, is_first, merged, said_again, shared_by
from kg.publish.counts import Counts, Tally

# So many numbers are sorted at once, 8 bytes each. What is more is sorted in shares, by its first bits.
MOST_AT_ONCE = 1_000_000


class LibraryCount:
    """The counts of VoID of all documents together: what several of them state alike is counted once."""

    def __init__(self, most_at_once: int = MOST_AT_ONCE) -> None:
        """No documents yet."""
        self._most_at_once = most_at_once
        self._tally = Tally()
        self._parts: list[Counted] = []

    def take(self, part: Counted) -> None:
        """Count a document, or a share of the library."""
        self._tally.add(part.tally)
        if any(part.sizes):
            self._parts.append(part)

    def counts(self) -> Counts:
        """The counts of all that was taken."""
        tally = Tally()
        tally.add(self._tally)
        for again in self._said_again():
            tally.take_out(again)
        entities = self._distinct(ENTITIES)
        subjects = entities + self._distinct(OTHERS)
        return Counts.of(tally, subjects=subjects, entities=entities, objects=self._distinct(OBJECTS))

    def _said_again(self) -> Iterator[Tally]:
        """The triples that a part states and one before it has stated, by what they are counted as."""
        for low, high in self._shares(TRIPLES):
            triples, places, kinds = shared_by(self._parts, low, high)
            yield said_again(triples, places, kinds)[1]

    def _distinct(self, which: int) -> int:
        """How many different numbers there are."""
        found = 0
        for low, high in self._shares(which):
            ordered = merged([part.share(which, low, high) for part in self._parts if part.sizes[which]])
            found += int(np.count_nonzero(is_first(ordered)))
        return found

    def _shares(self, which: int) -> Iterator[tuple[int, int]]:
        """From which number to which are sorted at once; none where there are no numbers."""
        size = sum(part.sizes[which] for part in self._parts)
        shares = -(-size // self._most_at_once)
        return pairwise(share * 2**64 // shares for share in range(shares + 1)) if shares else iter(())
