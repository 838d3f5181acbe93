"""The site as files, for any web server or none: every page, every description, the rules that lead IRIs to them.

The work goes document by document, so that memory does not grow with the library, and in several processes, each of
which opens the edition's store for itself. The files are the same bytes however many there are.
"""

from __future__ import annotations

import gc
import json
import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote

from attrs import define, field, frozen

from kg.aside import UNCHANGED
from kg.errors import OutputError
from kg.publish.context import Context
from kg.publish.files import MANIFEST
from kg.site.datafiles import DataFiles
from kg.site.edition import Edition
from kg.site.examples import Example
from kg.site.hosting import hosting_files
from kg.site.inventory import holding_of, keys_of
from kg.site.renewal import Renewal, Row, renewal, rows_in
from kg.site.site import ASSETS, MEDIA_TYPES, Site

FORMATS = ("ttl", "jsonld", "nt")
# The most documents of which every claim and event has data files of its own. Of the 390 documents of a volume such
# files would be 209,000 with 1.9 GB (docs/publishing.md); the document's own file tells the same.
MOST_WITH_ALL_DATA = 100
_SHARED_AT_ONCE = 8  # pages of people and states: each may hold hundreds of rows
_SCRATCH = ".rows"
_OBJECTS_BETWEEN_LOOKS = 50_000


@frozen
class Wishes:
    """How a site is to be written. `jobs`: the number of processes; `mount`: the path under which the site will stand.

    `examples` are the questions on the page of queries.

    `has_all_data`: whether claims and events have data files of their own; None leaves that to the library's size.
    """

    formats: tuple[str, ...] = FORMATS
    jobs: int = 1
    has_all_data: bool | None = None
    mount: str = "/"
    examples: tuple[Example, ...] = ()


@define
class Written:
    """What became of the files of a site."""

    files: int = 0
    kept: int = 0
    size_bytes: int = 0

    def count(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The same rows, counted as they go by."""
        for row in rows:
            self.files += 1
            self.kept += row.is_kept
            self.size_bytes += row.size_bytes
            yield row


def write_site(
    edition: Edition, context: Context, out: Path, wishes: Wishes, watch: Callable[[int, int], None]
) -> Written:
    """Write the whole site to the folder `out`, whose unchanged files stay; `watch` hears how many documents are done.

    Raises OutputError where the folder cannot be written or holds what no site wrote, DataError where the store cannot
    be read.
    """
    site = Site.of(edition, context, has_endpoint=False, examples=wishes.examples)
    keys = keys_of(site.graph)
    has_all = len(keys) <= MOST_WITH_ALL_DATA if wishes.has_all_data is None else wishes.has_all_data
    data = DataFiles(wishes.formats, has_all)
    written = Written()
    with renewal(out) as made:
        writer = Writer(edition, context, data, made, wishes.examples)
        scratch = made.aside / _SCRATCH
        others: list[Row] = []
        shared: set[str] = set()
        # One document more than there are processes is not worth the start of a second one.
        jobs = wishes.jobs if len(keys) > wishes.jobs else 1
        with _crew(writer, jobs) as crew, scratch.open("w+", encoding="utf-8", newline="\n") as own:
            alone = crew.each(_pages, [(page,) for page in sorted(set(site.others()))])
            for done, portion in enumerate(crew.each(_document, keys), start=1):
                own.writelines(f"{row.size_bytes} {int(row.is_kept)} {row.line()}" for row in portion.rows)
                others += portion.data
                shared.update(portion.shared)
                watch(done, len(keys))
            ranked = sorted(each for page in shared for each in (page, *site.further(page)))
            chunks = [tuple(ranked[at : at + _SHARED_AT_ONCE]) for at in range(0, len(ranked), _SHARED_AT_ONCE)]
            for rows in (*alone, *crew.each(_pages, chunks)):
                others += rows
            others += writer.parts(wishes.mount)
            own.seek(0)
            scratch.unlink()
            made.take_place(written.count(rows_in(map(_row, own), sorted(others))))
    return written


@frozen
class Portion:
    """What a process did for one document: the files in its folder, sorted; its data as a whole; what it shares."""

    rows: tuple[Row, ...]
    data: tuple[Row, ...]
    shared: tuple[str, ...]


@define(eq=False)
class Writer:
    """Writes pages and data into a folder in the making. Sent to another process, it opens a store of its own there."""

    edition: Edition
    context: Context
    data: DataFiles
    made: Renewal
    examples: tuple[Example, ...]
    _site: Site | None = field(default=None, init=False)

    def __getstate__(self) -> tuple[object, ...]:
        """All but the open store."""
        return (self.edition, self.context, self.data, self.made, self.examples)

    def __setstate__(self, state: tuple[Edition, Context, DataFiles, Renewal, tuple[Example, ...]]) -> None:
        """As it was sent, with no store open."""
        self.edition, self.context, self.data, self.made, self.examples = state
        self._site = None

    @property
    def site(self) -> Site:
        """The site, opened when first asked for."""
        if self._site is None:
            self._site = Site.of(self.edition, self.context, has_endpoint=False, data=self.data, examples=self.examples)
        return self._site

    def document(self, key: str) -> Portion:
        """Write the pages of one document, and its data."""
        holding = holding_of(self.site.graph, key)
        pages = (each for page in holding.own for each in (page, *self.site.further(page)))
        rows = sorted(row for page in pages for row in self.page(page))
        data = []
        for name, extension in ((f"{key}.{extension}", extension) for extension in self.data.extensions):
            # What the build wrote is put there as it is, unless its IRIs stand under another base.
            if self.edition.is_moved or not (self.edition.files / name).exists():
                content = self.site.describer.whole_document(key, extension)
                assert content is not None, f"{key} has statements"
                data.append(self.made.put(f"dataset/{name}", content))
        return Portion(tuple(rows), tuple(data), holding.shared)

    def page(self, page: str) -> Iterator[Row]:
        """Write one page, if there is one of this path, and the data files of its thing."""
        content = self.site.page(page)
        if content is None:
            return
        yield self.made.put(unquote(page), content)
        thing = unquote(page.removesuffix(".html"))
        if thing != page and self.data.has_own(thing) and self.site.exists(thing):
            for extension in self.data.extensions:
                data = self.site.description(thing, extension)
                if data is not None:
                    yield self.made.put(f"{thing}.{extension}", data)

    def parts(self, mount: str) -> Iterator[Row]:
        """Write what no page is: styles and scripts, the rules for hosts, the files of the build."""
        for asset in sorted(path for path in ASSETS.rglob("*") if path.is_file()):
            yield self.made.put(f"assets/{asset.relative_to(ASSETS).as_posix()}", asset.read_bytes())
        for path in self.site.texts():
            text = self.site.text(path)
            assert text is not None, path
            yield self.made.put(path, text.read_bytes())
        for path in self.site.files():
            file = self.site.file(path)
            assert file is not None, path
            yield self.made.put(path, file.content)
        for name, content in hosting_files(self.data, MEDIA_TYPES, mount).items():
            yield self.made.put(name, content)
        if not self.edition.is_moved:
            listed = json.loads((self.edition.files / MANIFEST).read_text(encoding="utf-8"))["files"]
            for row in listed:
                yield self.made.take(f"dataset/{row['file']}", self.edition.files / row["file"], row["sha256"])
            yield self.made.put(f"dataset/{MANIFEST}", (self.edition.files / MANIFEST).read_bytes())


# The writer of this process, set when the process starts.
_WRITERS: list[Writer] = []


def _start(writer: Writer) -> None:
    """Begin to write. Python looks for garbage seldom: pages make little of it, and what is remembered is much."""
    gc.set_threshold(_OBJECTS_BETWEEN_LOOKS, 20, 20)
    _WRITERS.append(writer)


def _document(key: str) -> Portion:
    return _WRITERS[-1].document(key)


def _pages(pages: tuple[str, ...]) -> list[Row]:
    return [row for page in pages for row in _WRITERS[-1].page(page)]


_Task = TypeVar("_Task")
_Done = TypeVar("_Done")


@frozen
class Crew:
    """Those who do the work: the processes of a pool, or this one."""

    pool: ProcessPoolExecutor | None

    def each(self, work: Callable[[_Task], _Done], tasks: Iterable[_Task]) -> Iterator[_Done]:
        """What comes of every task, in their order."""
        return map(work, tasks) if self.pool is None else self.pool.map(work, tasks)


@contextmanager
def _crew(writer: Writer, jobs: int) -> Iterator[Crew]:
    """As many processes as there are `jobs`; this one alone if that is one."""
    if jobs == 1:
        looks = gc.get_threshold()
        _start(writer)
        try:
            yield Crew(None)
        finally:
            gc.set_threshold(*looks)
            _WRITERS.clear()
        return
    # Not forked: a fork would share the threads and locks of the open store.
    started = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, started, _start, (writer,))
    try:
        yield Crew(pool)
    except BrokenProcessPool as error:
        cure = "Where memory is short, run again with --jobs 1."
        raise OutputError(f"A process that wrote pages was ended. {UNCHANGED}", cure=cure) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _row(line: str) -> Row:
    size, is_kept, rest = line.rstrip("\n").split(" ", 2)
    digest, _, path = rest.partition("  ")
    return Row(path, digest, int(size), is_kept == "1")
