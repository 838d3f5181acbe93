"""Lines that sort on the disk: as if they had been sorted in memory."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.publish.sortedlines import SortedLines

_lines = st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n"), max_size=5)))


@settings(deadline=None)
@given(_lines, st.integers(1, 400), st.integers(2, 5))
def test_however_little_is_held_each_line_comes_once_and_in_order(
    given: list[list[str]], held_bytes: int, most_runs: int
) -> None:
    with TemporaryDirectory() as place:
        lines = SortedLines(Path(place) / "runs", most_held_bytes=held_bytes, most_runs=most_runs)
        for texts in given:
            lines.add(text.encode() for text in texts)
        assert [line.decode() for line in lines] == sorted({text for texts in given for text in texts})
        assert [line.decode() for line in lines] == sorted({text for texts in given for text in texts}), "read twice"


def test_few_lines_need_no_disk(tmp_path: Path) -> None:
    lines = SortedLines(tmp_path / "runs")
    lines.add([b"a"])
    assert list(lines) == [b"a"]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("most_runs", [2, 7])
def test_there_are_never_more_files_than_can_be_open_side_by_side(most_runs: int, tmp_path: Path) -> None:
    lines = SortedLines(tmp_path / "runs", most_held_bytes=1, most_runs=most_runs)
    for number in range(40):
        lines.add([str(number).encode()])
        assert len(list((tmp_path / "runs").iterdir())) < most_runs
    assert len(list(lines)) == 40
