"""The site as files, for any web server or none: every page, every description, the rules that lead IRIs to them.

The work goes document by document, so that memory does not grow with the library, and in several processes, each of
which opens the edition's store for itself. The files are the same bytes however many there are.
"""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote

from attrs import define, frozen

from kg.aside import UNCHANGED
from kg.errors import OutputError
from kg.publish.context import Context
from kg.site.datafiles import DataFiles
from kg.site.drawn import Past, place_beside, present, program_of
from kg.site.edition import Edition
from kg.site.examples import Example
from kg.site.inventory import keys_of
from kg.site.lookups import Documents
from kg.site.renewal import Row, renewal, rows_in
from kg.site.site import Site
from kg.site.writing import Portion, Writer

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
    """What became of a site: its files, those of them that are as they were; its pages, those drawn and those spared.

    A page that was drawn may be as it was; one that was spared is.
    """

    files: int = 0
    kept: int = 0
    size_bytes: int = 0
    drawn: int = 0
    spared: int = 0

    def tell(self, portion: Portion) -> None:
        """Count the pages of a portion."""
        if portion.is_drawn:
            self.drawn += portion.html
        else:
            self.spared += portion.html

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
    site = Site.of(edition, context, has_endpoint=False)
    keys = keys_of(site.graph)
    has_all = len(keys) <= MOST_WITH_ALL_DATA if wishes.has_all_data is None else wishes.has_all_data
    data = DataFiles(wishes.formats, has_all)
    program = program_of(edition, context, data, wishes.examples)
    written = Written()
    with renewal(out) as made:
        past = Past(place_beside(made.target), program)
        documents = Documents(edition.base, edition.files, edition.built_under)
        if past.edition != edition.id:
            documents.read()  # here, lest each process reads them
        writer = Writer(edition, context, data, made, wishes.examples, past, documents)
        scratch, drawn = made.aside / _SCRATCH, place_beside(made.aside)
        # One document more than there are processes is not worth the start of a second one.
        jobs = wishes.jobs if len(keys) > wishes.jobs else 1
        with (
            present(drawn, program, edition.id) as now,
            _crew(writer, jobs) as crew,
            scratch.open("w+", encoding="utf-8", newline="\n") as own,
        ):
            others: list[Row] = []

            def taken(portion: Portion) -> Portion:
                now.add(portion.name, portion.packed)
                written.tell(portion)
                others.extend(portion.content.data)
                return portion

            found = next(iter(crew.each(_others, [()])))
            others += taken(found).content.files
            alone = crew.each(_pages, [(page,) for page in found.content.pages if "/" not in page])
            shared = {page for page in found.content.pages if "/" in page}
            for done, portions in enumerate(crew.each(_document, keys), start=1):
                rows = sorted(row for each in portions for row in taken(each).content.files)
                own.writelines(f"{row.size_bytes} {int(row.is_kept)} {row.line()}" for row in rows)
                shared.update(page for each in portions for page in each.content.pages)
                watch(done, len(keys))
            # A graph may speak of a thing of another document, which has the page then.
            ranked = sorted(page for page in shared if not (made.aside / unquote(page)).exists())
            chunks = [tuple(ranked[at : at + _SHARED_AT_ONCE]) for at in range(0, len(ranked), _SHARED_AT_ONCE)]
            for portions in (*alone, *crew.each(_pages, chunks)):
                others += [row for each in portions for row in taken(each).content.files]
            others += writer.parts(wishes.mount)
            own.seek(0)
            scratch.unlink()
            made.take_place(written.count(rows_in(map(_row, own), sorted(others))))
            past.close()
            now.take_place(past.path)
    return written


# The writer of this process, set when the process starts.
_WRITERS: list[Writer] = []


def _start(writer: Writer) -> None:
    """Begin to write. Python looks for garbage seldom: pages make little of it, and what is remembered is much."""
    gc.set_threshold(_OBJECTS_BETWEEN_LOOKS, 20, 20)
    _WRITERS.append(writer)


def _others(_: tuple[()]) -> Portion:
    return _WRITERS[-1].others()


def _document(key: str) -> tuple[Portion, ...]:
    return _WRITERS[-1].document(key)


def _pages(pages: tuple[str, ...]) -> tuple[Portion, ...]:
    return tuple(map(_WRITERS[-1].page, pages))


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
