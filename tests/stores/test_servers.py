"""The servers that the tests start hold what they are given, and keep it when they are killed."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from .servers import OxigraphServer, Server, VirtuosoServer, got

THING = NamedNode("https://example.org/thing")
QUAD = Quad(
    THING, NamedNode("https://example.org/says"), Literal('ä\n"🙂"', language="de"), NamedNode("https://example.org/g")
)
OTHER = Quad(THING, THING, Literal("2"), NamedNode("https://example.org/h"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file of two quads in two graphs."""
    (found := tmp_path / "two.nq").write_text(f"{QUAD} .\n{OTHER} .\n", "utf-8")
    return found


def test_a_server_holds_what_was_loaded_and_can_be_emptied(server: Server, path: Path) -> None:
    server.load(path)
    assert server.quads() == {QUAD, OTHER}
    server.clear()
    assert server.quads() == set()


def test_a_killed_server_comes_back_with_what_it_held(own_server: Server, path: Path) -> None:
    own_server.load(path)
    own_server.kill()
    own_server.start()
    assert own_server.quads() == {QUAD, OTHER}
    own_server.stop()
    own_server.start()
    assert own_server.quads() == {QUAD, OTHER}


def test_a_server_that_only_reads_refuses_an_update(tmp_path: Path, path: Path) -> None:
    server = OxigraphServer(tmp_path / "data", is_read_only=True)
    server.load(path)
    with server:
        assert server.quads() == {QUAD, OTHER}
        with pytest.raises(AssertionError, match="403"):
            server.clear()


def test_a_command_that_virtuoso_refuses_is_an_error(virtuoso: VirtuosoServer) -> None:
    with pytest.raises(AssertionError, match="nonsense"):
        virtuoso.isql("select nonsense from nowhere;")


def test_a_full_disk_refuses_and_the_server_goes_on(own_oxigraph: OxigraphServer, tmp_path: Path) -> None:
    (path := tmp_path / "many.nq").write_text("".join(f'<e:{n}> <e:p> "{n}" <e:g> .\n' for n in range(20_000)))
    own_oxigraph.limit_files(100_000)
    with pytest.raises(AssertionError, match="500"):
        own_oxigraph.load(path)
    own_oxigraph.lift_limit()
    own_oxigraph.kill()
    own_oxigraph.start()
    assert own_oxigraph.quads() == set()
    assert b"true" in got(f"{own_oxigraph.query_address}?query=ASK%7B%7D")
