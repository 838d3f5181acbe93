"""Where the library is looked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import DataError
from kg.settings import PACKAGE, Settings, settings_of


def test_the_working_folder_comes_first_if_it_has_reports(tmp_path: Path) -> None:
    (tmp_path / "data" / "reports").mkdir(parents=True)
    assert settings_of({}, tmp_path).reports == tmp_path / "data" / "reports"


def test_a_folder_without_reports_lends_nothing(tmp_path: Path) -> None:
    """Somebody's own `shapes` folder is not ours by chance."""
    (tmp_path / "shapes").mkdir()
    assert settings_of({}, tmp_path).shapes == PACKAGE.parent / "shapes"


def test_what_the_working_folder_lacks_comes_from_the_next_shelf(tmp_path: Path) -> None:
    (tmp_path / "data" / "reports").mkdir(parents=True)
    assert settings_of({}, tmp_path).shapes == PACKAGE.parent / "shapes"


def test_a_part_that_no_shelf_holds_is_an_error_that_says_where_it_looked(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=f"looked in {tmp_path}"):
        _ = Settings(base_iri="", shelves=(tmp_path,)).shapes


def test_the_base_is_a_setting(tmp_path: Path) -> None:
    assert settings_of({"KG_BASE": "https://example.org/kg/"}, tmp_path).base_iri == "https://example.org/kg/"
    assert settings_of({}, tmp_path).base_iri == ""


def test_the_index_lies_in_the_working_library_unless_another_is_named(tmp_path: Path) -> None:
    (tmp_path / "data/reports").mkdir(parents=True)
    assert settings_of({}, tmp_path).index == tmp_path / "data/authority/index.sqlite"
    assert settings_of({"KG_INDEX": "elsewhere.sqlite"}, tmp_path).index == Path("elsewhere.sqlite")


def test_an_index_or_decisions_of_ones_own_do_not_hide_the_tables(tmp_path: Path) -> None:
    """Whoever imports candidates, or decides something, in a folder of his own still links with the curated tables."""
    (tmp_path / "data/reports").mkdir(parents=True)
    (tmp_path / "data/authority").mkdir()
    (tmp_path / "data/authority/index.sqlite").touch()
    (tmp_path / "data/authority/decisions.tsv").touch()
    settings = settings_of({}, tmp_path)
    assert settings.authority == PACKAGE.parent / "data/authority"
    assert settings.decisions == tmp_path / "data/authority/decisions.tsv"
    (tmp_path / "data/authority/persons.tsv").touch()
    assert settings.authority == tmp_path / "data/authority"


def test_without_decisions_of_ones_own_those_of_the_next_shelf_hold(tmp_path: Path) -> None:
    (tmp_path / "data/reports").mkdir(parents=True)
    assert settings_of({}, tmp_path).decisions == PACKAGE.parent / "data/authority/decisions.tsv"
    assert Settings(base_iri="", shelves=(tmp_path,)).decisions is None
