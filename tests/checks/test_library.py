"""Every rule for a whole library finds its broken example, alone, and leaves the sound one beside it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from kg.checks.library import LibraryCheck, LibraryRule, library_rules_in
from kg.errors import DataError
from kg.model.finding import Severity

from .spoiled import BROKEN, SHAPES, sound_quads

RULES = library_rules_in(SHAPES / "library")
BASE = "https://w3id.org/diplograph/"
HEADER = f"""@base <{BASE}doc/> .
@prefix agent: <{BASE}agent/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix dg: <{BASE}ontology#> .
@prefix dgv: <{BASE}vocab#> .
@prefix office: <{BASE}office/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rico: <https://www.ica.org/standards/RiC/ontology#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def codes_found(*documents: list[Quad]) -> set[str]:
    check = LibraryCheck(RULES)
    for quads in documents:
        check.add(quads)
    return {finding.code for finding in check.findings()}


def example(name: str, part: str) -> list[Quad]:
    table = tomllib.loads((BROKEN / "library" / f"{name}.toml").read_text("utf-8"))
    return list(parse(HEADER + table[part], format=RdfFormat.TURTLE))


def test_no_rule_without_an_example_and_no_example_without_a_rule() -> None:
    assert [rule.name for rule in RULES] == sorted(path.stem for path in (BROKEN / "library").glob("*.toml"))


@pytest.mark.parametrize("rule", RULES, ids=[rule.name for rule in RULES])
def test_a_rule_finds_its_broken_library_alone_and_leaves_the_sound_one(rule: LibraryRule) -> None:
    assert codes_found(example(rule.name, "broken")) == {rule.code}
    assert codes_found(example(rule.name, "sound")) == set()


@pytest.mark.parametrize("rule", RULES, ids=[rule.name for rule in RULES])
def test_statements_of_several_documents_and_graphs_are_taken_together(rule: LibraryRule) -> None:
    documents = [
        [Quad(quad.subject, quad.predicate, quad.object, NamedNode(f"urn:graph:{number}"))]
        for number, quad in enumerate(example(rule.name, "broken"))
    ]
    assert codes_found(*documents, *documents) == {rule.code}


def test_the_sound_document_is_a_sound_library() -> None:
    assert codes_found(sound_quads(), sound_quads()) == set()


def test_a_finding_says_what_is_wrong_with_what_and_what_to_do() -> None:
    check = LibraryCheck(RULES)
    check.add(example("L01-one-item", "broken"))
    (finding,) = check.findings()
    assert finding.severity is Severity.WARNING
    assert finding.subject == "http://www.wikidata.org/entity/Q1"
    assert f"{BASE}agent/orlov-new" in finding.message
    assert f"{BASE}agent/orlov-old" in finding.message


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("one", "# severity: note\n# message: No.\nSELECT ?this ?value {}", "no number"),
        ("L42-one", "# message: No.\nSELECT ?this ?value {}", "no severity"),
        ("L42-one", "# severity: bad\n# message: No.\nSELECT ?this ?value {}", "no severity"),
        ("L42-one", "# severity: note\nSELECT ?this ?value {}", "no message"),
        ("L42-one", "# severity: note\n# message: No.\nSELECT ?this {", "cannot be read"),
        ("L42-one", "# severity: note\n# message: No.\nSELECT ?this {}", "other columns"),
        ("L42-one", "# severity: note\n# message: No.\nASK {}", "other columns"),
    ],
)
def test_a_rule_that_cannot_be_used_is_refused_with_its_file(name: str, text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / f"{name}.rq").write_text(text, "utf-8")
    with pytest.raises(DataError, match=said) as refused:
        library_rules_in(tmp_path)
    assert f"{name}.rq" in str(refused.value)
