"""Our conversion at work in a process of its own, for bench/converting.py: `python -m bench.converter READINGS OUT`."""

from __future__ import annotations

import pickle
import sys
from pathlib import Path

from bench.clock import say
from kg.converters import Base, quads_of
from kg.model.reading import Reading


def main() -> None:
    """From readings, which are read before the clock starts, to a file of N-Quads."""
    readings: list[Reading] = pickle.loads(Path(sys.argv[1]).read_bytes())

    def work() -> int:
        with Path(sys.argv[2]).open("w", encoding="utf-8") as stream:
            for reading in readings:
                stream.writelines([f"{quad} .\n" for quad in quads_of(reading, Base())])
        return 0

    say(work, lambda done: done)


if __name__ == "__main__":
    main()
