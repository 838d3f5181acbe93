"""The files beside the store: gone or broken, they are told of as the store is."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.site.indexfiles import opened
from kg.site.lists import LISTINGS, Known
from kg.site.search import Search


@pytest.mark.parametrize("content", [None, b"", b"no database at all, but long enough to be read as one" * 100])
def test_a_file_that_is_gone_or_broken_is_an_error_of_the_disk(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "a file?#.sqlite"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(OSError, match="cannot be read"):
        Known(path).things(LISTINGS["events"])
    with pytest.raises(OSError, match="cannot be read"):
        Search(path).found("visit")


def test_nothing_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    path.write_bytes(b"")
    with pytest.raises(OSError, match="readonly"), opened(path) as connection:
        connection.execute("CREATE TABLE x (y)")
