"""The mapping records of a graph as SSSOM/TSV, in its canonical form: the same records give the same bytes.

Read from github.com/mapping-commons/sssom: the form from src/docs/spec/formats-tsv.md ("Canonical SSSOM/TSV format",
commit a6815be), the slots and their order from src/sssom_schema/schema/sssom_schema.yaml (commit 0160ef8), the terms of
a record in RDF from src/docs/spec-formats-rdf.md (commit 0c917ec). Version 1.1 of the specification, because each row
names the record of the graph that it was made from (`record_id`).
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256
from typing import TypeAlias

from attrs import frozen
from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from kg.base import ONTOLOGY
from kg.errors import DataError
from kg.publish.curies import Curies
from kg.publish.dataset import CC0
from kg.publish.prefixes import DEFAULT_BASE, prefixes

Row: TypeAlias = Mapping[str, str]

VERSION = "1.1"
NO_TERM_FOUND = "https://w3id.org/sssom/NoTermFound"
WIKIDATA = "http://www.wikidata.org/entity/Q2013"  # Wikidata's item on itself; it is where nothing was found

COLUMNS = (
    *("record_id", "subject_id", "subject_label", "predicate_id", "predicate_modifier", "object_id", "object_label"),
    *("mapping_justification", "author_label", "reviewer_label", "subject_source", "subject_source_version"),
    *("object_source", "object_source_version", "mapping_tool", "mapping_tool_version", "mapping_date", "confidence"),
    *("similarity_score", "similarity_measure", "see_also", "comment"),
)
"""The slots of a mapping that we fill, in the order of the class `mapping` of the schema."""

REFERENCES = frozenset(
    {
        *("record_id", "subject_id", "predicate_id", "object_id", "mapping_justification"),
        *("subject_source", "object_source"),
    }
)
"""The slots that hold an EntityReference: written as CURIEs, and never as anything else."""

PROPAGATED = (
    *("subject_source", "subject_source_version", "object_source", "object_source_version"),
    *("mapping_tool", "mapping_tool_version", "mapping_date", "similarity_measure"),
)
"""The slots that stand once above the table if all rows share a value, in the order of the class `mapping set`."""

NUMBERS = frozenset({"confidence", "similarity_score"})
SEVERAL = frozenset({"author_label", "reviewer_label", "see_also"})

_SSSOM = prefixes()["sssom"]
_OWL = prefixes()["owl"]
_SKOS = prefixes()["skos"]
_RDFS = prefixes()["rdfs"]
_DCTERMS = prefixes()["dcterms"]
_RDF_TYPE = f"{prefixes()['rdf']}type"
_NIL = f"{ONTOLOGY}NilRecord"
# What a slot is called in RDF beside sssom: and its name: the `slot_uri` of the schema, or a term of ours.
_OTHER_NAMES = {
    "subject_id": (f"{_OWL}annotatedSource", f"{ONTOLOGY}searchedEntity"),
    "predicate_id": (f"{_OWL}annotatedProperty",),
    "object_id": (f"{_OWL}annotatedTarget",),
    "mapping_date": (f"{_DCTERMS}created",),
    "comment": (f"{_RDFS}comment",),
    "see_also": (f"{_RDFS}seeAlso",),
}
_PREDICATES = {slot: (f"{_SSSOM}{slot}", *_OTHER_NAMES.get(slot, ())) for slot in COLUMNS if slot != "record_id"}
_RECORDS = {f"{_OWL}Axiom", _NIL}
_REASON, _FEATURE = f"{ONTOLOGY}reason", f"{ONTOLOGY}feature"
# All that is kept while a graph goes by.
_READ = {_RDF_TYPE, _REASON, _FEATURE, *(predicate for names in _PREDICATES.values() for predicate in names)}
_NEGATED = {"Not", f"{_SSSOM}NegatedPredicate"}  # the value and the meaning of predicate_modifier_enum
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?")  # xsd:decimal and xsd:double, not negative
_LINE_END = re.compile(r"\r\n?")
_MANDATORY = ("subject_id", "predicate_id", "object_id", "mapping_justification")


@frozen
class MappingSet:
    """The records of one graph, as rows of full IRIs and plain texts; `base` is that of the graph."""

    rows: tuple[Row, ...]
    base: str = DEFAULT_BASE

    @classmethod
    def of(cls, quads: Iterable[Quad], base: str = DEFAULT_BASE) -> MappingSet:
        """The records among `quads`: links with `owl:annotatedSource`, and searches that found nothing.

        Raises DataError at a record without one of the four slots that no mapping may lack, or with two values of one.
        """
        kinds: dict[str, str] = {}
        values: dict[str, dict[str, set[str]]] = {}
        for quad in quads:
            subject, predicate, value = quad.subject, quad.predicate.value, quad.object
            if predicate not in _READ or not isinstance(subject, NamedNode) or isinstance(value, BlankNode | Triple):
                continue
            if predicate != _RDF_TYPE:
                values.setdefault(subject.value, {}).setdefault(predicate, set()).add(value.value)
            elif value.value in _RECORDS:
                kinds[subject.value] = value.value
        return cls(tuple(_row_of(record, kinds[record], values.get(record, {})) for record in sorted(kinds)), base)

    def as_tsv(self) -> str:
        """The whole file: the metadata in lines that begin with #, then the table. Ends in a line feed."""
        curies = Curies.of((row[slot] for row in self.rows for slot in REFERENCES if slot in row), self.base)
        rows = sorted(
            ({slot: _written(slot, value, curies) for slot, value in row.items()} for row in self.rows),
            key=lambda row: [row.get(slot, "") for slot in COLUMNS],
        )
        shared = _shared(rows)
        columns = [slot for slot in COLUMNS if slot not in shared and any(slot in row for row in rows)]
        table = _table(columns or list(_MANDATORY), rows)
        return "".join(f"#{line}\n" for line in self._metadata(table, shared, curies)) + table

    def _metadata(self, table: str, shared: Row, curies: Curies) -> list[str]:
        """The lines of YAML, in the order of the class `mapping set`."""
        facts = {
            "mapping_set_id": f"{self.base}dataset/mappings.sssom.tsv",
            # Changes with the mappings and with nothing else.
            "mapping_set_version": sha256(table.encode()).hexdigest()[:16],
            "mapping_set_title": "Diplograph: links to Wikidata",
            "mapping_set_description": (
                "What the persons, states, organisations, missions, posts and places in diplomatic reports are in "
                "Wikidata, and where a search found nothing; each row is one decision on one name of one report."
            ),
            "license": CC0,
            **shared,
        }
        own = curies.own
        prefix_lines = ["curie_map:", *(f"  {prefix}: {_scalar(own[prefix])}" for prefix in sorted(own))] if own else []
        return [
            f"sssom_version: {_scalar(VERSION)}",
            *prefix_lines,
            *(f"{slot}: {_scalar(value)}" for slot, value in facts.items()),
        ]


def _row_of(record: str, kind: str, values: Mapping[str, set[str]]) -> Row:
    """One record as a row of slots."""
    row = {"record_id": record}
    for slot, predicates in _PREDICATES.items():
        found = sorted(set().union(*(values.get(predicate, ()) for predicate in predicates)))
        if len(found) > 1 and slot not in SEVERAL:
            raise DataError(f"it has {len(found)} values of {slot}.", place=record, cure="Run kg build again.")
        if found:
            row[slot] = "|".join(map(_escaped, found)) if slot in SEVERAL else found[0]
    if "predicate_modifier" in row:
        if row["predicate_modifier"] not in _NEGATED:
            raise DataError(
                f"{row['predicate_modifier']!r} is no modifier of a predicate.", place=record, cure="Write Not."
            )
        row["predicate_modifier"] = "Not"
    if kind == _NIL:
        row["predicate_id"], row["object_id"] = f"{_SKOS}exactMatch", NO_TERM_FOUND
        row.pop("predicate_modifier", None)  # the specification leaves open what it would mean here
        row.setdefault("mapping_justification", f"{prefixes()['semapv']}CompositeMatching")
    for slot in _MANDATORY:
        if slot not in row:
            raise DataError(f"this record has no {slot}.", place=record, cure="Run kg build again.")
    if kind == _NIL or row["object_id"].startswith(prefixes()["wd"]):
        row.setdefault("object_source", WIKIDATA)
    for slot in NUMBERS & row.keys():
        if not _NUMBER.fullmatch(row[slot]) or Decimal(row[slot]) > 1:
            raise DataError(f"{row[slot]!r} is no {slot} from 0 to 1.", place=record, cure="Run kg build again.")
    said = [*sorted(values.get(_REASON, ())), row.get("comment", ""), *sorted(values.get(_FEATURE, ()))]
    row["comment"] = "; ".join(text for text in said if text)
    return {slot: _LINE_END.sub("\n", row[slot]) for slot in COLUMNS if row.get(slot)}


def _written(slot: str, value: str, curies: Curies) -> str:
    if slot in REFERENCES:
        return curies.curie(value)
    return _rounded(value) if slot in NUMBERS else value


def _rounded(number: str) -> str:
    """At most three digits after the point, a tie upwards, and no more than needed (canonical form).

    >>> _rounded("0.8"), _rounded("1.0"), _rounded("0.0625"), _rounded("0.9995")
    ('0.8', '1', '0.063', '1')
    """
    written = f"{Decimal(number).quantize(Decimal('0.001'), ROUND_HALF_UP):f}"
    return written.rstrip("0").rstrip(".")


def _escaped(value: str) -> str:
    """One of several values: the bar parts them (examples/schema/pipe-escaping.sssom.tsv)."""
    return value.replace("\\", "\\\\").replace("|", "\\|")


def _shared(rows: Sequence[Row]) -> Row:
    """The propagated slots of which all rows have the same value ("condensation")."""
    if not rows:
        return {}
    first = rows[0]
    return {
        slot: first[slot] for slot in PROPAGATED if slot in first and all(row.get(slot) == first[slot] for row in rows)
    }


def _table(columns: Sequence[str], rows: Sequence[Row]) -> str:
    stream = io.StringIO()
    # Quotes only where a value holds a tab, a quote or the end of a line, and doubles a quote within: rules 1 to 3.
    writer = csv.writer(stream, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow(columns)
    writer.writerows([row.get(slot, "") for slot in columns] for row in rows)
    return stream.getvalue()


_UNPRINTED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
# What YAML 1.2 reads as text if it stands without quotes: no indicator first, no comment or key inside, no number.
_PLAIN = re.compile(r"(?![-?:,\[\]{}#&*!|>'\"%@`\s])[^\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]*(?<![\s:])")
_NOT_TEXT = re.compile(
    r"[-+]?[0-9.][0-9_]*(\.[0-9]*)?([eE][-+]?[0-9]+)?|0[ox][0-9a-fA-F]+|[-+]?\.(inf|nan)|~", re.IGNORECASE
)
_WORDS = frozenset({"", "null", "true", "false", "yes", "no", "on", "off", "y", "n"})


def _scalar(text: str) -> str:
    r"""A text in plain style if YAML reads it back as that text, else in double quotes.

    >>> _scalar("https://example.org/a"), _scalar("1.1"), _scalar("a: b"), _scalar("no")
    ('https://example.org/a', '"1.1"', '"a: b"', '"no"')
    """
    is_plain = (
        _PLAIN.fullmatch(text)
        and ": " not in text
        and " #" not in text
        and not _NOT_TEXT.fullmatch(text)
        and text.lower() not in _WORDS
    )
    if is_plain:
        return text
    # JSON text is YAML but for the characters that YAML does not print (5.1) and JSON leaves as they are.
    return _UNPRINTED.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))
