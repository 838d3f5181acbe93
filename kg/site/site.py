"""The site of one edition: every page and every description by its path. Knows no HTTP; several threads may use it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import cast
from urllib.parse import unquote

from attrs import Factory, frozen
from pyoxigraph import NamedNode, Store

from kg.model.catalogue import Catalogue
from kg.publish.context import Context
from kg.publish.entities import catalogue_in_store
from kg.publish.formats import FORMATS, Writers
from kg.site.addresses import TERMS, Addresses, to_root
from kg.site.datafiles import DataFiles
from kg.site.descriptions import Describer
from kg.site.edition import Edition
from kg.site.entrypoints import File, context_file, robots, sitemaps
from kg.site.examples import Example
from kg.site.graph import Graph
from kg.site.inventory import holding_of, keys_of
from kg.site.keeping import Kept
from kg.site.lists import Known
from kg.site.lookups import WatchedStore
from kg.site.overviews import Overviews
from kg.site.pages.agent import agent_page, further_page, further_paths
from kg.site.pages.claim import claim_page
from kg.site.pages.dataset import LIST, dataset_page, pages_of_parts, part_page, parts_of, parts_page
from kg.site.pages.document import document_page, document_part
from kg.site.pages.event import event_page
from kg.site.pages.sparql import sparql_page
from kg.site.pages.terms import IN_USE, in_use_page, ontology_page, shapes_page, vocab_page
from kg.site.pages.thing import described_page, thing_page
from kg.site.pages.voice import voice_page
from kg.site.parting import pages_of as pages_of_parts_of
from kg.site.parting import part_in
from kg.site.readings import KINDS
from kg.site.rendering import Page, rendered
from kg.site.search import Search
from kg.site.sections import parts_of as section_of
from kg.site.wholetexts import text_path, text_paths

ASSETS = Path(__file__).resolve().parent / "assets"

_RECORD = re.compile(r"doc/[^/]+/record")
_AGENT = re.compile(r"(?:doc/[^/]+/)?(?:agent|place|office)/[^/]+")

# The pages of things, by the paths of their IRIs; the first that fits draws it. Each gets the graph and the IRI.
THINGS: tuple[tuple[re.Pattern[str], Callable[[Graph, str], Page]], ...] = (
    (_RECORD, document_page),
    (re.compile(r"doc/[^/]+/claim/[^/]+"), claim_page),
    (re.compile(r"doc/[^/]+/ev/[^/]+"), event_page),
    (re.compile(r"doc/[^/]+/voice/[^/]+"), voice_page),
    (_AGENT, agent_page),
    (re.compile(r"ontology"), ontology_page),
    (re.compile(r"vocab"), vocab_page),
    (re.compile(r"shapes"), shapes_page),
    (re.compile(r"dataset"), dataset_page),
    (re.compile(r"dataset/[^/]+"), part_page),
    (re.compile(r"(?:run|software|graph)/.+"), described_page),
    (re.compile(r".+"), thing_page),
)
MEDIA_TYPES = {
    **{form.extension: form.media_type for form in FORMATS},
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}
# Pages that search engines need not be told of: they are told of those that lead there.
_UNLISTED = ("voice", "text", "quote")
_VOID = ".well-known/void"
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
SPARQL = "sparql.html"


@frozen(eq=False)
class Site:
    """The pages and descriptions of an edition. `has_endpoint`: whether a server answers SPARQL beside them; `data`:
    where the pages say that the data of their things stand.
    """

    edition: Edition
    graph: Graph
    describer: Describer
    overviews: Overviews
    context: Context
    examples: tuple[Example, ...]
    has_endpoint: bool
    data: DataFiles
    _sitemaps: dict[str, File] = Factory(dict)
    _menu: list[tuple[str, str]] = Factory(list)

    @classmethod
    def of(
        cls,
        edition: Edition,
        context: Context,
        *,
        has_endpoint: bool,
        data: DataFiles | None = None,
        examples: tuple[Example, ...] = (),
        watch: Callable[[Store], WatchedStore] | None = None,
    ) -> Site:
        """The site of an edition; `examples` are the questions on its page of queries.

        What pages and descriptions of things ask is noted by the store that `watch` makes of this one. Raises DataError
        where the store cannot be opened.
        """
        store, notes = edition.opened(), None
        if watch:
            watched = watch(store)
            # Pages read a watched store as they read any.
            store, notes = cast(Store, watched), watched.notes
        graph = Graph(
            store, Addresses(edition.base, edition.built_under), edition.files, notes=notes, kept=Kept(edition.kept)
        )
        describer = Describer(graph, Writers.of(edition.base, context), edition.terms, has_endpoint)
        overviews = Overviews.of(graph, Known(edition.lists), Search(edition.search), has_endpoint=has_endpoint)
        data = data or DataFiles(tuple(MEDIA_TYPES), of_everything=True)
        return cls(edition, graph, describer, overviews, context, examples, has_endpoint, data)

    @property
    def version(self) -> str:
        """What changes whenever a page or a description may."""
        return self.edition.id

    @property
    def store(self) -> Path:
        """The folder of the store."""
        return self.edition.store

    @property
    def modified(self) -> datetime | None:
        """When the build was made, if it says so."""
        return self.edition.modified

    def draw_overviews(self) -> None:
        """Draw the start page and those of the menu once: what they count is remembered, and nobody waits for it.

        Raises OSError where the store is gone.
        """
        for path in ("index.html", *(path for path, _ in MENU)):
            self.page(path)

    def fault(self) -> str:
        """Why the store cannot be read; "" if it can."""
        if not self.store.is_dir():
            return "The folder of the store is gone."
        try:
            self.graph.store.contains_named_graph(NamedNode(self.iri("dataset")))
        except OSError as error:
            return f"The store cannot be read: {error}."
        return ""

    def catalogue(self) -> Catalogue:
        """The persons, states, organisations and so on of all documents. Raises OSError where the store is gone."""
        return catalogue_in_store(self.graph.store)

    def iri(self, path: str) -> str:
        """The IRI of the thing of a path, or of the thing that a document of this path tells of."""
        return self.graph.addresses.iri(self.graph.addresses.told_in(path))

    def exists(self, path: str) -> bool:
        """Whether something is said of the thing of a path, or of the thing that a document of this path tells of."""
        if not path:
            return False
        iri = self.iri(path)
        return (
            path in TERMS
            or any(graph.knows(iri) for graph in (self.graph, self.describer.dataset))
            or (iri in self.describer.versions)
        )

    def document_of(self, path: str) -> str:
        """Where a thing is told of, from the root and without an extension: for nearly all things, their own path."""
        return self.graph.addresses.document(path)

    def page_of(self, path: str) -> str:
        """Where the page of a thing stands, from the root."""
        return self.graph.addresses.page(self.iri(path))

    def is_list(self, path: str) -> bool:
        """Whether a page of this path hangs on the query behind it."""
        return self.overviews.has_query(path) or (self.has_endpoint and path == SPARQL)

    def list_page(self, path: str, query: Sequence[tuple[str, str]] = ()) -> bytes | None:
        """A page or a table (CSV) that hangs on a query; None if there is none of this path.

        Raises UsageError at a query that asks for what the list has not.
        """
        if path.endswith(".html"):
            page = sparql_page(self.examples, query) if path == SPARQL else self.overviews.page(path, query)
            return self._rendered(page) if page else None
        return self.overviews.table(path, query)

    def page(self, path: str) -> bytes | None:
        """A page, the CSV of a whole list, or a file made for the whole site; None if there is none of this path."""
        if LIST.fullmatch(path):
            listed = parts_page(self.graph, path)
            return self._rendered(listed) if listed else None
        if path == IN_USE:
            return self._rendered(in_use_page(self.graph))
        overview = self.list_page(path)
        if overview is not None:
            return overview
        if not path.endswith(".html"):
            file = self.file(path)
            return file.content if file else None
        return self.page_of_thing(path)

    def page_of_thing(self, path: str) -> bytes | None:
        """The page of a thing, or a further page of it; None if there is none of this path."""
        more, part = section_of(path), part_in(path)
        if more:
            return self._further(*more)
        if part:
            return self._part(*part)
        document = path.removesuffix(".html")
        iri = self.iri(document)
        if not self.exists(document) or self.graph.addresses.page(iri) != path:
            return None
        thing = self.graph.addresses.told_in(document)
        draw = next(draw for pattern, draw in THINGS if pattern.fullmatch(thing))
        return self._rendered(draw(self.graph, iri))

    def further(self, page: str) -> tuple[str, ...]:
        """The further pages of a page: all rows of a list of which it has the beginning, the parts of a document."""
        thing = page.removesuffix(".html")
        if _RECORD.fullmatch(thing):
            return tuple(pages_of_parts_of(self.graph, self.graph.addresses.iri(thing))[1:])
        if not _AGENT.fullmatch(thing) or not self.exists(thing):
            return ()
        return tuple(further_paths(self.graph, self.graph.addresses.iri(thing)))

    def _further(self, thing: str, name: str, number: int) -> bytes | None:
        """A page that holds all of a list of which the page of a thing has the beginning."""
        if not _AGENT.fullmatch(thing) or not self.exists(thing):
            return None
        page = further_page(self.graph, self.graph.addresses.iri(thing), name, number)
        return self._rendered(page) if page else None

    def _part(self, record: str, number: int) -> bytes | None:
        """A part of a document that is too long for one page, but for the first."""
        page = document_part(self.graph, self.graph.addresses.iri(record), number) if self.exists(record) else None
        return self._rendered(page) if page else None

    def description(self, path: str, extension: str) -> bytes | None:
        """The RDF of the thing that a document tells of, by its extension; None if there is no such document."""
        thing = self.graph.addresses.told_in(path)
        if self.document_of(thing) != path:
            return None
        return self.describer.described(self.graph.addresses.iri(thing), extension)

    def file(self, path: str) -> File | None:
        """A file that programs look for at a known place; None if there is none of this path."""
        match path:
            case "robots.txt":
                return robots(self.graph.addresses, has_endpoint=self.has_endpoint)
            case "context.jsonld":
                return context_file(self.context.written)
            case _ if path == _VOID:
                described = self.description("dataset", "ttl")
                return File(described, f"{MEDIA_TYPES['ttl']}; charset=utf-8") if described else None
        return self._all_sitemaps().get(path) if path.startswith("sitemap") else None

    def files(self) -> Iterator[str]:
        """The paths of all files that programs look for at known places."""
        yield from ("robots.txt", "context.jsonld", *self._all_sitemaps())
        if self.exists("dataset"):
            yield _VOID

    def text(self, path: str) -> Path | None:
        """The file of a document's whole text, by its path (`doc/KEY/source.txt`); None unless its rights allow it."""
        return text_path(self.edition.files, path)

    def texts(self) -> Iterator[str]:
        """The paths of all whole texts, sorted."""
        yield from text_paths(self.edition.files)

    def asset(self, name: str) -> Path | None:
        """A file that pages load: a style, a script."""
        return _inside(ASSETS, name)

    def download(self, name: str) -> Path | None:
        """A file of the build."""
        return _inside(self.edition.files, name)

    def paths(self) -> Iterator[str]:
        """Every page and every table of a list, sorted: what a static site holds."""
        holdings = (holding_of(self.graph, key) for key in keys_of(self.graph))
        things = {page for each in holdings for page in (*each.own, *each.shared)}
        further = (more for page in things for more in self.further(page))
        yield from sorted({*self.others(), *things, *further})

    def others(self) -> Iterator[str]:
        """The pages that tell of no thing of a document: lists, our terms, the dataset."""
        yield SPARQL
        yield from self.overviews.paths()
        yield from self._of_terms_and_dataset()

    def documents(self) -> Iterator[str]:
        """Where each thing is described, sorted, without an extension; things that share a page are described apart."""
        subjects = {*self.graph.all_subjects(), *self.describer.dataset.all_subjects()}
        paths = {self.graph.addresses.path(iri) for iri in subjects} - {""}
        yield from sorted({*TERMS, *map(self.document_of, paths)})

    def _of_terms_and_dataset(self) -> Iterator[str]:
        """The pages of what stands beside the union."""
        yield from (*(f"{name}.html" for name in TERMS), IN_USE)
        if self.exists("dataset"):
            yield from pages_of_parts(len(parts_of(self.graph)))
            for iri in self.describer.dataset.all_subjects():
                page = self.graph.addresses.page(iri)
                if page and "#" not in page:
                    yield page

    def _all_sitemaps(self) -> Mapping[str, File]:
        if not self._sitemaps:
            kinds = (kind for kind, word in KINDS.items() if word not in _UNLISTED)
            things = {self.graph.addresses.page(iri) for kind in kinds for iri in self.graph.members(kind)}
            pages = {*things, *self.others()}
            listed = sorted(page for page in pages if page and "#" not in page)
            self._sitemaps.update(sitemaps(self.graph.addresses, listed, self.modified))
        return self._sitemaps

    def _rendered(self, page: Page) -> bytes:
        menu = self._menu or [(path, word) for path, word in MENU if self._is_there(path)]
        self._menu[:] = menu
        shared = {"has_endpoint": self.has_endpoint, "menu": menu, "data_files": self._data_of(page)}
        return rendered(page, shared)

    def _is_there(self, path: str) -> bool:
        """Whether there is a page for an entry of the menu."""
        return path in (SPARQL, "vocab.html", "dataset.html") or self.overviews.knows(path)

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
