"""Write a sample of what is served of a build, in every format: python sample_descriptions.py BUILD FOLDER.

One thing of each form of IRI that occurs (docs/iri-policy.md), of a few of them the one with the longest description:
claims, voices, persons, links, named graphs, the dataset and its parts; and our terms. Each file NAME.nq is what the
others, NAME.*, must say too; the shapes have none, for they have blank nodes, which the comparison does not know: they
are read and no more.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

from kg.publish import context_of
from kg.settings import settings_of
from kg.site import Site, edition_of
from kg.site.descriptions import EXTENSIONS

# Beside a file NAME.jsonld there can be no second one of this extension.
_NAMES = {"expanded.jsonld": "~expanded.jsonld"}
LOOKED_AT = 5  # things of a form


def sample(site: Site) -> list[str]:
    """The documents of the sample."""
    forms: dict[str, list[str]] = {}
    for path in site.documents():
        form = re.sub(r"^((?:doc|graph|dataset)/)[^/]+|(?<=/)[^/]+$", r"\1*", path)
        forms.setdefault(form if "/" in path else path, []).append(path)
    return [
        max(paths[:LOOKED_AT], key=lambda path: len(site.description(path, "nq") or b"")) for paths in forms.values()
    ]


def main(build: Path, folder: Path) -> None:
    """Write the sample."""
    folder.mkdir(parents=True)
    settings = settings_of({}, Path.cwd())
    with tempfile.TemporaryDirectory() as shelf:
        edition = edition_of(build, settings.ontology, settings.shapes, Path(shelf))
        site = Site.of(edition, context_of(settings.ontology / "context.jsonld"), has_endpoint=True)
        for path in sample(site):
            stem = path.replace("/", "~")
            for extension in EXTENSIONS:
                content = site.description(path, extension) or b""
                if extension != "nq":
                    (folder / f"{stem}{_NAMES.get(extension, f'.{extension}')}").write_bytes(content)
                elif path != "shapes":
                    for name in (".nq", _NAMES["expanded.jsonld"].replace("jsonld", "nq")):
                        (folder / f"{stem}{name}").write_bytes(content)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
