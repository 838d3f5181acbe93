"""The whole text of a document: where a build holds it, because its rights allow that it is given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from kg.site.graph import Graph

_SOURCE = re.compile(r"doc/(?P<key>[A-Za-z0-9_-][A-Za-z0-9._-]*)/source\.txt")


def text_path(files: Path, path: str) -> Path | None:
    """The file of a build that holds the text at a path of the site (`doc/KEY/source.txt`); None if there is none."""
    found = _SOURCE.fullmatch(path)
    file = files / f"{found['key']}.txt" if found else None
    return file if file and file.is_file() else None


def text_paths(files: Path) -> Iterator[str]:
    """The paths of all texts that a build holds, sorted."""
    paths = (f"doc/{path.stem}/source.txt" for path in sorted(files.glob("*.txt")))
    yield from (path for path in paths if text_path(files, path))


def whole_text(graph: Graph, source: str) -> str | None:
    """The text of a source, if the build holds it and it is the one that was read, by its hash."""
    found = _SOURCE.fullmatch(graph.addresses.path(source))
    content = graph.file(f"{found['key']}.txt") if found else None
    if content is None:
        return None
    return content.decode("utf-8") if sha256(content).hexdigest() == graph.text(source, "schema:sha256") else None
