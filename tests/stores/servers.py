"""Real triple stores on free ports of this machine, in folders of their own: Oxigraph's server and Virtuoso.

Both can be stopped, ended with -9, and started again on the same data and port. Where a program is not installed the
test is skipped, unless KG_REQUIRE_TOOLS says that none may be left out.
"""

from __future__ import annotations

import os
import resource
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote, urlencode

import pytest
from attrs import define, field
from pyoxigraph import NamedNode, Quad, QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results

PATIENCE = 60  # seconds until a server must answer; the slower of the two needs two, and the machine may be busy
DBA = "dba"
PASSWORD = "not-for-guests"
READER = ("reader", "may-only-look")
LOADER = ("loader", "may-also-write")
# What Virtuoso keeps for itself from its first start on.
_VIRTUOSO_OWN = (
    "http://www.openlinksw.com/schemas/virtrdf#",
    "http://www.w3.org/ns/ldp#",
    "http://www.w3.org/2002/07/owl#",
    "http://localuriqaserver/",
    "urn:activitystreams-owl:map",
    "urn:core:services:sparql",
)


@define(eq=False)
class Server(ABC):
    """A store in `folder`, which answers at `port` while it runs.

    `limit_files` and `lift_limit` stand for a full disk: nothing that it writes may grow beyond so many bytes.
    """

    folder: Path
    port: int = field(factory=lambda: free_port())
    _process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """The base address, without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    @abstractmethod
    def query_address(self) -> str:
        """Where SPARQL queries go."""

    @property
    def pid(self) -> int:
        """The number of the process. Refuses a store that does not run."""
        assert self._process is not None, "the store does not run"
        return self._process.pid

    def start(self) -> None:
        """Start it, on what is there already, and wait until it answers."""
        assert self._process is None, "it runs already"
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "log").open("ab") as log:
            # Signals are not restored: Python ignores the one for a file that grew too large, and so must the store,
            # or it would end instead of being refused the next byte.
            self._process = subprocess.Popen(
                self._command(),
                cwd=self.folder,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                restore_signals=False,
            )
        self._wait()

    def stop(self) -> None:
        """Ask it to end, and wait for that. Does nothing if it does not run."""
        if self._process is not None:
            self._process.terminate()
            self._ended()

    def kill(self) -> None:
        """End it with -9, in the middle of whatever it does."""
        if self._process is not None:
            self._process.kill()
            self._ended()

    def limit_files(self, size: int) -> None:
        """From now on every file of the store that would grow beyond `size` bytes is refused."""
        resource.prlimit(self.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    def lift_limit(self) -> None:
        """There is room again."""
        resource.prlimit(self.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

    @abstractmethod
    def load(self, *paths: Path) -> None:
        """Load files of quads by the store's own means, past SPARQL."""

    @abstractmethod
    def clear(self) -> None:
        """Take out everything that is not the store's own."""

    @abstractmethod
    def quads(self) -> set[Quad]:
        """All that it holds, as it gives it out, without what is its own."""

    def __enter__(self) -> Server:
        """Start it."""
        try:
            self.start()
        except BaseException:
            self.kill()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """End it; nobody needs its data any more."""
        self.kill()

    @abstractmethod
    def _command(self) -> Sequence[str]: ...

    def _ended(self) -> None:
        assert self._process is not None
        self._process.wait(PATIENCE)
        self._process = None

    def _try(self) -> None:
        """Ask it anything. Raises OSError while it does not answer."""
        got(f"{self.query_address}?{urlencode({'query': 'ASK {}'})}")

    def _wait(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self._process is not None and self._process.poll() is None:
            try:
                self._try()
            except OSError:
                time.sleep(0.03)
            else:
                return
        raise AssertionError(f"no answer from the store: {(self.folder / 'log').read_text(errors='replace')[-2000:]}")


@define(eq=False)
class OxigraphServer(Server):
    """`oxigraph serve`, or `serve-read-only`; it knows no users."""

    is_read_only: bool = False
    timeout_seconds: int | None = None
    program: str = field(factory=lambda: tool("oxigraph", Path(sys.executable).parent))

    @property
    def query_address(self) -> str:
        """Where SPARQL queries go."""
        return f"{self.address}/query"

    def load(self, *paths: Path) -> None:
        """While it runs, by its store address (all or nothing, whatever is there stays); else by `oxigraph load`."""
        if self._process is None:
            self.folder.mkdir(parents=True, exist_ok=True)
            files = [word for path in paths for word in ("--file", str(path))]
            subprocess.run([self.program, "load", *self._location, *files], check=True, capture_output=True)
            return
        for path in paths:
            got(f"{self.address}/store", path.read_bytes(), "application/n-quads")

    def clear(self) -> None:
        """Take out everything."""
        got(f"{self.address}/update", b"CLEAR ALL", "application/sparql-update")

    def quads(self) -> set[Quad]:
        """All that it holds."""
        return set(parse(got(f"{self.address}/store", accept="application/n-quads"), RdfFormat.N_QUADS))

    @property
    def _location(self) -> tuple[str, str]:
        return ("--location", str(self.folder / "data"))

    def _command(self) -> list[str]:
        time_out = [] if self.timeout_seconds is None else ["--timeout-s", str(self.timeout_seconds)]
        bind = ["--bind", f"127.0.0.1:{self.port}"]
        return [self.program, "serve-read-only" if self.is_read_only else "serve", *self._location, *bind, *time_out]


@define(eq=False)
class VirtuosoServer(Server):
    """Virtuoso with its three users: DBA, LOADER, who may also write, and READER, who may not.

    Who does not say who he is may read. A `template` is the folder of another one, stopped: to copy it takes a tenth of
    the time of making a store.
    """

    template: Path | None = None
    seconds_of_a_query: int = 30
    rows_of_an_answer: int = 100_000
    sql_port: int = field(factory=lambda: free_port())
    program: str = field(factory=lambda: tool("virtuoso-t"))
    sql_program: str = field(factory=lambda: tool("isql-vt"))

    @property
    def query_address(self) -> str:
        """Where SPARQL queries go."""
        return f"{self.address}/sparql"

    def start(self) -> None:
        """Start it; the first time, as a copy of the template, or with users of its own."""
        is_new = not (self.folder / "db" / "virtuoso.db").exists()
        if is_new and self.template is not None:
            shutil.copytree(self.template / "db", self.folder / "db")
        for name in ("db", "www", "load"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        # A lock that a killed one leaves behind names a process; another process may have that number by now.
        (self.folder / "db" / "virtuoso.lck").unlink(missing_ok=True)
        (self.folder / "virtuoso.ini").write_text(self._settings())
        super().start()
        if is_new and self.template is None:
            self.isql(f"user_set_password('{DBA}', '{PASSWORD}');", password=DBA)
            for name, password in (READER, LOADER):
                self.isql(f"DB.DBA.USER_CREATE('{name}', '{password}');")
            self.isql(f'GRANT SPARQL_SELECT TO "{READER[0]}"; GRANT SPARQL_UPDATE TO "{LOADER[0]}"; checkpoint;')

    def stop(self) -> None:
        """Let it write everything into its file, and end."""
        if self._process is not None:
            self.isql("shutdown;")
            self._ended()

    def isql(self, commands: str, *, password: str = PASSWORD) -> str:
        """What it says to DBA's commands, each with a semicolon at its end. Refuses what it refuses."""
        words = [
            self.sql_program,
            f"127.0.0.1:{self.sql_port}",
            DBA,
            password,
            "VERBOSE=OFF",
            "BANNER=OFF",
            "PROMPT=OFF",
        ]
        said = subprocess.run([*words, f"exec={commands}"], capture_output=True, text=True, timeout=PATIENCE)
        # It ends with 0 whatever happened.
        assert "*** Error" not in said.stdout + said.stderr, said.stdout + said.stderr
        return said.stdout

    def load(self, *paths: Path) -> None:
        """By its bulk loader."""
        for path in paths:
            shutil.copy(path, self.folder / "load")
        self.isql("delete from DB.DBA.load_list; ld_dir('load', '*', 'urn:of-triples-without-a-graph');")
        self.isql("rdf_loader_run(); checkpoint;")
        errors = self.isql(
            "select ll_file, ll_error from DB.DBA.load_list where ll_state <> 2 or ll_error is not null;"
        )
        for path in paths:
            (self.folder / "load" / path.name).unlink()
        assert not errors.strip(), errors

    def clear(self) -> None:
        """Drop every graph that is not its own."""
        self.isql("log_enable(3,1);" + "".join(f"SPARQL CLEAR GRAPH <{name}>;" for name in self.graph_names()))

    def graph_names(self) -> list[str]:
        """The names of the graphs that hold something, without its own."""
        query = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"
        body = got(f"{self.query_address}?{urlencode({'query': query})}", accept="application/sparql-results+json")
        found = parse_query_results(body, QueryResultsFormat.JSON)
        assert isinstance(found, QuerySolutions)
        names = [row["g"].value for row in found if isinstance(row["g"], NamedNode)]
        own = (*_VIRTUOSO_OWN, self.address, "http://localhost")
        return sorted(name for name in names if not name.startswith(own))

    def quads(self) -> set[Quad]:
        """All that it holds in graphs that are not its own, one graph after the other: it writes no N-Quads."""
        found = set()
        for name in self.graph_names():
            address = f"{self.address}/sparql-graph-crud?graph-uri={quote(name, safe='')}"
            triples = parse(got(address, accept="text/plain"), RdfFormat.N_TRIPLES)
            found |= {Quad(each.subject, each.predicate, each.object, NamedNode(name)) for each in triples}
        return found

    def _try(self) -> None:
        super()._try()
        # It opens its two ports one after the other, in no order that it keeps to.
        socket.create_connection(("127.0.0.1", self.sql_port), PATIENCE).close()

    def _command(self) -> list[str]:
        return [self.program, "+foreground", "+configfile", "virtuoso.ini", "+pwddba", DBA]

    def _settings(self) -> str:
        # Few buffers: a buffer is 8 KiB, and half of the time of a start goes into laying them out.
        return f"""
[Database]
DatabaseFile=db/virtuoso.db
ErrorLogFile=db/virtuoso.log
LockFile=db/virtuoso.lck
TransactionFile=db/virtuoso.trx
xa_persistent_file=db/virtuoso.pxa
FileExtend=200
MaxCheckpointRemap=2000
TempStorage=TempDatabase
[TempDatabase]
DatabaseFile=db/virtuoso-temp.db
TransactionFile=db/virtuoso-temp.trx
[Parameters]
ServerPort=127.0.0.1:{self.sql_port}
DisableUnixSocket=1
ServerThreads=10
NumberOfBuffers=4000
MaxDirtyBuffers=3000
CheckpointInterval=0
DirsAllowed=., load
[HTTPServer]
ServerPort=127.0.0.1:{self.port}
ServerRoot=www
ServerThreads=8
[SPARQL]
ResultSetMaxRows={self.rows_of_an_answer}
MaxQueryExecutionTime={self.seconds_of_a_query}
"""


AnyServer = TypeVar("AnyServer", bound=Server)


def tool(name: str, *first: Path) -> str:
    """The path of a program; the test is skipped where there is none, unless none may be left out."""
    found = shutil.which(name, path=os.pathsep.join([*map(str, first), os.environ.get("PATH", ""), "/usr/sbin"]))
    if found is None:
        assert os.environ.get("KG_REQUIRE_TOOLS") != "1", f"{name} is not installed"
        pytest.skip(f"{name} is not installed")
    return found


def free_port() -> int:
    """A port of this machine that nobody has at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def got(address: str, body: bytes | None = None, body_type: str = "", accept: str = "*/*") -> bytes:
    """What an address of this machine answers, asked past everything of ours."""
    headers = {"Accept": accept} | ({"Content-Type": body_type} if body is not None else {})
    try:
        with urllib.request.urlopen(urllib.request.Request(address, body, headers), timeout=PATIENCE) as answer:
            content: bytes = answer.read()
            return content
    except urllib.error.HTTPError as error:
        with error:
            raise AssertionError(f"{error.code}: {error.read(500)!r}") from error
