"""Convert and write so many copies one after the other, in a process of its own: `python -m bench.growing COPIES`."""

from __future__ import annotations

import sys

from attrs import evolve

from bench.clock import say
from bench.contest import ROOT
from bench.copies import readings_of_copies
from kg.converters import Base, quads_of
from kg.publish import Description, Printer, Run, context_of
from kg.settings import settings_of


def main() -> None:
    """Make the files of each copy, and let go of them; what is read once comes before the clock starts."""
    count = int(sys.argv[1])
    first = readings_of_copies(1)[0]
    context = context_of(settings_of({}, ROOT).ontology / "context.jsonld")
    printer = Printer(Description(Run("bench", "bench", "bench", {})), context)

    def work() -> int:
        statements = 0
        for number in range(count):
            reading = evolve(first, report=evolve(first.report, key=f"copy-{number:05}"))
            quads = quads_of(reading, Base())
            printer.document(reading.report.key, quads)
            statements += len(quads)
        return statements

    say(work, lambda statements: statements)


if __name__ == "__main__":
    main()
