"""A table of rules or of shapes that somebody edits: what hangs on it is done anew, from what was parsed before."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.building.library import NAMES, ROOT, built_again, contents, explained
from tests.building.test_building import edit_shapes

# Both builds are done by one process: it takes three seconds until one is ready.
BOTH = """
import sys
from pathlib import Path
from kg.cli import main
import kg.text.parse
assert Path(kg.text.parse.__file__).is_relative_to(sys.argv[1]), kg.text.parse.__file__
parsed = kg.text.parse.docs_of
def docs_of(texts):
    print("parsed anew")
    return parsed(texts)
kg.text.parse.docs_of = docs_of
words = ["build", *sys.argv[2:], "--jobs", "1", "--quiet"]
print(main([*words, "--explain"]), "again")
print(main([*words, "--out", "anew"]), "from nothing")
"""


def changed_copy(folder: Path) -> Path:
    """A copy of the program with what it needs beside it. A visit is told by one more word, which stands in c."""
    shutil.copytree(ROOT / "kg", folder / "kg", ignore=shutil.ignore_patterns("__pycache__"))
    for part in ("ontology", "shapes"):
        (folder / part).symlink_to(ROOT / part)
    table = folder / "kg" / "lexicon" / "frames.toml"
    text = table.read_text("utf-8")
    changed = text.replace('verbs = ["visit"', 'verbs = ["promise", "visit"', 1)
    assert changed != text, "the frame of visits is written otherwise by now"
    table.write_text(changed, "utf-8")
    return folder


def stamps(kind: str) -> dict[str, tuple[int, int]]:
    """What is kept of one kind, with inode and size: what is written anew has another inode."""
    found = Path("build.cache", kind).glob("*/*/*" if kind == "documents" else "*/*")
    return {str(place): (place.stat().st_ino, place.stat().st_size) for place in found}


def test_a_changed_frame_is_tried_on_the_texts_that_hold_its_words_and_nothing_is_parsed(
    built: Path, tmp_path: Path
) -> None:
    parses, documents = stamps("parses"), stamps("documents")
    copy = changed_copy(tmp_path / "copy")
    ended = subprocess.run(
        [sys.executable, "-c", BOTH, str(copy), *NAMES],
        env={**os.environ, "PYTHONPATH": str(copy)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.stderr == ""
    lines = ended.stdout.splitlines()
    assert lines == [
        "2 done anew, 1 put back as they were",
        "2 because a frame changed: visit: b, c",
        "0 again",
        *["parsed anew"] * 3,
        "0 from nothing",
    ]
    assert contents(Path("build")) == contents(Path("anew"))
    assert stamps("parses") == parses
    untouched = {
        name: stamp
        for name, stamp in documents.items()
        if name.endswith(tuple(f"/a.{form}" for form in ("ttl", "nq", "trig", "jsonld")))
    }
    assert len(untouched) == 4
    assert untouched.items() <= stamps("documents").items()


def test_a_changed_shape_touches_no_file_of_a_document(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = {kind: stamps(kind) for kind in ("parses", "drafts", "documents")}
    edit_shapes()
    assert built_again("--explain", "--jobs", "1") == 0
    assert "3 because the shapes or the checks changed: a, b, c" in explained(capsys)
    assert {kind: stamps(kind) for kind in kept} == kept
    assert len(kept["documents"]) == 12
    assert Path("build/findings.jsonl").read_text("utf-8").count("It has no such thing.") >= 3
