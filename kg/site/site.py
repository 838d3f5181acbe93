"""The site of one edition: every page and every description by its path. Knows no HTTP; several threads may use it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path, PurePosixPath

from attrs import Factory, frozen

from kg.publish.context import Context
from kg.publish.formats import FORMATS, Writers
from kg.site.addresses import TERMS, Addresses
from kg.site.descriptions import Describer
from kg.site.edition import Edition
from kg.site.entrypoints import File, context_file, robots, sitemaps
from kg.site.graph import Graph
from kg.site.pages.agent import agent_page
from kg.site.pages.claim import claim_page
from kg.site.pages.dataset import LIST, dataset_page, pages_of_parts, part_page, parts_of, parts_page
from kg.site.pages.document import document_page
from kg.site.pages.event import event_page
from kg.site.pages.start import start_page
from kg.site.pages.terms import ontology_page, shapes_page, vocab_page
from kg.site.pages.thing import described_page, thing_page
from kg.site.pages.voice import voice_page
from kg.site.readings import KINDS
from kg.site.rendering import Page, rendered

ASSETS = Path(__file__).resolve().parent / "assets"

# The pages of things, by the paths of their IRIs; the first that fits draws it. Each gets the graph and the IRI.
THINGS: tuple[tuple[re.Pattern[str], Callable[[Graph, str], Page]], ...] = (
    (re.compile(r"doc/[^/]+/record"), document_page),
    (re.compile(r"doc/[^/]+/claim/[^/]+"), claim_page),
    (re.compile(r"doc/[^/]+/ev/[^/]+"), event_page),
    (re.compile(r"doc/[^/]+/voice/[^/]+"), voice_page),
    (re.compile(r"(?:doc/[^/]+/)?(?:agent|place|office)/[^/]+"), agent_page),
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
MENU = (("index.html", "Start"), ("documents.html", "Documents"), ("dataset.html", "Data"))
# The pages that tell of no one thing.
FIXED: Mapping[str, Callable[[Graph], Page]] = {
    "index.html": start_page,
}


@frozen(eq=False)
class Site:
    """The pages and descriptions of an edition. `has_endpoint`: whether a server answers SPARQL beside them."""

    edition: Edition
    graph: Graph
    describer: Describer
    context: Context
    has_endpoint: bool
    _sitemaps: dict[str, File] = Factory(dict)

    @classmethod
    def of(cls, edition: Edition, context: Context, *, has_endpoint: bool) -> Site:
        """The site of an edition. Raises DataError where its store cannot be opened."""
        graph = Graph(edition.opened(), Addresses(edition.base, edition.built_under))
        writers = Writers.of(edition.base, context)
        return cls(edition, graph, Describer(graph, writers, edition.terms, has_endpoint), context, has_endpoint)

    @property
    def version(self) -> str:
        """What changes whenever a page or a description may."""
        return self.edition.id

    @property
    def modified(self) -> datetime | None:
        """When the build was made, if it says so."""
        return self.edition.modified

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

    def page(self, path: str) -> bytes | None:
        """The HTML of a page, or a file that is made for the whole site; None if there is none of this path."""
        if path in FIXED:
            return self._rendered(FIXED[path](self.graph))
        if LIST.fullmatch(path):
            listed = parts_page(self.graph, path)
            return self._rendered(listed) if listed else None
        if not path.endswith(".html"):
            file = self.file(path)
            return file.content if file else None
        document = path.removesuffix(".html")
        iri = self.iri(document)
        if not self.exists(document) or self.graph.addresses.page(iri) != path:
            return None
        thing = self.graph.addresses.told_in(document)
        draw = next(draw for pattern, draw in THINGS if pattern.fullmatch(thing))
        return self._rendered(draw(self.graph, iri))

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

    def asset(self, name: str) -> Path | None:
        """A file that pages load: a style, a script."""
        return _inside(ASSETS, name)

    def download(self, name: str) -> Path | None:
        """A file of the build."""
        return _inside(self.edition.files, name)

    def paths(self) -> Iterator[str]:
        """Every page, sorted: what a static site holds."""
        yield from sorted({*FIXED, *self._of_terms_and_dataset(), *self._things()})

    def documents(self) -> Iterator[str]:
        """Where each thing is described, sorted, without an extension; things that share a page are described apart."""
        subjects = {*self.graph.all_subjects(), *self.describer.dataset.all_subjects()}
        paths = {self.graph.addresses.path(iri) for iri in subjects} - {""}
        yield from sorted({*TERMS, *map(self.document_of, paths)})

    def _of_terms_and_dataset(self) -> Iterator[str]:
        """The pages of what stands beside the union."""
        yield from (f"{name}.html" for name in TERMS)
        if self.exists("dataset"):
            yield from pages_of_parts(len(parts_of(self.graph)))
            for iri in self.describer.dataset.all_subjects():
                page = self.graph.addresses.page(iri)
                if page and "#" not in page:
                    yield page

    def _things(self) -> Iterator[str]:
        for iri in self.graph.all_subjects():
            page = self.graph.addresses.page(iri)
            if page and "#" not in page:
                yield page

    def _all_sitemaps(self) -> Mapping[str, File]:
        if not self._sitemaps:
            kinds = (kind for kind, word in KINDS.items() if word not in _UNLISTED)
            things = {self.graph.addresses.page(iri) for kind in kinds for iri in self.graph.members(kind)}
            pages = {*FIXED, *things, *self._of_terms_and_dataset()}
            listed = sorted(page for page in pages if page and "#" not in page)
            self._sitemaps.update(sitemaps(self.graph.addresses, listed, self.modified))
        return self._sitemaps

    def _rendered(self, page: Page) -> bytes:
        return rendered(page, {"has_endpoint": self.has_endpoint, "menu": MENU, "media_types": MEDIA_TYPES})


def _inside(folder: Path, name: str) -> Path | None:
    """The file of this name in a folder; None if there is none, or it leads out of it."""
    parts = PurePosixPath(name).parts
    if not parts or ".." in parts or PurePosixPath(name).is_absolute() or "\0" in name:
        return None
    path = folder.joinpath(*parts)
    return path if path.is_file() else None
