"""A small library of our own, and builds of it: again, and from nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg.cli import main

ROOT = Path(__file__).parents[2]
TEXTS = {
    "a": "Vienna, 3 May 1961.\n\nMinister Sorel told Ambassador Lund that their proposals were late.\n",
    "b": "Bonn, 4 May 1961.\n\nThe Ambassador visited Minister Sorel. He said the Workers' Party met (Lund: twice).\n",
    "c": "Rome, 5 May 1961.\n\nThe comrades Rao and Lal received Ambassador Lund. They promised help.\n",
}
NAMES = tuple(f"{key}.txt" for key in TEXTS)


def library_in(folder: Path) -> None:
    """Three short reports, with tables and shapes that a test may change."""
    (folder / "data" / "reports").mkdir(parents=True)
    shutil.copytree(ROOT / "data" / "authority", folder / "data" / "authority")
    for name in ("shapes", "ontology"):
        shutil.copytree(ROOT / name, folder / name)
    for key, text in TEXTS.items():
        (folder / f"{key}.txt").write_text(text, "utf-8")


def contents(folder: Path) -> dict[str, bytes]:
    """All files of a build, by their names."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def built_again(*options: str, names: tuple[str, ...] = NAMES) -> int:
    """Build in the working folder with what was kept; the exit code."""
    return main(["build", *names, *options])


def built_anew(*options: str, names: tuple[str, ...] = NAMES) -> dict[str, bytes]:
    """The files of a build from nothing, in a folder of its own."""
    for place in (Path("anew"), Path("anew.cache")):
        shutil.rmtree(place, ignore_errors=True)
    main(["build", *names, "--quiet", "--out", "anew", *options])
    return contents(Path("anew"))


def explained(capsys: pytest.CaptureFixture[str]) -> str:
    """What --explain said last."""
    out = capsys.readouterr().out
    return out[out.rfind("\n", 0, out.index(" done anew")) + 1 :]


__all__ = ["NAMES", "TEXTS", "built_again", "built_anew", "contents", "explained", "library_in"]
