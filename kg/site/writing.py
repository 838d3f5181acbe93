"""Writes pages and data of a site into a folder in the making: what may have changed since the last run, and no more.

What is drawn together is a portion: the page of a record, the rest of its document, any other page with its further
pages. A portion of the last run is taken over where all that was asked for it is answered as then, and all its files
are there, byte for byte. Where anything is in doubt it is drawn.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import unquote

from attrs import define, field, frozen

from kg.publish.context import Context
from kg.publish.files import MANIFEST
from kg.site.datafiles import DataFiles
from kg.site.drawn import FileRow, Past, Trace
from kg.site.edition import Edition
from kg.site.examples import Example
from kg.site.hosting import hosting_files
from kg.site.inventory import holding_of
from kg.site.lookups import Documents, Notes, Repeater, WatchedStore, trace_of
from kg.site.renewal import Renewal, Row
from kg.site.site import ASSETS, MEDIA_TYPES, Site

_PAGE = ".html"


@frozen
class Content:
    """Files that were drawn together; `data` stand apart from the others, `pages` is where they lead."""

    files: tuple[Row, ...]
    data: tuple[Row, ...] = ()
    pages: tuple[str, ...] = ()


@frozen
class Portion:
    """The content of a portion, what it is called and was drawn from, and whether it was drawn or taken over."""

    name: str
    content: Content
    packed: bytes
    is_drawn: bool

    @property
    def html(self) -> int:
        """How many pages it has."""
        return sum(row.path.endswith(_PAGE) for row in self.content.files)


@define(eq=False)
class Writer:
    """Writes portions. Sent to another process, it opens a store of its own there."""

    edition: Edition
    context: Context
    data: DataFiles
    made: Renewal
    examples: tuple[Example, ...]
    past: Past
    documents: Documents
    _notes: Notes = field(factory=Notes, init=False)
    _watched: Site | None = field(default=None, init=False)
    _plain: Site | None = field(default=None, init=False)
    _repeater: Repeater | None = field(default=None, init=False)

    def __reduce__(self) -> tuple[object, ...]:
        """All but the open stores."""
        told = (self.edition, self.context, self.data, self.made, self.examples, self.past, self.documents)
        return Writer, told

    @property
    def watched(self) -> Site:
        """The site whose store notes what is asked, opened when first asked for."""
        if self._watched is None:
            self._watched = self._site(lambda store: WatchedStore(store, self._notes, self.documents))
        return self._watched

    @property
    def plain(self) -> Site:
        """The site as any reader has it, opened when first asked for."""
        if self._plain is None:
            self._plain = self._site(None)
        return self._plain

    def _site(self, watch: Callable[..., WatchedStore] | None) -> Site:
        return Site.of(
            self.edition, self.context, has_endpoint=False, data=self.data, examples=self.examples, watch=watch
        )

    def document(self, key: str) -> tuple[Portion, ...]:
        """Write the pages of one document, and its data; the second portion leads to what it shares with others."""
        record, names = f"doc/{key}/record{_PAGE}", (f"{key}.{extension}" for extension in self.data.extensions)
        # What the build wrote is put there as it is, unless its IRIs stand under another base.
        wanted = [name for name in names if self.edition.is_moved or not (self.edition.files / name).exists()]

        def of_record() -> Content:
            own = holding_of(self.watched.graph, key).own
            return Content(tuple(row for page in own if page == record for row in self._pages(page)))

        def of_the_rest() -> Content:
            holding = holding_of(self.watched.graph, key)
            pages = (row for page in holding.own if page != record for row in self._pages(page))
            data = (row for page in holding.own for row in self._data(page))
            whole = tuple(self.made.put(f"dataset/{name}", self._whole(key, name)) for name in wanted)
            return Content(tuple(sorted((*pages, *data))), whole, holding.shared)

        # The page of a record tells of the run that made its graph, which changes with every build.
        return (
            self._portion(record, of_record),
            self._portion(" ".join((f"doc/{key}/", *wanted)), of_the_rest),
        )

    def page(self, page: str) -> Portion:
        """Write a page with its further pages, if there is one of this path, and the data files of its thing."""
        if "/" in page:
            return self._portion(page, lambda: Content((*self._pages(page), *self._data(page))))

        def of_all() -> Content:
            content = self.plain.page(page)
            rows = () if content is None else (self.made.put(unquote(page), content),)
            return Content((*rows, *self._data(page, self.plain)))

        return self._portion(page, of_all, hangs_on_all=True)

    def others(self) -> Portion:
        """Find out which pages there are that tell of no thing of a document; write what programs look for."""

        def found() -> Content:
            files = ((path, self.plain.file(path)) for path in self.plain.files())
            rows = tuple(self.made.put(path, file.content) for path, file in files if file is not None)
            return Content(rows, (), tuple(sorted(set(self.plain.others()))))

        return self._portion(".", found, hangs_on_all=True)

    def parts(self, mount: str) -> Iterator[Row]:
        """Write what no page is: styles and scripts, the rules for hosts, the files of the build."""
        for asset in sorted(path for path in ASSETS.rglob("*") if path.is_file()):
            yield self.made.put(f"assets/{asset.relative_to(ASSETS).as_posix()}", asset.read_bytes())
        for path in self.plain.texts():
            text = self.plain.text(path)
            assert text is not None, path
            yield self.made.put(path, text.read_bytes())
        for name, content in hosting_files(self.data, MEDIA_TYPES, mount).items():
            yield self.made.put(name, content)
        if not self.edition.is_moved:
            listed = json.loads((self.edition.files / MANIFEST).read_text(encoding="utf-8"))["files"]
            for row in listed:
                yield self.made.take(f"dataset/{row['file']}", self.edition.files / row["file"], row["sha256"])
            yield self.made.put(f"dataset/{MANIFEST}", (self.edition.files / MANIFEST).read_bytes())

    def _portion(self, name: str, draw: Callable[[], Content], *, hangs_on_all: bool = False) -> Portion:
        """A portion: that of the last run if it is still true, else drawn; some hang on all that an edition says."""
        trace = self.past.trace(name)
        if trace is not None and self._is_still_true(trace, hangs_on_all=hangs_on_all):
            kept = self.made.kept((*trace.files, *trace.data))
            if kept is not None:
                told = len(trace.files)
                return Portion(name, Content(kept[:told], kept[told:], trace.pages), trace.packed(), False)
        if not hangs_on_all:
            self.watched.graph.recent.clear()
        content, lookups = self._notes.during(draw)
        asked, heard = trace_of(lookups)
        files, data = _file_rows(content.files), _file_rows(content.data)
        return Portion(name, content, Trace(asked, heard, files, data, content.pages).packed(), True)

    def _is_still_true(self, trace: Trace, *, hangs_on_all: bool) -> bool:
        if self.past.edition == self.edition.id:
            return True
        if self._repeater is None:
            self._repeater = Repeater(self.plain.graph.store, self.edition.files, self.documents, self.plain.graph.cuts)
        return not hangs_on_all and self._repeater.says(trace.asked) == trace.heard

    def _pages(self, page: str) -> Iterator[Row]:
        for path in (page, *self.watched.further(page)):
            content = self.watched.page_of_thing(path)
            if content is not None:
                yield self.made.put(unquote(path), content)

    def _data(self, page: str, site: Site | None = None) -> Iterator[Row]:
        site = site or self.watched
        thing = unquote(page.removesuffix(_PAGE))
        if thing != page and self.data.has_own(thing) and site.exists(thing):
            for extension in self.data.extensions:
                data = site.description(thing, extension)
                if data is not None:
                    yield self.made.put(f"{thing}.{extension}", data)

    def _whole(self, key: str, name: str) -> bytes:
        content = self.watched.describer.whole_document(key, name.removeprefix(f"{key}."))
        assert content is not None, f"{key} has statements"
        return content


def _file_rows(rows: Iterable[Row]) -> tuple[FileRow, ...]:
    return tuple((row.path, row.sha256, row.size_bytes) for row in rows)
