"""What a site was drawn from is kept whole or not at all, and counts for the same program alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.site import drawn as module
from kg.site.datafiles import DataFiles
from kg.site.drawn import Past, Trace, place_beside, present, program_of
from kg.site.edition import Edition
from tests.publish.graphs import our_context

TRACE = Trace((("rows", "SELECT\n", "é"), ("document", "a")), "00", (("a.html", "11", 2),), (), ("agent/x.html",))


def test_a_trace_is_read_as_it_was_kept_and_by_the_same_program_alone(tmp_path: Path) -> None:
    path = place_beside(tmp_path / "public")
    with present(tmp_path / "aside", "program", "edition") as now:
        now.add("a", TRACE.packed())
        now.take_place(path)
    same, other = Past(path, "program"), Past(path, "another")
    assert (same.edition, same.trace("a"), same.trace("b")) == ("edition", TRACE, None)
    assert (other.edition, other.trace("a")) == ("", None)
    assert not (tmp_path / "aside").exists()


def test_what_does_not_take_its_place_leaves_nothing(tmp_path: Path) -> None:
    with present(tmp_path / "aside", "program", "edition") as now:
        now.add("a", TRACE.packed())
    assert not list(tmp_path.iterdir())


def test_another_template_wish_or_term_is_another_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edition = Edition(tmp_path / "edition", "id", "https://example.org/", None)
    template = tmp_path / "package" / "templates" / "base.html"
    for file in (template, edition.terms / "vocab.ttl"):
        file.parent.mkdir(parents=True)
        file.write_text("old", encoding="utf-8")
    monkeypatch.setattr(module, "_PACKAGE", tmp_path / "package")
    all_data = DataFiles(("ttl",), of_everything=True)
    found = [program_of(edition, our_context(), all_data, ())]
    found.append(program_of(edition, our_context(), DataFiles(("ttl",), of_everything=False), ()))
    template.write_text("new", encoding="utf-8")
    found.append(program_of(edition, our_context(), all_data, ()))
    (edition.terms / "vocab.ttl").write_text("new", encoding="utf-8")
    found.append(program_of(edition, our_context(), all_data, ()))
    assert len(set(found)) == len(found)
    assert program_of(edition, our_context(), all_data, ()) == found[-1]
