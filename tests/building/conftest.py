"""One build that is shared: each test has a copy of it to change."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.building.library import built_again, library_in


@pytest.fixture(scope="session")
def first_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with its build and its cache; not to be changed."""
    folder = tmp_path_factory.mktemp("first") / "library"
    library_in(folder)
    before = Path.cwd()
    os.chdir(folder)
    try:
        assert built_again("--quiet", "--jobs", "1") == 0
    finally:
        os.chdir(before)
    return folder


@pytest.fixture
def built(first_build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it as the working folder."""
    folder = tmp_path / "library"
    shutil.copytree(first_build, folder)
    monkeypatch.chdir(folder)
    return folder
