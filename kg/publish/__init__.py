"""Publication: graphs in, files out, the same bytes on every run; and queries over what was written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from pyoxigraph import Quad

from kg.errors import DataError
from kg.publish.context import Context, context_of
from kg.publish.dataset import WHOLE, Description, Run, description_of, time_of_build
from kg.publish.files import MANIFEST, PublishedFile, write_file, write_folder
from kg.publish.formats import FORMATS, TURTLE, Writers
from kg.publish.terms import statements_of, whole_of

__all__ = [
    "Context",
    "Description",
    "PublishedFile",
    "Run",
    "context_of",
    "time_of_build",
    "write_build",
    "write_file",
]

_DATASET = "dataset"
_TAKEN = (WHOLE, _DATASET, MANIFEST.partition(".")[0])  # names of files that are not a document's
_KEY = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")


def write_build(
    quads_by_document: Mapping[str, Iterable[Quad]],
    description: Description,
    context: Context,
    out: Path,
    *,
    also: Mapping[str, bytes] | None = None,
) -> tuple[PublishedFile, ...]:
    """Write a whole build to the folder `out`, or leave `out` as it was; the files as manifest.json lists them.

    Each document comes as {key}.ttl, .jsonld, .trig and .nq, the library as all.*, the description as dataset.ttl;
    `also` are further files of the build, by name. Raises DataError at statements that cannot be published, OutputError
    where the folder cannot be written.
    """
    for key in quads_by_document:
        if key in _TAKEN or not _KEY.fullmatch(key):
            cure = f"Use letters, digits, hyphens and dots, but none of: {', '.join(_TAKEN)}."
            raise DataError("A report cannot have this key: its files are named by it.", place=repr(key), cure=cure)
    documents = {key: statements_of(quads_by_document[key]) for key in sorted(quads_by_document)}
    contents: dict[str, bytes] = {}
    writers = Writers.of(description.base, context)
    whole = whole_of(documents.values())
    for name, statements in {**documents, WHOLE: whole}.items():
        for form in FORMATS:
            contents[f"{name}.{form.extension}"] = form.write(statements, writers).encode()
    files = sorted(PublishedFile.of(name, content) for name, content in contents.items())
    about = description_of(documents, whole, files, description)
    contents[f"{_DATASET}.{TURTLE.extension}"] = TURTLE.write(about, writers).encode()
    return write_folder(out, {**contents, **(also or {})})
