"""Nothing that can be written into a query makes the engine ask a server that was not allowed by name."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QueryBoolean, Store

from kg.errors import QueryError
from kg.publish.prefixes import prefixes
from kg.publish.queries import answer, store_of
from kg.publish.queryguard import MAX_NESTING, probe_of, refuse_what_does_not_only_read

STORE = store_of([Quad(NamedNode("urn:a:b"), NamedNode("urn:a:c"), Literal("the foreign service"))])


class Listener(http.server.ThreadingHTTPServer):
    """A server that counts who asks it, and answers with no rows."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Asked)
        self.asked = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"


class _Asked(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        assert isinstance(self.server, Listener)
        self.server.asked += 1
        self.rfile.read(int(self.headers["Content-Length"]))
        body = b'{"head":{"vars":[]},"results":{"bindings":[]}}'
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    server = Listener()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


# Each of these asks in pyoxigraph 0.5.13, whatever the grammar says of it.
ATTACKS = [
    "SELECT * { SERVICE <{there}> { ?s ?p ?o } }",
    "SELECT * { service<{there}>{ ?s ?p ?o } }",
    "PREFIX : <{there}> SELECT * {SERVICE:x{?s ?p ?o}}",
    "PREFIX a: <{there}> SELECT * {SERVICEa:x {?s ?p ?o}}",
    "PREFIX a: <{there}> SELECT * {SERVICESILENTa:x {?s ?p ?o}}",
    "PREFIX SILENT: <{there}> SELECT * {SERVICE SILENT:x {?s ?p ?o}}",
    'SELECT * { FILTER(1<2#>"""\n) SERVICE <{there}> {?s ?p ?o} #"""\n}',
    'SELECT * { FILTER("\\u0022"!="") SERVICE <{there}> {?s ?p ?o} #"""\n}',
    "BASE <{there}> SELECT * { SERVICE <x> { ?s ?p ?o } }",
    "SELECT * { FILTER(1<2)SERVICE<{there}>{} }",
    "SELECT * { { SELECT * { OPTIONAL { SERVICE <{there}> { ?s ?p ?o } } } } }",
    "ASK { VALUES ?x { 1 } FILTER EXISTS { SERVICE <{there}> { ?s ?p ?o } } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <{there}> { ?s ?p ?o } }",
]


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("services", [(), ("http://allowed.example/sparql",)])
def test_every_known_way_to_ask_another_server_is_stopped(
    listener: Listener, attack: str, services: tuple[str, ...]
) -> None:
    query = attack.replace("{there}", listener.address)
    before = listener.asked
    with suppress(RuntimeError, OSError):
        found = Store().query(query, prefixes=prefixes())
        if not isinstance(found, QueryBoolean):
            list(found)
    assert listener.asked > before, "the engine itself does not ask: the attack is none"
    before = listener.asked
    with pytest.raises(QueryError):
        answer(STORE, query)
    probe = probe_of(query, services)
    assert probe is not None
    with pytest.raises(SyntaxError):
        Store().query(probe, prefixes=prefixes())
    assert listener.asked == before


@pytest.mark.parametrize(
    "query",
    [
        'SELECT * { FILTER(1<2#>"""\n) SERVICE <{0}> {?s ?p ?o} #"""\n}',
        "PREFIX SERVICEa: <{0}> SELECT * { ?s ?p #SERVICE\n<{0}> SERVICEa:x {} }",
        "SELECT * { ?s ?p '''SERVICE''' . SERVICE <{0}other> {} }",
        "SELECT * { VALUES ?there {{ <{0}> }} SERVICE ?there {} }",
    ],
)
def test_an_allowed_address_opens_no_way_to_another(query: str) -> None:
    allowed = "http://allowed.example/"
    evil = "http://evil.example/"
    probe = probe_of(query.replace("{0}", evil).replace("{{", "{").replace("}}", "}"), [allowed])
    assert probe is not None
    with pytest.raises(SyntaxError):
        Store().query(probe, prefixes=prefixes())


def test_an_allowed_address_may_be_asked(listener: Listener) -> None:
    query = f"SELECT * {{ SERVICE SILENT <{listener.address}> {{ ?s ?p ?o }} }}"
    assert probe_of(query, [listener.address]) is None
    assert "SERVICE" in refuse_what_does_not_only_read(query, [listener.address])
    with pytest.raises(QueryError, match="not allowed by name"):
        refuse_what_does_not_only_read(query.replace("/>", "/x>"), [listener.address])


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("SELECT ?s { ?s ?p ?service FILTER(CONTAINS(?service, 'service')) } # SERVICE <http://evil.example/> {}", 1),
        ("PREFIX service: <urn:a:> SELECT ?s { ?s service:c ?o }", 1),
        ("PREFIX Service: <urn:a:> SELECT ?s { ?s Service:c 'the foreign SERVICE' }", 0),
        ("SELECT ?s { ?s <urn:service:c> 'the foreign service' }", 0),
    ],
)
def test_the_word_service_may_stand_in_a_query(query: str, rows: int) -> None:
    assert len(answer(STORE, query).rows) == rows


def test_a_hidden_service_is_called_by_its_name() -> None:
    with pytest.raises(QueryError, match="SERVICE would ask another server"):
        answer(STORE, "PREFIX a: <http://127.0.0.1:9/> SELECT * {SERVICEa:x {?s ?p ?o}}")


def test_brackets_in_comments_do_not_offset_real_ones() -> None:
    with pytest.raises(QueryError, match=f"more than {MAX_NESTING} deep"):
        refuse_what_does_not_only_read("SELECT * { FILTER " + "(#)\n" * (MAX_NESTING + 1))


@settings(deadline=None)
@given(st.text(alphabet="<>\"'\\#:/?.-!a \n", min_size=1, max_size=6).map(lambda piece: piece * 4000))
def test_what_is_repeated_for_long_is_read_quickly(text: str) -> None:
    # Without possessive quantifiers a text like this takes minutes, which the run of the tests would show.
    with suppress(QueryError):
        refuse_what_does_not_only_read(f"SELECT {text}")
