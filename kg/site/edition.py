"""An edition: a build made ready to be looked at, as a store on disk with the files of the build beside it.

It is made aside and renamed, so that what has its name is whole; a second process that wants the same one finds it. The
default graph of the store is the union of all graphs as a set, the named graphs stand beside it; our own terms are in
graphs of their own, so that they do not mingle with the data.
"""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, cast

from attrs import field, frozen
from pyoxigraph import Literal, NamedNode, RdfFormat, Store, parse

from kg.aside import refused
from kg.base import OUR_BASE
from kg.errors import DataError, UsageError
from kg.publish.files import parts_in
from kg.publish.joinedfiles import JoinedFiles
from kg.site.addresses import Addresses
from kg.site.buildfiles import BuildFiles, ReplacedError
from kg.site.graph import Graph
from kg.site.lease import Lease
from kg.site.lists import Known, write_lists
from kg.site.moving import LINE, Move
from kg.site.preparing import prepare
from kg.site.search import write_search
from kg.site.shelf import ABOUT, remove_editions, shelved, sweep_shelf

LAYOUT = 5  # of an edition's folder: an edition of another layout is made anew
_STORE, _FILES, _TERMS = "store", "files", "terms"
_LISTS, _SEARCH, _KEPT = "lists.sqlite", "search.sqlite", "kept.sqlite"
_GRAPH = re.compile(rb"(?P<base>.*)graph/[^/]+(?:/flat)?/v1")
_ID = re.compile(r"[0-9a-f]{16}")
_TRIES = 3  # builds that may take each other's place while one is read
# Two threads of one process would write to the same folder aside: it is named by the process.
_MAKING = threading.Lock()


@frozen
class Edition:
    """An edition in its folder. Its IRIs stand under `base`; `modified` is when the build was made, if it says so.

    `built_under` is the base of the IRIs in the files of the build where that is another, else "". The folder is not
    removed by other processes as long as `lease` is there.
    """

    folder: Path
    id: str
    base: str
    modified: datetime | None
    built_under: str = ""
    lease: Lease = field(factory=lambda: Lease(None), eq=False, repr=False)

    @property
    def store(self) -> Path:
        """The folder of the store; open it with `Store.read_only`."""
        return self.folder / _STORE

    @property
    def files(self) -> Path:
        """The files of the build."""
        return self.folder / _FILES

    @property
    def terms(self) -> Path:
        """Our own terms: `ontology.ttl`, `vocab.ttl`, and `shapes.ttl`, which holds the files of all shapes."""
        return self.folder / _TERMS

    @property
    def is_moved(self) -> bool:
        """Whether its IRIs stand under another base than those in the files of the build."""
        return bool(self.built_under)

    @property
    def lists(self) -> Path:
        """What is known of the lists before anybody asks."""
        return self.folder / _LISTS

    @property
    def search(self) -> Path:
        """The index of the search."""
        return self.folder / _SEARCH

    @property
    def kept(self) -> Path:
        """What is known of single pages before anybody asks."""
        return self.folder / _KEPT

    def opened(self) -> Store:
        """The store, read only. Raises DataError where it cannot be opened."""
        try:
            return Store.read_only(str(self.store))
        except OSError as error:
            cure = "Remove the folder, then run again: it is made anew from the build."
            raise DataError(f"The store cannot be opened ({error}).", place=str(self.folder), cure=cure) from error


def edition_of(build: Path, ontology: Path, shapes: Path, shelf: Path, base: str = "") -> Edition:
    """The edition of a build folder, made under `shelf` unless it is there already.

    `base` puts the data under another base than that of the build. Raises UsageError where there is no build, DataError
    where it is not well formed or not what its manifest says, OutputError where the shelf cannot be written.
    """
    terms = _terms_of(ontology, shapes)
    for _ in range(_TRIES):
        # A build that takes the place of the one that is being read is read instead; an edition that another process
        # removes before it is ours is made again.
        with suppress(ReplacedError, _RemovedError), _MAKING:
            return _edition_of(BuildFiles.in_folder(build), terms, shelf, base)
    cure = "Wait until no build is made there, then run again."
    raise DataError("The build is replaced again and again while it is read.", place=str(build), cure=cure)


def _edition_of(build: BuildFiles, terms: Mapping[str, bytes], shelf: Path, base: str) -> Edition:
    own = _base_of(build)
    identifier = _identifier(build, terms, base or own)
    folder = shelf / identifier
    if not (folder / ABOUT).exists():
        aside = shelf / f"{identifier}.{os.getpid()}.tmp"
        try:
            shelf.mkdir(parents=True, exist_ok=True)
            sweep_shelf(shelf)
            _make(aside, build, terms, Move(own, base or own))
            # Where another process was faster, its edition is as good.
            with suppress(FileExistsError):
                _take_place(aside, folder)
        except OSError as error:
            raise refused(error, folder) from error
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    try:
        lease = Lease(folder / ABOUT)
    except FileNotFoundError as error:
        raise _RemovedError(str(folder)) from error
    about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    modified = datetime.fromisoformat(about["modified"]) if about["modified"] else None
    return Edition(folder, identifier, about["base"], modified, about["built_under"], lease)


class _RemovedError(Exception):
    """Another process removed an edition that it did not need, between its making and our first look."""


def remove_unneeded(build: Path, ontology: Path, shapes: Path, shelf: Path) -> int:
    """Remove the editions that no process uses and that nobody will ask for: those of other builds, terms and layouts.

    The bytes that they took. Raises UsageError and DataError as `edition_of`, OutputError where one cannot be removed.
    """
    terms, files = _terms_of(ontology, shapes), BuildFiles.in_folder(build)
    with _MAKING:
        found = [each.folder for each in shelved(shelf)]
        # What has no name that we give is not ours to remove.
        keep = {each.name for each in found if not _ID.fullmatch(each.name) or _is_of(each, files, terms)}
        return remove_editions(shelf, keep=keep)


def _is_of(folder: Path, build: BuildFiles, terms: Mapping[str, bytes]) -> bool:
    """Whether an edition is of this build and these terms, under whatever base."""
    try:
        base = json.loads((folder / ABOUT).read_bytes())["base"]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return folder.name == _identifier(build, terms, base)


def _take_place(aside: Path, folder: Path) -> None:
    try:
        aside.replace(folder)
    except OSError as error:
        if error.errno in (errno.ENOTEMPTY, errno.EEXIST):
            raise FileExistsError(error.errno, "it is there", str(folder)) from error
        raise


def _identifier(build: BuildFiles, terms: Mapping[str, bytes], base: str) -> str:
    digest = sha256(f"{LAYOUT}\n{base}\n".encode())
    digest.update(build.manifest)
    for text in terms.values():
        digest.update(sha256(text).digest())
    return digest.hexdigest()[:16]


def _base_of(build: BuildFiles) -> str:
    """The base of a build, as the graph of its first statement says."""
    path = parts_in(build.folder, "nq")[0]
    try:
        with path.open("rb") as lines:
            for line in lines:
                found = LINE.fullmatch(line)
                graph = _GRAPH.fullmatch(found[4][1:-1]) if found else None
                if graph:
                    return graph["base"].decode()
    except OSError as error:
        build.refuse_if_replaced()
        cure = "Run kg build again."
        raise DataError(f"The file cannot be read: {error.strerror}.", place=str(path), cure=cure) from error
    raise DataError("No statement of a document stands here.", place=str(path), cure="Run kg build again.")


def _terms_of(ontology: Path, shapes: Path) -> dict[str, bytes]:
    """Our terms, by the names that they are published under."""
    files = {
        "ontology": [ontology / "diplograph.ttl"],
        "vocab": [ontology / "vocab.ttl"],
        "shapes": sorted(shapes.glob("*.ttl")),
    }
    try:
        # Files of Turtle one behind the other are a file of Turtle.
        return {name: b"\n\n".join(path.read_bytes() for path in paths) for name, paths in files.items()}
    except OSError as error:
        cure = "Name the folders of the ontology and the shapes that belong to this version."
        raise UsageError(
            f"Our terms cannot be read: {error.strerror}.", place=str(error.filename), cure=cure
        ) from error


def _make(aside: Path, build: BuildFiles, terms: Mapping[str, bytes], move: Move) -> None:
    shutil.rmtree(aside, ignore_errors=True)
    files = aside / _FILES
    build.take_to(files)
    store = Store(str(aside / _STORE))
    described = files / "dataset.ttl"
    if move.base == move.own:
        for form, extension in ((RdfFormat.N_QUADS, "nq"), (RdfFormat.TURTLE, "ttl")):
            parts = parts_in(files, extension)
            with _read_from(build, parts[0].name), JoinedFiles(parts) as joined:
                # All at once, for the engine writes tables for each load. Turtle behind Turtle is Turtle.
                store.bulk_load(input=cast(BinaryIO, joined), format=form)
    else:
        for part in parts_in(files, "nq"):
            with _read_from(build, part.name):
                _load_moved(store, part, aside / "moved", move)
    if described.exists():
        with _read_from(build, "dataset.ttl"), described.open("rb") as file:
            quads = parse(file, format=RdfFormat.TURTLE)
            store.bulk_extend(move.description(quads, NamedNode(f"{move.base}dataset")))
    (aside / _TERMS).mkdir()
    for name, text in terms.items():
        (aside / _TERMS / f"{name}.ttl").write_bytes(text)
        try:
            store.bulk_load(input=text, format=RdfFormat.TURTLE, to_graph=NamedNode(OUR_BASE + name))
        except SyntaxError as error:
            raise DataError(f"Our terms cannot be read: {error}.", place=name, cure="Mend the file.") from error
    store.optimize()
    store.flush()
    write_lists(store, Addresses(move.base), aside / _LISTS)
    write_search(store, aside / _SEARCH)
    prepare(Graph(store, Addresses(move.base), files), Known(aside / _LISTS), aside / _KEPT)
    del store
    about = {
        "base": move.base,
        "modified": _modified(described),
        "built_under": move.own if move.own != move.base else "",
    }
    (aside / ABOUT).write_text(json.dumps(about), encoding="utf-8")


def _load_moved(store: Store, nquads: Path, scratch: Path, move: Move) -> None:
    """The statements of a file under another base: in their graphs, and in the union."""
    for form, size in ((RdfFormat.N_QUADS, 4), (RdfFormat.N_TRIPLES, 3)):
        with nquads.open("rb") as lines, scratch.open("wb") as out:
            for terms in move.lines(lines):
                out.write(b" ".join(terms[:size]) + b" .\n")
        store.bulk_load(path=str(scratch), format=form)
        scratch.unlink()


@contextmanager
def _read_from(build: BuildFiles, name: str) -> Iterator[None]:
    """What is not well formed in a file of the build is refused by its name."""
    try:
        yield
    except (SyntaxError, ValueError) as error:
        place = str(build.folder / name)
        raise DataError(f"The file cannot be read: {error}.", place=place, cure="Run kg build again.") from error


def _modified(described: Path) -> str:
    """When the build was made, if it says so."""
    if not described.exists():
        return ""
    wanted = NamedNode("http://purl.org/dc/terms/modified")
    with described.open("rb") as file:
        found = (quad.object for quad in parse(file, format=RdfFormat.TURTLE) if quad.predicate == wanted)
        return next((value.value for value in found if isinstance(value, Literal)), "")
