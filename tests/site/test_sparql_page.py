"""The page of queries: its examples, its plain form, and the parts of others that lie beside it."""

from __future__ import annotations

import tomllib
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pytest
from attrs import evolve
from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader, StrictUndefined

from kg.errors import DataError
from kg.publish.queryguard import refuse_what_does_not_only_read
from kg.site import Site
from kg.site.examples import Example, examples_in

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "kg" / "site"
VENDORED = SITE / "assets" / "yasgui"
# Where the frame of all pages is not there, this stands for it.
_FRAME = "".join(f"{{% block {name} %}}{{% endblock %}}" for name in ("head", "content", "scripts"))


def page_of(examples: tuple[Example, ...], *, has_endpoint: bool, root: str = "") -> str:
    """The HTML of the page."""
    loader = ChoiceLoader([FileSystemLoader(SITE / "templates"), DictLoader({"base.html": _FRAME})])
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["in_json"] = str
    page = SimpleNamespace(title="Ask in SPARQL", path="sparql.html", iri="", data="")
    return environment.get_template("sparql.html").render(
        page=page,
        root=root,
        menu=(),
        data_files=[],
        examples=examples,
        has_endpoint=has_endpoint,
        start=examples[0].query,
    )


def test_what_is_vendored_is_what_it_says() -> None:
    said = tomllib.loads((VENDORED / "VENDORED.toml").read_text("utf-8"))
    files = {file["path"]: file["sha256"] for file in said["file"]}
    assert files == {
        path.name: sha256(path.read_bytes()).hexdigest() for path in VENDORED.iterdir() if path.name != "VENDORED.toml"
    }
    for word in ("name", "version", "licence", "package"):
        assert said[word]
    licences = (VENDORED / "LICENSE.txt").read_text("utf-8")
    for part in ("codemirror", "datatables.net", "dompurify", "jquery", "n3 (", "MIT", "Apache License"):
        assert part in licences


def test_every_question_is_an_example_with_its_words() -> None:
    examples = examples_in(ROOT / "data" / "queries")
    assert [example.number for example in examples] == list(range(1, len(examples) + 1))
    questions = (ROOT / "docs" / "questions.md").read_text("utf-8")
    for example in examples:
        assert f"| {example.number} | {example.words} |" in questions
        refuse_what_does_not_only_read(example.query)
        assert example.query.startswith(f"# Question {example.number}. ")


def test_a_file_without_its_question_is_refused(tmp_path: Path) -> None:
    (tmp_path / "q01.rq").write_text("SELECT * { ?s ?p ?o }", "utf-8")
    with pytest.raises(DataError, match="does not begin with its question"):
        examples_in(tmp_path)


@pytest.mark.parametrize("has_endpoint", [True, False])
def test_examples_are_escaped(has_endpoint: bool) -> None:
    hostile = "</textarea></pre><script>alert(1)</script>"
    page = page_of((Example(1, hostile, hostile, hostile),), has_endpoint=has_endpoint)
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;") >= 3


@pytest.mark.parametrize("has_endpoint", [True, False])
def test_a_query_in_the_address_stands_in_the_form_as_text(whole_site: Site, has_endpoint: bool) -> None:
    site = evolve(whole_site, has_endpoint=has_endpoint)
    hostile = "</textarea><script>alert(1)</script>"
    page = site.list_page("sparql.html", [("endpoint", "http://127.0.0.1:9/"), ("query", hostile)])
    assert page is not None
    assert page.decode().count("&lt;/textarea&gt;&lt;script&gt;alert(1)") == has_endpoint
    assert b"<script>alert" not in page
    assert site.is_list("sparql.html") is has_endpoint


def test_without_an_endpoint_the_page_shows_the_queries_and_says_what_answers_them() -> None:
    page = page_of(examples_in(ROOT / "data" / "queries"), has_endpoint=False)
    assert "<code>kg serve</code>" in page
    assert "<form" not in page
    assert "yasgui" not in page.lower()
    assert page.count("<pre") == 30


def test_the_page_holds_no_script_and_no_style_of_its_own() -> None:
    page = page_of(examples_in(ROOT / "data" / "queries"), has_endpoint=True, root="../")
    assert " style=" not in page
    assert "<style" not in page
    assert all(part.startswith(' src="../assets/') for part in page.split("<script")[1:])
    assert page.count('action="../sparql" method="get"') == 31
    assert "http" not in page.partition("<section")[0].replace("http-equiv", "").partition("<textarea")[0]
