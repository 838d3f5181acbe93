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
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from attrs import frozen
from pyoxigraph import Literal, NamedNode, RdfFormat, Store, parse

from kg.aside import refused, sweep
from kg.base import OUR_BASE
from kg.errors import DataError, UsageError
from kg.site.addresses import Addresses
from kg.site.lists import write_lists
from kg.site.search import write_search

LAYOUT = 2  # of an edition's folder: an edition of another layout is made anew
_STORE, _FILES, _LISTS, _SEARCH, _ABOUT = "store", "files", "lists.sqlite", "search.sqlite", "edition.json"
_GRAPH = re.compile(rb"(?P<base>.*)graph/[^/]+(?:/flat)?/v1")
# A line of N-Quads as a build writes it: no term but a literal holds a space.
_LINE = re.compile(rb'(<[^>]*>) (<[^>]*>) (<[^>]*>|"(?:[^"\\]|\\.)*"(?:@[A-Za-z0-9-]+|\^\^<[^>]*>)?) (<[^>]*>) \.\n')


@frozen
class Edition:
    """An edition in its folder. Its IRIs stand under `base`; `modified` is when the build was made, if it says so."""

    folder: Path
    id: str
    base: str
    modified: datetime | None

    @property
    def store(self) -> Path:
        """The folder of the store; open it with `Store.read_only`."""
        return self.folder / _STORE

    @property
    def files(self) -> Path:
        """The files of the build."""
        return self.folder / _FILES

    @property
    def lists(self) -> Path:
        """What is known of the lists before anybody asks."""
        return self.folder / _LISTS

    @property
    def search(self) -> Path:
        """The index of the search."""
        return self.folder / _SEARCH

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
    where it is not well formed, OutputError where the shelf cannot be written.
    """
    own = _base_of(build)
    identifier = _identifier(build, ontology, shapes, base or own)
    folder = shelf / identifier
    if not (folder / _ABOUT).exists():
        aside = shelf / f"{identifier}.{os.getpid()}.tmp"
        try:
            shelf.mkdir(parents=True, exist_ok=True)
            sweep(folder)
            _make(aside, build, [*sorted(ontology.glob("*.ttl")), *sorted(shapes.glob("*.ttl"))], own, base or own)
            # Where another process was faster, its edition is as good.
            with suppress(FileExistsError):
                _take_place(aside, folder)
        except OSError as error:
            raise refused(error, folder) from error
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    about = json.loads((folder / _ABOUT).read_text(encoding="utf-8"))
    modified = datetime.fromisoformat(about["modified"]) if about["modified"] else None
    return Edition(folder, identifier, about["base"], modified)


def _take_place(aside: Path, folder: Path) -> None:
    try:
        aside.replace(folder)
    except OSError as error:
        if error.errno in (errno.ENOTEMPTY, errno.EEXIST):
            raise FileExistsError(error.errno, "it is there", str(folder)) from error
        raise


def _no_build(build: Path) -> UsageError:
    return UsageError("There is no build.", place=str(build), cure="Run kg build first, or name its folder.")


def _identifier(build: Path, ontology: Path, shapes: Path, base: str) -> str:
    digest = sha256(f"{LAYOUT}\n{base}\n".encode())
    try:
        digest.update((build / "manifest.json").read_bytes())
    except OSError as error:
        raise _no_build(build) from error
    for path in [*sorted(ontology.iterdir()), *sorted(shapes.iterdir())]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _base_of(build: Path) -> str:
    """The base of a build, as the graph of its first statement says."""
    try:
        with (build / "all.nq").open("rb") as lines:
            for line in lines:
                found = _LINE.fullmatch(line)
                graph = _GRAPH.fullmatch(found[4][1:-1]) if found else None
                if graph:
                    return graph["base"].decode()
    except OSError as error:
        raise _no_build(build) from error
    raise DataError("No statement of a document stands here.", place=str(build / "all.nq"), cure="Run kg build again.")


def _make(aside: Path, build: Path, terms: list[Path], own: str, base: str) -> None:
    shutil.rmtree(aside, ignore_errors=True)
    (aside / _FILES).mkdir(parents=True)
    for path in sorted(build.rglob("*")):
        if path.is_file():
            target = aside / _FILES / path.relative_to(build)
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(path, target)
            except OSError:  # another disk, or one without links
                shutil.copyfile(path, target)
    store = Store(str(aside / _STORE))
    files = aside / _FILES
    try:
        if base == own:
            store.bulk_load(path=str(files / "all.nq"), format=RdfFormat.N_QUADS)
            store.bulk_load(path=str(files / "all.ttl"), format=RdfFormat.TURTLE)
        else:
            for name, pieces in (("all.nq", b" ".join), ("all.nt", _triple)):
                moved = aside / f"moved.{name}"
                with (files / "all.nq").open("rb") as lines, moved.open("wb") as out:
                    for terms_of_line in _moved(lines, own.encode(), base.encode()):
                        out.write(pieces(terms_of_line) + b" .\n")
                form = RdfFormat.N_QUADS if name == "all.nq" else RdfFormat.N_TRIPLES
                store.bulk_load(path=str(moved), format=form)
                moved.unlink()
        described = NamedNode(f"{base}dataset")
        if (files / "dataset.ttl").exists():
            text = (files / "dataset.ttl").read_bytes().replace(f"@base <{own}>".encode(), f"@base <{base}>".encode())
            store.bulk_load(input=text, format=RdfFormat.TURTLE, to_graph=described)
        for path in terms:
            part = "shapes" if path.parent.name == "shapes" else {"diplograph": "ontology"}.get(path.stem, path.stem)
            store.bulk_load(path=str(path), format=RdfFormat.TURTLE, to_graph=NamedNode(OUR_BASE + part))
    except (SyntaxError, ValueError) as error:
        raise DataError(f"The build cannot be read: {error}.", place=str(build), cure="Run kg build again.") from error
    store.optimize()
    store.flush()
    write_lists(store, Addresses(base), aside / _LISTS)
    write_search(store, aside / _SEARCH)
    del store
    about = {"base": base, "modified": _modified(files)}
    (aside / _ABOUT).write_text(json.dumps(about), encoding="utf-8")


def _triple(terms: tuple[bytes, ...]) -> bytes:
    return b" ".join(terms[:3])


def _moved(lines: Iterator[bytes], own: bytes, base: bytes) -> Iterator[tuple[bytes, ...]]:
    """The terms of each line, those under one base put under another."""
    terms = tuple(b"<" + OUR_BASE.encode() + name + b"#" for name in (b"ontology", b"vocab", b"shapes"))
    for line in lines:
        found = _LINE.fullmatch(line)
        if found is None:
            raise ValueError(f"no line of N-Quads: {line[:80]!r}")
        yield tuple(
            b"<" + base + term[len(own) + 1 :] if term.startswith(b"<" + own) and not term.startswith(terms) else term
            for term in found.groups()
        )


def _modified(files: Path) -> str:
    """When the build was made, if it says so."""
    path = files / "dataset.ttl"
    if not path.exists():
        return ""
    wanted = NamedNode("http://purl.org/dc/terms/modified")
    with path.open("rb") as file:
        found = (quad.object for quad in parse(file, format=RdfFormat.TURTLE) if quad.predicate == wanted)
        return next((value.value for value in found if isinstance(value, Literal)), "")
