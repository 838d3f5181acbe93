"""How fast the index of candidates answers: python -m bench.candidates INDEX [--seed 2].

Asks for the persons of the made-up dump (bench/dump.py) as reports name them: by surname, by initials, in full, turned
round; each name once, so that nothing comes from a memory of answers.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from bench.dump import Names
from kg.authority.index import CandidateIndex
from kg.model.entity import Kind

ASKED = 2000
LIMIT = 32

FORMS: dict[str, Callable[[list[str]], str]] = {
    "in full": lambda name: " ".join(name),
    "initials": lambda name: f"{'. '.join(part[0] for part in name[:-1])}. {name[-1]}",
    "turned": lambda name: " ".join([name[-1], *name[:-1]]),
    "surname": lambda name: name[-1],
}


def main() -> int:
    """Print the microseconds that a question takes, by the form of the name."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("index", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    names = Names(Random(given.seed))
    asked = [names.person()[0].split() for _ in range(ASKED)]
    for form, written in FORMS.items():
        with CandidateIndex.opened(given.index) as index:
            spent, found = [], 0
            for name in dict.fromkeys(written(parts) for parts in asked):
                began = time.perf_counter()
                found += len(index.called(Kind.PERSON, [name], 1962, LIMIT))
                spent.append(time.perf_counter() - began)
        spent.sort()
        mean, median, last = sum(spent) / len(spent), spent[len(spent) // 2], spent[int(len(spent) * 0.99)]
        print(
            f"{form:10}{len(spent):6} names{found / len(spent):6.1f} found"
            f"   mean {mean * 1e6:6.0f}  median {median * 1e6:6.0f}  99 in 100 under {last * 1e6:6.0f} µs"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
