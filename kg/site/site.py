"""The site of one edition: every page and every description by its path. Knows no HTTP; several threads may use it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from attrs import frozen

from kg.publish.context import Context
from kg.publish.formats import FORMATS, Writers
from kg.site.addresses import TERMS, Addresses, to_root
from kg.site.datafiles import DataFiles
from kg.site.descriptions import Describer
from kg.site.edition import Edition
from kg.site.graph import Graph
from kg.site.inventory import holding_of, keys_of
from kg.site.pages.agent import agent_page
from kg.site.pages.claim import claim_page
from kg.site.pages.document import document_page
from kg.site.pages.event import event_page
from kg.site.pages.start import start_page
from kg.site.pages.thing import thing_page
from kg.site.pages.voice import voice_page
from kg.site.rendering import Page, rendered

ASSETS = Path(__file__).resolve().parent / "assets"

# The pages of things, by the paths of their IRIs; the first that fits draws it. Each gets the graph and the IRI.
THINGS: tuple[tuple[re.Pattern[str], Callable[[Graph, str], Page]], ...] = (
    (re.compile(r"doc/[^/]+/record"), document_page),
    (re.compile(r"doc/[^/]+/claim/[^/]+"), claim_page),
    (re.compile(r"doc/[^/]+/ev/[^/]+"), event_page),
    (re.compile(r"doc/[^/]+/voice/[^/]+"), voice_page),
    (re.compile(r"(?:doc/[^/]+/)?(?:agent|place|office)/[^/]+"), agent_page),
    (re.compile(r".+"), thing_page),
)
MEDIA_TYPES = {
    **{form.extension: form.media_type for form in FORMATS},
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}
MENU = (("index.html", "Start"), ("documents.html", "Documents"))
# The pages that tell of no one thing.
FIXED: Mapping[str, Callable[[Graph], Page]] = {
    "index.html": start_page,
}


@frozen(eq=False)
class Site:
    """The pages and descriptions of an edition. `has_endpoint`: whether a server answers SPARQL beside them; `data`:
    where the pages say that the data of their things stand.
    """

    edition: Edition
    graph: Graph
    describer: Describer
    has_endpoint: bool
    data: DataFiles

    @classmethod
    def of(cls, edition: Edition, context: Context, *, has_endpoint: bool, data: DataFiles | None = None) -> Site:
        """The site of an edition. Raises DataError where its store cannot be opened."""
        graph = Graph(edition.opened(), Addresses(edition.base))
        describer = Describer(graph, Writers.of(edition.base, context))
        return cls(edition, graph, describer, has_endpoint, data or DataFiles(tuple(MEDIA_TYPES), of_everything=True))

    @property
    def version(self) -> str:
        """What changes whenever a page or a description may."""
        return self.edition.id

    @property
    def modified(self) -> datetime | None:
        """When the build was made, if it says so."""
        return self.edition.modified

    def exists(self, path: str) -> bool:
        """Whether base + path is a thing that something is said of."""
        return bool(path) and (path in TERMS or self.graph.knows(self.graph.addresses.iri(path)))

    def page_of(self, path: str) -> str:
        """Where the page of a thing stands, from the root."""
        return self.graph.addresses.page(self.graph.addresses.iri(path))

    def page(self, path: str) -> bytes | None:
        """The HTML of a page; None if there is none of this path."""
        if path in FIXED:
            return self._rendered(FIXED[path](self.graph))
        if not path.endswith(".html"):
            return None
        thing = path.removesuffix(".html")
        iri = self.graph.addresses.iri(thing)
        if not self.exists(thing) or self.graph.addresses.page(iri) != path:
            return None
        draw = next(draw for pattern, draw in THINGS if pattern.fullmatch(thing))
        return self._rendered(draw(self.graph, iri))

    def description(self, path: str, extension: str) -> bytes | None:
        """The RDF of a thing in a format, by its extension; None if nothing is said of it."""
        return self.describer.described(self.graph.addresses.iri(path), extension)

    def asset(self, name: str) -> Path | None:
        """A file that pages load: a style, a script."""
        return _inside(ASSETS, name)

    def download(self, name: str) -> Path | None:
        """A file of the build."""
        return _inside(self.edition.files, name)

    def paths(self) -> Iterator[str]:
        """Every page, sorted: what a static site holds."""
        holdings = (holding_of(self.graph, key) for key in keys_of(self.graph))
        yield from sorted({*self.others(), *(page for each in holdings for page in (*each.own, *each.shared))})

    def others(self) -> Iterator[str]:
        """The pages that tell of no thing of a document."""
        yield from FIXED

    def _rendered(self, page: Page) -> bytes:
        shared = {"has_endpoint": self.has_endpoint, "menu": MENU, "data": self._data_of(page)}
        return rendered(page, shared)

    def _data_of(self, page: Page) -> list[tuple[str, str, str]]:
        """The files that tell of the thing of a page: extension, media type, the way there from the page."""
        if not page.iri:
            return []
        places = self.data.places(unquote(page.path.removesuffix(".html")))
        return [(name, MEDIA_TYPES[name], to_root(page.path) + place) for name, place in places.items()]


def _inside(folder: Path, name: str) -> Path | None:
    """The file of this name in a folder; None if there is none, or it leads out of it."""
    parts = PurePosixPath(name).parts
    if not parts or ".." in parts or PurePosixPath(name).is_absolute() or "\0" in name:
        return None
    path = folder.joinpath(*parts)
    return path if path.is_file() else None
