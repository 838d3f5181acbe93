"""The table of links is canonical SSSOM/TSV, by a strict reader of its own; it loses nothing and invents nothing."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from itertools import takewhile

import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Quad, RdfFormat, parse

from kg.errors import DataError, UsageError
from kg.publish.curies import BUILT_IN, Curies
from kg.publish.sssom import COLUMNS, MappingSet

BASE = "https://w3id.org/diplograph/"

# The slots of the classes `mapping set` and `mapping`, in their order: github.com/mapping-commons/sssom,
# src/sssom_schema/schema/sssom_schema.yaml at commit 0160ef8.
SET_SLOTS = re.findall(
    r"\w+",
    """
    sssom_version curie_map mapping_set_id mapping_set_version mapping_set_source mapping_set_title
    mapping_set_description mapping_set_confidence creator_id creator_label license subject_type subject_source
    subject_source_version object_type object_source object_source_version predicate_type mapping_provider
    cardinality_scope mapping_tool mapping_tool_id mapping_tool_version mapping_date publication_date
    subject_match_field object_match_field subject_preprocessing object_preprocessing similarity_measure
    curation_rule curation_rule_text see_also issue_tracker other comment extension_definitions
    """,
)
SLOTS = re.findall(
    r"\w+",
    """
    record_id subject_id subject_label subject_category predicate_id predicate_label predicate_modifier object_id
    object_label object_category mapping_justification author_id author_label reviewer_id reviewer_label creator_id
    creator_label license subject_type subject_source subject_source_version object_type object_source
    object_source_version predicate_type mapping_provider mapping_source mapping_cardinality cardinality_scope
    mapping_tool mapping_tool_id mapping_tool_version mapping_date publication_date review_date confidence
    curation_rule curation_rule_text subject_match_field object_match_field match_string subject_preprocessing
    object_preprocessing similarity_score similarity_measure see_also issue_tracker_item other comment
    """,
)
REFERENCES = ("record_id", "subject_id", "predicate_id", "object_id", "mapping_justification", "object_source")
JUSTIFICATION = re.compile(
    "semapv:(MappingReview|ManualMappingCuration|LogicalReasoning|LexicalMatching|CompositeMatching|UnspecifiedMatching|"
    "SemanticSimilarityThresholdMatching|LexicalSimilarityThresholdMatching|MappingChaining|MappingInversion|"
    "StructuralMatching|InstanceBasedMatching|BackgroundKnowledgeBasedMatching)"
)

HEAD = f"""
@base <{BASE}> .
@prefix agent: <agent/> . @prefix dg: <ontology#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix semapv: <https://w3id.org/semapv/vocab/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix sssom: <https://w3id.org/sssom/> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix wd: <http://www.wikidata.org/entity/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
TOOL = 'sssom:mapping_tool "Diplograph" ; sssom:mapping_tool_version "0.1.0" ; sssom:object_source wd:Q2013'
MACHINE = f"""
<doc/a/mapping/1> a owl:Axiom ; owl:annotatedSource agent:kim-il-sung ; owl:annotatedProperty skos:exactMatch ;
    owl:annotatedTarget wd:Q41117 ; sssom:mapping_justification semapv:CompositeMatching ; {TOOL} ;
    sssom:subject_label "Kim Il Sung" ; sssom:object_label "Kim Il-sung" ; sssom:confidence 0.9995 ;
    sssom:mapping_date "2026-11-01"^^xsd:date ; dg:reason "accepted: name, office"@en ;
    dg:feature "office 0.4" , "name 1.0" .
"""
CURATOR = f"""
<doc/b/mapping/2> a owl:Axiom ; owl:annotatedSource agent:stalin-joseph ; owl:annotatedProperty skos:exactMatch ;
    owl:annotatedTarget wd:Q1 ; sssom:mapping_justification semapv:ManualMappingCuration ; {TOOL} ;
    sssom:predicate_modifier sssom:NegatedPredicate ; sssom:author_label "A. Curator" , "B|C" ;
    dcterms:created "2026-11-23"^^xsd:date ; rdfs:comment "a \\"namesake\\"\\tof\\nanother century" .
"""
NIL = f"""
<doc/a/mapping/3> a dg:NilRecord ; dg:searchedEntity <doc/a/place/front> ; dg:reason "no candidate"@en ; {TOOL} .
"""


@frozen
class Read:
    """What a reader of SSSOM/TSV takes from a file, with the shared slots given to each row."""

    facts: dict[str, str]
    prefixes: dict[str, str]
    rows: list[dict[str, str]]

    def iri(self, curie: str) -> str:
        prefix, _, rest = curie.partition(":")
        return {**self.prefixes, **BUILT_IN}[prefix] + rest


def scalar(written: str) -> str:
    """A plain or double-quoted scalar on one line; all else of YAML is refused."""
    if written.startswith('"'):
        value = json.loads(written)
        assert isinstance(value, str)
        return value
    assert not re.match(r"[-?:,\[\]{}#&*!|>'\"%@`\s]", written), written
    assert not re.search(r": | #|[\x00-\x1f]|\s$|:$", written), written
    # The core schema of YAML 1.2 (10.3.2): what is read as null, a truth value, an integer or a floating point number.
    number = r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)(e[-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-f]+|[-+]?\.inf|\.nan"
    assert not re.fullmatch(rf"{number}|true|false|null|~?", written, re.IGNORECASE), written
    return written


def read(text: str) -> Read:
    """Read a file as the specification says, and refuse whatever is not in canonical form."""
    assert "\r" not in text
    assert not text.startswith("\ufeff")
    lines = text.split("\n")
    # The head is the lines before the table; a cell of several lines may have one that begins with "#".
    above = [line[1:] for line in takewhile(lambda line: line.startswith("#"), lines)]
    facts: dict[str, str] = {}
    prefixes: dict[str, str] = {}
    for line in above:
        found = re.fullmatch(r"(  )?([A-Za-z_][A-Za-z0-9_-]*):(?: (.+))?", line)
        assert found, line
        if found[1]:
            prefixes[found[2]] = scalar(found[3])
        elif found[2] != "curie_map":
            facts[found[2]] = scalar(found[3])
    names = [line.partition(":")[0] for line in above if not line.startswith(" ")]
    assert names == sorted(names, key=SET_SLOTS.index)
    assert list(prefixes) == sorted(prefixes)
    assert not set(prefixes) & set(BUILT_IN)
    table = "\n".join(lines[len(above) :])
    parsed = list(csv.reader(io.StringIO(table, newline=""), delimiter="\t", strict=True))
    columns, cells = parsed[0], parsed[1:]
    assert columns == sorted(columns, key=SLOTS.index)
    assert not set(columns) & set(facts)
    assert all(len(row) == len(columns) for row in cells)
    assert cells == sorted(cells)
    for place in range(len(columns) if cells else 0):
        assert any(row[place] for row in cells), f"{columns[place]} is empty"
    shared = {slot: value for slot, value in facts.items() if slot in SLOTS and slot != "license"}
    rows = [{**shared, **{slot: value for slot, value in zip(columns, row, strict=True) if value}} for row in cells]
    for row in rows:
        assert {"subject_id", "predicate_id", "object_id", "mapping_justification"} <= set(row)
        assert JUSTIFICATION.fullmatch(row["mapping_justification"])
        for slot in set(row) & set(REFERENCES):
            assert row[slot].partition(":")[0] in {**prefixes, **BUILT_IN}, row[slot]
        for slot in {"confidence", "similarity_score"} & set(row):
            assert re.fullmatch(r"0(\.[0-9]{1,3})?|1", row[slot])
        assert row.get("predicate_modifier", "Not") == "Not"
        assert not (row["object_id"] == "sssom:NoTermFound" and "object_source" not in row)
    used = {row[slot].partition(":")[0] for row in rows for slot in set(row) & set(REFERENCES)}
    assert set(prefixes) <= used
    return Read(facts, prefixes, rows)


def quads(*turtle: str, base: str = BASE) -> list[Quad]:
    return list(parse((HEAD + "".join(turtle)).replace(BASE, base), format=RdfFormat.TURTLE))


def exported(given: Iterable[Quad], base: str = BASE) -> Read:
    return read(MappingSet.of(given, base).as_tsv())


def test_our_columns_are_slots_of_the_schema_in_its_order() -> None:
    assert list(COLUMNS) == sorted(COLUMNS, key=SLOTS.index)


def test_a_machines_link_is_a_row_with_its_confidence_reason_and_features() -> None:
    row = exported(quads(MACHINE)).rows[0]
    assert row == {
        "record_id": "doc:a/mapping/1",
        "subject_id": "agent:kim-il-sung",
        "subject_label": "Kim Il Sung",
        "predicate_id": "skos:exactMatch",
        "object_id": "wd:Q41117",
        "object_label": "Kim Il-sung",
        "mapping_justification": "semapv:CompositeMatching",
        "object_source": "wd:Q2013",
        "mapping_tool": "Diplograph",
        "mapping_tool_version": "0.1.0",
        "mapping_date": "2026-11-01",
        "confidence": "1",
        "comment": "accepted: name, office; name 1.0; office 0.4",
    }


def test_what_a_curator_refused_is_negated_and_bears_the_curators_name() -> None:
    row = exported(quads(CURATOR)).rows[0]
    assert row["predicate_modifier"] == "Not"
    assert row["author_label"] == r"A. Curator|B\|C"
    assert row["mapping_justification"] == "semapv:ManualMappingCuration"
    assert row["mapping_date"] == "2026-11-23"
    assert row["comment"] == 'a "namesake"\tof\nanother century'


@pytest.mark.parametrize("modifier", ['"Not"', "sssom:NegatedPredicate"])
def test_both_ways_to_negate_in_rdf_are_understood(modifier: str) -> None:
    row = exported(quads(CURATOR.replace("sssom:NegatedPredicate", modifier))).rows[0]
    assert row["predicate_modifier"] == "Not"


def test_a_search_that_found_nothing_says_where_nothing_was_found() -> None:
    row = exported(quads(NIL)).rows[0]
    assert (row["subject_id"], row["predicate_id"], row["object_id"]) == (
        "doc:a/place/front",
        "skos:exactMatch",
        "sssom:NoTermFound",
    )
    assert (row["object_source"], row["comment"]) == ("wd:Q2013", "no candidate")


def test_a_negated_nothing_is_nothing() -> None:
    """The specification leaves open what Not means there, so it is not said."""
    assert (
        "predicate_modifier" not in exported(quads(NIL, '<doc/a/mapping/3> sssom:predicate_modifier "Not" .')).rows[0]
    )


def test_what_all_rows_share_stands_once_above_them() -> None:
    found = exported(quads(MACHINE, CURATOR, NIL))
    assert (found.facts["mapping_tool"], found.facts["object_source"]) == ("Diplograph", "wd:Q2013")
    assert "mapping_date" not in found.facts
    assert len(found.rows) == 3


def test_what_one_row_lacks_is_not_given_to_it() -> None:
    found = exported(quads(MACHINE, NIL.replace('sssom:mapping_tool "Diplograph" ;', "")))
    assert [row.get("mapping_tool") for row in found.rows] == ["Diplograph", None]


def test_the_licence_is_that_of_our_own_data() -> None:
    assert exported(quads(MACHINE)).facts["license"] == "https://creativecommons.org/publicdomain/zero/1.0/"


def test_the_same_records_in_any_order_give_the_same_bytes() -> None:
    given = quads(MACHINE, CURATOR, NIL)
    assert MappingSet.of(given).as_tsv() == MappingSet.of(given[::-1]).as_tsv()


def test_the_version_changes_with_the_mappings_and_with_nothing_else() -> None:
    one, same, other = (
        exported(given).facts["mapping_set_version"]
        for given in (quads(MACHINE), quads(MACHINE, "agent:x a dg:State ."), quads(MACHINE, NIL))
    )
    assert one == same != other


def test_a_graph_without_links_gives_a_head_and_no_rows() -> None:
    assert exported(quads("agent:x a dg:State .")).rows == []


@pytest.mark.parametrize(
    "base",
    [
        "https://example.org/kg/",
        "http://localhost:8000/a/b/",
        "https://w3id.org/sssom/",
        "http://www.wikidata.org/",
        "http://www.wikidata.org/entity/",
        "https://example.org/agent/",
        "https://example.org/é/",
        "urn:x:/",
    ],
)
def test_every_curie_leads_back_to_its_iri_under_any_base(base: str) -> None:
    """The ontology keeps its address under any base, so only what stands under the base may move."""
    turtle = (HEAD + MACHINE + NIL).replace(f"@base <{BASE}>", f"@base <{base}>")
    given = list(parse(turtle.replace("<ontology#>", f"<{BASE}ontology#>"), format=RdfFormat.TURTLE))
    found = exported(given, base)
    assert [found.iri(row["subject_id"]) for row in found.rows] == [
        f"{base}agent/kim-il-sung",
        f"{base}doc/a/place/front",
    ]
    assert [found.iri(row["record_id"]) for row in found.rows] == [f"{base}doc/a/mapping/1", f"{base}doc/a/mapping/3"]
    assert found.iri(found.rows[0]["object_id"]) == "http://www.wikidata.org/entity/Q41117"
    assert found.facts["mapping_set_id"].startswith(base)


def test_a_graph_under_another_base_is_refused_with_the_cure() -> None:
    with pytest.raises(UsageError, match="--base"):
        MappingSet.of(quads(MACHINE), "https://example.org/").as_tsv()


@given(
    st.lists(st.sampled_from(["agent/a", "doc/k/mapping/1", "office/x-y", "place/a%20b", "archive/m/n"]), min_size=1)
)
def test_curies_are_undone_by_their_own_map(names: list[str]) -> None:
    iris = [BASE + name for name in names]
    curies = Curies.of(iris)
    for iri in iris:
        prefix, _, rest = curies.curie(iri).partition(":")
        assert curies.own[prefix] + rest == iri


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        (MACHINE.replace("owl:annotatedSource agent:kim-il-sung ;", ""), "no subject_id"),
        (MACHINE.replace("owl:annotatedTarget wd:Q41117 ;", ""), "no object_id"),
        (MACHINE.replace("sssom:mapping_justification semapv:CompositeMatching ;", ""), "no mapping_justification"),
        (MACHINE.replace("wd:Q41117", "wd:Q41117 , wd:Q5"), "2 values of object_id"),
        (MACHINE.replace("0.9995", '"high"'), "'high' is no confidence"),
        (MACHINE.replace("0.9995", "1.5"), "'1.5' is no confidence"),
        (CURATOR.replace("sssom:NegatedPredicate", '"Perhaps"'), "'Perhaps' is no modifier"),
    ],
)
def test_a_record_that_is_not_whole_is_refused_by_its_name(spoilt: str, said: str) -> None:
    with pytest.raises(DataError) as caught:
        MappingSet.of(quads(spoilt))
    assert said in caught.value.message
    assert caught.value.place.startswith(f"{BASE}doc/")


TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\u2028\u2029"), min_size=1, max_size=20
)


@given(label=TEXTS, reason=TEXTS, authors=st.sets(TEXTS, min_size=1, max_size=3), tool=TEXTS)
def test_any_words_are_read_back_as_they_were(label: str, reason: str, authors: set[str], tool: str) -> None:
    def word(text: str) -> str:
        return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")

    given_quads = quads(
        MACHINE.replace('"Kim Il Sung"', word(label)).replace('"accepted: name, office"@en', word(reason)),
        "".join(f"<doc/a/mapping/1> sssom:author_label {word(author)} ." for author in authors),
    )
    row = exported([*given_quads]).rows[0]
    assert row["subject_label"] == label
    assert row["comment"].startswith(reason)
    parts = re.findall(r"(?:[^|\\]|\\.)+", row["author_label"], re.DOTALL)
    assert {re.sub(r"\\(.)", r"\1", part, flags=re.DOTALL) for part in parts} == authors
    shared = exported(quads(MACHINE.replace('"Diplograph"', word(tool)))).facts["mapping_tool"]
    assert shared == tool
