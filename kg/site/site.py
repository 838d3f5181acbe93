"""The site of one edition: every page and every description by its path. Knows no HTTP; several threads may use it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path, PurePosixPath

from attrs import frozen

from kg.publish.context import Context
from kg.publish.formats import FORMATS, Writers
from kg.site.addresses import TERMS, Addresses
from kg.site.descriptions import Describer
from kg.site.edition import Edition
from kg.site.graph import Graph
from kg.site.lists import Known
from kg.site.overviews import Overviews
from kg.site.pages.agent import agent_page
from kg.site.pages.claim import claim_page
from kg.site.pages.document import document_page
from kg.site.pages.event import event_page
from kg.site.pages.thing import thing_page
from kg.site.pages.voice import voice_page
from kg.site.rendering import Page, rendered
from kg.site.search import Search

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
MENU = (
    ("documents.html", "Documents"),
    ("people.html", "People"),
    ("states.html", "States"),
    ("organisations.html", "Organisations"),
    ("events.html", "Events"),
    ("claims.html", "Claims"),
    ("timeline.html", "Timeline"),
    ("network.html", "Network"),
    ("search.html", "Search"),
    ("sparql.html", "SPARQL"),
    ("dataset.html", "Data"),
    ("vocab.html", "Terms"),
)
# The pages that tell of no one thing.
FIXED: Mapping[str, Callable[[Graph], Page]] = {}


@frozen(eq=False)
class Site:
    """The pages and descriptions of an edition. `has_endpoint`: whether a server answers SPARQL beside them."""

    edition: Edition
    graph: Graph
    describer: Describer
    overviews: Overviews
    has_endpoint: bool

    @classmethod
    def of(cls, edition: Edition, context: Context, *, has_endpoint: bool) -> Site:
        """The site of an edition. Raises DataError where its store cannot be opened."""
        graph = Graph(edition.opened(), Addresses(edition.base))
        describer = Describer(graph, Writers.of(edition.base, context))
        overviews = Overviews.of(graph, Known(edition.lists), Search(edition.search), has_endpoint=has_endpoint)
        return cls(edition, graph, describer, overviews, has_endpoint)

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

    def is_list(self, path: str) -> bool:
        """Whether a page of this path hangs on the query behind it."""
        return self.overviews.has_query(path)

    def list_page(self, path: str, query: Sequence[tuple[str, str]] = ()) -> bytes | None:
        """The HTML of a page that hangs on a query; None if there is none of this path. Raises UsageError at a query
        that asks for what the page has not."""
        page = self.overviews.page(path, query)
        return self._rendered(page) if page else None

    def table(self, path: str, query: Sequence[tuple[str, str]] = ()) -> bytes | None:
        """The CSV of what a list shows; None if no list has this path. Raises as `list_page` does."""
        return self.overviews.table(path, query)

    def page(self, path: str) -> bytes | None:
        """The HTML of a page, the CSV of a whole list; None if there is none of this path."""
        if path in FIXED:
            return self._rendered(FIXED[path](self.graph))
        overview = self.table(path) or self.list_page(path)
        if overview is not None:
            return overview
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
        """Every page and every table of a list, sorted: what a static site holds."""
        yield from sorted({*FIXED, *self.overviews.paths(), *self._things()})

    def _things(self) -> Iterator[str]:
        for iri in self.graph.all_subjects():
            page = self.graph.addresses.page(iri)
            if page and "#" not in page:
                yield page

    def _rendered(self, page: Page) -> bytes:
        menu = [(path, word) for path, word in MENU if path in FIXED or self.overviews.knows(path)]
        return rendered(page, {"has_endpoint": self.has_endpoint, "menu": menu, "media_types": MEDIA_TYPES})


def _inside(folder: Path, name: str) -> Path | None:
    """The file of this name in a folder; None if there is none, or it leads out of it."""
    parts = PurePosixPath(name).parts
    if not parts or ".." in parts or PurePosixPath(name).is_absolute() or "\0" in name:
        return None
    path = folder.joinpath(*parts)
    return path if path.is_file() else None
