"""The whole: health, the log, request ids, faults, and what stands beside the documents."""

from __future__ import annotations

import errno
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from kg.serve.log import Log
from tests.serve.invented import FAULTY, PERSON, SECRET
from tests.serve.serving import Running, running

PAGE = f"/{PERSON}.html"


async def _echo(request: Request) -> Response:
    return PlainTextResponse(f"{request.method} {len(await request.body())} {request.url.path}")


async def _fail(_request: Request) -> Response:
    raise RuntimeError(SECRET)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server with an endpoint and a service beside the documents."""
    endpoint = [Route("/sparql", _echo, methods=["GET", "POST"]), Route("/sparql/fail", _fail)]
    service = Starlette(routes=[Route("/0.2", _echo, methods=["GET", "POST"])])
    with running(tmp_path_factory.mktemp("whole"), endpoint=endpoint, reconciliation=service) as found:
        yield found


def test_health_says_which_edition_is_served_and_since_when(whole: Running) -> None:
    answer = whole.get("/healthz")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    assert answer.headers["Cache-Control"] == "no-store"
    said = answer.json()
    assert (said["status"], said["edition"], said["problem"]) == ("ok", "one", "")
    assert said["since"].startswith("20")
    assert whole.get("/healthz", "POST").status_code == 405


def test_the_endpoint_and_the_service_have_their_paths_and_take_bodies(whole: Running) -> None:
    body = b"POST %s HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc"
    assert whole.raw(body % b"/sparql").endswith(b"POST 3 /sparql")
    assert whole.raw(body % b"/reconcile/0.2").endswith(b"POST 3 /reconcile/0.2")
    assert whole.get("/sparql.html").status_code == 404
    assert whole.get("/sparqlx").status_code == 404
    assert whole.get("/reconcile/nothing").status_code == 404


def test_what_is_beside_the_documents_has_an_id_and_is_not_sniffed_either(whole: Running) -> None:
    answer = whole.get("/sparql")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Request-Id"]


@pytest.mark.parametrize("path", [f"/{FAULTY}", "/sparql/fail"])
def test_a_fault_tells_the_client_a_number_and_the_log_the_rest(whole: Running, path: str) -> None:
    answer = whole.get(path, Accept="text/html")
    assert answer.status_code == 500
    number = answer.headers["X-Request-Id"]
    assert number in answer.text
    for word in (SECRET, "Traceback", "Error:", ".py"):
        assert word not in answer.text
    assert SECRET in whole.line(id=number, level="error")["fault"]
    assert whole.line(id=number, status=500)
    assert whole.get(PAGE).status_code == 200


def test_a_request_is_one_line(whole: Running) -> None:
    answer = whole.get(PAGE + "?token=secret", X_Request_Id="proxy-7.x")
    assert answer.headers["X-Request-Id"] == "proxy-7.x"
    line = whole.line(id="proxy-7.x")
    assert line.keys() == {"time", "id", "method", "path", "status", "bytes", "ms"}
    assert (line["method"], line["path"], line["status"]) == ("GET", PAGE, 200)
    assert line["bytes"] == len(answer.content)


@pytest.mark.parametrize("name", ["", "a b", "x" * 65, '{"a":1}', "a\u00e9", "a;b", "<b>"])
def test_a_name_that_could_forge_something_is_not_taken_over(whole: Running, name: str) -> None:
    answer = whole.raw(
        b"GET /robots.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-Request-Id: %s\r\n\r\n" % name.encode()
    )
    head = answer.partition(b"\r\n\r\n")[0]
    assert b"x-request-id: " in head
    assert not name or b"x-request-id: " + name.encode() not in head


def test_no_client_can_write_a_line_of_the_log(whole: Running) -> None:
    for path in ('/%0a{"time":"x","status":200}', "/agent/%1b[2J%e2%80%a8x"):
        whole.status(path)
        assert whole.line(path=path)["status"] == 400
    assert all(line.isascii() and line.isprintable() for line in whole.written.getvalue().splitlines())


@pytest.mark.parametrize(
    "hosts",
    [b"", b"Host: a\r\nHost: b\r\n", b"Host: a/b\r\n", b"Host: a@b\r\n", b'Host: "><script>\r\n', b"Host: a:b\r\n"],
    ids=["none", "two", "path", "user", "markup", "port"],
)
def test_a_request_names_one_host(whole: Running, hosts: bytes) -> None:
    answer = whole.raw(b"GET /robots.txt HTTP/1.1\r\n" + hosts + b"Connection: close\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 400 ")


def test_whom_the_client_takes_us_for_is_never_said_back(whole: Running) -> None:
    ask = "GET %s HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\nConnection: close\r\n\r\n"
    for path in (f"/{PERSON}", PAGE, "/nothing", "/sparql/", "/reconcile", "http://evil.example/robots.txt"):
        assert b"evil.example" not in whole.raw((ask % path).encode()), path


def test_an_address_with_its_host_is_read_like_one_without(whole: Running) -> None:
    """RFC 9112, section 3.2.2: a server MUST accept the absolute form."""
    assert whole.status("http://example.org/robots.txt") == 200


def test_a_full_disk_stops_the_log_and_nothing_else() -> None:
    class Full(io.StringIO):
        def flush(self) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

    log = Log(Full())
    log.write(id="a", status=200)
    assert log.lost == 1
    closed = io.StringIO()
    closed.close()
    log = Log(closed)
    log.write(id="a", status=200)
    assert log.lost == 1


def test_a_line_of_the_log_is_ascii_and_reads_back() -> None:
    written = io.StringIO()
    Log(written).write(path="\u2028박\x9b\n", ms=1.5)
    (line,) = written.getvalue().splitlines()
    assert line.isascii()
    assert json.loads(line)["path"] == "\u2028박\x9b\n"


def test_the_description_of_the_server_is_served(whole: Running, tmp_path: Path) -> None:
    answer = whole.get("/openapi.json")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    assert answer.json()["openapi"].startswith("3.")
