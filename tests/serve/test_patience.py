"""Clients that say nothing, little, too much, or never listen: the others do not notice."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from kg.serve.patience import Patience
from tests.serve.invented import PERSON
from tests.serve.serving import Running, read_all, running

SHORT = Patience(head_seconds=0.6, body_seconds=0.6, step_seconds=0.3, step_bytes=10_000)
PAGE = f"/{PERSON}.html"
ASK = f"GET {PAGE} HTTP/1.1\r\nHost: a\r\n\r\n".encode()


@pytest.fixture(scope="module")
def hurried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server that waits for a fraction of a second."""
    with running(tmp_path_factory.mktemp("patience"), patience=SHORT) as found:
        yield found


@pytest.mark.parametrize("said", [b"", b"GET ", b"GET / HTTP/1.1\r\nHost: a\r\nX-A: "], ids=["nothing", "verb", "head"])
def test_two_hundred_who_never_finish_keep_nobody_waiting_and_are_sent_away(hurried: Running, said: bytes) -> None:
    with ExitStack() as stack:
        sleepers = [stack.enter_context(hurried.connected()) for _ in range(200)]
        for sleeper in sleepers:
            sleeper.sendall(said)
        assert hurried.get(PAGE).status_code == 200
        ends = {read_all(sleeper)[:12] for sleeper in sleepers}
        assert ends == ({b"HTTP/1.1 408"} if said else {b""})
        assert hurried.get(PAGE).status_code == 200


def test_a_byte_now_and_then_buys_no_time(hurried: Running) -> None:
    with hurried.connected() as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nX: ")
        connection.settimeout(0.1)
        for _ in range(60):
            try:
                connection.sendall(b"a")
                if connection.recv(12) in (b"HTTP/1.1 408", b""):
                    return
            except TimeoutError:
                continue
            except ConnectionError:
                return
        pytest.fail("it was heard for six seconds")


def test_after_an_answer_the_next_head_has_its_time_too(hurried: Running) -> None:
    with hurried.connected() as connection:
        connection.sendall(ASK)
        connection.recv(64)
        # uvicorn's own limit for idle connections ends with the first byte of anything.
        connection.sendall(b"\r\n")
        read_all(connection)


def test_who_announces_a_body_and_does_not_send_it_is_sent_away(hurried: Running) -> None:
    with hurried.connected() as connection:
        connection.sendall(b"POST /reconcile/x HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nab")
        read_all(connection)
    assert hurried.get(PAGE).status_code == 200


def test_who_never_listens_is_given_up(hurried: Running) -> None:
    """The dump of 7 MB fits into no buffer; a hundred who do not read it take nothing from the others."""
    with ExitStack() as stack:
        deaf = [stack.enter_context(deaf_client(hurried)) for _ in range(100)]
        for connection in deaf:
            connection.sendall(b"GET /dataset/all.nq HTTP/1.1\r\nHost: a\r\n\r\n")
        assert hurried.get(PAGE).status_code == 200
        for _ in range(400):
            if not hurried.connections:
                break
            time.sleep(0.05)
        else:
            pytest.fail(f"{hurried.connections} are still waited for")
        # What lies in the buffers still comes, and then the end.
        assert 0 < len(read_all(deaf[0])) < 7_200_000


def test_who_reads_slowly_but_steadily_gets_everything(tmp_path: Path) -> None:
    """At least 144 pieces with a pause after each take longer than a step, in which something has to be read."""
    patience = Patience(step_seconds=1.0, step_bytes=1)
    with running(tmp_path, patience=patience) as server, server.connected() as connection:
        connection.sendall(b"GET /dataset/all.nq HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        found = 0
        while chunk := connection.recv(50_000):
            found += len(chunk)
            time.sleep(0.01)
        assert found > 7_200_000


def deaf_client(server: Running) -> socket.socket:
    """A connection whose own side keeps next to nothing."""
    host, port = server.address.removeprefix("http://").split(":")
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.settimeout(20)
    connection.connect((host, int(port)))
    return connection


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"GET /" + b"x" * 62_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", b"414"),
        (b"GET /" + b"x" * 300_000, b"431"),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 100_000 + b"\r\n\r\n", b"431"),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 300_000, b"431"),
        (b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X: y\r\n" * 40_000 + b"\r\n", b"431"),
        (b"GET / HTTP/1.1\r\nHost: a\r\nAccept: " + b"a/b," * 15_000 + b"\r\n\r\n", b"200"),
    ],
    ids=["address", "endless address", "header", "endless header", "headers", "accept"],
)
def test_a_head_has_a_limit(server: Running, head: bytes, status: bytes) -> None:
    with server.connected() as connection:
        # It may be cut off before its end; what was said of it can still be read.
        with suppress(ConnectionError):
            connection.sendall(head)
        assert connection.recv(12) == b"HTTP/1.1 " + status


@pytest.mark.parametrize(
    "said",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"GET http:// HTTP/1.1\r\nHost: a\r\n\r\n",
        b"CONNECT example.org:443 HTTP/1.1\r\nHost: a\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ],
)
def test_what_is_no_http_is_refused_in_one_line(server: Running, said: bytes) -> None:
    with server.connected() as connection:
        connection.sendall(said)
        connection.shutdown(socket.SHUT_WR)
        answer = read_all(connection)
    assert answer.startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 505 ")) or not answer
    assert b"Traceback" not in answer
    assert server.get(PAGE).status_code == 200


def test_an_upgrade_to_something_else_is_passed_over(server: Running) -> None:
    for upgrade in (b"websocket", b"h2c"):
        head = b"GET /robots.txt HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, close\r\nUpgrade: " + upgrade + b"\r\n\r\n"
        with server.connected() as connection:
            connection.sendall(head)
            assert connection.recv(12) == b"HTTP/1.1 200"


def test_requests_sent_in_one_go_are_answered_in_order(server: Running) -> None:
    asked = [PAGE, "/robots.txt", f"/{PERSON}.ttl", "/nothing"] * 5
    said = b"".join(f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode() for path in asked)
    answer = server.raw(said + b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    statuses = [part[:3] for part in answer.split(b"HTTP/1.1 ")[1:]]
    assert statuses == [b"200", b"200", b"200", b"404"] * 5 + [b"200"]


def test_who_goes_away_in_the_middle_is_not_missed(server: Running) -> None:
    for said in (
        ASK,
        ASK[:20],
        b"GET /slow.html HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /dataset/all.nq HTTP/1.1\r\nHost: a\r\n\r\n",
    ):
        for _ in range(10):
            with server.connected() as connection:
                connection.sendall(said)
    assert server.get(PAGE).status_code == 200
    assert not [line for line in server.lines if "fault" in line and "ConnectionReset" in line["fault"]]


def test_two_hundred_at_once_are_all_answered(server: Running) -> None:
    with ExitStack() as stack:
        connections = [stack.enter_context(server.connected()) for _ in range(200)]
        for connection in connections:
            connection.sendall(ASK.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(read_all, connections))
    assert {answer[:12] for answer in answers} == {b"HTTP/1.1 200"}
    assert len({answer.partition(b"\r\n\r\n")[2] for answer in answers}) == 1


def test_beyond_the_last_place_the_answer_is_503(tmp_path: Path) -> None:
    with running(tmp_path, connections=10) as server, ExitStack() as stack:
        for _ in range(10):
            stack.enter_context(server.connected())
        time.sleep(0.1)
        assert server.status(PAGE) == 503
    with running(tmp_path, connections=10) as server:
        assert server.status(PAGE) == 200
