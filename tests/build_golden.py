"""The golden report: one that we wrote, built by the whole flow. After a change that is meant, write its files anew:

python -m tests.build_golden [FOLDER]
"""

from __future__ import annotations

import sys
from pathlib import Path

from kg.authority import read_authority
from kg.checks import Shapes
from kg.converters import Base
from kg.pipeline import Build, build
from kg.publish import context_of
from kg.publish.formats import JSON_LD, TURTLE, Writers
from kg.publish.terms import statements_of
from kg.sources import read_report

ROOT = Path(__file__).resolve().parents[1]
GOLDEN = ROOT / "tests" / "golden" / "reports" / "1955-06-10-embassy-poland-cairo"
FILES = ("graph.ttl", "graph.jsonld")


def golden_build(base: Base, shapes: Shapes | None = None) -> Build:
    """The report of the folder GOLDEN, built, and checked if there are shapes."""
    return build(read_report(GOLDEN), read_authority(ROOT / "data" / "authority"), shapes, base)


def golden_files(one: Build, base: Base) -> dict[str, bytes]:
    """What is published of it, by the name of the file."""
    statements = statements_of(one.quads)
    writers = Writers.of(base.iri, context_of(ROOT / "ontology" / "context.jsonld"))
    texts = (form.write(statements, writers) for form in (TURTLE, JSON_LD))
    return {name: text.encode() for name, text in zip(FILES, texts, strict=True)}


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if sys.argv[1:] else GOLDEN
    for name, content in golden_files(golden_build(Base()), Base()).items():
        (folder / name).write_bytes(content)
