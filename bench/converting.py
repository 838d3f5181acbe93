"""From what was understood to statements: ours beside rdflib, Morph-KGC and maplib. `python -m bench.converting`.

Ours begins with readings, as they come from the rules, and makes IRIs, claims, evidence and times of them. The peers
get the same statements as tables, one for each property and kind of value, with every IRI ready: less work than ours.
"""

from __future__ import annotations

import argparse
import csv
import json
import pickle
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from attrs import evolve
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from bench.contest import Entrant, Run, contest, named_peers, said_by, with_amount
from bench.copies import readings_of_copies
from bench.figures import OURS, PEER, Comparison, Machine, Part, load
from kg.converters import Base, quads_of

COMMAND = "python -m bench.converting --documents {documents} --rounds {rounds} --peers PYTHON"
_OUT = "out.nq"
XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
RML = """\
@prefix rr: <http://www.w3.org/ns/r2rml#> .
@prefix rml: <http://semweb.mmlab.be/ns/rml#> .
@prefix ql: <http://semweb.mmlab.be/ns/ql#> .
"""
NOTES = {
    "maplib": "without graphs, literals all plain strings, written as N-Triples: less work",
    "rdflib": "a URIRef or Literal for each field, added to a Dataset",
    "morph-kgc": "an RML mapping, one process, `materialize_set`",
}


def write_tables(folder: Path, quads: Iterable[Quad]) -> None:
    """The tables, what is in them, and the mapping of them."""
    tables: defaultdict[tuple[str, bool, str, str], list[tuple[str, str, str]]] = defaultdict(list)
    for quad in quads:
        value, graph, subject = quad.object, quad.graph_name, quad.subject
        assert isinstance(value, NamedNode | Literal)
        assert isinstance(graph, NamedNode)
        assert isinstance(subject, NamedNode)
        kind = ("", "")
        if isinstance(value, Literal):
            datatype = "" if value.language or value.datatype.value == XSD_STRING else value.datatype.value
            kind = (datatype, value.language or "")
        tables[quad.predicate.value, isinstance(value, NamedNode), *kind].append(
            (graph.value, subject.value, value.value)
        )
    listed, mapping = [], [RML]
    for number, ((predicate, is_iri, datatype, language), rows) in enumerate(tables.items()):
        path = folder / f"table-{number:03}.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([("g", "s", "o"), *rows])
        table = {
            "file": path.name,
            "predicate": predicate,
            "is_iri": is_iri,
            "datatype": datatype,
            "language": language,
        }
        listed.append(table)
        kind_of = "; rr:termType rr:IRI" if is_iri else "; rr:termType rr:Literal"
        more = f"; rr:datatype <{datatype}>" if datatype else f'; rr:language "{language}"' if language else ""
        mapping.append(f"""
<#map{number}> a rr:TriplesMap ;
  rml:logicalSource [ rml:source "{path}" ; rml:referenceFormulation ql:CSV ] ;
  rr:subjectMap [ rml:reference "s" ; rr:termType rr:IRI ; rr:graphMap [ rml:reference "g" ; rr:termType rr:IRI ] ] ;
  rr:predicateObjectMap [ rr:predicate <{predicate}> ; rr:objectMap [ rml:reference "o" {kind_of} {more} ] ] .
""")
    (folder / "tables.json").write_text(json.dumps(listed), "utf-8")
    (folder / "mapping.ttl").write_text("".join(mapping), "utf-8")


def difference(wanted: frozenset[Quad], found: frozenset[Quad]) -> str:
    """In words, what of the statements came out otherwise; "" where nothing did."""
    if wanted <= found:
        return ""
    triples, given = {quad.triple for quad in wanted}, {quad.triple for quad in found}
    plain = sum(
        isinstance(each.object, Literal) and Triple(each.subject, each.predicate, Literal(each.object.value)) in given
        for each in triples - given
    )
    same = len(triples & given)
    return (
        f"{len(wanted & found):,} of our {len(wanted):,} statements came out with their graph; with graphs left aside, "
        f"of {len(triples):,} triples {same:,} came out the same, {plain:,} as plain strings without their datatype or "
        f"language, and {len(triples) - same - plain:,} not at all"
    )


def main() -> None:
    """Measure, and keep."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--documents", type=int, default=10, help="copies of the first report")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each")
    parser.add_argument("--peers", action="append", default=[], metavar="PYTHON", help="an interpreter that has peers")
    given = parser.parse_args()
    before = load()
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        readings = readings_of_copies(given.documents)
        (scratch / "readings").write_bytes(pickle.dumps(readings))
        quads = [quad for reading in readings for quad in quads_of(reading, Base())]
        write_tables(scratch, quads)
        differences: dict[str, str] = {}
        entrants = entrants_of(scratch, frozenset(quads), given.peers, differences)
        rows, versions, failed = contest(entrants, given.rounds)
    about = "From readings, or tables, to one file of N-Quads."
    rows = tuple(evolve(row, note="; ".join(filter(None, (row.note, differences.get(row.name, ""))))) for row in rows)
    Part(
        "converting",
        "Making statements",
        20,
        "Ours begins with readings and makes every IRI; the peers get tables in which all IRIs are ready: less "
        "work. Reading the tables is counted, for they are how such programs are fed; importing the program is not.",
        COMMAND.format(documents=given.documents, rounds=given.rounds),
        Machine.now(before, versions),
        (Comparison("Making statements", about, "statements", given.documents, rows),),
        missing=tuple(failed) if given.peers else (*failed, "other peers; none were named (`--peers`)."),
    ).keep()


def entrants_of(
    scratch: Path, quads: frozenset[Quad], peers: Sequence[str], differences: dict[str, str]
) -> list[Entrant]:
    """All who can make statements; `differences` takes, by name, what they make otherwise."""
    readings = str(scratch / "readings")

    def counted(name: str, *words: str, python: str = sys.executable) -> Run:
        def statements(out: Path) -> int:
            found = frozenset(parse(path=str(out / _OUT), format=RdfFormat.N_QUADS))
            differences[name] = difference(quads, found)
            return len(found)

        return with_amount(lambda out: said_by(python, *words, str(out / _OUT)), statements)

    def theirs(python: str, name: str) -> Callable[[], Run]:
        return lambda: counted(name, "bench.peers.converting", name, str(scratch), python=python)

    found = [Entrant("kg", OURS, lambda: counted("kg", "bench.converter", readings))]
    for python, name in named_peers([sys.executable, *peers], "bench.peers.converting"):
        found.append(Entrant(name, PEER, theirs(python, name), NOTES[name]))
    return found


if __name__ == "__main__":
    main()
