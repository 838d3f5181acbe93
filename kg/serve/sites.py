"""What the server asks of a site. `kg.site.Site` answers it; so does whatever a test makes up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol


class Site(Protocol):
    """Pages and descriptions by their paths. Several threads may ask at once. OSError says that the store is gone."""

    @property
    def version(self) -> str:
        """What changes whenever a page or a description may."""

    @property
    def modified(self) -> datetime | None:
        """When the build was made, if it says so."""

    def exists(self, path: str) -> bool:
        """Whether base + path is a thing that something is said of."""

    def iri(self, path: str) -> str:
        """The IRI of a path."""

    def page_of(self, path: str) -> str:
        """Where the page of a thing stands, from the root, with a fragment if it is a place on a page."""

    def document_of(self, path: str) -> str:
        """Where a thing is told of, from the root and without an extension: for nearly all things, their own path."""

    def page(self, path: str) -> bytes | None:
        """A page, or another file that is made for the whole site (robots.txt); None if there is none of this path."""

    def is_list(self, path: str) -> bool:
        """Whether a page of this path hangs on the query behind it."""

    def list_page(self, path: str, query: Sequence[tuple[str, str]]) -> bytes | None:
        """The page or the table of a list, as a query wants it; None if there is none of this path.

        Raises UsageError at a query that asks for what the list has not.
        """

    def description(self, path: str, extension: str) -> bytes | None:
        """The RDF of a thing in a format, by its extension; None if nothing is said of it."""

    def asset(self, name: str) -> Path | None:
        """A file that pages load: a style, a script."""

    def text(self, path: str) -> Path | None:
        """The file of a document's whole text, at the path of that text; None unless its rights allow it."""

    def download(self, name: str) -> Path | None:
        """A file of the build."""
