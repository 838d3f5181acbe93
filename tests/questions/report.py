"""How far a graph answers the thirty questions: `python -m tests.questions.report build/`.

For each question PASS or FAIL and, for a FAIL, what is missing and what is there instead. Ends with 1 if one fails.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from .engines import Answer, oxigraph_answer, queries_in, rdflib_answer, rdflib_graph_of, store_of
from .expectations import EXPECTED, Comparison, Expectation, compare, expectations


def main(arguments: list[str] | None = None) -> int:
    """Print the report; 0 if every question asked gets its stated answer, else 1."""
    parser = argparse.ArgumentParser(prog="python -m tests.questions.report", description=__doc__)
    parser.add_argument("graph", type=Path, help="a file of triples or quads, or a folder of them")
    parser.add_argument("--only", type=int, nargs="+", metavar="N", help="ask only these questions")
    parser.add_argument("--rows", action="store_true", help="print all rows found, of right answers too")
    parser.add_argument("--rdflib", action="store_true", help="ask rdflib too, and say where the two differ (slower)")
    parser.add_argument("--expected", type=Path, default=EXPECTED, help="the stated answers, if not the first report's")
    options = parser.parse_args(arguments)
    stated = expectations(options.expected)
    try:
        store = store_of(options.graph)
    except (OSError, SyntaxError, ValueError) as error:
        parser.error(str(error))
    graph = rdflib_graph_of(store) if options.rdflib else None
    asked = options.only or sorted(queries_in())
    right = 0
    for number in asked:
        query = stated[number].asked(queries_in()[number].read_text(encoding="utf-8"))
        answer = oxigraph_answer(store, query)
        comparison = compare(stated[number], answer)
        right += comparison.is_right
        lines = report_of(stated[number], answer, comparison, with_rows=options.rows)
        if graph is not None and rdflib_answer(graph, query) != answer:
            lines.append("      rdflib answers otherwise")
        sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.write(f"{right} of {len(asked)} questions answered as stated, over {len(store)} quads\n")
    return 0 if right == len(asked) else 1


def report_of(expectation: Expectation, answer: Answer, comparison: Comparison, *, with_rows: bool) -> list[str]:
    """The lines on one question."""
    verdict = "PASS" if comparison.is_right else "FAIL"
    size = "" if isinstance(answer, bool) else f" [{len(answer)} rows, stated {_stated_size(expectation)}]"
    lines = [f"{verdict}  {expectation.number:>2}. {expectation.question}{size}"]
    if not comparison.is_right:
        lines.append(f"      stated: {expectation.stated}")
    lines += [f"      {remark}" for remark in comparison.remarks]
    lines += [f"      missing    {_line(row)}" for row in comparison.missing]
    lines += [f"      unexpected {_line(row)}" for row in comparison.unexpected]
    if with_rows or (not comparison.is_right and not comparison.unexpected):
        lines += [f"      got        {_line(row)}" for row in ([] if isinstance(answer, bool) else answer)]
    return lines


def _stated_size(expectation: Expectation) -> str:
    size = str(len(expectation.rows) if expectation.count is None else expectation.count)
    return f"{size} or more" if expectation.told_twice else size


def _line(row: dict[str, str]) -> str:
    """A row on one line; IRIs by their last part."""
    return " | ".join(f"{column}={value.rsplit('#', 1)[-1].rsplit('/claim/', 1)[-1]}" for column, value in row.items())


if __name__ == "__main__":
    sys.exit(main())
