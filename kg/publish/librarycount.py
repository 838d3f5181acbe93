"""What can be counted in a whole library, from the pieces of its documents alone."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kg.publish.counts import Counts, Tally
from kg.publish.piece import Kind, Piece

# So many numbers are sorted at once: 8 bytes each. What is more is sorted in shares, by its first bits.
MOST_AT_ONCE = 32_000_000

Bits = NDArray[np.uint64]


class LibraryCount:
    """The counts of VoID of all documents together: what several of them state alike is counted once."""

    def __init__(self, most_at_once: int = MOST_AT_ONCE) -> None:
        """No documents yet."""
        self._most_at_once = most_at_once
        self._tally = Tally()
        self._entities: list[bytes] = []
        self._others: list[bytes] = []
        self._objects: list[bytes] = []
        self._triples: list[Bits] = []
        self._places: list[Bits] = []
        self._kinds: dict[Kind, int] = {}

    def take(self, piece: Piece) -> None:
        """Count a document."""
        self._tally.add(piece.tally)
        self._entities.append(piece.distinct.entities)
        self._others.append(piece.distinct.others)
        self._objects.append(piece.distinct.objects)
        triples, places = (np.frombuffer(part, dtype=np.uint64) for part in piece.shared)
        if len(triples):
            own = np.array([self._kinds.setdefault(kind, len(self._kinds)) for kind in piece.kinds], dtype=np.uint64)
            self._triples.append(triples)
            self._places.append(own[places])

    def counts(self) -> Counts:
        """The counts of all that was taken."""
        tally = Tally()
        tally.add(self._tally)
        tally.take_out(self._said_again())
        # Counter keeps what was taken out as zeros.
        tally = Tally(*(+counted for counted in (tally.uses, tally.instances, tally.links)))
        entities = self._distinct(self._entities)
        subjects = entities + self._distinct(self._others)
        return Counts.of(tally, subjects=subjects, entities=entities, objects=self._distinct(self._objects))

    def _said_again(self) -> Tally:
        """The triples that a document states and one before it has stated, by what they are counted as."""
        again = Tally()
        if not self._triples:
            return again
        triples, places = np.concatenate(self._triples), np.concatenate(self._places)
        _, firsts, times = np.unique(triples, return_index=True, return_counts=True)
        more = times > 1
        numbers: Counter[int] = Counter()
        for place, count in zip(places[firsts[more]].tolist(), (times[more] - 1).tolist(), strict=True):
            numbers[place] += count
        for place, (predicate, value) in enumerate(self._kinds):
            if numbers[place]:
                again.count(predicate, value, numbers[place])
        return again

    def _distinct(self, parts: list[bytes]) -> int:
        """How many different numbers there are; very many are sorted in shares, so that memory stays small."""
        shares = 1 + sum(map(len, parts)) // 8 // self._most_at_once
        arrays = [np.frombuffer(part, dtype=np.uint64) for part in parts if part]
        if not arrays:
            return 0
        bounds = [share * 2**64 // shares for share in range(shares + 1)]
        found = 0
        for low, high in pairwise(bounds):
            # Each part is in order, so a share of it is a slice.
            slices = [part[_at(part, low) : _at(part, high)] for part in arrays]
            # Sorted and compared: twice as fast as the hash table of np.unique.
            ordered = np.sort(np.concatenate(slices))
            found += len(ordered) and 1 + int(np.count_nonzero(ordered[1:] != ordered[:-1]))
        return found


def _at(part: Bits, number: int) -> int:
    """Where the first number of at least `number` stands in a sorted part."""
    return len(part) if number >= 2**64 else int(np.searchsorted(part, np.uint64(number)))
