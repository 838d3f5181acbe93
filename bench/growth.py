"""Time and memory as a library grows: `python -m bench.growth --sizes 100 1000 10000`.

Copies of the first report are converted and written in all formats, one after the other. Sizes above the largest
that is measured (`--upto`) are reckoned from it, and marked so.
"""

from __future__ import annotations

import argparse
import sys

from bench.contest import Run, said_by
from bench.figures import Growth, Machine, Part, Point, load

COMMAND = "python -m bench.growth --sizes {sizes} --upto {upto}"


def points(sizes: list[int], upto: int) -> list[Point]:
    """What each size takes; reckoned in proportion above `upto`."""
    found: list[Point] = []
    last: Run | None = None
    measured = 0
    for size in sorted(sizes):
        if size <= upto or last is None:
            last, measured = said_by(sys.executable, "bench.growing", str(size)), size
            print(f"  {size}: {last.cpu_s} s CPU, {last.peak_mb} MB", flush=True)
            found.append(Point(size, last.wall_s, last.cpu_s or 0.0, last.peak_mb))
        else:
            times = size / measured
            found.append(Point(size, last.wall_s * times, (last.cpu_s or 0.0) * times, 0.0, is_reckoned=True))
    return found


def main() -> None:
    """Measure, and keep."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 100, 1000, 10000], help="documents")
    parser.add_argument("--upto", type=int, default=100, help="the largest size that is measured")
    given = parser.parse_args()
    before = load()
    growth = Growth("Conversion and the files of each document", tuple(points(given.sizes, given.upto)))
    Part(
        "growth",
        "As a library grows",
        60,
        "One process, one run of each size; what is made of a document is let go before the next.",
        COMMAND.format(sizes=" ".join(map(str, given.sizes)), upto=given.upto),
        Machine.now(before),
        growths=(growth,),
    ).keep()


if __name__ == "__main__":
    main()
