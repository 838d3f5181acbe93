"""`kg explain` and `kg query`, over the sound graph of the shapes' tests."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.cli import main
from kg.cli.explain import sentence_around

SOUND = Path(__file__).resolve().parent.parent / "sound"
GRAPH = SOUND / "graph.ttl"
DOCUMENT = "doc/1955-03-12-legation-poland-tirana"


def explained(iri: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    assert main(["explain", iri, "--build", str(GRAPH)]) == 0
    return [line.strip() for line in capsys.readouterr().out.splitlines()]


def test_a_voice_is_shown_with_those_around_it_from_the_outside_in(capsys: pytest.CaptureFixture[str]) -> None:
    lines = explained(f"{DOCUMENT}/voice/orlov", capsys)
    assert "chain: Jan Zawada > Boris Levin (to Jan Zawada) > Pavel Orlov (to Boris Levin)" in lines


def test_an_event_is_shown_with_the_claims_on_it_and_their_quotes(capsys: pytest.CaptureFixture[str]) -> None:
    lines = explained(f"https://w3id.org/diplograph/{DOCUMENT}/ev/withdrawal", capsys)
    assert "claim: The Soviet side withdrew its proposal." in lines
    assert "Affirmative, Certain, Report" in lines
    assert "said by: Jan Zawada" in lines
    assert any(line.startswith("evidence: ") and "»After ten days it withdrew its proposal«" in line for line in lines)


def test_a_name_without_a_match_is_explained_too(capsys: pytest.CaptureFixture[str]) -> None:
    lines = explained("agent/levin-boris", capsys)
    assert any(line.startswith("link: NIL, because ") for line in lines)


def test_a_quote_stands_in_its_sentence_where_the_library_has_the_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "data" / "reports" / "1955-03-12-legation-poland-tirana"
    folder.mkdir(parents=True)
    (folder / "source.txt").write_bytes((SOUND / "source.txt").read_bytes())
    monkeypatch.chdir(tmp_path)
    claim = f"{DOCUMENT}/claim/withdrawal"
    sentence = next(line for line in explained(claim, capsys) if line.startswith("evidence"))
    text = (SOUND / "source.txt").read_text("utf-8")
    shown = sentence.removeprefix("evidence: ").rpartition(" (")[0].replace("»", "").replace("«", "")
    assert shown in " ".join(text.split())
    assert shown.endswith(".")


def test_a_source_that_was_changed_lends_no_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Offsets lead into the text that was read, not into a later one."""
    folder = tmp_path / "data" / "reports" / "1955-03-12-legation-poland-tirana"
    folder.mkdir(parents=True)
    (folder / "source.txt").write_bytes((SOUND / "source.txt").read_bytes() + b"One more sentence.")
    monkeypatch.chdir(tmp_path)
    lines = explained(f"{DOCUMENT}/claim/withdrawal", capsys)
    assert "evidence: »After ten days it withdrew its proposal« (char=537,576)" in lines


@pytest.mark.parametrize("iri", ["agent/nobody", "https://example.org/other", "<agent/levin-boris>", "a b"])
def test_what_is_not_in_the_build_is_wrong_use(iri: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", iri, "--build", str(GRAPH)]) == 2
    assert capsys.readouterr().err.startswith("kg: ")


def test_an_abbreviation_ends_no_sentence() -> None:
    text = "He left. Then Comr. Orlov, as No. 5 says, met J. Levin. So it was."
    start = text.index("met")
    assert sentence_around(text, start, start + 3) == ("Then Comr. Orlov, as No. 5 says, ", " J. Levin.")


def test_a_query_is_answered_in_the_formats_of_the_w3c(capsys: pytest.CaptureFixture[str]) -> None:
    query = "SELECT ?label WHERE { ?state a dg:State ; rdfs:label ?label } ORDER BY ?label"
    assert main(["query", query, "--build", str(GRAPH), "--format", "csv"]) == 0
    assert capsys.readouterr().out == "label\r\nAlbania\r\nPolish People’s Republic\r\nSoviet Union\r\n"
    assert main(["query", query, "--build", str(GRAPH), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["head"] == {"vars": ["label"]}
    assert main(["query", query, "--build", str(GRAPH)]) == 0
    assert capsys.readouterr().out.splitlines() == ["label", "Albania", "Polish People’s Republic", "Soviet Union"]


def test_a_question_of_the_library_is_found_by_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "q04-heads-of-state.rq", "--build", str(GRAPH), "--format", "csv"]) == 0


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT ?s WHERE { ?s ?p }", "line 1"),
        ("DELETE WHERE { ?s ?p ?o }", "update"),
        ("SELECT * { SERVICE <https://example.org/sparql> { ?s ?p ?o } }", "SERVICE"),
        ("no-such-question.rq", "no such query"),
    ],
)
def test_a_query_that_cannot_be_asked_is_wrong_use(query: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", query, "--build", str(GRAPH)]) == 2
    shown = capsys.readouterr()
    assert said in shown.err
    assert "Traceback" not in shown.err


def test_nothing_built_is_wrong_use_with_the_next_step(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "ASK {}", "--build", str(tmp_path)]) == 2
    assert "kg build" in capsys.readouterr().err
