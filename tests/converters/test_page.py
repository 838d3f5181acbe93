"""The page about the model shows what the converters write, not what they once wrote."""

from __future__ import annotations

import re
from pathlib import Path

from rdflib import Graph

from kg.converters import iri_index, quads_of
from tests.converters.readings import READING

PAGE = (Path(__file__).resolve().parents[2] / "docs/model.md").read_text("utf-8")
PREFIX = "PREFIX dg: <https://w3id.org/diplograph/ontology#> "


def block(language: str) -> str:
    found = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert len(found) == 1
    return str(found[0])


def written() -> Graph:
    lines = "\n".join(f"{quad.subject} {quad.predicate} {quad.object} ." for quad in quads_of(READING))
    return Graph().parse(data=lines, format="nt")


def test_the_turtle_of_one_claim_is_part_of_what_is_written() -> None:
    shown = Graph().parse(data=block("turtle"), format="turtle")
    assert len(shown) > 40
    graph = written()
    assert [triple for triple in shown if triple not in graph] == []


def test_the_query_of_the_page_gives_the_chain_innermost_first() -> None:
    index = iri_index(READING)
    rows = [(int(row[0]), str(row[1])) for row in written().query(PREFIX + block("sparql"))]  # type: ignore[index, arg-type]
    assert rows == [(2, index["rehm"]), (1, index["varga"]), (0, index["author"])]
