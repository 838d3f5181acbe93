"""The stores that these tests ask: one of each kind for all tests that only read or that tidy up behind them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize

from kg.cli import FINDINGS, main

from .servers import OxigraphServer, Server, VirtuosoServer

FIRST_REPORT = "1962-08-27-embassy-hungary-pyongyang"
INVENTED = Path(__file__).resolve().parents[1] / "questions" / "invented.ttl"


@pytest.fixture(scope="session")
def virtuoso_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an empty Virtuoso with its users, to begin others from."""
    folder: Path = tmp_path_factory.mktemp("virtuoso-template")
    with VirtuosoServer(folder) as made:
        made.stop()
    return folder


@pytest.fixture(scope="session")
def session_virtuoso(tmp_path_factory: pytest.TempPathFactory, virtuoso_template: Path) -> Iterator[VirtuosoServer]:
    """A Virtuoso that runs as long as the tests do. Ask for `virtuoso`, which is empty."""
    server = VirtuosoServer(tmp_path_factory.mktemp("virtuoso"), template=virtuoso_template)
    with server:
        yield server


@pytest.fixture(scope="session")
def session_oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OxigraphServer]:
    """A server of Oxigraph that runs as long as the tests do. Ask for `oxigraph`, which is empty."""
    server = OxigraphServer(tmp_path_factory.mktemp("oxigraph"))
    with server:
        yield server


@pytest.fixture
def virtuoso(session_virtuoso: VirtuosoServer) -> VirtuosoServer:
    """An empty Virtuoso that runs."""
    session_virtuoso.clear()
    return session_virtuoso


@pytest.fixture
def oxigraph(session_oxigraph: OxigraphServer) -> OxigraphServer:
    """An empty server of Oxigraph that runs."""
    session_oxigraph.clear()
    return session_oxigraph


@pytest.fixture(params=["oxigraph", "virtuoso"])
def server(request: pytest.FixtureRequest) -> Server:
    """An empty store of each kind."""
    found: Server = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def own_oxigraph(tmp_path: Path) -> Iterator[OxigraphServer]:
    """A server of Oxigraph for one test alone, which may kill it or fill its disk."""
    with (server := OxigraphServer(tmp_path / "oxigraph")):
        yield server


@pytest.fixture
def own_virtuoso(tmp_path: Path, virtuoso_template: Path) -> Iterator[VirtuosoServer]:
    """A Virtuoso for one test alone, which may kill it or fill its disk."""
    with (server := VirtuosoServer(tmp_path / "virtuoso", template=virtuoso_template)):
        yield server


@pytest.fixture(params=["own_oxigraph", "own_virtuoso"])
def own_server(request: pytest.FixtureRequest) -> Server:
    """A store of each kind for one test alone."""
    found: Server = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="session")
def first_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first report, built."""
    build: Path = tmp_path_factory.mktemp("first") / "build"
    assert main(["build", FIRST_REPORT, "--out", str(build), "-q"]) in {0, FINDINGS}
    return build


@pytest.fixture(scope="session")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An invented affair in which every question has an answer, in two graphs; every tenth triple stands in both."""
    path: Path = tmp_path_factory.mktemp("invented") / "invented.nq"
    graphs = [NamedNode(f"https://example.org/graph/{at}") for at in range(2)]
    quads = [
        Quad(triple.subject, triple.predicate, triple.object, graph)
        for at, triple in enumerate(sorted(parse(path=INVENTED), key=str))
        for graph in (graphs if at % 10 == 0 else [graphs[at % 2]])
    ]
    path.write_bytes(serialize(quads, format=RdfFormat.N_QUADS) or b"")
    return path
