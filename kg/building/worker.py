"""What a worker does, which may be on another machine: it makes sure that it is like this one, then it does tasks.

The same bytes are promised wherever a document is made. So a worker whose program, libraries or tables are others than
those of the build refuses to work, and says which.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable, Mapping
from pathlib import Path
from threading import Lock

from attrs import evolve, field, frozen

from kg.building.fingerprints import program
from kg.building.materials import Materials, Workshop
from kg.building.outcome import Outcome
from kg.building.sourcefiles import digest_of
from kg.building.tasks import Done, DraftTask, Task, done
from kg.errors import KgError, OutputError, SourceError, UsageError
from kg.pipeline import get_ready

SHARED = (
    "All machines have to see the reports, the tables and the cache folder under the same paths, and may write the "
    "last one: put them into a folder that is shared, and name the cache there with --cache."
)
# Taken when the program is loaded, as rules and tables inside the package are then; the files may change later.
_PROGRAM = program()


@frozen
class Order:
    """What a build asks of all its workers; `program` and `tables` are hashes by the names of what they are of."""

    materials: Materials
    program: Mapping[str, str]
    tables: Mapping[str, str]

    @classmethod
    def of(cls, workshop: Workshop) -> Order:
        """The order of the build of this workshop, with its paths as other machines are to find them."""
        given = workshop.materials
        materials = evolve(
            given,
            authority=given.authority.absolute(),
            decisions=given.decisions.absolute() if given.decisions else None,
            index=given.index.absolute() if given.index else None,
            shapes=given.shapes.absolute(),
            context=given.context.absolute(),
        )
        return cls(materials, _PROGRAM, workshop.fingerprints.of_tables)


@frozen
class Likeness:
    """What a worker answers when it is asked whether it is like the machine of the build."""

    where: str
    program: Mapping[str, str]
    unseen: tuple[str, ...]
    reads: bytes = field(repr=False)


def likeness(paths: Iterable[Path], sign: Path) -> Likeness:
    """How this process is: its program, which of the paths it does not see, what it reads in a file just written."""
    unseen = tuple(str(path) for path in paths if not path.exists())
    try:
        return Likeness(_here(), _PROGRAM, unseen, sign.read_bytes())
    except OSError:
        return Likeness(_here(), _PROGRAM, (*unseen, str(sign.parent)), b"")


def refuse_other_program(where: str, program: Mapping[str, str], wanted: Mapping[str, str]) -> None:
    """Refuses (UsageError) a worker whose code or libraries are others than those of the build."""
    differing = sorted(name for name in {*program, *wanted} if program.get(name) != wanted.get(name))
    if differing:
        told = ", ".join(_told(name, program.get(name, ""), wanted.get(name, "")) for name in differing)
        raise UsageError(
            f"this worker has another program than the build: {told}.",
            place=where,
            cure="Install the same on all machines, start the workers again, then run the same command.",
        )


def work(order: Order, task: Task) -> Done:
    """Do a task for a build. Raises UsageError where this worker is unlike the machine of the build; OutputError."""
    with _ONE_AT_A_TIME:
        workshop = _workshop(order)
        if isinstance(task, DraftTask) and (refusal := _other_files(task)):
            return refusal
        try:
            return done(workshop, task)
        except OutputError as error:
            raise OutputError(f"({_here()}) {error.message}", place=error.place, cure=error.cure) from error
        except OSError as error:
            message = f"it cannot be used by {_here()} ({error.strerror or error})."
            raise OutputError(message, place=str(order.materials.cache), cure=SHARED) from error


# The parser does not stand two threads at once, and a worker may have several.
_ONE_AT_A_TIME = Lock()
# The last order of this process with its workshop: the next build may bring other tables.
_KEPT: list[tuple[Order, Workshop]] = []


def _workshop(order: Order) -> Workshop:
    if _KEPT and _KEPT[-1][0] == order:
        return _KEPT[-1][1]
    _KEPT.clear()
    refuse_other_program(_here(), _PROGRAM, order.program)
    try:
        workshop = Workshop.of(order.materials)
    except KgError as error:
        raise UsageError(f"({_here()}) {error.message}", place=error.place, cure=SHARED) from error
    except OSError as error:
        raise UsageError(
            f"cannot be read by {_here()} ({error.strerror}).", place=error.filename, cure=SHARED
        ) from error
    tables = workshop.fingerprints.of_tables
    differing = sorted(name for name, digest in order.tables.items() if tables.get(name) != digest)
    if differing:
        raise UsageError(f"this worker sees others than the build: {', '.join(differing)}.", place=_here(), cure=SHARED)
    get_ready()
    _KEPT.append((order, workshop))
    return workshop


def _other_files(task: DraftTask) -> Outcome | None:
    """A refusal where this machine does not see the report as the build saw it."""
    try:
        if digest_of(task.place) == task.source:
            return None
        found = "are not those that the build saw"
    except SourceError as error:
        found = f"cannot be read ({error})"
    return Outcome((f"on {_here()} its files {found}. Run again when they are the same on all machines.",))


def _here() -> str:
    return f"worker on {socket.gethostname()}, process {os.getpid()}"


def _told(name: str, found: str, wanted: str) -> str:
    """What differs; versions are told, hashes are not."""
    if name.startswith("kg/"):
        return name
    return f"{name} {found or 'is missing'} where {wanted or 'none'} is wanted"
