"""What a build keeps has a bound: what was not used for longest goes first, and never what the build at work needs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.building.artefacts import Artefacts
from tests.building.library import built_again, built_anew, contents


def parses_in(folder: Path) -> dict[str, int]:
    """The size of each kept parse by its name."""
    return {place.name: place.stat().st_size for place in folder.glob("parses/*/*")}


@given(data=st.data())
def test_the_parses_that_were_used_last_stay_as_many_as_there_is_room_for(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("cache")
    kept = Artefacts(folder)
    names = [f"{number:02x}{'0' * 38}" for number in range(6)]
    for name in names:
        kept.put(name, data.draw(st.binary(max_size=60)))
    order = data.draw(st.permutations(names))
    for second, name in enumerate(order):
        os.utime(folder / "parses" / name[:2] / name, (second, second))
    used = data.draw(st.lists(st.sampled_from(names), max_size=1))
    for name in used:
        assert kept.get(name) is not None
    # By the time of their last use: first those that were not touched since.
    by_age = [name for name in order if name not in used] + used
    sizes = parses_in(folder)
    most = data.draw(st.integers(0, sum(sizes.values())))
    kept.prune_parses(most)
    left = parses_in(folder)
    assert sum(left.values()) <= most
    assert set(left) == set(by_age[len(names) - len(left) :])
    if len(left) < len(names):
        # No more than has to go: with the next one it would be too much.
        assert sum(left.values()) + sizes[by_age[-len(left) - 1]] > most


def test_a_bound_smaller_than_the_library_costs_parses_and_nothing_else(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is at work is read before anything is let go, so the smallest of bounds does it no harm."""
    prune, cache = Artefacts.prune_parses, Path("build.cache")
    sizes = sorted(parses_in(cache).values())
    for bound in (sizes[-1], 0):
        monkeypatch.setattr(Artefacts, "prune_parses", lambda self, bound=bound: prune(self, bound))
        Path("b.txt").write_text(Path("b.txt").read_text("utf-8") + f"\nHe left Bonn {bound} times.\n", "utf-8")
        assert built_again("--quiet", "--jobs", "1") == 0
        assert sum(parses_in(cache).values()) <= bound
        assert contents(Path("build")) == built_anew("--jobs", "1")
        assert built_again("--quiet", "--jobs", "1") == 0
        assert contents(Path("build")) == contents(Path("anew"))
