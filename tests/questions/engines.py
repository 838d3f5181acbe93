"""One graph in two engines, and what a query answers in each."""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

import pyoxigraph
import rdflib
from rdflib.query import ResultRow

QUERIES = Path(__file__).resolve().parents[2] / "data" / "queries"

# A folder may hold the same graph in several formats: one of them is read, the first found in this order.
SUFFIXES = {
    ".nq": pyoxigraph.RdfFormat.N_QUADS,
    ".trig": pyoxigraph.RdfFormat.TRIG,
    ".nt": pyoxigraph.RdfFormat.N_TRIPLES,
    ".ttl": pyoxigraph.RdfFormat.TURTLE,
    ".jsonld": pyoxigraph.RdfFormat.JSON_LD,
}

# Rows of a SELECT, column to value, "" where unbound; or what an ASK says.
Answer: TypeAlias = list[dict[str, str]] | bool


def queries_in(folder: Path = QUERIES) -> dict[int, Path]:
    """The query files by question number: q03-diplomats-and-leaders.rq is question 3."""
    return {int(path.name[1:3]): path for path in sorted(folder.glob("q[0-9][0-9]-*.rq"))}


def store_of(place: Path) -> pyoxigraph.Store:
    """All quads of a file, or of the files of one format under a folder. Refuses a place that holds none."""
    if place.is_dir():
        by_suffix = {suffix: sorted(place.rglob(f"*{suffix}")) for suffix in SUFFIXES}
        paths = next((paths for paths in by_suffix.values() if paths), [])
    else:
        paths = [place] if place.is_file() else []
    if not paths:
        raise FileNotFoundError(f"{place}: no file ending in {', '.join(SUFFIXES)}. Build a report first.")
    store = pyoxigraph.Store()
    for path in paths:
        if path.suffix not in SUFFIXES:
            raise ValueError(f"{path}: a graph must end in one of {', '.join(SUFFIXES)}.")
        store.load(path=path, format=SUFFIXES[path.suffix])
    return store


def rdflib_graph_of(store: pyoxigraph.Store) -> rdflib.Graph:
    """The union of all graphs of a store, as plain triples in rdflib."""
    triples = {pyoxigraph.Triple(quad.subject, quad.predicate, quad.object) for quad in store}
    ntriples = pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES)
    return rdflib.Graph().parse(data=ntriples, format="nt")


def oxigraph_answer(store: pyoxigraph.Store, query: str) -> Answer:
    """What pyoxigraph answers over the union of all graphs."""
    found = store.query(query, use_default_graph_as_union=True)
    if isinstance(found, pyoxigraph.QueryBoolean):
        return bool(found)
    if not isinstance(found, pyoxigraph.QuerySolutions):
        raise TypeError("a competency question is a SELECT or an ASK")
    names = [variable.value for variable in found.variables]
    return [{name: _value(solution[name]) for name in names} for solution in found]


def rdflib_answer(graph: rdflib.Graph, query: str) -> Answer:
    """What rdflib answers."""
    found = graph.query(query)
    if found.type == "ASK":
        return bool(found.askAnswer)
    names = [str(variable) for variable in found.vars or ()]
    rows = []
    for row in found:
        assert isinstance(row, ResultRow)
        rows.append({name: "" if row[name] is None else str(row[name]) for name in names})
    return rows


def _value(term: object) -> str:
    if term is None:
        return ""
    if isinstance(term, pyoxigraph.NamedNode | pyoxigraph.Literal):
        return term.value
    raise TypeError(f"not an IRI or a literal: {term!r}. The graphs hold no blank nodes.")
