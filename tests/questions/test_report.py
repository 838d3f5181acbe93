"""The report says which questions a graph answers, and what is wrong with the rest."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest

from .engines import store_of
from .report import main

HERE = Path(__file__).resolve().parent
INVENTED = [str(HERE / "invented.ttl"), "--expected", str(HERE / "invented.toml")]


def test_a_graph_that_answers_all_passes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(INVENTED) == 0
    printed = capsys.readouterr().out
    assert printed.count("PASS") == 30
    assert "30 of 30 questions answered as stated" in printed


def test_a_wrong_answer_is_shown_with_what_is_missing_and_what_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(HERE / "invented.ttl"), "--only", "15", "4", "--rdflib"]) == 1
    printed = capsys.readouterr().out
    assert "FAIL  15. Succession in a post [1 rows, stated 1]" in printed
    assert "missing    predecessor=puzanov | successor=moskovsky" in printed
    assert "unexpected predecessor=Pavel Dorn | successor=Bruno Vell" in printed
    assert "unexpected holder=Ada Mirn" in printed
    assert "rdflib answers otherwise" not in printed


def test_a_folder_is_read_in_one_of_its_formats(tmp_path: Path) -> None:
    triple = pyoxigraph.Triple(*[pyoxigraph.NamedNode(f"https://example.org/{name}") for name in "abc"])
    (tmp_path / "inner").mkdir()
    pyoxigraph.serialize([triple], tmp_path / "inner" / "one.nq", pyoxigraph.RdfFormat.N_QUADS)
    pyoxigraph.serialize([triple], tmp_path / "one.ttl", pyoxigraph.RdfFormat.TURTLE)
    (tmp_path / "notes.txt").write_text("not a graph", encoding="utf-8")
    assert len(store_of(tmp_path)) == 1


@pytest.mark.parametrize("name", ["nowhere", "empty", "notes.txt", "broken.ttl"])
def test_a_place_without_a_graph_is_wrong_use(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").write_text("not a graph", encoding="utf-8")
    (tmp_path / "broken.ttl").write_text("<a> <b>", encoding="utf-8")
    with pytest.raises(SystemExit) as stopped:
        main([str(tmp_path / name)])
    assert stopped.value.code == 2
    assert "error:" in capsys.readouterr().err
