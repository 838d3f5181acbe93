"""Write docs/performance.md from what the benches kept: `python -m bench.report`.

Each part is taken from bench/latest/NAME.json, so one can be measured again alone. What came out slower than a peer
stands first.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.figures import LATEST, LIMIT, PEER, Comparison, Goal, Growth, Part, Row, parts_in

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
# Nearer than this two medians on a shared machine are not told apart.
SAME = 0.05
PREAMBLE = """\
# Performance

Written by `make bench`; do not edit it, the next run writes it anew. Single parts: `python -m bench.building`,
`.converting`, `.serialising`, `.shapes`, `.stores`, `.growth`, then `python -m bench.report`.

All in one table did the same work on the same data in the same run, in turns, each time in a process of its own.
Figures are medians; the number of runs stands beside them. CPU is the processor's time of all threads (and, of
`kg build`, of all its processes), wall what a clock says; on a machine that others use as well the wall is what they
left. A ratio above 1 says that ours took less. Memory is the peak of the largest process. *limit* is no peer, but what
the machine does if nothing else is asked of it.

The peers are no part of the project and are not installed with it: `--peers PYTHON` names an interpreter that has them,
and may be given more than once. Without one their rows are missing.
"""


def page(parts: Sequence[Part]) -> str:
    """The whole page."""
    return "\n".join([PREAMBLE, *_slower(parts), *_wanted(parts), *(line for part in parts for line in _part(part))])


def _slower(parts: Sequence[Part]) -> Iterator[str]:
    yield "## What is slower than a peer\n"
    found = [
        line
        for part in parts
        for each in part.comparisons
        for row in each.rows
        if row.role == PEER and (line := _behind(each, row))
    ]
    yield "\n".join(found) if found else "Of what was measured, nothing."
    yield ""


def _behind(comparison: Comparison, row: Row) -> str:
    measures = []
    for name, mine, theirs in (
        ("CPU", comparison.ours.cpu, row.cpu),
        ("wall", comparison.ours.wall, row.wall),
        ("memory", comparison.ours.peak_mb, row.peak_mb),
    ):
        if mine and theirs and mine > theirs * (1 + SAME):
            measures.append(f"{mine / theirs:.1f} times its {name}")
    if not measures:
        return ""
    out = "" if row.amount == comparison.ours.amount else f" ({_other_amount(comparison, row)})"
    return f"- {comparison.title}: beside {row.name} we take {', '.join(measures)}{out}."


def _other_amount(comparison: Comparison, row: Row) -> str:
    return f"it gives {row.amount:,} {comparison.unit}, we {comparison.ours.amount:,}"


def _wanted(parts: Sequence[Part]) -> Iterator[str]:
    goals = [goal for part in parts for goal in part.goals]
    if goals:
        yield "## What was wanted\n"
        yield "| | wanted | found | |\n|---|---|---|---|"
        yield from map(_goal, sorted(goals, key=lambda goal: goal.is_reached))
        yield ""


def _goal(goal: Goal) -> str:
    bound = "at most" if goal.is_most else "at least"
    word = "reached" if goal.is_reached else "**not reached**"
    return f"| {goal.what} | {bound} {goal.wanted:g} {goal.unit} | {goal.found:,.2f} | {word} |"


def _part(part: Part) -> Iterator[str]:
    yield f"## {part.title}\n"
    yield f"    {part.command}\n"
    yield f"{part.about}\n"
    for comparison in part.comparisons:
        yield from _comparison(comparison)
    for growth in part.growths:
        yield from _growth(growth)
    for missing in part.missing:
        yield f"- Not measured: {missing}"
    if part.missing:
        yield ""
    machine = part.machine
    versions = ", ".join(f"{name} {version}" for name, version in machine.versions.items())
    before, after = machine.load
    yield (
        f"*{machine.day}, Python {machine.python}, {machine.cores} cores, {machine.system}; "
        f"load {before:g} before, {after:g} after. {versions}.*\n"
    )


def _comparison(comparison: Comparison) -> Iterator[str]:
    ours = comparison.ours
    yield f"### {comparison.title}\n"
    yield f"{comparison.about}\n"
    yield (
        f"| {comparison.documents:,} documents | CPU ratio | wall ratio | CPU s | wall s (least; most) | runs "
        f"| peak MB | {comparison.unit} | {comparison.unit}/CPU s |"
    )
    yield "|---|---|---|---|---|---|---|---|---|"
    for row in comparison.rows:
        name = f"**{row.name}**" if row is ours else row.name
        kind = " (limit)" if row.role == LIMIT else ""
        cpu = f"{row.cpu / ours.cpu:.2f}" if row.cpu and ours.cpu else ""
        amount = f"{row.amount:,}" + ("" if row.amount == ours.amount else " (!)")
        rate = f"{row.amount / row.cpu:,.0f}" if row.cpu and row.amount else ""
        spread = f"{row.wall:.3g} ({min(row.wall_s):.3g}; {max(row.wall_s):.3g})"
        yield (
            f"| {name}{kind} | {cpu} | {row.wall / ours.wall:.2f} | {f'{row.cpu:.3g}' if row.cpu else ''} | {spread} "
            f"| {len(row.wall_s)} | {f'{row.peak_mb:,.0f}' if row.peak_mb else ''} | {amount} | {rate} |"
        )
    notes = [f"- {row.name}: {row.note}" for row in comparison.rows if row.note]
    if any(row.amount != ours.amount for row in comparison.rows):
        notes.append(f"- (!): another number of {comparison.unit} came out, so the work was not the same.")
    yield "\n" + "".join(f"{note}\n" for note in notes)


def _growth(growth: Growth) -> Iterator[str]:
    yield f"### {growth.title}\n"
    yield "| documents | CPU s | wall s | CPU ms a document | grows by, a document | peak MB | |"
    yield "|---|---|---|---|---|---|---|"
    first = growth.points[0]
    for point in growth.points:
        each = point.cpu_s / point.documents
        yield (
            f"| {point.documents:,} | {point.cpu_s:.3g} | {point.wall_s:.3g} | {each * 1000:.3g} "
            f"| x {each / (first.cpu_s / first.documents):.2f} | {f'{point.peak_mb:,.0f}' if point.peak_mb else ''} "
            f"| {'reckoned, not measured' if point.is_reckoned else ''} |"
        )
    yield ""


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--latest", type=Path, default=LATEST, help="the folder of what the benches kept")
    parser.add_argument("--page", type=Path, default=PAGE, help="the page to write")
    given = parser.parse_args()
    parts = parts_in(given.latest)
    aside = given.page.with_suffix(".tmp")
    aside.write_text(page(parts), encoding="utf-8")
    aside.replace(given.page)
    print(f"{given.page.name}: {', '.join(part.name for part in parts) or 'no part was measured'}")


if __name__ == "__main__":
    main()
