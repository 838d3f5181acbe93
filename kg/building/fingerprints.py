"""What each step of a build depends on beside the report: a hash for each, so that only what changed is done anew.

The code of a step is a part of what it depends on: the hash is of the files themselves, so that a rule that somebody
is working on takes effect at once. Frames are apart, each with the words that it hangs on: a document in which none of
them stands cannot read otherwise for it.
"""

from __future__ import annotations

import platform
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import orjson
from attrs import frozen

import kg
from kg.model.authority import Authority
from kg.text.parse import pipeline_version

READER = ("sources", "model", "errors.py", "base.py")
RULES = (
    *("model", "lexicon", "names", "text", "mentions", "claims", "links", "authority", "pipeline.py", "errors.py"),
)
CONVERSION = ("model", "converters", "publish", "base.py", "errors.py")
# What is kept of the findings is words, too.
CHECKS = ("model", "checks", "base.py", "errors.py", "building/findings.py", "building/outcome.py")
# A worker on another machine has to have the same of all of these; "building" says in which form things are kept.
PROGRAM = tuple(sorted({*READER, *RULES, *CONVERSION, *CHECKS, "building"}))
LIBRARIES = ("attrs", "numpy", "orjson", "pyoxigraph", "pyshacl", "rdflib", "rigour", "spacy")
_FRAMES = "frames.toml"
_WORDS_OF_FRAME = ("verbs", "nouns", "as_topic_of")  # what a text must hold for a frame to be tried


@frozen
class Frame:
    """One frame as a build sees it: a hash of all that it says, and the words of which a text must hold one."""

    digest: str
    words: frozenset[str]


@frozen
class Fingerprints:
    """What the steps depend on: reader, rules and authority for a draft, conversion for files, checks for findings."""

    reader: str
    rules: str
    authority: str
    conversion: str
    checks: str
    shapes: str
    base: str
    frames: Mapping[str, Frame]

    @classmethod
    def of(cls, authority: Authority, shapes: Path, context: Path, base: str) -> Fingerprints:
        """Those of this program with these tables and settings."""
        frames, other_tables = _frames()
        spacy = pipeline_version()
        return cls(
            _of_code(READER),
            _digest(_of_code(RULES), spacy, other_tables),
            _digest(authority.version, authority.index.version if authority.index else "", authority.day),
            _digest(_of_code(CONVERSION), context.read_text("utf-8"), version("pyoxigraph"), kg.__version__, spacy),
            _digest(_of_code(CHECKS), *map(version, ("pyoxigraph", "pyshacl", "rdflib"))),
            _digest(*(path.read_text("utf-8") for path in sorted(shapes.rglob("*")) if path.is_file())),
            base,
            frames,
        )

    @property
    def of_tables(self) -> Mapping[str, str]:
        """A hash of each table and setting outside the program, by its name."""
        return {
            "the authority, its decisions or the index": self.authority,
            "the JSON-LD context": self.conversion,
            "the shapes": self.shapes,
            "the base": self.base,
        }

    def of_frames(self, words: frozenset[str]) -> str:
        """A hash of the frames that can matter to a text of these words, in their order."""
        return _digest(*(frame.digest for frame in self.frames.values() if frame.words & words))

    def of_all_frames(self) -> str:
        """A hash of all frames: while it is the same, so is that of the frames that can matter to any text."""
        return _digest(*(frame.digest for frame in self.frames.values()))

    def changed_frames(self, before: Mapping[str, str], words: frozenset[str]) -> list[str]:
        """The frames that can matter to a text and are not as they were; `before` are their hashes then, by id."""
        return [id for id, frame in self.frames.items() if frame.words & words and before.get(id) != frame.digest]


def program() -> Mapping[str, str]:
    """A hash of each part of this program that documents depend on, and the versions of what it is built on."""
    frames, other_tables = _frames()
    return {
        "Python": ".".join(platform.python_version_tuple()[:2]),
        **{name: version(name) for name in LIBRARIES},
        "the parser": pipeline_version(),
        **{f"kg/{part}": _of_code((part,)) for part in PROGRAM},
        f"kg/lexicon/{_FRAMES}": _digest(other_tables, *(frame.digest for frame in frames.values())),
    }


def _frames() -> tuple[Mapping[str, Frame], str]:
    """Each frame by its id, and a hash of what else stands in their table."""
    table = tomllib.loads((files("kg") / "lexicon" / _FRAMES).read_text("utf-8"))
    rows = table.pop("frame")
    found = {}
    for row in rows:
        # "call on": the particle follows the verb, so the verb is enough.
        words = frozenset(entry.split()[0].lower() for name in _WORDS_OF_FRAME for entry in row.get(name, ()))
        found[row["id"]] = Frame(_digest(_json(row)), words)
    return found, _json(table)


@lru_cache(maxsize=8)
def _of_code(parts: tuple[str, ...]) -> str:
    """A hash of the files of some parts of the package, the table of frames left out."""
    package = files("kg")
    digest = sha256()
    for part in parts:
        for name, content in _contents(package / part, part):
            digest.update(f"{name}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()


def _contents(place: Any, name: str) -> Iterable[tuple[str, bytes]]:
    if place.is_file():
        yield name, place.read_bytes()
        return
    for each in sorted(place.iterdir(), key=lambda found: found.name):
        if each.name not in (_FRAMES, "__pycache__"):
            yield from _contents(each, f"{name}/{each.name}")


def _json(value: object) -> str:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


def _digest(*parts: str) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()
